package import Cascade
import CascadeText
package import CascadeTrace

/// What groups and their options are called.
package enum GroupWords {
  /// What a kind does.
  package static func meaning(of kind: GroupKind) -> String {
    switch kind {
    case .errgroup: "first error cancels the rest"
    case .zeroErrgroup: "keeps one error, cancels none"
    case .waitgroup: "waits for all, cancels nothing"
    case .collectAll: "waits, returns every error"
    case .firstSuccess: "first success cancels the rest"
    case .firstReturn: "first return cancels the rest"
    case .supervised: "errors stay with their tasks"
    case .swiftWaitForAll: "waits for all, one error"
    case .swiftForEach: "first error cancels, at next()"
    case .swiftDiscarding: "first error cancels at once"
    }
  }

  /// The same for the name of a policy; nil for one that the library and Swift don't have.
  package static func meaning(ofPolicy name: String) -> String? { GroupKind(rawValue: name).map(meaning) }

  /// The options of a group as a sentence names them: `limit 2`.
  static func options(_ options: [Event.GroupOption]) -> [String] {
    options.map { option in
      switch option {
      case .limit(let limit): "limit \(limit)"
      case .queued(let work): "queued: \(work.rawValue)"
      case .ignoringLoneCancellations: "lone cancellations ignored"
      case .cancellingBody: "cancelling its body"
      case .sharingSwiftTasks: "sharing Swift tasks"
      case .custom(let text): SafeText.make(text)
      }
    }
  }
}

extension GroupSetting.Name {
  /// What the dialog calls the option.
  package var label: String {
    switch self {
    case .kind: "kind"
    case .limit: "limit"
    case .timeout: "timeout"
    case .queued: "queued tasks"
    case .ignoreLoneCancellations: "lone cancellations"
    }
  }

  /// What the help asks of one whose values it lists; none where it lists them elsewhere, or there is no list.
  package var helpQuestion: String? {
    switch self {
    case .kind, .limit, .timeout: nil
    case .queued: "queued tasks: do they start after a failure?"
    case .ignoreLoneCancellations:
      "lone cancellations: is a task that only you cancelled a failure of its group?"
    }
  }
}

extension GroupSetting {
  /// The value as the screen shows it.
  package var shown: String {
    switch self {
    case .kind, .limit, .queued: value
    case .timeout(let timeout): timeout.map(TimeText.duration) ?? "none"
    case .ignoresLoneCancellations(let ignores): ignores ? "ignored" : "counted"
    }
  }

  /// What the value means, in one short line.
  package var meaning: String {
    switch self {
    case .kind(let kind): "\(kind.rawValue): \(GroupWords.meaning(of: kind))"
    case .limit(nil): "All tasks run at the same time."
    case .limit: "At most this many tasks run at the same time."
    case .timeout(nil): "The group has no deadline."
    case .timeout: "The group is cancelled this long after it opens."
    case .queued(.start): "After a failure queued tasks start anyway."
    case .queued(.skipAfterFailure): "After a failure no queued task starts."
    case .queued(.startWithoutSpawner): "They start, and Go doesn't block at the limit."
    case .ignoresLoneCancellations(true): "A task that only you cancelled is no failure."
    case .ignoresLoneCancellations(false): "A task that only you cancelled counts as failed."
    }
  }

  /// The answer to what the help asks of the option.
  package var answer: String {
    switch self {
    case .kind, .limit, .timeout: meaning
    case .queued(.start): "they start anyway"
    case .queued(.startWithoutSpawner): "they start; Go doesn't block"
    case .queued(.skipAfterFailure): "after a failure none starts"
    case .ignoresLoneCancellations(false): "yes, it has failed"
    case .ignoresLoneCancellations(true): "no, the others go on"
    }
  }

  /// What a group is that has it so, as a question asks: `has a limit of 2`.
  var question: String {
    switch self {
    case .limit(let limit): limit.map { "has a limit of \($0)" } ?? "has no limit"
    case .kind(let kind): "is a \(kind.rawValue) group"
    case .timeout(let timeout): timeout.map { "has a timeout of \(TimeText.duration($0))" } ?? "has no timeout"
    case .queued(let work): "has queued: \(work.rawValue)"
    case .ignoresLoneCancellations(let ignores): "\(ignores ? "ignores" : "counts") lone cancellations"
    }
  }
}
