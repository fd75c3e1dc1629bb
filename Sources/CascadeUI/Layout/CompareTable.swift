import CascadeTerminal
import CascadeTrace

/// Which facts have a line of their own under the lanes, and where everything goes.
struct CompareTable {
  let layout: CompareLayout
  let facts: [ComparedFact]
  let title: String

  /// Where one line more would show all the lanes there are, a cause that both sides share goes into the title.
  init(_ facts: [ComparedFact], rows: Int, size: Size) {
    let whole = CompareLayout(size: size, rows: rows, facts: facts.count)
    if whole.form == .joined, !whole.shows(rows), let cause = facts.first, cause.subject == .cause, cause.a == cause.b {
      let short = CompareLayout(size: size, rows: rows, facts: facts.count - 1)
      if short.shows(rows) {
        (layout, self.facts, title) = (short, Array(facts.dropFirst()), "\(cause.label) \(cause.a)")
        return
      }
    }
    (layout, self.facts, title) = (whole, facts, "Facts")
  }
}

extension CompareLayout {
  /// Whether there is a line for each of so many lanes.
  fileprivate func shows(_ rows: Int) -> Bool { panes.map { $0.a.size.rows - 2 >= rows } ?? true }
}
