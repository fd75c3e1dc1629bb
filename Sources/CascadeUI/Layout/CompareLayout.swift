import CascadeTerminal

/// Where the parts of the compare screen go.
struct CompareLayout: Sendable {
  /// How much there is room for.
  enum Form: Hashable, Sendable {
    /// The facts alone, under a rule.
    case factsOnly
    /// The lanes above them; the rule of the facts is their lower edge.
    case joined
    /// The facts in a frame of their own.
    case framed
  }

  let form: Form
  let title: Rect
  /// The lanes of each side; none on screens too small for them.
  let panes: (a: Rect, b: Rect)?
  let facts: Rect
  let lesson: Rect
  let scrubber: Rect
  let keys: Rect

  /// - Parameters:
  ///   - rows: how many rows there are to show in each pane.
  ///   - facts: how many lines the table has.
  init(size: Size, rows: Int, facts count: Int) {
    let (width, height) = (size.columns, size.rows)
    func band(_ y: Int, _ count: Int) -> Rect { Rect(x: 0, y: y, columns: width, rows: count) }
    let isLarge = height >= 30 && width >= 80
    form = isLarge ? .framed : width >= 80 && height >= 24 ? .joined : .factsOnly
    let keyRows = isLarge ? 2 : 1
    title = band(0, 1)
    keys = band(height - keyRows, keyRows)
    scrubber = band(keys.minY - 1, 1)
    let factRows = count + (isLarge ? 2 : 1)
    guard form != .factsOnly else {
      panes = nil
      facts = band(title.maxY, min(factRows, scrubber.minY - title.maxY - 1))
      lesson = band(facts.maxY, scrubber.minY - facts.maxY)
      return
    }
    let shared = isLarge ? 0 : 1
    let lessonRows = isLarge ? 4 : 3
    let room = scrubber.minY - lessonRows - factRows + shared - title.maxY
    let paneRows = max(3, min(room, rows + 2))
    let half = width / 2
    panes = (
      Rect(x: 0, y: title.maxY, columns: half, rows: paneRows),
      Rect(x: half, y: title.maxY, columns: width - half, rows: paneRows)
    )
    facts = band(title.maxY + paneRows - shared, factRows)
    lesson = band(facts.maxY, scrubber.minY - facts.maxY)
  }

  /// How many rows one page of a pane is, about.
  static func page(of size: Size) -> Int { max(1, size.rows / 4) }
}
