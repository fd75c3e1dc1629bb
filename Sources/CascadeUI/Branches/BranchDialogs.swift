import CascadeTerminal
import CascadeText
import CascadeTrace

extension Canvas {
  /// Every branch with its parent, the event from which on it is its own, and what was changed.
  mutating func drawBranchList(_ list: BranchList, session: RunSession, appearance: Appearance) {
    let branches = session.branches.all
    drawBox("Branches of this run", rows: branches.count, appearance: appearance) { box in
      let height = box.region.size.rows
      let top = max(0, min(list.selected - height / 2, branches.count - height))
      for (y, index) in (top..<min(branches.count, top + height)).enumerated() {
        box.drawBranch(
          branches[index], of: session.branches, isSelected: index == list.selected, y: y, appearance: appearance)
      }
    }
  }

  private mutating func drawBranch(
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

  /// The line in which a name is typed.
  mutating func drawNaming(_ field: TextField, appearance: Appearance) {
    drawBox(field.label, rows: 1, appearance: appearance) {
      $0.drawField(field, at: .zero, columns: $0.region.size.columns, appearance: appearance)
    }
  }

  /// A line of text with the place where the next character goes, which stands out without colours, too.
  mutating func drawField(_ field: TextField, at origin: Point, columns: Int, appearance: Appearance) {
    // The caret is always in sight.
    let first = max(0, field.caret - columns + 1)
    for (offset, character) in (field.characters + [" "]).dropFirst(first).prefix(columns).enumerated() {
      let isCaret = first + offset == field.caret
      write(
        String(character), at: Point(x: origin.x + offset, y: origin.y),
        style: Style(attributes: isCaret || field.isUntouched ? .reverse : .underline))
    }
  }
}

extension Branch {
  /// `the run as it was opened`, `from A at event 34: cancel fetch-recs`.
  func origin(in branches: Branches) -> String {
    guard let parent else { return "the run as it was opened" }
    return "from \(branches.all[parent].letter) at event \(start): \(change)"
  }
}

/// The list of branches, while somebody chooses one.
package struct BranchList: Hashable, Sendable {
  /// Which branch the bar stands on.
  package var selected: Int
}
