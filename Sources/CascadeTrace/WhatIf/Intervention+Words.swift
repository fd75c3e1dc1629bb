package import Cascade

extension Intervention.Action {
  /// What is done, in words: `cancel`, `delay by 250ms`.
  package var words: String {
    switch self {
    case .cancel: "cancel"
    case .shutdown: "shutdown"
    case .other(let text): text
    case .fail(let text): "fail: \(text)"
    case .delay(let duration): "delay by \(duration.inWords)"
    case .finish: "finish"
    case .listen(true): "make it listen"
    case .listen(false): "deafen"
    case .panic(let text): "panic: \(text)"
    case .deadline(let instant): "end at \(Context.Instant.zero.duration(to: instant).inWords)"
    case .add(let task): "add " + task.words
    }
  }
}

extension Intervention.AddedTask {
  /// `retry: 300ms, deaf, fails: timeout`.
  package var words: String { "\(name): \(workInWords)" }

  /// `300ms, deaf, fails: timeout`.
  var workInWords: String {
    let ending =
      switch self.ending {
      case .returns: "returns"
      case .fails(let text): "fails: \(text)"
      }
    return "\(work.inWords), \(listens ? "" : "deaf, ")\(ending)"
  }
}
