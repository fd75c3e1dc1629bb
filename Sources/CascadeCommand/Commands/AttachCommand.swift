import ArgumentParser
import Cascade
import CascadeEvents
import CascadeNarration
import CascadeSockets
import CascadeText
import CascadeTrace

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `cascade attach NAME|PATH|-`
struct AttachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach",
    abstract: "Watch a running program, live.",
    discussion: """
      A program is watched that says so in one line, Context.background(observedBy: .socket("shop")), or that writes \
      the lines of a recording to a file, a pipe or a socket. If it isn't there yet, this waits for it. Scroll back \
      while it runs; G returns to now. Several programs of one name are in the list under s.

      Examples:
        cascade attach shop
        cascade attach run.jsonl                 a file that is still written
        ./program | cascade attach -
      """)

  @Argument(
    help: ArgumentHelp(
      "The name of a program; the path of a file, a pipe or a socket; or - for standard input.",
      valueName: "name|path|-"),
    completion: .file())
  var target: String

  @Option(
    help: ArgumentHelp(
      "How many events are kept of each program, to scroll back to. Of more, what is old and well is folded away.",
      valueName: "events"))
  var keep = Reach.usual.events

  @OptionGroup var print: PrintOptions

  @OptionGroup var look: LookOptions

  func validate() throws {
    guard Reach.allowed.contains(keep) else {
      throw ValidationError("--keep takes from \(Reach.allowed.lowerBound) to \(Reach.allowed.upperBound) events.")
    }
  }

  func run() throws {
    // Keys come from the terminal, whatever standard input is.
    let isInput = target == "-"
    let lines = isInput ? dup(0) : -1
    let keys = isInput ? openTerminal() : 0
    let watch = Watch(try place(), input: lines)
    if let format = print.format { return try follow(watch, as: format) }
    switch OutputMode.choose(plain: false, look: look, keys: keys) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      try follow(watch, as: .plain)
    case .screen(let terminal):
      var loop = ScreenLoop(terminal: terminal, look: look)
      try loop.attach(watch, reach: Reach(events: keep))
    }
  }

  private func place() throws -> Watch.Place {
    if target == "-" { return .input }
    if target.contains("/") || target.hasSuffix(".jsonl") { return .path(target) }
    guard SocketFolder.isName(target) else {
      printError("cascade: \(SafeText.quoted(target)) can't be the name of a program; for a file use ./NAME")
      throw ExitStatus.unusable
    }
    do {
      return .name(target, try SocketFolder.ofUser())
    } catch {
      printError("cascade: \(error)")
      throw ExitStatus.unusable
    }
  }

  // MARK: In plain words

  /// Prints what comes, until the program is over; of several, the first that came.
  private func follow(_ watch: Watch, as format: PrintFormat) throws {
    var writer = LineWriter()
    var teller = LiveTeller(reach: Reach(events: keep))
    var hasSaid = false
    while true {
      _ = watch.look()
      guard let run = watch.runs.first else {
        if let problem = watch.problem {
          printError("cascade: \(problem)")
          throw ExitStatus.unusable
        }
        if !hasSaid { printError("\(watch.waiting) Ctrl-C ends.") }
        hasSaid = true
        watch.wait()
        continue
      }
      let events = run.take(within: .milliseconds(50))
      switch format {
      case .json: for event in events { try writer.write(EventWriter.line(event)) }
      case .plain: for line in teller.tell(events) { try writer.write(line) }
      }
      if run.isOver || events.last?.ending != nil { break }
      try writer.flush()
      if events.isEmpty { watch.wait() }
    }
    if format == .plain {
      for line in teller.finish() { try writer.write(line) }
      guard let gaps = watch.runs.first?.gaps else { return }
      let sentences = RecordingWords(gaps, isLive: true).sentences
      if teller.isEmpty, let problem = gaps.problems.first {
        try writer.flush()
        printError("cascade: \(SafeText.make(target)): \(problem); no line of this is an event")
        throw ExitStatus.unusable
      }
      if !sentences.isEmpty { try writer.write("") }
      for sentence in sentences { try writer.write("? \(sentence)") }
    }
    try writer.flush()
    try refuseDeadlock(teller.ending)
  }

  /// The terminal of this process; standard input where it has none.
  private func openTerminal() -> Int32 {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    return terminal < 0 ? 0 : terminal
  }
}

/// Tells a run that goes on, in sentences, with no more memory however long it is.
struct LiveTeller {
  private let reach: Reach
  private var recording = Recording()
  private var text = PlainText()
  private(set) var ending: Event.RunEnding?
  private(set) var isEmpty = true

  init(reach: Reach) { self.reach = reach }

  /// The sentences for what happened next.
  mutating func tell(_ events: [Event]) -> [String] {
    guard !events.isEmpty else { return [] }
    isEmpty = isEmpty && events.allSatisfy(\.isGap)
    ending = events.last?.ending ?? ending
    recording.append(contentsOf: events)
    var lines = text.follow(recording).map(\.description)
    if let smaller = reach.folding(recording, keeping: nil) {
      lines += text.finish(recording).map(\.description)
      recording = smaller
      text = PlainText(after: smaller)
    }
    return lines
  }

  mutating func finish() -> [String] { text.finish(recording).map(\.description) }
}
