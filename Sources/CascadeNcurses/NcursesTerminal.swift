import CNcurses
package import CascadeTerminal

/// The terminal of this process, drawn by ncurses.
///
/// It catches SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM and SIGHUP while it is open, and answers the first three by
/// itself, as it does Ctrl-Z. However the process ends (`close`, `exit`, a signal, a crash) the terminal is given back
/// as it was found; only SIGKILL is beyond it. What the process writes to its standard error meanwhile appears
/// afterwards, if that is the same terminal.
package final class NcursesTerminal: Terminal {
  package private(set) var size: Size
  package let capabilities: TerminalCapabilities
  package var tracksMouse = false {
    didSet {
      if !capabilities.hasMouse { tracksMouse = false }
      if isOpen, tracksMouse != oldValue { cn_track_mouse(tracksMouse) }
    }
  }

  private var isOpen = true
  private var decoder: InputDecoder
  /// When to stop waiting for the rest of what has begun to arrive; nil when nothing has.
  private var patienceEnds: ContinuousClock.Instant?
  private var ending: Ending?
  /// What `cn_wait` told and was not answered yet.
  private var news: UInt32 = 0
  /// What the screen shows, or will once all that was sent has arrived.
  private var shown: Canvas?
  /// The last canvas that came while an earlier frame was still on its way.
  private var waiting: Canvas?
  private var buffer: [cn_cell] = []

  /// Takes the terminal over. There can be one at a time.
  ///
  /// - Parameters:
  ///   - input: where keys come from; standard input by default.
  ///   - output: where frames go; standard output by default.
  /// - Throws: why it can't be; the terminal is untouched then.
  package init(
    environment: TerminalEnvironment, options: TerminalOptions = TerminalOptions(), input: Int32 = 0, output: Int32 = 1
  ) throws(TerminalRefusal) {
    let charset = options.charset ?? (environment.hasUTF8 ? .unicode : .ascii)
    let limit = options.colors ?? (environment.refusesColor ? .none : .full)
    let refusal = environment.term.withCString { term in
      var request = cn_options(
        input: input, output: output, term: term, color: limit != .none, xterm_modes: environment.hasXtermModes,
        unicode: charset == .unicode)
      return environment.term.isEmpty ? nil : cn_open(&request)
    }
    guard let refusal else { throw .noTerm }
    if let reason = TerminalRefusal(refusal, term: environment.term) { throw reason }
    capabilities = TerminalCapabilities(
      colors: min(limit, ColorDepth(atMost: Int(cn_colors()))), charset: cn_draws_unicode() ? .unicode : .ascii,
      hasMouse: environment.hasXtermModes)
    decoder = InputDecoder(sequences: describedKeySequences())
    size = Self.currentSize()
  }

  deinit {
    close()
  }

  package func close() {
    guard isOpen else { return }
    isOpen = false
    cn_close()
  }

  package var waker: Waker { Waker { cn_wake() } }

  /// What was sent to the terminal since it was opened.
  package var statistics: (frames: Int, writes: Int, bytes: Int) {
    let sent = cn_sent()
    return (Int(sent.frames), Int(sent.writes), Int(sent.bytes))
  }

  private static func currentSize() -> Size {
    var columns: Int32 = 0
    var rows: Int32 = 0
    cn_size(&columns, &rows)
    return Size(columns: Int(columns), rows: Int(rows))
  }
}

// MARK: - Output

extension NcursesTerminal {
  package func present(_ canvas: Canvas) -> Presentation {
    guard isOpen else { return .unchanged }
    let frame = fitted(canvas)
    guard cn_flush() else {
      waiting = frame
      return .deferred
    }
    waiting = nil
    let changes = frame.changes(since: shown)
    guard !changes.isEmpty else { return .unchanged }
    for change in changes { put(change) }
    shown = frame
    let bytes = cn_present()
    return bytes > 0 ? .sent(bytes: bytes) : .unchanged
  }

  package func invalidate() {
    guard isOpen else { return }
    shown = nil
    cn_invalidate()
  }

  private func fitted(_ canvas: Canvas) -> Canvas {
    guard canvas.size != size else { return canvas }
    var frame = Canvas(size: size, charset: canvas.charset)
    frame.draw(canvas)
    return frame
  }

  private func put(_ change: CanvasChange) {
    buffer.removeAll(keepingCapacity: true)
    for cell in change.cells {
      buffer.append(
        cn_cell(
          scalar: cell.scalar.value, foreground: index(of: cell.style.foreground),
          background: index(of: cell.style.background), attributes: UInt16(cell.style.attributes.rawValue)))
    }
    cn_put(Int32(change.origin.x), Int32(change.origin.y), buffer, Int32(buffer.count))
  }

  private func index(of color: Color) -> Int16 {
    switch color.reduced(to: capabilities.colors) {
    case .default: -1
    case .palette(let index): Int16(index)
    }
  }
}

// MARK: - Input

extension NcursesTerminal {
  package func next(within limit: Duration?) -> InputEvent? {
    let deadline = limit.map { ContinuousClock.now.advanced(by: $0) }
    while true {
      if let event = takeEvent() { return event }
      let end = [deadline, patienceEnds].compactMap(\.self).min()
      news |= cn_wait(end.map(Self.milliseconds) ?? -1)
      read()
      if news == 0, let deadline, ContinuousClock.now >= deadline, patienceEnds.map({ $0 > deadline }) ?? true {
        return takeEvent()
      }
    }
  }

  /// An event out of what is known already. Each kind gets its turn before the next wait: keys can't hold up a signal,
  /// and wakes can't hold up a key.
  private func takeEvent() -> InputEvent? {
    if let ending = ending ?? endingFromNews() {
      self.ending = ending
      return .ended(ending)
    }
    guard isOpen else { return .ended(.hungUp) }
    if take(cn_news_output) { finishFrame() }
    if take(cn_news_stop), cn_suspend() { return restart() }
    if take(cn_news_continue) {
      cn_take_back()
      return restart()
    }
    if take(cn_news_resize), case let newSize = Self.currentSize(), newSize != size {
      size = newSize
      forgetScreen()
      return .resize(size)
    }
    while let event = decode() {
      guard event == .key(.control("z")) else { return event }
      if cn_suspend() { return restart() }
    }
    return take(cn_news_wake) ? .woken : nil
  }

  private func endingFromNews() -> Ending? {
    if take(cn_news_hangup) { return .hungUp }
    if take(cn_news_terminate) { return .terminated }
    return take(cn_news_interrupt) ? .interrupted : nil
  }

  private func take(_ kind: some BinaryInteger) -> Bool {
    defer { news &= ~UInt32(kind) }
    return news & UInt32(kind) != 0
  }

  private func read() {
    if take(cn_news_input) { _ = readMore() }
  }

  /// Whether there was something to read.
  private func readMore() -> Bool {
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = cn_read(buffer.baseAddress, buffer.count)
    }
    guard !bytes.isEmpty else { return false }
    decoder.feed(bytes)
    patienceEnds = nil
    return true
  }

  private func decode() -> InputEvent? {
    while true {
      if let event = decoder.next() {
        // Another program left it on.
        if case .mouse = event, !tracksMouse { continue }
        return event
      }
      guard let patience = decoder.patience else {
        patienceEnds = nil
        return nil
      }
      let end = patienceEnds ?? .now.advanced(by: patience)
      patienceEnds = end
      guard ContinuousClock.now >= end else { return nil }
      patienceEnds = nil
      // More may have come while the program was busy or stopped.
      if readMore() { continue }
      if let event = decoder.giveUp() { return event }
    }
  }

  private func finishFrame() {
    guard cn_flush(), let waiting else { return }
    _ = present(waiting)
  }

  /// The process goes on after a stop: to draw again, or only to end.
  private func restart() -> InputEvent {
    news |= cn_wait(0)
    ending = endingFromNews()
    if let ending { return .ended(ending) }
    size = Self.currentSize()
    forgetScreen()
    return .resumed
  }

  private func forgetScreen() {
    shown = nil
    waiting = nil
  }

  /// From now until then, rounded up so that a wait is never too short and never tried again at once.
  private static func milliseconds(until end: ContinuousClock.Instant) -> Int32 {
    let (seconds, attoseconds) = ContinuousClock.now.duration(to: end).components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    let rounded = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(clamping: min(seconds, 1_000_000) * 1000 + rounded)
  }
}

extension ColorDepth {
  /// The greatest depth that needs no more colours than that.
  fileprivate init(atMost colors: Int) {
    self = Self.allCases.last { $0.rawValue <= colors } ?? .none
  }
}

/// What the keys send according to the description of the terminal that is open.
func describedKeySequences() -> [(bytes: [UInt8], key: Key)] {
  var capabilities: [(name: String, key: Key)] = [
    ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("kpp", .pageUp), ("knp", .pageDown),
    ("khome", .home), ("kend", .end), ("kent", .enter), ("kcbt", .backTab), ("kdch1", .delete), ("kich1", .insert),
  ]
  capabilities += (1...12).map { ("kf\($0)", .function($0)) }
  return capabilities.compactMap { name, key in
    cn_key_sequence(name).map { (Array(String(cString: $0).utf8), key) }
  }
}
