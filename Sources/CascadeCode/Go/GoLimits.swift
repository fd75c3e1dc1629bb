import CascadeScenarios

/// What Go has nothing for, in its library or as an idiom that everybody knows.
enum GoLimits {
  /// Why the scenario can't be written; none where it can.
  static func reason(_ group: GroupPlan) -> String? {
    switch group.kind {
    case .errgroup, .zeroErrgroup: break
    case .waitgroup:
      if group.limit != nil, group.allTasks.contains(where: { $0.spawn == .tryGo }) {
        return "sync.WaitGroup has no limit and no TryGo"
      }
    case .collectAll:
      return "errgroup keeps one error; collect-all is a sync.WaitGroup and errors.Join, by hand"
    case .firstSuccess:
      return
        "errgroup ends with the first error, not with the first success; that takes a channel and a cancel, by hand"
    case .supervised:
      return "in errgroup an error is everybody's; supervised is a sync.WaitGroup that logs errors, by hand"
    case .swiftWaitForAll, .swiftForEach, .swiftDiscarding:
      return "that is a group of Swift's own library"
    }
    if group.shutdown != nil {
      return "errgroup can't ask anybody to finish; that takes a second context beside the first, by hand"
    }
    if group.queued != .start { return "errgroup starts what waits for its turn, whatever happened meanwhile" }
    if group.ignoresLoneCancellations { return "errgroup counts every error, a task cancelled alone included" }
    for case .group(let nested, _) in group.allTasks.flatMap({ $0.attempts.joined() }) {
      if let reason = reason(nested) { return reason }
    }
    return nil
  }
}
