import Cascade
import CascadeNarration
import CascadeTrace

/// How a group is made, as far as it can be turned.
package struct GroupSetup: Hashable, Sendable {
  /// What can be turned, in the order in which it is shown.
  enum Option: Hashable, Sendable, CaseIterable {
    case kind, limit, timeout, queued, lone
  }

  var kind: GroupKind
  var limit: Int?
  var timeout: Duration?
  var queued: ErrGroup.QueuedWork
  var ignoresLoneCancellations: Bool

  init(_ group: Row) {
    kind = group.groupKind ?? .errgroup
    limit = group.limit
    timeout = group.timeout
    queued = group.queuedWork ?? .start
    ignoresLoneCancellations = group.ignoresLoneCancellations
  }

  /// The value of an option in words.
  func value(of option: Option) -> String {
    switch option {
    case .kind: kind.rawValue
    case .limit: limit.map(String.init) ?? "none"
    case .timeout: timeout.map(TimeText.duration) ?? "none"
    case .queued: queued.rawValue
    case .lone: ignoresLoneCancellations ? "ignored" : "counted"
    }
  }

  /// What the value of an option means, in one short line.
  func meaning(of option: Option) -> String {
    switch option {
    case .kind: "\(kind.rawValue): \(kind.meaning)"
    case .limit: limit == nil ? "All tasks run at once." : "So many tasks run at once, the others wait."
    case .timeout:
      timeout == nil ? "The group doesn't end by itself." : "So long after it opens, the group is cancelled."
    case .queued:
      switch queued {
      case .start: "At the limit: a waiting task starts, even after a cancel."
      case .skipAfterFailure: "At the limit: after a failure no other task starts."
      case .startWithoutSpawner: "At the limit: the same, but the spawner waits no longer."
      }
    case .lone:
      ignoresLoneCancellations
        ? "A task cancelled alone isn't counted as failed."
        : "A task cancelled alone that returns so has failed."
    }
  }

  func change(of option: Option) -> OptionChange.Option {
    switch option {
    case .kind: .kind(kind)
    case .limit: .limit(limit)
    case .timeout: .timeout(timeout)
    case .queued: .queued(queued)
    case .lone: .ignoresLoneCancellations(ignoresLoneCancellations)
    }
  }
}

extension GroupSetup.Option {
  var words: String {
    switch self {
    case .kind: "kind"
    case .limit: "limit at once"
    case .timeout: "timeout"
    case .queued: "queued tasks"
    case .lone: "lone cancellations"
    }
  }

  var hint: String {
    switch self {
    case .limit, .timeout: "(- + or e)"
    case .kind, .queued, .lone: "(- +)"
    }
  }
}
