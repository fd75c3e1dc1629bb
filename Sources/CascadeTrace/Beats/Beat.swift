package import Cascade

/// The events that teach one thing.
package struct Beat: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Everything at the first instant, up to the first cause.
    case start
    /// A failure and what its group made of it, a deadline, or a hand.
    case cause
    /// All tasks that a cause reaches are told, and what starts thereby.
    case walk
    /// Told tasks come out.
    case out
    /// Nothing can go on.
    case deadlock
    /// Wait returned, or the run is over.
    case close
    /// Named by the author of the scenario.
    case given
  }

  package let kind: Kind
  /// The numbers of its events.
  package fileprivate(set) var range: Range<Int>
  package let t: Context.Instant
  /// The author's sentence, where there is one.
  package let sentence: String?
  /// The author's note for the presenter.
  package let note: String?
  /// What is asked there, before the run goes on.
  package let ask: Ask?

  /// Where a cursor stands that shows what this beat did.
  package var position: Int { range.upperBound }

  package init(
    kind: Kind, range: Range<Int>, t: Context.Instant, sentence: String? = nil, note: String? = nil, ask: Ask? = nil
  ) {
    self.kind = kind
    self.range = range
    self.t = t
    self.sentence = sentence
    self.note = note
    self.ask = ask
  }

  /// Lets it go on to the event before `end`.
  mutating func extend(to end: Int) { range = range.lowerBound..<end }
}

/// A beat that a scenario names, in place of those found in the events.
package struct GivenBeat: Hashable, Sendable {
  /// The number of the event at which it stands.
  package var event: Int
  /// When it is, where that is later than its event.
  package var t: Context.Instant?
  package var sentence: String?
  package var note: String?
  /// What is asked there, before the run goes on.
  package var ask: Ask?

  package init(
    event: Int, t: Context.Instant? = nil, sentence: String? = nil, note: String? = nil, ask: Ask? = nil
  ) {
    self.event = event
    self.t = t
    self.sentence = sentence
    self.note = note
    self.ask = ask
  }
}

/// A question that the author of a scenario puts at a beat, to be answered before the run goes on.
package enum Ask: Hashable, Sendable {
  /// One of the kinds, whose answers are made from what has happened so far.
  ///
  /// - about: The path of the task or after-function that it is about, as events write it; none to let the run choose.
  case made(QuestionKind, about: String?, rule: String?)
  /// The author's own, with answers.
  case own(OwnQuestion)
}

/// What can be asked of any run.
package enum QuestionKind: String, Hashable, Sendable, CaseIterable {
  /// When does Wait return?
  case waitReturns = "wait-returns"
  /// Which task returns next?
  case whoIsNext = "who-is-next"
  /// Which error does Wait return?
  case whichError = "which-error"
  /// Does a task that waits for its turn start, or an after-function?
  case doesItStart = "does-it-start"
  /// How long does a task go on?
  case stillRunning = "still-running"
  /// How many tasks are told in this instant?
  case howManyTold = "how-many-told"
}

/// What a question asks about and words, marks and rows would tell before its time.
package enum Secret: Hashable, Sendable, CaseIterable {
  /// Which error a group keeps.
  case keptError
  /// When contexts end that have no tasks.
  case contextEnds
  /// When the run ends.
  case end
}

/// A question whose answers its author wrote.
package struct OwnQuestion: Hashable, Sendable {
  package struct Answer: Hashable, Sendable {
    package var text: String
    /// Why it is right or wrong in this run.
    package var why: String?

    package init(_ text: String, why: String? = nil) {
      self.text = text
      self.why = why
    }
  }

  package var text: String
  /// Two to four.
  package var answers: [Answer]
  /// The index of the right one.
  package var right: Int
  /// What to remember.
  package var rule: String?
  /// The number of the event that shows the truth; none for the end of the run.
  package var until: Int?
  /// What isn't to be told before it is answered. Everything that could be where it isn't known what it asks about.
  package var secrets: Set<Secret>
  /// The ids in events of the tasks that its answers say something of.
  package var about: Set<String>

  package init(
    _ text: String, answers: [Answer], right: Int, rule: String? = nil, until: Int? = nil,
    secrets: Set<Secret> = Set(Secret.allCases), about: Set<String> = []
  ) {
    self.about = about
    self.secrets = secrets
    self.text = text
    self.answers = answers
    self.right = right
    self.rule = rule
    self.until = until
  }
}
