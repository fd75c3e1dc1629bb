import CascadeTerminal
import CascadeTrace

/// Where the parts of a row of the tree go, from the left edge of the body.
struct RowColumns: Hashable, Sendable {
  /// A part of a row; nothing is drawn where its width is 0.
  struct Part: Hashable, Sendable {
    var x: Int
    var width: Int

    var end: Int { x + width }
  }

  /// The bar of the selection, and the mark of what happens.
  let gutter: Part
  let name: Part
  let state: Part
  /// What else there is to say about the row, where there is room for a column of it.
  let facts: Part
  let lane: Part
  /// The time from told to out.
  let latency: Part
  /// The line between the panes.
  let divider: Int?
  /// How many columns a level of the tree is indented.
  let indentation: Int
  /// Whether words of states are the short ones.
  let isShort: Bool

  /// The narrowest body that lanes and latencies fit in.
  private static let leastWithLanes = 56

  init(form: WatchingLayout.Form, width: Int, tree: TreeWidth) {
    let left = form == .compact ? 0 : 1
    let right = width - (form == .compact ? 1 : 2)
    // Beside a program there may be room for the tree alone.
    let hasLanes = width >= Self.leastWithLanes
    indentation = form == .compact || !hasLanes ? 2 : 3
    let wanted = tree.columns(indentation: indentation)
    let nameLimit: Int
    switch form {
    case .compact: nameLimit = 19
    case .combined: nameLimit = 26
    case .panes: nameLimit = 28
    case .wide: nameLimit = min(40, width / 5)
    }
    isShort = form != .wide
    gutter = Part(x: left, width: 2)
    let nameRoom = hasLanes ? nameLimit : right - gutter.end - 12
    name = Part(x: gutter.end, width: max(10, min(wanted, nameRoom)))
    state = Part(x: name.end + 1, width: isShort ? 11 : 18)
    let factsWidth = form == .wide ? min(34, max(22, (right - state.end) / 3)) : 0
    facts = Part(x: state.end + (factsWidth > 0 ? 1 : 0), width: factsWidth)
    guard hasLanes else {
      (divider, latency, lane) = (nil, Part(x: right, width: 0), Part(x: right, width: 0))
      return
    }
    let hasDivider = form == .panes || form == .wide
    divider = hasDivider ? facts.end + 1 : nil
    latency = Part(x: right - 10, width: 9)
    let laneStart = facts.end + (hasDivider ? 3 : 1)
    lane = Part(x: laneStart, width: latency.x - laneStart)
  }
}

/// What stands at the end of a row's branch: its mark and its name.
enum TreeLabel {
  /// The mark and a space.
  static let markColumns = 2
  /// How much of a name is kept, however deep it stands.
  static let leastName = 8

  /// How many columns a row wants besides its branch.
  static func columns(_ member: Roster.Member) -> Int {
    markColumns + (member.name.isEmpty ? member.id : member.name).columns
  }
}

/// How many columns the names of a tree want, whatever the indentation.
struct TreeWidth: Sendable {
  /// For each depth the longest label.
  private var longest: [Int] = []
  private var counted = 0

  /// Takes the rows into account that weren't there before.
  mutating func widen(to roster: Roster) {
    for member in roster.members[counted...] {
      while longest.count <= member.depth { longest.append(0) }
      longest[member.depth] = max(longest[member.depth], TreeLabel.columns(member))
    }
    counted = roster.members.count
  }

  /// How wide the tree is when each level is indented by so many columns.
  func columns(indentation: Int) -> Int {
    longest.enumerated().map { $0.offset * indentation + $0.element }.max() ?? 0
  }
}

extension Canvas {
  /// Draws branch, mark and name of a row into its part of the line.
  mutating func drawTreeLabel(
    _ row: Row, part: RowColumns.Part, indentation: Int, y: Int, isStrong: Bool, appearance: Appearance
  ) {
    inside(Rect(x: part.x, y: y, columns: part.width, rows: 1)) { line in
      let name = row.name.isEmpty ? row.id : row.name
      let wanted = row.depth * indentation
      // Deep down the name keeps some room, and the outer branches give way.
      let limit = max(indentation, part.width - TreeLabel.markColumns - min(name.columns, TreeLabel.leastName))
      let branch = min(wanted, limit)
      line.drawBranch(of: row, indentation: indentation, shift: wanted - branch, appearance: appearance)
      let state = row.state.appearance
      line[Point(x: branch, y: 0)] = appearance.mark(of: state)
      let room = part.width - branch - TreeLabel.markColumns
      let shown = TextLayout.fit(name, columns: room, cut: .middle, glyphs: appearance.glyphs)
      var style = row.isBorn ? Style.plain : appearance.style(.pending)
      if isStrong || row.kind == .group { style = style.adding(.bold) }
      line.write(shown, at: Point(x: branch + TreeLabel.markColumns, y: 0), style: style)
    }
  }

  /// The lines that lead to a row. Where there is no room for all of them the outer ones are left out.
  private mutating func drawBranch(of row: Row, indentation: Int, shift: Int, appearance: Appearance) {
    guard row.depth > 0 else { return }
    let (glyphs, style) = (appearance.glyphs, appearance.style(.chrome))
    var x = (row.depth - 1) * indentation - shift
    self[Point(x: x, y: 0)] = Cell(row.isLastSibling ? glyphs.lastBranch : glyphs.branch, style: style)
    self[Point(x: x + 1, y: 0)] = Cell(glyphs.twig, style: style)
    var ancestor = row.parent
    while let current = ancestor, current.depth > 0, x > 0 {
      x -= indentation
      if !current.isLastSibling { self[Point(x: x, y: 0)] = Cell(glyphs.trunk, style: style) }
      ancestor = current.parent
    }
    if shift > 0 { self[Point(x: 0, y: 0)] = Cell(glyphs.ellipsis, style: style) }
  }
}
