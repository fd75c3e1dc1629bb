import CascadeTrace

/// What plain mode holds back until something else is clear, by event: in the order of events, and quick to find by whom
/// it is about, however much is held.
struct HeldLines: Sendable {
  /// An event that says nothing of its own if the right one follows.
  struct Entry: Sendable {
    let event: Int
    let id: String
    let lines: [PlainLine]
  }

  /// In order; nil for what was taken out.
  private var entries: [Entry?] = []
  /// Where in `entries` those before have all been taken out.
  private var first = 0
  /// The places of those about somebody, in order.
  private var places: [String: [Int]] = [:]

  mutating func hold(_ entry: Entry) {
    places[entry.id, default: []].append(entries.count)
    entries.append(entry)
  }

  /// Takes out the first one about somebody of which something holds.
  /// - Returns: whether there was one.
  mutating func forget(about id: String, where holds: (Entry) -> Bool) -> Bool {
    guard let place = places[id]?.first(where: { entries[$0].map(holds) == true }) else { return false }
    take(place)
    return true
  }

  /// Takes out those about somebody, and those before the first of which `isOver` doesn't hold.
  mutating func release(about id: String, orWhile isOver: (Entry) -> Bool) -> [PlainLine] {
    var released: [Int] = []
    var place = first
    while place < entries.count, entries[place].map(isOver) ?? true {
      if entries[place] != nil { released.append(place) }
      place += 1
    }
    released += (places[id] ?? []).filter { $0 >= place }
    let lines = released.compactMap { entries[$0]?.lines }.flatMap(\.self)
    for place in released { take(place) }
    return lines
  }

  /// Takes out all.
  mutating func releaseAll() -> [PlainLine] {
    defer { self = HeldLines() }
    return entries.compactMap { $0?.lines }.flatMap(\.self)
  }

  private mutating func take(_ place: Int) {
    guard let entry = entries[place] else { return }
    entries[place] = nil
    places[entry.id]?.removeAll { $0 == place }
    if places[entry.id]?.isEmpty == true { places[entry.id] = nil }
    while first < entries.count, entries[first] == nil { first += 1 }
    if first == entries.count { self = HeldLines() }
  }
}
