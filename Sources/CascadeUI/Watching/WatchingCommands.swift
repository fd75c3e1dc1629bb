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

extension Model {
  mutating func perform(_ command: WatchingCommand, count: Int?) -> [Effect] {
    guard case .watching(var session) = screen else { return [] }
    let steps = count ?? 1
    switch command {
    case .nextEvent where session.isAtHeldEnd, .nextBeat where session.isAtHeldEnd: status = heldWords(session)
    // Some clickers send arrows: where a talk's part of a run ends they go on, too.
    case .nextEvent where talk != nil && session.isAtEnd: return goOn(.onward)
    case .previousEvent where talk != nil && session.isAtStart: return goOn(.back)
    case .nextEvent: session.step(by: steps)
    case .previousEvent: session.step(by: -steps)
    case .nextBeat where session.isAtEnd: return goBeyond(.onward, .watching(command))
    case .previousBeat where session.isAtStart: return goBeyond(.back, .watching(command))
    case .nextBeat: session.stepBeats(by: steps, travels: settings.motion == .full, speed: settings.speed)
    case .previousBeat: session.stepBeats(by: -steps, travels: false, speed: settings.speed)
    case .firstFailure: status = session.seekFirstFailure()
    case .beforeFirstFailure: status = session.seekBeforeFirstFailure()
    case .nextFailure: status = session.seekCause(by: steps)
    case .previousFailure: status = session.seekCause(by: -steps)
    case .start: session.jump(to: session.recording.start)
    case .end: status = session.seekEnd(beat: count)
    case .play: session.togglePlaying()
    case .faster: status = change(to: settings.speed.faster, isLive: session.isLive)
    case .slower: status = change(to: settings.speed.slower, isLive: session.isLive)
    case .selectNext: session.select(by: steps)
    case .selectPrevious: session.select(by: -steps)
    case .selectNextSibling: session.selectSibling(by: steps)
    case .selectPreviousSibling: session.selectSibling(by: -steps)
    case .detail:
      if let selected = session.selected {
        session.selection = .pinned(selected)
        session.detail = Detail()
      }
    case .turnPage: session.detail?.turns += 1
    case .waste: session.panes.isWasteShown.toggle()
    case .compare: return compareAsUsual()
    case .chooseSides: return openSides()
    case .questions:
      toggleQuestions()
      return []
    case .export: return openExport()
    case .gallery:
      leaveForGallery()
      return []
    case .restart:
      guard session.origin != .program else {
        status = RecordingWords.noRestart
        return []
      }
      session.playback = .paused
      screen = .watching(session)
      if let step = talk?.step { return [.show(step: step)] }
      return [.restart(name: session.name)]
    }
    screen = .watching(session)
    return []
  }

  /// That more has come than is looked at, and the key that shows it.
  func heldWords(_ session: RunSession) -> String {
    RecordingWords.held(since: session.recording.endTime, key: keyMap.firstName(of: .watching(.end), in: .main))
  }

  /// - Returns: words where the speed can't be changed.
  private mutating func change(to speed: Speed, isLive: Bool) -> String? {
    guard !isLive else { return "This run is live: its speed can't be changed." }
    guard speed != settings.speed else {
      return speed == Speed.all.last ? "This is the fastest." : "This is the slowest."
    }
    settings.speed = speed
    return nil
  }
}
