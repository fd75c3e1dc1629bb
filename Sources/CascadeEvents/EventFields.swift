import Cascade

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
  ///
  /// - Parameter older: What the key may be called as well.
  func value<Value: LineValue>(_ key: String, older: String? = nil) throws(LineFault) -> Value {
    // There are so few that looking through them is the quickest.
    for member in members where member.key == key || member.key == older { return try Value.read(member.item, key) }
    guard let missing = Value.missing else {
      throw LineFault(column: column, message: "\"\(key)\" is missing")
    }
    return missing
  }

  /// The column of a value, or of the object where the key isn't there.
  func column(of key: String) -> Int { members.first { $0.key == key }?.item.column ?? column }
}
