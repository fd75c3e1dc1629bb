import Cascade
import CascadeTerminal
import CascadeText
import CascadeTrace

extension Canvas {
  /// What a hand could do to a row.
  mutating func drawInject(_ dialog: InjectDialog, model: Model, watch: Watch, look: Look) {
    let time = TimeText.instant(watch.cursor.t)
    drawTrial(
      "What if: \(dialog.target), paused at \(time)", trial: dialog.trial, isTyping: dialog.entry != nil,
      branches: watch.branches, lines: dialog.items.count, note: dialog.note ?? watch.note(on: dialog.trial), look: look
    ) { box, index, y in
      let isSelected = index == dialog.selected
      let choice = dialog.choice(index, keyMap: model.keyMap)
      box.drawChoice(choice, field: isSelected ? dialog.entry?.field : nil, isSelected: isSelected, y: y, look: look)
    }
  }

  /// The options of a group.
  mutating func drawOptions(_ dialog: OptionsDialog, watch: Watch, look: Look) {
    let options = GroupSetup.Option.allCases
    drawTrial(
      "What if: \(dialog.target) were made with", trial: dialog.trial, isTyping: dialog.entry != nil,
      branches: watch.branches, lines: options.count, note: dialog.wanted.meaning(of: dialog.option), look: look
    ) { box, index, y in
      let isSelected = index == dialog.selected
      box.drawChoice(
        dialog.choice(options[index]), field: isSelected ? dialog.entry : nil, isSelected: isSelected, y: y, look: look)
    }
  }
}

extension Watch {
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

extension InjectDialog {
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
