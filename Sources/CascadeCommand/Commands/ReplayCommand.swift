import ArgumentParser

/// `cascade replay FILE…`
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Step through runs that were recorded.",
    discussion: """
      A recording is what `cascade run NAME --record FILE` writes, or any program that writes the same lines. \
      Cut off, damaged or out of order it is shown as far as it is true; what isn't known is marked ?. Recordings of \
      processes that call each other are joined into one tree; how their clocks differ isn't known, and said.

      Examples:
        cascade replay run.jsonl
        cascade replay monday.jsonl tuesday.jsonl   s lists them
        cascade replay client.jsonl server.jsonl    one tree of both
        cascade replay run.jsonl --plain
      """)

  @Argument(help: ArgumentHelp("A file of events.", valueName: "file"), completion: .files("jsonl"))
  var files: [String]

  @OptionGroup var print: PrintOptions

  @OptionGroup var look: LookOptions

  func run() throws {
    // Each is said what is wrong with.
    var worst = ExitStatus.ok
    var sources: [RecordedSource] = []
    for file in files {
      do {
        sources.append(try RecordedSource(path: file))
      } catch let status as ExitStatus {
        worst = max(worst, status)
      }
    }
    guard worst == .ok else { throw worst }
    try Self.show(sources, print: print, look: look)
  }

  /// Shows recordings: drawn, or printed one after the other; what belongs together as one, and drawn also each by itself.
  static func show(_ sources: [RecordedSource], print: PrintOptions, look: LookOptions) throws {
    let joined = RecordedSource.join(sources)
    func printAll(_ format: PrintFormat) throws {
      var worst = ExitStatus.ok
      for (index, source) in (joined.runs + joined.alone).enumerated() {
        if index > 0, format == .plain { try LineWriter.write([""]) }
        do {
          try format.print(source)
        } catch let status as ExitStatus where status == .failed {
          worst = status
        }
      }
      if worst != .ok { throw worst }
    }
    if let format = print.format { return try printAll(format) }
    switch OutputMode.choose(plain: false, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      try printAll(.plain)
    case .screen(let terminal):
      var loop = ScreenLoop(terminal: terminal, look: look)
      try loop.replay(joined.runs + sources)
    }
  }
}
