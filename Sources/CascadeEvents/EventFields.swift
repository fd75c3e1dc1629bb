import Cascade

/// The keys of one line, with complaints that name the key and the column.
struct EventFields {
  private let members: [String: JSONText.Item]
  /// Where the object begins: the column for what is missing.
  private let column: Int

  init(_ item: JSONText.Item) throws(LineFault) {
    guard case .object(let members) = item.value else {
      throw LineFault(column: item.column, message: "an object is expected here")
    }
    self.members = Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.item) })
    column = item.column
  }

  /// The column of a value, or of the object where the key isn't there.
  func column(of key: String) -> Int { members[key]?.column ?? column }

  func text(_ key: String) throws(LineFault) -> String {
    guard let text = try optionalText(key) else { throw missing(key) }
    return text
  }

  func optionalText(_ key: String) throws(LineFault) -> String? {
    guard let item = members[key] else { return nil }
    guard case .string(let text) = item.value else { throw wrong(key, "a text") }
    return text
  }

  func integer<Number: FixedWidthInteger>(_ key: String) throws(LineFault) -> Number {
    guard let number: Number = try optionalInteger(key) else { throw missing(key) }
    return number
  }

  func optionalInteger<Number: FixedWidthInteger>(_ key: String) throws(LineFault) -> Number? {
    guard let item = members[key] else { return nil }
    guard case .integer(let isNegative, let magnitude) = item.value else { throw wrong(key, "a whole number") }
    let number = isNegative ? (0 as Number).subtractingExactly(magnitude) : Number(exactly: magnitude)
    guard let number else {
      throw LineFault(column: item.column, message: "\"\(key)\" is out of range")
    }
    return number
  }

  /// A whole number that isn't negative.
  func count(_ key: String) throws(LineFault) -> Int {
    let number: Int = try integer(key)
    guard number >= 0 else { throw LineFault(column: column(of: key), message: "\"\(key)\" is negative") }
    return number
  }

  func flag(_ key: String) throws(LineFault) -> Bool {
    let number: Int = try integer(key)
    guard number == 0 || number == 1 else {
      throw LineFault(column: column(of: key), message: "\"\(key)\" must be 0 or 1")
    }
    return number == 1
  }

  func instant(_ key: String) throws(LineFault) -> Context.Instant { Context.Instant(nanoseconds: try integer(key)) }

  func optionalInstant(_ key: String) throws(LineFault) -> Context.Instant? {
    guard let nanoseconds: Int64 = try optionalInteger(key) else { return nil }
    return Context.Instant(nanoseconds: nanoseconds)
  }

  func duration(_ key: String) throws(LineFault) -> Duration {
    let nanoseconds: Int64 = try integer(key)
    return .nanoseconds(nanoseconds)
  }

  func optionalDuration(_ key: String) throws(LineFault) -> Duration? {
    guard let nanoseconds: Int64 = try optionalInteger(key) else { return nil }
    return .nanoseconds(nanoseconds)
  }

  func word<Word: RawRepresentable & CaseIterable>(_ key: String) throws(LineFault) -> Word
  where Word.RawValue == String {
    guard let word = Word(rawValue: try text(key)) else {
      let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw LineFault(column: column(of: key), message: "\"\(key)\" must be one of: \(known)")
    }
    return word
  }

  func texts(_ key: String) throws(LineFault) -> [String] {
    try items(key).map { item throws(LineFault) in
      guard case .string(let text) = item.value else {
        throw LineFault(column: item.column, message: "a text is expected here")
      }
      return text
    }
  }

  /// The values of an array; none where the key isn't there.
  func items(_ key: String) throws(LineFault) -> [JSONText.Item] {
    guard let item = members[key] else { return [] }
    guard case .array(let items) = item.value else { throw wrong(key, "an array") }
    return items
  }

  private func missing(_ key: String) -> LineFault {
    LineFault(column: column, message: "\"\(key)\" is missing")
  }

  private func wrong(_ key: String, _ expected: String) -> LineFault {
    LineFault(column: column(of: key), message: "\"\(key)\" must be \(expected)")
  }
}

extension FixedWidthInteger {
  /// This number less `magnitude`, if that can be represented.
  fileprivate func subtractingExactly(_ magnitude: UInt64) -> Self? {
    guard let small = Int64(exactly: magnitude) else {
      return magnitude == Int64.min.magnitude ? Self(exactly: Int64.min) : nil
    }
    return Self(exactly: -small)
  }
}
