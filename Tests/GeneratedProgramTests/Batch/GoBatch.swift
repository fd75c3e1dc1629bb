import CascadeCode
import CascadeScenarios
import CascadeTrace
import Foundation
import Testing

/// Many Go programs, compiled into one binary and run there, each in virtual time of its own.
///
/// A program becomes functions of one package: its names get a prefix, and what a rig (`Rig/rig_test.go`) has to see, its
/// groups, tasks, waits and lines, goes through that.
struct GoBatch {
  private let folder: URL
  private(set) var names: [String] = []

  private let hasLimiters: Bool

  init(_ toolchain: GoToolchain) throws {
    hasLimiters = toolchain.time != nil
    folder = FileManager.default.temporaryDirectory.appending(path: "cascade-batch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: Recorded.folder.appending(path: "Rig/rig_test.go"), to: folder.appending(path: "rig_test.go"))
    let time = hasLimiters ? "require golang.org/x/time v0.15.0\n" : ""
    let module = "module batch\n\ngo 1.25\n\nrequire golang.org/x/sync v0.20.0\n\(time)\(toolchain.replacements)"
    try Data(module.utf8).write(to: folder.appending(path: "go.mod"))
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Whether a scenario's Go program can be compiled here.
  func canCompile(_ scenario: Scenario) -> Bool { hasLimiters || scenario.limiters.isEmpty }

  /// Adds a scenario.
  ///
  /// - Returns: whether Go has words for it, and can compile them here.
  mutating func add(_ scenario: Scenario, named name: String) throws -> Bool {
    guard canCompile(scenario),
      let listing = try? Program.listing(scenario, named: "story", in: .go, watchedBy: "rigOpen")
    else {
      return false
    }
    let packed = GoSource.packed(listing.text, prefix: name + "_")
    try Data(packed.utf8).write(to: folder.appending(path: "\(name)_test.go"))
    names.append(name)
    return true
  }

  /// What programs did, in lines, and how often, by name.
  struct Answers: Decodable {
    var exact: [String: [String: Int]]
    /// With a little time added to each length, so that what happens at one instant comes in one order or another.
    var loose: [String: [String: Int]]
  }

  /// Adds a program only for the compiler to look at, as it is printed: what a rig looks at may be unused in it.
  func addToCompile(_ scenario: Scenario, named name: String) throws {
    guard let listing = try? Program.listing(scenario, named: "story", in: .go) else { return }
    let packed = GoSource.packed(listing.text, prefix: name + "_", isWatched: false)
    try Data("\(packed)\nvar _ = \(name)_main\n".utf8).write(to: folder.appending(path: "\(name)_test.go"))
  }

  /// Runs each a few times, for the scheduler to do this or that.
  func run(times: Int, loose: Int) throws -> Answers {
    let list = names.map { "\t{\"\($0)\", \($0)_main},\n" }.joined()
    try Data("package batch\n\nvar programs = []program{\n\(list)}\n".utf8)
      .write(to: folder.appending(path: "list_test.go"))
    let answers = folder.appending(path: "answers.json")
    let result = try #require(
      Shell.run(
        ["go", "test", "-vet=off", "-count=1", "-gcflags=-N -l -dwarf=false", "-ldflags=-s -w", "."], in: folder,
        environment: [
          "GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOWORK": "off", "RIG_TIMES": "\(times)",
          "RIG_LOOSE": "\(loose)", "RIG_ANSWERS": answers.path,
        ]))
    guard let data = FileManager.default.contents(atPath: answers.path) else {
      let wrong = result.output.split(separator: "\n").compactMap { line in
        line.wholeMatch(of: /\.\/(\w+)_test\.go:\d+:\d+: (.*)/).map { (name: String($0.1), message: String($0.2)) }
      }
      throw Failure(
        description: "go test: \(result.output.prefix(4000))", wrong: .init(wrong) { first, _ in first })
    }
    return try JSONDecoder().decode(Answers.self, from: data)
  }

  /// Leaves programs out.
  mutating func leaveOut(_ others: some Sequence<String>) {
    for name in others {
      try? FileManager.default.removeItem(at: folder.appending(path: "\(name)_test.go"))
      names.removeAll { $0 == name }
    }
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
    /// What the compiler says, by program.
    var wrong: [String: String]
  }
}

/// The text of a Go program, in tokens.
enum GoSource {
  /// A program as part of the batch.
  static func packed(_ text: String, prefix: String, isWatched: Bool = true) -> String {
    var imports: [String] = []
    var lines: [Substring] = []
    var isImport = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "import (" {
        isImport = true
      } else if isImport {
        if line == ")" {
          isImport = false
        } else if !line.isEmpty {
          imports.append(line.trimmingPrefix("\t").description)
        }
      } else if line != "package main" {
        lines.append(line)
      }
    }
    let own = Set(
      lines.compactMap { line -> String? in
        let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        guard line.first?.isLetter == true, words.count > 1, ["func", "var", "const", "type"].contains(words[0]) else {
          return nil
        }
        return String(words[1])
      })
    var result = ""
    var before = ""
    for token in tokens(lines.joined(separator: "\n")) {
      switch token {
      case "task" where before != "func " && isWatched: result += "rigTask"
      case _ where own.contains(token) && !before.hasSuffix("."): result += prefix + token
      default: result += token
      }
      before = token == " " ? before + token : token
    }
    guard isWatched else {
      return "package batch\n\nimport (\n\(imports.joined(separator: "\n"))\n)\n\(result)\n"
    }
    // How main ends the process isn't how a step does.
    result = result.replacing(GoSource.failing, with: "")
    // What closes channels says nothing.
    result = result.replacing(GoSource.closing) { $0.1 + "\($0.2) .Wait()" + $0.3 }
    result = result.replacing("rigTask(", with: "rigTask(watched, ")
      .replacing("fmt.Println(", with: "rigPrintln(").replacing("fmt.Printf(", with: "rigPrintf(")
      .replacing("time.Sleep(", with: "rigSleep(").replacing("time.AfterFunc(", with: "rigAfterFunc(")
      .replacing("context.AfterFunc(", with: "rigOnDone(").replacing("time.After(", with: "rigAfter(").replacing(
        "context.WithTimeout(", with: "rigTimeout("
      )
      .replacing("context.WithTimeoutCause(", with: "rigTimeoutCause(")
      .replacing("os.Exit(", with: "rigExit(").replacing("log.Fatal(", with: "rigFatal(")
      .replacing("log.Fatalf(", with: "rigFatalf(")
      .replacing("wg.Wait()", with: "wg.Wait()\nrigWaited(watched)")
      .replacing(/\bg\.Wait\(\)/, with: "rigWait(watched, g.Wait())")
    let used = imports.filter { path in
      !["\"fmt\"", "\"time\"", "\"context\"", "\"os\"", "\"log\""].contains(path)
        || result.contains(path.dropFirst().dropLast() + ".")
    }
    return "package batch\n\nimport (\n\(used.joined(separator: "\n"))\n)\n\(result)\n"
  }

  /// A goroutine that waits beside the caller, and closes what isn't the group's own.
  nonisolated(unsafe) private static let closing =
    /(go func\(\) \{\n\s*(?:_ = )?)(w?g)\.Wait\(\)(\n(?:\s*end\(\)\n)?\s*close\((?!results\)|waited\)))/

  /// What main does when wait returned an error.
  static let failing = "\tif err != nil {\n\t\tos.Exit(1)\n\t}\n"

  /// Names, and everything between them; texts and comments are one token.
  private static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    var rest = text[...]
    while let first = rest.first {
      let token: Substring
      if first.isLetter || first == "_" {
        token = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      } else if first == "`" {
        token = rest.prefix(2 + rest.dropFirst().prefix { $0 != "`" }.count)
      } else if first == "\"" {
        var length = 1
        var isEscaped = false
        for character in rest.dropFirst() {
          length += 1
          if character == "\"", !isEscaped { break }
          isEscaped = character == "\\" && !isEscaped
        }
        token = rest.prefix(length)
      } else if rest.hasPrefix("//") {
        token = rest.prefix { $0 != "\n" }
      } else {
        token = rest.prefix(1)
      }
      tokens.append(String(token))
      rest = rest[token.endIndex...]
    }
    return tokens
  }
}
