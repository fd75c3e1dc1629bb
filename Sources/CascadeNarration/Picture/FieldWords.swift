package import Cascade
import CascadeText
package import CascadeTrace

/// One of the four fields of the picture: a head, a bar, and lines of words. Safe to print.
package struct Field: Hashable, Sendable {
  package enum Role: Hashable, Sendable, CaseIterable { case cause, told, out, wait }

  /// What the field is drawn as.
  package enum Look: Hashable, Sendable {
    /// Before any cause.
    case calm
    /// Counting what a cause has set off.
    case counting
    /// The cause: an area as a whole.
    case cause
    /// The caller is waiting after the cause: the second row is an area.
    case waiting
  }

  package let role: Role
  package var head: FieldLine
  package var lines: [FieldLine] = []
  package var look = Look.calm
  /// A part of a whole, drawn behind the second row.
  package var bar: (part: Int, whole: Int)?

  package static func == (left: Field, right: Field) -> Bool {
    left.role == right.role && left.head == right.head && left.lines == right.lines && left.look == right.look
      && left.bar?.part == right.bar?.part && left.bar?.whole == right.bar?.whole
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(role)
    hasher.combine(head)
    hasher.combine(lines)
  }
}

/// A line of a field, with what may go where there is little room: words first, then what stands behind a name, then its end.
package struct FieldLine: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// The same in fewer and fewer words; the last may be empty.
  package let forms: [String]
  /// Stands behind each of them, whole or not at all: not where only the name alone has room.
  package let tail: String
  /// When it is there.
  package enum Presence: Hashable, Sendable {
    case always
    /// Where a row would be empty otherwise.
    case whereFree
    /// Only where the line before it isn't there whole: it says what that leaves out, before all that comes later.
    case whereShortened
  }

  package private(set) var presence = Presence.always

  package var text: String { forms[0] + tail }

  package init(stringLiteral text: String) { self.init([text]) }

  init(_ forms: [String], tail: String = "") {
    self.forms = forms
    self.tail = tail
  }

  static func extra(_ words: String, short: String? = nil, _ presence: Presence = .whereFree) -> FieldLine {
    var line = FieldLine([words] + (short.map { [$0] } ?? []))
    line.presence = presence
    return line
  }

  /// `TOLD 3 of 5`; `OUT 3 of 5 told`, where it has to be said what is counted.
  static func part(_ word: String, _ part: Int, of whole: Int, _ what: String? = nil) -> FieldLine {
    let short = "\(word) \(part) of \(whole)"
    let counted = what.map { ["\(short) \($0)", "\(word) \(part)/\(whole) \($0)"] } ?? []
    return FieldLine(counted + [short, "\(word) \(part)/\(whole)", "\(word) \(part)"])
  }

  /// `+180 ms ...`: it goes on.
  static func counting(_ latency: String) -> FieldLine { FieldLine(["\(latency) ...", "\(latency).."]) }

  /// A name, and when or after how long.
  static func named(_ name: String, _ time: String) -> FieldLine { FieldLine([name], tail: " " + time) }

  /// An error.
  static func error(_ text: String) -> FieldLine { FieldLine(ErrorWords.forms(of: text)) }

  /// What the caller waits for; nothing for nil.
  ///
  /// - Parameter short: The same where the names don't fit.
  static func waitsFor(_ names: String?, short: String? = nil) -> FieldLine {
    FieldLine(names.map { ["for \($0)", $0] + (short.map { ["for \($0)", $0] } ?? []) } ?? [""])
  }

  /// There whole or not at all.
  static func aside(_ words: String) -> FieldLine { FieldLine([words, ""]) }
}

extension CascadeFacts {
  /// The four fields at one instant.
  package func fields(of run: RunState, now: Context.Instant) -> [Field] {
    guard let group else { return run.contextFields }
    if let asked { return askedFields(asked, now: now) }
    guard let telling else { return calmFields(group, now: now) }
    let waiting = waiting ?? group
    let since = waiting.causeOfWait ?? (waiting.number == group.number ? telling.t : nil)
    return [cause(group, telling), toldField, outField, wait(waiting, since: since, now: now)]
  }

  private func cause(_ group: Row, _ telling: Row.Telling) -> Field {
    let inner = group.isOutermost ? nil : group.ownerLabel
    let run = group.run
    let subject = run.causeSubject(telling)
    let origin = run.row(telling.told.origin)
    // What came before it and led to it.
    var before: FieldLine?
    var text = FieldLine.error(SafeText.make(telling.told.causeText))
    var time: FieldLine = "at \(run.timeText(telling.t))"
    switch telling.told.reason {
    case .siblingFailed:
      if let source = origin?.source {
        before = .extra("from \(source.label)", .whereShortened)
      } else if let origin, origin.usedContextAfterWait {
        before = .extra("ctx used after Wait")
        text = FieldLine([text.text, "ctx after Wait"])
      }
    case .requested:
      // The task's own call, which gives no cause.
      if origin?.kind == .task, telling.told.cause == nil { text = FieldLine([text.text, "calls cancel()"]) }
    case .shutdown:
      // When it was asked says more than that its context is cancelled.
      if let asked = run.shutdownSignal {
        (text, time) = (time, .extra("asked at \(run.timeText(asked))", short: "asked \(run.timeText(asked))"))
      }
    case .groupDecided:
      // What decided it says more than that the context of the others is cancelled.
      if let error = origin?.decidedBy?.error { text = .error(SafeText.make(error)) }
    case .deadlineExceeded, .scopeEnded, .taskCancelled, .handleDropped: break
    }
    return Field(
      role: .cause, head: inner.map { FieldLine(["CAUSE in \($0)", "CAUSE inside"]) } ?? "CAUSE",
      lines: [subject] + (before.map { [$0] } ?? []) + [text, time], look: .cause)
  }

  private var toldField: Field {
    var field = Field(role: .told, head: .part("TOLD", toldCount, of: total), look: .counting)
    field.bar = (toldCount, total)
    guard let last = lastTold, let t = last.toldAt else {
      field.lines = [total == 0 || group?.run.fold.runEnded.isSet == true ? "none" : "none yet"]
      return field
    }
    if toldCount < total {
      // More than one: its name alone would seem to be all of them.
      field.lines = [FieldLine([toldCount > 1 ? "last: \(last.label)" : last.label])]
    } else {
      let names = toldEarlier.map(\.label).joined(separator: ", ")
      let second: FieldLine =
        toldEarlier.isEmpty
        ? .aside(isAtOnce ? "same instant" : "the latest")
        : FieldLine(["earlier: \(names)", "earlier: \(toldEarlier.count)"])
      field.lines = ["at \(last.run.timeText(t))", second]
    }
    return field
  }

  private var outField: Field {
    let isOver = group?.run.fold.runEnded.isSet == true
    let none: FieldLine = group?.run.isPartlyUnknown == true ? "none known" : isOver ? "none" : "none yet"
    var field = Field(role: .out, head: .part("OUT", outCount, of: total, "told"), lines: [none], look: .counting)
    field.bar = (outCount, total)
    if let last = lastOut, let latency = last.latency {
      field.lines = [.named(last.label, TimeText.latency(latency))]
      if isAllOut {
        field.lines.append(
          group?.isOutermost == true ? "all out" : FieldLine(["all told are out", "all told out", "all out"]))
      }
      // What a shutdown asked, and nothing had to tell.
      let finished =
        telling?.told.reason != .shutdown
        ? [] : last.run.tasks.filter { $0.askedAt != nil && !$0.isTold && $0.outAt != nil }
      if !finished.isEmpty {
        let names = finished.map(\.label).joined(separator: ", ")
        field.lines.append(.extra("finished: \(names)", short: "\(finished.count) finished"))
      }
    }
    return field
  }

  private func wait(_ group: Row, since: Context.Instant?, now: Context.Instant) -> Field {
    guard let since else { return calmWait(group, now: now) }
    // Another wait than the one in the first row.
    let inner = group.isOutermost ? nil : group.ownerLabel
    func head(_ words: String...) -> FieldLine {
      let last = words.last ?? ""
      return FieldLine(
        inner.map { name in words.map { "\($0) in \(name)" } + ["inner \(last)", "its \(last)"] } ?? [words[0]])
    }
    let result = group.closedAt.map { closed -> (latency: String, error: String) in
      (TimeText.latency(since.duration(to: closed)), group.closingError.map(SafeText.make) ?? "nil")
    }
    // It got its error before what the field of the cause is about.
    let isEarlier = telling.map { since < $0.t } ?? false
    func latencyLine(_ latency: String, goesOn: Bool = false) -> FieldLine {
      guard isEarlier else { return goesOn ? .counting(latency) : FieldLine([latency]) }
      let start = group.run.timeText(since)
      return FieldLine(["\(latency) since \(start)", "since \(start)", latency])
    }
    if let left = group.callerLeftAt {
      let after = since <= left ? TimeText.latency(since.duration(to: left)) : "at \(group.run.timeText(left))"
      let wait: [FieldLine] =
        result.map { over in
          [FieldLine(["Wait over \(over.latency)", "over \(over.latency)", "over"]), .error(over.error)]
        } ?? [FieldLine(["Wait goes on", "goes on"])]
      return Field(
        role: .wait, head: "WAIT left", lines: [FieldLine(["caller left \(after)", "left \(after)", after])] + wait)
    }
    if let result {
      return Field(
        role: .wait, head: head("WAIT over", "over"), lines: [latencyLine(result.latency), .error(result.error)])
    }
    let latency = TimeText.latency(Self.steady(max(.zero, since.duration(to: now))))
    if group.contextState == .unknown || group.run.isPartlyUnknown && group.run.fold.runEnded.isSet {
      return Field(role: .wait, head: "WAIT", lines: ["?"])
    }
    if group.run.fold.runEnded.isSet { return Field(role: .wait, head: "WAIT", lines: ["never returned"]) }
    guard group.waiter != nil else {
      guard isBlockedInGo else { return Field(role: .wait, head: "WAIT", lines: notYet(group)) }
      return Field(role: .wait, head: "GO", lines: [.counting(latency), .waitsFor("a slot")], look: .waiting)
    }
    return Field(
      role: .wait, head: head("WAIT"), lines: [latencyLine(latency, goesOn: true), waitsForOwn], look: .waiting)
  }

  /// The tasks that the wait waits for.
  private var waitsForOwn: FieldLine {
    guard left > 0 else { return FieldLine(["no task is left", "no task left", "none left"]) }
    let names = leftTasks.map(\.label).joined(separator: ", ")
    let count = left == 1 ? nil : "\(left) tasks"
    return .waitsFor(names.isEmpty ? count : names, short: count)
  }

  /// The caller's wait before anything has gone wrong.
  private func calmWait(_ group: Row, now: Context.Instant) -> Field {
    let run = group.run
    func field(_ lines: FieldLine...) -> Field { Field(role: .wait, head: "WAIT", lines: lines) }
    if group.closedAt != nil {
      return Field(role: .wait, head: "WAIT over", lines: [.error(group.closingError.map(SafeText.make) ?? "nil")])
    }
    if run.fold.runEnded.isSet, !run.isPartlyUnknown { return field("never returned") }
    if group.contextState == .unknown { return field("?") }
    if let waiter = group.waiter {
      let clock = Context.Instant.zero.advanced(by: Self.steady(waiter.since.duration(to: now)))
      let time = TimeText.instant(clock)
      return field(FieldLine(["\(time) so far", time]), waitsForOwn)
    }
    if isBlockedInGo { return field("in g.Go", .waitsFor("a slot")) }
    return run.isPartlyUnknown ? field("?") : Field(role: .wait, head: "WAIT", lines: notYet(group))
  }

  /// The caller doesn't wait for its group so far: what else it waits for.
  private func notYet(_ group: Row) -> [FieldLine] {
    guard let step = group.callersStep else { return ["not yet"] }
    let run = group.run
    let awaited = run.awaited(step.awaited)
    let place = LaneWords.operation(step.awaited).map { ["in a \($0)", $0] }
    if step.isTold { return ["not yet"] + (place.map { [FieldLine(["told \($0[0])"] + $0)] } ?? []) }
    let forms = [run.waits(for: step.awaited), LaneWords.shortWord(step.awaited, in: run)]
    return ["not yet", FieldLine(forms.compactMap(\.self) + (place ?? ["for \(awaited)", awaited]))]
  }

  /// What goes on is counted in milliseconds, from the first one on: no digits flicker behind that.
  static func steady(_ duration: Duration) -> Duration {
    guard duration >= .milliseconds(1) else { return duration }
    return .milliseconds(Int(duration / .milliseconds(1)))
  }

  private func calmFields(_ group: Row, now: Context.Instant) -> [Field] {
    let run = group.run
    let isKnown = !run.isPartlyUnknown
    let isOver = group.closedAt != nil || run.fold.runEnded.isSet
    let none: FieldLine = !isKnown ? "none known" : isOver ? "none" : "none so far"
    // No cause, but after-functions start by it, and what goes on using it fails.
    let ended: [FieldLine] = group.telling?.told.reason == .scopeEnded ? ["Wait ends ctx"] : []
    var outField = Field(
      role: .out, head: .part("OUT", outCount, of: taskCount, "tasks"),
      lines: [!isKnown ? "none known" : isOver ? "none" : "none yet"])
    outField.bar = (outCount, taskCount)
    if let last = lastOut, let t = last.outAt { outField.lines = [.named(last.label, run.timeText(t))] }
    if neverRan > 0 { outField.lines.append("\(neverRan) never ran") }
    let toldField = Field(role: .told, head: "TOLD", lines: [isKnown ? "none" : "none known"])
    if let failure = group.firstFailure {
      // The group has an error to return, and tells no task.
      let subject = failure.source?.label ?? failure.task?.label ?? "the caller"
      let cause = Field(
        role: .cause, head: "CAUSE",
        lines: ["\(subject)", "\(SafeText.make(failure.error))", "at \(run.timeText(failure.t))"],
        look: .cause)
      return [cause, toldField, outField, self.wait(group, since: failure.t, now: now)]
    }
    var cause = Field(role: .cause, head: "CAUSE", lines: [none] + ended)
    if group.closedAt == nil, let exit = run.exit, let t = run.time(at: run.fold.exit) {
      cause.lines = [
        "\(exit.row?.label ?? "the caller") exits", "\(ExitWords.call(exit.status, exit.text))",
        "at \(run.timeText(t))",
      ]
      cause.look = .cause
      let cut = run.tasks.count { $0.taskState == .cutOff }
      if cut > 0 { outField.lines.append("\(cut) cut off") }
    }
    return [cause, toldField, outField, calmWait(group, now: now)]
  }

  private func askedFields(_ asked: Context.Instant, now: Context.Instant) -> [Field] {
    guard let group else { return [] }
    let run = group.run
    let left = askedTasks.filter { $0.outAt == nil }
    var told = Field(
      role: .told, head: .part("ASKED", askedTasks.count, of: askedTasks.count), lines: ["to finish", "told: none"],
      look: .counting)
    told.bar = (askedTasks.count, askedTasks.count)
    var finished = Field(
      role: .out, head: .part("OUT", outCount, of: askedTasks.count, "asked"),
      lines: [run.fold.runEnded.isSet ? "none" : "none yet"], look: .counting)
    finished.bar = (outCount, askedTasks.count)
    if let last = lastOut, let t = last.outAt {
      finished.lines = [.named(last.label, TimeText.latency(asked.duration(to: t)))]
    }
    let grace = TimeText.latency(max(.zero, asked.duration(to: now)))
    let names = left.count > 2 ? "\(left.count) tasks" : left.map(\.label).joined(separator: ", ")
    let graceLines: [FieldLine] = [
      .counting(grace), .waitsFor(left.isEmpty ? nil : names, short: left.count > 1 ? "\(left.count) tasks" : nil),
    ]
    // Nothing is counted behind the end of the run.
    let wait =
      run.fold.runEnded.isSet
      ? calmWait(run.outermostGroup ?? group, now: now)
      : Field(role: .wait, head: "GRACE", lines: graceLines, look: .waiting)
    return [
      Field(role: .cause, head: "CAUSE", lines: ["shutdown", "asked at \(run.timeText(asked))"], look: .cause), told,
      finished, wait,
    ]
  }
}

extension Row {
  /// Whether a task that nothing told returned the error of a context: only its Wait has ended that of a group inside.
  fileprivate var usedContextAfterWait: Bool {
    taskState == .cancelled && !isTold
      && children.contains { $0.kind == .group && $0.telling?.told.reason == .scopeEnded }
  }

  fileprivate var isOutermost: Bool { run.outermostGroup?.number == number }

  /// Of a group that has what it wants, or is about to say so: the task whose return decided that.
  fileprivate var decidedBy: Row? { decider ?? firstFailure?.task }

  /// The task whose group it is, or else its own name.
  fileprivate var ownerLabel: String { parent.flatMap { $0.kind == .task ? $0.label : nil } ?? label }
}

extension RunState {
  /// What ended a context, in two or three words: a task, a deadline, a call from outside.
  func causeSubject(_ telling: Row.Telling) -> FieldLine {
    let origin = row(telling.told.origin)
    switch telling.told.reason {
    case .siblingFailed:
      guard let origin else { return "a task" }
      guard let source = origin.source else { return "\(origin.label)" }
      return FieldLine(["\(origin.label), from \(source.label)", "\(origin.label)"])
    case .requested:
      guard let origin, origin.kind == .task else { return "from outside" }
      return .named(origin.label, "cancels")
    case .shutdown: return FieldLine(["grace period over", "grace over"])
    case .deadlineExceeded:
      guard let origin, !["timeout", "deadline"].contains(origin.name) else { return "deadline passed" }
      return "deadline of \(origin.label)"
    case .scopeEnded: return "wait returned"
    case .taskCancelled: return "Swift task cancelled"
    case .handleDropped: return origin?.marks.waited.isSet == true ? "the caller left" : "group dropped"
    case .groupDecided:
      if let decider = origin?.decidedBy {
        // A success decides, or any return.
        guard origin?.policy?.name == GroupKind.firstReturn.rawValue else { return "\(decider.label) is first" }
        return FieldLine(["\(decider.label) returned first", "\(decider.label) returned", decider.label])
      }
      return "\(origin?.label ?? "the group") decides"
    }
  }
}

extension RunState {
  /// The four fields of a run that has neither groups nor tasks: what ended contexts last, which it told, which are done, and
  /// which are open.
  package var contextFields: [Field] {
    let contexts = rows.filter { $0.isContext && $0.isBorn && !$0.isShutdownSignal }
    let done = contexts.filter { $0.contextState == .cancelled }
    let open = contexts.filter { $0.contextState == .active || $0.contextState == .leftOver }
    var doneField = Field(
      role: .out, head: contexts.isEmpty ? "DONE" : .part("DONE", done.count, of: contexts.count),
      lines: ["\(Self.names(done))"],
      look: done.isEmpty ? .calm : .counting)
    doneField.bar = (done.count, contexts.count)
    let openField = Field(
      role: .wait, head: contexts.isEmpty ? "OPEN" : .part("OPEN", open.count, of: contexts.count),
      lines: ["\(Self.names(open))"])
    let last = done.max { ($0.telling?.event ?? 0) < ($1.telling?.event ?? 0) }
    guard let telling = last?.telling else {
      return [
        Field(role: .cause, head: "CAUSE", lines: [isPartlyUnknown ? "none known" : "none so far"]),
        Field(role: .told, head: "TOLD", lines: [isPartlyUnknown ? "none known" : "none"]),
        doneField, openField,
      ]
    }
    let told = telling.told
    let reached = done.filter { $0.telling?.told.origin == told.origin && $0.id != told.origin }
    let subject = row(told.origin)?.label ?? SafeText.make(told.origin)
    let (what, short) = told.reason == .deadlineExceeded ? ("deadline", "timeout") : ("cancelled", "cancel")
    let below = contexts.filter { row in row.ancestors.contains { $0.id == told.origin } }
    let before = below.count { row in (row.telling?.event).map { $0 < telling.event } ?? false }
    let none: FieldLine =
      below.isEmpty ? "none below" : before > 0 ? FieldLine(["\(before) done before", "\(before) before"]) : "none"
    var toldField = Field(
      role: .told, head: "TOLD \(reached.count)", lines: [reached.isEmpty ? none : "\(Self.names(reached))"],
      look: .counting)
    toldField.bar = (reached.count, reached.count)
    let earlier = done.filter { row in
      row.telling.map { $0.told.origin != row.id && $0.told.origin != told.origin } ?? false
    }
    if !earlier.isEmpty { toldField.lines.append(.extra("earlier: \(Self.names(earlier))")) }
    return [
      Field(
        role: .cause, head: "CAUSE",
        lines: [
          FieldLine(["\(subject) \(what)", "\(subject) \(short)", subject]),
          .error(SafeText.make(told.causeText)),
          "at \(timeText(telling.t))",
        ], look: .cause), toldField, doneField, openField,
    ]
  }

  private static func names(_ rows: [Row]) -> String { rows.map(\.label).joined(separator: ", ") }
}
