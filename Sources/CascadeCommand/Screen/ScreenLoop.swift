import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import CascadeUI

/// The loop of the full screen: draw, wait, take in what happened, do what the model asks for. It owns the terminal,
/// lives on the main thread and never suspends.
struct ScreenLoop {
  private let terminal: any Terminal
  private var model: Model
  private var pacer = FramePacer()
  private var live: LiveFeed?
  /// The run that was named on the command line, which the gallery doesn't have.
  private var named: RunSource?
  private let start = ContinuousClock.now

  init(terminal: any Terminal, look: LookOptions) {
    self.terminal = terminal
    let gallery = Gallery.all.compactMap { entry in
      (try? entry.scenario()).map { GalleryEntry(name: entry.name, title: $0.title, about: $0.about ?? "") }
    }
    model = Model(
      gallery: gallery, size: terminal.size, capabilities: terminal.capabilities,
      theme: look.theme == .light ? .light : .dark,
      motion: Motion(rawValue: look.motion.rawValue) ?? .full)
  }

  /// Begins with the gallery.
  mutating func runGallery() throws {
    try loop()
  }

  /// Begins with a run.
  mutating func run(_ source: RunSource) throws {
    named = source
    open(source)
    try loop()
  }

  // MARK: The loop

  private mutating func loop() throws {
    defer { terminal.close() }
    while true {
      draw()
      let event = terminal.next(within: patience)
      var effects = event.map { take($0) } ?? []
      effects += takeTime()
      for effect in effects {
        if case .quit = effect { return }
        perform(effect)
      }
      if case .ended(let ending)? = event {
        throw ending.status
      }
    }
  }

  private mutating func draw() {
    let canvas = model.view(size: terminal.size, capabilities: terminal.capabilities)
    pacer.frame(deferred: terminal.present(canvas) == .deferred, at: sinceStart)
  }

  /// How long to wait for the next event: for ever while nothing moves.
  private var patience: Duration? {
    let wishes = [model.nextTick, live.map { _ in LiveFeed.interval }].compactMap(\.self)
    return wishes.min().map { max($0, pacer.shortest) }
  }

  private var sinceStart: Duration { start.duration(to: .now) }
  private var now: Instant { Instant.zero.advanced(by: sinceStart) }

  private mutating func take(_ event: InputEvent) -> [Effect] {
    switch event {
    case .key(let key): model.update(.key(key))
    case .resize(let size): model.update(.resized(size))
    case .resumed: model.update(.resized(terminal.size)) + model.update(.resumed)
    case .paste, .woken, .ended: []
    }
  }

  private mutating func takeTime() -> [Effect] {
    var effects: [Effect] = []
    if var feed = live {
      let events = feed.take()
      live = feed.isOver ? nil : feed
      if !events.isEmpty { effects += model.update(.appended(events, now: now)) }
    }
    if model.nextTick != nil { effects += model.update(.tick(now: now)) }
    return effects
  }

  // MARK: What the model asks for

  private mutating func perform(_ effect: Effect) {
    switch effect {
    case .open(let name), .restart(let name): open(name)
    case .redraw: terminal.invalidate()
    case .suspend, .quit: break
    }
  }

  private mutating func open(_ name: String) {
    if let named, named.name == name { return open(named) }
    do {
      let scenario = try Gallery.named(name).scenario()
      open(RunSource(name: name, scenario: scenario, isLive: false))
    } catch {
      _ = model.update(.notOpened(name: name, why: String(describing: error)))
    }
  }

  private mutating func open(_ source: RunSource) {
    live = nil
    let title = source.scenario.title
    if source.isLive {
      let feed = LiveFeed(source.scenario)
      live = feed
      _ = model.update(.opened(Opening(name: source.name, title: title, recording: Recording(), isLive: true)))
      return
    }
    do {
      let recording = source.recording(of: try ScenarioRun(source.scenario))
      _ = model.update(.opened(Opening(name: source.name, title: title, recording: recording)))
    } catch {
      _ = model.update(.notOpened(name: source.name, why: String(describing: error)))
    }
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
