package import CascadeTrace

/// Something that the model wants done and can't do itself.
package enum Effect: Hashable, Sendable {
  /// Run the scenario and answer with ``Message/opened(_:)`` or ``Message/notOpened(name:why:)``.
  case open(name: String)
  /// The same again, for the scenario that is open.
  case restart(name: String)
  /// Run the open scenario with these changes, at once, and answer with ``Message/ran(_:_:)``.
  case run(Variation)
  /// Judge the open challenge with these changes, and answer with ``Message/judged(_:_:)``.
  case judge(Variation)
  /// Read a file of events, and answer with ``Message/read(path:_:)``.
  case read(path: String)
  /// Write the open scenario with these changes as a program, and answer with ``Message/listed(_:_:_:)``.
  case list(Variation, CodeListing.Language)
  /// Write the open run to a file, and answer with ``Message/exported(_:)``.
  case export(ExportOrder)
  /// Show a step of the talk, and answer with ``Message/step(_:_:)`` or ``Message/notOpened(name:why:)``.
  case show(step: Int)
  /// Draw everything anew, whatever the terminal shows.
  case redraw
  /// Give the terminal back and stop, as control Z does.
  case suspend
  case quit
}

/// What was asked for, or the words that say why it can't be had.
package enum Answer<Value: Sendable>: Sendable {
  case here(Value)
  case refused(String)
}

/// Where a run comes from.
package enum RunOrigin: Hashable, Sendable {
  /// Played by this program, which can play it again with changes.
  case scenario
  /// Read from a file.
  case recording
  /// Another program, which is watched.
  case program
}

/// A run to look at.
package struct Opening: Sendable {
  /// The name under which it was asked for; given back in ``Effect/restart(name:)``.
  package var name: String
  package var title: String
  /// One line about what it teaches; empty for none.
  package var about: String
  /// What has happened so far: everything, unless the run is live.
  package var recording: Recording
  /// Whether it goes by the clock on the wall and events are still to come.
  package var isLive: Bool
  package var origin: RunOrigin
  /// What isn't known of the run, in one line; empty for nothing.
  package var lack: String
  /// The goal, where it is a challenge.
  package var challenge: ChallengeNote?

  package init(
    name: String, title: String, about: String = "", recording: Recording, isLive: Bool = false,
    origin: RunOrigin = .scenario, lack: String = "", challenge: ChallengeNote? = nil
  ) {
    self.challenge = challenge
    self.name = name
    self.title = title
    self.about = about
    self.recording = recording
    self.isLive = isLive
    self.origin = origin
    self.lack = lack
  }
}

/// Which way a run, a list or a talk is gone through.
enum Way: Hashable, Sendable {
  case onward, back
}
