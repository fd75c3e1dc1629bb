import Cascade
import CascadeText
import CascadeTrace

extension Model {
  /// Takes in what happened. What the model can't do comes back as effects, in order.
  package mutating func update(_ message: Message) -> [Effect] {
    let start = session.map { ($0.name, $0.cursor) }
    let question = session?.asking.open?.index
    let effects = react(to: message)
    stopAtQuestion(since: start)
    // A question takes the place of a box.
    if let asked = session?.asking.open?.index, asked != question { dialog = nil }
    return effects + listProgram() + askForGhost() + judgeChallenge()
  }

  private mutating func react(to message: Message) -> [Effect] {
    switch message {
    case .key(let key): return press(key)
    case .pointed(let event, let hit): return point(event, at: hit)
    case .pasted(let text): paste(text)
    case .resized(let size):
      self.size = size
      clampHelp()
    case .tick(let now): tick(now)
    case .resumed: forgetTick()
    case .opened(let opening):
      show(opening)
      if opening.name == quiz?.current { return goOnWithQuiz() }
    case .notOpened(_, let why):
      opensAtEnd = false
      status = why
    case .say(let why): status = why
    case .remote(let command): return take(command)
    case .talk(let outline, let unchanged): begin(outline, unchanged: unchanged)
    case .step(let step, let scene): return show(scene, step: step)
    case .reread(let opening): reread(opening)
    case .unreadable(let problems): say(problems: problems)
    case .appended(let events, let now): changeSession { $0.append(events, now: now) }
    case .placed(let beats): changeSession { $0.place(beats) }
    case .folded(let recording): changeSession { $0.fold(into: recording) }
    case .closed: changeSession { $0.close() }
    case .lacks(let words): changeSession { $0.lack = words }
    case .offered(let entries, let notice): gallery.offer(entries, notice: notice)
    case .ran(let variation, let answer):
      changeSession { $0.runs.take(variation, answer) }
      settleComparison()
      return refreshTrial()
    case .branched(let variation, let recording, let change):
      changeSession { $0.runs.add(variation, recording) }
      branchOff(variation, change: SafeText.make(change), isMadeHere: false)
      seekFirstDifference()
    case .read(let path, let answer):
      recordings[path] = answer
      settleComparison()
    case .compare(let a, let b): return compare(a, b)
    case .ask(let quiz): return begin(quiz)
    case .judged(let variation, let standing): changeSession { $0.challenge?.standings[variation] = standing }
    case .choose(let branch):
      if let branches = session?.branches, branches.all.indices.contains(branch) { go(to: branch, else: "") }
      status = nil
    case .seek(let cursor): changeSession { $0.jump(to: cursor) }
    case .exported(let outcome): take(outcome)
    case .listed(let variation, let language, let answer):
      changeSession { $0.panes.take(variation, language, answer) }
    }
    return []
  }

  private mutating func tick(_ now: Context.Instant) {
    let (speed, motion) = (speed, settings.motion)
    changeSession { $0.tick(now: now, speed: speed, motion: motion) }
    guard case .comparing(var comparing, behind: let session) = screen else { return }
    comparing.tick(now: now, speed: speed, motion: motion)
    screen = .comparing(comparing, behind: session)
  }

  /// The clock on the wall went on while nothing was shown.
  mutating func forgetTick() {
    changeSession { $0.forgetTick() }
    guard case .comparing(var comparing, behind: let session) = screen else { return }
    comparing.forgetTick()
    screen = .comparing(comparing, behind: session)
  }

  /// Shows another run, with what was tried in it before, and with the panes that were open.
  mutating func show(_ opening: Opening) {
    if let session { branchCache.put(session) }
    var new = RunSession(opening)
    if let tried = branchCache.take(opening) { new.restore(tried) }
    if let session { new.panes = session.panes.emptied }
    if opening.origin != .scenario { new.panes.isProgramOpen = false }
    if case .watching(let old) = screen, old.name == opening.name { new.detail = old.detail }
    if opensAtEnd { new.jump(to: new.recording.end) }
    opensAtEnd = false
    if settings.asks { new.prepareQuestions() }
    screen = .watching(new)
    dialog = nil
    help = nil
    status = nil
    if talk == nil { gallery.select(named: opening.name) }
  }
}

extension Model {
  /// Asks how the branch that is looked at stands to the goal, where that isn't known.
  func judgeChallenge() -> [Effect] {
    guard case .watching(let session) = screen, let challenge = session.challenge else { return [] }
    let variation = session.branches.branch.variation
    return challenge.standings[variation] == nil ? [.judge(variation)] : []
  }
}
