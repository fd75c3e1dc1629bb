import CascadeScenarios

/// What Go has nothing for, in its library or as an idiom that everybody knows.
enum GoLimits {
  /// Why the scenario can't be written; none where it can.
  ///
  /// - Parameters:
  ///   - isNested: Whether it is inside another one.
  ///   - isAsked: Whether a group around it may be asked to finish.
  static func reason(_ group: GroupPlan, isNested: Bool = false, isAsked: Bool = false) -> String? {
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
    case .swiftWaitForAll:
      return "that is a group of Swift's own library; the zero errgroup.Group comes nearest (kind: zero-errgroup)"
    case .swiftForEach, .swiftDiscarding:
      return "that is a group of Swift's own library; errgroup.WithContext comes nearest (kind: errgroup)"
    }
    if group.hasFinishers {
      if isAsked, group.shutdown != nil {
        return "its tasks would have to listen to two channels: they may be asked to finish by two shutdowns"
      }
      // Here a group that is over counts as a shutdown, and only they hear of it.
      if isNested && group.isDetached {
        return "what is detached would have to listen to the group around it all the same, to know when to finish"
      }
    }
    if group.queued != .start { return "errgroup starts what waits for its turn, whatever happened meanwhile" }
    if group.ignoresLoneCancellations { return "errgroup counts every error, a task cancelled alone included" }
    for case .group(let nested, _) in group.allTasks.flatMap({ $0.attempts.joined() }) {
      let isAsked = isAsked || group.shutdown != nil
      if let reason = reason(nested, isNested: true, isAsked: isAsked) { return reason }
    }
    return nil
  }
}
