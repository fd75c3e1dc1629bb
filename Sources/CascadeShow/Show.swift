public import Cascade
import CascadeNarration
import CascadeNcurses
import CascadeSockets
import CascadeTerminal
import CascadeText
import CascadeTrace
import CascadeUI

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Runs a closure, and shows on the terminal what its contexts, groups and tasks really do.
///
///     let price = try await show("checkout") { context in
///       try await checkOut(in: context)
///     }
///
/// It is for scripts and for trying things out. The screen is that of `cascade run --live`: scroll back while the closure runs, G
/// returns to now, q closes the screen. Where there is no terminal, or it can't draw, the same is told in plain words on
/// standard output. Quitting doesn't end the closure: this waits until it returns.
///
/// - Parameters:
///   - title: What the screen calls it.
///   - body: Runs at once, on the thread pool, in a context that is observed.
/// - Returns: what the closure returns, once the screen is closed.
/// - Throws: what the closure throws, once the screen is closed.
public func show<Value: Sendable>(
  _ title: String, _ body: @escaping @Sendable @concurrent (Context) async throws -> Value
) async throws -> Value {
  let recorder = EventRecorder()
  let root = Context.background(observedBy: recorder)
  root.record(.runStarted(Event.RunStart(clock: .live, scenario: title)))
  let work = Task.detached {
    defer { root.record(.runEnded(.completed)) }
    return try await body(root)
  }
  await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
    // The screen waits for keys, which no thread of the pool should.
    let isStarted = OwnThread.start(takesSignals: true) {
      present(title, recorder)
      continuation.resume()
    }
    if !isStarted { continuation.resume() }
  }
  return try await work.value
}

/// Shows what is recorded until the user quits, or tells it until it is over.
private func present(_ title: String, _ recorder: EventRecorder) {
  do {
    guard getenv("ACCESSIBLE") == nil else { return tell(title, recorder) }
    let terminal = try NcursesTerminal(environment: TerminalEnvironment.ofProcess())
    var screen = ClosureScreen(terminal: terminal, title: title, recorder: recorder)
    try screen.drive()
  } catch let ended as EndedFromOutside {
    // As the shell expects it of a process that a signal ended.
    switch ended.ending {
    case .interrupted: exit(130)
    case .terminated: exit(143)
    case .hungUp: exit(129)
    }
  } catch {
    tell(title, recorder)
  }
}

/// In plain words, one fact a line.
private func tell(_ title: String, _ recorder: EventRecorder) {
  var recording = Recording()
  var text = PlainText()
  print(SafeText.make(title))
  while recording.latestState.ending == nil {
    let events = recorder.events(from: recording.count)
    recording.append(contentsOf: events)
    for line in text.follow(recording) { print(line.description) }
    if recorder.dropped > 0 { break }
    if events.isEmpty { usleep(10_000) }
  }
  for line in text.finish(recording) { print(line.description) }
  fflush(nil)
}

/// The screen of one closure.
private struct ClosureScreen: ScreenDriver {
  let terminal: any Terminal
  var model: Model
  var pacer = FramePacer()
  var splitter = FrameSplitter()
  var drawn: Canvas?
  let start = ContinuousClock.now
  private let recorder: EventRecorder
  private let title: String
  private var count = 0
  private var isOver = false

  init(terminal: any Terminal, title: String, recorder: EventRecorder) {
    (self.terminal, self.title, self.recorder) = (terminal, title, recorder)
    let entry = GalleryEntry(name: title, title: title, about: "")
    model = Model(gallery: [entry], size: terminal.size, capabilities: terminal.capabilities)
    open()
  }

  private mutating func open() {
    let events = recorder.events(from: 0)
    count = events.count
    _ = model.update(
      .opened(
        Opening(name: title, title: title, recording: Recording(events), isLive: true, origin: .program)))
  }

  var feedInterval: Duration? { isOver ? nil : .milliseconds(33) }

  mutating func takeFeed(now: Context.Instant) -> [Effect] {
    guard !isOver else { return [] }
    let events = recorder.events(from: count)
    count += events.count
    guard let last = events.last else { return [] }
    if case .runEnded = last.kind { isOver = true }
    if recorder.dropped > 0 { isOver = true }
    return model.update(.appended(events, now: now))
  }

  mutating func perform(_ effects: [Effect]) -> Bool {
    for effect in effects {
      switch effect {
      case .open: open()
      case .redraw: terminal.invalidate()
      case .quit: return false
      // A closure can't be run again with a change, and there is no other one.
      case .restart, .show, .run, .judge, .read, .list, .export, .suspend: break
      }
    }
    return true
  }
}
