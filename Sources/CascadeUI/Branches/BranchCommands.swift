import Cascade
import CascadeTrace

/// Going from branch to branch.
extension Model {
  /// - Returns: nil when the command isn't about branches.
  mutating func performOnBranches(_ command: Command) -> [Effect]? {
    guard let session else { return nil }
    switch command {
    case .undo: go(to: session.branches.undone, else: "There is nothing to undo: this is the run as it was opened.")
    case .redo: go(to: session.branches.redone, else: "There is nothing to redo.")
    case .branches: if pauseForWhatIf() { dialog = .branches(BranchList(selected: session.branches.current)) }
    case .nameBranch:
      let branch = session.branches.branch
      if pauseForWhatIf() {
        dialog = .naming(TextField(label: "Name of branch \(branch.letter)", text: branch.name))
      }
    default: return nil
    }
    return []
  }

  mutating func performInBranches(_ list: BranchList, _ command: Command, count: Int) -> [Effect] {
    guard let branches = session?.branches.all else { return [] }
    func moved(by steps: Int) -> Dialog {
      .branches(BranchList(selected: max(0, min(list.selected + steps, branches.count - 1))))
    }
    switch command {
    case .selectNext: dialog = moved(by: count)
    case .selectPrevious: dialog = moved(by: -count)
    case .start: dialog = moved(by: -branches.count)
    case .end: dialog = moved(by: branches.count)
    case .accept:
      dialog = nil
      go(to: list.selected, else: "")
    default: break
    }
    return []
  }

  /// Stops whatever plays, so that nothing moves under a dialog.
  /// - Returns: whether the run can be changed at all; if not, words say so.
  mutating func pauseForWhatIf() -> Bool {
    guard let session else { return false }
    guard !session.isLive else {
      status = "This run is live: it can't be changed. Run it without --live to ask what if."
      return false
    }
    self.session?.seek(session.cursor)
    return true
  }

  /// Looks at another branch from the same time.
  private mutating func go(to index: Int?, else words: String) {
    guard let index, var session, let recording = runs.recording(of: session.branches.all[index].variation) else {
      status = words
      return
    }
    session.branches.choose(index)
    session.show(recording)
    self.session = session
    status = "This is branch \(session.branches.branch.title)."
  }

  /// Makes a branch of a change whose run is here, and looks at it; at the branch that there is, if it was made before.
  mutating func branchOff(_ variation: Variation, change: String, isMadeHere: Bool = true) {
    guard var session, let recording = runs.recording(of: variation) else { return }
    let parent = session.branches.branch
    if let known = session.branches.index(of: variation) {
      return go(to: known, else: "")
    }
    let shared = recording.sharedEvents(with: session.recording)
    session.branches.add(variation, start: shared, change: change, isMadeHere: isMadeHere)
    session.show(recording, from: recording.hand(at: shared, notBefore: session.cursor.t))
    self.session = session
    runs.keep(variation)
    status = "Branch \(session.branches.branch.letter) from event \(shared). \(parent.letter) is kept: u goes back."
  }

  /// To the first event that the branch that is looked at doesn't share with its parent.
  mutating func seekFirstDifference() {
    guard let session, session.branches.branch.parent != nil else { return }
    self.session?.seek(session.recording.cursor(at: session.branches.branch.start + 1))
  }
}

extension Recording {
  /// Just after the hand that acts at this event; nil when there is none.
  fileprivate func hand(at number: Int, notBefore t: Context.Instant) -> Cursor? {
    guard number < count, case .intervention = log[number].kind else { return nil }
    return Cursor(position: number + 1, t: max(t, log[number].t))
  }
}

extension Branch {
  /// `B`, or `B, late orders`.
  var title: String { name.isEmpty ? letter : "\(letter), \(name)" }
}
