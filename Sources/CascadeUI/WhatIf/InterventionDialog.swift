import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
package import CascadeTrace

/// Acting on the selected row.
extension Model {
  /// Opens the dialog on the selected row, with one kind of action chosen.
  mutating func openInject(_ kind: ActionKind? = nil) -> [Effect] {
    guard let session, let selected = session.selected, pauseForWhatIf() else { return [] }
    let row = session.state.row(number: selected)
    let step = TimeStep(of: session.recording.duration)
    let wayBack = wayBack(for: row, in: session.recording)
    guard var dialog = InterventionDialog(on: row, at: session.cursor, step: step, wayBack: wayBack) else {
      status = row.refusal
      return []
    }
    if let kind {
      guard let index = dialog.items.firstIndex(where: { $0.action.kind == kind }) else {
        status = row.refusal(of: kind)
        return []
      }
      dialog.selected = index
    }
    self.dialog = .inject(dialog)
    return refreshTrial()
  }

  /// How to come to a moment at which more can be done to a task that is out.
  private func wayBack(for row: Row, in recording: Recording) -> String {
    guard let out = row.outAt, let failure = recording.latestState.causeTime, failure <= out,
      recording.moment(before: failure) != nil
    else { return "Step back to change it." }
    return "\(keyMap.firstName(of: .beforeFirstFailure, in: .main)) goes back to before the first failure."
  }

  mutating func performInInject(_ dialog: InterventionDialog, _ command: Command, count: Int) -> [Effect] {
    var dialog = dialog
    switch command {
    case .selectNext: dialog.selected = min(dialog.selected + count, dialog.items.count - 1)
    case .selectPrevious: dialog.selected = max(dialog.selected - count, 0)
    case .more: dialog.turn(by: count)
    case .less: dialog.turn(by: -count)
    case .nextChoice: dialog.choose(by: count)
    case .previousChoice: dialog.choose(by: -count)
    case .edit:
      dialog.type(parameter: 0)
      if dialog.entry == nil { status = "There is nothing to type here." }
    case .accept where dialog.entry != nil, .nextField where dialog.entry != nil:
      let place = dialog.entry.flatMap { dialog.item.action.parameters.firstIndex(of: $0.parameter) } ?? 0
      if let words = dialog.takeEntry() {
        dialog.trial.outlook = .refused(words)
        self.dialog = .inject(dialog)
        return []
      }
      dialog.type(parameter: command == .accept ? .max : place + 1)
    case .accept:
      applyTrial()
      return []
    default:
      guard let kind = ActionKind(command) else { return [] }
      guard let index = dialog.items.firstIndex(where: { $0.action.kind == kind }) else {
        status = session?.selected.flatMap { session?.state.row(number: $0) }?.refusal(of: kind)
        return []
      }
      dialog.selected = index
    }
    self.dialog = .inject(dialog)
    return refreshTrial()
  }
}

extension ActionKind {
  /// The action that a key asks for.
  init?(_ command: Command) {
    switch command {
    case .cancelTarget: self = .cancel
    case .failTarget: self = .fail
    case .delayTarget: self = .delay
    case .finishTarget: self = .finish
    case .toggleListening: self = .listening
    case .panicTarget: self = .panic
    case .setDeadline: self = .deadline
    case .addTask: self = .add
    default: return nil
    }
  }

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

extension Row {
  fileprivate func refusal(of kind: ActionKind) -> String {
    "\(opening) can't be \(kind.participle) now: \(obstacle(to: kind))."
  }

  /// Of a task that was told, and isn't out, it is that which stands against telling it: how it takes that is no reason.
  private func obstacle(to kind: ActionKind) -> String {
    let isTelling = kind == .cancel || kind == .deadline
    guard isTelling, toldAt != nil, outAt == nil, turnedAwayBecause == nil else { return "it is \(state.word)" }
    return "it has been told already"
  }

  /// Why a hand can do nothing to this row at this moment.
  fileprivate var refusal: String {
    if run.ending != nil { return "The run is over: nothing can be changed any more. Step back." }
    switch kind {
    case .after: return "An after-function can't be changed: cancel its context instead."
    case .context(.shutdown): return "A signal to finish can't be changed: act on its group instead."
    case .context(.background), .context(.todo): return "\(opening) can never be cancelled."
    default:
      return isBorn
        ? "\(opening) is \(state.word): nothing can be changed any more. Step back."
        : "\(opening) isn't there yet. Step on."
    }
  }
}

/// What a hand could do to a row at the cursor: one action is chosen, with its parameters, and what would come of it is
/// told before it is done.
package struct InterventionDialog: Hashable, Sendable {
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

extension Canvas {
  /// What a hand could do to a row.
  mutating func drawIntervention(
    _ dialog: InterventionDialog, model: Model, session: RunSession, appearance: Appearance
  ) {
    let time = TimeText.instant(session.cursor.t)
    drawTrial(
      "What if: \(dialog.target), paused at \(time)", trial: dialog.trial, isTyping: dialog.entry != nil,
      branches: session.branches, lines: dialog.items.count, note: dialog.note ?? session.note(on: dialog.trial),
      appearance: appearance
    ) { box, index, y in
      let isSelected = index == dialog.selected
      let choice = dialog.choice(index, keyMap: model.keyMap)
      box.drawChoice(
        choice, field: isSelected ? dialog.entry?.field : nil, isSelected: isSelected, y: y, appearance: appearance)
    }
  }

  /// The options of a group.
  mutating func drawOptions(_ dialog: OptionsDialog, session: RunSession, appearance: Appearance) {
    let options = GroupSetup.Option.allCases
    drawTrial(
      "What if: \(dialog.target) were made with", trial: dialog.trial, isTyping: dialog.entry != nil,
      branches: session.branches, lines: options.count, note: dialog.wanted.meaning(of: dialog.option),
      appearance: appearance
    ) { box, index, y in
      let isSelected = index == dialog.selected
      box.drawChoice(
        dialog.choice(options[index]), field: isSelected ? dialog.entry : nil, isSelected: isSelected, y: y,
        appearance: appearance)
    }
  }
}

extension RunSession {
  /// That a hand acts later than the eye stands: one walk of a cancellation is never interrupted.
  fileprivate func note(on trial: Trial) -> String? {
    guard cursor.position < recording.count, recording.log[cursor.position].t <= cursor.t else { return nil }
    let now = TimeText.instant(cursor.t)
    switch trial.outlook {
    case .consequences(_, let start):
      return start > cursor.position ? "More happens at \(now): a hand acts after event \(start)." : nil
    case .none, .waiting, .refused: return "More happens at \(now): a hand acts when that is over."
    }
  }
}

extension InterventionDialog {
  fileprivate func choice(_ index: Int, keyMap: KeyMap) -> DialogChoice {
    let action = items[index].action
    let binding = keyMap.bindings(in: .inject).first { ActionKind($0.command) == action.kind }
    return DialogChoice(
      key: binding?.firstName ?? "", words: action.label, columns: 21, value: action.value, hint: action.hint)
  }
}

extension Intervention.Action {
  /// What it does, for a list of actions.
  fileprivate var label: String {
    switch self {
    case .cancel: "cancel its context"
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
    case .cancel: "it is told, and must listen"
    case .fail(let text), .panic(let text): SafeText.quoted(text)
    case .delay(let duration): "+" + TimeText.duration(duration)
    case .finish: "without an error"
    case .listen(true): "now: deaf"
    case .listen(false): "now: listening"
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
    case .cancel, .finish, .listen: ""
    }
  }
}

extension OptionsDialog {
  fileprivate func choice(_ option: GroupSetup.Option) -> DialogChoice {
    let (was, value) = (made.value(of: option), wanted.value(of: option))
    let isChanged = was != value
    return DialogChoice(
      words: option.words, columns: 20, value: isChanged ? "\(value)  (was \(was))" : value, hint: option.hint,
      isChanged: isChanged)
  }
}

extension GroupSetup.Option {
  fileprivate var words: String {
    switch self {
    case .kind: "kind"
    case .limit: "limit at once"
    case .timeout: "timeout"
    case .queued: "queued tasks"
    case .lone: "lone cancellations"
    }
  }

  fileprivate var hint: String {
    switch self {
    case .limit, .timeout: "(- + or e)"
    case .kind, .queued, .lone: "(- +)"
    }
  }
}
