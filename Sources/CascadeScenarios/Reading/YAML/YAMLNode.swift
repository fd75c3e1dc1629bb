/// A part of a YAML file, free of the parser that read it: text, a list or a mapping, and where it stands.
struct YAMLNode {
  enum Content {
    /// A scalar. Whatever it looks like, it is text.
    case text(String, Spelling)
    case list([YAMLNode])
    /// In the order of the file. No two keys are the same text.
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  /// How a scalar was written, which decides at which column its characters stand.
  enum Spelling { case plain, singleQuoted, doubleQuoted, block }

  var place: Place
  var content: Content

  /// The scalar's text; none for a list or a mapping.
  var text: String? {
    if case .text(let text, _) = content { text } else { nil }
  }

  /// Whether there is nothing here: a key without a value.
  var isNothing: Bool {
    if case .text("", .plain) = content { true } else { false }
  }

  /// What it is, for a message.
  var kind: String {
    switch content {
    case .text("", .plain): "nothing"
    case .text: "text"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  /// Where the character at `offset` (in scalars, from 0) of this scalar stands in the file. The place of the node
  /// itself where that can't be told: in text that goes over several lines.
  func place(ofCharacter offset: Int, in source: SourceText) -> Place {
    guard case .text(let text, let spelling) = content, spelling != .block else { return place }
    let line = source.line(place.line)
    var raw = line.dropFirst(place.column - 1)
    if spelling != .plain { raw = raw.dropFirst() }
    for scalar in text.unicodeScalars.prefix(offset) {
      guard let first = raw.first else { return place }
      switch spelling {
      case .doubleQuoted where first == "\\":
        let digits: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]
        raw = raw.dropFirst(2 + (raw.dropFirst().first.flatMap { digits[$0] } ?? 0))
      case .singleQuoted where first == "'":
        raw = raw.dropFirst(2)
      default:
        guard first == scalar else { return place }
        raw = raw.dropFirst()
      }
    }
    return Place(line: place.line, column: line.distance(from: line.startIndex, to: raw.startIndex) + 1)
  }
}
