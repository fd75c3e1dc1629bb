import Foundation
import Testing

/// What the pages and the help show does what they say, as it stands there.
@Suite struct PageTests {
  private static let pages =
    ["README.md", "demos/go/README.md"]
    + (try! FileManager.default.contentsOfDirectory(atPath: Program.root.appendingPathComponent("demos").path))
    .filter { $0.hasSuffix(".md") }.sorted().map { "demos/\($0)" }

  private static func text(_ page: String) -> String {
    (try? String(contentsOf: Program.root.appendingPathComponent(page), encoding: .utf8)) ?? ""
  }

  /// A block of code of a page, with the number of the line where it begins.
  struct Block: CustomTestStringConvertible, Sendable {
    let page: String
    let line: Int
    let text: String
    var testDescription: String { "\(page):\(line)" }
  }

  private static func blocks(_ language: String) -> [Block] {
    pages.flatMap { page -> [Block] in
      var blocks: [Block] = []
      var open: (line: Int, lines: [Substring])?
      for (number, line) in text(page).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if let block = open, line == "```" {
          blocks.append(Block(page: page, line: block.line, text: block.lines.map { $0 + "\n" }.joined()))
          open = nil
        } else if open != nil {
          open?.lines.append(line)
        } else if line == "```\(language)" {
          open = (number + 2, [])
        }
      }
      return blocks
    }
  }

  // MARK: Files

  /// A part of a file in the file that it could be a part of.
  private static func whole(_ block: Block) -> String {
    let isStory = block.text.contains(/(?m)^(title|talk):/)
    if isStory { return block.text }
    if block.text.hasPrefix("channels:") {
      return
        "title: T\n\(block.text)group: { tasks: { a: { steps: [{ send: paths }] }, b: { steps: [{ receive: paths }] } } }\n"
    }
    if block.text.hasPrefix("ask:") {
      let lines = block.text.split(separator: "\n")
      return "talk: T\nsteps:\n  - \(lines[0])\n" + lines.dropFirst().map { "    \($0)\n" }.joined()
        + "    of: first-failure\n    at: fetch-orders fails\n"
    }
    return "title: T\ngroup: { tasks: { a: '-|' } }\n\(block.text)"
  }

  @Test func thereAreExamples() {
    #expect(Self.blocks("yaml").count > 12)
    #expect(Self.commands.count > 15)
  }

  @Test(arguments: blocks("yaml")) func everyExampleOfAFileHoldsWhatItExpects(_ block: Block) throws {
    let file = try TemporaryFile(Self.whole(block))
    let result = try Program.run("check", file.path)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
  }

  // MARK: Commands

  struct Line: CustomTestStringConvertible, Sendable {
    let place: String
    let command: String
    var testDescription: String { "\(place): \(command)" }
  }

  /// What can't be run just so, and where it is tested instead.
  private static let elsewhere = [
    ("cascade attach", "a program that runs: AttachTests"), ("./program", "a program that runs: AttachTests"),
    ("cascade notes", "a talk that is given: RemoteTests"), ("cascade ctl", "a talk that is given: RemoteTests"),
    ("cascade follow", "a talk that is given: RemoteTests"), ("cascade import", "Go: ImportTests"),
    ("cascade check demos/*.yaml", "each of them is checked where its gallery is tested"),
    ("cascade check homework/*.yaml", "the student's files"),
    ("cascade compare first-failure --b file=go.jsonl", "a recording of a Go program: CompareTests"),
    ("cascade replay client.jsonl server.jsonl", "recordings of two programs: RecordingTests"),
    ("cascade man | man", "the reader of manual pages: ConventionTests"),
    ("cascade check main.yaml", "what the importer wrote: ImportTests"),
  ]

  static let commands: [Line] = {
    var found: [Line] = []
    func add(_ place: String, _ text: some StringProtocol) {
      let command = String(text).replacing("swift run cascade", with: "cascade")
        .replacing(/[ ]{2,}.*$/, with: "").trimmingCharacters(in: .whitespaces)
      let isWhole = command.hasPrefix("cascade ") && !command.contains(/\b[A-Z]{3,}\b|\w\|\w|…/)
      // One word is the name of a command, and a help page is tested as one; so is the name of an option.
      let words = command.split(separator: " ")
      guard isWhole, words.count > 2, !command.hasSuffix("--help"), words.count > 3 || !words[2].hasPrefix("--"),
        !elsewhere.contains(where: { command.hasPrefix($0.0) }), !found.contains(where: { $0.command == command })
      else { return }
      found.append(Line(place: place, command: command))
    }
    for block in blocks("sh") {
      for (offset, line) in block.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        add("\(block.page):\(block.line + offset)", line)
      }
    }
    for page in pages {
      for (number, line) in text(page).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        for span in line.matches(of: /`((?:swift run )?cascade [^`]+)`/) { add("\(page):\(number + 1)", span.1) }
      }
    }
    // Each is a process: those of the help are for a longer run.
    guard ProcessInfo.processInfo.environment["CASCADE_EFFORT"] != nil else { return found }
    for command in ConventionTests.commands {
      let help = (try? Program.run(command, "--help").output) ?? ""
      for line in help.split(separator: "\n") where line.hasPrefix("  cascade ") {
        add("cascade \(command) --help", line.dropFirst(2))
      }
    }
    return found
  }()

  @Test func everyCommandThatIsShownCanBeTyped() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cascade-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["bin", "homework", "Sources/demo", ".zfunc", ".config/fish/completions", ".local/share/man/man1"]
      + [".local/share/bash-completion/completions"]
    {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    func link(_ name: String, _ target: URL) throws {
      try FileManager.default.createSymbolicLink(at: folder.appendingPathComponent(name), withDestinationURL: target)
    }
    try link("bin/cascade", Program.url)
    try link("demos", Program.root.appendingPathComponent("demos"))
    let own = try #require(Self.blocks("yaml").first { $0.page == "README.md" }).text
    let talk = try #require(Self.blocks("yaml").first { $0.page == "demos/TALKS.md" }).text
    let events = try Program.run("run", "first-failure", "--json").output
    for (name, text) in [
      ("my.yaml", own), ("my-talk.yaml", talk), ("run.jsonl", events), ("monday.jsonl", events),
      ("tuesday.jsonl", events),
    ] { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    let environment = [
      "PATH": folder.path + "/bin:/usr/local/bin:/usr/bin:/bin", "HOME": folder.path,
      "XDG_CONFIG_HOME": folder.path + "/.config",
    ]
    for line in Self.commands {
      let words = line.command
      // Written once: another page may have written the same file.
      let isWriting = words.contains(" -o ") ? words + " --force" : words
      if words.contains("| jq"), try Program.shell("command -v jq").status != 0 { continue }
      let result = try Program.run(
        URL(fileURLWithPath: "/bin/sh"), ["-c", "cd '\(folder.path)' && \(isWriting)"], environment: environment)
      // A law that doesn't hold is what is looked for.
      let isFine = result.status == 0 || words.hasPrefix("cascade explore") && result.status == 1
      #expect(isFine, "\(line.place): \(words): status \(result.status): \(result.errors)")
    }
  }
}
