package import Cascade
import CascadeText
package import CascadeTrace

/// A few words of the picture, and what they are about: drawing chooses the colour.
package struct LaneWord: Hashable, Sendable {
  package enum Tone: Hashable, Sendable, CaseIterable {
    case plain
    /// Says a role: KEPT, what wait returned.
    case strong
    /// What isn't there yet.
    case faint
    /// The error of a failure that its group dropped, or that no group keeps.
    case failure
    /// The cause itself: an area.
    case cause
    case told
    case deaf
    case out
    case asked
  }

  package var text: String
  package var tone: Tone
  /// The same for where there is little room, if that is shorter.
  package var short: String?
  /// Whether the travelling cascade has just put it there.
  package var isFlashing = false
  /// A number, which is there whole or not at all.
  package var isWhole = false
  /// About a group inside: where its name has no room, it seems to be about the outermost one.
  package private(set) var isInner = false

  package init(
    _ text: String, _ tone: Tone = .plain, short: String? = nil, isWhole: Bool = false, isInner: Bool = false
  ) {
    self.isInner = isInner
    self.text = text
    self.tone = tone
    self.short = short
    self.isWhole = isWhole
  }

  /// How long after something.
  static func latency(_ text: String?, _ tone: Tone = .plain) -> LaneWord {
    LaneWord(text ?? "", tone, isWhole: true)
  }
}

/// What stands behind the front of a lane. Safe to print.
package struct LaneWords: Hashable, Sendable {
  package var words: [LaneWord] = []
  /// On a second row, where a lane has one.
  package var second: [LaneWord] = []
  /// What may stand inside of the lane after the cause in place of the words, if there is room.
  package var inside: String?
  /// The same in fewer letters.
  package var insideShort: String?

  package init() {}

  /// For half a screen: the roles alone.
  package mutating func shortenForHalf() {
    if inside != nil {
      (inside, insideShort) = (nil, nil)
      words = [LaneWord("still waiting", .strong)]
    }
    words.removeAll(where: \.isInner)
  }
}

extension LaneWords {
  /// The words for a row as seen from a cursor; `row` must be of the state at that cursor.
  package init(_ row: Row, timeline: Timeline, now: Context.Instant) {
    switch row.kind {
    case .task: self.init(task: row, timeline: timeline, now: now)
    case .group: self.init(wait: row, timeline: timeline)
    case .context: self.init(context: row)
    case .after: self.init(after: row, now: now)
    }
  }

  // MARK: The caller of a group

  private init(wait row: Row, timeline: Timeline) {
    guard row.isBorn else {
      words = [LaneWord("not opened yet", .faint)]
      return
    }
    if row.callerLeftAt != nil {
      words = [
        LaneWord("left:"), LaneWord(row.callerLeftWith.map(SafeText.make) ?? "nil, no error", .strong),
      ]
      let error = row.closingError.map(SafeText.make) ?? "nil"
      second = [LaneWord(row.closedAt.map { "Wait: \(error) at \(row.run.timeText($0))" } ?? "Wait goes on")]
      return
    }
    if row.closedAt != nil {
      let error = row.closingError.map(SafeText.make)
      let forms = ErrorWords.forms(of: error ?? "nil, no error")
      words = [LaneWord(forms[0], .strong, short: forms.dropFirst().first)]
      if let cause = row.causeOfWait, let end = timeline.end, cause < end {
        // Its context may have ended later: that is the cause that everything else counts from.
        let what = row.telling.map { cause < $0.t } ?? false ? "after its first error" : "since cause"
        second = [LaneWord("\(TimeText.latency(cause.duration(to: end))) \(what)")]
      }
      return
    }
    if row.run.fold.runEnded.isSet || row.run.deadlock != nil {
      words = row.run.isPartlyUnknown ? [LaneWord("?", .faint)] : [LaneWord("never returned", .strong)]
      return
    }
    // That it goes on waiting is as little known as that it returned.
    if row.contextState == .unknown {
      words = [LaneWord("?", .faint)]
      return
    }
    guard row.waiter != nil else {
      if timeline.current == .blockedInGo, let queued = row.queuedTask {
        let why = timeline.startsNext ? "a slot comes free" : "no free slot"
        words = [LaneWord("blocked in g.Go(\(queued.label)): \(why)", .told, short: "blocked in g.Go")]
      } else if let step = row.callersStep {
        words = [
          step.isTold
            ? LaneWord(Self.told(in: step.awaited), .told)
            : LaneWord(Self.word(step.awaited, in: row.run), .faint, short: Self.shortWord(step.awaited, in: row.run))
        ]
      } else if let spawned = row.taskInGo {
        words = [LaneWord("calls g.Go(\(spawned.label))", .told, short: "calls g.Go")]
      }
      return
    }
    guard row.causeOfWait != nil else {
      words = [LaneWord("waiting")]
      return
    }
    let hasError = row.firstFailure != nil
    let isSecret = row.run.secrets.contains(.keptError)
    inside = isSecret ? "still waiting" : hasError ? "the error in hand, still waiting" : "context done, still waiting"
    insideShort = hasError && !isSecret ? "error in hand" : "still waiting"
    words = [LaneWord(inside ?? "", .strong)]
  }

  // MARK: Contexts and after-functions

  private init(context row: Row) {
    guard row.isBorn, let state = row.contextState else {
      words = [LaneWord("not derived yet", .faint)]
      return
    }
    if state == .active, row.run.secrets.contains(.contextEnds) {
      words = [LaneWord("open", .faint)]
      return
    }
    switch state {
    case .cancelled:
      guard let telling = row.telling else { return }
      let text = SafeText.make(telling.told.causeText)
      words =
        telling.told.origin == row.id
        ? [LaneWord(text, row.isOvertaken || !row.isCauseOfTheGroup ? .failure : .cause)]
        : [LaneWord("told: \(text)", .told)]
    case .asked: words = [LaneWord("asked to finish", .asked)]
    case .closed: words = [LaneWord("released", .faint)]
    case .leftOver: words = [LaneWord("never done")]
    case .unknown: words = [LaneWord("?", .faint)]
    case .notMade: words = [LaneWord("not derived yet", .faint)]
    case .active:
      if row.kind == .context(.withoutCancel) {
        words = [LaneWord("open: WithoutCancel is never told", short: "never told")]
      } else if let held = row.effectiveDeadline {
        words = [LaneWord("until \(row.run.timeText(held.t))", .faint)]
      } else {
        words = [LaneWord("open", .faint)]
      }
    }
  }

  private init(after row: Row, now: Context.Instant) {
    if let fired = row.firedAt, !row.marks.step.isSet, row.returnedAt == fired {
      words = [LaneWord(row.isOfAGroup ? "ran, Wait didn't wait for it" : "ran", .out, short: "ran")]
    } else if let fired = row.firedAt, row.marks.step.isSet {
      words =
        row.returnedAt.map { end in
          let latency = TimeText.latency(fired.duration(to: end))
          return [LaneWord("returned \(latency)", .out, short: latency)]
        }
        ?? [LaneWord("runs, no wait for it", .told)]
    } else if let fired = row.firedAt {
      let word = fired == now ? "starts now" : "started"
      words = [LaneWord(row.isOfAGroup ? "\(word), Wait doesn't wait for it" : word, .told, short: word)]
    } else if row.stoppedAt != nil {
      words = [LaneWord("stopped", .out)]
    } else if row.isBorn, row.run.fold.runEnded.isSet {
      words = [LaneWord(row.run.isPartlyUnknown ? "?" : "never ran", .faint)]
    } else if row.isBorn {
      // It runs as an event of its own, later in the instant in which its context ends.
      let isDue = row.parent?.telling != nil && !row.run.isPartlyUnknown
      words = [
        LaneWord(
          isDue ? "due: \(Self.context(of: row)) is done" : "waits for the end of \(Self.context(of: row))", .faint)
      ]
    } else {
      words = [LaneWord("not registered yet", .faint)]
    }
  }

  /// What an after-function waits for, if it has a name that doesn't change.
  private static func context(of row: Row) -> String {
    guard let parent = row.parent, parent.kind == .group || row.run.roster.isOfContextsAlone else {
      return "its context"
    }
    // No lane has the name of the outermost group.
    return parent.number == row.run.outermostGroup?.number ? "ctx" : parent.label
  }

  // MARK: Tasks

  private init(task row: Row, timeline: Timeline, now: Context.Instant) {
    guard row.isBorn, let state = row.taskState else {
      words = [LaneWord("not spawned yet", .faint)]
      return
    }
    if let why = row.turnedAwayBecause {
      words = [LaneWord(state == .refused ? "refused:" : "skipped:", .strong), LaneWord(why, .faint)]
    } else if state == .stuck {
      words = [LaneWord("STUCK", .deaf), LaneWord(row.stuckOn.map { Self.stuck(on: $0, in: row.run) } ?? "")]
    } else if state == .exited, let exit = row.run.exit {
      words = [
        LaneWord("EXIT \(exit.status)", .cause), LaneWord(exit.text.map { SafeText.make($0) } ?? "", .failure),
      ]
    } else if state == .cutOff {
      words = [LaneWord("CUT OFF", .strong), row.isTold ? LaneWord("told", .told) : LaneWord("never told")]
    } else if state == .unknown {
      words = [LaneWord("?", .faint)]
    } else if let out = row.out {
      words = Self.words(out: out, of: row, state: state, end: timeline.end ?? now)
    } else if !row.marks.started.isSet {
      let isQueued = state == .queued
      if timeline.startsNext {
        words = row.isTold ? [LaneWord("told, starts next", .told)] : [LaneWord("starts next")]
      } else {
        words =
          row.isTold
          ? [LaneWord(isQueued ? "told, queued" : "told, not started", .told)]
          : [LaneWord(isQueued ? "queued" : "spawned")]
      }
    } else {
      words = Self.words(inside: row, timeline: timeline, now: now)
    }
    words.removeAll { $0.text.isEmpty }
  }

  private static func words(out: Event.TaskOut, of row: Row, state: TaskState, end: Context.Instant) -> [LaneWord] {
    let latency = row.toldAt.map { TimeText.latency($0.duration(to: end)) }
    switch state {
    case .failedFirst, .failedKept, .failedNotKept, .failedLate:
      if let panic = row.panicText {
        let isKept = row.isKept && !row.run.secrets.contains(.keptError)
        return [LaneWord("PANIC \(SafeText.make(panic))", .cause)] + (isKept ? [row.keptWord] : [])
      }
      return failure(out, of: row, latency: latency)
    case .toldCompleted:
      let late = latency ?? ""
      // What it waited for came.
      if let awaited = row.step?.awaited, awaited != .told { return [LaneWord("done \(late)")] }
      return [LaneWord("done anyway \(late)", short: "done \(late)")]
    case .done:
      if row.hasDecided, !row.run.secrets.contains(.keptError) { return [LaneWord("FIRST", .strong)] }
      if row.isSpared, let cause = row.parent?.causeOfWait, cause < end {
        let latency = TimeText.latency(cause.duration(to: end))
        return [LaneWord("done \(latency), not told", short: "\(latency), not told")]
      }
      return row.askedAt.map { [LaneWord("finished \(TimeText.latency($0.duration(to: end)))")] } ?? []
    case .cancelled, .passedOn, .timedOutAlone:
      // What no cancellation explains is a failure like any other, whatever its text.
      guard row.isEndedQuietly else { return failure(out, of: row, latency: latency) }
      let why = state == .timedOutAlone ? [LaneWord("own deadline", .told)] : []
      let out = out.error == nil ? LaneWord("out, nil", .out, short: "out") : LaneWord("out", .out)
      return why + [out, .latency(latency, .out)]
        + (row.isKept && !row.run.secrets.contains(.keptError) ? [row.keptWord] : [])
    case .notSpawned, .spawned, .queued, .running, .told, .cleaningUp, .deaf, .listensElsewhere, .detached, .refused,
      .skipped, .stuck, .exited, .cutOff, .unknown:
      return []
    }
  }

  /// An error, and what became of it.
  private static func failure(_ out: Event.TaskOut, of row: Row, latency: String?) -> [LaneWord] {
    let error = out.error.map { SafeText.make($0.description) } ?? "failed"
    // What becomes of it isn't told while a question asks that.
    if row.run.secrets.contains(.keptError) { return [LaneWord(error, .failure), .latency(latency)] }
    func other(_ fate: String) -> [LaneWord] { [LaneWord(error, .failure), LaneWord(fate), .latency(latency)] }
    switch row.errorFate {
    case .undecided: return other("not decided")
    case .amongFailures: return other("in Wait's error")
    case .dropped: return other("dropped")
    case .kept: break
    }
    if let owner = row.ignoredBy {
      return [LaneWord(error, .failure), LaneWord("KEPT, \(owner.label) ignores it", short: "KEPT, ignored")]
    }
    return [LaneWord(error, row.isOvertaken ? .failure : .cause), row.keptWord, .latency(latency)]
  }

  private static func stuck(on what: Event.Awaited, in run: RunState) -> String {
    if case .send = what { return run.waits(for: what) }
    if case .receive = what { return run.waits(for: what) }
    if case .context = what { return "waits to be told" }
    if what == .told { return "waits to be told" }
    return SafeText.make(what.description)
  }

  private static func word(_ awaited: Event.Awaited, in run: RunState) -> String {
    if awaited == .told { return "until told" }
    if let task = awaited.task { return "waits for \(run.phrase(task))" }
    if case .signal(let name) = awaited { return "waits for \(SafeText.make(name))" }
    return run.waits(for: awaited)
  }

  /// What the code does that waits, in a word, where there is one.
  static func operation(_ awaited: Event.Awaited) -> String? {
    switch awaited {
    case .send: "send"
    case .receive: "receive"
    case .slot, .group, .context, .result, .nextResult, .told, .start, .out, .failure, .signal, .first, .other: nil
    }
  }

  /// Of a caller that was told while it waited for this: `told in a receive`.
  static func told(in awaited: Event.Awaited) -> String { operation(awaited).map { "told in a \($0)" } ?? "told" }

  /// What it waits for in fewer letters, where there are fewer.
  static func shortWord(_ awaited: Event.Awaited, in run: RunState) -> String? {
    if case .send(let channel) = awaited { return "sends on \(SafeText.make(channel))" }
    if case .receive(let channel) = awaited { return "receives from \(SafeText.make(channel))" }
    return nil
  }

  private static func words(inside row: Row, timeline: Timeline, now: Context.Instant) -> [LaneWord] {
    if row.hasCancelledItself { return [LaneWord("called cancel, goes on")] }
    if row.isCancelling { return [LaneWord("calls cancel")] }
    guard row.isTold else {
      if row.isSpared { return [LaneWord("detached: not told")] }
      if row.askedAt != nil { return [LaneWord("asked", .asked)] }
      if timeline.current == .blockedInGo, let queued = row.queuedTaskBelow {
        return [LaneWord("blocked in g.Go(\(queued.label))", .told)]
      }
      if let attempt = row.attempt, timeline.current == .pausing {
        return [LaneWord("pauses, try \(attempt.number + 1) next", short: "pauses")]
      }
      if let attempt = row.attempt, attempt.number > 1 {
        return [LaneWord("try \(attempt.number) of \(attempt.limit)")]
      }
      if let awaited = row.step?.awaited {
        return [LaneWord(Self.word(awaited, in: row.run), .faint, short: Self.shortWord(awaited, in: row.run))]
      }
      // Its bar is that of its wait.
      if row.isInWait { return [LaneWord("in Wait()", .faint)] }
      let hasWaited = row.children.contains { $0.kind == .group && $0.waiter != nil }
      return hasWaited ? [LaneWord("back from Wait()", .faint)] : []
    }
    let since = CascadeFacts.steady(row.toldAt.map { $0.duration(to: now) } ?? .zero)
    let latency = LaneWord.latency(since > .zero ? TimeText.latency(since) : nil)
    let word: LaneWord =
      switch timeline.current {
      // What it listens to instead, where it waits for something.
      case .deaf:
        LaneWord(
          "told, DEAF" + (row.step?.awaited.map { ": \(Self.word($0, in: row.run))" } ?? ""), .deaf, short: "told, DEAF"
        )
      case .listensElsewhere: LaneWord("told, LISTENS ELSEWHERE", .deaf)
      case .waitingAfterCause: LaneWord("told, in Wait()", .strong)
      case .blockedInGo: LaneWord("told, blocked in g.Go", .told)
      case .cleaningUp: LaneWord("told, cleaning up", .told)
      case .told, .queued, .running, .pausing, .waiting, .open, nil:
        row.marks.hasHeardAndWorks
          ? LaneWord("told, at work", .told)
          : row.startedAfterCancel
            ? LaneWord("told, started late", .told, short: "started late") : LaneWord("told", .told)
      }
    return [word, latency]
  }
}

extension Row {
  /// Whether a wider cause has come since: the end of a context above, for another reason. An area is for the latest cause.
  /// What ends a context around a group that has its cause already changes nothing there.
  fileprivate var isOvertaken: Bool {
    guard let mine = kind == .task ? marks.ended.value : telling?.event else { return false }
    return ancestors.contains { above in
      guard isContext || above.kind == .group, let telling = above.telling else { return false }
      if telling.told.reason == .groupDecided, above.decider?.number == number { return false }
      return telling.told.reason != .scopeEnded && telling.told.origin != id && telling.event > mine
    }
  }

  /// Of a context that ended on its own: whether that ended the outermost group's, too. Where it hasn't got so far, or there is
  /// no group, it may be.
  fileprivate var isCauseOfTheGroup: Bool {
    run.outermostGroup?.telling.map { $0.told.origin == id || $0.told.reason == .scopeEnded } ?? true
  }

  /// Whether there is a group above, whose wait waits for tasks alone.
  fileprivate var isOfAGroup: Bool { ancestors.contains { $0.kind == .group } }

  /// `KEPT`; with the task whose group it is, where that isn't the outermost one.
  fileprivate var keptWord: LaneWord {
    guard let owner = parent?.parent, owner.kind == .task else { return LaneWord("KEPT", .strong) }
    return LaneWord("KEPT by \(owner.label)", .strong, short: "KEPT", isInner: true)
  }

  /// What the caller of this group does before it waits for it, in words.
  var callersWords: String? {
    guard kind == .group, isBorn, waiter == nil, closedAt == nil else { return nil }
    if let last = lastSpawned, last.taskState == .queued { return "blocked in g.Go(\(last.label))" }
    return callersStep.map { $0.isTold ? LaneWords.told(in: $0.awaited) : run.waits(for: $0.awaited) }
  }

  /// The task that the caller of this limited group has just given to `g.Go`, which will block or return.
  fileprivate var taskInGo: Row? {
    limit == nil ? nil : lastSpawned.flatMap { $0.taskState == .spawned ? $0 : nil }
  }

  private var lastSpawned: Row? {
    children.filter(\.isBorn).max { $0.marks.born.value ?? 0 < $1.marks.born.value ?? 0 }
  }

  /// The task that this one is blocked for, as the caller of a group.
  fileprivate var queuedTaskBelow: Row? { children.filter { $0.kind == .group }.compactMap(\.queuedTask).last }
}

extension TimeText {
  /// How long after something: `+30 ms`, `+1.400 s`.
  package static func latency(_ duration: Duration) -> String { "+" + self.duration(duration) }
}
