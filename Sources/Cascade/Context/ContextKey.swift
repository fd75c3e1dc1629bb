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
@usableFromInline
final class ValueLayer: Sendable {
  /// The values above, hidden or not; for the description.
  let above: ValueLayer?
  let keyName: String
  let valueDescription: String
  /// The path of the context that was made for the value, where the run hears of such; else empty.
  let id: String
  /// Everything in reach: a table at most half full, where a key stands at its place or in the next one that was free.
  private let keys: ContiguousArray<ObjectIdentifier?>
  /// What stands under the keys, place by place.
  private let boxes: ContiguousArray<AnyValueBox?>
  private let count: Int

  convenience init<Key: ContextKey>(_ key: Key.Type, _ value: Key.Value, above: ValueLayer?) {
    self.init(key, value, above: above, keyName: Key.name, valueDescription: Self.describe(value), id: "")
  }

  /// - Parameter id: The path of the context that is made for the value.
  init<Key: ContextKey>(
    _ key: Key.Type, _ value: Key.Value, above: ValueLayer?, keyName: String, valueDescription: String, id: String
  ) {
    self.above = above
    self.keyName = keyName
    self.valueDescription = valueDescription
    self.id = id
    var keys = above?.keys ?? [nil, nil]
    var boxes = above?.boxes ?? [nil, nil]
    var count = above?.count ?? 0
    if (count + 1) * 2 > keys.count {
      let (oldKeys, oldBoxes) = (keys, boxes)
      keys = ContiguousArray(repeating: nil, count: oldKeys.count * 2)
      boxes = ContiguousArray(repeating: nil, count: oldKeys.count * 2)
      for (key, box) in zip(oldKeys, oldBoxes) {
        guard let key else { continue }
        let place = Self.place(of: key, in: keys)
        keys[place] = key
        boxes[place] = box
      }
    }
    let key = ObjectIdentifier(key)
    let place = Self.place(of: key, in: keys)
    if keys[place] == nil { count += 1 }
    keys[place] = key
    boxes[place] = ValueBox(value)
    self.keys = keys
    self.boxes = boxes
    self.count = count
  }

  /// - Complexity: O(1), whatever the depth of the tree.
  @inlinable
  func value<Key: ContextKey>(of key: Key.Type) -> Key.Value? {
    guard let box = box(of: ObjectIdentifier(key)) else { return nil }
    return withExtendedLifetime(self) {
      // The key determines the type of the value: `init` made this very box.
      box._withUnsafeGuaranteedRef { unsafeDowncast($0, to: ValueBox<Key.Value>.self).value }
    }
  }

  /// The box that was made for this key, if one is in reach; this layer holds it.
  @usableFromInline
  func box(of key: ObjectIdentifier) -> Unmanaged<AnyValueBox>? {
    boxes[Self.place(of: key, in: keys)].map(Unmanaged.passUnretained)
  }

  /// Where a key stands, or would.
  private static func place(of key: ObjectIdentifier, in keys: ContiguousArray<ObjectIdentifier?>) -> Int {
    let mask = keys.count - 1
    // The address of the key's type. Its lowest bits say nothing.
    let address = UInt(bitPattern: key)
    var place = Int(truncatingIfNeeded: (address >> 4) ^ (address >> 10)) & mask
    while let other = keys[place], other != key { place = (place + 1) & mask }
    return place
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

@usableFromInline
class AnyValueBox: @unchecked Sendable {}

/// Sendable because its value is, and never changes.
@usableFromInline
final class ValueBox<Value: Sendable>: AnyValueBox, @unchecked Sendable {
  @usableFromInline let value: Value

  init(_ value: Value) {
    self.value = value
  }
}
