import ArgumentParser
import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeText
import CascadeTrace

/// `cascade detail NAME|FILE PATH`
struct DetailCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detail",
    abstract: "Print all about one task, group or context.",
    discussion: """
      The moment is the end of the run, unless --at or --after-event says another. \
      A path is an event's id (root/render/group/thumb-1), a task's path in the file \
      (render/thumb-1), or a last name that is unique.

      Examples:
        cascade detail first-failure audit-log --at 1.3s
        cascade detail first-failure root --after-event 34
      """)

  @Argument(
    help: ArgumentHelp(
      "The name of a built-in scenario (see `cascade list`), a file, or a recording.", valueName: "name|file"),
    completion: .runs)
  var scenario: String

  @Argument(help: "The task, group or context.")
  var path: String

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Look from this time of the run: 1.2s, 800ms.", valueName: "time"),
    transform: TimeArgument.read)
  var at: Duration?

  @Option(parsing: .unconditional, help: ArgumentHelp("Look from just after so many events.", valueName: "number"))
  var afterEvent: Int?

  func validate() throws {
    if at != nil, afterEvent != nil {
      throw ValidationError("Use --at or --after-event, not both.")
    }
  }

  func run() throws {
    if RecordingFile.isRecording(path: scenario) { return try printDetail(of: try RecordedSource(path: scenario)) }
    let story = try ScenarioArgument(text: scenario).read()
    let source = RunSource(name: scenario, scenario: story, isLive: false)
    let run = try source.record()
    let recording = source.recording(of: run)
    let moment = try moment(in: recording)
    let state = recording.state(at: moment)
    let names = PhraseNames(story, in: run.events)
    guard let row = row(names.path(path), in: state, of: story) else {
      throw refusal(unknown(names, in: state))
    }
    try printDetail(of: row, at: moment, in: state)
  }

  private func printDetail(of source: RecordedSource) throws {
    let moment = try moment(in: source.recording)
    let state = source.recording.state(at: moment)
    let near = source.recording.ids(matching: path)
    guard near.count == 1, let row = state.row(near[0]) else {
      let names = near.prefix(30).map { SafeText.make($0) }
      throw refusal(
        near.isEmpty
          ? "this run has no \(SafeText.quoted(path)); its paths are \(all(in: state))"
          : "\(SafeText.quoted(path)) can be \(names.joined(separator: " or "))")
    }
    for sentence in source.sentences { printError("\(SafeText.make(scenario)): \(sentence)") }
    try printDetail(of: row, at: moment, in: state)
  }

  private func printDetail(of row: Row, at moment: Cursor, in state: RunState) throws {
    let page = DetailPage(row: row, now: moment.t)
    var lines = ["\(page.title), \(words(for: moment, in: state))"]
    var label = ""
    for line in page.lines {
      if !line.label.isEmpty { label = line.label }
      lines.append("\(label): \(line.text)")
    }
    try LineWriter.write(lines)
  }

  /// The row that is asked for, by what it is called in phrases or in events.
  private func row(_ named: String?, in state: RunState, of story: Scenario) -> Row? {
    if let row = named.flatMap(state.row) ?? state.row(path) ?? state.row("\(story.group.name)/\(path)") { return row }
    // An after-function stands at the context that it belongs to, which isn't always that of its group.
    guard named != nil || !path.contains("/") else { return nil }
    let called = state.rows.filter { $0.kind == .after && $0.name == path.split(separator: "/").last.map(String.init) }
    return called.count == 1 ? called.first : nil
  }

  private func moment(in recording: Recording) throws -> Cursor {
    if let afterEvent {
      guard (0...recording.count).contains(afterEvent) else {
        throw refusal("this run has \(recording.count) events; --after-event \(afterEvent) is too large")
      }
      return recording.cursor(at: afterEvent)
    }
    return at.map { recording.cursor(at: Context.Instant.zero.advanced(by: $0)) } ?? recording.end
  }

  /// `at 1.300 s, after event 37`.
  private func words(for moment: Cursor, in state: RunState) -> String {
    let place = "at \(state.timeText(moment.t)), after event \(moment.position)"
    guard state.ending != nil, moment.t > state.latestTime else { return place }
    return "\(place), the last one"
  }

  /// That nothing has this name, or several have it.
  private func unknown(_ names: PhraseNames, in state: RunState) -> String {
    let several = names.several(path).map(SafeText.make)
    guard several.isEmpty else { return "\(SafeText.quoted(path)) can be \(several.joined(separator: " or "))" }
    let near = names.near(path).map { " (did you mean \(SafeText.make($0))?)" } ?? ""
    return "this run has no \(SafeText.quoted(path))\(near); its paths are \(all(in: state))"
  }

  private func all(in state: RunState) -> String {
    let ids = state.rows.prefix(30).map { SafeText.make($0.id) }
    return ids.joined(separator: ", ") + (state.rows.count > 30 ? ", …" : "")
  }

  private func refusal(_ words: String) -> ExitStatus {
    printError("\(SafeText.make(scenario)): \(words)")
    return .unusable
  }
}
