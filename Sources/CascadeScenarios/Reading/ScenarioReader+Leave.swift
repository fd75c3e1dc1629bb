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
    guard let text = oneLine(node, "leave") else { return nil }
    var leave = GroupPlan.Leave()
    for part in text.parts(between: " or ") {
      if part.first?.isDigit == true, let duration = try? DurationText.read(part) {
        leave.after = min(leave.after ?? duration, duration)
        continue
      }
      guard let awaited = self.part(part, of: node) else { return nil }
      if awaited == .told { leave.whenTold = true } else { leave.awaited.append(awaited) }
    }
    return leave
  }
}
