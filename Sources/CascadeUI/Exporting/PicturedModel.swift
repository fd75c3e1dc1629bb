package import CascadeTerminal
import CascadeTrace

extension Model {
  /// A copy for pictures of the open run: at its start, with its branches and the panes that are open, and with nothing
  /// that belongs to the screen, such as keys, dialogs and the row that was chosen. Nil where no run is open.
  package func pictured(size: Size) -> Model? {
    guard let session else { return nil }
    var copy = self
    copy.size = size
    (copy.help, copy.status, copy.typed) = (nil, nil, Typed())
    // Nothing is offered on a picture.
    copy.hasOffered = true
    copy.settings.speed = .normal
    copy.settings.showsKeys = false
    var opened = RunSession(
      Opening(
        name: session.name, title: session.title, about: session.about, recording: session.recording,
        origin: session.origin, lack: session.lack))
    if !session.isLive {
      opened.runs = session.runs.withoutPassing
      opened.branches = session.branches
    }
    opened.panes = session.panes.emptied
    opened.panes.isProgramOpen = false
    copy.screen = .watching(opened)
    return copy
  }

  /// The same for paper: nothing to type, and no words for the one who types.
  package var forPaper: Model {
    var copy = self
    (copy.status, copy.settings.showsKeys) = (nil, false)
    return copy
  }

  /// The same in other colours.
  package func with(_ theme: Theme) -> Model {
    var copy = self
    copy.settings.theme = theme
    return copy
  }

  /// Whether the run plays: after ``nextTick`` something on the screen changes.
  package var isPlaying: Bool { session?.playback.isPlaying == true }
}
