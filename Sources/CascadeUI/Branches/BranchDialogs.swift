import CascadeTerminal
import CascadeText
import CascadeTrace

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

package enum BranchListCommand: CaseIterable, Hashable, Sendable {
  case next, previous, first, last, accept
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
