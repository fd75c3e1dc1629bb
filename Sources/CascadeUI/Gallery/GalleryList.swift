/// A scenario as the gallery offers it.
package struct GalleryEntry: Hashable, Sendable {
  /// What opens it; given back in ``Effect/open(name:)``.
  package var name: String
  package var title: String
  /// One line about what it teaches.
  package var about: String

  package init(name: String, title: String, about: String) {
    self.name = name
    self.title = title
    self.about = about
  }
}

/// The list of scenarios, and which of them is chosen.
package struct GalleryList: Hashable, Sendable {
  package private(set) var entries: [GalleryEntry]
  package private(set) var selected = 0
  /// Which was chosen when the open run was left.
  var left: Int?
  /// What stands in place of an empty list.
  package private(set) var notice = "There are no scenarios."

  init(_ entries: [GalleryEntry]) {
    self.entries = entries
  }

  /// Another list; what is chosen stays chosen.
  mutating func offer(_ entries: [GalleryEntry], notice: String) {
    let chosen = entry
    self.notice = notice
    self.entries = entries
    select(entries.firstIndex { $0.name == chosen?.name } ?? selected)
  }

  /// The chosen scenario; none in an empty list.
  var entry: GalleryEntry? { entries.indices.contains(selected) ? entries[selected] : nil }

  /// Chooses an entry, or the nearest one that there is.
  mutating func select(_ index: Int) {
    selected = max(0, min(index, entries.count - 1))
  }

  /// Remembers what was chosen when what is open was left for the list.
  mutating func markLeft() { left = selected }

  /// Chooses a scenario, if it is in the list.
  mutating func select(named name: String) {
    selected = entries.firstIndex { $0.name == name } ?? selected
  }

  /// - Returns: what else is wanted.
  mutating func perform(_ command: GalleryCommand, count: Int?) -> GalleryRequest? {
    switch command {
    case .next: select(selected + (count ?? 1))
    case .previous: select(selected - (count ?? 1))
    case .first: select(0)
    case .last: select((count ?? entries.count) - 1)
    case .open:
      if let count { select(count - 1) }
      return .open
    case .resume: return selected == left ? .resume : .open
    }
    return nil
  }
}

package enum GalleryCommand: CaseIterable, Hashable, Sendable {
  case next, previous, first, last
  case open
  /// Opens the chosen one; back to the run that was left, where no other was chosen since.
  case resume
}

/// What the list can't do itself.
enum GalleryRequest: Hashable, Sendable {
  /// Opens the chosen one.
  case open
  /// Back to what was left for the list; opens the chosen one where there is none.
  case resume
}
