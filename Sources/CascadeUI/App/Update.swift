import Cascade
import CascadeText
import CascadeTrace

extension Model {
  /// Takes in what happened. What the model can't do by itself comes back as effects, in order.
  package mutating func update(_ message: Message) -> [Effect] {
    let effects = react(to: message)
    return effects + listProgram()
  }

  private mutating func react(to message: Message) -> [Effect] {
    switch message {
    case .key(let key): return press(key)
    case .pasted(let text): paste(text)
    case .resized(let size):
      self.size = size
      clampHelp()
    case .tick(let now):
      session?.tick(now: now, speed: speed, motion: motion)
      comparing?.tick(now: now, speed: speed, motion: motion)
    case .resumed: forgetTick()
    case .opened(let opening): show(opening)
    case .notOpened(_, let why):
      screen = session == nil ? .gallery : screen
      status = why
    case .appended(let events, let now): session?.append(events, now: now)
    case .placed(let beats): session?.place(beats)
    case .ran(let variation, let answer):
      runs.take(variation, answer)
      settleComparison()
      return refreshTrial()
    case .branched(let variation, let recording, let change):
      runs.add(variation, recording)
      branchOff(variation, change: SafeText.make(change), isMadeHere: false)
      seekFirstDifference()
    case .read(let path, let answer):
      recordings[path] = answer
      settleComparison()
    case .compare(let a, let b): return compare(a, b)
    case .listed(let variation, let language, let answer):
      if code?.language == language, code?.asked == variation { code?.take(answer) }
    case .say(let words): status = words
    }
    return []
  }

  /// The clock on the wall went on while nobody looked.
  mutating func forgetTick() {
    session?.forgetTick()
    comparing?.forgetTick()
  }

  /// Asks for the program of the branch that is looked at, where one is shown and it isn't that.
  private mutating func listProgram() -> [Effect] {
    guard let pane = code, let session, pane.asked != session.branches.branch.variation else { return [] }
    code?.asked = session.branches.branch.variation
    return [.list(session.branches.branch.variation, pane.language)]
  }

  private mutating func show(_ opening: Opening) {
    let isSame = session?.name == opening.name
    if let session { branchCache.put(session, runs) }
    session = RunSession(opening)
    code = code.map { CodePane($0.language) }
    if let tried = branchCache.take(opening) {
      runs = tried.runs
      session?.branches = tried.branches
      if let recording = runs.recording(of: tried.branches.branch.variation) {
        session?.show(recording, from: recording.start)
      }
    } else {
      runs = Runs(original: opening.recording)
    }
    dialog = nil
    comparing = nil
    screen = .main
    isDetailOpen = isDetailOpen && isSame
    help = nil
    status = nil
    galleryIndex = gallery.firstIndex { $0.name == opening.name } ?? galleryIndex
  }
}
