import Cascade

extension Intervention.Action {
  /// What the hand does, in the words of events: `cancel`, `delay by 250ms`.
  package var words: String {
    switch self {
    case .cancel: "cancel"
    case .fail(let text): "fail: \(text)"
    case .delay(let duration): "delay by \(duration.inWords)"
    case .finish: "finish"
    case .listen(true): Self.listenWords
    case .listen(false): Self.deafenWords
    case .panic(let text): "panic: \(text)"
    case .deadline(let instant): "end at \(Context.Instant.zero.duration(to: instant).inWords)"
    case .add(let task): Self.addWord + task.words
    }
  }

  private static let addWord = "add "
  private static let listenWords = "make it listen"
  private static let deafenWords = "deafen"

  /// Whether the event that has these words adds a task.
  package static func isAddition(_ words: String) -> Bool { words.hasPrefix(addWord) }

  /// Whether a task listens from the event on that has these words; nil where they are about something else.
  static func hearing(in words: String) -> Bool? {
    switch words {
    case listenWords: true
    case deafenWords: false
    default: nil
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
