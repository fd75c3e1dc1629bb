/// What the law says of a row, and nothing of how the library does it.
extension WakeRow {
  /// How a wait may end: `3500 taskCancelled`. More than one where two things happen in the same instant.
  var expected: Set<String> {
    Set(cancels.map { outcome($0) })
  }

  /// A foreign cancel as it may be taken: as one that came before the library's own of the same instant, or after.
  private enum Order { case foreignFirst, libraryFirst }

  private var cancels: [Order] {
    foreign == Self.tellTime && tell != .never ? [.foreignFirst, .libraryFirst] : [.foreignFirst]
  }

  private func outcome(_ order: Order) -> String {
    let told = tell == .never ? nil : Self.tellTime
    // A cancel of what is around the parent ends the parent's context, as one from outside.
    var end: (time: Int, reason: String)? = told.map { ($0, reason) }
    if endsAtReturn, end.map({ leaves < $0.time }) ?? true { end = (leaves, "scopeEnded") }
    var reach = isWired ? told : nil
    var seen = foreign
    if let foreign, target == .around || origin == .inline && parent == .scopeBody {
      // The body of a group's scope runs in the Swift task around it.
      let isFirst = told.map { foreign < $0 || foreign == $0 && order == .foreignFirst } ?? true
      if isFirst { end = (foreign, "taskCancelled") }
      if target == .around, parent.hasOwnTask {
        // It goes no further than that: what reaches the task is the library's.
        seen = nil
        if isFirst { reach = foreign }
      }
    }
    if let cancel = seen, let library = reach {
      let isFirst = cancel < library || cancel == library && order == .foreignFirst
      if target == .around {
        // It is heard whenever it comes, by the code around. If first, the library has no reason any more to send one.
        if isFirst { reach = nil }
      } else if isFirst, start < library || cancel >= start {
        reach = nil
      } else {
        // Swift keeps the first cancel of a task, and says nothing of a second one. So what came after the library's own
        // can't be seen; nor can what came before, by code that begins to wait when both have come.
        seen = nil
      }
    }
    var ends: [(time: Int, rank: Int, reason: String)] = [(start + Self.naturalLength, 4, naturalOutcome)]
    if place == .own, let end { ends.append((max(end.time, start), 0, end.reason)) }
    if let seen {
      // On a context that was over when the wait began that context's error goes first, as it does in one instant.
      let isEarlier = place == .own && order == .foreignFirst && seen >= start
      ends.append((max(seen, start), isEarlier ? -1 : 2, wait == .clockSleep ? "CancellationError" : "taskCancelled"))
    }
    if wait.knowsSwiftAlone, let reach {
      ends.append((max(reach, start), order == .libraryFirst ? 1 : 3, "CancellationError"))
    }
    let first = ends.min { ($0.time, $0.rank) < ($1.time, $1.rank) }
    return "\(first?.time ?? 0) \(first?.reason ?? "")"
  }

  /// Whether the library cancels the Swift task of the code that waits when the parent's context ends.
  private var isWired: Bool { origin == .nestedBody || origin.isStructured && parent.isWired }

  /// Whether the context ends when the code that made the Swift task returns.
  private var endsAtReturn: Bool {
    guard !origin.isStructured else { return false }
    if origin == .plainInNestedBody { return true }
    return switch parent {
    case .body, .groupTask, .scopeBody, .bodyInTask, .taskInBody: true
    case .after, .plainTask: false
    }
  }

  private var reason: String {
    switch tell {
    case .never: ""
    case .requested: "requested"
    case .deadline: "deadlineExceeded"
    case .sibling: "siblingFailed"
    }
  }

  private var naturalOutcome: String {
    switch wait {
    case .sleep, .sleepOrSignal, .groupTask, .groupBody, .gather, .firstSuccess, .cancelBody, .timeoutOrNil,
      .subtaskValue, .groupWait, .goAtLimit, .semaphore, .singleFlight, .retryPause, .clockSleep, .concurrentMap,
      .concurrentForEach, .results:
      "elapsed"
    case .done: "requested"
    case .timeoutBody, .streamInBody, .leavingBehind: "deadlineExceeded"
    }
  }
}
