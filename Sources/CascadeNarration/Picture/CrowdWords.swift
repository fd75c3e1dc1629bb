/// The words for many equal tasks that are shown as one block.
package enum CrowdWords {
  package static let done = "done"
  package static let thrownAway = "done, thrown away"
  package static let running = "running"
  package static let runningTold = "running, told"
  package static let cut = "cut half way"
  package static let late = "started after the cause, and left"
  package static let failed = "failed"
  package static let notStarted = "not started"

  /// How many tasks stand in the block.
  package static func alike(_ count: Int) -> String { "\(count) alike" }

  /// How many rows a screen has no room for.
  package static func moreRows(_ count: Int) -> String { "\(count) more \(count == 1 ? "row" : "rows")" }

  /// Words in lines of so many columns, as many lines as there are.
  package static func wrap(_ words: String, columns: Int, lines: Int) -> [String] {
    var rows: [String] = []
    var row = ""
    for word in words.split(separator: " ") {
      if row.isEmpty {
        row = String(word)
      } else if row.count + 1 + word.count <= columns {
        row += " \(word)"
      } else {
        rows.append(row)
        row = String(word)
      }
    }
    if !row.isEmpty { rows.append(row) }
    return Array(rows.prefix(lines))
  }
}
