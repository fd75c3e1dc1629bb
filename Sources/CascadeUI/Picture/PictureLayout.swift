import CascadeTerminal

/// Where the parts of the picture stand on a screen, and how high its lanes are.
///
/// From top to bottom: title, lanes, scrubber, code, fields, sentence, keys. Where there is no room, parts go in this order:
/// the keys, blank rows, rows of the fields, the second row of the sentence; then rows of equal tasks become a block, and
/// at last rows are left out and counted.
struct PictureLayout: Hashable {
  /// What there is to place.
  struct Content: Hashable {
    /// How many rows there are, a block of equal tasks not counted.
    var rows: Int
    /// Whether equal tasks stand in a block.
    var hasBlock: Bool
    /// The longest label with its indent.
    var longestLabel: Int
    /// How many lines of code are executing; 0 where none is shown.
    var codeLines: Int
    /// The longest line of the program; 0 where it isn't known.
    var longestCodeLine: Int
    /// Lines about the run as a whole, above the keys: its branches, the work that was wasted.
    var notes = 0
    var hasKeys = true
    /// Rows of a question, in place of fields, sentences and what stands beside the lanes.
    var questionRows = 0
  }

  let size: Size
  /// The width of the left pane: all of it below 150 columns.
  var paneWidth: Int
  var columns: PictureColumns
  var hasConnectors: Bool
  var laneHeight: Int
  /// How many rows of the run fit.
  var rowCapacity: Int
  var title: Rect
  var lanes: Rect
  var scrubber: Rect
  var code: Rect?
  var fields: Rect
  var sentence: Rect
  /// The lines about the run as a whole; empty where there are none.
  var notes: Rect
  var keys: Rect?
  /// The right pane and what lies below the sentence, from 150 columns on.
  var aside: Rect?
  var below: Rect?

  var isWide: Bool { aside != nil }

  /// Whether the program stands beside the lanes on a screen of this size.
  static func isWide(_ size: Size) -> Bool { size.columns >= 150 && size.rows >= 30 }

  /// Whether there may be rows for lines of a program under the lanes, or a place beside them.
  static func hasRoomForCode(_ size: Size) -> Bool { size.columns >= 90 && size.rows >= 28 }

  init(size: Size, content: Content) {
    self.size = size
    let (width, height) = (size.columns, size.rows)
    let isAsking = content.questionRows > 0
    let isWide = Self.isWide(size) && !isAsking
    paneWidth = isWide ? max(110, min(140, width - 6 - max(48, content.longestCodeLine))) : width
    hasConnectors = width >= 80
    let cap = width < 80 ? 14 : width < 100 ? 20 : 24
    let label = min(max(content.longestLabel, 9), cap) + 2
    let reserve = width < 80 ? 20 : width < 100 ? 25 : 29
    columns = PictureColumns(label: label, lane: max(4, paneWidth - 1 - label - reserve), edge: paneWidth - 1)

    let isSmall = height < 20
    var keyRows = content.hasKeys ? 1 : 0
    var fieldRows = height < 28 || (content.codeLines > 0 && height < 40) ? 3 : 4
    var sentenceRows = 2
    if isAsking { (fieldRows, sentenceRows) = (0, content.questionRows) }
    let noteRows = content.notes
    func fixed() -> Int { 2 + fieldRows + sentenceRows + noteRows + keyRows }
    let count = content.rows
    var laneHeight = 1
    if isWide {
      fieldRows = 6
      laneHeight = count * 3 * 100 <= height * 45 ? 3 : count * 2 * 2 <= height ? 2 : 1
    } else if !content.hasBlock {
      if isSmall, !isAsking, count + fixed() > height { keyRows = 0 }
      // Lines of code that are executing are worth more than high lanes.
      let code = content.codeLines > 0 && height >= 28 ? 5 : 0
      laneHeight =
        [4, 3, 2].first { count * $0 + fixed() + code <= height } ?? (count * 2 + fixed() <= height ? 2 : 1)
      // Rows that belong to nothing go to the fields: their areas are seen from afar.
      let left = height - fixed() - count * laneHeight
      if isAsking {
        // The question has what is left.
      } else if code > 0, left > 6 {
        fieldRows = min(5, fieldRows + left - 6)
      } else if left >= 3, left < 5 || content.codeLines == 0 {
        fieldRows = min(height < 24 ? 4 : 5, fieldRows + left - 2)
      }
      while laneHeight == 1, isSmall, count + fixed() > height, fieldRows > 1 { fieldRows -= 1 }
      if laneHeight == 1, isSmall, !isAsking, count + fixed() > height { sentenceRows = 1 }
    }
    self.laneHeight = laneHeight

    var spare = isWide ? 0 : height - fixed() - count * laneHeight
    var y = 0
    title = Rect(x: 0, y: 0, columns: width, rows: 1)
    y += 1
    if isWide || (spare > 1 && !content.hasBlock) {
      y += 1
      spare -= 1
    }
    let bottom = height - keyRows - noteRows - sentenceRows - fieldRows
    let most = isWide ? height - y - fixed() - 2 : bottom - y - 1
    let laneRows = content.hasBlock && !isWide ? most : min(most, count * laneHeight + (content.hasBlock ? 14 : 0))
    rowCapacity = max(1, most / laneHeight)
    lanes = Rect(x: 0, y: y, columns: paneWidth, rows: max(0, laneRows))
    y += laneRows
    scrubber = Rect(x: 0, y: y, columns: paneWidth, rows: 1)
    y += 1
    keys = keyRows > 0 ? Rect(x: 0, y: height - 1, columns: width, rows: 1) : nil
    notes = Rect(x: 0, y: height - keyRows - noteRows, columns: width, rows: noteRows)
    if isWide {
      fields = Rect(x: 1, y: y + 1, columns: paneWidth - 2, rows: fieldRows)
      sentence = Rect(x: 1, y: y + fieldRows + 2, columns: paneWidth - 2, rows: sentenceRows)
      let rest = y + fieldRows + sentenceRows + 3
      below = Rect(x: 0, y: rest, columns: paneWidth, rows: max(0, height - 1 - noteRows - rest))
      aside = Rect(x: paneWidth + 1, y: 1, columns: width - paneWidth - 2, rows: height - 2 - noteRows)
      code = nil
      return
    }
    let blank = bottom - y
    fields = Rect(x: 1, y: bottom, columns: width - 2, rows: fieldRows)
    sentence = Rect(x: 1, y: bottom + fieldRows, columns: width - 2, rows: sentenceRows)
    below = nil
    aside = nil
    code =
      content.codeLines > 0 && blank >= 4
      ? Rect(
        x: 1, y: y + (blank >= 5 ? 1 : 0), columns: width - 2, rows: min(5, blank - (blank >= 5 ? 2 : 1))) : nil
  }
}
