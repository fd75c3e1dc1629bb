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
    abstract: "Tell all about one task, group or context of a scenario, at one moment.",
    discussion: """
      The moment is the end of the run, unless --at or --after-event say another. \
      A path is one of the events, such as root/render/group/thumb-1, or the shorter \
      one of scenario files, such as render/thumb-1; the last name is enough where \
      only one has it.

      Examples:
        cascade detail first-failure audit-log --at 1.3s
        cascade detail first-failure root --after-event 34
      """)

  @Argument(
    help: ArgumentHelp("The name of a built-in scenario (see `cascade list`), or a file.", valueName: "name|file"))
  var scenario: String

  @Argument(help: "What it is about.")
  var path: String

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Look from this time of the run: 1.2s, 800ms.", valueName: "time"),
    transform: TimeArgument.read)
  var at: Duration?

  @Option(parsing: .unconditional, help: ArgumentHelp("Look from just after so many events.", valueName: "number"))
  var afterEvent: Int?

  func validate() throws {
    if at != nil, afterEvent != nil {
      throw ValidationError("--at and --after-event are two ways to say when. Leave one of them out.")
    }
  }

  func run() throws {
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
        throw refusal("there are \(recording.count) events, so none with the number \(afterEvent)")
      }
      return recording.cursor(at: afterEvent)
    }
    return at.map { recording.cursor(at: Context.Instant.zero.advanced(by: $0)) } ?? recording.end
  }

  /// `at 1.300 s, after event 37`.
  private func words(for moment: Cursor, in state: RunState) -> String {
    let place = "at \(state.timeText(moment.t)), after event \(moment.position)"
    guard state.ending != nil, moment.t > state.latestTime else { return place }
    return "\(place), the last: the run was over at \(state.timeText(state.latestTime))"
  }

  /// That nothing has this name, or several have it.
  private func unknown(_ names: PhraseNames, in state: RunState) -> String {
    let several = names.several(path).map(SafeText.make)
    guard several.isEmpty else { return "\(SafeText.quoted(path)) can be \(several.joined(separator: " or "))" }
    let near = names.near(path).map { " (did you mean \(SafeText.make($0))?)" } ?? ""
    return "nothing in this run is called \(SafeText.quoted(path))\(near); there are \(all(in: state))"
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
