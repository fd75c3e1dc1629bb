package import CascadeTrace

/// A moment that teaches one thing, with one sentence.
package struct Beat: Hashable, Sendable {
  /// What a task does at a moment.
  package enum Happening: String, Hashable, Sendable, CaseIterable {
    /// Its function began.
    case starts
    /// It threw an error of its own.
    case fails
    /// Its context is done.
    case told
    /// It returned.
    case out
  }

  package enum Moment: Hashable, Sendable {
    /// When this happens to the task at `path` (as in ``ScenarioPaths``) for the first time.
    case task(path: String, Happening)
    /// So long after the start of the run.
    case time(Duration)
  }

  package var moment: Moment
  /// The sentence for the audience.
  package var say: String
  /// A note for the speaker alone.
  package var note: String?
  /// What the audience is asked before it goes on.
  package var ask: AskPlan?
  /// Where the file says so, for the message when the moment never comes.
  package var place: Place?

  package init(_ moment: Moment, say: String, note: String? = nil, ask: AskPlan? = nil, place: Place? = nil) {
    self.moment = moment
    self.say = say
    self.note = note
    self.ask = ask
    self.place = place
  }
}

/// A question that a file puts at a beat.
package struct AskPlan: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    /// One of the kinds, about the task or after-function at this path (as in ``ScenarioPaths``), where it says which.
    case made(QuestionKind, about: String?)
    case own(Own)
  }

  /// A question with answers of the author's.
  package struct Own: Hashable, Sendable {
    package var text: String
    /// Two to four.
    package var answers: [Answer]
    /// The index of the right one.
    package var right: Int
    /// When the truth shows; none for the end of the run.
    package var until: Beat.Moment?

    package init(_ text: String, answers: [Answer], right: Int, until: Beat.Moment? = nil) {
      self.text = text
      self.answers = answers
      self.right = right
      self.until = until
    }
  }

  package struct Answer: Hashable, Sendable {
    package var text: String
    /// Why it is right or wrong in this run.
    package var why: String?
    /// What it says of how the run ends: true for the right answer and for no other, which `check` looks at.
    package var expectation: ExpectedOutcome?
    package var place: Place?

    package init(_ text: String, why: String? = nil, expectation: ExpectedOutcome? = nil, place: Place? = nil) {
      self.text = text
      self.why = why
      self.expectation = expectation
      self.place = place
    }
  }

  package var content: Content
  /// What to remember; for the kinds, in place of the rule that comes with them.
  package var rule: String?
  package var place: Place?

  package init(_ content: Content, rule: String? = nil, place: Place? = nil) {
    self.content = content
    self.rule = rule
    self.place = place
  }
}
