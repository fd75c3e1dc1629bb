import Foundation
import Testing

/// What each shell offers where names and files are meant: asked of the shell itself.
@Suite(.serialized) struct CompletionTests {
  struct Wanted: CustomTestStringConvertible, Sendable {
    let typed: String
    let offered: [String]
    var refused: [String] = []
    var testDescription: String { typed }
  }

  /// In a folder with talk.yaml, story.yml, run.jsonl, main.go, notes.txt, `demos/only.yaml` and a hostile name.
  static let table =
    [
      "run", "what-if", "compare", "explore", "quiz", "check", "detail", "code", "export",
    ].flatMap { command in
      [
        Wanted(typed: "\(command) firs", offered: ["first-failure"], refused: ["batch"]),
        Wanted(typed: "\(command) tal", offered: ["talk.yaml"]),
      ]
    } + [
      Wanted(typed: "talk tal", offered: ["talk.yaml"]), Wanted(typed: "talk firs", offered: []),
      Wanted(typed: "talk demos/", offered: ["demos/only.yaml"]),
      Wanted(typed: "check all-well tal", offered: ["talk.yaml"]), Wanted(typed: "check sto", offered: ["story.yml"]),
      Wanted(typed: "run dem", offered: ["demos/only.yaml"]),
      Wanted(typed: "run no", offered: [], refused: ["notes.txt"]), Wanted(typed: "run ru", offered: ["run.jsonl"]),
      Wanted(typed: "replay ru", offered: ["run.jsonl"]),
      Wanted(typed: "detail ru", offered: ["run.jsonl"]),
      Wanted(typed: "check ru", offered: [], refused: ["run.jsonl"]),
      Wanted(typed: "quiz cou", offered: ["course"]), Wanted(typed: "challenge no-e", offered: ["no-error"]),
      Wanted(typed: "challenge tal", offered: ["talk.yaml"]), Wanted(typed: "import ma", offered: ["main.go"]),
      Wanted(typed: "attach no", offered: ["notes.txt"]), Wanted(typed: "ctl go", offered: ["goto"]),
      Wanted(typed: "completions ba", offered: ["bash"]), Wanted(typed: "che", offered: ["check"]),
      Wanted(typed: "run ha", offered: [], refused: ["ha$(touch gone).yaml"]),
    ]

  private func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cascade-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("demos"), withIntermediateDirectories: true)
    for name in [
      "talk.yaml", "story.yml", "run.jsonl", "main.go", "notes.txt", "demos/only.yaml", "ha$(touch gone).yaml",
    ] {
      try Data().write(to: folder.appendingPathComponent(name))
    }
    return try body(folder.path)
  }

  /// Asks a shell once for all, and holds each line of its answer to what is wanted.
  private func check(_ shell: String, _ script: (String) -> String) throws {
    guard try Program.shell("command -v \(shell)").status == 0 else { return }
    try inFolder { folder in
      let result = try Program.run(
        URL(fileURLWithPath: "/usr/bin/env"), [shell, "-c", "cd '\(folder)'\n" + script(folder)],
        environment: ["PATH": "\(Program.url.deletingLastPathComponent().path):/usr/local/bin:/usr/bin:/bin"])
      let answers = result.output.components(separatedBy: "== ").dropFirst()
      #expect(answers.count == Self.table.count, "\(result.errors)")
      for (wanted, answer) in zip(Self.table, answers) {
        let offers = answer.split(separator: "\n").dropFirst().map { $0.split(separator: "\t")[0] }
        for name in wanted.offered { #expect(offers.contains { $0 == name }, "\(shell): \(wanted.typed): \(offers)") }
        for name in wanted.refused { #expect(!offers.contains { $0 == name }, "\(shell): \(wanted.typed): \(offers)") }
        if wanted.offered.isEmpty { #expect(offers.isEmpty, "\(shell): \(wanted.typed): \(offers)") }
      }
      #expect(!FileManager.default.fileExists(atPath: folder + "/gone"))
    }
  }

  @Test func bashOffersNamesAndFiles() throws {
    try check("bash") { _ in
      "eval \"$(cascade completions bash)\"\n"
        + Self.table.map { wanted in
          let words = ["cascade"] + wanted.typed.split(separator: " ").map(String.init)
          let line = words.joined(separator: " ")
          return """
            COMP_WORDS=(\(words.joined(separator: " "))); COMP_CWORD=\(words.count - 1); COMP_LINE='\(line)'
            COMP_POINT=${#COMP_LINE}; COMPREPLY=(); _cascade cascade '\(words[words.count - 1])' '\(words[words.count - 2])'
            echo '== \(wanted.typed)'; for offer in "${COMPREPLY[@]}"; do printf '%s\\n' "$offer"; done

            """
        }.joined()
    }
  }

  /// These two complete in a terminal only: what is typed, completed, and printed in place of being run.
  @Test(arguments: [
    (
      "zsh", ["-f", "-i"],
      "autoload -Uz compinit; compinit -u -D; eval \"$(cascade completions zsh)\"; compdef _cascade cascade"
    ),
    ("fish", ["--no-config", "-i"], "cascade completions fish | source"),
  ])
  func anInteractiveShellOffersNamesAndFiles(_ name: String, _ options: [String], _ start: String) throws {
    // It gives the shell a terminal that it may control.
    let script = "/usr/bin/script"
    guard try Program.shell("command -v \(name)").status == 0, FileManager.default.isExecutableFile(atPath: script)
    else { return }
    try inFolder { folder in
      let shell = try ScreenProgram(
        ["-qfc", ([name] + options).joined(separator: " "), "/dev/null"], program: URL(fileURLWithPath: script),
        columns: 200,
        environment: [
          "PATH": "\(Program.url.deletingLastPathComponent().path):/usr/local/bin:/usr/bin:/bin", "HOME": folder,
        ])
      shell.type("cd '\(folder)'\r\(start)\recho rea''dy\r")
      try shell.wait(for: "ready")
      // Each is a process: some of each kind.
      for (index, wanted) in Self.table.enumerated() {
        guard index % 4 == 1, let offered = wanted.offered.first else { continue }
        shell.type("cascade \(wanted.typed)\t\u{1}echo \"@\u{5}@\"\r")
        let line = wanted.typed.split(separator: " ").dropLast().map { $0 + " " }.joined() + offered
        // The line that is printed, not the one that prints it.
        try shell.wait(for: "\(name == "fish" ? "\r" : "\n")@cascade \(line)")
      }
      shell.type("exit\r")
    }
  }
}
