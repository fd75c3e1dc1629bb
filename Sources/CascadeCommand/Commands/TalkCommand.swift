import ArgumentParser
import CascadeNarration
import CascadeQuestions
import CascadeScenarios
import CascadeText
import CascadeTrace
import CascadeUI

/// `cascade talk FILE`
struct TalkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "talk",
    abstract: "Give a talk that is written in a file.",
    discussion: """
      PgDn goes on, PgUp goes back, . blanks the screen, z shows everything around the \
      picture. `cascade notes` in a second terminal shows the notes. The file is read and every run played before it begins. How such a file \
      is written stands in demos/TALKS.md; `cascade check FILE` says what would be cut \
      on the audience's screen.

      Examples:
        cascade talk demos/errgroup-in-eight-minutes.yaml
        cascade talk my-talk.yaml --rehearse  read the files again when they change
        cascade talk my-talk.yaml --plain     the script with all notes
        cascade talk my-talk.yaml --from 5    begin with step 5
      """)

  @Argument(help: ArgumentHelp("The file of the talk.", valueName: "file"), completion: .files("yaml", "yml"))
  var file: String

  @Flag(help: "Read the files again when they change.")
  var rehearse = false

  @Option(help: ArgumentHelp("Begin with this step, as after a crash.", valueName: "number"))
  var from = 1

  @Flag(help: "Print the script with the notes, without drawing.")
  var plain = false

  @OptionGroup var option: SessionOption

  @OptionGroup var look: LookOptions

  func run() throws {
    let talk = try Self.read(file)
    guard talk.steps.indices.contains(from - 1) else {
      printError("\(SafeText.make(file)): there are the steps 1 to \(talk.steps.count), no step \(from)")
      throw ExitStatus.unusable
    }
    switch OutputMode.choose(plain: plain, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      try tell(talk)
    case .screen(let terminal):
      var loop = ScreenLoop(terminal: terminal, look: look, session: option.session ?? .usual)
      try loop.run(TalkFeed(path: file, talk: talk), from: from - 1, rehearses: rehearse)
    }
  }

  /// - Throws: ``ExitStatus/unusable``, after saying everything that is wrong.
  static func read(_ file: String) throws -> Talk {
    do {
      return try Talk.read(path: file)
    } catch {
      if (try? Scenario.read(path: file)) != nil {
        let name = SafeText.make(file)
        printError("\(name): this is a scenario, not a talk; step through it with: cascade run \(name)")
      } else {
        printError("\(error)")
      }
      throw ExitStatus.unusable
    }
  }
}

/// Prints a talk as a script: what is shown, and the notes.
func tell(_ talk: Talk) throws {
  var lines = [SafeText.make(talk.title)]
  if let minutes = talk.minutes { lines.append(MinutesText.of(minutes)) }
  for (index, step) in talk.steps.enumerated() {
    let planned = step.minutes.map { " (\(MinutesText.of($0)))" } ?? ""
    lines += ["", "\(index + 1). \(step.content.kind): \(SafeText.make(step.content.title))\(planned)"]
    if let note = step.note { lines += MinutesText.note(note) }
    lines += step.content.script
  }
  try LineWriter.write(lines)
}

/// Times of a talk, and notes, in words.
enum MinutesText {
  /// `3 minutes`, `1 minute`, `2.5 minutes`.
  static func of(_ duration: Duration) -> String {
    let tenths = (duration / .seconds(6)).rounded()
    let number = tenths.truncatingRemainder(dividingBy: 10) == 0 ? "\(Int(tenths / 10))" : "\(tenths / 10)"
    return "\(number) minute\(number == "1" ? "" : "s")"
  }

  /// A note, each of its lines marked.
  static func note(_ text: String) -> [String] {
    text.split(separator: "\n").map { "   Note: \(SafeText.make(String($0)))" }
  }
}

extension Talk.Content {
  fileprivate var kind: String {
    switch self {
    case .say: "Say"
    case .run: "Run"
    case .whatIf: "What if"
    case .compare: "Compare"
    case .ask, .askAbout: "Ask"
    }
  }

  /// What is seen in it, line by line.
  fileprivate var script: [String] {
    switch self {
    case .say, .compare: return []
    case .askAbout(let shown, _, let question):
      let place = shown.recording.latestState.timeText(question.asked.t)
      return ["   In \(SafeText.make(shown.name)) at \(place):"]
        + question.answers.enumerated().flatMap { index, answer in
          let mark = index == question.right ? " (right)" : ""
          return ["   \(index + 1). \(SafeText.make(answer.text))\(mark)"]
            + (answer.why.isEmpty ? [] : ["      \(SafeText.make(answer.why))"])
        } + (question.rule.isEmpty ? [] : ["   \(SafeText.make(question.rule))"])
    case .ask(let question):
      return question.answers.enumerated().flatMap { index, answer in
        let mark = index == question.right ? " (right)" : ""
        return ["   \(index + 1). \(SafeText.make(answer.text))\(mark)"]
          + (answer.why.map { ["      \(SafeText.make($0))"] } ?? [])
      } + (question.rule.map { ["   \(SafeText.make($0))"] } ?? [])
    case .run(let shown, let from, let until):
      let recording = shown.recording
      let last = until?.position ?? recording.count
      let beats = recording.beats.filter { $0.position <= last && $0.position >= from?.position ?? 0 }
      return lines(beats, in: recording)
    case .whatIf(let shown, let change):
      let recording = shown.source.recording(of: change.run)
      let start = change.run.firstChange ?? 0
      return lines(recording.beats.filter { $0.position > start }, in: recording)
    }
  }

  private func lines(_ beats: [CascadeTrace.Beat], in recording: Recording) -> [String] {
    beats.flatMap { beat in
      let time = recording.state(at: beat.position).timeText(beat.t)
      return ["   \(time)  \(SafeText.make(recording.sentence(for: beat)))"] + (beat.note.map(MinutesText.note) ?? [])
    }
  }
}
