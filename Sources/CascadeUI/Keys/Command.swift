/// Everything a key can ask for.
package enum Command: String, CaseIterable, Hashable, Sendable {
  // Time.
  case nextEvent, previousEvent, nextBeat, previousBeat
  case play, faster, slower
  case firstFailure, nextFailure, previousFailure
  case start, end
  // The selection.
  case selectNext, selectPrevious, selectNextSibling, selectPreviousSibling
  // Places.
  case open, resume, gallery, detail, help, back
  // The run.
  case restart
  // What is shown besides.
  case code
  // The look.
  case charset, theme
  // The program.
  case redraw, suspend, quit
}
