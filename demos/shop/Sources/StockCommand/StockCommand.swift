import ArgumentParser
import Cascade
import CascadeEvents
import Foundation
import Stock
import UnixSignals

@main
struct StockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stock", abstract: "A service over gRPC and a client for it, each recorded by itself.",
    subcommands: [Serve.self, Ask.self])

  /// Where a process writes its events.
  struct Observing: ParsableArguments {
    @Option(help: "Record to this file.") var record: String?
    @Option(help: "Be watched by cascade attach under this name.") var watch: String?

    func root(_ title: String) -> Context {
      if let record { return .background(observedBy: .file(record), titled: title) }
      if let watch { return .background(observedBy: .socket(watch), titled: title) }
      return .background
    }
  }

  struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve on 127.0.0.1 until Ctrl-C.")

    @Option(help: "Where to listen; 0 for a port that is free.") var port = 8090
    @OptionGroup var observing: Observing

    mutating func run() async throws {
      let server = StockServer(port: port, root: observing.root("stock"), say: say)
      let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
      async let stopped: Void = { for await _ in signals { return server.stop() } }()
      try await server.run { say("stock listens on \($0)") }
      await stopped
    }
  }

  struct Ask: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ask for something, and for its price meanwhile.")

    @Option(help: "Where the service listens.") var port = 8090
    @Option(help: "What to keep back.") var item = "tea"
    @Option(help: "How long the service takes, in milliseconds.") var slow = 0
    @Option(help: "How long the whole may take, in milliseconds; unlimited where this is missing.") var timeout: Int?
    @Option(help: "After how many milliseconds the price fails; never where this is missing.") var fail: Int?
    @OptionGroup var observing: Observing

    struct NoPrice: Error, CustomStringConvertible {
      var description: String { "no price" }
    }

    mutating func run() async throws {
      let (item, slow, fail) = (item, slow, fail)
      let root = observing.root("client")
      let limit = timeout.map { Duration.milliseconds($0) } ?? .seconds(86_400)
      do {
        let left = try await StockClient.with(port: port) { client in
          try await root.withTimeout(limit, name: "page") { ctx in
            try await withErrGroup(in: ctx, .named("page")) { group in
              let stock = await group.go("stock") { ctx in
                try await client.reserve(ctx, Reservation(item: item, slowness: slow)).left
              }
              await group.go("price") { ctx in
                guard let fail else { return }
                try await ctx.sleep(for: .milliseconds(fail))
                throw NoPrice()
              }
              return stock
            }.value()
          }
        }
        say("\(left) left")
      } catch {
        say("failed: \(error)")
        throw ExitCode.failure
      }
    }
  }
}

/// Writes a line at once: `print` would keep it back where the output isn't a terminal.
@Sendable private func say(_ line: String) {
  try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
}
