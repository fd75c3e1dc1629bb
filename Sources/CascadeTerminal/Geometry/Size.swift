/// How many columns and rows something takes. Neither is ever negative.
package struct Size: Hashable, Sendable {
  package let columns: Int
  package let rows: Int

  package static let zero = Size(columns: 0, rows: 0)

  /// A negative count is taken as 0.
  package init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  /// Whether there is no cell at all.
  package var isEmpty: Bool { columns == 0 || rows == 0 }
}
