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
