import Cascade
import CascadeCode
import CascadeScenarios
import CascadeTrace
import Foundation
import Testing

/// Every scenario of the gallery that Go has words for, and some more, as a Go program: kept in the folder `Go`.
@Suite struct GoProgramTests {
  @Test(arguments: Story.all)
  func `is what the generator prints`(story: Story) throws {
    let path = "Go/\(story.name)/main.go"
    if let listing = try? Program.listing(story.scenario(), named: story.name, in: .go) {
      try Recorded.expect(listing.text, in: path)
    } else {
      #expect(!FileManager.default.fileExists(atPath: Recorded.folder.appending(path: path).path))
    }
  }

  /// In the virtual time of Go's own testing/synctest. Where no Go is found this doesn't run; ``GoToolchain`` says what is
  /// looked for. A real panic ends a Go program, so that of a scenario with one is only asked to do just that.
  @Test(.enabled(if: GoToolchain.found != nil, "needs go 1.25 or newer, and golang.org/x/sync on this machine"))
  func `is as gofmt wants it, and ends as its scenario does`() throws {
    let toolchain = try #require(GoToolchain.found)
    let workshop = try Workshop(toolchain)
    let unformatted = try #require(Shell.run([toolchain.gofmt, "-l", "."], in: workshop.folder))
    #expect(unformatted.output == "")
    try workshop.addTests()
    let printed = try workshop.run()
    if toolchain.time == nil { Swift.print("Programs with limiters aren't run: no golang.org/x/time beside x/sync.") }
    if !toolchain.hasCauses { Swift.print("Causes aren't compared: \(toolchain.sync) is older than 0.2.") }
    for story in Story.all {
      let scenario = try story.scenario()
      guard (try? Program.listing(scenario, named: story.name, in: .go)) != nil, try LeftOut.reason(scenario) == nil,
        toolchain.time != nil || scenario.limiters.isEmpty
      else { continue }
      let lines = Set(printed[story.name] ?? [])
      if let panic = scenario.group.panicText {
        #expect(lines.contains { $0.hasPrefix("panic: \(panic)") }, "\(story.name): \(lines.sorted())")
      } else {
        let wanted = try Self.expected(scenario).filter { toolchain.hasCauses || !$0.hasPrefix("cause: ") }
        #expect(Set(wanted).subtracting(lines) == [], "\(story.name): \(lines.sorted())")
        let extra = try Self.tooMany(lines, wanted: wanted, in: scenario)
        #expect(extra == [], "\(story.name)")
      }
    }
  }

  /// What a program printed of the tasks and the caller of a scenario whose program ends early: nothing but what is wanted.
  static func tooMany(_ lines: Set<String>, wanted: [String], in scenario: Scenario) throws -> [String] {
    let run = try ScenarioRun(scenario)
    guard run.outcome.exit != nil else { return [] }
    let shown = ShownNames(of: run.outcome.tasks.keys)
    let names = run.outcome.tasks.keys.map(shown.name) + ["wait"]
    return lines.filter { line in names.contains { line.hasPrefix("\($0): ") } && !wanted.contains(line) }.sorted()
  }

  /// What a program prints, but for its logs: each task's error when it returns, and that of wait.
  ///
  /// - Parameter seed: Of the run; none for the scenario's own.
  static func expected(_ scenario: Scenario, seed: UInt64? = nil) throws -> [String] {
    let run = try ScenarioRun(scenario, seed: seed)
    let outcome = run.outcome
    if let contexts = scenario.contexts {
      let fired = outcome.afterFunctions.filter { $0.value.state == .fired }
      return fired.map(\.key) + ContextAnswers.lines(contexts, run.ledger.program, none: "<nil>")
    }
    var lines: [String] = []
    let shown = ShownNames(of: outcome.tasks.keys)
    for (path, task) in outcome.tasks where task.out != nil {
      lines.append("\(shown.name(of: path)): \(task.error ?? "<nil>")")
    }
    for case .note(.exit(_, let text?)) in run.events.map(\.kind) { lines.append(text) }
    if case .returned(let error) = outcome.wait {
      // Go's errors.Join has a line for each error, without the names of tasks.
      let joined = error == nil ? [] : Self.joined(scenario.group, run.events)
      lines.append("wait: \(joined.first ?? outcome.caller ?? "<nil>")")
      lines += joined.dropFirst()
      lines.append("exit status \(outcome.caller == nil ? 0 : 1)")
    }
    // An error of several lines is printed in several.
    lines = lines.flatMap { $0.split(separator: "\n").map(String.init) }
    if scenario.group.printsCause { lines.append("cause: \(outcome.cause ?? "<nil>")") }
    return lines
  }

  /// The errors of the outermost group's tasks, in the order in which they returned them, where it keeps them all.
  private static func joined(_ group: GroupPlan, _ events: [Event]) -> [String] {
    guard group.kind == .collectAll || group.kind == .firstSuccess else { return [] }
    return events.compactMap { event in
      guard case .taskOut(let out) = event.kind, event.id.split(separator: "/").count == 2 else { return nil }
      return out.error?.description
    }
  }
}

/// A copy of the programs in which they can be run.
final class Workshop {
  let folder: URL

  /// - Parameter programs: The programs by name; none for those that are kept.
  init(_ toolchain: GoToolchain, programs: [String: String]? = nil) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "cascade-go-\(UUID().uuidString)")
    let kept = Recorded.folder.appending(path: "Go")
    if let programs {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: kept.appending(path: "go.mod"), to: folder.appending(path: "go.mod"))
      for (name, text) in programs {
        let own = folder.appending(path: name)
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: own.appending(path: "main.go"))
      }
    } else {
      try FileManager.default.copyItem(at: kept, to: folder)
    }
    let module = folder.appending(path: "go.mod")
    let text = try String(contentsOf: module, encoding: .utf8)
    try Data((text + toolchain.replacements).utf8).write(to: module)
    if toolchain.time == nil { try removeLimited() }
  }

  /// Removes the programs that need what isn't here.
  private func removeLimited() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let text = try? String(contentsOf: folder.appending(path: "\(name)/main.go"), encoding: .utf8)
      if text?.contains("golang.org/x/time") == true {
        try FileManager.default.removeItem(at: folder.appending(path: name))
      }
    }
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  /// A test beside each program that runs it in virtual time. How main ends the process is said there, and not done.
  func addTests() throws {
    let test = """
      package main

      import (
      \t"testing"
      \t"testing/synctest"
      \t"time"
      )

      // What main leaves behind goes on for a while here; in a process it would end.
      func TestInVirtualTime(t *testing.T) {
      \tsynctest.Test(t, func(*testing.T) {
      \t\tmain()
      \t\ttime.Sleep(time.Hour)
      \t})
      }

      """
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !name.hasPrefix("go.") {
      let program = folder.appending(path: "\(name)/main.go")
      let text = try String(contentsOf: program, encoding: .utf8)
      let said = text.replacing(
        GoSource.failing + "}",
        with: "\tstatus := map[bool]int{err != nil: 1}\n\tfmt.Println(\"exit status\", status[true])\n\t_ = os.Exit\n}")
      try Data(said.utf8).write(to: program)
      try Data(test.utf8).write(to: folder.appending(path: "\(name)/main_test.go"))
    }
  }

  /// Runs them all.
  ///
  /// - Returns: what each printed, in lines.
  func run() throws -> [String: [String]] {
    let result = try #require(
      Shell.run(
        ["go", "test", "-count=1", "-json", "./..."], in: folder,
        environment: ["GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOWORK": "off"]))
    var printed: [String: String] = [:]
    for line in result.output.split(separator: "\n") {
      guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
        let package = object["Package"] as? String, let output = object["Output"] as? String
      else { continue }
      printed[String(package.split(separator: "/").last ?? ""), default: ""] += output
    }
    if printed.isEmpty { Issue.record("go test: \(result.output)") }
    // What log writes has the time before it.
    return printed.mapValues { text in
      text.split(separator: "\n").flatMap { line in
        // A function that returns nothing ends well.
        line == "wait returned"
          ? ["wait: <nil>", "exit status 0"]
          : [String(line.trimmingPrefix(#/\d{4}(/\d\d){2} \d\d(:\d\d){2} /#))]
      }
    }
  }
}

/// What programs call tasks in what they print.
struct ShownNames {
  private let counts: [Substring: Int]

  init(of paths: some Collection<String>) {
    counts = Dictionary(grouping: paths.map(Self.last)) { $0 }.mapValues(\.count)
  }

  /// The name of a task, or its path where that is the name of others, too.
  func name(of path: String) -> String {
    counts[Self.last(path), default: 0] > 1 ? path : String(Self.last(path))
  }

  private static func last(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
}

extension GroupPlan {
  /// Whether its end has a cause that no error says: only then does a program print it.
  fileprivate var printsCause: Bool { deadline?.cause != nil || outsideCancel?.cause != nil }

  /// The text of a panic of its tasks, or of theirs.
  fileprivate var panicText: String? {
    for step in allTasks.flatMap({ $0.attempts.joined() }) {
      switch step {
      case .panic(let text): return text
      case .group(let nested, _): if let text = nested.panicText { return text }
      default: continue
      }
    }
    return nil
  }
}
