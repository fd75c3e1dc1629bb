import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

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

/// The list of branches, to choose one.
struct BranchList: Dialog {
  /// Which branch the bar stands on.
  var selected: Int

  /// How many there were when it was opened.
  let count: Int

  var place: Place { .branches }
  var chosen: Int? {
    get { selected }
    set { selected = max(0, min(newValue ?? selected, count - 1)) }
  }
  var acceptance: Command? { .branchList(.accept) }

  mutating func perform(_ command: Command, count: Int, in model: inout Model) -> DialogOutcome {
    guard case .branchList(let command) = command, let last = model.session?.branches.all.indices.last else {
      return .stays
    }
    switch command {
    case .next: selected = min(selected + count, last)
    case .previous: selected = max(selected - count, 0)
    case .first: selected = 0
    case .last: selected = last
    case .accept:
      model.go(to: selected, else: "")
      return .closed()
    }
    return .stays
  }

  /// Every branch with its parent, the event from which on it is its own, and what was changed.
  func draw(on canvas: inout Canvas, model: Model, session: RunSession, appearance: Appearance) {
    let branches = session.branches.all
    canvas.drawBox("Branches of this run", rows: branches.count, appearance: appearance) { box in
      let height = box.region.size.rows
      let top = max(0, min(selected - height / 2, branches.count - height))
      for (y, index) in (top..<min(branches.count, top + height)).enumerated() {
        box.mark(Rect(x: 0, y: y, columns: box.region.size.columns, rows: 1), as: .item(index, in: place))
        box.drawBranch(
          branches[index], of: session.branches, isSelected: index == selected, y: y, appearance: appearance)
      }
    }
  }
}

/// The line in which the current branch gets a name.
struct BranchNaming: Dialog {
  var line: TextField

  var place: Place { .field }
  var field: TextField? {
    get { line }
    set { if let newValue { line = newValue } }
  }

  mutating func perform(_ command: Command, count: Int, in model: inout Model) -> DialogOutcome {
    guard case .field(.accept) = command else { return .stays }
    model.session?.branches.name(line.text)
    return .closed()
  }

  func draw(on canvas: inout Canvas, model: Model, session: RunSession, appearance: Appearance) {
    canvas.drawBox(line.label, rows: 1, appearance: appearance) {
      $0.drawField(line, at: .zero, columns: $0.region.size.columns, appearance: appearance)
    }
  }
}

extension Canvas {
  fileprivate mutating func drawBranch(
    _ branch: Branch, of branches: Branches, isSelected: Bool, y: Int, appearance: Appearance
  ) {
    let isCurrent = branch.letter == branches.branch.letter
    if isSelected { self[Point(x: 0, y: y)] = Cell(appearance.glyphs.selected, style: Style(attributes: .bold)) }
    let style = Style(attributes: isSelected ? .bold : [])
    write(branch.letter, at: Point(x: 2, y: y), style: style)
    if isCurrent { write("here", at: Point(x: 5, y: y), style: Style(attributes: .bold)) }
    let name = branch.name.isEmpty ? "" : "\(SafeText.quoted(branch.name))  "
    let words = name + branch.origin(in: branches)
    let x = 11
    write(
      TextLayout.fit(words, columns: region.size.columns - x, glyphs: appearance.glyphs), at: Point(x: x, y: y),
      style: style)
  }
}

extension Branch {
  /// `the run as it was opened`, `from A at event 34: cancel fetch-recs`.
  func origin(in branches: Branches) -> String {
    guard let parent else { return "the original run" }
    return "from \(branches.all[parent].letter) at event \(start): \(change)"
  }
}
