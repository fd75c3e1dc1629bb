package import CascadeQuestions
package import CascadeTrace

/// A talk as the screen knows it: its steps by what they show, in a few words.
package struct TalkOutline: Hashable, Sendable {
  package struct Step: Hashable, Sendable {
    /// What it shows: the sentence itself, the title of a scenario.
    package var title: String
    /// For the speaker alone.
    package var note: String?
    /// How long it is planned to take.
    package var minutes: Duration?

    package init(title: String, note: String? = nil, minutes: Duration? = nil) {
      self.title = title
      self.note = note
      self.minutes = minutes
    }
  }

  package var title: String
  package var minutes: Duration?
  package var steps: [Step]

  package init(title: String, minutes: Duration? = nil, steps: [Step]) {
    self.title = title
    self.minutes = minutes
    self.steps = steps
  }
}

/// What a step of a talk shows.
package enum TalkScene: Sendable {
  case sentence(String)
  /// A run, or a part of it.
  case run(Opening, from: Cursor?, until: Cursor?)
  /// What comes of a change to a run; the question stands where it is made.
  case whatIf(Opening, Variation, Recording, change: String, question: String)
  case compare(Opening, ComparedRun, ComparedRun)
  case question(OwnQuestion)
  /// A run as it is known at a moment, with a question about what comes.
  case ask(Opening, Question)
}

/// One side of a comparison with its run.
package struct ComparedRun: Sendable {
  package var side: CompareSide
  package var recording: Recording

  package init(_ side: CompareSide, _ recording: Recording) {
    self.side = side
    self.recording = recording
  }
}

/// Where a talk stands.
package struct TalkState: Hashable, Sendable {
  package internal(set) var outline: TalkOutline
  /// The step that is shown; none before the first.
  package internal(set) var step: Int?
  /// What was answered to the questions, by their steps.
  var replies: [Int: Reply] = [:]
  /// What was typed at them.
  var drafts: [Int: String] = [:]
}

/// A page of a talk that is no run.
package enum Card: Hashable, Sendable {
  case sentence(String)
  case question(CardQuestion)
}

/// A question that is about no run, on a page.
package struct CardQuestion: Hashable, Sendable {
  let question: OwnQuestion
  var ballot: Ballot
  /// What was answered, once the truth shows.
  var reply: Reply?

  init(_ question: OwnQuestion, reply: Reply? = nil, typed: String = "") {
    self.question = question
    self.reply = reply
    ballot = Ballot(answers: question.answers.count)
    ballot.put(typed)
  }
}

/// The part of a run that is shown.
struct RunBounds: Hashable, Sendable {
  var from: Cursor?
  var until: Cursor?

  /// A place that is gone to, or the bound on the way to it.
  func held(_ place: Cursor) -> Cursor {
    if let until, until.isBefore(place) { return until }
    if let from, place.isBefore(from) { return from }
    return place
  }
}

/// What can be asked for on a page of a talk.
package enum TalkCommand: CaseIterable, Hashable, Sendable {
  case next, previous
  /// The steps, to choose one.
  case list
}
