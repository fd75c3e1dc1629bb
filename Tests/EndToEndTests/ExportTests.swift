import Foundation
import Testing

/// `cascade export`, and `E` on the screen.
@Suite struct ExportTests {
  @Test(arguments: [
    "svg", "html", "moving-svg", "cast", "cast-v3", "text", "ansi", "mermaid", "perfetto", "json",
    "recording",
  ])
  func `without a file it goes to standard output, the same each time`(format: String) throws {
    let first = try Program.run("export", "first-failure", "--as", format)
    #expect(first.status == 0 && first.errors == "")
    #expect(!first.output.isEmpty)
    #expect(try Program.run("export", "first-failure", "--as", format, "-o", "-").output == first.output)
  }

  @Test func `a file is written once, and again only by force`() throws {
    let story = try TemporaryFile("")
    let path = (story.path as NSString).deletingLastPathComponent + "/a.svg"
    let command = ["export", "all-well", "--as", "svg", "-o", path]
    #expect(try Program.run(command).status == 0)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let again = try Program.run(command)
    #expect(again.status == 2 && again.output == "")
    #expect(again.errors == "cascade: \(path) is there already; --force replaces it\n")
    let other = try Program.run(["export", "first-failure", "--as", "svg", "-o", path, "--force"])
    #expect(other.status == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8) != text)
  }

  @Test func `each beat is a file`() throws {
    let story = try TemporaryFile("")
    let folder = (story.path as NSString).deletingLastPathComponent
    let result = try Program.run("export", "first-failure", "--as", "text", "--beats", "-o", folder + "/b.txt")
    #expect(result.status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("b-") }.sorted()
    #expect(names == (1...8).map { "b-0\($0).txt" })
    let third = try String(contentsOfFile: folder + "/b-03.txt", encoding: .utf8)
    #expect(third == (try Program.run("export", "first-failure", "--as", "text", "--at", "3").output))
  }

  @Test(arguments: [
    ("1.3s", "1.300 s"), ("start", "0.000 s"), ("cause", "1.200 s"), ("end", "2.600 s"), ("3", "1.200 s"),
    ("render out", "1.380 s"), ("thumb-1 told", "1.200 s"), ("render/thumb-1 out", "1.220 s"),
    ("fetch-orders fails", "1.200 s"), ("audit-log starts", "0.000 s"),
  ])
  func `a moment can be named in several ways`(moment: String, clock: String) throws {
    let result = try Program.run("export", "first-failure", "--as", "text", "--at", moment)
    #expect(result.status == 0, "\(result.errors)")
    let bar = result.output.split(separator: "\n").first { $0.contains("┴") }
    #expect(bar?.contains(clock) == true, "\(result.output)")
  }

  @Test(arguments: [
    (["--as", "svgg"], "svgg"), (["--as", "svg", "--at", "9"], "8 beats, no beat 9"),
    (["--as", "svg", "--at", "rendr out"], "did you mean render?"),
    (["--as", "svg", "--at", "1,2s"], "did you mean 1.2s?"), (["--as", "svg", "--at", "render"], "is no moment"),
    (["--as", "svg", "--at", "fetch-user fails"], "never comes in this run"),
    (["--as", "cast", "--at", "1s"], "of the whole run"), (["--as", "svg", "--beats"], "give the name"),
    (["--as", "svg", "--beats", "--at", "1", "-o", "x"], "not both"),
    (["--as", "svg", "--size", "80"], "80x24"), (["--as", "svg", "--size", "9x9"], "from 60x16"),
    (["--as", "svg", "-o", "/nowhere/x.svg"], "/nowhere/x.svg: No such file or directory"),
    (["--as", "svg", "-o", "demos"], "it is a folder"), ([], "--as"),
    (["--as", "svg", "--what-if", "cancel nothing"], "nothing"),
  ])
  func `what can't be is said`(arguments: [String], words: String) throws {
    let result = try Program.run(["export", "first-failure"] + arguments)
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.contains(words), "\(result.errors)")
  }

  @Test func `a recording is exported like the run that it is of`() throws {
    let lines = try Program.run("run", "all-well", "--json").output
    let file = try TemporaryFile(lines, name: "run.jsonl")
    func told(_ run: String) throws -> String {
      let text = try Program.run("export", run, "--as", "json").output
      return text.split(separator: "\n").filter { !$0.contains("\"name\"") && !$0.contains("\"title\"") }.joined()
    }
    let recorded = try told(file.path)
    #expect(recorded.contains("\"rows\""))
    // The author's beats aren't in it.
    #expect(recorded.prefix { $0 != "[" } == (try told("all-well").prefix { $0 != "[" }))
    let changed = try Program.run("export", file.path, "--as", "svg", "--what-if", "limit=2")
    #expect(changed.status == 2 && changed.errors.contains("can't be run again"))
    // As far as it is true, and what is missing is said.
    let broken = try TemporaryFile(lines + "{", name: "run.jsonl")
    let cut = try Program.run("export", broken.path, "--as", "svg")
    #expect(cut.status == 0 && cut.output.hasPrefix("<svg"))
    #expect(cut.errors.hasPrefix(broken.path + ": The recording is cut off"))
  }

  @Test func `a full disk is said`() throws {
    let result = try Program.shell("'\(Program.url.path)' export first-failure --as cast > /dev/full")
    #expect(result.status == 2 && result.errors.contains("can't be written"))
  }

  @Test func `on the screen a file is written, and asked about before it is replaced`() throws {
    let story = try TemporaryFile("")
    let path = (story.path as NSString).deletingLastPathComponent + "/shot.txt"
    let program = try ScreenProgram("run", "first-failure")
    try program.wait(for: "g.Wait()")
    program.type("f")
    try program.wait(for: "KEPT")
    program.type("E")
    try program.wait(for: "Export this run")
    // Down to the picture in plain characters.
    program.type("jjjjje\(path)\r\r")
    try program.wait(for: "is written")
    #expect(
      try String(contentsOfFile: path, encoding: .utf8)
        == (try Program.run("export", "first-failure", "--as", "text", "--at", "cause").output))
    try "mine".write(toFile: path, atomically: true, encoding: .utf8)
    program.type("Ejjjjje\(path)\r\r")
    try program.wait(for: "replaces it")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    program.type("\r")
    try program.wait(for: "is written")
    #expect(try String(contentsOfFile: path, encoding: .utf8) != "mine")
    program.type("q")
    #expect(try program.status() == 0)
  }
}
