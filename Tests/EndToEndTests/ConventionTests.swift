import Foundation
import Testing

/// What people expect of any program: completions, a manual page, a configuration file.
@Suite(.serialized) struct ConventionTests {
  static let commands = [
    "gallery", "run", "replay", "attach", "what-if", "compare", "explore", "quiz", "challenge", "talk", "notes", "ctl",
    "follow", "list", "check", "detail", "code", "import", "export", "config", "completions", "man",
  ]

  /// Runs a tool of the machine; nil where it isn't there.
  private func tool(_ words: [String], input: String) throws -> (status: Int32, errors: String)? {
    let file = try TemporaryFile(input, name: "input")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words + [file.path]
    let errors = Pipe()
    (process.standardError, process.standardOutput) = (errors, FileHandle.nullDevice)
    try process.run()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 127 ? nil : (process.terminationStatus, said)
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionsAreTakenByTheirShell(_ shell: String) throws {
    let script = try Program.run("completions", shell)
    #expect(script.status == 0 && script.errors.isEmpty)
    for command in Self.commands { #expect(script.output.contains(command), "\(command)") }
    if let checked = try tool([shell, "-n"], input: script.output) {
      #expect(checked.status == 0 && checked.errors.isEmpty, "\(checked.errors)")
    }
    #expect(try Program.run("completions", "tcsh").status == 2)
  }

  @Test func theManualHasEveryOption() throws {
    let page = try Program.run("man")
    #expect(page.status == 0 && page.errors.isEmpty)
    let plain = page.output.replacing("\\-", with: "-")
    for command in Self.commands {
      #expect(plain.contains(".SS \"cascade \(command)\""), "\(command)")
      let help = try Program.run(command, "--help").output
      for option in help.matches(of: /(?m)^  (--[a-z-]+)/).map(\.1) where option != "--help" && option != "--version" {
        #expect(plain.contains(option), "\(command) \(option)")
      }
    }
    // What isn't filled fits a terminal, set as far to the left as it takes.
    var isLiteral = false
    for line in plain.replacing("\\(dq", with: "\"").split(separator: "\n") {
      if line == ".nf" || line == ".fi" { isLiteral = line == ".nf" }
      #expect(!isLiteral || line.count <= 80, "\(line)")
    }
    #expect(page.output.unicodeScalars.allSatisfy { $0 == "\n" || (32..<127).contains($0.value) })
    if let checked = try tool(["groff", "-man", "-Tascii", "-ww"], input: page.output) {
      #expect(checked.status == 0 && checked.errors.isEmpty, "\(checked.errors)")
    }
  }

  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cascade-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  @Test func theConfigurationIsWrittenOnceAndSaysWhatIsSoWithoutIt() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let environment = ["XDG_CONFIG_HOME": folder.path]
    let path = folder.path + "/cascade/config.yaml"
    #expect(try Program.run(["config", "path"], environment: environment).output == "\(path)\n")
    #expect(try Program.run(["config", "check"], environment: environment).status == 0)
    #expect(try Program.run(["config", "init"], environment: environment).output == "\(path) is written.\n")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for words in ["theme: dark", "motion: full", "# run.play: \"space\""] { #expect(text.contains(words), "\(words)") }
    #expect(try Program.run(["config", "check"], environment: environment).output == "\(path): ok\n")
    let again = try Program.run(["config", "init"], environment: environment)
    #expect(again.status == 2 && again.errors.contains("is there already; --force replaces it"))
    // Every key that it names can be given just so.
    let all = text.replacing(/(?m)^  # ([a-z])/) { "  \($0.1)" }
    try Data(all.utf8).write(to: URL(fileURLWithPath: path))
    let checked = try Program.run(["config", "check"], environment: environment)
    #expect(checked.status == 0, "\(checked.errors)")
  }

  @Test func aBrokenConfigurationNeverBlocksTheStart() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("cascade"), withIntermediateDirectories: true)
    let path = folder.path + "/cascade/config.yaml"
    let environment = ["XDG_CONFIG_HOME": folder.path]
    try Data("thme: light\nkeys:\n  run.play: p\n  run.start: p\n  run.nothing: x\n  run.end: F99\n".utf8)
      .write(to: URL(fileURLWithPath: path))
    let checked = try Program.run(["config", "check"], environment: environment)
    #expect(checked.status == 1)
    for words in [
      "\(path):1:1: unknown key \"thme\" in the configuration (did you mean theme?)",
      "\(path):4:14: \"run.start\": run.play and run.start both want p in a run",
      "\(path):5:3: \"run.nothing\": there is no command with this name",
      "\(path):6:12: \"run.end\": there is no key \"F99\"",
    ] {
      #expect(checked.errors.contains(words), "\(words)")
    }
    let lines = checked.errors.split(separator: "\n").compactMap {
      $0.firstMatch(of: #/:(\d+):\d+: /#).flatMap { Int($0.1) }
    }
    #expect(lines == lines.sorted() && lines.count == 4, "in the order of the file")
    let program = try ScreenProgram("run", "first-failure", environment: environment)
    try program.wait(for: "unknown key")
    // What could be used is: p plays.
    program.type("p")
    try program.wait(for: "PLAYING")
    program.type("q")
    #expect(try program.status() == 0)
    try Data([0xFF, 0xFE, 0, 1]).write(to: URL(fileURLWithPath: path))
    let other = try ScreenProgram("run", "first-failure", environment: environment)
    try other.wait(for: "UTF-16")
    other.type("q")
    #expect(try other.status() == 0)
  }
}
