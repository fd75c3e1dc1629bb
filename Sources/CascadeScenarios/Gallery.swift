import CascadeText

/// The built-in scenarios: the files of `demos/`, compiled in as they stand, so that they take the same road as a
/// user's own.
package enum Gallery {
  /// One of the built-in scenarios.
  package struct Entry: Hashable, Sendable {
    /// What it is called on the command line: its file's name without `.yaml`.
    package let name: String
    /// The whole file.
    package let source: String
    /// Where it stands in `demos`, with a slash at the end; empty for the folder itself.
    fileprivate var folder = ""

    /// Reads it. `demos/NAME.yaml` is the file that problems name.
    package func scenario() throws(UnreadableScenario) -> Scenario {
      try Scenario.read(source, file: "demos/\(folder)\(name).yaml")
    }
  }

  /// No built-in scenario has this name.
  package struct UnknownName: Error, Hashable, Sendable, CustomStringConvertible {
    package var name: String
    package var suggestion: String?

    /// What is wrong, what was probably meant and what there is, in one line that is safe to print.
    package var description: String {
      let hint = suggestion.map { " (did you mean \($0)?)" } ?? ""
      return
        "there is no scenario \(SafeText.brief(name))\(hint); the scenarios are \(shown.map(\.name).joined(separator: ", "))"
    }
  }

  /// All of them, as a course: what a group does, what else it can do, and then the ways in which it surprises.
  package static let all: [Entry] = [
    Entry(name: "all-well", bytes: PackageResources.all_well_yaml),
    Entry(name: "first-failure", bytes: PackageResources.first_failure_yaml),
    Entry(name: "deaf-task", bytes: PackageResources.deaf_task_yaml),
    Entry(name: "cleanup", bytes: PackageResources.cleanup_yaml),
    Entry(name: "two-failures", bytes: PackageResources.two_failures_yaml),
    Entry(name: "nested-groups", bytes: PackageResources.nested_groups_yaml),
    Entry(name: "deadline", bytes: PackageResources.deadline_yaml),
    Entry(name: "contexts", bytes: PackageResources.contexts_yaml),
    Entry(name: "retry", bytes: PackageResources.retry_yaml),
    Entry(name: "detached", bytes: PackageResources.detached_yaml),
    Entry(name: "after-func", bytes: PackageResources.after_func_yaml),
    Entry(name: "shutdown", bytes: PackageResources.shutdown_yaml),
    Entry(name: "serve", bytes: PackageResources.serve_yaml),
    Entry(name: "hidden-error", bytes: PackageResources.hidden_error_yaml),
    Entry(name: "late-start", bytes: PackageResources.late_start_yaml),
    Entry(name: "blocked-go", bytes: PackageResources.blocked_go_yaml),
    Entry(name: "try-go", bytes: PackageResources.try_go_yaml),
    Entry(name: "wrong-context", bytes: PackageResources.wrong_context_yaml),
    Entry(name: "used-after-wait", bytes: PackageResources.used_after_wait_yaml),
    Entry(name: "panic", bytes: PackageResources.panic_yaml),
    Entry(name: "batch", bytes: PackageResources.batch_yaml),
  ]

  /// Shapes of real programs. The first lines of each file name where its shape is described.
  package static let patterns: [Entry] = [
    Entry(pattern: "pipeline", bytes: PackageResources.pipeline_yaml),
    Entry(pattern: "worker-pool", bytes: PackageResources.worker_pool_yaml),
    Entry(pattern: "rate-limit", bytes: PackageResources.rate_limit_yaml),
    Entry(pattern: "hedge", bytes: PackageResources.hedge_yaml),
    Entry(pattern: "single-flight", bytes: PackageResources.single_flight_yaml),
    Entry(pattern: "actors", bytes: PackageResources.actors_yaml),
    Entry(pattern: "leader", bytes: PackageResources.leader_yaml),
  ]

  /// What is there to look at: the course, and then the patterns.
  package static let shown: [Entry] = all + patterns

  /// Challenges, from easy to hard.
  package static let challenges: [Entry] = [
    Entry(challenge: "no-error", bytes: PackageResources.no_error_yaml),
    Entry(challenge: "answer-sooner", bytes: PackageResources.answer_sooner_yaml),
    Entry(challenge: "second-error", bytes: PackageResources.second_error_yaml),
    Entry(challenge: "one-second-late", bytes: PackageResources.one_second_late_yaml),
    Entry(challenge: "nothing-in-vain", bytes: PackageResources.nothing_in_vain_yaml),
    Entry(challenge: "both-errors", bytes: PackageResources.both_errors_yaml),
  ]

  /// The scenario, pattern or challenge with this name.
  package static func named(_ name: String) throws(UnknownName) -> Entry {
    let known = shown + challenges
    guard let entry = known.first(where: { $0.name == name }) else {
      throw UnknownName(name: name, suggestion: closest(to: name, in: known.map(\.name)))
    }
    return entry
  }
}

extension Gallery.Entry {
  fileprivate init(challenge name: String, bytes: [UInt8]) {
    self.init(name: name, source: String(decoding: bytes, as: UTF8.self), folder: "challenges/")
  }

  fileprivate init(pattern name: String, bytes: [UInt8]) {
    self.init(name: name, source: String(decoding: bytes, as: UTF8.self), folder: "patterns/")
  }

  fileprivate init(name: String, bytes: [UInt8]) {
    self.init(name: name, source: String(decoding: bytes, as: UTF8.self))
  }
}
