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
