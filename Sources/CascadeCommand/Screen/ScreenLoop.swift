import Cascade
import CascadeExport
import CascadeQuestions
import CascadeScenarios
import CascadeSockets
import CascadeTerminal
import CascadeText
import CascadeTrace
import CascadeUI

/// The screen of the program: what there is to open, and what the model asks for. It lives on the main thread.
struct ScreenLoop: ScreenDriver {
  let terminal: any Terminal
  var model: Model
  var pacer = FramePacer()
  var splitter = FrameSplitter()
  var drawn: Canvas?
  private var live: LiveFeed?
  /// The runs that were named on the command line; played already, unless they are live.
  private var named: [(source: RunSource, recording: Recording?)] = []
  /// The recordings that were named on the command line: they are what there is to open then.
  private var recorded: [RecordedSource] = []
  /// The programs that are watched: they are what there is to open then.
  private var watched: WatchFeed?
  /// What is open, once a scenario is.
  private var opened: RunSource? {
    didSet {
      work.forget()
      isLong = opened.map { LongWork.isLong($0.scenario) } ?? false
      if isLong { work.tidy() }
    }
  }
  /// Whether what is asked about it is answered later.
  private var isLong = false
  private let work: LongWork
  /// The talk that is given.
  private var talk: TalkFeed?
  private var rehearses = false
  /// Under which name other programs may ask for something; none where they mayn't.
  private let session: RemoteSession?
  private var remote: RemoteDesk?
  /// When the talk was begun with the first key.
  private var talkStart: Duration?
  /// The files of what is open, where they are read again when they change.
  private var watch: FileWatch?
  let start = ContinuousClock.now

  /// - Parameters:
  ///   - named: The runs that were named on the command line, each with what happened in it; none for a live run,
  ///   which begins when it is opened. Several are a course of their own; one that isn't built in stands before those that
  ///   are.
  ///   - session: Under which name other programs may ask for something; nothing listens without.
  init(
    terminal: any Terminal, look: LookOptions, named: [(source: RunSource, recording: Recording?)] = [],
    session: RemoteSession? = nil
  ) {
    self.terminal = terminal
    self.session = session
    self.named = named
    let waker = terminal.waker
    work = LongWork { waker.wake() }
    let own = named.map { named in
      let scenario = named.source.scenario
      return GalleryEntry(name: named.source.name, title: scenario.title, about: scenario.about ?? "")
    }
    let builtIn = Gallery.shown.compactMap { entry in
      (try? entry.scenario()).map { GalleryEntry(name: entry.name, title: $0.title, about: $0.about ?? "") }
    }
    let gallery =
      own.count > 1 ? own : own.filter { own in !builtIn.contains { $0.name == own.name } } + builtIn
    model = Model(
      gallery: gallery, size: terminal.size, capabilities: terminal.capabilities,
      theme: look.theme, motion: look.motion, keyMap: Configuration.current.keyMap,
      exports: ExportFormat.allCases.map(\.offer), usesMouse: look.usesMouse)
  }

  /// Begins with the gallery.
  mutating func runGallery() throws {
    try loop()
  }

  /// Begins with the first of the named runs.
  mutating func runNamed() throws {
    if let first = named.first { open(first.source.name) }
    try loop()
  }

  /// Begins with the first of several recordings; the others are in the list.
  mutating func replay(_ sources: [RecordedSource]) throws {
    recorded = sources
    _ = model.update(.offered(sources.map(\.entry), notice: "There are no recordings."))
    if let first = sources.first { open(first.path) }
    try loop()
  }

  /// Begins with the first program that appears; until then with words that it isn't there.
  mutating func attach(_ watch: Watch, reach: Reach) throws {
    let feed = WatchFeed(watch, reach: reach)
    watched = feed
    _ = model.update(.offered([], notice: feed.waiting))
    try loop()
  }

  /// Gives a talk.
  ///
  /// - Parameters:
  ///   - step: The step that it begins with.
  ///   - rehearses: Whether its files are read again when they change.
  mutating func run(_ talk: TalkFeed, from step: Int, rehearses: Bool) throws {
    self.talk = talk
    self.rehearses = rehearses
    if rehearses { watch = FileWatch(talk.talk.files, at: sinceStart) }
    _ = model.update(.talk(talk.outline))
    _ = perform([.show(step: step)])
    try loop()
  }

  /// Asks about one scenario after the other.
  ///
  /// - Returns: what was answered.
  mutating func quiz(_ entries: [(RunSource, Recording)], isExam: Bool) throws -> [Answered] {
    named = entries.map { ($0.0, $0.1) }
    let effects = model.update(.ask(Quiz(names: entries.map(\.0.name), isExam: isExam)))
    if perform(effects) { try loop() }
    return model.quizAnswers
  }

  /// Begins with what came of the changes to a run: each is a branch of the one before.
  mutating func run(_ question: WhatIfQuestion) throws {
    let source = question.source
    open(source.name)
    for step in question.steps {
      _ = perform(
        model.update(.branched(step.run.variation, source.recording(of: step.run), change: step.change)))
    }
    try loop()
  }

  /// Begins with two runs of a scenario side by side.
  mutating func compare(_ source: RunSource, _ a: CompareSide, _ b: CompareSide) throws {
    open(source.name)
    _ = perform(model.update(.compare(a, b)))
    try loop()
  }

  // MARK: The loop

  private mutating func loop() throws {
    defer { remote?.close() }
    if let problem = Configuration.current.briefProblems.first { _ = model.update(.say(problem)) }
    listen()
    do {
      try drive()
    } catch {
      throw error.ending.status
    }
  }

  /// Lets other programs in, where the user wants that.
  private mutating func listen() {
    guard let session else { return }
    do throws(SocketProblem) {
      remote = try RemoteDesk(session, wakes: terminal.waker)
    } catch {
      _ = model.update(.say("No notes and no remote control: \(error)"))
    }
  }

  mutating func drew(_ canvas: Canvas, isNew: Bool) {
    let now = sinceStart
    remote?.answer(
      isNew: isNew, facts: model.facts, elapsed: talkStart.map { now - $0 }, canvas: canvas, at: now)
  }

  /// The time of a talk is counted from the first key.
  mutating func willPress() {
    if talk != nil, talkStart == nil { talkStart = sinceStart }
  }

  var feedInterval: Duration? {
    // While the past is looked at, the present is needed only now and then.
    let interval = model.nextTick == nil ? LiveFeed.leisurely : LiveFeed.interval
    let isFed = live != nil || watched != nil
    return [isFed ? interval : nil, watch.map { _ in FileWatch.interval }, remote?.patience].compactMap(\.self).min()
  }

  mutating func takeFeed(now: Context.Instant) -> [Effect] {
    var effects: [Effect] = []
    if var feed = watched.take() {
      effects += feed.take(into: &model, now: now)
      watched = feed
    }
    if var feed = live {
      let events = feed.take()
      live = feed.isOver ? nil : feed
      if !events.isEmpty {
        effects += model.update(.appended(events, now: now))
        let beats = feed.beats
        if !beats.isEmpty { effects += model.update(.placed(beats)) }
      }
      if let problem = feed.problem { effects += model.update(.say("\(problem)")) }
      if let why = feed.stopped { effects += model.update(.say("\(why); what follows isn't shown")) }
    }
    for answer in work.take() { effects += model.update(answer) }
    let moment = sinceStart
    for command in remote?.take(at: moment) ?? [] {
      willPress()
      effects += model.update(.remote(command))
    }
    if watch?.hasChanged(at: moment) == true { effects += readAgain() }
    return effects
  }

  // MARK: What the model asks for

  /// - Returns: whether the program goes on.
  mutating func perform(_ effects: [Effect]) -> Bool {
    for effect in effects {
      switch effect {
      case .open(let name): open(name)
      case .restart(let name): restart(name)
      case .show(let step): show(step)
      case .run(let variation): answer { .ran(variation, $0?.branch(variation) ?? Self.nothingOpen()) }
      case .judge(let variation): judge(variation)
      case .read(let path): _ = model.update(.read(path: path, read(path)))
      case .list(let variation, let language):
        answer { .listed(variation, language, $0?.list(variation, language) ?? Self.nothingOpen()) }
      case .export(let order): _ = model.update(.exported(export(order)))
      case .redraw: terminal.invalidate()
      // The terminal stops the program.
      case .suspend: break
      case .quit: return false
      }
    }
    return true
  }

  /// Answers a question about what is open: at once, or on the thread for what takes long.
  private mutating func answer(_ question: @escaping @Sendable (RunSource?) -> Message) {
    let opened = opened
    guard isLong else {
      _ = model.update(question(opened))
      return
    }
    if let answer = work.ask({ question(opened) }) { _ = model.update(answer) }
  }

  private static func nothingOpen<Value>() -> Answer<Value> { .refused("Nothing is open.") }

  /// Writes what is open, as the screen shows it, to a file.
  private func export(_ order: ExportOrder) -> ExportOutcome {
    guard let format = ExportFormat(rawValue: order.format) else { return .refused("There is no such format.") }
    do throws(ExportRefusal) {
      // A terminal may be larger or smaller than what is easy to read on a page.
      let run = try ExportedRun(
        model, size: Size(columns: 80, rows: 24), capabilities: terminal.capabilities, answers: { opened?.answer($0) })
      let files = try format.files(of: run, order.scope(of: format))
      do throws(FileOutput.Refusal) {
        try FileOutput.write(files, to: order.path, isSeries: order.everyBeat, replaces: order.overwrites)
      } catch {
        if case .exists(let path) = error { return .exists(path: path) }
        return .refused("\(error).")
      }
      let what = files.count == 1 ? SafeText.make(order.path) : "\(files.count) files"
      return .written("\(what) \(files.count == 1 ? "is" : "are") written.")
    } catch {
      return .refused("\(error).")
    }
  }

  /// Runs the open challenge with these changes, and judges that.
  private mutating func judge(_ variation: Variation) {
    guard let opened, let goal = opened.scenario.goal, !opened.isLive,
      let run = try? ScenarioRun(opened.scenario, variation: variation)
    else { return }
    _ = model.update(.judged(variation, goal.judge(run).standing))
  }

  /// The screen never waits for a file that is never written to.
  private func read(_ path: String) -> Answer<Recording> {
    do {
      return .here(try RecordingFile.read(path: path, waits: false))
    } catch {
      return .refused(error.description)
    }
  }

  private mutating func open(_ name: String) {
    live = nil
    watch = nil
    if var feed = watched.take() {
      let effects = feed.show(name, in: &model)
      watched = feed
      opened = nil
      if let effects { _ = perform(effects) }
      return
    }
    if let source = recorded.first(where: { $0.path == name }) {
      opened = nil
      _ = perform(model.update(.opened(source.opening)))
      return
    }
    do {
      if let run = named.first(where: { $0.source.name == name }) {
        show(run.source, run.recording)
      } else {
        let source = RunSource(name: name, scenario: try Gallery.named(name).scenario(), isLive: false)
        show(source, source.recording(of: try ScenarioRun(source.scenario)))
      }
    } catch {
      _ = model.update(.notOpened(name: name, why: String(describing: error)))
    }
  }

  // MARK: Files that change

  /// Begins what is open again: what its file says now.
  private mutating func restart(_ name: String) {
    guard let index = named.firstIndex(where: { $0.source.name == name }), !named[index].source.isLive,
      ScenarioArgument(text: name).looksLikePath
    else { return open(name) }
    do {
      try read(index)
      open(name)
    } catch {
      _ = perform(model.update(.unreadable(Self.problems(of: error))))
    }
  }

  /// Reads a named file anew, and plays it.
  private mutating func read(_ index: Int) throws {
    let old = named[index].source
    var scenario = try Scenario.read(path: old.name)
    if let seed = old.seed { scenario.seed = seed }
    let source = RunSource(name: old.name, scenario: scenario, isLive: false, seed: old.seed)
    named[index] = (source, source.recording(of: try ScenarioRun(scenario)))
  }

  /// The file of what is open has changed.
  private mutating func readAgain() -> [Effect] {
    do {
      if let talk {
        let new = TalkFeed(path: talk.path, talk: try Talk.read(path: talk.path))
        self.talk = new
        watch = FileWatch(new.talk.files, at: sinceStart)
        let unchanged = new.steps(unchangedFrom: talk)
        let effects = model.update(.talk(new.outline, unchanged: unchanged))
        let step = model.talk?.step ?? 0
        guard !unchanged.contains(step) else {
          // What is on the screen stays as it is, with the place in it.
          opened = new.source(step)
          return effects
        }
        return effects + [.show(step: step)]
      }
      guard let opened, let index = named.firstIndex(where: { $0.source.name == opened.name }) else { return [] }
      try read(index)
      let (source, recording) = named[index]
      self.opened = source
      guard let recording else { return [] }
      return model.update(.reread(source.opening(recording)))
    } catch {
      return model.update(.unreadable(Self.problems(of: error)))
    }
  }

  private static func problems(of error: any Error) -> [String] {
    guard var unreadable = error as? UnreadableScenario else { return [SafeText.make(String(describing: error))] }
    // On the screen there is more room for what is wrong than for where the file lies.
    for index in unreadable.problems.indices {
      let name = unreadable.problems[index].file
      unreadable.problems[index].file = name.split(separator: "/").last.map(String.init) ?? name
    }
    return unreadable.description.split(separator: "\n").map(String.init)
  }

  private mutating func show(_ step: Int) {
    guard let talk, let scene = talk.scene(step) else {
      _ = model.update(.notOpened(name: "step \(step + 1)", why: "There is no step \(step + 1)."))
      return
    }
    live = nil
    opened = talk.source(step)
    _ = perform(model.update(.step(step, scene)))
  }

  private mutating func show(_ source: RunSource, _ recording: Recording?) {
    opened = source
    if recording == nil { live = LiveFeed(source) }
    if recording != nil, ScenarioArgument(text: source.name).looksLikePath {
      watch = FileWatch([source.name], at: sinceStart)
    }
    _ = perform(model.update(.opened(source.opening(recording))))
  }
}

extension ExportOrder {
  fileprivate func scope(of format: ExportFormat) -> ExportFormat.Scope {
    everyBeat ? .beats : .moment(format.isOfAMoment ? moment : nil)
  }
}

extension Ending {
  /// What the shell is told.
  var status: ExitStatus {
    switch self {
    case .interrupted: .interrupted
    case .terminated: .terminated
    case .hungUp: .hungUp
    }
  }
}
