/// The text of a file, known to be text, with a way back from a scalar's characters to columns.
struct SourceText {
  /// The biggest file that is read.
  static let largest = 1_048_576

  /// The whole text, without a byte order mark.
  let text: String
  private let lines: [Substring.UnicodeScalarView]

  /// Takes a file's bytes for what they say, or says why they are no text. At most one problem.
  init(bytes: some Collection<UInt8>, problems: inout ProblemList) throws(UnreadableScenario) {
    guard bytes.count <= Self.largest else {
      problems.add("the file is bigger than 1 MiB, the most that is read", at: nil)
      throw problems.error
    }
    var content = Array(bytes)
    if content.starts(with: [0xEF, 0xBB, 0xBF]) { content.removeFirst(3) }
    if content.starts(with: [0xFF, 0xFE]) || content.starts(with: [0xFE, 0xFF]) {
      problems.add("the file is UTF-16; save it as UTF-8", at: nil)
      throw problems.error
    }
    guard let text = String(validating: content, as: UTF8.self) else {
      problems.add("this isn't UTF-8 text", at: Self.firstInvalid(in: content))
      throw problems.error
    }
    self.text = text
    lines = Self.split(text)
    if let (place, scalar) = firstForbidden {
      let code = String(scalar.value, radix: 16, uppercase: true)
      problems.add("this isn't a text file: it has the character U+\(zeros(4 - code.count))\(code)", at: place)
      throw problems.error
    }
  }

  /// How many lines there are, a last empty one included.
  var lineCount: Int { lines.count }

  /// The scalars of line `number`, counted from 1, without its end.
  func line(_ number: Int) -> Substring.UnicodeScalarView {
    lines.indices.contains(number - 1) ? lines[number - 1] : "".unicodeScalars[...]
  }

  /// The first character that YAML doesn't allow anywhere.
  private var firstForbidden: (Place, Unicode.Scalar)? {
    for (index, line) in lines.enumerated() {
      for (column, scalar) in line.enumerated() where Self.isForbidden(scalar) {
        return (Place(line: index + 1, column: column + 1), scalar)
      }
    }
    return nil
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x20...0x7E, 0x85, 0xA0...0xFEFE, 0xFF00...0xFFFD, 0x1_0000...: false
    default: true
    }
  }

  private static func split(_ text: String) -> [Substring.UnicodeScalarView] {
    var lines: [Substring.UnicodeScalarView] = []
    let scalars = text.unicodeScalars
    var start = scalars.startIndex
    var index = start
    while index < scalars.endIndex {
      let scalar = scalars[index]
      var next = scalars.index(after: index)
      if scalar.isLineBreak {
        lines.append(scalars[start..<index])
        if scalar == "\r", next < scalars.endIndex, scalars[next] == "\n" { next = scalars.index(after: next) }
        start = next
      }
      index = next
    }
    lines.append(scalars[start...])
    return lines
  }

  /// Where decoding as UTF-8 first goes wrong.
  private static func firstInvalid(in bytes: [UInt8]) -> Place {
    var place = Place(line: 1, column: 1)
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      place =
        scalar == "\n" ? Place(line: place.line + 1, column: 1) : Place(line: place.line, column: place.column + 1)
    }
    return place
  }
}

extension Unicode.Scalar {
  /// Whether a line ends here, as YAML 1.1 counts lines.
  var isLineBreak: Bool {
    switch value {
    case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }
}

private func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }
