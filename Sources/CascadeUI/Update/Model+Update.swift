import Cascade
import CascadeTrace

extension Model {
  /// Takes in what happened. What the model can't do by itself comes back as effects, in order.
  package mutating func update(_ message: Message) -> [Effect] {
    switch message {
    case .key(let key): return press(key)
    case .resized(let size):
      self.size = size
      clampHelp()
    case .tick(let now): watch?.tick(now: now, speed: speed, motion: motion)
    case .resumed: watch?.forgetTick()
    case .opened(let opening):
      show(opening)
      return listing
    case .notOpened(_, let why):
      screen = watch == nil ? .gallery : screen
      status = why
    case .appended(let events, let now): watch?.append(events, now: now)
    case .placed(let beats): watch?.place(beats)
    case .ran: break
    case .listed(_, let language, let answer):
      if code?.language == language { code?.take(answer) }
    case .say(let words): status = words
    }
    return []
  }

  /// Asks for the program, where it is shown.
  var listing: [Effect] {
    code.map { [.list(.none, $0.language)] } ?? []
  }

  private mutating func show(_ opening: Opening) {
    let isSame = watch?.name == opening.name
    watch = Watch(opening)
    screen = .main
    isDetailOpen = isDetailOpen && isSame
    help = nil
    status = nil
    galleryIndex = gallery.firstIndex { $0.name == opening.name } ?? galleryIndex
  }
}
