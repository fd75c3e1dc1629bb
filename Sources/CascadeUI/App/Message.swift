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
  /// A talk begins, or its file says something else now; these steps show what they showed before.
  case talk(TalkOutline, unchanged: Set<Int> = [])
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
