package import Cascade
package import CascadeTerminal
package import CascadeTrace

/// Something that happened and that the model has to know of.
package enum Message: Sendable {
  case key(Key)
  /// The mouse, and what stands at that place of the screen that was drawn last.
  case pointed(MouseEvent, Hit?)
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
  /// The live run that was opened last, with what is old and well folded away.
  case folded(Recording)
  /// Nothing more will come of the live run that was opened last.
  case closed
  /// What isn't known of the run that was opened last, in one line.
  case lacks(String)
  /// What can be opened: another list of runs than before, and words for an empty one.
  case offered([GalleryEntry], notice: String)
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
  /// A talk begins, or its file says something else now.
  case talk(TalkOutline)
  /// A step of the talk that was asked for is here.
  case step(Int, TalkScene)
  /// The file of the open run was changed, and this is what it says now.
  case reread(Opening)
  /// The file of what is open was changed, and can't be used as it is: a line for each problem.
  case unreadable([String])
  /// Another program asks for something.
  case remote(RemoteCommand)
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
