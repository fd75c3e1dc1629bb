package import Cascade
import CascadeNarration
package import CascadeTrace

/// A question about what happens next in a run, with its answers, of which one is right.
///
/// What stands in ``text`` and in the answers is made from what has happened when it is asked, and from nothing later; so
/// two runs that differ only later are asked the same. Which answer is right, why the others are wrong, and where that
/// shows is looked up in the events. There is no question where that is in any doubt.
package struct Question: Hashable, Sendable {
  package struct Answer: Hashable, Sendable {
    package let text: String
    /// What it says of the run; none where the author wrote it.
    package let claim: Claim?
    /// What one may believe that leads to it; none for the right one.
    package let belief: String?
    /// Why it is right or wrong in this run, by the events; empty where the author gave no reason.
    package let why: String
  }

  /// None for one that the author wrote.
  package let kind: QuestionKind?
  package let text: String
  /// Two to four.
  package let answers: [Answer]
  /// The index of the right one.
  package let right: Int
  /// What to remember; empty for nothing.
  package let rule: String
  /// Where it is asked: nothing has happened yet that would answer it.
  package let asked: Cursor
  /// Where the truth shows.
  package let shows: Cursor

  package var rightAnswer: Answer { answers[right] }

  /// What isn't to be told before it is answered.
  package let secrets: Set<Secret>
  /// The ids in events of the tasks that its answers are about, the right and the wrong ones.
  package let about: Set<String>

  /// Whether words, such as a title, say what the right answer says: all of it, or what stands in quotes in it.
  package func isTold(by words: String) -> Bool {
    let right = rightAnswer.text.lowercased()
    let parts = right.split(separator: "\"", omittingEmptySubsequences: false)
    let quoted = parts.indices.filter { $0 % 2 == 1 && $0 + 1 < parts.count }.map { String(parts[$0]) }
    let (told, asked) = (words.lowercased(), text.lowercased())
    return (quoted + [right]).contains { $0.count > 2 && told.contains($0) && !asked.contains($0) }
  }
}

/// What an answer says of the run after the question.
package enum Claim: Hashable, Sendable {
  /// What a task does with its time.
  package enum Start: Hashable, Sendable, CaseIterable { case now, later, never }
  package enum Return: Hashable, Sendable {
    /// In the instant of the question.
    case now
    /// Later, but before this.
    case before(Context.Instant)
    case notBefore(Context.Instant)
  }

  /// Of the outermost group: in the instant of the question, or when the task with this path returns as its last one.
  case waitReturnsNow
  case waitReturnsWith(String)
  case waitReturnsWithAnother(than: [String])
  /// The next task that returns.
  case nextOut(String)
  case nextOutIsAnother(than: [String])
  /// What Wait of the outermost group returns; nil for no error.
  case waitError(String?)
  /// Several errors in one.
  case waitErrorsJoined
  case waitErrorIsAnother(than: [String?])
  case starts(String, Start)
  case returns(String, Return)
  /// So many tasks are told after the question, in its instant.
  case told(Int)

  /// The ids of the tasks that it names.
  var tasks: [String] {
    switch self {
    case .waitReturnsWith(let id), .nextOut(let id), .starts(let id, _), .returns(let id, _): [id]
    case .waitReturnsNow, .waitReturnsWithAnother, .nextOutIsAnother, .waitError, .waitErrorsJoined,
      .waitErrorIsAnother, .told:
      []
    }
  }
}

extension Question {
  /// A question of this kind, asked at a moment of a run.
  ///
  /// - Parameter about: The path of the task or after-function that it is about, where the kind has one; else one is chosen
  ///   among those that there are by then.
  /// - Returns: nil where there is nothing to ask there, or the run leaves it in doubt.
  package init?(
    _ kind: QuestionKind, about: String? = nil, rule: String? = nil, at cursor: Cursor, in recording: Recording
  ) {
    guard recording.canBeAskedAbout, cursor.position < recording.count else { return nil }
    let before = Before(recording, at: cursor)
    guard let maker = kind.maker(before, about: about), (2...4).contains(maker.candidates.count) else { return nil }
    let after = After(recording, asked: cursor)
    guard let truth = maker.truth(after) else { return nil }
    let verdicts = maker.candidates.map { truth.verdict($0.claim) }
    let rights = verdicts.indices.filter { verdicts[$0].isRight }
    guard rights.count == 1, let right = rights.first, !verdicts.contains(.doubtful) else { return nil }
    self.kind = kind
    text = maker.text
    answers = zip(maker.candidates, verdicts).map { candidate, verdict in
      Answer(
        text: candidate.text, claim: candidate.claim, belief: verdict.isRight ? nil : candidate.belief, why: verdict.why
      )
    }
    self.right = right
    self.about = Set(maker.candidates.flatMap(\.claim.tasks))
    secrets = kind.secrets
    self.rule = rule ?? truth.rule
    asked = cursor
    shows = recording.cursor(at: max(truth.shows, cursor.position))
  }

  /// A question whose answers its author wrote.
  package init(_ own: OwnQuestion, asked: Cursor, shows: Cursor) {
    kind = nil
    text = own.text
    answers = own.answers.map { Answer(text: $0.text, claim: nil, belief: nil, why: $0.why ?? "") }
    right = own.right
    secrets = own.secrets
    about = own.about
    rule = own.rule ?? ""
    self.asked = asked
    self.shows = shows
  }

  /// What is asked at a beat; nil where nothing is, or this run leaves it in doubt.
  package init?(at beat: CascadeTrace.Beat, in recording: Recording) {
    self.init(beat.ask, after: beat.range.lowerBound, at: beat.t, in: recording)
  }

  /// The same before the beat is in the recording.
  package init?(at beat: GivenBeat, in recording: Recording) {
    self.init(beat.ask, after: beat.event, at: beat.t, in: recording)
  }

  private init?(_ ask: Ask?, after event: Int, at t: Context.Instant?, in recording: Recording) {
    guard event >= 0, event < recording.count else { return nil }
    guard let ask else { return nil }
    self.init(ask, at: Cursor(position: event + 1, t: max(t ?? .zero, recording.log[event].t)), in: recording)
  }

  /// What an author asks at a moment of a run; nil where the run leaves it in doubt.
  package init?(_ ask: Ask, at cursor: Cursor, in recording: Recording) {
    switch ask {
    case .made(let kind, let about, let rule): self.init(kind, about: about, rule: rule, at: cursor, in: recording)
    case .own(let own):
      guard recording.canBeAskedAbout else { return nil }
      let shows = own.until.map { $0 + 1 } ?? recording.count
      self.init(own, asked: cursor, shows: recording.cursor(at: max(cursor.position, shows)))
    }
  }
}

extension Recording {
  /// The questions that its author puts at beats, in order; those that this run can't answer are left out.
  package var askedByAuthor: [Question] { beats.compactMap { Question(at: $0, in: self) } }

  /// All that can be asked of this run: what its author asks, or else what is made of its found beats.
  package var questions: [Question] {
    if beats.contains(where: { $0.ask != nil }) { return askedByAuthor }
    return madeQuestions
  }

  /// At most one in each kind of moment: before anything goes wrong, at the first cause, when all are told, and later.
  private var madeQuestions: [Question] {
    guard canBeAskedAbout else { return [] }
    var made: [Question] = []
    var kinds = Set<QuestionKind>()
    for beat in foundBeats {
      let (position, wanted): (Int, [QuestionKind]) =
        switch beat.kind {
        case .start: (beat.position, [.whoIsNext, .waitReturns])
        case .cause:
          (beat.range.lowerBound + (isKept(after: beat.range.lowerBound) ? 2 : 1), [.howManyTold, .whichError])
        case .walk: (beat.position, [.waitReturns, .doesItStart, .stillRunning])
        // By then it was seen which error is kept.
        case .out: (beat.position, [.whoIsNext])
        case .deadlock, .close, .given: (0, [])
        }
      // What the truth about one has shown isn't asked any more.
      guard position > made.last?.asked.position ?? 0, position >= made.last?.shows.position ?? 0, made.count < 4
      else { continue }
      for kind in wanted where !kinds.contains(kind) {
        guard let question = Question(kind, at: cursor(at: position), in: self) else { continue }
        made.append(question)
        kinds.insert(kind)
        break
      }
    }
    return made
  }

  /// Whether the next event says that the failure is kept.
  private func isKept(after event: Int) -> Bool {
    guard event + 1 < count, case .taskOut = log[event].kind, case .groupFailureKept = log[event + 1].kind else {
      return false
    }
    return true
  }

  /// Whether the truth is known: the run is over, and no event is missing.
  var canBeAskedAbout: Bool {
    latestState.droppedCount == 0 && [.completed, .deadlocked, .exited].contains(latestState.ending)
  }
}

/// What has happened when a question is asked, and nothing else.
struct Before {
  let recording: Recording
  let run: RunState
  let now: Context.Instant

  init(_ whole: Recording, at cursor: Cursor) {
    recording = Recording(whole.log.prefix(cursor.position))
    run = recording.latestState
    now = cursor.t
  }

  /// The outermost group, as long as its wait hasn't returned.
  var group: Row? {
    guard let group = run.outermostGroup, group.isBorn, group.closedAt == nil else { return nil }
    return group
  }

  /// The tasks that have started and not returned, in the order in which they are shown.
  var inside: [Row] { run.tasks.filter { $0.marks.started.isSet && $0.outAt == nil } }

  /// When the step that a task is in would be done.
  func stepEnd(of row: Row) -> Context.Instant? {
    guard row.waitsFor == nil, let step = row.step, let planned = step.planned else { return nil }
    return step.startedAt.advanced(by: planned)
  }
}

/// The whole run, to find out what happens after a question.
struct After {
  let recording: Recording
  let run: RunState
  let asked: Cursor

  init(_ recording: Recording, asked: Cursor) {
    self.recording = recording
    run = recording.latestState
    self.asked = asked
  }

  var events: Range<Int> { asked.position..<recording.count }
  func label(_ id: String) -> String { run.row(id)?.label ?? id }
  func time(_ event: Int) -> String { run.timeText(recording.log[event].t) }

  /// Why a task doesn't do something by then: `audit-log is out at 2.600 s`.
  func isOut(_ id: String) -> String {
    guard let row = run.row(id), let out = row.outAt else { return "\(label(id)) doesn't return in this run" }
    return "\(label(id)) is out at \(run.timeText(out))"
  }
}

/// Whether an answer is right, and why, by the events.
enum Verdict: Equatable {
  case right(String)
  case wrong(String)
  /// Both could be said.
  case doubtful

  var isRight: Bool {
    if case .right = self { true } else { false }
  }

  var why: String {
    switch self {
    case .right(let why), .wrong(let why): why
    case .doubtful: ""
    }
  }
}

/// What the run says.
struct Truth {
  /// How many events have happened when it shows.
  let shows: Int
  let rule: String
  let verdict: (Claim) -> Verdict
}

/// An answer before it is judged.
struct Candidate {
  let text: String
  let claim: Claim
  /// What one may believe that leads to it.
  let belief: String
}

/// Makes the questions of one kind.
protocol QuestionMaker {
  var text: String { get }
  var candidates: [Candidate] { get }
  /// Nil where the run leaves it open.
  func truth(_ after: After) -> Truth?
}

extension QuestionKind {
  fileprivate var secrets: Set<Secret> {
    switch self {
    case .whichError: [.keptError]
    case .waitReturns, .stillRunning: [.end]
    case .whoIsNext, .doesItStart, .howManyTold: []
    }
  }

  fileprivate func maker(_ before: Before, about: String?) -> (any QuestionMaker)? {
    switch self {
    case .waitReturns: WaitReturns(before)
    case .whoIsNext: NextOut(before)
    case .whichError: WhichError(before)
    case .doesItStart: DoesItStart(before, about: about)
    case .stillRunning: StillRunning(before, about: about)
    case .howManyTold: HowManyTold(before)
    }
  }
}
