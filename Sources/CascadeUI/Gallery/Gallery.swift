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
  package let entries: [GalleryEntry]
  package private(set) var selected = 0

  init(_ entries: [GalleryEntry]) {
    self.entries = entries
  }

  /// The chosen scenario; none in an empty list.
  var entry: GalleryEntry? { entries.indices.contains(selected) ? entries[selected] : nil }

  /// Chooses an entry, or the nearest one that there is.
  mutating func select(_ index: Int) {
    selected = max(0, min(index, entries.count - 1))
  }

  /// Chooses a scenario, if it is in the list.
  mutating func select(named name: String) {
    selected = entries.firstIndex { $0.name == name } ?? selected
  }
}

package enum GalleryCommand: CaseIterable, Hashable, Sendable {
  case next, previous, first, last
  case open
  /// Back to the run that was left.
  case resume
}

extension Model {
  mutating func perform(_ command: GalleryCommand, count: Int?) -> [Effect] {
    switch command {
    case .next: gallery.select(gallery.selected + (count ?? 1))
    case .previous: gallery.select(gallery.selected - (count ?? 1))
    case .first: gallery.select(0)
    case .last: gallery.select((count ?? gallery.entries.count) - 1)
    case .open:
      if let count { gallery.select(count - 1) }
      return gallery.entry.map { [.open(name: $0.name)] } ?? []
    case .resume:
      guard case .gallery(behind: let session?) = screen else { return perform(.open, count: nil) }
      screen = .watching(session)
    }
    return []
  }

  /// To the scenarios. What plays stops, since it isn't seen; a live run goes on.
  mutating func leaveForGallery() {
    guard case .watching(var session) = screen else { return }
    session.stopPlaying()
    screen = .gallery(behind: session)
  }
}
