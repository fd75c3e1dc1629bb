/// A story about contexts alone: a straight-line program over a tree of them.
package struct ContextProgram: Hashable, Sendable {
  /// One thing that it does, and when.
  package struct Entry: Hashable, Sendable {
    /// So long after the start of the run; never before the entry above.
    package var at: Duration
    package var action: Action
    /// Where it stands in its file; none for one that isn't from a file.
    package var place: Place?

    package init(at: Duration = .zero, _ action: Action, place: Place? = nil) {
      self.at = at
      self.action = action
      self.place = place
    }
  }

  /// Names are unique in the program; a parent is one that an entry above made, or none for a background without a name.
  package enum Action: Hashable, Sendable {
    /// Makes a background, or else a todo.
    case root(String, isTodo: Bool)
    case derive(String, parent: String?, Derivation)
    /// Registers an after-function on a context.
    case after(String, on: String?)
    /// Cancels a context, with the text of a cause.
    case cancel(String, cause: String?)
    /// Stops an after-function.
    case stop(String)
    /// Asks a context what it says; none for all of them.
    case check(String?)
  }

  /// How a context is made from another.
  package enum Derivation: Hashable, Sendable {
    case cancel
    /// It ends so long after it was made, with the text of a cause.
    case timeout(Duration, cause: String?)
    /// It ends so long after the start of the run.
    case deadline(Duration, cause: String?)
    case value(key: String, String)
    case withoutCancel

    /// Whether it comes with a way to cancel it.
    package var canBeCancelled: Bool {
      switch self {
      case .cancel, .timeout, .deadline: true
      case .value, .withoutCancel: false
      }
    }
  }

  package var entries: [Entry]
  /// Whether it goes on after its last entry until every deadline has passed that can still end a context.
  package var awaitsDeadlines: Bool

  package init(_ entries: [Entry], awaitsDeadlines: Bool = true) {
    self.entries = entries
    self.awaitsDeadlines = awaitsDeadlines
  }

  /// The names of all contexts, in the order in which they are made.
  package var contextNames: [String] {
    entries.compactMap { entry in
      switch entry.action {
      case .root(let name, _), .derive(let name, _, _): name
      case .after, .cancel, .stop, .check: nil
      }
    }
  }

  /// The names of all after-functions, in the order in which they are registered.
  package var afterFunctionNames: [String] {
    entries.compactMap { if case .after(let name, _) = $0.action { name } else { nil } }
  }
}
