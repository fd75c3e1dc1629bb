import CascadeText
import CascadeTrace

enum ContextStepKey: String, FileKey {
  case background, todo
  case withCancel = "with-cancel"
  case withTimeout = "with-timeout"
  case withDeadline = "with-deadline"
  case withValue = "with-value"
  case withoutCancel = "without-cancel"
  case after, cancel, stop, check, of, timeout, deadline, key, value, cause, at

  static let owner = "a step of contexts"

  /// The keys that say what the step does, of which it has exactly one.
  static let actions: [ContextStepKey] = [
    .background, .todo, .withCancel, .withTimeout, .withDeadline, .withValue, .withoutCancel, .after, .cancel, .stop,
    .check,
  ]

  var meaning: String {
    switch self {
    case .background: "A root context with this name."
    case .todo: "The same, as context.TODO."
    case .withCancel: "Derives a context with this name that can be cancelled."
    case .withTimeout: "Derives a context with this name that is done after its timeout."
    case .withDeadline: "Derives a context with this name that is done at its deadline."
    case .withValue: "Derives a context with this name that carries a value."
    case .withoutCancel: "Derives a context with this name that its parent's cancellation doesn't reach."
    case .after: "Registers a function with this name, which starts when its context is done."
    case .cancel: "Cancels the context with this name."
    case .stop: "Stops the after-function with this name."
    case .check: "Prints Err(), Cause() and values of this context; without a name, of all of them."
    case .of:
      "The context that it is derived from, or registered on. Default: an unnamed background."
    case .timeout: "For with-timeout: this long after the context is derived."
    case .deadline: "For with-deadline: this long after the start of the run."
    case .key: "For with-value: the key of the value."
    case .value: "For with-value: the value."
    case .cause: "For with-timeout, with-deadline and cancel: the cause that it gives."
    case .at: "When, since the start of the run. Default: at once after the step above."
    }
  }
}

extension ScenarioReader {
  /// Reads a program over contexts, step by step.
  mutating func readContexts(_ node: YAMLNode) -> ContextProgram {
    var made = MadeNames()
    var entries: [ContextProgram.Entry] = []
    var time = Duration.zero
    let items = list(node, "contexts")
    if items.isEmpty, case .list = node.content { problems.add("contexts has no step", at: node.place) }
    for item in items {
      if item.text == ContextStepKey.check.rawValue {
        entries.append(ContextProgram.Entry(at: time, .check(nil), place: item.place))
        continue
      }
      if let word = item.text {
        problems.add(
          "unknown step \(SafeText.brief(word)); a step of contexts is a key and a name, such as cancel: request",
          at: item.place, suggestion: closest(to: word, in: ContextStepKey.actions.map(\.rawValue)))
        continue
      }
      guard let fields = Fields<ContextStepKey>(item, problems: &problems) else { continue }
      if let node = fields[.at], let at = duration(node, "at") {
        if at < time {
          problems.add("this step is before the one above, which is at \(time.inWords)", at: node.place)
        }
        time = max(time, at)
      }
      if let action = readContextStep(fields, &made, isEmpty: item.isEmptyMapping) {
        entries.append(ContextProgram.Entry(at: time, action, place: item.place))
      }
    }
    return ContextProgram(entries)
  }

  /// What the steps above have made.
  private struct MadeNames {
    /// Each with how it is made from another, where it is.
    var contexts: [(name: String, derivation: ContextProgram.Derivation?)] = []
    var functions: [String] = []
  }

  private mutating func readContextStep(
    _ fields: Fields<ContextStepKey>, _ made: inout MadeNames, isEmpty: Bool
  ) -> ContextProgram.Action? {
    let actions = fields.present(ContextStepKey.actions)
    guard let action = actions.first, actions.count == 1, let node = fields[action] else {
      if actions.count > 1 {
        problems.add(
          "a step of contexts does one thing; this one has \(actions.map(\.rawValue).joined(separator: " and "))",
          at: fields.place)
      } else if isEmpty || !fields.present(ContextStepKey.allCases).isEmpty, fields.lacks(ContextStepKey.actions) {
        let words = alternatives(ContextStepKey.actions.map(\.rawValue))
        problems.add("this step of contexts is empty; use one of \(words)", at: fields.place)
      }
      return nil
    }
    checkModifiers(fields)
    let cause = fields[.cause].flatMap { text($0, "cause") }
    if action == .cancel {
      return target(node, "context", in: made.contexts.map(\.name)).flatMap { name in
        guard isCancellable(name, node, made) else { return nil }
        return .cancel(name, cause: cause)
      }
    }
    if action == .stop { return target(node, "after-function", in: made.functions).map { .stop($0) } }
    if action == .check { return target(node, "context", in: made.contexts.map(\.name)).map { .check($0) } }
    let parent = fields[.of].flatMap { target($0, "context", in: made.contexts.map(\.name)) }
    let derivation = readDerivation(action, fields, cause: cause)
    guard let name = name(node, action == .after ? "the after-function's name" : "the context's name") else {
      return nil
    }
    if made.contexts.contains(where: { $0.name == name }) || made.functions.contains(name) {
      problems.add("the name \(SafeText.brief(name)) is already taken", at: node.place)
    }
    if action == .after {
      made.functions.append(name)
      return .after(name, on: parent)
    }
    made.contexts.append((name, derivation))
    if action == .background || action == .todo { return .root(name, isTodo: action == .todo) }
    return derivation.map { .derive(name, parent: parent, $0) }
  }

  private mutating func checkModifiers(_ fields: Fields<ContextStepKey>) {
    let derivations: [ContextStepKey] = [.withCancel, .withTimeout, .withDeadline, .withValue, .withoutCancel]
    fields.check(.of, needs: derivations + [.after], problems: &problems)
    fields.check(.timeout, needs: [.withTimeout], problems: &problems)
    fields.check(.deadline, needs: [.withDeadline], problems: &problems)
    fields.check(.key, needs: [.withValue], problems: &problems)
    fields.check(.value, needs: [.withValue], problems: &problems)
    fields.check(.cause, needs: [.withTimeout, .withDeadline, .cancel], problems: &problems)
    let needed: [(ContextStepKey, ContextStepKey)] = [
      (.withTimeout, .timeout), (.withDeadline, .deadline), (.withValue, .key), (.withValue, .value), (.after, .of),
    ]
    for (key, other) in needed where fields[key] != nil && fields.lacks(other) {
      problems.add("\(key.rawValue) needs \(other.rawValue)", at: fields.place(of: key))
    }
  }

  private mutating func readDerivation(
    _ action: ContextStepKey, _ fields: Fields<ContextStepKey>, cause: String?
  ) -> ContextProgram.Derivation? {
    switch action {
    case .withCancel: return .cancel
    case .withTimeout:
      return .timeout(fields[.timeout].flatMap { duration($0, "timeout") } ?? .zero, cause: cause)
    case .withDeadline:
      return .deadline(fields[.deadline].flatMap { duration($0, "deadline") } ?? .zero, cause: cause)
    case .withValue:
      let key = fields[.key].flatMap { name($0, "the key") }
      let value = fields[.value].flatMap { oneLine($0, "value") }
      return .value(key: key ?? "?", value ?? "?")
    case .withoutCancel: return .withoutCancel
    case .background, .todo, .after, .cancel, .stop, .check, .of, .timeout, .deadline, .key, .value, .cause, .at:
      return nil
    }
  }

  /// A name that a step above has made.
  private mutating func target(_ node: YAMLNode, _ noun: String, in names: [String]) -> String? {
    guard let name = text(node, "the name of \(noun == "context" ? "a" : "an") \(noun)") else { return nil }
    if names.contains(name) { return name }
    problems.add(
      "no step above \(noun == "context" ? "derives" : "registers") \(noun == "context" ? "a" : "an") \(noun) \(SafeText.brief(name))",
      at: node.place,
      suggestion: closest(to: name, in: names))
    return nil
  }

  private mutating func isCancellable(_ name: String, _ node: YAMLNode, _ made: MadeNames) -> Bool {
    let derivation = made.contexts.first { $0.name == name }?.derivation
    if derivation?.canBeCancelled == true { return true }
    problems.add(
      "\(SafeText.brief(name)) can't be cancelled: only with-cancel, with-timeout and with-deadline contexts can",
      at: node.place)
    return false
  }
}

extension YAMLNode {
  /// Whether it is `{}`.
  fileprivate var isEmptyMapping: Bool {
    if case .mapping(let pairs) = content { pairs.isEmpty } else { false }
  }
}
