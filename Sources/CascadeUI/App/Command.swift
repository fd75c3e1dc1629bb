/// Everything a key can ask for.
package enum Command: String, CaseIterable, Hashable, Sendable {
  // Time.
  case nextEvent, previousEvent, nextBeat, previousBeat
  case play, faster, slower
  case firstFailure, beforeFirstFailure, nextFailure, previousFailure
  case start, end
  // The selection.
  case selectNext, selectPrevious, selectNextSibling, selectPreviousSibling
  // Places.
  case open, resume, gallery, detail, turnPage, help, back
  // The run.
  case restart
  // What if.
  case inject, options
  case cancelTarget, failTarget, delayTarget, finishTarget, toggleListening, panicTarget, setDeadline, addTask
  // Branches.
  case undo, redo, branches, nameBranch
  // Dialogs.
  case accept, edit, nextField, nextGroup, more, less, nextChoice, previousChoice
  // Two runs side by side.
  case compare, chooseSides, takeAsA, takeAsB, swapSides, onlyDiffering
  // Panes that are off until they are asked for.
  case waste, code
  case codeLeft, codeRight
  // The look.
  case charset, theme
  // The program.
  case redraw, suspend, quit
}
