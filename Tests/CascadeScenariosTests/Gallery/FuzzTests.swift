import CascadeScenarios
import TestSupport
import Testing

/// Every file is read or refused in words: nothing that is done to a good one makes the reader trap, hang or print raw
/// control characters.
@Suite struct FuzzTests {
  private static let scraps: [String] = [
    "&a ", "*a", "!!x ", "{", "}", "[", "]", "\"", "'", "|", ">", ": ", "- ", "? ", "#", "\t", "\n", "\r\n", "---\n",
    "99999999999999999999", "-1", "\u{1B}[31m", "\u{202E}", "\0", "🙂", "%", "count: 100000, ", "\\", "\u{2028}", "<<: ",
  ]

  @Test(arguments: Gallery.all, Effort.rounds(5))
  func `survives mutations`(entry: Gallery.Entry, round: Int) {
    var random = Seeded(UInt64(round) &+ entry.source.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
    for _ in 0..<25 {
      var bytes = Array(entry.source.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) { Self.mutate(&bytes, &random) }
      do {
        _ = try Scenario.read(bytes: bytes, file: "fuzz.yaml")
      } catch {
        #expect(!error.problems.isEmpty)
        #expect(!error.description.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
      }
    }
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout Seeded) {
    guard !bytes.isEmpty else { return }
    let at = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, at + Int.random(in: 1...40, using: &random))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.removeSubrange(at..<end)
    case 2: bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &random))
    case 3: bytes.removeLast(bytes.count - at)
    default: bytes.insert(contentsOf: (scraps.randomElement(using: &random) ?? "").utf8, at: at)
    }
  }
}
