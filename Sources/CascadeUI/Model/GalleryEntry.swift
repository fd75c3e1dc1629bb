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
