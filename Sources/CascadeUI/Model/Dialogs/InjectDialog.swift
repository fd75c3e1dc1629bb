import CascadeNarration
package import CascadeTrace

/// What a hand could do to a row at the cursor: one action is chosen, with its parameters, and what would come of it is
/// told before it is done.
package struct InjectDialog: Hashable, Sendable {
  /// Whom it is about, as sentences call it.
  package let target: String
  /// What can be done, each with its parameters.
  package internal(set) var items: [Intervention]
  package internal(set) var selected = 0
  /// The parameter that is being typed.
  package internal(set) var entry: Entry?
  package internal(set) var trial = Trial()
  /// Why less can be done than usual; nil where nothing is to be said.
  package let note: String?
  /// The names that an added task can't have.
  let takenNames: Set<String>
  /// How much times change by one step.
  let step: TimeStep

  /// A parameter in a line of text.
  package struct Entry: Hashable, Sendable {
    package var field: TextField
    var parameter: Parameter
  }

  var item: Intervention { items[selected] }
}

/// One thing about an action that can be typed.
enum Parameter: Hashable, Sendable {
  case text, duration, instant, name
}

/// The kind of an action, whatever its parameters.
enum ActionKind: Hashable, Sendable, CaseIterable {
  case cancel, fail, delay, finish, listening, panic, deadline, add
}

extension Intervention.Action {
  var kind: ActionKind {
    switch self {
    case .cancel: .cancel
    case .fail: .fail
    case .delay: .delay
    case .finish: .finish
    case .listen: .listening
    case .panic: .panic
    case .deadline: .deadline
    case .add: .add
    }
  }

  /// What can be typed, in the order in which it is gone through.
  var parameters: [Parameter] {
    switch self {
    case .cancel, .finish, .listen: []
    case .fail, .panic: [.text]
    case .delay: [.duration]
    case .deadline: [.instant]
    case .add(let task): task.ending == .returns ? [.name, .duration] : [.name, .duration, .text]
    }
  }
}
