import CascadeTrace

/// A run, with or without the detail of a row over it.
extension Model {
  mutating func performWatching(_ command: Command, count: Int?) -> [Effect] {
    if command == .gallery {
      leaveForGallery()
      return []
    }
    if command == .code {
      code = CodePane.next(after: code)
      return []
    }
    if command == .codeLeft || command == .codeRight {
      code?.scroll(by: (command == .codeRight ? 1 : -1) * (count ?? 1))
      return []
    }
    if let effects = performWhatIf(command) ?? performOnBranches(command) { return effects }
    if command == .compare { return compareAsUsual() }
    if command == .chooseSides { return openSides() }
    guard var session else { return [] }
    defer { self.session = session }
    let steps = count ?? 1
    switch command {
    case .nextEvent: session.step(by: steps)
    case .previousEvent: session.step(by: -steps)
    case .nextBeat: session.stepBeats(by: steps)
    case .previousBeat: session.stepBeats(by: -steps)
    case .firstFailure: status = session.seekFirstFailure()
    case .beforeFirstFailure: status = session.seekBeforeFirstFailure()
    case .nextFailure: status = session.seekCause(by: steps)
    case .previousFailure: status = session.seekCause(by: -steps)
    case .start: session.jump(to: session.recording.start)
    case .end: status = session.seekEnd(beat: count)
    case .play: session.togglePlaying()
    case .faster, .slower: status = changeSpeed(command, isLive: session.isLive)
    case .selectNext: session.select(by: steps)
    case .selectPrevious: session.select(by: -steps)
    case .selectNextSibling: session.selectSibling(by: steps)
    case .selectPreviousSibling: session.selectSibling(by: -steps)
    case .detail:
      if let selected = session.selected {
        session.selection = .pinned(selected)
        isDetailOpen = true
        detailTurns = 0
      }
    case .turnPage: detailTurns += 1
    case .waste: isWasteShown.toggle()
    case .restart:
      session.playback = .paused
      return [.restart(name: session.name)]
    default: break
    }
    return []
  }

  /// - Returns: nil when the command doesn't ask what if.
  private mutating func performWhatIf(_ command: Command) -> [Effect]? {
    switch command {
    case .inject: openInject()
    case .cancelTarget: openInject(.cancel)
    case .toggleListening: openInject(.listening)
    case .options: openOptions()
    default: nil
    }
  }

  /// - Returns: words where the speed can't be changed.
  private mutating func changeSpeed(_ command: Command, isLive: Bool) -> String? {
    guard !isLive else { return "This run is live: its speed can't be changed." }
    let changed = command == .faster ? speed.faster : speed.slower
    guard changed != speed else { return command == .faster ? "This is the fastest." : "This is the slowest." }
    speed = changed
    return nil
  }
}
