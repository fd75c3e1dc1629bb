import Foundation
import Testing

/// `cascade compare`: the facts in sentences, and the screen in a real terminal.
@Suite struct CompareTests {
  @Test func factsAreToldInSentences() throws {
    let result = try Program.run("compare", "first-failure", "--plain")
    #expect(result.status == 0)
    #expect(result.errors == "")
    for line in [
      "A: waitgroup (waits for all, cancels nothing)", "B: errgroup (first error cancels the rest)",
      "First failure: A at 1.200 s, B at 1.200 s.", "Work after cause: A 3.300 s, B 1.630 s (1.670 s less on B).",
      "Of it, useful: A 3.300 s, B 0 ms (3.300 s less on B).",
      "Saved minus cleanup: A 0 ms, B 1.670 s (1.670 s more on B).",
      "B saves 1.670 s of the 3.300 s of work left at the failure.",
      "Wait returns at 2.600 s on both sides: on B, audit-log doesn't listen.",
    ] {
      #expect(result.output.contains(line + "\n"), "\(line)\n\(result.output)")
    }
    #expect(!result.output.unicodeScalars.contains { $0.value > 0x7F && $0 != "…" })
  }

  @Test func aShutdownStandsAgainstOneWithoutAGrace() throws {
    let result = try Program.run("compare", "shutdown", "--plain")
    #expect(result.status == 0)
    for line in [
      "A: errgroup, no grace period (cancel root at 0.500 s) (first error cancels the rest)",
      "Request to finish: A at 0.500 s, B at 0.500 s.", "Usable results: A 0 of 4, B 3 of 4 (3 more on B).",
      "Wait returns 800 ms earlier on A.",
    ] {
      #expect(result.output.contains(line + "\n"), "\(line)\n\(result.output)")
    }
  }

  /// Where all leave as they are asked, or none is ever asked, there is something to compare with, too.
  @Test(arguments: [
    "tasks: {a: {line: '----|', on-shutdown: finish}, b: {line: '---|', on-shutdown: finish}}",
    "tasks: {a: {line: '----|', on-shutdown: finish}, b: '-^ no'}",
  ])
  func aShutdownThatTellsNoTaskIsCompared(tasks: String) throws {
    let file = try TemporaryFile("title: T\ntick: 10ms\ngroup: {shutdown: {at: 20ms, grace: 1s}, \(tasks)}\n")
    let result = try Program.run("compare", file.path, "--plain")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("A: collect-all ("))
  }

  @Test func eachWayToSayASide() throws {
    let kept = try Program.run("run", "first-failure", "--json")
    let file = try TemporaryFile(kept.output, name: "run.jsonl")
    for side in [
      "kind=collect-all", "limit=2", "limit=none", "timeout=1s", "seed=11", "limit=2,seed=3", "file=\(file.path)",
      "1s: cancel fetch-recs", "set kind of root to supervised",
    ] {
      let result = try Program.run("compare", "first-failure", "--a", side, "--plain")
      #expect(result.status == 0, "\(side): \(result.errors)")
      #expect(result.output.contains("\nB: errgroup ("))
    }
    for letter in ["--a", "--b"] {
      let same = try Program.run("compare", "first-failure", letter, "file=\(file.path)", "--plain")
      #expect(same.output.contains("Every task does the same on both sides."))
    }
  }

  @Test(arguments: [
    ("kind=nothing", "nothing"), ("seed=x", "a seed is a whole number"), ("limit=0", "can't have limit 0"),
    ("limit=-1", "a limit must be 0 or more"), ("timeout=soon", "soon"),
    ("file=nowhere.jsonl", "there is no such file"),
    ("file=demos/deadline.yaml", "demos/deadline.yaml:1:1: "), ("1s: cancel nobody", "nobody"), ("", "a side is"),
  ])
  func whatCannotBeASideIsSaid(_ side: String, _ words: String) throws {
    let result = try Program.run("compare", "first-failure", "--b", side, "--plain")
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.contains(words), "\(result.errors)")
  }

  @Test func anEmptyRecordingIsEmpty() throws {
    let file = try TemporaryFile("", name: "run.jsonl")
    let result = try Program.run("compare", "first-failure", "--b", "file=\(file.path)", "--plain")
    #expect(result.errors == "cascade: \(file.path): there are no events in this file\n")
    let none = try Program.run("compare", "first-failure", "--b", "file=", "--plain")
    #expect(none.errors == "cascade: the path of a file is missing\n")
  }

  /// On the screen nothing waits for the other end of a pipe.
  @Test func aPipeIsRefusedOnTheScreen() throws {
    let file = try TemporaryFile("", name: "run.jsonl")
    let pipe = file.path + ".pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    defer { unlink(pipe) }
    let program = try ScreenProgram("compare", "first-failure")
    try program.wait(for: "LESSON")
    program.type("VG")
    try program.wait(for: "The two sides")
    program.type("b")
    try program.wait(for: "events")
    program.type("\(pipe)\r")
    try program.wait(for: "choose")
    program.type("\r")
    try program.wait(for: "chooses")
    program.type("\u{1B}q")
    #expect(try program.status() == 0)
    #expect(program.isRestored)
  }

  @Test func aPersonComparesOnTheScreen() throws {
    let program = try ScreenProgram("compare", "first-failure")
    try program.wait(for: "LESSON")
    program.type("d")
    try program.wait(for: "only rows that differ")
    program.type("V")
    try program.wait(for: "The two sides")
    program.type("jjja\r")
    try program.wait(for: "collect-all")
    program.type("\u{1B}")
    try program.wait(for: "what if")
    program.type("w")
    try program.wait(for: "no work is wasted")
    program.type("q")
    #expect(try program.status() == 0)
  }
}
