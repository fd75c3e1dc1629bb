import CascadeText

/// What is wrong with a line, and in which column: bytes from 1.
struct LineFault: Error, Equatable {
  var column: Int
  var message: String
}

/// Reads one JSON value that fills a whole line.
struct JSONReader {
  /// How deep arrays and objects may lie in each other.
  static let depthLimit = 16

  private let bytes: [UInt8]
  private var place = 0

  /// Reads the line, or says in which column it goes wrong.
  static func read(_ line: [UInt8]) throws(LineFault) -> JSONText.Item {
    var reader = JSONReader(bytes: line)
    reader.skipSpace()
    let item = try reader.item(depth: 0)
    reader.skipSpace()
    guard reader.place == line.count else { throw reader.fault("something follows after the object") }
    return item
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private func fault(_ message: String) -> LineFault { LineFault(column: place + 1, message: message) }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0D { place += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    place += 1
    return true
  }

  private mutating func item(depth: Int) throws(LineFault) -> JSONText.Item {
    let column = place + 1
    return JSONText.Item(column: column, value: try value(depth: depth))
  }

  private mutating func value(depth: Int) throws(LineFault) -> JSONText.Value {
    guard depth < Self.depthLimit else { throw fault("nested more than \(Self.depthLimit) levels deep") }
    switch next {
    case UInt8(ascii: "{"): return .object(try members(depth: depth))
    case UInt8(ascii: "["): return .array(try items(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true")
    case UInt8(ascii: "f"): return try word("false")
    case UInt8(ascii: "n"): return try word("null")
    case nil: throw fault("the line ends too early")
    case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): return try number()
    default: throw fault("a value is expected here")
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private mutating func word(_ word: String) throws(LineFault) -> JSONText.Value {
    for byte in word.utf8 {
      guard take(byte) else { throw fault("a value is expected here") }
    }
    return .other
  }

  // MARK: Arrays and objects

  private mutating func items(depth: Int) throws(LineFault) -> [JSONText.Item] {
    place += 1
    skipSpace()
    var items: [JSONText.Item] = []
    if take(UInt8(ascii: "]")) { return items }
    while true {
      skipSpace()
      items.append(try item(depth: depth + 1))
      skipSpace()
      if take(UInt8(ascii: "]")) { return items }
      guard take(UInt8(ascii: ",")) else { throw fault("',' or ']' is expected here") }
    }
  }

  private mutating func members(depth: Int) throws(LineFault) -> [JSONText.Member] {
    place += 1
    skipSpace()
    var members: [JSONText.Member] = []
    // Few are looked through quicker than they are hashed.
    var keys: Set<String> = []
    if take(UInt8(ascii: "}")) { return members }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw fault("a key in quotation marks is expected here") }
      let column = place + 1
      let key = try string()
      if members.count == 16 { keys = Set(members.map(\.key)) }
      guard members.count < 16 ? !members.contains(where: { $0.key == key }) : keys.insert(key).inserted else {
        throw LineFault(column: column, message: "the key \(SafeText.quoted(key)) is there twice")
      }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw fault("':' is expected here") }
      skipSpace()
      members.append(JSONText.Member(key: key, item: try item(depth: depth + 1)))
      skipSpace()
      if take(UInt8(ascii: "}")) { return members }
      guard take(UInt8(ascii: ",")) else { throw fault("',' or '}' is expected here") }
    }
  }

  // MARK: Numbers

  private mutating func number() throws(LineFault) -> JSONText.Value {
    let isNegative = take(UInt8(ascii: "-"))
    var magnitude: UInt64? = 0
    let start = place
    while let digit = digit() {
      let (tens, overflow) = (magnitude ?? 0).multipliedReportingOverflow(by: 10)
      let (sum, carried) = tens.addingReportingOverflow(digit)
      magnitude = magnitude == nil || overflow || carried ? nil : sum
    }
    guard place > start else { throw fault("a digit is expected here") }
    guard place == start + 1 || bytes[start] != UInt8(ascii: "0") else {
      throw LineFault(column: start + 1, message: "a number doesn't begin with 0")
    }
    var isInteger = true
    if take(UInt8(ascii: ".")) {
      isInteger = false
      try digits()
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    guard isInteger, let magnitude else { return .other }
    return .integer(isNegative: isNegative, magnitude: magnitude)
  }

  private mutating func digit() -> UInt64? {
    guard let byte = next, Self.isDigit(byte) else { return nil }
    place += 1
    return UInt64(byte - UInt8(ascii: "0"))
  }

  private mutating func digits() throws(LineFault) {
    guard digit() != nil else { throw fault("a digit is expected here") }
    while digit() != nil {}
  }

  // MARK: Strings

  private mutating func string() throws(LineFault) -> String {
    let column = place + 1
    place += 1
    let start = place
    while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { place += 1 }
    if next == UInt8(ascii: "\"") {
      guard let text = String(validating: bytes[start..<place], as: Unicode.UTF8.self) else {
        throw notUTF8(from: start)
      }
      place += 1
      return text
    }
    var content = Array(bytes[start..<place])
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        guard let text = String(validating: content, as: Unicode.UTF8.self) else { throw notUTF8(from: start) }
        return text
      case UInt8(ascii: "\\"):
        try content.append(contentsOf: escape())
      case ..<0x20: throw fault("a control character must be escaped")
      default:
        content.append(byte)
        place += 1
      }
    }
    throw LineFault(column: column, message: "this text has no end")
  }

  /// Says where the first byte stands that belongs to no character.
  private func notUTF8(from start: Int) -> LineFault {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes[start...].makeIterator()
    var place = start
    while case .valid(let scalar) = parser.parseScalar(from: &rest) { place += scalar.count }
    return LineFault(column: place + 1, message: "this text isn't valid UTF-8")
  }

  private mutating func escape() throws(LineFault) -> [UInt8] {
    let column = place + 1
    place += 1
    guard let kind = next else { throw fault("the line ends too early") }
    place += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [kind]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var value = try unit()
      if (0xD800..<0xDC00).contains(value) {
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
          throw LineFault(column: column, message: "half of a surrogate pair")
        }
        let low = try unit()
        guard (0xDC00..<0xE000).contains(low) else {
          throw LineFault(column: column, message: "half of a surrogate pair")
        }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(value) else {
        throw LineFault(column: column, message: "half of a surrogate pair")
      }
      return Array(String(scalar).utf8)
    default: throw LineFault(column: column, message: "no such escape")
    }
  }

  private mutating func unit() throws(LineFault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw fault("four hexadecimal digits are expected here")
      }
      value = value << 4 | UInt32(digit)
      place += 1
    }
    return value
  }
}

/// JSON, as far as the lines of events need it, written and read without help: the same value always gives the same
/// bytes, and no input can do worse than be refused.
package enum JSONText {
  /// A value that was read. Floats, booleans and null have no place in a line of events; they are recognised so that
  /// unknown keys can carry them.
  enum Value: Equatable {
    case integer(isNegative: Bool, magnitude: UInt64)
    case string(String)
    case array([Item])
    case object([Member])
    case other
  }

  /// A value with the column where it stands.
  struct Item: Equatable {
    var column: Int
    var value: Value
  }

  /// A key of an object with its value.
  struct Member: Equatable {
    var key: String
    var item: Item
  }

  /// Appends a string in quotation marks. Everything is escaped that isn't harmless on a line or a terminal.
  package static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22, 0x5C: bytes += [UInt8(ascii: "\\"), UInt8(scalar.value)]
      case 0x0A: bytes += "\\n".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0x09: bytes += "\\t".utf8
      case 0x20..<0x7F: bytes.append(UInt8(scalar.value))
      default:
        if scalar.isHarmless {
          bytes += scalar.utf8
        } else {
          for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter { appendEscape(unit, to: &bytes) }
        }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends a whole number.
  static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) { bytes += String(number).utf8 }

  private static func appendEscape(_ unit: UInt16, to bytes: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    bytes += "\\u".utf8
    for shift in [12, 8, 4, 0] as [UInt16] { bytes.append(digits[Int(unit >> shift & 0xF)]) }
  }
}

extension Unicode.Scalar {
  /// Its bytes in UTF-8.
  fileprivate var utf8: Unicode.UTF8.EncodedScalar {
    Unicode.UTF8.encode(self) ?? Unicode.UTF8.encodedReplacementCharacter
  }
}
