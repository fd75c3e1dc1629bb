extension Event {
  /// A place in the source, spelled out or not. Two that read the same are the same.
  enum Place: Hashable, Sendable {
    case text(String)
    case site(CallSite)

    /// `Module/File.swift:12`.
    var text: String {
      switch self {
      case .text(let text): text
      case .site(let site): site.description
      }
    }

    static func == (left: Place, right: Place) -> Bool { left.text == right.text }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
  }
}
