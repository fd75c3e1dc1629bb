import ArgumentParser
import Cascade
import CascadeEvents
import Foundation
import Shop

@main
struct ShopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shop",
    abstract: "The dashboard over real HTTP: two services and an aggregator in front of them, on 127.0.0.1.")

  @Option(help: "Where the aggregator listens; 0 for a port that is free.") var port = 8080
  @Option(help: "Let this service fail: profile or orders. May be given twice.") var fail: [String] = []
  @Option(help: "Slow a service down: orders=2s. May be given twice.") var slow: [String] = []
  @Option(help: "How long a dashboard may take.") var timeout = "5s"
  @Option(help: "How long requests have to finish after Ctrl-C.") var grace = "5s"
  @Option(help: "Record to this file.") var record: String?
  @Option(help: "Be watched by cascade attach under this name.") var watch: String?

  func validate() throws {
    if record != nil, watch != nil { throw ValidationError("give --record or --watch, not both") }
  }

  private var root: Context {
    if let record { return .background(observedBy: .file(record), titled: "shop") }
    if let watch { return .background(observedBy: .socket(watch), titled: "shop") }
    return .background
  }

  /// Writes a line at once: `print` would keep it back where the output isn't a terminal.
  @Sendable private static func say(_ line: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
  }

  mutating func run() async throws {
    var knobs = Knobs()
    do {
      for text in fail { try knobs.fail(text) }
      for text in slow { try knobs.slow(text) }
    } catch {
      throw ValidationError("\(error)")
    }
    guard let timeout = Duration(shop: timeout), timeout > .zero else {
      throw ValidationError("'\(self.timeout)' isn't a time, as in 2s, 300ms")
    }
    guard let grace = Duration(shop: grace) else {
      throw ValidationError("'\(self.grace)' isn't a time, as in 2s, 300ms")
    }
    let shop = Shop(port: port, knobs: knobs, timeout: timeout, root: root, say: Self.say)
    try await shop.serve(grace: grace) { port in
      Self.say(
        """
        The dashboard is served; Ctrl-C ends it. Try:
          curl 'http://127.0.0.1:\(port)/dashboard/1'
          curl 'http://127.0.0.1:\(port)/dashboard/1?fail=profile&slow=orders:10s'
        """)
    }
  }
}
