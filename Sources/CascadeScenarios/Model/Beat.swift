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

  /// A question that the audience is asked before it goes on.
  package enum Question: String, Hashable, Sendable, CaseIterable {
    /// When does wait return?
    case waitReturns = "wait-returns"
  }

  package var moment: Moment
  /// The sentence for the audience.
  package var say: String
  /// A note for the speaker alone.
  package var note: String?
  package var question: Question?
  /// Where the file says so, for the message when the moment never comes.
  package var place: Place?

  package init(_ moment: Moment, say: String, note: String? = nil, question: Question? = nil, place: Place? = nil) {
    self.moment = moment
    self.say = say
    self.note = note
    self.question = question
    self.place = place
  }
}
