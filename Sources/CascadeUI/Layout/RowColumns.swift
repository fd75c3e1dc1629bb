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

  init(form: ScreenLayout.Form, width: Int, tree: TreeWidth) {
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
