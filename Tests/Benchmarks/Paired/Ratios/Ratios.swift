import Foundation

/// Prints how long the library takes, as ratios to Swift's own constructs and, where one is given, to Go.
///
///     swift run -c release --package-path Tests/Benchmarks Ratios [--go PATH] [--only WORD] [--scale FACTOR]
@main struct Ratios {
  static func main() async throws {
    var goPath: String?
    var only: String?
    var scale = 1.0
    var arguments = CommandLine.arguments.dropFirst()
    while let argument = arguments.popFirst() {
      switch (argument, arguments.popFirst()) {
      case ("--go", let path?): goPath = path
      case ("--only", let word?): only = word
      case ("--scale", let factor?): scale = Double(factor) ?? 1
      default:
        FileHandle.standardError.write(Data("usage: Ratios [--go PATH] [--only WORD] [--scale FACTOR OF PAIRS]\n".utf8))
        exit(2)
      }
    }
    say(Report.head)
    for var comparison in Comparisons(go: try goPath.map(GoPeer.init(path:))).all {
      if let only, !comparison.what.contains(only) { continue }
      comparison.pairs = max(1, Int(Double(comparison.pairs) * scale))
      for ratio in try await comparison.run() { say(Report.line(ratio)) }
    }
  }

  /// One line, at once, also into a pipe.
  private static func say(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
  }
}
