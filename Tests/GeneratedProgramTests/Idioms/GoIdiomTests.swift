import CascadeScenarios
import CascadeTrace
import Foundation
import Testing

/// What a reviewer of Go code would send back isn't in any program.
@Suite struct GoIdiomTests {
  /// A pattern, and where it is in a program: the lines.
  struct Pattern: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// A program that has it.
    var sample: String
    var find: @Sendable (SourceBlocks) -> [String]
  }

  static let patterns = [
    Pattern(
      testDescription: "a function that is called where it stands, for its result",
      sample: "return nil, func() error {\n\treturn nil\n}()"
    ) {
      $0.lines.filter { $0.hasPrefix("return ") && $0.contains("func(") && !$0.hasPrefix("return func(") }
    },
    Pattern(
      testDescription: "a check before the end that is no more than the return",
      sample: "if err := sleep(ctx); err != nil {\n\treturn err\n}\nreturn nil"
    ) { program in
      program.blocks.compactMap { block in
        guard block.head.hasPrefix("if "), block.head.hasSuffix(" != nil {"), block.last == block.first + 2,
          block.end == "}", block.last + 1 < program.lines.count
        else { return nil }
        let result = program.lines[block.first + 1].split(separator: " ").last.map(String.init) ?? ""
        let isChecked = block.head.hasSuffix("\(result) != nil {")
        let isEnd = ["return nil", "return nil, nil"].contains(program.lines[block.last + 1])
        let isNothing = program.lines[block.first + 1] == program.lines[block.last + 1]
        return isEnd && (isChecked || isNothing) ? block.head : nil
      }
    },
    Pattern(
      testDescription: "a cancel function that takes a cause, and never gets one",
      sample: "func f() {\n\tctx, cancel := context.WithCancelCause(ctx)\n\tdefer cancel(nil)\n}"
    ) { program in
      program.lines.indices.compactMap { number in
        guard program.lines[number].contains("WithCancelCause("),
          let call = program.lines[number].firstMatch(of: /^\w+, (\w+) := context\.WithCancelCause\(/)
        else {
          return nil
        }
        let end = program.places[number].map { program.blocks[$0].last } ?? program.lines.count
        let gets = program.lines[number..<end].contains { line in
          line.contains("\(call.1)(") && !line.contains("\(call.1)(nil)") || line.contains(", \(call.1))")
        }
        return gets ? nil : program.lines[number]
      }
    },
    Pattern(
      testDescription: "an error that cases of a select leave to a return behind it",
      sample: "var err error\nselect {\ncase err = <-waited:\n}\nreturn err"
    ) { program in
      program.blocks.filter { block in
        block.head == "select {" && block.last + 1 < program.lines.count
          && program.lines[block.last + 1] == "return err"
      }.map(\.head)
    },
    Pattern(
      testDescription: "a select with one case", sample: "select {\ncase err = <-waited:\n}"
    ) { program in
      program.blocks.indices.filter { block in
        guard program.blocks[block].head == "select {" else { return false }
        let cases = program.blocks[block].own.count {
          program.lines[$0].hasPrefix("case ") || program.lines[$0] == "default:"
        }
        return cases == 1
      }.map { program.blocks[$0].head }
    },
    Pattern(
      testDescription: "a function whose error is always nil",
      sample: "func f(ctx context.Context) error {\n\twg.Wait()\n\treturn nil\n}"
    ) { program in
      program.blocks.indices.compactMap { block in
        let head = program.blocks[block].head
        guard
          head.hasPrefix("func ") || head.hasPrefix("attempt := func(") || head.hasSuffix("= func() error {"),
          head.hasSuffix(" error {"),
          !head.hasPrefix("func task(")
        else { return nil }
        let returns = program.returns(of: block)
        return returns.allSatisfy { $0 == "return nil" } && !returns.isEmpty ? head : nil
      }
    },
    Pattern(
      testDescription: "errors.Is with a target that may be nil", sample: "if errors.Is(err, ctx.Err()) {"
    ) { program in
      program.lines.filter { line in
        line.contains("errors.Is(")
          && line.matches(of: /errors\.Is\(err, (?:(\w+)\.Err\(\)|context\.Cause\((\w+)\))\)/).contains { match in
            let context = match.1 ?? match.2 ?? ""
            return !line.contains("\(context).Err() != nil && errors.Is(err, ")
          }
      }
    },
    Pattern(
      testDescription: "two tasks of one name",
      sample: "g.Go(task(\"a\", func() error {\n}))\ng.Go(task(\"a\", func() error {\n}))"
    ) { program in
      let names = program.lines.compactMap { line in
        !line.contains("task(")
          ? nil
          : line.firstMatch(of: #/task\(("(?:[^"\\]|\\.)*"|fmt\.Sprintf\("(?!%s)(?:[^"\\]|\\.)*"), /#).map {
            String($0.1)
          }
      }
      return Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.map(\.key)
    },
    Pattern(
      testDescription: "a main that prints an error, and ends well",
      sample: "func main() {\n\terr := story(ctx)\n\tfmt.Println(\"wait:\", err)\n}"
    ) { program in
      let main = program.lines.lastIndex(of: "func main() {") ?? 0
      let end = program.lines[main...]
      return end.contains("fmt.Println(\"wait:\", err)") && !end.contains("os.Exit(1)") ? ["main"] : []
    },
  ]

  @Test(arguments: patterns)
  func `is in no program`(pattern: Pattern) {
    for entry in Corpus.all {
      guard let go = entry.go else { continue }
      let found = pattern.find(go)
      #expect(found == [], "\(entry)")
    }
  }

  @Test(arguments: patterns)
  func `is found where it is`(pattern: Pattern) {
    #expect(!pattern.find(SourceBlocks(pattern.sample)).isEmpty)
  }

  @Test func `there is something to read`() {
    #expect(Corpus.all.count { $0.go != nil } > 100)
    #expect(Corpus.all.count { $0.swift != nil } > 100)
    for story in Corpus.reported { #expect(throws: Never.self) { try story.scenario() } }
  }
}

extension SourceBlocks {
  /// What a function returns, in lines. Functions in it return something else.
  fileprivate func returns(of function: Int) -> [String] {
    var inside: Set<Int> = [function]
    var returns: [String] = []
    for (number, block) in blocks.enumerated() where number == function || block.parent.map(inside.contains) == true {
      guard number == function || !block.head.contains("func(") else { continue }
      inside.insert(number)
      returns += block.own.map { lines[$0] }.filter { $0.hasPrefix("return") }
    }
    return returns
  }
}
