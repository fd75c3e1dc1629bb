import Cascade
import CascadeText
import CascadeTrace

/// What there is to say about contexts, groups and after-functions.
extension DetailLines {
  mutating func addGroup() {
    add("state", state)
    add("kind", (row.policy?.name).map(SafeText.make))
    add(
      "options",
      row.options.isEmpty ? "none" : row.options.map { SafeText.make($0.description) }.joined(separator: ", "))
    add("opened", row.bornAt.map { time($0) + place })
    if let failure = row.firstFailure {
      let from = failure.source.map { " from \($0.phrase)" } ?? ""
      add("keeps", "\(SafeText.quoted(failure.error))\(from), since \(time(failure.t))")
    }
    addEnd()
    add(
      "waited for",
      row.waiter.map { waiter in
        "\(waiter.who.isEmpty ? "by the caller" : "by \(row.run.phrase(waiter.who))"), since \(time(waiter.since))"
      })
    add(
      "wait",
      row.closedAt.map { "returned \(row.closingError.map(SafeText.quoted) ?? "no error") at \(time($0))" })
    addChain()
  }

  mutating func addContext() {
    add("state", state)
    add("made", row.bornAt.map { time($0) + ", \(row.derivation)" + place })
    add("value", row.valueWords)
    add("deadline", row.effectiveDeadline.map { time($0.t) + ($0.of.map { ", that of \($0.phrase)" } ?? "") })
    add("says", row.latestLog.map(SafeText.quoted))
    add("asked", row.contextState == .asked ? row.telling.map { "to finish at \(time($0.t))" } : nil)
    addEnd()
    add("released", row.closedAt.map(time))
    addChain()
  }

  mutating func addAfterFunction() {
    add("state", row.state.word)
    add("made", row.bornAt.map { time($0) + place })
    add("started", row.firedAt.map(time))
    add("stopped", row.stoppedAt.map(time))
    addChain()
  }

  private var state: String? { row.contextState.map { "\($0.word): \($0.meaning)" } }

  /// When it was cancelled, by whom, why, and whom that reached.
  private mutating func addEnd() {
    guard row.contextState == .cancelled else { return }
    add("cancelled", row.telling.map { time($0.t) })
    addCancellation()
    addReach()
  }
}

/// How a cancellation came and went on.
extension DetailLines {
  /// Who cancelled it, and why.
  mutating func addCancellation() {
    guard let told = row.telling?.told else { return }
    add("because", reason(told.reason))
    add("cause", SafeText.quoted(told.causeText))
    add("from", told.origin.isEmpty || told.origin == row.id ? nil : row.run.phrase(told.origin))
  }

  private func reason(_ reason: Cancellation.Reason) -> String {
    switch reason {
    case .requested: "somebody cancelled it"
    case .deadlineExceeded: "its deadline passed"
    case .siblingFailed: "a task of the group failed"
    case .scopeEnded: "its scope is over"
    case .taskCancelled: "the Swift task around it was cancelled"
    case .handleDropped: "nobody waits for it any more"
    case .shutdown: "it was shut down and its grace ran out"
    case .groupDecided: "the group had seen enough"
    }
  }

  /// How many are named at most.
  private static let mostNames = 20

  /// Whom a cancellation reached that came from this row or through it, in the order in which they were told.
  mutating func addReach() {
    let told = reached
    guard !told.isEmpty else {
      if row.kind != .task { add("reached", "nobody") }
      return
    }
    func count(_ noun: String, where isOne: (Row) -> Bool) -> String? {
      let number = told.count(where: isOne)
      return number > 0 ? English.count(number, noun) : nil
    }
    let counts = [
      count("task") { $0.kind == .task }, count("group") { $0.kind == .group },
      count("context") { if case .context = $0.kind { true } else { false } },
      count("after-function") { $0.kind == .after },
    ]
    let rest = told.count > Self.mostNames ? ", and \(told.count - Self.mostNames) more" : ""
    let names = told.prefix(Self.mostNames).map(\.phrase).joined(separator: ", ")
    add("reached", "\(English.list(counts.compactMap(\.self))), in this order: \(names)\(rest)")
  }

  private var reached: [Row] {
    let rows = row.run.rows.filter { other in
      guard let telling = other.telling, telling.told.reason != .scopeEnded, other.number != row.number else {
        return false
      }
      // What asked everybody to finish was there before any cancel, and isn't cancelled.
      if other.contextState == .asked { return false }
      if row.kind == .task { return telling.told.origin == row.id }
      return telling.told.origin == row.telling?.told.origin && other.isBelow(row)
    }
    return rows.sorted { ($0.telling?.event ?? 0) < ($1.telling?.event ?? 0) }
  }

  /// The contexts above up to the root, the nearest first, with what each was made with and what became of it.
  mutating func addChain() {
    var next = row.parent
    var label = "inside"
    while let current = next {
      add(label, current.linkText)
      label = ""
      next = current.parent
    }
  }
}

extension Row {
  fileprivate func isBelow(_ other: Row) -> Bool {
    var next = parent
    while let current = next {
      if current.number == other.number { return true }
      next = current.parent
    }
    return false
  }

  /// How a context came to be: `with a deadline`.
  fileprivate var derivation: String {
    guard case .context(let what) = kind else { return "" }
    return switch what {
    case .background: "a root"
    case .todo: "a root, to be done"
    case .cancel: "to be cancelled"
    case .deadline: "with a deadline"
    case .withoutCancel: "cut off from cancellations above"
    case .merged: "merged of several"
    case .value: "with a value"
    case .after: "for an after-function"
    case .shutdown: "the signal to finish"
    }
  }

  /// One link of the chain of contexts.
  fileprivate var linkText: String {
    var facts: [String] = []
    switch kind {
    case .group: facts = ([policy?.name].compactMap(\.self) + options.map(\.description)).map(SafeText.make)
    case .context: facts = [derivation]
    case .task, .after: break
    }
    if let valueWords { facts.append(valueWords) }
    if let deadline { facts.append("deadline \(run.timeText(deadline))") }
    let word = contextState?.word ?? taskState?.word ?? state.word
    let since = telling.flatMap { $0.told.reason == .scopeEnded ? nil : " since \(run.timeText($0.t))" } ?? ""
    facts.append(kind == .task && toldAt != nil ? "told\(since)" : contextState == .cancelled ? word + since : word)
    if let location { facts.append("at \(SafeText.make(location))") }
    return "\(phrase): \(facts.joined(separator: ", "))"
  }
}
