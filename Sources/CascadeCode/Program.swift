import Cascade
package import CascadeScenarios
import CascadeText
package import CascadeTrace

/// Writes scenarios as programs.
package enum Program {
  /// The scenario as a program, as a programmer would write it.
  ///
  /// - Parameters:
  ///   - name: What its function is called after: a file's name without its extension. Any text will do.
  ///   - watcher: Of a Go program: a function that each group's context and name are given to, for tests that look on. The
  ///     default is none.
  /// - Throws: ``UnwritableScenario`` where the language has nothing of the kind.
  package static func listing(
    _ scenario: Scenario, named name: String, in language: CodeListing.Language, watchedBy watcher: String? = nil
  ) throws(UnwritableScenario) -> CodeListing {
    switch language {
    case .swift:
      if let reason = SwiftLimits.reason(scenario) { throw UnwritableScenario(language: .swift, reason: reason) }
      var program = SwiftProgram(scenario.withoutIdleCode, named: name)
      return program.write()
    case .go:
      if let reason = GoLimits.reason(scenario.group) { throw UnwritableScenario(language: .go, reason: reason) }
      var program = GoProgram(scenario.withoutIdleCode, named: name)
      program.watcher = watcher
      return program.write()
    }
  }
}

extension Program {
  /// What the function is called that a Swift program of this name consists of.
  package static func functionName(_ name: String) -> String { SwiftProgram.functionName(name) }
}

/// A scenario that a language has no words for.
package struct UnwritableScenario: Error, Hashable, Sendable, CustomStringConvertible {
  package var language: CodeListing.Language
  /// What is missing, and what comes nearest.
  package var reason: String

  package var description: String { "no \(language.name) program for this: \(reason)" }
}

/// What Go has nothing for, in its library or as a common idiom.
enum GoLimits {
  /// Why the scenario can't be written; none where it can.
  ///
  /// - Parameters:
  ///   - isNested: Whether it is inside another one.
  ///   - isAsked: Whether a group around it may be asked to finish.
  ///   - isCutOff: Whether the task that it is in is detached.
  static func reason(
    _ group: GroupPlan, isNested: Bool = false, isAsked: Bool = false, isCutOff: Bool = false
  ) -> String? {
    if let reason = group.kind.refusalByGo { return reason }
    if group.kind.goForm != .errgroup, group.allTasks.contains(where: { $0.spawn != .go }) {
      return "sync.WaitGroup has no limit and no TryGo"
    }
    if group.hasFinishers {
      if isAsked, group.shutdown != nil {
        return "its tasks would have to listen to two channels: they may be asked to finish by two shutdowns"
      }
      // Here a group that is over counts as a shutdown, and only they hear of it.
      if isNested && (group.isDetached || isCutOff) || group.allTasks.contains(where: \.isDetachedFinisher) {
        return "what is detached would have to listen to the group around it anyway, to know when to finish"
      }
    }
    if let reason = group.settings.all.lazy.compactMap(\.refusalByGo).first { return reason }
    for task in group.allTasks {
      for case .group(let nested, _) in task.allSteps {
        let isAsked = isAsked || group.shutdown != nil
        let isCutOff = isCutOff || task.isDetached
        if let reason = reason(nested, isNested: true, isAsked: isAsked, isCutOff: isCutOff) { return reason }
      }
    }
    return nil
  }
}

extension GroupPlan {
  /// Whether in it, or in a group inside it, a task may be done inline that the end of a grace ends with no context but its own.
  fileprivate var isGraceMissedInline: Bool {
    shutdown != nil && !hasOwnContext && allTasks.contains { $0.spawn == .inline }
      || allTasks.contains { $0.allSteps.contains { $0.nestedGroup?.isGraceMissedInline == true } }
  }
}

extension TaskPlan {
  fileprivate var isDetachedFinisher: Bool { isDetached && onShutdown == .finish }
}

/// What Swift's standard library has nothing for.
enum SwiftLimits {
  /// Why the scenario can't be written; none where it can.
  static func reason(_ scenario: Scenario) -> String? {
    if scenario.group.isGraceMissedInline {
      return "a task that is done inline doesn't see the end of a grace, where its group has no context of its own"
    }
    let used = scenario.group.channels
    let open = scenario.channels.filter { $0.filling == nil && used.contains($0.name) }.map(\.name)
    if let name = open.first(where: { scenario.group.closings(of: $0) > 1 && scenario.group.isClosedByTask($0) }) {
      return "a defer can't throw, as it would have to where \(SafeText.make(name)) is closed twice"
    }
    if scenario.group.isCutShort(on: Set(open)) {
      return
        "a task of one of Swift's own groups can't wait for a channel without listening: Swift's cancellation ends that wait, too"
    }
    return nil
  }
}
