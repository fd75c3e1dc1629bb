import CascadeNarration
import CascadeTerminal
import CascadeTrace

@testable import CascadeUI

extension Stage {
  /// A part of the screen.
  enum Region {
    /// The whole row at the top.
    case title
    /// Of the screen of a run: the part of each row with its mark, its name and its state; its lane.
    case tree, lanes
    /// The sentences; the latest event.
    case why, latest
    /// The bar of time, and that of the keys.
    case scrubber, bar
    /// Of the screen with two runs.
    case facts, lesson
  }

  /// What a part of the screen says, row by row, without the blanks at the right.
  func region(_ region: Region) -> [String] {
    let rect = rect(of: region)
    return canvas.lines[rect.minY..<rect.maxY].map { line in
      var text = Substring(String(line.dropFirst(rect.minX).prefix(rect.size.columns)))
      while text.last == " " { text.removeLast() }
      return String(text)
    }
  }

  /// The same as running text.
  func words(_ region: Region) -> String {
    self.region(region).joined(separator: " ").split(separator: " ").joined(separator: " ")
  }

  private func rect(of region: Region) -> Rect {
    if let comparing = model.comparing {
      let facts = comparing.moment?.facts ?? []
      let layout = CompareTable(
        facts, rows: comparing.shown.count, size: size, isTitleTaken: comparing.showsOnlyDiffering
      ).layout
      switch region {
      case .title: return layout.title
      case .facts: return layout.facts
      case .lesson: return layout.lesson
      case .scrubber: return layout.scrubber
      case .bar: return layout.keys
      case .tree, .lanes, .why, .latest: fatalError("\(region) is no part of this screen")
      }
    }
    let page = WatchingPage(session, size: size, glyphs: .unicode)
    let layout = page.layout
    let columns = RowColumns(form: layout.bodyForm, width: layout.body.size.columns, tree: session.treeWidth)
    let rows = layout.bodyForm == .compact ? layout.body.size.rows - 1 : layout.body.size.rows - 2
    func part(_ x: Int, _ width: Int) -> Rect { Rect(x: x, y: layout.body.minY + 1, columns: width, rows: rows) }
    switch region {
    case .title: return layout.title
    case .tree: return part(0, columns.state.end)
    case .lanes: return part(columns.lane.x, columns.lane.width)
    case .why: return page.why
    case .latest: return layout.latest
    case .scrubber: return layout.scrubber
    case .bar: return layout.keys
    case .facts, .lesson: fatalError("\(region) is no part of this screen")
    }
  }
}
