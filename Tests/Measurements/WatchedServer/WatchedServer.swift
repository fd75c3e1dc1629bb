import Cascade
import CascadeEvents
import Foundation

/// A server under load, to be watched: what watching costs is measured by `Tests/Measurements/watched.py`.
///
///     swift run -c release WatchedServer SECONDS [NAME [RATE]]
///
/// Each request is a group of three tasks; every thousandth fails. With a name it can be watched: `cascade attach NAME`. With a
/// rate so many requests are made each second, else as many as can be. Each second it says how many there were so far. In the
/// end it stays for five seconds, so that what watches it can catch up.
@main enum WatchedServer {
  struct Unavailable: Error {}

  static func main() async {
    let arguments = CommandLine.arguments.dropFirst()
    let seconds = arguments.first.flatMap { Int($0) } ?? 10
    let name = arguments.dropFirst().first { $0 != "-" && Int($0) == nil }
    let rate = arguments.dropFirst().compactMap { Int($0) }.first
    let root = name.map { Context.background(observedBy: .socket($0), titled: $0) } ?? .background
    let start = ContinuousClock.now
    var requests = 0
    var second = 0
    while true {
      let elapsed = start.duration(to: .now)
      if elapsed >= .seconds(second + 1) {
        second = Int(elapsed / .seconds(1))
        print("\(second) s: \(requests) requests")
        fflush(nil)
        if second >= seconds { break }
      }
      let due = rate.map { Int(Double($0) * (elapsed / .seconds(1))) } ?? requests + 1
      guard requests < due else {
        try? await Task.sleep(for: .milliseconds(1))
        continue
      }
      requests += 1
      await serve(in: root, number: requests)
    }
    try? await Task.sleep(for: .seconds(5))
    withExtendedLifetime(root) {}
  }

  private static func serve(in root: Context, number: Int) async {
    _ = try? await withErrGroup(in: root, .named("request")) { group in
      for name in ["user", "orders", "recs"] {
        await group.go(name) { _ in if name == "orders", number.isMultiple(of: 1_000) { throw Unavailable() } }
      }
    }
  }
}
