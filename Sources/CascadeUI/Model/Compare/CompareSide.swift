package import CascadeNarration
package import CascadeTrace

/// One of the two runs that are compared: where it comes from, and what it is called.
package struct CompareSide: Hashable, Sendable {
  package enum Source: Hashable, Sendable {
    /// The open scenario with these changes.
    case variation(Variation)
    /// Events that are kept in a file.
    case file(path: String)
  }

  package var source: Source
  /// `waitgroup`, `seed 8`, `branch B`. Not made safe for a terminal.
  package var name: String
  /// What makes it differ, in a few words; empty where the name says it.
  package var change: String

  /// The name, and what makes it differ: `no grace (cancel root at 0.500 s)`.
  package var wholeName: String { change.isEmpty ? name : "\(name) (\(change))" }

  package init(_ source: Source, name: String, change: String = "") {
    self.source = source
    self.name = name
    self.change = change
  }

  /// What a run is compared with when nobody says.
  package init(other contrast: Contrast) {
    self.init(.variation(Variation([contrast.change])), name: contrast.name, change: contrast.words)
  }

  /// The run itself beside that.
  package init(own contrast: Contrast) {
    self.init(.variation(.none), name: contrast.ownName)
  }

  /// The run in a file, called by the last part of its path.
  package init(file path: String) {
    self.init(.file(path: path), name: path.split(separator: "/").last.map(String.init) ?? path)
  }
}
