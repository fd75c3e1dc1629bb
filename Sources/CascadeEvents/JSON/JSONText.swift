import CascadeText

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
