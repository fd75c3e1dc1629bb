import CascadeNarration
import CascadeTrace

extension Model {
  /// Lets the run in view perform a command, and does what that wants besides.
  mutating func perform(_ command: WatchingCommand, count: Int?) -> [Effect] {
    guard case .watching(var session) = screen else { return [] }
    let request = session.perform(
      command, count: count, speed: speed, motion: settings.motion, &status)
    screen = .watching(session)
    switch request {
    case nil: return []
    case .beyond(let way)?: return goBeyond(way, .watching(command))
    case .speed(let speed)?: status = change(to: speed, isLive: session.isLive)
    case .held?: status = heldWords(session)
    case .compare?: return compareAsUsual()
    case .chooseSides?: return openSides()
    case .gallery?: leaveForGallery()
    case .restart?: return restart()
    case .questions?: toggleQuestions()
    case .export?: return openExport()
    }
    return []
  }

  private mutating func restart() -> [Effect] {
    guard case .watching(var session) = screen else { return [] }
    guard session.origin != .program else {
      status = RecordingWords.noRestart
      return []
    }
    session.playback = .paused
    screen = .watching(session)
    if let step = talk?.step { return [.show(step: step)] }
    return [.restart(name: session.name)]
  }

  /// That more has come than is looked at, and the key that shows it.
  func heldWords(_ session: RunSession) -> String {
    RecordingWords.held(since: session.recording.endTime, key: keyMap.firstName(of: .watching(.end), in: .main))
  }

  /// - Returns: words where the speed can't be changed.
  private mutating func change(to speed: Speed, isLive: Bool) -> String? {
    guard !isLive else { return "This run is live: its speed can't be changed." }
    guard speed != self.speed else {
      return speed == Speed.all.last ? "This is the fastest." : "This is the slowest."
    }
    settings.speed = speed
    return nil
  }

  /// Lets the comparison in view perform a command, and does what that wants besides.
  mutating func perform(_ command: ComparingCommand, count: Int) -> [Effect] {
    guard case .comparing(var comparing, behind: let session) = screen else { return [] }
    let request = comparing.perform(
      command, count: count, page: CompareLayout.page(of: size), speed: speed, &status)
    screen = .comparing(comparing, behind: session)
    switch request {
    case nil: return []
    case .speed(let speed)?: settings.speed = speed
    case .step(let way)?: return goOn(way)
    case .leave(let way)?: return leaveComparison(way, .comparing(command))
    case .chooseSides?: return openSides()
    }
    return []
  }
}
