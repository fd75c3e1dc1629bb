import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

/// What can be done to a row at the cursor: one action is chosen, with its parameters, and what would come of it is told
/// before it is done.
struct InterventionDialog: TrialDialog {
  /// What it is about, as sentences call it.
  let target: String
  /// What can be done, each with its parameters.
  var items: [Intervention]
  private(set) var selected = 0
  /// The parameter that is being typed.
  var entry: Entry?
  var trial = Trial()
  /// Why less can be done than usual; nil where nothing is to be said.
  let note: String?
  /// The names that an added task can't have.
  let takenNames: Set<String>
  /// How much times change by one step.
  let step: TimeStep

  /// A parameter in a line of text.
  struct Entry: Hashable, Sendable {
    var field: TextField
    var parameter: Parameter
  }

  var item: Intervention { items[selected] }
  var changes: [Variation.Change] { [.intervention(item)] }

  /// What makes sense for a row in its state; nil where nothing does.
  ///
  /// - Parameter wayBack: How to come to a moment at which more can be done to a task that is out.
  init?(on row: Row, at moment: Cursor, step: TimeStep, wayBack: String) {
    let offers = InterventionOffers(row: row, moment: moment, step: step)
    guard !offers.items.isEmpty else { return nil }
    items = offers.items
    target = row.phrase
    takenNames = offers.takenNames
    note = row.outAt == nil ? nil : "It has returned. \(wayBack)"
    self.step = step
  }

  // MARK: Keys

  var place: Place { .intervention }
  var chosen: Int? {
    get { selected }
    set { selected = max(0, min(newValue ?? selected, items.count - 1)) }
  }
  var acceptance: Command? { .intervention(.accept) }
  var field: TextField? {
    get { entry?.field }
    set { if let newValue { entry?.field = newValue } }
  }

  mutating func perform(_ command: Command, count: Int, in model: inout Model) -> DialogOutcome {
    if case .field(let command) = command { return take(command) }
    if case .action(let kind) = command {
      guard !choose(kind) else { return .changed }
      model.status = model.session.flatMap { session in session.selected.map { session.state.row(number: $0) } }?
        .refusal(of: kind)
      return .stays
    }
    guard case .intervention(let command) = command else { return .stays }
    switch command {
    case .next: selected = min(selected + count, items.count - 1)
    case .previous: selected = max(selected - count, 0)
    case .more: turn(by: count)
    case .less: turn(by: -count)
    case .nextChoice: choose(by: count)
    case .previousChoice: choose(by: -count)
    case .edit:
      type(parameter: 0)
      if entry == nil {
        model.status =
          item.action.parameters.isEmpty ? "This change has no value to type." : "Use - and + to change this value."
      }
    case .accept: return model.apply(trial) ? .closed() : .stays
    }
    return .changed
  }

  /// Takes what was typed. The line stays open where it can't be that.
  private mutating func take(_ command: FieldCommand) -> DialogOutcome {
    let index = entry.flatMap { item.action.parameters.firstIndex(of: $0.parameter) } ?? 0
    if let words = takeEntry() {
      trial.outlook = .refused(words)
      return .stays
    }
    switch command {
    case .accept: entry = nil
    case .next: type(parameter: index + 1)
    }
    return .changed
  }

  mutating func leaveField() -> Bool {
    defer { entry = nil }
    return entry != nil
  }

  /// - Returns: whether that can be done at all.
  mutating func choose(_ kind: ActionKind) -> Bool {
    guard let index = items.firstIndex(where: { $0.action.kind == kind }) else { return false }
    selected = index
    return true
  }

  func offers(_ command: Command) -> Bool { command != .intervention(.accept) || trial.isReady }

  // MARK: Drawing

  func draw(on canvas: inout Canvas, model: Model, session: RunSession, appearance: Appearance) {
    canvas.drawTrial(
      "What if? \(target) at \(TimeText.instant(session.cursor.t))", trial: trial, isTyping: entry != nil,
      branches: session.branches, lines: items.count, place: place, note: note ?? session.note(on: trial),
      appearance: appearance
    ) { box, index, y in
      let isSelected = index == selected
      box.drawChoice(
        choice(index, keyMap: model.keyMap), field: isSelected ? field : nil, isSelected: isSelected, y: y,
        appearance: appearance)
    }
  }
}

extension Model {
  mutating func perform(_ command: WhatIfCommand) -> [Effect] {
    switch command {
    case .intervene: openIntervention()
    case .cancel: openIntervention(.cancel)
    case .toggleListening: openIntervention(.listening)
    case .options: openOptions()
    }
  }

  /// Opens the dialog on the selected row, with one kind of action chosen.
  private mutating func openIntervention(_ kind: ActionKind? = nil) -> [Effect] {
    guard let session, let selected = session.selected, pauseForWhatIf() else { return [] }
    let row = session.state.row(number: selected)
    // A change names a task by its line in the file; this has none.
    if row.isSharedCall {
      status = "\(row.label) is a call that tasks share: change one that waits for it."
      return []
    }
    let dialog = InterventionDialog(
      on: row, at: session.cursor, step: TimeStep(of: session.recording.duration),
      wayBack: wayBack(for: row, in: session.recording))
    guard var dialog else {
      status = row.refusal
      return []
    }
    if let kind, !dialog.choose(kind) {
      status = row.refusal(of: kind)
      return []
    }
    return open(dialog)
  }

  /// How to come to a moment at which more can be done to a task that is out.
  private func wayBack(for row: Row, in recording: Recording) -> String {
    guard let out = row.outAt, let failure = recording.latestState.causeTime, failure <= out,
      recording.moment(before: failure) != nil
    else { return "Step back to change it." }
    return "\(keyMap.firstName(of: .watching(.beforeFirstFailure), in: .main)) goes to just before the first failure."
  }
}

extension RunSession {
  /// That an intervention acts later than the cursor stands: it never interrupts the walk of a cancellation.
  fileprivate func note(on trial: Trial) -> String? {
    guard cursor.position < recording.count, recording.log[cursor.position].t <= cursor.t else { return nil }
    let now = TimeText.instant(cursor.t)
    switch trial.outlook {
    case .consequences(_, let start):
      return start > cursor.position ? "Your change happens after event \(start), the last one at \(now)." : nil
    case .none, .waiting: return "Your change happens after the last event at \(now)."
    case .refused: return "Your change would come after all other events at \(now)."
    }
  }
}

extension ActionKind {
  fileprivate var participle: String {
    switch self {
    case .cancel: "cancelled"
    case .fail: "made to fail"
    case .delay: "delayed"
    case .finish: "made to return"
    case .listening: "made deaf or listening"
    case .panic: "made to panic"
    case .deadline: "given a deadline"
    case .add: "given another task"
    }
  }
}

extension Intervention.Action {
  /// Which of those that the dialog offers it is.
  var kind: ActionKind? {
    switch self {
    case .cancel: .cancel
    case .shutdown, .other: nil
    case .fail: .fail
    case .delay: .delay
    case .finish: .finish
    case .listen: .listening
    case .panic: .panic
    case .deadline: .deadline
    case .add: .add
    }
  }
}

extension Row {
  fileprivate func refusal(of kind: ActionKind) -> String {
    "\(opening) can't be \(kind.participle) now: \(obstacle(to: kind))."
  }

  /// A task that was told, and isn't out, can't be told again; its current state isn't the reason.
  private func obstacle(to kind: ActionKind) -> String {
    let isTelling = kind == .cancel || kind == .deadline
    guard isTelling, toldAt != nil, outAt == nil, turnedAwayBecause == nil else { return "it is \(state.word)" }
    return "it was already told"
  }

  /// Why nothing can be done to this row at this moment.
  fileprivate var refusal: String {
    if run.ending != nil { return "The run is over. Step back to change it." }
    switch kind {
    case .after: return "An AfterFunc can't be changed. Cancel its context."
    case .context(.shutdown): return "Change the group instead."
    case .context(.background), .context(.todo): return "\(opening) can't be cancelled."
    case .task, .group, .context:
      return isBorn
        ? "\(opening) \(kind == .task ? "has returned" : "is \(state.word)"). Step back to change it."
        : "\(opening) \(kind == .task ? "hasn't started yet" : "isn't there yet"). Step forward first."
    }
  }
}

extension InterventionDialog {
  fileprivate func choice(_ index: Int, keyMap: KeyMap) -> DialogChoice {
    let action = items[index].action
    return DialogChoice(
      key: action.kind.map { keyMap.firstName(of: .action($0), in: .intervention) } ?? "", words: action.label,
      columns: 21,
      value: action.value, hint: action.hint)
  }
}

extension Intervention.Action {
  /// What it does, for a list of actions.
  fileprivate var label: String {
    switch self {
    case .cancel: "cancel its context"
    case .shutdown: "ask its tasks to finish"
    case .other(let text): SafeText.make(text)
    case .fail: "fail now with"
    case .delay: "delay by"
    case .finish: "return now"
    case .listen(true): "make it listen"
    case .listen(false): "make it deaf"
    case .panic: "panic with"
    case .deadline: "deadline at"
    case .add: "add a task"
    }
  }

  fileprivate var value: String {
    switch self {
    case .cancel: "it is told"
    case .shutdown, .other: ""
    case .fail(let text), .panic(let text): SafeText.quoted(text)
    case .delay(let duration): "+" + TimeText.duration(duration)
    case .finish: "with nil"
    case .listen(true): "it returns when told"
    case .listen(false): "it works on when told"
    case .deadline(let t): TimeText.instant(t)
    case .add(let task): SafeText.make(task.words)
    }
  }

  /// How its value is changed.
  fileprivate var hint: String {
    switch self {
    case .fail, .panic: "(e edits)"
    case .delay, .deadline: "(- + or e)"
    case .add: "(- + left right e)"
    case .cancel, .shutdown, .finish, .listen, .other: ""
    }
  }
}
