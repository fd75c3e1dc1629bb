import Cascade
import CascadeQuestions
import CascadeTrace

extension RunSession {
  /// The same run as far as it is known at a moment, as if nothing had come after it.
  ///
  /// - Parameter question: What no word of it tells.
  func cut(at place: Cursor, for question: Question) -> RunSession {
    var known = Recording(recording.log.prefix(place.position))
    known.secrets = recording.secrets.union(question.secrets)
    var session = RunSession(cutOff: known, of: self, title: question.isTold(by: title) ? "" : title)
    session.look(from: place)
    return session
  }

  /// Makes the questions, where they weren't made before.
  mutating func prepareQuestions() {
    guard asking.questions.isEmpty, !isLive else { return }
    asking.questions = recording.questions
    keepSecrets()
  }

  /// What a question asks about that is still to come isn't told on the way to it.
  private mutating func keepSecrets() {
    hide(asking.secrets)
  }

  /// Stands still at the first question on the way from `start`, and opens it.
  mutating func stopAtQuestion(from start: Cursor) {
    guard asking.open == nil else { return }
    let end = playback.travel?.destination ?? cursor
    guard let index = asking.next(from: start, to: end) else { return }
    openQuestion(index)
  }

  /// Shows the run for one question alone.
  ///
  /// - Parameter reply: What was answered, where the truth is to show at once.
  mutating func ask(_ question: Question, answered reply: Reply?) {
    asking = Asking()
    asking.later = recording.secrets
    asking.isPage = true
    asking.questions = [question]
    openQuestion(0)
    guard let reply else { return }
    asking.pass(0, reply)
    keepSecrets()
    asking.open?.phase = .shown(reply)
    seek(question.shows)
  }

  mutating func openQuestion(_ index: Int) {
    detail = nil
    panes.isProgramOpen = false
    let question = asking.questions[index]
    jump(to: question.asked)
    asking.open = OpenQuestion(index, question)
    beforeQuestion = cut(at: question.asked, for: question)
  }

  /// Locks the answer and goes on to where the truth shows.
  mutating func lock(_ reply: Reply, motion: Motion) {
    guard var open = asking.open else { return }
    asking.pass(open.index, reply)
    keepSecrets()
    open.phase = .running(reply)
    asking.open = open
    run(from: open.question.asked, to: open.question.shows, speed: nil, motion: motion)
  }

  /// Shows again, slowly, what led to the truth: from the cause on, where there is one near.
  mutating func replay(motion: Motion) {
    guard var open = asking.open, case .shown(let reply) = open.phase else { return }
    open.phase = .running(reply)
    asking.open = open
    let asked = open.question.asked
    let cause = recording.latestState.causeTime.flatMap { $0 <= asked.t ? recording.moment(before: $0) : nil }
    run(from: cause ?? asked, to: open.question.shows, speed: ownSpeed.quarter, motion: motion)
  }

  private mutating func run(from start: Cursor, to end: Cursor, speed: Speed?, motion: Motion) {
    seek(start)
    guard motion != .off, start.isBefore(end) else { return showTruth() }
    let span = start.t.duration(to: end.t)
    var head = Playhead(at: start, own: ownSpeed)
    head.rests = false
    playback = .revealing(head, until: end, speed: speed ?? ownSpeed.fitting(span))
  }

  /// Goes to where the truth shows, at once.
  mutating func showTruth() {
    guard var open = asking.open, case .running(let reply) = open.phase else { return }
    open.phase = .shown(reply)
    asking.open = open
    seek(open.question.shows)
  }

  /// Closes what is open: back to where it was asked, if there are beats on the way to the truth.
  mutating func closeQuestion() {
    guard let open = asking.open else { return }
    if asking.replies[open.index] == nil { asking.pass(open.index, .none) }
    keepSecrets()
    asking.open = nil
    beforeQuestion = nil
    let (asked, shows) = (open.question.asked, open.question.shows)
    let isStory = recording.nextBeat(after: asked).position < shows.position
    seek(open.phase == .open || isStory ? asked : shows)
  }
}

extension Speed {
  fileprivate var quarter: Speed { Self.all.last { $0.percent <= percent / 4 } ?? Self.all[0] }
  /// No way to a truth takes longer than this, in nanoseconds on the wall, as far as there is a speed for it.
  private static let longest: Int64 = 4_000_000_000

  /// Itself, or as much faster as it takes.
  fileprivate func fitting(_ span: Duration) -> Speed {
    let nanoseconds = Int64(clamping: Int(span / .nanoseconds(1)))
    return Self.all.first { $0.percent >= percent && $0.wall(nanoseconds) <= Self.longest }
      ?? Self.all[Self.all.count - 1]
  }
}

extension RunSession {
  /// The numbers of the rows that a question is about. Before it is answered they tell nothing: wrong answers name them, too.
  func rows(of question: Question) -> Set<Int> { Set(question.about.compactMap { recording.roster.number(of: $0) }) }
}
