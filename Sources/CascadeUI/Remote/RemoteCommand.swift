package import Cascade
import CascadeNarration
import CascadeQuestions
import CascadeTerminal
import CascadeTrace

/// What can be asked of the screen from another program.
package enum RemoteCommand: Hashable, Sendable {
  /// As a clicker's keys do.
  case next, previous
  case play, pause
  case seek(Context.Instant)
  /// A beat of the open run, from 1.
  case beat(Int)
  /// A step of the talk, from 1.
  case step(Int)
  case blank
  /// The number of an answer, or how many in the room chose each; partly where more may be typed.
  case vote(String, isPartly: Bool = false)
}

extension Model {
  /// Does what another program asks for. What can't be done is said on the screen, as for a key; in a talk only to the
  /// program that asked, and to the speaker.
  mutating func take(_ command: RemoteCommand) -> [Effect] {
    func quiet(_ facts: ScreenFacts) -> ScreenFacts {
      var facts = facts
      (facts.message, facts.isRefused) = (nil, false)
      return facts
    }
    refusal = nil
    let before = quiet(facts)
    let effects = perform(command)
    // Words for the user, and nothing else.
    refusal = effects.isEmpty && quiet(facts) == before ? status : nil
    if refusal != nil, talk != nil { status = nil }
    return effects
  }

  private mutating func perform(_ command: RemoteCommand) -> [Effect] {
    switch command {
    case .next: return press(.pageDown)
    case .previous: return press(.pageUp)
    case .blank:
      isBlank.toggle()
      forgetTick()
    case .play:
      guard !isAnythingPlaying else { return [] }
      return [.main, .compare, .question].contains(place) ? press(.function(5)) : []
    case .pause: _ = stopsPlaying()
    case .step(let number):
      guard let talk, talk.outline.steps.indices.contains(number - 1) else {
        status = talk.map { "There are \($0.outline.steps.count) steps." } ?? "No talk is given."
        return []
      }
      return [.show(step: number - 1)]
    case .seek(let t):
      status = nil
      changeWatched { session in
        session.jump(to: session.recording.cursor(at: min(max(.zero, t), session.recording.endTime)))
        return nil
      }
    case .beat(let number): changeWatched { $0.seekEnd(beat: number) }
    case .vote(let text, let isPartly): vote(text, isPartly: isPartly)
    }
    return []
  }

  private var isAnythingPlaying: Bool { session?.playback.isPlaying == true || comparing?.isPlaying == true }

  /// Changes the run in view; where none is, that is said.
  private mutating func changeWatched(_ change: (inout RunSession) -> String?) {
    guard case .watching(var session) = screen, dialog == nil else {
      status = "No run is in view."
      return
    }
    guard session.asking.open == nil else {
      status = "A question is open: the run stands still."
      return
    }
    status = change(&session)
    screen = .watching(session)
  }
}

/// What is on the screen, in facts.
package struct ScreenFacts: Hashable, Sendable {
  package enum Kind: String, Sendable {
    case gallery, run, compare, page
  }

  package struct Run: Hashable, Sendable {
    package var title: String
    /// `1.200 s`
    package var time: String
    package var event: Int
    package var events: Int
    package var beat: Int
    package var beats: Int
    package var isPlaying: Bool
    /// The author's note for the beat.
    package var note: String?
  }

  /// A question on the screen.
  package struct Asked: Hashable, Sendable {
    package var text: String
    package var answers: [String]
    /// The index of the right answer. It is for the speaker.
    package var right: Int
    /// What was typed, or what is locked.
    package var votes: String
    package var counts: [Int]?
    /// Whether nothing is locked yet.
    package var isOpen: Bool

    package init(text: String, answers: [String], right: Int, votes: String, counts: [Int]?, isOpen: Bool) {
      self.text = text
      self.answers = answers
      self.right = right
      self.votes = votes
      self.counts = counts
      self.isOpen = isOpen
    }
  }

  package struct Talk: Hashable, Sendable {
    package var title: String
    /// From 1; 0 before the first.
    package var step: Int
    package var steps: Int
    package var now: String
    package var next: String?
    package var note: String?
    /// How long the whole may take; none where the file doesn't say.
    package var minutes: Duration?
    /// From when to when this step is planned.
    package var planned: ClosedRange<Duration>?
  }

  package var kind: Kind
  package var isBlank: Bool
  /// What stands on the screen, in a sentence.
  package var sentence: String
  /// Words for the user.
  package var message: String?
  package var run: Run?
  package var talk: Talk?
  package var question: Asked?
  /// Whether nothing was done of what another program asked for last; the message says why.
  package var isRefused = false
}

extension Model {
  package var facts: ScreenFacts {
    var facts = ScreenFacts(kind: .gallery, isBlank: isBlank, sentence: "", message: refusal ?? broken ?? status)
    facts.isRefused = refusal != nil
    switch screen {
    case .gallery: facts.sentence = gallery.entry?.title ?? ""
    case .watching(let session):
      facts.kind = .run
      facts.sentence = AudienceSentence(PictureSentences(session)).text
      facts.run = session.facts
      if let open = session.asking.open {
        facts.question = open.facts
        facts.sentence = open.facts.sentence
      }
    case .comparing(let comparing, behind: let session):
      facts.kind = .compare
      facts.sentence = "\(session.title): \(comparing.a.name), \(comparing.b.name)"
    case .card(.sentence(let text), behind: _):
      facts.kind = .page
      facts.sentence = text
    case .card(.question(let card), behind: _):
      facts.kind = .page
      facts.question = card.facts
      facts.sentence = card.facts.sentence
    }
    facts.talk = talk?.facts
    if talk != nil, let next = nextInStep { facts.talk?.next = next }
    return facts
  }

  /// That the file can't be used, while the screen shows why.
  private var broken: String? {
    guard let problems = dialog as? FileProblems else { return nil }
    return "The file can't be used: \(problems.lines.first ?? "")"
  }

  /// What the next press of a clicker's key shows, where that is in the same step.
  private var nextInStep: String? {
    if case .card(.question(let card), behind: _) = screen { return card.facts.next }
    if case .comparing(let comparing, behind: let session) = screen {
      guard comparing.isPage else { return "back to \(session.title)" }
      return comparing.stop(.onward).map { "both runs at \(session.state.timeText($0))" }
    }
    guard case .watching(let session) = screen else { return nil }
    if let open = session.asking.open { return open.facts.next }
    return session.nextSentence
  }
}

extension ScreenFacts.Asked {
  /// The question, with the answer once it shows.
  fileprivate var sentence: String { isOpen ? text : "\(text) \(answers[right])." }

  /// What locking the answer shows; nil once it shows.
  fileprivate var next: String? { isOpen ? "The answer: \(right + 1), \(answers[right])" : nil }

  fileprivate init(_ text: String, _ answers: [String], right: Int, _ ballot: Ballot, _ reply: Reply?) {
    let said = reply ?? ballot.reply
    var counts: [Int]?
    if case .counts(let all)? = said { counts = all }
    let votes =
      switch reply {
      case nil: ballot.typed
      case .answer(let index): "\(index + 1)"
      case .counts(let counts): counts.map(String.init).joined(separator: " ")
      case Reply.none?: ""
      }
    self.init(text: text, answers: answers, right: right, votes: votes, counts: counts, isOpen: reply == nil)
  }
}

extension OpenQuestion {
  fileprivate var facts: ScreenFacts.Asked {
    let reply: Reply? =
      switch phase {
      case .open: nil
      case .running(let reply), .shown(let reply): reply
      }
    return ScreenFacts.Asked(question.text, question.answers.map(\.text), right: question.right, ballot, reply)
  }
}

extension CardQuestion {
  fileprivate var facts: ScreenFacts.Asked {
    ScreenFacts.Asked(question.text, question.answers.map(\.text), right: question.right, ballot, reply)
  }
}

extension RunSession {
  /// The sentence at the beat that the next press goes to; nil at the end of what is shown.
  fileprivate var nextSentence: String? {
    guard !isAtEnd else { return nil }
    let place = bounds.held(recording.nextBeat(after: cursor))
    guard let index = recording.beatIndex(at: place) else { return nil }
    return "\(state.timeText(place.t))  \(recording.sentence(for: recording.beats[index]))"
  }

  fileprivate var facts: ScreenFacts.Run {
    let index = recording.beatIndex(at: cursor)
    return ScreenFacts.Run(
      title: title, time: state.timeText(cursor.t), event: cursor.position, events: recording.count,
      beat: index.map { $0 + 1 } ?? 0, beats: recording.beats.count, isPlaying: playback.isPlaying,
      note: index.flatMap { recording.beats[$0].note })
  }
}

extension TalkState {
  fileprivate var facts: ScreenFacts.Talk {
    let steps = outline.steps
    let number = step.map { $0 + 1 } ?? 0
    return ScreenFacts.Talk(
      title: outline.title, step: number, steps: steps.count, now: step.map { steps[$0].title } ?? "",
      next: steps.indices.contains(number) ? steps[number].title : nil, note: step.flatMap { steps[$0].note },
      minutes: outline.minutes, planned: step.flatMap(outline.planned))
  }
}
