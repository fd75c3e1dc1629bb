package import Cascade
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
}

extension Model {
  /// Does what another program asks for. What can't be done is said on the screen, as for a key.
  mutating func perform(_ command: RemoteCommand) -> [Effect] {
    switch command {
    case .next: return press(.pageDown)
    case .previous: return press(.pageUp)
    case .blank:
      isBlank.toggle()
      forgetTick()
    case .play:
      guard !isAnythingPlaying else { return [] }
      return place == .main || place == .compare ? press(.function(5)) : []
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
    }
    return []
  }

  private var isAnythingPlaying: Bool { session?.playback.isPlaying == true || comparing?.isPlaying == true }

  /// Changes the run in view; where none is, that is said.
  private mutating func changeWatched(_ change: (inout RunSession) -> String?) {
    guard case .watching(var session) = screen, session.dialog == nil else {
      status = "No run is in view."
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

  package struct Talk: Hashable, Sendable {
    package var title: String
    /// From 1; 0 before the first.
    package var step: Int
    package var steps: Int
    package var now: String
    package var next: String?
    package var note: String?
    /// How long the whole may take, and the steps before this one; none where the file doesn't say.
    package var minutes: Duration?
    package var plannedBefore: Duration?
  }

  package var kind: Kind
  package var isBlank: Bool
  /// What stands on the screen, in a sentence.
  package var sentence: String
  /// Words for the user.
  package var message: String?
  package var run: Run?
  package var talk: Talk?
}

extension Model {
  package var facts: ScreenFacts {
    var facts = ScreenFacts(kind: .gallery, isBlank: isBlank, sentence: "", message: status)
    switch screen {
    case .gallery: facts.sentence = gallery.entry?.title ?? ""
    case .watching(let session):
      facts.kind = .run
      facts.sentence = AudienceSentence(PictureSentences(session)).text
      facts.run = session.facts
    case .comparing(let comparing, behind: let session):
      facts.kind = .compare
      facts.sentence = "\(session.title): \(comparing.a.name), \(comparing.b.name)"
    case .card(.sentence(let text), behind: _):
      facts.kind = .page
      facts.sentence = text
    case .card(.question(let question, isAnswered: let isAnswered), behind: _):
      facts.kind = .page
      facts.sentence = question.text + (isAnswered ? " \(question.answers[question.right].text)." : "")
    }
    facts.talk = talk?.facts
    return facts
  }
}

extension RunSession {
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
    let before = steps.prefix(max(0, number - 1)).compactMap(\.minutes)
    return ScreenFacts.Talk(
      title: outline.title, step: number, steps: steps.count, now: step.map { steps[$0].title } ?? "",
      next: steps.indices.contains(number) ? steps[number].title : nil, note: step.flatMap { steps[$0].note },
      minutes: outline.minutes,
      plannedBefore: steps.contains { $0.minutes != nil } ? before.reduce(.zero, +) : nil)
  }
}
