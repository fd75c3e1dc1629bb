import Cascade
import CascadeQuestions
import CascadeTerminal
import CascadeTrace

/// The questions of a run: which have been passed, and the one that is open.
struct Asking: Sendable {
  /// In the order in which they are asked; none before questions are on.
  var questions: [Question] = []
  /// What was answered, by the place of the question; one that was left without an answer has been passed, too.
  private(set) var replies: [Int: Reply] = [:]
  var open: OpenQuestion?
  /// Whether the run is shown for its one question alone: a page of a talk.
  var isPage = false

  /// The first question between two places of the cursor that hasn't been passed.
  func next(from start: Cursor, to end: Cursor) -> Int? {
    questions.indices.first { index in
      let asked = questions[index].asked
      return replies[index] == nil && start.isBefore(asked) && !end.isBefore(asked)
    }
  }

  var isThroughAll: Bool { questions.indices.allSatisfy { replies[$0] != nil } }

  /// What those ask about that are still to come.
  var secrets: Set<Secret> {
    questions.indices.filter { replies[$0] == nil }.reduce(into: []) { $0.formUnion(questions[$1].secrets) }
  }

  mutating func pass(_ index: Int, _ reply: Reply) { replies[index] = reply }
}

/// A question on the screen.
struct OpenQuestion: Sendable {
  enum Phase: Hashable, Sendable {
    /// It takes an answer.
    case open
    /// The answer is locked, and the run goes on to where the truth shows.
    case running(Reply)
    /// Truth and answer side by side.
    case shown(Reply)
  }

  /// Its place among the questions of the run.
  let index: Int
  let question: Question
  /// The run as it is known when the question is asked: nothing of what comes later is in it.
  var before: RunSession {
    switch known {
    case .session(let session): session
    }
  }
  private let known: Known
  var phase = Phase.open
  var ballot: Ballot

  init(_ index: Int, of session: RunSession) {
    self.index = index
    question = session.asking.questions[index]
    known = .session(session.cut(at: question.asked, for: question))
    ballot = Ballot(answers: question.answers.count)
  }

  /// A run holds its open question, and that one this run.
  private indirect enum Known: Sendable { case session(RunSession) }

  /// Types at the ballot, as long as nothing is locked.
  /// - Returns: whether the key was meant for that.
  mutating func take(_ key: Key) -> Bool { phase == .open && ballot.take(key) }
}

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
    asking.isPage = true
    asking.questions = [question]
    openQuestion(0)
    guard let reply else { return }
    asking.pass(0, reply)
    asking.open?.phase = .shown(reply)
    seek(question.shows)
  }

  mutating func openQuestion(_ index: Int) {
    detail = nil
    dialog = nil
    panes.isProgramOpen = false
    jump(to: asking.questions[index].asked)
    asking.open = OpenQuestion(index, of: self)
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
    run(from: cause ?? asked, to: open.question.shows, speed: .quarter, motion: motion)
  }

  private mutating func run(from start: Cursor, to end: Cursor, speed: Speed?, motion: Motion) {
    seek(start)
    guard motion != .off, start.isBefore(end) else { return showTruth() }
    let span = start.t.duration(to: end.t)
    var head = Playhead(at: start)
    head.rests = false
    playback = .revealing(head, until: end, speed: speed ?? .fitting(span))
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
    let (asked, shows) = (open.question.asked, open.question.shows)
    let isStory = recording.nextBeat(after: asked).position < shows.position
    seek(open.phase == .open || isStory ? asked : shows)
  }
}

extension Speed {
  fileprivate static let quarter = Speed(percent: 25)
  /// No way to a truth takes longer than this, in nanoseconds on the wall, as far as there is a speed for it.
  private static let longest: Int64 = 4_000_000_000

  /// Real time, or as much faster as it takes.
  fileprivate static func fitting(_ span: Duration) -> Speed {
    let nanoseconds = Int64(clamping: Int(span / .nanoseconds(1)))
    return all.first { $0.percent >= 100 && $0.wall(nanoseconds) <= longest } ?? all[all.count - 1]
  }
}
