import Foundation
import Testing

/// Runs that are written to files and shown again.
@Suite struct RecordingTests {
  /// A recording of a built-in scenario.
  private func recording(_ scenario: String = "first-failure", live: Bool = false) throws -> TemporaryFile {
    let file = try TemporaryFile("", name: "run.jsonl")
    let result = try Program.run(["run", scenario, "--record", file.path, "--plain"] + (live ? ["--live"] : []))
    try #require(result.errors == "")
    return file
  }

  private func damaged(_ file: TemporaryFile, _ change: (inout [String]) -> Void) throws -> TemporaryFile {
    var lines = try String(contentsOfFile: file.path, encoding: .utf8).split(separator: "\n").map(String.init)
    change(&lines)
    return try TemporaryFile(lines.joined(separator: "\n"), name: "damaged.jsonl")
  }

  @Test(arguments: ["first-failure", "contexts", "panic", "retry"])
  func whatIsRecordedIsWhatIsReplayed(scenario: String) throws {
    let file = try recording(scenario)
    let events = try Program.run("run", scenario, "--json").output
    #expect(try String(contentsOfFile: file.path, encoding: .utf8) == events)
    #expect(try Program.run("replay", file.path, "--json").output == events)
    // The same command knows what it is.
    let told = try Program.run("replay", file.path, "--plain")
    #expect(try Program.run("run", file.path, "--plain").output == told.output)
    // The author isn't in it; everything else is told as it was.
    let own = try Program.run("run", scenario, "--plain").output.split(separator: "\n").dropFirst(2)
      .filter { !$0.contains("  -- ") }
    let replayed = told.output.split(separator: "\n").drop { !$0.hasPrefix("0.000 s") }
    #expect(Array(replayed) == own)
  }

  @Test func aLiveRunIsRecordedAsItHappens() throws {
    let file = try recording("all-well", live: true)
    let result = try Program.run("replay", file.path, "--plain")
    #expect(result.status == 0)
    #expect(result.output.contains("the run is over."))
    #expect(!result.output.contains("isn't known: ") && !result.output.contains("missing"))
  }

  @Test func aRecordingGivesWayToTheNextOne() throws {
    let file = try recording()
    #expect(try Program.run("run", "all-well", "--record", file.path, "--plain").status == 0)
    #expect(try Program.run("replay", file.path, "--json").output == Program.run("run", "all-well", "--json").output)
  }

  @Test func whatHoldsSomethingElseStays() throws {
    let file = try TemporaryFile("title: mine\n")
    let result = try Program.run("run", "all-well", "--record", file.path, "--plain")
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.contains("this file holds something else than a recording, and is left as it is"))
    #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "title: mine\n")
    let nowhere = try Program.run("run", "all-well", "--record", "/nowhere/run.jsonl", "--plain")
    #expect(nowhere.status == 2)
    #expect(nowhere.errors.contains("/nowhere/run.jsonl: the file can't be written: "))
  }

  @Test func cutOffInTheMiddleOfALine() throws {
    let file = try damaged(try recording()) { lines in
      lines.removeSubrange(31...)
      lines[30].removeLast(20)
    }
    let result = try Program.run("replay", file.path, "--plain")
    #expect(result.status == 0)
    #expect(result.output.contains("? The recording is cut off in its last line, 31:"))
    #expect(result.output.contains("0.800 s") == false)
  }

  @Test func damagedAndOutOfOrder() throws {
    let file = try damaged(try recording()) { lines in
      lines[11] = "{]"
      lines.swapAt(30, 33)
      lines.remove(at: 40)
    }
    let result = try Program.run("replay", file.path, "--plain")
    #expect(result.status == 0)
    for line in [
      "? 2 events are missing at 2 places, the first before line 13. What they change is marked ?.",
      "? Line 12:2: a key in quotation marks is expected here.",
      "? 2 lines stand in the wrong place, and are read where \"seq\" says.",
    ] { #expect(result.output.contains("\n\(line)\n"), "\(line)") }
    #expect(result.output.contains("1 event is missing here."))
  }

  @Test(arguments: [
    ("", "there are no events in this file"), ("\n\n", "there are no events in this file"),
    ("title: T\n", "run.jsonl:1:2: a value is expected here; no line of this file is an event"),
    ("{\"a\":1}\n", "run.jsonl:1:1: \"kind\" is missing; no line of this file is an event"),
    ("\u{1B}[2J\n", "run.jsonl:1:1: a value is expected here"),
  ])
  func whereNothingCanBeShownThatIsSaid(text: String, words: String) throws {
    let file = try TemporaryFile(text, name: "run.jsonl")
    let result = try Program.run("replay", file.path)
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.contains(words), "\(result.errors)")
    #expect(!result.errors.contains("\u{1B}"))
  }

  @Test func whatARecordingCantDoIsSaid() throws {
    let file = try recording()
    for (arguments, words) in [
      (["run", file.path, "--live"], "what happened can't be run again: --live can't be used"),
      (["run", file.path, "--seed", "3"], "--seed can't be used"),
      (["run", file.path, "--record", "x.jsonl"], "--record can't be used"),
      (["replay", "nowhere.jsonl"], "there is no such file"), (["replay", "demos"], "this is a directory"),
      (["detail", file.path, "nothing"], "this run has no \"nothing\"; its paths are root, root/"),
    ] {
      let result = try Program.run(arguments)
      #expect(result.status == 2, "\(arguments)")
      #expect(result.errors.contains(words), "\(result.errors)")
    }
  }

  @Test func detailOfARecording() throws {
    let file = try recording()
    let result = try Program.run("detail", file.path, "thumb-2", "--at", "1.3s")
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.output.hasPrefix("thumb-2, at 1.300 s, after event "))
    #expect(result.output.contains("\nstate: cleaning up: told, runs its cleanup\n"))
    #expect(result.output.contains("\nwhy: fetch-orders failed\n"))
  }

  @Test func severalAreToldOneAfterTheOther() throws {
    let (one, two) = (try recording("first-failure"), try recording("all-well"))
    let result = try Program.run("replay", one.path, two.path, "--plain")
    #expect(result.output.components(separatedBy: "A recording, read from ").count == 3)
  }

  /// Real ones, of the gRPC service in `demos/shop` and its client: `stock serve --record server.jsonl`, and
  /// `stock ask --slow 3000 --fail 400 --record client.jsonl`.
  private func real(_ name: String) -> String {
    Program.root.appendingPathComponent("Tests/EndToEndTests/Recordings/\(name).jsonl").path
  }

  @Test(arguments: [["client", "server"], ["server", "client"]])
  func thoseThatCallEachOtherAreOneTree(names: [String]) throws {
    let result = try Program.run(["replay"] + names.map(real) + ["--plain"])
    #expect(result.status == 0)
    #expect(result.output.components(separatedBy: "A recording, read from ").count == 2)
    #expect(result.output.contains("\n? 1 call ties together "))
    #expect(result.output.contains("\n? How their clocks differ isn't known. "))
    #expect(result.output.contains(" is derived from stock with WithCancel.\n"))
    #expect(result.output.contains("  Told: answer, shelf, ledger.\n"))
    // What comes out can be read again.
    let lines = try Program.run(["replay"] + names.map(real) + ["--json"])
    let file = try TemporaryFile(lines.output, name: "joined.jsonl")
    #expect(try Program.run("replay", file.path, "--json").output == lines.output)
    #expect(try Program.run("detail", file.path, "shelf").output.contains("state: cancelled"))
  }

  @Test func theScreenHasTheOneTreeAndEachByItself() throws {
    let program = try ScreenProgram("replay", real("client"), real("server"))
    try program.wait(for: "how the clocks of")
    program.type("s")
    try program.wait(for: "choose")
    program.type("jj\r")
    try program.wait(for: "what a cancellation saves")
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.isRestored)
  }

  @Test func hostileTextStaysText() throws {
    let file = try damaged(try recording()) { lines in
      for index in lines.indices { lines[index] = lines[index].replacing("fetch-user", with: #"\u001b[31m\u202e"#) }
    }
    for arguments in [
      ["replay", file.path, "--plain"], ["replay", file.path, "--json"], ["detail", file.path, "root"],
    ] {
      let result = try Program.run(arguments)
      #expect(result.status == 0)
      #expect(!(result.output + result.errors).unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    }
  }

  // MARK: On the screen

  @Test func theScreenSaysWhatIsMissingAndRefusesWhatIf() throws {
    let file = try damaged(try recording()) { $0.remove(at: 20) }
    let other = try recording("all-well")
    let program = try ScreenProgram("replay", file.path, other.path)
    try program.wait(for: "1 event missing before line 21")
    program.type("i")
    try program.wait(for: "can't be run again with a change")
    program.type("f")
    try program.wait(for: "KEPT")
    program.type("s")
    try program.wait(for: "choose")
    program.type("j\r")
    try program.wait(for: "none so far")
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.isRestored)
  }
}
