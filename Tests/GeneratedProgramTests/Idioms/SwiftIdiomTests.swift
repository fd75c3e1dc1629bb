import CascadeScenarios
import CascadeTrace
import Foundation
import Testing

/// What a reviewer of Swift code, or its compiler, would complain of isn't in any program.
@Suite struct SwiftIdiomTests {
  struct Pattern: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// A program that has it.
    var sample: String
    var find: @Sendable (SourceBlocks) -> [String]
  }

  private static func isFunction(_ head: String) -> Bool {
    head.hasSuffix(" in") || head.contains("func ") || head.hasSuffix("= {")
  }

  static let patterns = [
    Pattern(
      testDescription: "one call that is caught for a return at the end",
      sample: "group.go { ctx in\n  do {\n    try await ctx.sleep()\n  } catch {\n    return\n  }\n}"
    ) { program in
      program.blocks.compactMap { block in
        guard block.head == "do {", block.last == block.first + 2, block.end == "} catch {",
          block.last + 3 < program.lines.count, program.lines[block.last + 1] == "return",
          program.lines[block.last + 3].hasPrefix("}")
        else { return nil }
        return program.lines[block.first + 1]
      }
    },
    Pattern(
      testDescription: "a wait for the end that is caught, and no more",
      sample: "do {\n  await ctx.waitUntilCancelled()\n  try ctx.checkCancellation()\n} catch {\n  return\n}"
    ) { program in
      program.blocks.compactMap { block in
        guard block.head == "do {", block.end.hasPrefix("} catch"), block.last == block.first + 3,
          program.lines[block.first + 1].contains("waitUntilCancelled"), program.lines[block.last + 1] == "return"
        else { return nil }
        return block.end
      }
    },
    Pattern(
      testDescription: "a catch around what can't throw",
      sample: "do {\n  await shutdown.wait()\n} catch {\n  failed.give()\n  throw error\n}"
    ) { program in
      program.blocks.indices.filter { block in
        program.blocks[block].head == "do {" && program.blocks[block].end.hasPrefix("} catch")
          && !program.throwsOut(of: block)
      }.map { program.blocks[$0].end }
    },
    Pattern(
      testDescription: "a guard as the last statement",
      sample: "group.go { ctx in\n  guard\n    try await x()\n  else { return }\n}"
    ) { program in
      program.lines.indices.filter { line in
        guard program.lines[line] == "else { return }", line + 1 < program.lines.count, program.lines[line + 1] == "}",
          let block = program.places[line]
        else { return false }
        return isFunction(program.blocks[block].head)
      }.map { program.lines[$0] }
    },
    Pattern(
      testDescription: "an empty catch where try? would do",
      sample: "do {\n  try await group.wait()\n} catch is ContextError {\n  // It doesn't wait.\n} catch {}"
    ) { program in
      program.blocks.filter { block in
        block.end == "} catch {}" && (block.head.hasPrefix("} catch") || block.last == block.first + 2)
      }.map(\.head)
    },
  ]

  @Test(arguments: patterns)
  func `is in no program`(pattern: Pattern) {
    for entry in Corpus.all {
      guard let swift = entry.swift else { continue }
      let found = pattern.find(swift)
      #expect(found == [], "\(entry)")
    }
  }

  @Test(arguments: patterns)
  func `is found where it is`(pattern: Pattern) {
    #expect(!pattern.find(SourceBlocks(pattern.sample)).isEmpty)
  }

  /// A refusal is said in both languages.
  @Test func `says what Go says`() {
    for entry in Corpus.all {
      guard let swift = entry.swift, let go = entry.go else { continue }
      let refusals = [swift, go].map { listing in listing.lines.count { $0.contains(": there is no free slot") } }
      #expect(refusals[0] == refusals[1], "\(entry)")
    }
  }
}

extension SourceBlocks {
  /// Whether something in a block throws, and nothing in it catches that.
  fileprivate func throwsOut(of block: Int) -> Bool {
    if blocks[block].own.contains(where: { isThrowing(lines[$0]) }) { return true }
    return blocks.indices.contains { inner in
      guard blocks[inner].parent == block, throwsOut(of: inner) else { return false }
      // A closure throws where the call says so, in the line that opens it.
      let head = blocks[inner].head
      if head.hasSuffix(" in") { return false }
      return !(head == "do {" && blocks[inner].end.hasPrefix("} catch {"))
    }
  }

  private func isThrowing(_ line: String) -> Bool {
    (line.contains("try ") || line.contains("throw ")) && line.firstMatch(of: #/(^|[ (=])(try|throw) /#) != nil
  }
}
