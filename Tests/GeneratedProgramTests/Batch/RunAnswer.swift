import Cascade
import CascadeScenarios
import CascadeTrace

/// What a run did, in the words of the rig for Go programs: a line for each task, each wait and each printed line, sorted.
struct RunAnswer {
  private let names: TaskNames

  init(_ scenario: Scenario) { names = TaskNames(scenario) }

  func text(_ run: ScenarioRun) -> String {
    var lines: [String] = []
    var told: [String: Context.Instant] = [:]
    for event in run.events {
      let name = event.id.split(separator: "/").last.map(String.init) ?? ""
      switch event.kind {
      case .taskTold: told[event.id] = told[event.id] ?? event.t
      case .taskRefused where run.ledger.tasks[event.id]?.start == nil:
        lines.append("\(names[event.id]): there is no free slot at \(stamp(event.t))")
      case .afterFired: lines.append("\(name) at \(stamp(event.t))")
      case .note(.exit(let status, let text)):
        lines.append("\(text.map { "fatal \(error($0))" } ?? "exit \(status)") at \(stamp(event.t))")
      case .note(let note):
        guard case .log(let text) = note, !Self.isOurs(text) else { continue }
        lines.append("\(text) at \(stamp(event.t))")
      default: continue
      }
    }
    for (id, task) in run.ledger.tasks {
      guard let start = task.start else { continue }
      var line = "task \(names[id]): starts \(stamp(start))"
      // In Go one that waits for a slot may not be handed over yet.
      // What is done inline isn't told by the group.
      if let told = told[id] ?? task.contextEndedAt { line += ", told \(stamp(max(told, start)))" }
      if let end = task.end { line += ", out \(stamp(end)), \(error(task.returned))" }
      lines.append(line)
    }
    for (id, group) in run.ledger.groups {
      // The rounds of a loop are one piece of code.
      let name = withoutNumber(id.split(separator: "/").last ?? "")
      guard let end = group.end else { continue }
      if group.kind.goForm == .errgroup {
        let cause = group.kind == .errgroup ? ", cause \(error(group.cause))" : ""
        lines.append("group \(name): wait \(error(group.waitError))\(cause) at \(stamp(end))")
      } else {
        lines.append("group \(name): wait returns at \(stamp(end))")
      }
    }
    // A caller that leaves says so itself.
    let hasLeft = run.events.contains { event in
      if case .note(.returns) = event.kind { event.id.isEmpty } else { false }
    }
    // One that ends the program returns nothing.
    let exits = run.events.contains { event in
      if case .note(.exit) = event.kind { event.id.isEmpty } else { false }
    }
    if run.outcome.wait != .neverReturned && !exits || hasLeft { lines.append("wait: \(error(run.outcome.caller))") }
    return lines.sorted().joined(separator: "\n")
  }

  /// Whether it is a line that says here what a Go program says nothing of.
  private static func isOurs(_ text: String) -> Bool {
    text.hasPrefix("attempt ") || text.hasPrefix("keeps kept-") || text.hasPrefix("handles ")
  }

  private func stamp(_ instant: Context.Instant) -> String {
    "\(Int((Context.Instant.zero.duration(to: instant) / .milliseconds(1)).rounded()))"
  }

  private func withoutNumber(_ name: Substring) -> Substring {
    guard let hyphen = name.lastIndex(of: "-"), Int(name[hyphen...].dropFirst()) != nil else { return name }
    return name[..<hyphen]
  }

  /// Errors that come together have words of their own in each language.
  private func error(_ text: String?) -> String {
    guard let text else { return "none" }
    guard text.contains(" failed: ") else { return text }
    return text.replacing(Self.one, with: "").replacing(Self.several, with: "several")
  }

  // Safe because they are never changed.
  nonisolated(unsafe) private static let one = #/1 task failed: [^:\n]+: /#
  nonisolated(unsafe) private static let several = /\d+ tasks failed: .*/
}

/// What programs call tasks: by their names, or their paths where a name is that of several.
private struct TaskNames {
  private var names: [String: String] = [:]

  init(_ scenario: Scenario) {
    let entries = ScenarioPaths(scenario.group).entries
    func last(_ entry: ScenarioPaths.Entry) -> Substring { entry.path.split(separator: "/").last ?? "" }
    let counts = Dictionary(grouping: entries, by: last).mapValues(\.count)
    for entry in entries {
      names[entry.eventID] = counts[last(entry), default: 0] > 1 ? entry.path : String(last(entry))
    }
  }

  subscript(id: String) -> String { names[id] ?? id }
}
