package import Cascade
package import CascadeTrace

/// One line of the table under two runs.
package struct ComparedFact: Hashable, Sendable {
  package enum Subject: Hashable, Sendable, CaseIterable {
    case cause, told, answer, errors, results
    case wasted, used, extra, saved, discarded, sunk

    /// Whether it is an amount of work.
    package var isWork: Bool {
      switch self {
      case .cause, .told, .answer, .errors, .results: false
      case .wasted, .used, .extra, .saved, .discarded, .sunk: true
      }
    }
  }

  package let subject: Subject
  /// What it is about, in a few words.
  package let label: String
  package let a: String
  package let b: String
  /// How much more B has than A; empty where a number would say nothing.
  package let difference: String
  /// For amounts of work: how much on each side.
  package let work: Work?

  package struct Work: Hashable, Sendable {
    package let a: Duration
    package let b: Duration
  }

  init(_ subject: Subject, _ label: String, _ a: String, _ b: String, difference: String = "", work: Work? = nil) {
    self.subject = subject
    self.label = label
    self.a = a
    self.b = b
    self.difference = difference
    self.work = work
  }
}

/// Both sides at one instant.
package struct ComparedMoment: Sendable {
  package let t: Context.Instant
  package let a: OneSide
  package let b: OneSide
  package let facts: [ComparedFact]
  /// What the whole of it teaches, once both are over; made from the facts alone.
  package let lesson: [String]
  /// The same sentences, those first that are to be kept longest where there is little room.
  package let lessonByImportance: [String]

  /// One side at that instant.
  package struct OneSide: Sendable {
    package let run: RunState
    /// Nil as long as nothing has gone wrong.
    package let waste: Waste?
    private let thrownAway: Set<Int>

    init(_ side: Comparison.Side, at t: Context.Instant) {
      run = side.state(at: t)
      waste = side.ledger.waste(in: run, at: t)
      thrownAway = Set(waste?.thrownAway ?? [])
    }

    /// Whether it is known that nobody will use what a task returned.
    package func isThrownAway(_ row: Int) -> Bool { thrownAway.contains(row) }
  }
}

extension Comparison {
  /// Both sides at an instant, as far as they had come.
  package func moment(at t: Context.Instant) -> ComparedMoment {
    let (a, b) = (ComparedMoment.OneSide(a, at: t), ComparedMoment.OneSide(b, at: t))
    let isOver = a.run.ending != nil && b.run.ending != nil
    let lesson = isOver ? Lesson(a, b, footing: footing) : nil
    return ComparedMoment(
      t: t, a: a, b: b, facts: facts(a, b), lesson: lesson?.sentences ?? [],
      lessonByImportance: lesson?.byImportance ?? [])
  }

  private func facts(_ a: ComparedMoment.OneSide, _ b: ComparedMoment.OneSide) -> [ComparedFact] {
    let noun = a.run.causeNoun == b.run.causeNoun ? a.run.causeNoun : "first cause"
    var facts = [
      ComparedFact(.cause, noun, a.causeText, b.causeText),
      ComparedFact(.told, "tasks are told", a.toldText, b.toldText),
      ComparedFact(
        .answer, "caller is answered", a.answerText, b.answerText,
        difference: signed(a.answeredAt, b.answeredAt).map { $0 == .zero ? "same" : Self.signed($0) } ?? ""),
      ComparedFact(.errors, "errors it gets", a.errorsText, b.errorsText),
      ComparedFact(
        .results, "results it can use", a.resultsText, b.resultsText,
        difference: Self.signed(b.usable - a.usable)),
    ]
    guard a.waste != nil || b.waste != nil else { return facts }
    func add(_ subject: ComparedFact.Subject, _ label: String, _ amount: (Waste.Amounts) -> Duration) {
      let (left, right) = (a.waste.map { amount($0.total) }, b.waste.map { amount($0.total) })
      let comparable = footing.isSame && left != nil && right != nil
      let difference = (right ?? .zero) - (left ?? .zero)
      facts.append(
        ComparedFact(
          subject, label, left.map(TimeText.duration) ?? "none", right.map(TimeText.duration) ?? "none",
          difference: comparable ? (difference == .zero ? "same" : Self.signed(difference)) : "",
          work: ComparedFact.Work(a: left ?? .zero, b: right ?? .zero)))
    }
    add(.wasted, "done after (WASTED)", \.wasted)
    func has(_ amount: (Waste.Amounts) -> Duration) -> Bool {
      [a, b].contains { ($0.waste.map { amount($0.total) } ?? .zero) > .zero }
    }
    if has(\.used) { add(.used, "of it, used", \.used) }
    if has(\.extra) { add(.extra, "EXTRA, beyond plan", \.extra) }
    if a.waste?.isPlanned == true || b.waste?.isPlanned == true {
      add(.saved, has(\.tidied) ? "SAVED, less cleanup" : "SAVED, never done", \.saved)
    }
    add(.discarded, "DISCARDED, finished", \.discarded)
    add(.sunk, "SUNK, under way", \.sunk)
    return facts
  }

  private func signed(_ a: Context.Instant?, _ b: Context.Instant?) -> Duration? {
    guard let a, let b else { return nil }
    return a.duration(to: b)
  }

  private static func signed(_ duration: Duration) -> String {
    (duration > .zero ? "+" : "") + TimeText.duration(duration)
  }

  private static func signed(_ count: Int) -> String {
    count == 0 ? "same" : count > 0 ? "+\(count)" : "\(count)"
  }
}

extension ComparedMoment.OneSide {
  /// When the wait of the outermost group returned.
  var answeredAt: Context.Instant? { run.outermostGroup?.closedAt }

  /// How many tasks have finished with a result that can be used; before anything goes wrong every one that has.
  var usable: Int { waste?.usable ?? run.tasks.count { $0.out?.outcome == .completed } }

  fileprivate var never: String { run.ending == nil ? "not yet" : "never" }

  fileprivate var causeText: String { run.causeTime.map(run.timeText) ?? (run.ending == nil ? "none so far" : "none") }

  fileprivate var toldText: String { ToldTasks(run).countAndTime ?? never }

  fileprivate var answerText: String { answeredAt.map(run.timeText) ?? never }

  fileprivate var errorsText: String {
    guard let group = run.outermostGroup, group.closedAt != nil else { return never }
    // Whatever the group keeps is an error like any other, also where it is only what came of a cancellation.
    let failures = run.tasks.count { task in
      task.out?.outcome == .failed || (task.isKept && task.parent?.number == group.number)
    }
    guard group.closingError != nil else { return failures == 0 ? "none" : "none of \(failures)" }
    let kept = max(1, group.children.count { $0.isKept })
    return kept >= failures ? "\(kept)" : "\(kept) of \(failures)"
  }

  fileprivate var resultsText: String {
    "\(usable) of \(run.tasks.count)"
  }
}
