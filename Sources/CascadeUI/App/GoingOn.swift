import CascadeTerminal
import CascadeTrace

/// What lies beyond the last beat, and before the first one: the scenarios in the order of the list.
///
/// A clicker has two keys for everything. At either end the first press says where the next one leads, and the second goes
/// there, so that no scenario is left by accident and none can't be left.
extension Model {
  /// Says what comes next, or goes there where that has just been said.
  ///
  /// - Parameter command: The one that asks for it; given once more, it goes.
  mutating func goBeyond(_ way: Way, _ command: Command) -> [Effect] {
    // The order of a talk is its speaker's own.
    if talk != nil { return goOn(way) }
    let key = keyMap.firstName(of: command, in: place)
    let end = way == .onward ? "The end." : "The start."
    guard let entry = neighbour(way) else {
      status = "\(end) This is the \(way == .onward ? "last" : "first") scenario."
      return []
    }
    guard announced == command else {
      announced = command
      status = "\(end) \(key): \(entry.title)"
      return []
    }
    announced = nil
    opensAtEnd = way == .back
    return [.open(name: entry.name)]
  }

  /// The scenario after the open one in the list, or before it.
  private func neighbour(_ way: Way) -> GalleryEntry? {
    guard let session, let place = gallery.entries.firstIndex(where: { $0.name == session.name }) else { return nil }
    let index = way == .onward ? place + 1 : place - 1
    return gallery.entries.indices.contains(index) ? gallery.entries[index] : nil
  }

  /// Leaves a comparison whose rows have all been seen; the first press says so.
  mutating func leaveComparison(_ way: Way, _ command: Command) -> [Effect] {
    guard case .comparing(_, behind: let session) = screen else { return [] }
    guard announced == command else {
      announced = command
      status = "\(keyMap.firstName(of: command, in: .compare)): back to the run."
      return []
    }
    announced = nil
    screen = .watching(session)
    return []
  }

  /// Stops what plays, if anything does.
  mutating func stopsPlaying() -> Bool {
    guard help == nil, dialog == nil else { return false }
    if case .watching(let session) = screen, session.playback.isPlaying {
      changeSession { $0.togglePlaying() }
      return true
    }
    guard comparing?.isPlaying == true else { return false }
    changeComparing { $0.togglePlaying() }
    return true
  }
}

extension RunSession {
  /// Whether what comes after this waits until the present is joined again.
  var isAtHeldEnd: Bool { isHeld && !playback.isPlaying && cursor.position >= recording.count }

  /// Whether there is nothing after this that is to be shown.
  var isAtEnd: Bool {
    guard !isGrowing, !playback.isPlaying else { return false }
    if let until = bounds.until, cursor.position >= until.position { return true }
    return cursor.position >= recording.count && cursor.t >= recording.end.t
  }

  /// Whether there is nothing before this that is to be shown.
  var isAtStart: Bool {
    !isGrowing && !playback.isPlaying && cursor.position <= bounds.from?.position ?? 0
  }
}
