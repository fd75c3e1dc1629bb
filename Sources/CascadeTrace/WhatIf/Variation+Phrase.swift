import Cascade

extension Variation.Change {
  /// The change as a phrase that people can read aloud, and that the command line understands.
  ///
  /// - Parameter name: What a path is called.
  package func phrase(naming name: (String) -> String = { $0 }) -> String {
    switch self {
    case .seed(let seed): "set seed to \(seed)"
    case .option(let change): "set \(change.option.name) of \(name(change.group)) to \(change.option.value)"
    case .intervention(let intervention): intervention.phrase(naming: name)
    }
  }
}

extension Intervention {
  fileprivate func phrase(naming name: (String) -> String) -> String {
    let who = name(target)
    return switch action {
    case .cancel: "cancel \(who)"
    case .fail(let text): "fail \(who): \(text)"
    case .delay(let duration): "delay \(who) by \(duration.inWords)"
    case .finish: "finish \(who)"
    case .listen(true): "make \(who) listen"
    case .listen(false): "deafen \(who)"
    case .panic(let text): "panic \(who): \(text)"
    case .deadline(let instant): "end \(who) at \(Context.Instant.zero.duration(to: instant).inWords)"
    case .add(let task): "add \(task.name) to \(who): \(task.workInWords)"
    }
  }
}

extension OptionChange.Option {
  /// What it is called in files.
  package var name: String {
    switch self {
    case .limit: "limit"
    case .kind: "kind"
    case .timeout: "timeout"
    case .queued: "queued"
    case .ignoresLoneCancellations: "ignore-lone-cancellations"
    }
  }

  /// Its other value, in a word.
  package var value: String {
    switch self {
    case .limit(let limit): limit.map(String.init) ?? "none"
    case .kind(let kind): kind
    case .timeout(let timeout): timeout?.inWords ?? "none"
    case .queued(let queued): queued
    case .ignoresLoneCancellations(let ignores): ignores ? "yes" : "no"
    }
  }
}
