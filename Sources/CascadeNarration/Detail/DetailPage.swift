package import Cascade
import CascadeText
package import CascadeTrace

/// All that is known about a row at a moment, as lines of a label and a text; safe to print.
package struct DetailPage {
  package struct Line: Hashable, Sendable {
    /// A word or two; empty where the line goes on with what the one before began.
    package var label: String
    package var text: String
  }

  /// Whom it is about.
  package let title: String
  package let lines: [Line]

  /// - Parameter now: The time on the clock, which may be later than the latest event.
  package init(row: Row, now: Context.Instant) {
    title = row.phrase
    var lines = DetailLines(row)
    switch row.kind {
    case .task: lines.addTask(now: now)
    case .group: lines.addGroup()
    case .context: lines.addContext()
    case .after: lines.addAfterFunction()
    }
    self.lines = lines.all
  }
}

/// Lines in the making: what isn't known makes none.
struct DetailLines {
  let row: Row
  private(set) var all: [DetailPage.Line]

  init(_ row: Row) {
    self.row = row
    all = [DetailPage.Line(label: "path", text: SafeText.make(row.id))]
  }

  mutating func add(_ label: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    all.append(DetailPage.Line(label: label, text: text))
  }

  /// A point in this run.
  func time(_ t: Context.Instant) -> String { row.run.timeText(t) }

  /// `, at Demo.swift:12`, where somebody said so.
  var place: String { row.location.map { ", at \(SafeText.make($0))" } ?? "" }
}
