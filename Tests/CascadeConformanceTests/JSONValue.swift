/// Any JSON value, compared by what it says: an absent field and a null one are the same.
enum JSONValue: Hashable, Decodable, CustomStringConvertible {
  case null
  case bool(Bool)
  case int(Int64)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .int(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  subscript(key: String) -> JSONValue {
    if case .object(let fields) = self { fields[key] ?? .null } else { .null }
  }

  var string: String? { if case .string(let value) = self { value } else { nil } }
  var int: Int64? { if case .int(let value) = self { value } else { nil } }
  var bool: Bool { if case .bool(let value) = self { value } else { false } }
  var array: [JSONValue] { if case .array(let values) = self { values } else { [] } }

  static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
  static func optional(_ number: Int64?) -> JSONValue { number.map { .int($0) } ?? .null }

  var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .string(let value): "\"\(value)\""
    case .array(let values): "[\(values.map(\.description).joined(separator: ","))]"
    case .object(let fields):
      "{\(fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ","))}"
    }
  }

  /// The first place, in the order of paths, at which two values differ.
  static func difference(_ expected: JSONValue, _ actual: JSONValue, at path: String = "") -> String? {
    switch (expected, actual) {
    case (.object(let left), .object(let right)):
      for key in Set(left.keys).union(right.keys).sorted() {
        if let found = difference(left[key] ?? .null, right[key] ?? .null, at: "\(path).\(key)") { return found }
      }
      return nil
    case (.array(let left), .array(let right)):
      for index in 0..<max(left.count, right.count) {
        let found = difference(
          index < left.count ? left[index] : .null, index < right.count ? right[index] : .null, at: "\(path)[\(index)]")
        if let found { return found }
      }
      return nil
    case (.array(let values), .null), (.null, .array(let values)):
      return values.isEmpty ? nil : "\(path): Go \(expected), here \(actual)"
    default:
      return expected == actual ? nil : "\(path): Go \(expected), here \(actual)"
    }
  }
}
