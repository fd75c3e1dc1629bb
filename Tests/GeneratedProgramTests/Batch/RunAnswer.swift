import Cascade
import CascadeScenarios
import CascadeTrace

/// What a run did, in the words of the rig for Go programs: a line for each task, each wait and each printed line, sorted.
enum RunAnswer {
  static func text(_ run: ScenarioRun) -> String {
    var lines: [String] = []
    var told: [String: Context.Instant] = [:]
    for event in run.events {
      let name = event.id.split(separator: "/").last.map(String.init) ?? ""
      switch event.kind {
      case .taskTold: told[event.id] = told[event.id] ?? event.t
      case .taskRefused: lines.append("\(name): there is no free slot at \(stamp(event.t))")
      case .afterFired: lines.append("\(name) at \(stamp(event.t))")
      case .note(.exit(let status, let text)):
        lines.append("\(text.map { "fatal \($0)" } ?? "exit \(status)") at \(stamp(event.t))")
      case .note(let note):
        guard case .log(let text) = note, !text.hasPrefix("attempt "), !text.hasPrefix("keeps kept-") else { continue }
        lines.append("\(text) at \(stamp(event.t))")
      default: continue
      }
    }
    for (id, task) in run.ledger.tasks {
      let name = id.split(separator: "/").last ?? ""
      guard let start = task.start else { continue }
      var line = "task \(name): starts \(stamp(start))"
      // In Go one that waits for a slot may not be handed over yet.
      if let told = told[id] { line += ", told \(stamp(max(told, start)))" }
      if let end = task.end { line += ", out \(stamp(end)), \(error(task.returned))" }
      lines.append(line)
    }
    for (id, group) in run.ledger.groups {
      let name = id.split(separator: "/").last ?? ""
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
    if run.outcome.wait != .neverReturned || hasLeft { lines.append("wait: \(error(run.outcome.caller))") }
    return lines.sorted().joined(separator: "\n")
  }

  private static func stamp(_ instant: Context.Instant) -> String {
    "\(Int((Context.Instant.zero.duration(to: instant) / .milliseconds(1)).rounded()))"
  }

  /// Errors that come together have words of their own in each language.
  private static func error(_ text: String?) -> String {
    guard let text else { return "none" }
    return text.replacing(#/1 task failed: [^:\n]+: /#, with: "").replacing(/\d+ tasks failed: .*/, with: "several")
  }
}
