import CascadeTrace

/// The options of a group as switches.
extension Model {
  /// Opens them for the group that the selected row is, or is in.
  mutating func openOptions() -> [Effect] {
    guard let watch, let selected = watch.selected, pauseForWhatIf() else { return [] }
    // What a group was made with stands in its first event, wherever the cursor is.
    guard let group = watch.recording.latestState.row(number: selected).groupAround else {
      status = "There is no group around this."
      return []
    }
    dialog = .options(OptionsDialog(on: group, run: watch.recording.duration))
    return refreshTrial()
  }

  mutating func performInOptions(_ dialog: OptionsDialog, _ command: Command, count: Int) -> [Effect] {
    var dialog = dialog
    switch command {
    case .selectNext: dialog.selected = min(dialog.selected + count, GroupSetup.Option.allCases.count - 1)
    case .selectPrevious: dialog.selected = max(dialog.selected - count, 0)
    case .more, .nextChoice: dialog.turn(by: count)
    case .less, .previousChoice: dialog.turn(by: -count)
    case .edit: dialog.type()
    case .accept where dialog.entry != nil, .nextField where dialog.entry != nil:
      if let words = dialog.takeEntry() {
        status = words
        return []
      }
      dialog.entry = nil
    case .accept:
      applyTrial()
      return []
    default: return []
    }
    self.dialog = .options(dialog)
    return refreshTrial()
  }
}

extension Row {
  /// This group, the group of this task, or the one group that this context was made for.
  fileprivate var groupAround: Row? {
    switch kind {
    case .group: return self
    case .task, .after: return parent.flatMap(\.groupAbove)
    case .context: return children.first { $0.kind == .group } ?? children.first { $0.groupAround != nil }?.groupAround
    }
  }

  private var groupAbove: Row? { kind == .group ? self : parent.flatMap(\.groupAbove) }
}
