package import CascadeTrace

/// Something that the model wants done and can't do itself.
package enum Effect: Hashable, Sendable {
  /// Run the scenario and answer with ``Message/opened(_:)`` or ``Message/notOpened(name:why:)``.
  case open(name: String)
  /// The same again, for the scenario that is open.
  case restart(name: String)
  /// Run the open scenario with these changes, at once, and answer with ``Message/ran(_:_:)``.
  case run(Variation)
  /// Read a file of events, and answer with ``Message/read(path:_:)``.
  case read(path: String)
  /// Write the open scenario with these changes as a program, and answer with ``Message/listed(_:_:_:)``.
  case list(Variation, CodeListing.Language)
  /// Draw everything anew, whatever the terminal shows.
  case redraw
  /// Give the terminal back and stop, as control Z does.
  case suspend
  case quit
}
