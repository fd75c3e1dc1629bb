import Cascade
import CascadeExport
import CascadeScenarios
import CascadeTerminal
import CascadeText
import CascadeTrace
import CascadeUI

/// The loop of the full screen: draw, wait, take in what happened, do what the model asks for. It owns the terminal,
/// lives on the main thread and never suspends.
struct ScreenLoop {
  private let terminal: any Terminal
  private var model: Model
  private var pacer = FramePacer()
  private var splitter = FrameSplitter()
  private var live: LiveFeed?
  /// The run that was named on the command line, which the gallery doesn't have; played already, unless it is live.
  private var named: (source: RunSource, recording: Recording?)?
  /// What is open, once something is.
  private var opened: RunSource?
  private let start = ContinuousClock.now

  init(terminal: any Terminal, look: LookOptions) {
    self.terminal = terminal
    let gallery = Gallery.all.compactMap { entry in
      (try? entry.scenario()).map { GalleryEntry(name: entry.name, title: $0.title, about: $0.about ?? "") }
    }
    model = Model(
      gallery: gallery, size: terminal.size, capabilities: terminal.capabilities,
      theme: look.theme, motion: look.motion, exports: ExportFormat.allCases.map(\.offer))
  }

  /// Begins with the gallery.
  mutating func runGallery() throws {
    try loop()
  }

  /// Begins with a run.
  ///
  /// - Parameter recording: What happened in it; none for a live run, which begins now.
  mutating func run(_ source: RunSource, _ recording: Recording?) throws {
    named = (source, recording)
    open(source.name)
    try loop()
  }

  /// Begins with what came of the changes to a run: each is a branch of the one before.
  mutating func run(_ question: WhatIfQuestion) throws {
    let source = question.source
    named = (source, source.recording(of: question.base))
    open(source.name)
    for step in question.steps {
      _ = perform(
        model.update(.branched(step.run.variation, source.recording(of: step.run), change: step.change)))
    }
    try loop()
  }

  /// Begins with two runs of a scenario side by side.
  mutating func compare(_ source: RunSource, _ recording: Recording, _ a: CompareSide, _ b: CompareSide) throws {
    named = (source, recording)
    open(source.name)
    _ = perform(model.update(.compare(a, b)))
    try loop()
  }

  // MARK: The loop

  private mutating func loop() throws {
    defer { terminal.close() }
    while true {
      draw()
      var event = terminal.next(within: patience)
      // What has piled up meanwhile goes into one frame.
      let pileEnds = sinceStart + Self.longestPile
      while let next = event, sinceStart < pileEnds {
        if case .ended(let ending) = next { throw ending.status }
        guard perform(take(next)) else { return }
        event = terminal.next(within: .zero)
      }
      if case .ended(let ending)? = event { throw ending.status }
      guard perform(event.map { take($0) } ?? []), perform(takeTime()) else { return }
    }
  }

  /// For how long events are taken in before a frame is due.
  private static let longestPile = Duration.milliseconds(30)

  private mutating func draw() {
    let canvas = model.view(size: terminal.size, capabilities: terminal.capabilities)
    let first = splitter.next(canvas) { model.besides }
    let isDeferred = terminal.present(first) == .deferred
    if isDeferred { splitter.forget() }
    pacer.frame(deferred: isDeferred, at: sinceStart)
  }

  /// How soon the rest of a frame follows.
  private static let follows = Duration.milliseconds(20)

  /// How long to wait for the next event: for ever while nothing moves.
  private var patience: Duration? {
    // While the past is looked at, the present is needed only now and then.
    let interval = model.nextTick == nil ? LiveFeed.leisurely : LiveFeed.interval
    let waits = [model.nextTick, live.map { _ in interval }, splitter.isBehind ? Self.follows : nil].compactMap(\.self)
    return waits.min().map { max($0, pacer.shortest) }
  }

  private var sinceStart: Duration { start.duration(to: .now) }
  private var now: Context.Instant { Context.Instant.zero.advanced(by: sinceStart) }

  private mutating func take(_ event: InputEvent) -> [Effect] {
    switch event {
    case .key(let key): model.update(.key(key))
    case .resize(let size): model.update(.resized(size))
    case .resumed: model.update(.resized(terminal.size)) + model.update(.resumed)
    case .paste(let text): model.update(.pasted(text))
    case .woken, .ended: []
    }
  }

  private mutating func takeTime() -> [Effect] {
    var effects: [Effect] = []
    if var feed = live {
      let events = feed.take()
      live = feed.isOver ? nil : feed
      if !events.isEmpty {
        effects += model.update(.appended(events, now: now))
        let beats = feed.beats
        if !beats.isEmpty { effects += model.update(.placed(beats)) }
      }
      if let why = feed.stopped { effects += model.update(.say("\(why); what follows isn't shown")) }
    }
    if model.nextTick != nil { effects += model.update(.tick(now: now)) }
    return effects
  }

  // MARK: What the model asks for

  /// - Returns: whether the program goes on.
  private mutating func perform(_ effects: [Effect]) -> Bool {
    for effect in effects {
      switch effect {
      case .open(let name), .restart(let name): open(name)
      case .run(let variation): _ = model.update(.ran(variation, branch(variation)))
      case .read(let path): _ = model.update(.read(path: path, read(path)))
      case .list(let variation, let language):
        _ = model.update(.listed(variation, language, list(variation, language)))
      case .export(let order): _ = model.update(.exported(export(order)))
      case .redraw: terminal.invalidate()
      // The terminal stops the program.
      case .suspend: break
      case .quit: return false
      }
    }
    return true
  }

  /// Runs what is open with these changes.
  private func branch(_ variation: Variation) -> Answer<Recording> {
    opened?.branch(variation) ?? .refused("Nothing is open.")
  }

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
    do {
      if let named, named.source.name == name {
        show(named.source, named.recording)
      } else {
        let source = RunSource(name: name, scenario: try Gallery.named(name).scenario(), isLive: false)
        show(source, source.recording(of: try ScenarioRun(source.scenario)))
      }
    } catch {
      _ = model.update(.notOpened(name: name, why: String(describing: error)))
    }
  }

  /// What is open, with these changes, as a program.
  private func list(_ variation: Variation, _ language: CodeListing.Language) -> Answer<CodeListing> {
    opened?.list(variation, language) ?? .refused("Nothing is open.")
  }

  private mutating func show(_ source: RunSource, _ recording: Recording?) {
    opened = source
    if recording == nil { live = LiveFeed(source.scenario) }
    let effects = model.update(
      .opened(
        Opening(
          name: source.name, title: source.scenario.title, about: source.scenario.about ?? "",
          recording: recording ?? Recording(places: source.places), isLive: recording == nil)))
    _ = perform(effects)
  }
}

extension ExportOrder {
  fileprivate func scope(of format: ExportFormat) -> ExportFormat.Scope {
    everyBeat ? .beats : .moment(format.isOfAMoment ? moment : nil)
  }
}

extension Ending {
  /// What the shell is told.
  fileprivate var status: ExitStatus {
    switch self {
    case .interrupted: .interrupted
    case .terminated: .terminated
    case .hungUp: .hungUp
    }
  }
}
