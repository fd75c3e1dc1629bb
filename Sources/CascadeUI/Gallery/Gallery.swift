import CascadeTerminal

/// The list of scenarios.
extension Model {
  mutating func performInGallery(_ command: Command, count: Int?) -> [Effect] {
    switch command {
    // A clicker has no other keys than those for pages: each must reach every scenario.
    case .selectNext, .nextBeat: moveInGallery(by: count ?? 1)
    case .selectPrevious, .previousBeat: moveInGallery(by: -(count ?? 1))
    case .start: moveInGallery(by: -gallery.count)
    case .end: moveInGallery(by: (count ?? gallery.count) - 1 - galleryIndex)
    case .open:
      if let count { moveInGallery(by: count - 1 - galleryIndex) }
      guard gallery.indices.contains(galleryIndex) else { return [] }
      let entry = gallery[galleryIndex]
      return [.open(name: entry.name)]
    case .resume:
      if session == nil {
        return performInGallery(.open, count: nil)
      }
      screen = .main
    default: break
    }
    return []
  }

  private mutating func moveInGallery(by steps: Int) {
    galleryIndex = max(0, min(galleryIndex + steps, gallery.count - 1))
  }
}

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
