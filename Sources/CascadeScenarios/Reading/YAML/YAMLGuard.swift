/// Looks at YAML before the parser does, for what a scenario can't have: anchors, aliases, tags, directives, tabs as
/// indentation, `?` keys, and nesting so deep that a recursive parser could run out of stack.
///
/// The parser would resolve an alias without a word, so a small file could unfold to gigabytes. This is a scanner only:
/// it finds where tokens begin, by the rules of libYAML, and leaves mistakes of syntax to the parser.
struct YAMLGuard {
  /// The deepest nesting that is read.
  static let deepest = 64

  /// Something that a scenario file can't have.
  struct Refusal: Error, Hashable {
    var place: Place
    var message: String
  }

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  /// From 0.
  private var column = 0
  private var flowDepth = 0
  /// The columns at which the open block collections stand.
  private var indents: [Int] = []
  /// Where the text began that is a key if a colon follows.
  private var keyColumn: Int?
  /// Where the latest quoted text began, if it goes over several lines.
  private var longQuote: Place?
  /// Whether a key may begin here: at the start of a line and after `-`.
  private var keyMayBegin = true

  private init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// Throws the first refusal there is.
  static func check(_ text: String) throws(Refusal) {
    var guarding = YAMLGuard(text)
    while try guarding.skipToken() {}
  }

  /// Where the quoted text begins that goes over several lines and ends in this one, or in none: where a line isn't as it
  /// should be, an earlier quote mostly lacks its end.
  static func longQuote(endingIn line: Int, of text: String) -> Place? {
    var guarding = YAMLGuard(text)
    while (try? guarding.skipToken()) == true {
      defer { guarding.longQuote = nil }
      if guarding.line >= line { return guarding.line == line ? guarding.longQuote : nil }
    }
    return nil
  }

  // MARK: Tokens

  /// Goes over the next token; false at the end.
  private mutating func skipToken() throws(Refusal) -> Bool {
    try skipBlanksAndComments()
    guard let first = peek() else { return false }
    if flowDepth == 0 { leaveIndents(deeperThan: column) }
    if column == 0, first == "%" { throw refusal("YAML directives (%) can't be used here") }
    if isDocumentMark {
      leaveIndents(deeperThan: -1)
      (keyColumn, keyMayBegin) = (nil, false)
      advance(by: 3)
      return true
    }
    switch first {
    case "[", "{":
      noteKey()
      flowDepth += 1
      try checkDepth()
      advance()
      keyMayBegin = true
    case "]", "}":
      flowDepth = max(0, flowDepth - 1)
      advance()
      keyMayBegin = false
    case ",":
      advance()
      keyMayBegin = true
    case "-" where isBlankOrEnd(peek(1)):
      if flowDepth == 0 { try enterIndent(column) }
      (keyColumn, keyMayBegin) = (nil, true)
      advance()
    case "?" where flowDepth > 0 || isBlankOrEnd(peek(1)):
      throw refusal("YAML ? keys can't be used here; a key is a plain name")
    case ":" where flowDepth > 0 || isBlankOrEnd(peek(1)):
      if flowDepth == 0 {
        try enterIndent(keyColumn ?? column)
        keyMayBegin = keyColumn == nil
        keyColumn = nil
      }
      advance()
    case "*":
      throw refusal("YAML aliases (*) can't be used here; write it out, or put text that begins with * in quotes")
    case "&":
      throw refusal("YAML anchors (&) can't be used here; put text that begins with & in quotes")
    case "!":
      throw refusal("YAML tags (!) can't be used here; put a line that begins with ! in quotes")
    case "|" where flowDepth == 0, ">" where flowDepth == 0:
      skipBlockText()
    case "'", "\"":
      noteKey()
      skipQuoted(by: first)
    case "\t":
      throw refusal("a tab can't indent a line; use spaces")
    default:
      noteKey()
      skipPlain()
    }
    return true
  }

  private mutating func skipBlanksAndComments() throws(Refusal) {
    while let scalar = peek() {
      if scalar == " " || (scalar == "\t" && (flowDepth > 0 || !keyMayBegin)) {
        advance()
      } else if scalar == "#" {
        skipToLineEnd()
      } else if scalar.isLineBreak {
        advance()
        if flowDepth == 0 { (keyColumn, keyMayBegin) = (nil, true) }
      } else {
        return
      }
    }
  }

  private mutating func skipQuoted(by quote: Unicode.Scalar) {
    let start = Place(line: line, column: column + 1)
    defer { longQuote = line > start.line ? start : nil }
    advance()
    while let scalar = peek() {
      if scalar == "\\", quote == "\"" {
        advance(by: 2)
      } else if scalar == quote {
        if quote == "'", peek(1) == "'" {
          advance(by: 2)
        } else {
          advance()
          break
        }
      } else {
        advance()
      }
    }
    keyMayBegin = false
  }

  private mutating func skipPlain() {
    let leastColumn = (indents.last ?? -1) + 1
    keyMayBegin = false
    advance()
    while true {
      while let scalar = peek(), !isBlankOrEnd(scalar) {
        if scalar == ":", isBlankOrEnd(peek(1)) { return }
        if flowDepth > 0, ",[]{}".unicodeScalars.contains(scalar) { return }
        advance()
      }
      var isNextLine = false
      while let scalar = peek(), isBlankOrEnd(scalar) {
        if scalar.isLineBreak { isNextLine = true }
        advance()
      }
      if isNextLine {
        if flowDepth == 0 { (keyColumn, keyMayBegin) = (nil, true) }
        if isDocumentMark || (flowDepth == 0 && column < leastColumn) { return }
      }
      guard let scalar = peek(), scalar != "#" else { return }
    }
  }

  /// `|` or `>`: its text is all that is indented more deeply than the collection it stands in.
  private mutating func skipBlockText() {
    let parent = indents.last ?? -1
    advance()
    var explicit: Int?
    while let scalar = peek(), !scalar.isLineBreak, scalar != "#" {
      if let digit = scalar.properties.numericType == nil ? nil : Int(String(scalar)) { explicit = digit }
      advance()
    }
    skipToLineEnd()
    if peek() != nil { advance() }
    var indent = explicit.map { max(parent, 0) + $0 }
    while peek() != nil {
      while peek() == " ", column < indent ?? .max { advance() }
      guard let scalar = peek() else { break }
      if scalar.isLineBreak {
        advance()
        continue
      }
      if indent == nil { indent = max(column, parent + 1, 1) }
      guard let indent, column >= indent else { break }
      skipToLineEnd()
    }
    (keyColumn, keyMayBegin) = (nil, true)
  }

  // MARK: Nesting

  private mutating func enterIndent(_ column: Int) throws(Refusal) {
    guard column > indents.last ?? -1 else { return }
    indents.append(column)
    try checkDepth()
  }

  private mutating func leaveIndents(deeperThan column: Int) {
    while let last = indents.last, last > column { indents.removeLast() }
  }

  private func checkDepth() throws(Refusal) {
    if indents.count + flowDepth > Self.deepest { throw refusal(YAMLGuard.tooDeep) }
  }

  static let tooDeep = "this is nested more than \(deepest) levels deep"

  private mutating func noteKey() {
    if flowDepth == 0, keyMayBegin { keyColumn = column }
  }

  private func refusal(_ message: String) -> Refusal {
    Refusal(place: Place(line: line, column: column + 1), message: message)
  }

  // MARK: Characters

  private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    index + offset < scalars.count ? scalars[index + offset] : nil
  }

  private func isBlankOrEnd(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return true }
    return scalar == " " || scalar == "\t" || scalar.isLineBreak
  }

  /// `---` or `...` at the beginning of a line.
  private var isDocumentMark: Bool {
    guard column == 0, let first = peek(), first == "-" || first == "." else { return false }
    return peek(1) == first && peek(2) == first && isBlankOrEnd(peek(3))
  }

  private mutating func skipToLineEnd() {
    while let scalar = peek(), !scalar.isLineBreak { advance() }
  }

  private mutating func advance(by count: Int = 1) {
    for _ in 0..<count {
      guard let scalar = peek() else { return }
      index += 1
      if scalar == "\r", peek() == "\n" { continue }
      if scalar.isLineBreak {
        line += 1
        column = 0
      } else {
        column += 1
      }
    }
  }
}
