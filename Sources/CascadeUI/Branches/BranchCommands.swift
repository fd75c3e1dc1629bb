import Cascade
import CascadeNarration
import CascadeTrace

/// Going from branch to branch.
package enum BranchCommand: CaseIterable, Hashable, Sendable {
  case undo, redo, list, name
}

extension Model {
  mutating func perform(_ command: BranchCommand) -> [Effect] {
    guard let branches = session?.branches else { return [] }
    switch command {
    case .undo: go(to: branches.undone, else: "Nothing to undo.")
    case .redo: go(to: branches.redone, else: "Nothing to redo.")
    case .list: if pauseForWhatIf() { return open(BranchList(selected: branches.current, count: branches.all.count)) }
    case .name:
      let branch = branches.branch
      if pauseForWhatIf() {
        return open(BranchNaming(line: TextField(label: "Name of branch \(branch.letter)", text: branch.name)))
      }
    }
    return []
  }

  /// Stops whatever plays, so that nothing moves under a dialog.
  /// - Returns: whether the run can be changed at all; if not, words say so.
  mutating func pauseForWhatIf() -> Bool {
    guard let session else { return false }
    if let words = session.refusesWhatIf {
      status = words
      return false
    }
    self.session?.seek(session.cursor)
    return true
  }

  /// Looks at another branch from the same time.
  mutating func go(to index: Int?, else words: String) {
    guard let index, var session, let recording = session.runs.recording(of: session.branches.all[index].variation)
    else {
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
    guard var session, let recording = session.runs.recording(of: variation) else { return }
    let parent = session.branches.branch
    if let known = session.branches.index(of: variation) {
      return go(to: known, else: "")
    }
    let shared = recording.sharedEvents(with: session.recording)
    session.branches.add(variation, start: shared, change: change, isMadeHere: isMadeHere)
    session.show(recording, from: recording.afterIntervention(at: shared, notBefore: session.cursor.t))
    session.runs.keep(variation)
    self.session = session
    status = "Branch \(session.branches.branch.letter) starts at event \(shared). u goes back to \(parent.letter)."
  }

  /// To the first event that the branch that is looked at doesn't share with its parent.
  mutating func seekFirstDifference() {
    guard let session, session.branches.branch.parent != nil else { return }
    self.session?.seek(session.recording.cursor(at: session.branches.branch.start + 1))
  }
}

extension Recording {
  /// Just after the intervention at this event; nil when there is none.
  fileprivate func afterIntervention(at number: Int, notBefore t: Context.Instant) -> Cursor? {
    guard number < count, case .intervention = log[number].kind else { return nil }
    return Cursor(position: number + 1, t: max(t, log[number].t))
  }
}

extension RunSession {
  /// Why this run can't be run again with a change; nil where it can.
  var refusesWhatIf: String? {
    switch origin {
    case .scenario: isLive ? "This run is live and can't be repeated with a change." : nil
    case .recording: RecordingWords.noWhatIf
    case .program: RecordingWords.noWhatIfInProgram
    }
  }
}
