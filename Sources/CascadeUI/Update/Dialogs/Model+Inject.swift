import Cascade
import CascadeNarration
import CascadeTrace

/// Acting on the selected row.
extension Model {
  /// Opens the dialog on the selected row, with one kind of action chosen.
  mutating func openInject(_ kind: ActionKind? = nil) -> [Effect] {
    guard let watch, let selected = watch.selected, pauseForWhatIf() else { return [] }
    let row = watch.state.row(number: selected)
    let step = TimeStep(of: watch.recording.duration)
    let wayBack = wayBack(for: row, in: watch.recording)
    guard var dialog = InjectDialog(on: row, at: watch.cursor, step: step, wayBack: wayBack) else {
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

  mutating func performInInject(_ dialog: InjectDialog, _ command: Command, count: Int) -> [Effect] {
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
        status = watch?.selected.flatMap { watch?.state.row(number: $0) }?.refusal(of: kind)
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
