/// A typed key for values that travel with a context.
///
///     enum RequestID: ContextKey {
///       static let defaultValue = "none"
///     }
///     let ctx = ctx.with(RequestID.self, "7f3a")
///     assert(ctx[RequestID.self] == "7f3a")
///
/// The key is the type: two packages can't collide, and the value needs no cast.
public protocol ContextKey {
  /// What is stored under the key.
  associatedtype Value: Sendable

  /// What a context answers that has no such value.
  static var defaultValue: Value { get }

  /// How the key is printed in a context's description. The default is the type's name.
  static var name: String { get }
}

extension ContextKey {
  /// The type's name.
  public static var name: String { String(describing: Self.self) }
}

/// One value on its way down the tree, with a table of everything in reach, so that a look-up doesn't walk.
final class ValueLayer: Sendable {
  private struct Entry {
    var key: ObjectIdentifier
    var box: AnyValueBox
  }

  /// The values above, hidden or not; for the description.
  let above: ValueLayer?
  let keyName: String
  let valueDescription: String
  /// Everything in reach, ordered by key.
  private let entries: ContiguousArray<Entry>

  init<Key: ContextKey>(_ key: Key.Type, _ value: Key.Value, above: ValueLayer?) {
    self.above = above
    keyName = Key.name
    valueDescription = Self.describe(value)
    let entry = Entry(key: ObjectIdentifier(key), box: ValueBox(value))
    var entries = above?.entries ?? []
    let index = Self.index(of: entry.key, in: entries)
    if index < entries.count, entries[index].key == entry.key {
      entries[index] = entry
    } else {
      entries.insert(entry, at: index)
    }
    self.entries = entries
  }

  /// - Complexity: O(log of the number of different keys), whatever the depth of the tree.
  func value<Key: ContextKey>(of key: Key.Type) -> Key.Value? {
    let wanted = ObjectIdentifier(key)
    let index = Self.index(of: wanted, in: entries)
    guard index < entries.count, entries[index].key == wanted else { return nil }
    // The key determines the type of the value: `init` made this very box.
    return unsafeDowncast(entries[index].box, to: ValueBox<Key.Value>.self).value
  }

  private static func index(of key: ObjectIdentifier, in entries: ContiguousArray<Entry>) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Go's rule: what can describe itself does, nothing is `<nil>`, anything else says its type.
  private static func describe(_ value: Any) -> String {
    switch value {
    case let text as String: text
    case let describable as any CustomStringConvertible: describable.description
    case let optional as any Optionality: optional.content.map(describe) ?? "<nil>"
    default: String(describing: type(of: value))
    }
  }
}

/// An optional, whatever is in it.
private protocol Optionality {
  var content: Any? { get }
}

extension Optional: Optionality {
  fileprivate var content: Any? { self }
}

class AnyValueBox: @unchecked Sendable {}

/// Sendable because its value is, and never changes.
final class ValueBox<Value: Sendable>: AnyValueBox, @unchecked Sendable {
  let value: Value

  init(_ value: Value) {
    self.value = value
  }
}
