import Cascade
import CascadeText

/// The keys of an intervention: what is done, in a word, and what goes with it.
struct InterventionFields: Sendable {
  var action: String?
  var at: Context.Instant?
  var duration: Duration?
  var error: String?
  var listens: Bool?
  var name: String?
  var target = ""
  var text: String?
  /// The words of version 1.
  var what: String?

  static let fields: [LineField<Self>] = [
    LineField("action", \.action, .always), LineField("at", \.at), LineField("duration", \.duration),
    LineField("error", \.error),
    LineField("listens", \.listens), LineField("name", \.name), LineField(path: "target", \.target),
    LineField("text", \.text),
    LineField("what", \.what, .never),
  ]

  init() {}

  init(_ intervention: Event.Intervention) {
    target = intervention.target
    switch intervention.action {
    case .cancel: action = "cancel"
    case .shutdown: action = "shutdown"
    case .fail(let text): (action, self.text) = ("fail", text)
    case .delay(let duration): (action, self.duration) = ("delay", duration)
    case .finish: action = "finish"
    case .listen(let listens): (action, self.listens) = ("listen", listens)
    case .panic(let text): (action, self.text) = ("panic", text)
    case .deadline(let instant): (action, at) = ("deadline", instant)
    case .add(let task):
      (action, name, duration, listens) = ("add", task.name, task.work, task.listens)
      if case .fails(let text) = task.ending { error = text }
    case .other(let text): (action, self.text) = ("other", text)
    }
  }

  var intervention: Event.Intervention { Event.Intervention(done, on: target) }

  private var done: Event.Intervention.Action {
    guard let action else { return Self.reading(what ?? "") }
    switch action {
    case "cancel": return .cancel
    case "shutdown": return .shutdown
    case "fail": return .fail(text ?? "")
    case "delay": return .delay(duration ?? .zero)
    case "finish": return .finish
    case "listen": return .listen(listens ?? true)
    case "panic": return .panic(text ?? "")
    case "deadline": return .deadline(at ?? .zero)
    case "add":
      return .add(
        Event.Intervention.AddedTask(
          name: name ?? "", work: duration ?? .zero, listens: listens ?? true,
          ending: error.map { .fails($0) } ?? .returns))
    case "other": return .other(text ?? "")
    default: return .other(action)
    }
  }

  /// What version 1 says in words: `delay by 250ms`, `add retry: 300ms, deaf, fails: timeout`.
  private static func reading(_ what: String) -> Event.Intervention.Action {
    func rest(after start: String) -> String? { what.hasPrefix(start) ? String(what.dropFirst(start.count)) : nil }
    switch what {
    case "cancel": return .cancel
    case "shutdown": return .shutdown
    case "finish": return .finish
    case "make it listen": return .listen(true)
    case "deafen": return .listen(false)
    default: break
    }
    if let text = rest(after: "fail: ") { return .fail(text) }
    if let text = rest(after: "panic: ") { return .panic(text) }
    if let word = rest(after: "delay by "), let duration = try? DurationText.read(word) { return .delay(duration) }
    if let word = rest(after: "end at "), let duration = try? DurationText.read(word) {
      return .deadline(Context.Instant.zero.advanced(by: duration))
    }
    if let words = rest(after: "add "), let task = addedTask(words) { return .add(task) }
    return .other(what)
  }

  private static func addedTask(_ words: String) -> Event.Intervention.AddedTask? {
    guard let colon = words.firstIndex(of: ":") else { return nil }
    var parts = words[words.index(after: colon)...].split(separator: ",", maxSplits: 2).map { part in
      String(part.drop { $0 == " " })
    }
    guard let first = parts.first, let work = try? DurationText.read(first) else { return nil }
    parts.removeFirst()
    var task = Event.Intervention.AddedTask(name: String(words[..<colon]), work: work)
    if parts.first == "deaf" {
      task.listens = false
      parts.removeFirst()
    }
    let ending = parts.joined(separator: ",")
    if ending.hasPrefix("fails: ") { task.ending = .fails(String(ending.dropFirst("fails: ".count))) }
    return task
  }
}
