package import Cascade
package import CascadeTerminal
package import CascadeTrace

/// Something that happened and that the model has to know of.
package enum Message: Sendable {
  case key(Key)
  /// Text that was pasted. It is never keys.
  case pasted(String)
  case resized(Size)
  /// The clock on the wall, counted from any zero but always the same one. Wanted while ``Model/nextTick`` says so.
  case tick(now: Context.Instant)
  /// The terminal is ours again after a stop; the clock on the wall may have jumped.
  case resumed
  /// A scenario that was asked for is here.
  case opened(Opening)
  /// A scenario that was asked for can't be had, and why.
  case notOpened(name: String, why: String)
  /// A live run went on. The events are the next ones of the run that was opened last.
  case appended([Event], now: Context.Instant)
  /// Where the author's beats stand in the live run so far.
  case placed([GivenBeat])
  /// What came of a run with these changes.
  case ran(Variation, Answer<Recording>)
  /// A change that was asked for from outside, and what came of it: a branch of the one that is looked at.
  case branched(Variation, Recording, change: String)
  /// What a file of events holds.
  case read(path: String, Answer<Recording>)
  /// Show these two runs of the open scenario side by side.
  case compare(CompareSide, CompareSide)
  /// The open scenario, with these changes, as a program.
  case listed(Variation, CodeListing.Language, Answer<CodeListing>)
  /// Ask about these scenarios, one after the other; the first is open, or will be.
  case ask(Quiz)
  /// Look at another branch of the open run, by its place in the order in which they were made.
  case choose(branch: Int)
  /// Look from this moment of the open run.
  case seek(Cursor)
  /// What became of an export.
  case exported(ExportOutcome)
  /// How a branch stands to the goal of the challenge that is open.
  case judged(Variation, ChallengeNote.Standing)
  /// Words for the user from outside, shown until the next key.
  case say(String)
}

/// What was asked for, or the words that say why it can't be had.
package enum Answer<Value: Sendable>: Sendable {
  case here(Value)
  case refused(String)
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
  /// The goal, where it is a challenge.
  package var challenge: ChallengeNote?

  package init(
    name: String, title: String, about: String = "", recording: Recording, isLive: Bool = false,
    challenge: ChallengeNote? = nil
  ) {
    self.challenge = challenge
    self.name = name
    self.title = title
    self.about = about
    self.recording = recording
    self.isLive = isLive
  }
}

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
  /// Draw everything anew, whatever the terminal shows.
  case redraw
  /// Give the terminal back and stop, as control Z does.
  case suspend
  case quit
}
