import CascadeEvents

/// A value to be written as JSON, with the keys of objects in the order in which they are given.
enum JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  case string(String)
  case integer(Int64)
  /// A number in digits.
  case decimal(String)
  case bool(Bool)
  case null
  case array([JSON])
  case object([(key: String, value: JSON)])

  init(stringLiteral value: String) { self = .string(value) }
  init(integerLiteral value: Int64) { self = .integer(value) }
  init(arrayLiteral elements: JSON...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements.map { ($0.0, $0.1) }) }

  /// A text, or null.
  static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
  /// A number, or null.
  static func optional(_ number: (some BinaryInteger)?) -> JSON { number.map { .integer(Int64($0)) } ?? .null }

  /// All on one line.
  var line: String {
    var bytes: [UInt8] = []
    write(to: &bytes, indent: nil)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// On several lines, for people; lists of plain values stay on one.
  var document: String {
    var bytes: [UInt8] = []
    write(to: &bytes, indent: 0)
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }

  private func write(to bytes: inout [UInt8], indent: Int?) {
    switch self {
    case .string(let text): JSONText.append(text, to: &bytes)
    case .integer(let number): bytes += String(number).utf8
    case .decimal(let digits): bytes += digits.utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .null: bytes += "null".utf8
    case .array(let items):
      Self.write(items, "[", "]", to: &bytes, indent: isFlat ? nil : indent) { $0.write(to: &$1, indent: $2) }
    case .object(let members):
      Self.write(members, "{", "}", to: &bytes, indent: indent) { member, bytes, indent in
        JSONText.append(member.key, to: &bytes)
        bytes += (indent == nil ? ":" : ": ").utf8
        member.value.write(to: &bytes, indent: indent)
      }
    }
  }

  /// Whether there is nothing in it that holds other values.
  private var isFlat: Bool {
    guard case .array(let items) = self else { return true }
    return items.allSatisfy { item in
      switch item {
      case .string, .integer, .decimal, .bool, .null: true
      case .array, .object: false
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], _ opening: String, _ closing: String, to bytes: inout [UInt8], indent: Int?,
    _ one: (Item, inout [UInt8], Int?) -> Void
  ) {
    bytes += opening.utf8
    for (index, item) in items.enumerated() {
      if index > 0 { bytes += ",".utf8 }
      if let indent { bytes += "\n\(String(repeating: "  ", count: indent + 1))".utf8 }
      one(item, &bytes, indent.map { $0 + 1 })
    }
    if let indent, !items.isEmpty { bytes += "\n\(String(repeating: "  ", count: indent))".utf8 }
    bytes += closing.utf8
  }
}
