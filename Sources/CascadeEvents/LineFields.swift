import Cascade

/// What can stand after a key, read and written by the same type.
protocol LineValue: Sendable {
  /// Reads what stands there.
  ///
  /// - Parameter key: For complaints.
  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self
  /// What it is where the key is missing; none where it mustn't be.
  static var missing: Self? { get }
  /// Whether the key is left out.
  var isLeftOut: Bool { get }
  func write(to bytes: inout [UInt8])
  /// The same with other paths and times in the place of its own. A text alone may be anything: where it is a path, its
  /// field says so.
  func moved(_ path: (String) -> String, _ time: (Context.Instant) -> Context.Instant) -> Self
}

extension LineValue {
  static var missing: Self? { nil }
  var isLeftOut: Bool { false }
  func moved(_ path: (String) -> String, _ time: (Context.Instant) -> Context.Instant) -> Self { self }
}

extension LineFault {
  /// What stands after a key is of another form.
  static func wrong(_ item: JSONText.Item, _ key: String, _ expected: String) -> LineFault {
    LineFault(column: item.column, message: "\"\(key)\" must be \(expected)")
  }
}

extension JSONText {
  /// Appends a key with its value, after a comma if anything stands before it.
  static func append(key: String, _ value: some LineValue, to bytes: inout [UInt8]) {
    if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
    append(key, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    value.write(to: &bytes)
  }
}

/// The keys of one object, with complaints that name the key and the column.
struct EventFields {
  private let members: [JSONText.Member]
  /// Where the object begins: the column for what is missing.
  let column: Int

  init(_ item: JSONText.Item) throws(LineFault) {
    guard case .object(let members) = item.value else {
      throw LineFault(column: item.column, message: "an object is expected here")
    }
    self.members = members
    column = item.column
  }

  /// What stands after a key.
  func value<Value: LineValue>(_ key: String) throws(LineFault) -> Value {
    // There are so few that looking through them is the quickest.
    for member in members where member.key == key { return try Value.read(member.item, key) }
    guard let missing = Value.missing else {
      throw LineFault(column: column, message: "\"\(key)\" is missing")
    }
    return missing
  }

  /// The column of a value, or of the object where the key isn't there.
  func column(of key: String) -> Int { members.first { $0.key == key }?.item.column ?? column }
}

/// A key, and what it stands for in a payload.
struct LineField<Payload: Sendable>: Sendable {
  /// Whether a line of the version that is written has the key.
  enum Presence { case always, sometimes, never }

  let key: String
  let presence: Presence
  let read: @Sendable (EventFields, inout Payload) throws(LineFault) -> Void
  let write: @Sendable (Payload, inout [UInt8]) -> Void
  /// Puts other paths and times in the place of those that stand there.
  let move: @Sendable (inout Payload, _ path: (String) -> String, _ time: (Context.Instant) -> Context.Instant) -> Void

  /// - Parameter presence: Where that doesn't follow from the type: a key that may be missing is there sometimes.
  init<Value: LineValue>(
    _ key: String, _ path: any WritableKeyPath<Payload, Value> & Sendable, _ presence: Presence? = nil
  ) {
    self.init(key, path, presence) { $0.moved($1, $2) }
  }

  /// A key whose text is a path.
  init(path key: String, _ path: any WritableKeyPath<Payload, String> & Sendable) {
    self.init(key, path, nil) { id, path, _ in path(id) }
  }

  /// A key whose text is a path, where it is there.
  init(path key: String, _ path: any WritableKeyPath<Payload, String?> & Sendable) {
    self.init(key, path, nil) { id, path, _ in id.map(path) }
  }

  private init<Value: LineValue>(
    _ key: String, _ path: any WritableKeyPath<Payload, Value> & Sendable, _ presence: Presence?,
    _ moved:
      @escaping @Sendable (Value, (String) -> String, (Context.Instant) -> Context.Instant) -> Value
  ) {
    self.key = key
    self.presence = presence ?? (Value.missing == nil ? .always : .sometimes)
    read = { fields, payload throws(LineFault) in
      payload[keyPath: path] = try fields.value(key)
    }
    write = { payload, bytes in
      let value = payload[keyPath: path]
      if !value.isLeftOut { JSONText.append(key: key, value, to: &bytes) }
    }
    move = { payload, rename, time in
      payload[keyPath: path] = moved(payload[keyPath: path], rename, time)
    }
  }
}

/// A value that is an object with keys of its own.
protocol LineObject: LineValue {
  /// A value to be filled in.
  static var blank: Self { get }
  static var fields: [LineField<Self>] { get }
}

extension LineObject {
  static func read(_ item: JSONText.Item, _ key: String) throws(LineFault) -> Self {
    let object = try EventFields(item)
    var value = blank
    for field in fields { try field.read(object, &value) }
    return value
  }

  func write(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    for field in Self.fields { field.write(self, &bytes) }
    bytes.append(UInt8(ascii: "}"))
  }

  func moved(_ path: (String) -> String, _ time: (Context.Instant) -> Context.Instant) -> Self {
    var value = self
    for field in Self.fields { field.move(&value, path, time) }
    return value
  }
}
