import CascadeTrace

/// The options of a group as switches.
extension Model {
  /// Opens them for the group that the chosen row is, or is in; where nobody chose a row, for the outermost one.
  mutating func openOptions() -> [Effect] {
    guard let watch, pauseForWhatIf() else { return [] }
    // What a group was made with stands in its first event, wherever the cursor is.
    let run = watch.recording.latestState
    let group: Row?
    switch watch.selection {
    case .pinned(let row): group = run.row(number: row).groupAround
    case .following: group = run.outermostGroup
    }
    guard let group else {
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
    case .more, .nextChoice:
      if let words = dialog.mostWords {
        status = words
        return []
      }
      dialog.turn(by: count)
    case .less, .previousChoice: dialog.turn(by: -count)
    case .nextGroup: return openNextGroup(after: dialog)
    case .edit:
      if let words = dialog.type() {
        status = words
        return []
      }
    case .accept where dialog.entry != nil, .nextField where dialog.entry != nil:
      if let words = dialog.takeEntry() {
        dialog.trial.outlook = .refused(words)
        self.dialog = .options(dialog)
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

  /// The options of the group that comes next in the tree. What was turned and not applied is forgotten.
  private mutating func openNextGroup(after dialog: OptionsDialog) -> [Effect] {
    guard let watch else { return [] }
    let groups = watch.recording.latestState.groups
    guard groups.count > 1, let place = groups.firstIndex(where: { $0.id == dialog.group }) else {
      status = "This is the only group."
      return []
    }
    var next = OptionsDialog(on: groups[(place + 1) % groups.count], run: watch.recording.duration)
    next.selected = dialog.selected
    self.dialog = .options(next)
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
