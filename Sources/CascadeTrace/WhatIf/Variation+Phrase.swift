import Cascade

extension Variation.Change {
  /// The change as a phrase that people can read aloud, and that the command line understands.
  ///
  /// - Parameter name: What a path is called.
  package func phrase(naming name: (String) -> String = { $0 }) -> String {
    switch self {
    case .seed(let seed): "set seed to \(seed)"
    case .option(let change): "set \(change.option.name.rawValue) of \(name(change.group)) to \(change.option.value)"
    case .intervention(let intervention): intervention.phrase(naming: name)
    }
  }
}

extension Intervention {
  fileprivate func phrase(naming name: (String) -> String) -> String {
    let who = name(target)
    return switch action {
    case .cancel: "cancel \(who)"
    case .shutdown: "shut \(who) down"
    case .other(let text): "\(text): \(who)"
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
