/// All changes that the events made, by row: from these the marks of a row at any moment are read without folding what
/// happened to the others.
///
/// A row that much is said about has the marks after every 32nd change, too.
struct Changes: Sendable {
  /// One change, with the event that makes it.
  struct Entry: Sendable {
    let event: Marks.Number
    let change: Marks.Change
    /// Whether the event is about this row.
    let isAbout: Bool
  }

  /// The changes of one row.
  private struct Line: Sendable {
    private(set) var entries: [Entry] = []
    /// The marks after 32 changes, after 64, and so on.
    private var checkpoints: [Marks] = []

    private static let spacing = 32

    /// - Parameter marks: Those after the change.
    mutating func append(_ entry: Entry, _ marks: Marks) {
      entries.append(entry)
      if entries.count.isMultiple(of: Self.spacing) { checkpoints.append(marks) }
    }

    /// How many changes the first `position` events made.
    func count(before position: Marks.Number) -> Int {
      var low = 0
      var high = entries.count
      while low < high {
        let middle = (low + high) / 2
        if entries[middle].event.isBefore(position) { low = middle + 1 } else { high = middle }
      }
      return low
    }

    /// The marks after the first `position` events.
    func marks(after position: Marks.Number) -> Marks {
      var marks = Marks()
      var place = 0
      if !checkpoints.isEmpty {
        let checkpoint = count(before: position) / Self.spacing
        if checkpoint > 0 { marks = checkpoints[checkpoint - 1] }
        place = checkpoint * Self.spacing
      }
      while place < entries.count, entries[place].event.isBefore(position) {
        marks.take(entries[place].change, of: entries[place].event, isAbout: entries[place].isAbout)
        place += 1
      }
      return marks
    }
  }

  private var lines: [Line] = []
  /// The marks after all changes.
  private var latest: [Marks] = []
  /// The last event that changed a row: close together, since that is asked for of very many.
  private var last: [Marks.Number] = []

  /// How many rows there are.
  var count: Int { latest.count }

  /// The marks of a row after all changes.
  func marks(of row: Int) -> Marks { row < latest.count ? latest[row] : Marks() }

  mutating func append(_ entry: Entry, to row: Int) {
    while latest.count <= row {
      latest.append(Marks())
      last.append(Marks.Number())
      lines.append(Line())
    }
    last[row] = entry.event
    latest[row].take(entry.change, of: entry.event, isAbout: entry.isAbout)
    lines[row].append(entry, latest[row])
  }

  /// The marks of a row after the first `position` events.
  ///
  /// - Complexity: O(log *n*) in the number of changes of this row.
  func marks(of row: Int, after position: Int) -> Marks {
    guard row < lines.count else { return Marks() }
    let position = Marks.Number(position)
    return last[row].isBefore(position) ? latest[row] : lines[row].marks(after: position)
  }

  /// The changes of a row by the first `position` events, in order.
  func entries(of row: Int, before position: Int = .max) -> ArraySlice<Entry> {
    guard row < lines.count else { return [] }
    return lines[row].entries[..<lines[row].count(before: Marks.Number(position))]
  }
}
