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

  /// From when to when a step is planned; nil where nothing is. Steps that don't say how long they take share what the others
  /// leave of the talk's time.
  package func planned(step: Int) -> ClosedRange<Duration>? {
    let own = steps.compactMap(\.minutes).reduce(.zero, +)
    let rest = minutes.map { max(.zero, $0 - own) }
    guard steps.indices.contains(step), rest != nil || steps.contains(where: { $0.minutes != nil }) else { return nil }
    let share = (rest ?? .zero) / max(1, steps.count { $0.minutes == nil })
    func length(_ step: Step) -> Duration { step.minutes ?? share }
    let begin = steps.prefix(step).map(length).reduce(.zero, +)
    return begin...(begin + length(steps[step]))
  }

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

extension TalkScene {
  /// Whether both show the same, whatever they are called.
  package func shows(_ other: TalkScene) -> Bool {
    switch (self, other) {
    case (.sentence(let one), .sentence(let two)): one == two
    case (.question(let one), .question(let two)): one == two
    case (.run(let one, let from, let until), .run(let two, let otherFrom, let otherUntil)):
      (from, until) == (otherFrom, otherUntil) && one.shows(two)
    case (.ask(let one, let question), .ask(let two, let otherQuestion)): question == otherQuestion && one.shows(two)
    case (
      .whatIf(let one, let variation, let run, let change, let question),
      .whatIf(let two, let otherVariation, let otherRun, let otherChange, let otherQuestion)
    ):
      (variation, change, question) == (otherVariation, otherChange, otherQuestion) && one.shows(two)
        && run.shows(otherRun)
    case (.compare(let one, let a, let b), .compare(let two, let otherA, let otherB)):
      one.shows(two) && a.shows(otherA) && b.shows(otherB)
    case (.sentence, _), (.question, _), (.run, _), (.ask, _), (.whatIf, _), (.compare, _): false
    }
  }
}

extension Recording {
  /// Where a what-if begins in a talk: with the beat of the change, so that the next one is another.
  package func start(ofChangeAfter shared: Int) -> Cursor {
    let place = cursor(at: shared + 1)
    guard let index = beatIndex(at: place), beats[index].range.contains(shared) else { return place }
    let stop = stop(of: beats[index])
    return stop.t == place.t ? stop : place
  }
}

extension Opening {
  fileprivate func shows(_ other: Opening) -> Bool {
    title == other.title && about == other.about && recording.shows(other.recording)
  }
}

extension ComparedRun {
  fileprivate func shows(_ other: ComparedRun) -> Bool { side == other.side && recording.shows(other.recording) }
}

extension Recording {
  fileprivate func shows(_ other: Recording) -> Bool {
    secrets == other.secrets && log.elementsEqual(other.log) && beats == other.beats
  }
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
