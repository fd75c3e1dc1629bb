import ArgumentParser
import Cascade
import CascadeExport
import CascadeNarration
import CascadeScenarios
import CascadeTerminal
import CascadeText
import CascadeTrace
import CascadeUI

/// `cascade export NAME|FILE`
struct ExportRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a run as a picture, a page or a trace; a talk as a handout.",
    discussion: """
      Formats:
      \(ExportFormat.allCases.map(\.helpLine).joined(separator: "\n"))

      A file is written whole or not at all, and none is replaced without --force. Without -o, or with -o -, \
      it goes to standard output.

      Examples:
        cascade export first-failure --as svg --at cause -o cause.svg
        cascade export first-failure --as svg --beats -o beat.svg   beat-01.svg, …
        cascade export my-talk.yaml --as html --notes -o handout.html
      """)

  @Argument(
    help: ArgumentHelp(
      "The name of a built-in scenario (see `cascade list`), a file, a recording (*.jsonl), or a talk.",
      valueName: "name|file"),
    completion: .runs)
  var scenario: String

  @Option(name: .customLong("as"), help: "The format.")
  var format: ExportFormat

  @Option(
    name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("The file.", valueName: "path"),
    completion: .file())
  var output: String?

  @Flag(help: "Replace files that are there.")
  var force = false

  @Option(parsing: .unconditional, help: ArgumentHelp("\(MomentArgument.help) (default: end)", valueName: "moment"))
  var at: String?

  @Flag(help: "A file for each beat: name-01.svg, name-02.svg, …")
  var beats = false

  @Option(
    name: .customLong("what-if"),
    help: ArgumentHelp(
      "A branch to go with it: kind=collect-all, limit=2, or \"1s: cancel NAME\".", valueName: "change"))
  var changes: [String] = []

  @Flag(help: "Of a talk: with what only the speaker sees.")
  var notes = false

  @Option(
    help: ArgumentHelp(
      "How large it is, in characters (default: 80x24, of a talk the audience's).", valueName: "columns>x<rows"),
    transform: Self.size)
  var size: Size?

  @OptionGroup var look: LookOptions

  func validate() throws {
    if at != nil, beats { throw ValidationError("Use --at or --beats, not both.") }
    if beats, output == nil || output == "-" {
      throw ValidationError("--beats makes several files: give the name of the first with -o, such as -o beat.svg.")
    }
  }

  func run() throws {
    let files: [String]
    do {
      if ScenarioArgument(text: scenario).looksLikePath, Talk.isTalk(path: scenario) {
        files = [try handout()]
      } else {
        if notes { throw ExportRefusal("--notes is of a talk") }
        let run = try exported()
        let moment = try at.map { try MomentArgument(text: $0).place(in: run.recording) }
        files = try format.files(of: run, beats ? .beats : .moment(moment))
      }
    } catch let status as ExitStatus {
      throw status
    } catch {
      throw refusal(problem(error, with: scenario))
    }
    guard let output, output != "-" else {
      var writer = LineWriter()
      for text in files { try writer.write(text: text) }
      return try writer.flush()
    }
    do {
      try FileOutput.write(files, to: output, isSeries: beats, replaces: force)
    } catch {
      throw refusal("cascade: \(error.advice)")
    }
  }

  /// The page of a whole talk.
  private func handout() throws -> String {
    guard format == .html else {
      throw ExportRefusal(
        "a talk is exported as html, its handout; \(format.rawValue) is of one run: export a scenario of the talk")
    }
    for (option, isThere) in [("--at", at != nil), ("--beats", beats), ("--what-if", !changes.isEmpty)] where isThere {
      throw ExportRefusal("\(option) is of one run; the talk says what is shown of each")
    }
    let talk = try TalkCommand.read(scenario)
    let feed = TalkFeed(path: scenario, talk: talk)
    let audience = Size(columns: talk.audience.columns, rows: talk.audience.rows)
    return try Handout(
      feed.outline, scenes: talk.steps.indices.compactMap(feed.scene), size: size ?? audience,
      capabilities: TerminalCapabilities(colors: look.color.depth ?? .full, charset: look.charset.charset ?? .unicode),
      theme: look.theme, motion: look.motion, hasNotes: notes
    ) { step in
      let source = feed.source(step)
      return { source?.answer($0) }
    }.text()
  }

  private static let usual = Size(columns: 80, rows: 24)

  /// What is to be exported, with its branches.
  private func exported() throws -> ExportedRun {
    if RecordingFile.isRecording(path: scenario) {
      guard changes.isEmpty else { throw ExportRefusal("a recording can't be run again with a change") }
      let source = try RecordedSource(path: scenario)
      for sentence in source.sentences { printError("\(SafeText.make(scenario)): \(sentence)") }
      return try ExportedRun(source.opening, branches: [], size: size ?? Self.usual, look: look)
    }
    let source = RunSource(name: scenario, scenario: try ScenarioArgument(text: scenario).read(), isLive: false)
    let opening = source.opening(source.recording(of: try source.record()))
    let branches = try changes.map { try source.branch($0) }
    return try ExportedRun(opening, branches: branches, size: size ?? Self.usual, look: look, answers: source.answer)
  }

  private func refusal(_ words: String) -> ExitStatus {
    printError(words)
    return .unusable
  }

  /// `80x24`
  private static func size(_ text: String) throws -> Size {
    let numbers = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let columns = numbers[0], let rows = numbers[1], columns > 0, rows > 0 else {
      throw ValidationError("a size is columns x rows, such as 80x24, not \(SafeText.brief(text)).")
    }
    return Size(columns: columns, rows: rows)
  }
}

extension ExportFormat: ExpressibleByArgument {
  /// A line of help: `  svg         a picture whose text stays text`.
  fileprivate var helpLine: String {
    "  \(rawValue)\(String(repeating: " ", count: max(1, 12 - rawValue.count)))\(words)"
  }
}

extension FileOutput {
  /// Writes one file, or a series of numbered ones; none of these where one can't be.
  static func write(_ texts: [String], to path: String, isSeries: Bool, replaces: Bool) throws(Refusal) {
    let paths = texts.indices.map { isSeries ? ExportFormat.numbered(path, $0 + 1, of: texts.count) : path }
    if isSeries, !replaces, let taken = paths.first(where: isThere) { throw .exists(path: taken) }
    for (text, path) in zip(texts, paths) { try write(text, to: path, replaces: replaces) }
  }
}

extension ExportedRun {
  /// - Parameter branches: Each is a branch of the run itself.
  fileprivate init(
    _ opening: Opening, branches: [Message], size: Size, look: LookOptions,
    answers: @escaping Answers = { _ in nil }
  ) throws {
    let capabilities = TerminalCapabilities(
      colors: look.color.depth ?? .full, charset: look.charset.charset ?? .unicode)
    var model = Model(
      gallery: [], size: size, capabilities: capabilities, theme: look.theme, motion: look.motion)
    _ = model.update(.opened(opening))
    for branch in branches {
      _ = model.update(branch)
      _ = model.update(.choose(branch: 0))
    }
    try self.init(model, size: size, capabilities: capabilities, answers: answers)
  }
}

extension RunSource {
  /// What came of a change, as a branch.
  ///
  /// - Throws: ``ExitStatus`` after saying why, or words that say so.
  fileprivate func branch(_ change: String) throws -> Message {
    let side = try SideArgument(text: change).side(of: self)
    guard case .variation(let variation) = side.source else {
      throw ExportRefusal("a branch is a change, not a file: \(SafeText.brief(change))")
    }
    return .branched(variation, try recording(of: side), change: side.name)
  }

  /// Does what a model asks for that is looked at without a screen.
  func answer(_ effect: Effect) -> Message? {
    switch effect {
    case .run(let variation): .ran(variation, branch(variation))
    case .list(let variation, let language): .listed(variation, language, list(variation, language))
    case .open, .restart, .show, .judge, .read, .export, .redraw, .suspend, .quit: nil
    }
  }
}
