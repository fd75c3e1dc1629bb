package import Cascade

/// A program in lines, and which of them belong to which part of a scenario.
package struct CodeListing: Hashable, Sendable {
  /// The language that it is written in.
  package enum Language: String, Hashable, Sendable, CaseIterable {
    case swift
    case go

    /// How its people write it.
    package var name: String {
      switch self {
      case .swift: "Swift"
      case .go: "Go"
      }
    }
  }

  /// A part of a scenario that lines are written for. Paths are those of events; attempts count from 1, steps from 0, as
  /// in notes.
  package enum Part: Hashable, Sendable {
    /// Where a group is made.
    case group(String)
    /// Where a task or a caller waits for a group.
    case wait(String)
    /// Where a task is handed to its group.
    case spawn(String)
    /// A step of a task.
    case step(task: String, attempt: Int = 1, index: Int)
    /// What a task does when this step was cut short.
    case cleanup(task: String, attempt: Int = 1, index: Int)
    /// Where a task waits between two attempts.
    case pause(task: String)
    /// A step of the caller, once wait has returned.
    case afterWait(group: String, index: Int)

    // Of a story about contexts alone:

    /// Where a context is made.
    case context(String)
    /// Where a context is cancelled by a call.
    case cancel(String)
    /// Where an after-function is registered; what it does is in the second line.
    case after(String)
    /// Where an after-function is stopped.
    case stop(String)
    /// Where a context is asked, for the first time or the `number`th.
    case check(String, number: Int)
    /// Where nothing happens between two instants of the run.
    case sleep(from: Context.Instant, until: Context.Instant)
  }

  package var language: Language
  /// Without line ends.
  package var lines: [String]
  /// The numbers of a part's lines, from 0.
  package var parts: [Part: Range<Int>]
  /// For each group the tasks that its caller hands over, in the order of the program. Those that are added by its tasks
  /// aren't among them.
  package var spawns: [String: [String]]

  package init(
    language: Language, lines: [String], parts: [Part: Range<Int>], spawns: [String: [String]] = [:]
  ) {
    self.language = language
    self.lines = lines
    self.parts = parts
    self.spawns = spawns
  }

  /// The whole program, with a line end after each line.
  package var text: String { lines.map { $0 + "\n" }.joined() }
}
