import CascadeNarration
import CascadeTrace

/// What can be asked for while a run is watched, with or without the detail of a row.
package enum WatchingCommand: CaseIterable, Hashable, Sendable {
  // Time.
  case nextEvent, previousEvent, nextBeat, previousBeat
  case play, faster, slower
  case firstFailure, beforeFirstFailure, nextFailure, previousFailure
  case start, end
  // The selection.
  case selectNext, selectPrevious, selectNextSibling, selectPreviousSibling
  // Panes.
  case detail, turnPage, waste
  // Other screens, and the same run again.
  case compare, chooseSides, gallery, restart
  /// To be asked before the run goes on.
  case questions
  // Something to take away.
  case export
}

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

extension Panes {
  /// Takes a program, if it is still the one that is asked for.
  mutating func take(_ variation: Variation, _ language: CodeListing.Language, _ answer: Answer<CodeListing>) {
    if code.language == language, code.asked == variation { code.take(answer) }
  }

  /// The round that the key makes: Swift, Go, none. Beside the lanes a program is always shown: there it turns from one
  /// language to the other.
  mutating func showNextProgram(isBeside: Bool) {
    guard isBeside || isProgramOpen else {
      isProgramOpen = true
      return
    }
    if !isBeside, nextProgram == nil { isProgramOpen = false }
    code = CodePane(nextProgram ?? .swift)
  }

  /// The language that comes next in the round; nil where it ends.
  var nextProgram: CodeListing.Language? { code.language == .swift ? .go : nil }
}

/// The detail of a row, on pages.
package struct Detail: Hashable, Sendable {
  /// How often the page was turned.
  package internal(set) var turns = 0
}

/// What a command wants that isn't the run's own.
enum WatchingRequest: Hashable, Sendable {
  /// Beyond the last beat, or before the first.
  case beyond(Way)
  case speed(Speed)
  /// To hear that more has come than is looked at.
  case held
  case compare, chooseSides, gallery, restart, questions, export
}

extension RunSession {
  /// - Parameter words: What is to be said to the user.
  /// - Returns: what else is wanted.
  mutating func perform(
    _ command: WatchingCommand, count: Int?, speed: Speed, motion: Motion, _ words: inout String?
  ) -> WatchingRequest? {
    let steps = count ?? 1
    switch command {
    case .nextEvent where isAtHeldEnd, .nextBeat where isAtHeldEnd: return .held
    case .nextEvent: step(by: steps)
    case .previousEvent: step(by: -steps)
    case .nextBeat where isAtEnd: return .beyond(.onward)
    case .previousBeat where isAtStart: return .beyond(.back)
    case .nextBeat: stepBeats(by: steps, travels: motion == .full, speed: speed)
    case .previousBeat: stepBeats(by: -steps, travels: false, speed: speed)
    case .firstFailure: words = seekFirstFailure()
    case .beforeFirstFailure: words = seekBeforeFirstFailure()
    case .nextFailure: words = seekCause(by: steps)
    case .previousFailure: words = seekCause(by: -steps)
    case .start: jump(to: recording.start)
    case .end: words = seekEnd(beat: count)
    case .play: togglePlaying()
    case .faster: return .speed(speed.faster)
    case .slower: return .speed(speed.slower)
    case .selectNext: select(by: steps)
    case .selectPrevious: select(by: -steps)
    case .selectNextSibling: selectSibling(by: steps)
    case .selectPreviousSibling: selectSibling(by: -steps)
    case .detail:
      if let selected {
        selection = .pinned(selected)
        detail = Detail()
      }
    case .turnPage: detail?.turns += 1
    case .waste: panes.isWasteShown.toggle()
    case .compare: return .compare
    case .chooseSides: return .chooseSides
    case .questions: return .questions
    case .export: return .export
    case .gallery: return .gallery
    case .restart: return .restart
    }
    return nil
  }
}
