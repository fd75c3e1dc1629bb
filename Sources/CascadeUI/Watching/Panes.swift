import CascadeTrace

/// What is shown besides a run, kept from one scenario to the next.
package struct Panes: Sendable {
  /// The program: beside the lanes, as its executing lines under them, or in their place.
  package internal(set) var code = CodePane(.swift)
  /// Whether the program stands in place of the lanes, where there is no room beside them.
  package internal(set) var isProgramOpen = false
  /// Whether there is a line about wasted and saved work.
  package internal(set) var isWasteShown = false

  /// The same for another run.
  var emptied: Panes {
    Panes(code: CodePane(code.language), isProgramOpen: isProgramOpen, isWasteShown: isWasteShown)
  }
}

/// The detail of a row, on pages.
package struct Detail: Hashable, Sendable {
  /// How often the page was turned.
  package internal(set) var turns = 0
}
