import CascadeTrace

/// Lines of a program as they are written, with what each belongs to.
struct CodeWriter {
  /// What one level is indented by.
  let indentation: String
  private(set) var lines: [String] = []
  private(set) var parts: [CodeListing.Part: Range<Int>] = [:]
  private(set) var spawns: [String: [String]] = [:]
  private var depth = 0

  init(indentation: String) {
    self.indentation = indentation
  }

  /// The number of the next line.
  var next: Int { lines.count }

  mutating func line(_ text: String) {
    lines.append(String(repeating: indentation, count: depth) + text)
  }

  mutating func blank() {
    lines.append("")
  }

  /// Puts lines before the one with this number.
  mutating func insert(_ new: [String], at index: Int) {
    lines.insert(contentsOf: new, at: index)
    parts = parts.mapValues { range in
      range.lowerBound >= index ? (range.lowerBound + new.count)..<(range.upperBound + new.count) : range
    }
  }

  /// Goes one level further in.
  mutating func begin() { depth += 1 }

  /// Goes one level back out.
  mutating func end() { depth -= 1 }

  /// Whether the text fits on a line here.
  func fits(_ text: String) -> Bool {
    depth * 2 + text.count <= Self.columns
  }

  /// How wide a program should be, so that it can be read from the back of a room.
  static let columns = 60

  /// Says that the lines from `start` on belong to these parts.
  mutating func mark(_ marked: [CodeListing.Part], from start: Int) {
    for part in marked { parts[part] = start..<next }
  }

  /// The same, unless the part has lines already.
  mutating func markFirst(_ part: CodeListing.Part, from start: Int) {
    if parts[part] == nil { parts[part] = start..<next }
  }

  /// Says that these lines belong to a part.
  mutating func mark(_ part: CodeListing.Part, _ lines: Range<Int>) {
    parts[part] = lines
  }

  /// Says in which order the caller of a group hands tasks over.
  mutating func setSpawns(_ tasks: [String], of group: String) {
    spawns[group] = tasks
  }

  func listing(_ language: CodeListing.Language) -> CodeListing {
    CodeListing(language: language, lines: lines, parts: parts, spawns: spawns)
  }
}
