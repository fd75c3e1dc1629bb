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
    guard var watch else { return [] }
    defer { self.watch = watch }
    let steps = count ?? 1
    switch command {
    case .nextEvent: watch.step(by: steps)
    case .previousEvent: watch.step(by: -steps)
    case .nextBeat: watch.stepBeats(by: steps)
    case .previousBeat: watch.stepBeats(by: -steps)
    case .firstFailure: status = watch.seekFirstFailure()
    case .beforeFirstFailure: status = watch.seekBeforeFirstFailure()
    case .nextFailure: status = watch.seekCause(by: steps)
    case .previousFailure: status = watch.seekCause(by: -steps)
    case .start: watch.jump(to: watch.recording.start)
    case .end: status = watch.seekEnd(beat: count)
    case .play: watch.togglePlaying()
    case .faster, .slower: status = changeSpeed(command, isLive: watch.isLive)
    case .selectNext: watch.select(by: steps)
    case .selectPrevious: watch.select(by: -steps)
    case .selectNextSibling: watch.selectSibling(by: steps)
    case .selectPreviousSibling: watch.selectSibling(by: -steps)
    case .detail:
      if let selected = watch.selected {
        watch.selection = .pinned(selected)
        isDetailOpen = true
        detailTurns = 0
      }
    case .turnPage: detailTurns += 1
    case .waste: isWasteShown.toggle()
    case .restart:
      watch.playback = .paused
      return [.restart(name: watch.name)]
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
