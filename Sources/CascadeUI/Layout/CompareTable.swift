import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// Which facts have a line of their own under the lanes, and where everything goes.
struct CompareTable {
  let layout: CompareLayout
  let facts: [ComparedFact]
  /// The cause of both sides, where it has no line of its own.
  let sharedCause: String?

  /// Where one line more would show all the lanes there are, a cause that both sides share goes into the title.
  ///
  /// - Parameter isTitleTaken: Whether the title says something else.
  init(_ facts: [ComparedFact], rows: Int, size: Size, isTitleTaken: Bool) {
    let whole = CompareLayout(size: size, rows: rows, facts: facts.count)
    if !isTitleTaken, whole.form == .joined, !whole.shows(rows), let cause = facts.first, cause.subject == .cause,
      cause.a == cause.b
    {
      let short = CompareLayout(size: size, rows: rows, facts: facts.count - 1)
      if short.shows(rows) {
        (layout, self.facts, sharedCause) = (short, Array(facts.dropFirst()), "\(cause.label) \(cause.a)")
        return
      }
    }
    (layout, self.facts, sharedCause) = (whole, facts, nil)
  }
}

extension CompareLayout {
  /// Whether there is a line for each of so many lanes.
  fileprivate func shows(_ rows: Int) -> Bool { panes.map { $0.a.size.rows - 2 >= rows } ?? true }
}
