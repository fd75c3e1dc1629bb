package import CascadeQuestions
package import CascadeTrace

/// A talk: what is shown to an audience, step by step, each with a note for the speaker. It is read whole, with every run that
/// it shows, so that nothing can be missing in the middle.
package struct Talk: Sendable {
  package var title: String
  /// How long it may take.
  package var minutes: Duration?
  /// The size of the audience's screen.
  package var audience: AudienceSize
  package var steps: [Step]
  /// The files that it was made of, itself first.
  package var files: [String]

  package struct Step: Sendable {
    package var content: Content
    package var minutes: Duration?
    /// For the speaker alone.
    package var note: String?
    /// Where the file says it.
    package var place: Place
  }

  package enum Content: Sendable {
    /// A sentence on an otherwise empty screen.
    case say(String)
    case run(Shown, from: Cursor?, until: Cursor?)
    /// A run as it is, then what a change makes of it.
    case whatIf(Shown, Change)
    /// Two runs side by side; what teaches most in the place of one that isn't given.
    case compare(Shown, a: Side?, b: Side?)
    /// A question that is about no run.
    case ask(OwnQuestion)
    /// A question about a run, as it is known at the moment at which it is asked; none of the talk's own where the scenario's
    /// file asks it.
    case askAbout(Shown, AskPlan?, Question)
  }

  /// A scenario that is shown, played.
  package struct Shown: Sendable {
    /// As the talk names it: a built-in scenario, or the path of a file.
    package var name: String
    package var scenario: Scenario
    package var run: ScenarioRun
  }

  /// What is changed in a what-if, and what comes of it.
  package struct Change: Sendable {
    package var variation: Variation
    package var change: Variation.Change
    /// What the parts of the run are called.
    package var names: PhraseNames
    package var run: ScenarioRun
  }

  package enum Side: Sendable {
    case variation(Variation, name: String, ScenarioRun)
    case file(path: String, Recording)
  }
}

/// `80x24`
package struct AudienceSize: Hashable, Sendable {
  package var columns: Int
  package var rows: Int

  package static let standard = AudienceSize(columns: 80, rows: 24)
  /// The smallest and the largest that a talk can be held to.
  static let smallest = AudienceSize(columns: 60, rows: 16)
  static let largest = AudienceSize(columns: 500, rows: 200)

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  /// Nil for a text that is none.
  init?(_ text: String) {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let columns = Int(parts[0]), let rows = Int(parts[1]) else { return nil }
    self.init(columns: columns, rows: rows)
  }

  package var words: String { "\(columns)x\(rows)" }
}

/// The keys of a talk file.
enum TalkKey: String, FileKey {
  case talk, minutes, audience, steps

  static let owner = "a talk"

  var meaning: String {
    switch self {
    case .talk: "The title of the talk. A file with this key is a talk."
    case .minutes: "How many minutes it may take; shown to the speaker beside the time that has passed."
    case .audience: "The size of the audience's screen, as 80x24 (default); `check` says what would be cut on it."
    case .steps: "What is shown, in order."
    }
  }
}

/// The keys of a step: one of say, run, what-if, compare and ask, and what belongs to it.
enum TalkStepKey: String, FileKey {
  case say, run
  case whatIf = "what-if"
  case compare, ask
  case from, until, of, at
  case change = "do"
  case a, b, minutes, notes

  static let owner = "a step of a talk"

  /// Those that say what a step shows.
  static let kinds = [say, run, whatIf, compare, ask]

  /// What it belongs to; empty for what every step can have.
  var owners: [TalkStepKey] {
    switch self {
    case .say, .run, .whatIf, .compare, .ask, .minutes, .notes: []
    case .from, .until: [.run]
    case .of: [.ask]
    case .at: [.whatIf, .ask]
    case .change: [.whatIf]
    case .a, .b: [.compare]
    }
  }

  var meaning: String {
    switch self {
    case .say: "A sentence on an otherwise empty screen."
    case .run: "A scenario: a built-in name, or a path relative to this file."
    case .whatIf: "A scenario to make a change in."
    case .compare: "A scenario whose run is compared with another."
    case .ask:
      "A question to the audience, and then its answer: a kind of question, its keys as in a scenario (see A question), or "
        + "written for the one that the scenario's own file asks."
    case .from: "Of a run: the beat to begin at, by its number, or a moment as in `at` of a beat. Default: the start."
    case .until: "Of a run: the beat or moment to end at. Default: the end."
    case .of: "Of a question: the scenario that it is about. Without, it is about none, and has answers of your own."
    case .at:
      "Of a what-if: the time of the change. Default: 0ms. Of a question about a scenario: the beat, by its number, or the "
        + "moment at which it is asked; nothing is shown of what comes later."
    case .change: "Of a what-if: the change, as a phrase (see `cascade what-if --help`)."
    case .a: "Of a comparison: the left side, as in `cascade compare --a`. Default: what teaches most."
    case .b: "Of a comparison: the right side. Default: the scenario as it is."
    case .minutes: "How many minutes are planned for this step."
    case .notes: "What only the speaker sees, in `cascade notes`."
    }
  }
}
