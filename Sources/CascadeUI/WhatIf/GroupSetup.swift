import Cascade
import CascadeNarration
import CascadeTrace

/// How a group is made, as far as it can be turned.
package struct GroupSetup: Hashable, Sendable {
  /// What can be turned, in the order in which it is shown.
  enum Option: Hashable, Sendable, CaseIterable {
    case kind, limit, timeout, queued, lone
  }

  var kind: String
  var limit: Int?
  var timeout: Duration?
  var queued: String
  var ignoresLoneCancellations: Bool

  /// The kinds of groups that there are, as files call them.
  static let kinds = [
    "errgroup", "zero-errgroup", "waitgroup", "collect-all", "first-success", "supervised", "swift-waitforall",
    "swift-foreach", "swift-discarding",
  ]
  /// What can become of queued tasks, as files call it.
  static let queuedWork = ErrGroup.QueuedWork.allCases.map { fileWord($0.rawValue) }

  init(_ group: Row) {
    kind = group.policy ?? Self.kinds[0]
    limit = group.limit
    timeout = group.timeout
    queued = Self.fileWord(group.queuedWork ?? ErrGroup.QueuedWork.start.rawValue)
    ignoresLoneCancellations = group.ignoresLoneCancellations
  }

  /// `skip-after-failure` for `skipAfterFailure`: files write words with hyphens.
  private static func fileWord(_ word: String) -> String {
    word.reduce(into: "") { text, character in
      text += character.isUppercase ? "-" + character.lowercased() : String(character)
    }
  }

  /// The value of an option in words.
  func value(of option: Option) -> String {
    switch option {
    case .kind: kind
    case .limit: limit.map(String.init) ?? "none"
    case .timeout: timeout.map(TimeText.duration) ?? "none"
    case .queued: queued
    case .lone: ignoresLoneCancellations ? "ignored" : "counted"
    }
  }

  /// What the value of an option means, in one short line.
  func meaning(of option: Option) -> String {
    switch option {
    case .kind: KindWords.meaning(of: kind).map { "\(kind): \($0)" } ?? ""
    case .limit: limit == nil ? "All tasks run at once." : "So many tasks run at once, the others wait."
    case .timeout:
      timeout == nil ? "The group doesn't end by itself." : "So long after it opens, the group is cancelled."
    case .queued:
      if queued == Self.queuedWork[0] {
        "At the limit: a waiting task starts, even after a cancel."
      } else if queued == "skip-after-failure" {
        "At the limit: after a failure no other task starts."
      } else {
        "At the limit: the same, but the spawner waits no longer."
      }
    case .lone:
      ignoresLoneCancellations
        ? "Who is cancelled alone is no failure of the group." : "Who is cancelled alone and says so has failed."
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
