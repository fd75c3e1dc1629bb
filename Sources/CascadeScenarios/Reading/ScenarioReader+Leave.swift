import CascadeText

enum LeaveKey: String, FileKey {
  case when, error

  static let owner = "leave"

  var meaning: String {
    switch self {
    case .when: "Told, a task's path and starts, fails or out, a signal, a time, or several of these with or between."
    case .error: "The text of the error that it returns then. Default: the cause where it was told, else none."
    }
  }
}

/// A caller that doesn't wait to the end.
extension ScenarioReader {
  /// `told`, `db out or 2s`, or a mapping.
  mutating func readLeave(_ node: YAMLNode) -> GroupPlan.Leave? {
    if node.text != nil { return leave(node) }
    guard let fields = Fields<LeaveKey>(node, problems: &problems) else { return nil }
    if fields.lacks(.when) { problems.add("leave needs when", at: fields.place) }
    let error = fields[.error].flatMap { text($0, "the error") }
    guard var leave = fields[.when].flatMap({ leave($0) }) else { return nil }
    leave.error = error
    return leave
  }

  private mutating func leave(_ node: YAMLNode) -> GroupPlan.Leave? {
    guard let (parts, time) = awaitedParts(node, "leave") else { return nil }
    return GroupPlan.Leave(
      whenTold: parts.contains(.told), awaited: parts.filter { $0 != .told }, after: time)
  }
}
