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
    case .kind: "\(kind.rawValue): \(GroupWords.meaning(of: kind))"
    case .limit: limit == nil ? "All tasks run at the same time." : "At most this many tasks run at the same time."
    case .timeout:
      timeout == nil ? "The group has no deadline." : "The group is cancelled this long after it opens."
    case .queued:
      switch queued {
      case .start: "After a failure queued tasks start anyway."
      case .skipAfterFailure: "After a failure no queued task starts."
      case .startWithoutSpawner: "They start, and Go doesn't block at the limit."
      }
    case .lone:
      ignoresLoneCancellations
        ? "A task that only you cancelled is no failure." : "A task that only you cancelled counts as failed."
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
    case .limit: "limit"
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
