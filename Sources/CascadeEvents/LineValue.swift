import Cascade

extension Optional: LineValue where Wrapped: LineValue {
  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self { try Wrapped.read(item, key) }
  static var missing: Self? { .some(nil) }
  var isLeftOut: Bool { self == nil }
  func write(to bytes: inout [UInt8]) { self?.write(to: &bytes) }
  func moved(_ path: (String) -> String, _ time: (Context.Instant) -> Context.Instant) -> Self {
    map { $0.moved(path, time) }
  }
}

extension Array: LineValue where Element: LineValue {
  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self {
    guard case .array(let items) = item.value else { throw .wrong(item, key, "an array") }
    return try items.map { item throws(LineFault) in try Element.read(item, "") }
  }

  static var missing: Self? { [] }
  var isLeftOut: Bool { isEmpty }

  func write(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      element.write(to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  func moved(_ path: (String) -> String, _ time: (Context.Instant) -> Context.Instant) -> Self {
    map { $0.moved(path, time) }
  }
}

// MARK: Texts

extension String: LineValue {
  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self {
    guard case .string(let text) = item.value else {
      if key.isEmpty { throw LineFault(column: item.column, message: "a text is expected here") }
      throw .wrong(item, key, "a text")
    }
    return text
  }

  func write(to bytes: inout [UInt8]) { JSONText.append(self, to: &bytes) }
}

/// One of a few words.
protocol LineWord: LineValue, RawRepresentable<String>, CaseIterable {}

extension LineWord {
  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self {
    guard let word = Self(rawValue: try String.read(item, key)) else {
      throw .wrong(item, key, "one of: " + allCases.map(\.rawValue).joined(separator: ", "))
    }
    return word
  }

  func write(to bytes: inout [UInt8]) { JSONText.append(rawValue, to: &bytes) }
}

extension Event.RunStart.Clock: LineWord {}
extension Event.CallSide: LineWord {}
extension Event.RunEnding: LineWord {}
extension Event.ContextMade.What: LineWord {}
extension Event.TaskOut.Outcome: LineWord {}
extension Event.ErrorInfo.Nature: LineWord {}
extension Cancellation.Reason: LineWord {}
extension JoinPolicy.Keeping: LineWord {}
extension JoinPolicy.Trigger: LineWord {}

// MARK: Numbers

/// A whole number. Read by one function, so that all complain alike.
protocol LineNumber: LineValue, FixedWidthInteger {}

extension LineNumber {
  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self {
    guard case .integer(let isNegative, let magnitude) = item.value else {
      throw .wrong(item, key, "a whole number")
    }
    guard let number = isNegative ? Self(exactlyNegative: magnitude) : Self(exactly: magnitude) else {
      throw LineFault(column: item.column, message: "\"\(key)\" is out of range")
    }
    return number
  }

  func write(to bytes: inout [UInt8]) { JSONText.append(self, to: &bytes) }
}

extension FixedWidthInteger {
  fileprivate init?(exactlyNegative magnitude: UInt64) {
    guard let number = Int64(exactly: magnitude).map({ -$0 }) ?? (magnitude == Int64.min.magnitude ? .min : nil)
    else { return nil }
    self.init(exactly: number)
  }
}

extension UInt64: LineNumber {}
extension Int64: LineNumber {}

extension Int: LineValue {
  /// A count: never negative.
  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self {
    let number = try Int64.read(item, key)
    guard number >= 0 else { throw LineFault(column: item.column, message: "\"\(key)\" is negative") }
    return Int(number)
  }

  func write(to bytes: inout [UInt8]) { JSONText.append(self, to: &bytes) }
}

extension Bool: LineValue {
  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self {
    let number = try Int64.read(item, key)
    guard number == 0 || number == 1 else { throw .wrong(item, key, "0 or 1") }
    return number == 1
  }

  func write(to bytes: inout [UInt8]) { JSONText.append(self ? 1 : 0, to: &bytes) }
}

extension Event.Listening: LineValue {
  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self {
    guard let value = Self(rawValue: Int(clamping: try Int64.read(item, key))) else {
      throw .wrong(item, key, "0, 1 or 2")
    }
    return value
  }

  func write(to bytes: inout [UInt8]) { JSONText.append(rawValue, to: &bytes) }
}

extension Context.Instant: LineValue {
  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self {
    Context.Instant(nanoseconds: try Int64.read(item, key))
  }

  func write(to bytes: inout [UInt8]) { JSONText.append(nanoseconds, to: &bytes) }

  func moved(_ path: (String) -> String, _ time: (Context.Instant) -> Context.Instant) -> Self { time(self) }
}

extension Duration: LineValue {
  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self {
    .nanoseconds(try Int64.read(item, key))
  }

  func write(to bytes: inout [UInt8]) { JSONText.append(wholeNanoseconds, to: &bytes) }
}

// MARK: Objects

extension Event.Waiting: LineObject {
  static var blank: Self { Self(who: "", what: .other("")) }

  static let fields: [LineField<Self>] = [LineField("what", \.what), LineField(path: "who", \.who)]
}

extension Event.Awaited: LineValue {
  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self {
    Event.Awaited(words: try String.read(item, key))
  }

  func write(to bytes: inout [UInt8]) { description.write(to: &bytes) }

  func moved(_ path: (String) -> String, _ time: (Context.Instant) -> Context.Instant) -> Self { naming(path) }
}

// MARK: Errors and options

extension Event.ErrorInfo: LineValue {
  /// As an object, where there is more to say than a text says.
  private struct Object: LineObject {
    var nature: Nature?
    var text = ""
    var type: String?
    var wraps: [Event.ErrorInfo] = []

    static var blank: Self { Self() }

    static let fields: [LineField<Self>] = [
      LineField("nature", \.nature), LineField("text", \.text), LineField("type", \.type), LineField("wraps", \.wraps),
    ]
  }

  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self {
    switch item.value {
    case .object:
      let object = try Object.read(item, key)
      return Event.ErrorInfo(object.text, object.nature ?? .failure, type: object.type, wraps: object.wraps)
    case .string(let text): return Event.ErrorInfo(reading: text)
    case .integer, .array, .other: throw .wrong(item, key, "a text")
    }
  }

  func write(to bytes: inout [UInt8]) {
    guard self != Event.ErrorInfo(reading: description) else { return description.write(to: &bytes) }
    Object(nature: nature == .failure ? nil : nature, text: text, type: type, wraps: wraps).write(to: &bytes)
  }

  /// What a text says that stands alone: what Go and Swift say when work is cancelled, a panic, and what ends like Go's
  /// errors that wrap one.
  package init(reading text: String) {
    for known in [Event.ErrorInfo.contextCanceled, .deadlineExceeded, .cancelledTask] {
      if text == known.text {
        self = known
        return
      }
      if text.hasSuffix(": " + known.text) {
        self.init(text, wraps: [known])
        return
      }
    }
    let panic = "panic: "
    if text.hasPrefix(panic) {
      self.init(String(text.dropFirst(panic.count)), .panic)
    } else {
      self.init(text)
    }
  }

  /// What a Swift task throws that was cancelled.
  private static let cancelledTask = Event.ErrorInfo("CancellationError()", .cancellation, type: "CancellationError")
}

extension Event.GroupOption: LineValue {
  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self {
    Event.GroupOption(reading: try String.read(item, key))
  }

  func write(to bytes: inout [UInt8]) { description.write(to: &bytes) }

  /// The option that is written like this; what isn't one of the library's own is the caller's.
  package init(reading text: String) {
    if let option = Self.worded.first(where: { $0.description == text }) {
      self = option
    } else if text.hasPrefix("limit("), text.hasSuffix(")"), let limit = Int(text.dropFirst(6).dropLast()) {
      self = .limit(limit)
    } else {
      self = .custom(text)
    }
  }
}
