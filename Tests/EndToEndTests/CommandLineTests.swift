import Foundation
import Testing

/// The command line: what is printed where, and with which status.
@Suite struct CommandLineTests {
  /// Of the program and of each command that its help names.
  @Test func helpIsShortAndFine() throws {
    let own = try Program.run("--help").output
    let list = try #require(own.range(of: "SUBCOMMANDS:\n"))
    let commands = own[list.upperBound...].matches(of: /^  ([a-z-]+)\b/.anchorsMatchLineEndings()).map { String($0.1) }
    #expect(commands.count > 15 && commands.contains("talk"))
    for arguments in [["--help"]] + commands.map({ [$0, "--help"] }) {
      let result = try Program.run(arguments)
      #expect(result.status == 0)
      #expect(result.errors == "")
      #expect(result.output.contains("USAGE: cascade"))
      #expect(result.output.contains("  cascade "), "\(arguments): there is an example")
      let lines = result.output.split(separator: "\n").count
      #expect(lines <= 50, "\(arguments): \(lines)")
    }
  }

  @Test func version() throws {
    let result = try Program.run("--version")
    #expect(result.status == 0)
    #expect(result.output.wholeMatch(of: /cascade \d+\.\d+\.\d+\n/) != nil)
  }

  @Test(
    arguments: [
      (["--bogus"], "--bogus"), (["run"], "name|file"), (["run", "first-failur"], "did you mean first-failure?"),
      (["run", "nowhere.yaml"], "nowhere.yaml: there is no such file"), (["run", "demos/"], "is a directory"),
      (["run", "all-well", "--plain", "--json"], "Use --plain or --json, not both."),
      (["run", "all-well", "--live", "--seed", "3"], "can't be used with --live"),
      (["run", "all-well", "--seed", "many"], "many"), (["check"], "file"),
      (["code", "all-well", "--lang", "rust"], "rust"), (["code", "nowhere.yaml"], "there is no such file"),
      (["rnu", "all-well"], "there is no command \"rnu\" (did you mean run?)"),
      (["first-failure"], "to step through a scenario: cascade run first-failure"),
      (["frist-failure", "--plain"], "did you mean cascade run first-failure?"),
      (["my.yaml"], "to step through a scenario: cascade run my.yaml"), (["zap"], "the commands are gallery, run, "),
      (["run", "all-well", "--seed", "-1"], "'-1' is invalid"),
      (["what-if", "all-well", "--at", "-1s", "cancel stock"], "can't be negative"),
      (["what-if", "all-well", "--at", "1,2s", "cancel stock"], "did you mean 1.2s?"),
      (["what-if", "all-well", "--after-event", "-1", "cancel stock"], "must be 0 or more"),
      (["compare", "contexts"], "a scenario of contexts has no tasks to compare"),
      (["explore", "all-well"], "Missing expected argument '--law"),
      (["explore", "all-well", "--law", "stok is completed"], "column 1: there is no task and no fact called"),
      (["explore", "all-well", "--law", "wait = none", "--changes", "9"], "--changes must be a number from 0 to 3."),
      (["explore", "contexts", "--law", "wait = none"], "a scenario of contexts has no group"),
    ])
  func whatCannotBeUsedIsSaidAndNothingIsDone(arguments: [String], words: String) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.contains(words))
  }

  @Test func whatIfTellsWhatMattersFirst() throws {
    let result = try Program.run("what-if", "first-failure", "--at", "1s", "cancel fetch-recs", "--plain")
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines[1].hasPrefix("What if fetch-recs is cancelled at 1.000 s?"))
    #expect(lines[2] == "fetch-recs fails first, with \"context canceled\". root keeps it and cancels the rest.")
    #expect(lines[3].hasPrefix("Wait returns \"context canceled\""))
  }

  /// An option as a comparison has it, and without the group that is meant anyway.
  @Test(arguments: ["limit=2", "set limit to 2", "set limit of root to 2"]) func optionsAreWrittenInEveryWay(
    _ text: String
  )
    throws
  {
    let result = try Program.run("what-if", "first-failure", text, "--plain")
    #expect(result.status == 0 && result.output.contains("What if root has a limit of 2?"))
    let wrong = try Program.run("what-if", "first-failure", "limit=two")
    #expect(wrong.status == 2 && wrong.errors.contains("column 7: a limit is a whole number"))
  }

  @Test func exploreFindsARunThatCanBeRepeated() throws {
    let law = "wait = none or kept = first failure"
    let broken = try Program.run("explore", "first-failure", "--law", law, "--plain")
    #expect(broken.status == 1)
    let lines = broken.output.split(separator: "\n")
    #expect(lines[0].hasPrefix("first-failure: the law is broken with this change: 0ms: cancel root (after "))
    #expect(lines[1] == "  wait = none: Wait returns \"context canceled\"")
    #expect(lines.last == "To see it again: cascade what-if first-failure \"0ms: cancel root\"")
    let again = try Program.run("what-if", "first-failure", "0ms: cancel root", "--plain")
    #expect(again.output.contains("Wait returns \"context canceled\""))
    let held = try Program.run("explore", "two-failures", "--law", law, "--changes", "0")
    #expect(held.status == 0)
    #expect(held.output == "two-failures: the law holds in 201 runs, which ended in 1 way\n")
  }

  @Test func detailTellsAllAboutOne() throws {
    let result = try Program.run("detail", "first-failure", "render/thumb-2", "--at", "1.3s")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("thumb-2, at 1.300 s, after event "))
    for line in [
      "state: cleaning up: told, runs its cleanup", "told: 1.200 s, 900 ms after it started",
      "why: fetch-orders failed",
      "out: not yet, 100 ms after it was told", "inside: root: errgroup, cancelled at 1.200 s",
    ] { #expect(result.output.contains("\n\(line)\n"), "\(line)") }
    let late = try Program.run("detail", "first-failure", "root", "--at", "99s")
    #expect(late.output.contains("root, at 99.000 s, after event 54, the last one\n"))
    let group = try Program.run("detail", "first-failure", "root", "--after-event", "5")
    #expect(group.output.contains("state: active"))
    // By its last name alone, which only one has; and where that one stands in the file.
    let short = try Program.run("detail", "first-failure", "thumb-2", "--at", "1.3s")
    #expect(short.output == result.output)
    #expect(short.output.contains("spawned: 0.300 s, at first-failure.yaml:"))
  }

  /// An after-function stands at the context that it belongs to, which isn't always its group's own.
  @Test(arguments: ["waitgroup", "errgroup", "zero-errgroup"]) func detailFindsAfterFunctions(kind: String) throws {
    let file = try TemporaryFile("title: T\ngroup: {kind: \(kind), timeout: 1s, after: [report], tasks: {a: '-|'}}\n")
    for name in ["report", "root/report"] {
      let result = try Program.run("detail", file.path, name)
      #expect(result.output.hasPrefix("AfterFunc report, at "), "\(result.errors)")
    }
    for name in ["root/a/report", "nobody/report"] {
      #expect(try Program.run("detail", file.path, name).status == 2)
    }
  }

  @Test(
    arguments: [
      (["fetch-usr"], "this run has no \"fetch-usr\" (did you mean fetch-user?)"),
      (["nobody"], "this run has no \"nobody\"; its paths are"),
      (["root", "--at=-1s"], "can't be negative"), (["root", "--at", "-1s"], "can't be negative"),
      (["root", "--at", "soon"], "isn't a duration"),
      (["root", "--after-event", "9999"], "--after-event 9999 is too large"),
      (["root", "--at", "1s", "--after-event", "3"], "Use --at or --after-event, not both."),
    ])
  func detailRefusesInWords(arguments: [String], words: String) throws {
    let result = try Program.run(["detail", "first-failure"] + arguments)
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.contains(words))
  }

  /// A task at the limit waits for a slot that only it could free.
  @Test(arguments: [["run", "--plain"], ["run", "--json"], ["run"], ["check"]]) func aDeadlockIsNoSuccess(
    arguments: [String]
  )
    throws
  {
    let file = try TemporaryFile("title: T\ngroup: {limit: 1, tasks: {a: {steps: [{spawn: {b: '-|'}}]}}}\n")
    let result = try Program.run([arguments[0], file.path] + arguments.dropFirst())
    #expect(result.status == 1)
    #expect(!(result.output + result.errors).isEmpty)
  }

  @Test func everyExitStatusIsInTheHelpAndInTheReadme() throws {
    let readme = try String(contentsOf: Program.root.appendingPathComponent("README.md"), encoding: .utf8)
    for text in [try Program.run("--help").output, readme] {
      for status in ["1", "2", "129", "130", "143"] {
        #expect(text.firstMatch(of: try Regex("\\b\(status)\\s")) != nil, "\(status)")
      }
    }
  }

  @Test func listNamesEveryScenario() throws {
    let result = try Program.run("list")
    #expect(result.status == 0)
    for name in ["all-well", "first-failure", "deaf-task", "nested-groups", "deadline"] {
      #expect(result.output.contains("\(name): "))
    }
  }

  @Test func listPrintsOnesFile() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../demos/deaf-task.yaml")
    let result = try Program.run(["list", "deaf-task"])
    #expect(result.status == 0)
    #expect(try result.output == String(contentsOf: file, encoding: .utf8))
    let wrong = try Program.run(["list", "deaf-tusk"])
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("did you mean deaf-task?"))
  }

  @Test func listPrintsTheKeysOfFiles() throws {
    let result = try Program.run(["list", "--keys"])
    #expect(result.status == 0)
    for line in ["a task:", "an outcome:", "  title  ", "  cut_off  "] {
      #expect(result.output.split(separator: "\n").contains { $0.hasPrefix(line) }, "\(line)")
    }
    #expect(try Program.run(["list", "deaf-task", "--keys"]).status == 2)
  }

  @Test(arguments: [
    ([], "// How long does Wait take if nothing fails?\nimport Cascade\n"),
    (["--lang", "go"], "// How long does Wait take if nothing fails?\npackage main\n"),
  ])
  func codeIsAWholeProgram(options: [String], beginning: String) throws {
    let result = try Program.run(["code", "all-well"] + options)
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.output.hasPrefix(beginning))
    #expect(result.output.contains("allWell"))
  }

  @Test func whatALanguageHasNothingForIsSaid() throws {
    let file = try TemporaryFile("title: T\ngroup: {kind: swift-discarding, tasks: {a: '-|'}}\n")
    let result = try Program.run("code", file.path, "--lang", "go")
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.contains("no Go program for this: "))
    #expect(try Program.run("code", file.path).status == 0)
  }

  @Test func withoutATerminalTheStoryIsToldInSentences() throws {
    let result = try Program.run("run", "first-failure")
    #expect(result.status == 0)
    #expect(result.errors == "cascade: plain text, because standard input is not a terminal\n")
    #expect(result.output.contains("1.200 s  fetch-orders FAILS: \"503 from orders\". First error"))
    #expect(!result.output.unicodeScalars.contains { $0 == "\u{1B}" })
    let asked = try Program.run("run", "first-failure", "--plain")
    #expect(asked.output == result.output)
    #expect(asked.errors == "")
  }

  @Test func theSameSeedGivesTheSameBytes() throws {
    let first = try Program.run("run", "nested-groups", "--json", "--seed", "5")
    let second = try Program.run("run", "nested-groups", "--json", "--seed", "5")
    #expect(first.output == second.output)
    #expect(first.output.hasPrefix("{\"seq\":0,\"t\":0,\"kind\":\"run.started\""))
  }

  @Test func aClaimThatFailsIsStatusOne() throws {
    let file = try TemporaryFile(
      """
      title: A claim that fails
      group:
        tasks:
          a: "--^ boom"
      tick: 10ms
      expect:
        wait: bang
      """)
    let result = try Program.run("check", file.path)
    #expect(result.status == 1)
    #expect(result.errors.contains(":7:9: Wait returns \"boom\"; expected \"bang\""))
  }

  /// What only a run shows has its place, too.
  @Test(arguments: [["check"], ["run", "--plain"], ["export", "--as", "svg"], ["explore", "--law", "wait = none"]])
  func aRepeatThatNothingEndsIsToldWithItsPlace(command: [String]) throws {
    let file = try TemporaryFile(
      """
      title: No end
      group:
        tasks:
          a: "--|"
          b: { steps: [repeat: { steps: [work: 10ms] }] }
      """)
    let result = try Program.run(Program.url, [command[0], file.path] + command.dropFirst())
    #expect(result.status == 2)
    #expect(result.errors.contains(":5:5: nothing has ended the repeat of root/b after 10000 rounds"))
  }

  @Test func allProblemsOfAFileAtOnceAreStatusTwo() throws {
    let file = try TemporaryFile(
      """
      title: Mistakes
      tick: 10
      grop:
        tasks: {}
      """)
    for command in ["run", "check"] {
      let result = try Program.run(command, file.path)
      #expect(result.status == 2)
      #expect(result.output == "")
      #expect(result.errors.contains(":2:7: "))
      #expect(result.errors.contains("did you mean 10ms?"))
      #expect(result.errors.contains(":3:1: "))
      #expect(result.errors.contains("did you mean group?"))
    }
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
    arguments: ["list", "run all-well --plain", "run all-well --json", "check all-well", "--help"])
  func outputThatCannotBeWrittenIsSaid(arguments: String) throws {
    let result = try Program.shell("exec '\(Program.url.path)' \(arguments) > /dev/full")
    #expect(result.status == 2)
    #expect(result.errors == "cascade: the output can't be written: No space left on device\n")
  }

  @Test func aReaderThatLeavesEndsItQuietly() throws {
    let result = try Program.shell("'\(Program.url.path)' run first-failure --json | head -n 1")
    #expect(result.output.split(separator: "\n").count == 1)
    #expect(result.errors == "")
  }

  @Test func escapesInNamesNeverGetOut() throws {
    let file = try TemporaryFile("title: \"a\\e[31mb\"\ngroup:\n  tasks:\n    x: \"-^ \u{202E}evil\"\ntick: 1ms\n")
    for arguments in [["run", file.path, "--plain"], ["check", file.path], ["run", file.path, "--json"]] {
      let result = try Program.run(arguments)
      #expect(!(result.output + result.errors).unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    }
  }
}
