/// One value on its way down the tree. Looking one up takes a few steps, however many there are.
///
/// Each layer knows the one above. Every eighth has a table of all that are in reach from it, so that a look-up visits
/// at most seven layers and then one table.
///
/// Sendable because `above` changes only in a deinit, when no other code has the layer, and the rest never.
@usableFromInline
class ValueLayer: @unchecked Sendable {
  /// The values above, hidden or not.
  private(set) final var above: ValueLayer?
  @usableFromInline final let key: ObjectIdentifier
  /// How far the next table is.
  private final let steps: UInt8
  private final let table: Table?

  private static let farthest: UInt8 = 7

  /// - Parameter key: What decides the type of the value, which the subclass holds.
  @usableFromInline
  init(key: ObjectIdentifier, above: ValueLayer?) {
    self.above = above
    self.key = key
    let steps = above.map { $0.steps + 1 } ?? 0
    guard steps > Self.farthest, let above else {
      self.steps = steps
      table = nil
      return
    }
    self.steps = 0
    table = Table(of: above)
  }

  deinit {
    // Layers that nothing else holds are let go one after the other: a chain of them may be long.
    guard var layer = above.take() else { return }
    while isKnownUniquelyReferenced(&layer), let next = layer.above.take() { layer = next }
  }

  /// How the key is printed, and how the value is: asked for only when a context is described.
  var keyText: String { "" }
  var valueText: String { "" }
  /// The path of the context that was made for the value, where the run hears of such; else empty.
  var id: Path { .empty }

  /// The layer that this key was put into last, here or above.
  ///
  /// - Complexity: O(1), whatever the depth of the tree.
  @usableFromInline
  final func layer(of key: ObjectIdentifier) -> Unmanaged<ValueLayer>? {
    var current = Unmanaged.passUnretained(self)
    while true {
      // Each holds the one above, so that none has to be counted on the way.
      let (isFound, next, table) = current._withUnsafeGuaranteedRef { layer in
        (layer.key == key, layer.above.map(Unmanaged.passUnretained), layer.table)
      }
      if isFound { return current }
      if let table { return table.layer(of: key) }
      guard let next else { return nil }
      current = next
    }
  }

  /// Everything in reach of a layer: at most half full; a key stands at its place or in the next one that was free.
  ///
  /// Sendable because it never changes, and the layers that it names are held by the one that holds it.
  private struct Table: @unchecked Sendable {
    private struct Place {
      var key: ObjectIdentifier
      var layer: Unmanaged<ValueLayer>
    }

    private var places: ContiguousArray<Place?>
    private var count: Int

    /// The table of a layer, which has none yet, with all that is above.
    init(of layer: ValueLayer) {
      var new: [Place] = []
      var current: ValueLayer? = layer
      var base: Table?
      while let layer = current, base == nil {
        new.append(Place(key: layer.key, layer: .passUnretained(layer)))
        base = layer.table
        current = layer.above
      }
      places = base?.places ?? ContiguousArray(repeating: nil, count: 16)
      count = base?.count ?? 0
      // The lower ones hide those above.
      for place in new.reversed() { put(place) }
    }

    private mutating func put(_ place: Place) {
      let index = index(of: place.key)
      if places[index] == nil {
        count += 1
        if count * 2 > places.count {
          let old = places
          places = ContiguousArray(repeating: nil, count: old.count * 2)
          for case let other? in old { places[self.index(of: other.key)] = other }
          places[self.index(of: place.key)] = place
          return
        }
      }
      places[index] = place
    }

    func layer(of key: ObjectIdentifier) -> Unmanaged<ValueLayer>? { places[index(of: key)]?.layer }

    /// Where a key stands, or would.
    private func index(of key: ObjectIdentifier) -> Int {
      let mask = places.count - 1
      // The address of the key's type. Its lowest bits say nothing.
      let address = UInt(bitPattern: key)
      var index = Int(truncatingIfNeeded: (address >> 4) ^ (address >> 10)) & mask
      while let other = places[index], other.key != key { index = (index + 1) & mask }
      return index
    }
  }
}

extension ValueLayer {
  /// - Complexity: O(1), whatever the depth of the tree.
  @inlinable
  final func value<Key: ContextKey>(of key: Key.Type) -> Key.Value? {
    guard let layer = layer(of: ObjectIdentifier(key)) else { return nil }
    return withExtendedLifetime(self) {
      // The key decides the type of the layer: only `ValueHolder` and its subclass give one.
      layer._withUnsafeGuaranteedRef { unsafeDowncast($0, to: ValueHolder<Key>.self).value }
    }
  }
}

/// A layer with its value.
///
/// Sendable because its value is, and never changes.
@usableFromInline
class ValueHolder<Key: ContextKey>: ValueLayer, @unchecked Sendable {
  @usableFromInline final let value: Key.Value

  @inlinable
  init(_ value: Key.Value, above: ValueLayer?) {
    self.value = value
    super.init(key: ObjectIdentifier(Key.self), above: above)
  }

  override var keyText: String { Key.name }
  override var valueText: String { describe(value) }
}

/// One whose texts are given, and whose context is in the events.
///
/// Sendable because everything in it is constant.
final class NamedValueHolder<Key: ContextKey>: ValueHolder<Key>, @unchecked Sendable {
  private let texts: (key: String, value: String, id: Path)

  /// - Parameter id: The path of the context that is made for the value.
  init(_ value: Key.Value, above: ValueLayer?, keyText: String, valueText: String, id: Path) {
    texts = (keyText, valueText, id)
    super.init(value, above: above)
  }

  override var keyText: String { texts.key }
  override var valueText: String { texts.value }
  override var id: Path { texts.id }
}

/// Go's rule: what can describe itself does, nothing is `<nil>`, anything else says its type.
private func describe(_ value: Any) -> String {
  switch value {
  case let text as String: text
  case let describable as any CustomStringConvertible: describable.description
  case let optional as any Optionality: optional.content.map(describe) ?? "<nil>"
  default: String(describing: type(of: value))
  }
}

/// An optional, whatever is in it.
private protocol Optionality {
  var content: Any? { get }
}

extension Optional: Optionality {
  fileprivate var content: Any? { self }
}
