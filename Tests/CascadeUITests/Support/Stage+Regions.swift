import CascadeNarration
import CascadeTerminal
import CascadeTrace

@testable import CascadeUI

extension Stage {
  /// A part of the screen.
  enum Region {
    /// The whole row at the top.
    case title
    /// Of the screen of a run: all rows with their labels and words; the bar of time; the four fields; the two rows of
    /// sentences; lines about the run as a whole.
    case lanes, scrubber, fields, sentences, notes
    /// The story beside the detail of a row; what lies beside the lanes and below them on a wide screen; the executing lines
    /// of the program.
    case story, aside, below, code
    /// The bar of the keys.
    case bar
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

  /// What the row below the author's sentence, or above it, says of the latest event; empty where it has no row.
  var latest: String {
    let clock = page.screen.sentences.clock
    guard !clock.isEmpty else { return "" }
    return region(.sentences).first { $0.hasPrefix(clock + "  ") } ?? ""
  }

  var appearance: Appearance {
    Appearance(
      charset: capabilities.charset == .ascii ? .ascii : model.settings.charset, theme: model.settings.theme,
      depth: capabilities.colors)
  }

  /// Where everything stands that is drawn for a room.
  var audienceLayout: PictureLayout {
    page.screen.layout(size: size) { PictureLayout(forAudience: $0, content: $1) }.0
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
      case .lanes, .fields, .sentences, .notes, .story, .aside, .below, .code:
        fatalError("\(region) is no part of this screen")
      }
    }
    let layout = page.layout
    let none = Rect(x: 0, y: 0, columns: 0, rows: 0)
    switch region {
    case .title: return layout.title
    case .lanes: return layout.lanes
    case .scrubber: return layout.scrubber
    case .fields: return layout.fields
    case .sentences: return layout.sentence
    case .notes: return layout.notes
    case .story: return page.story
    case .aside: return layout.aside ?? none
    case .below: return layout.below ?? none
    case .code: return layout.code ?? none
    // Words for the user stand over the last row where the keys have none.
    case .bar: return layout.keys ?? Rect(x: 0, y: size.rows - 1, columns: size.columns, rows: 1)
    case .facts, .lesson: fatalError("\(region) is no part of this screen")
    }
  }
}

/// A row of the picture as it is on the screen.
struct SeenRow {
  let row: Row
  /// Its rows on the canvas.
  let y: Int
  let label: String
  /// The cells of its lane in its first row.
  let lane: [Cell]
  /// Everything behind its label, as text.
  let text: String
  /// What the row says it is.
  let picture: PictureRow
  let raster: LaneRaster
}

extension Stage {
  /// The rows in view that stand alone.
  var seenRows: [SeenRow] {
    let page = page
    let layout = page.layout
    let canvas = canvas
    let scale = TimeScale(end: page.screen.picture.end, columns: layout.columns.lane)
    return page.shown.entries.enumerated().map { index, entry in
      let y = layout.lanes.minY + index * layout.laneHeight
      let cells = Array(canvas.row(y))
      let picture = page.screen.picture.row(
        entry, hasChildren: false, hasConnectors: layout.hasConnectors, appearance: appearance.picture)
      func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(cells[range].map(\.scalar))) }
      let start = layout.columns.laneStart
      return SeenRow(
        row: session.state.row(number: entry.number), y: y, label: text(0..<start),
        lane: Array(cells[start..<(start + layout.columns.lane)]), text: text(start..<layout.paneWidth),
        picture: picture, raster: LaneRaster(picture, scale: scale))
    }
  }

  /// The row of that name in view.
  func seenRow(_ name: String) -> SeenRow? { seenRows.first { $0.row.name == name } }
}
