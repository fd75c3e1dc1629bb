import Cascade
import CascadeEvents
import CascadeScenarios
import TestSupport

/// Recordings that are damaged in every way that a disk, a pipe, an editor or an enemy has. The same seed gives the same one.
enum Damage: CaseIterable {
  // What happens to bytes.
  case flip, insert, remove, cut, cutOff
  // What happens to lines.
  case dropLines, dropStart, dropEnd, swap, move, duplicate, splice
  // What lies about one thing.
  case number, id, kind, hostileText, version

  /// Recordings of all built-in scenarios.
  static let corpus: [(name: String, lines: [[UInt8]])] = Gallery.all.compactMap { entry in
    guard let scenario = try? entry.scenario(), let run = try? ScenarioRun(scenario) else { return nil }
    return (entry.name, EventWriter.write(run.events).split(separator: UInt8(ascii: "\n")).map(Array.init))
  }

  static let hostile = [
    #"\u001b[2J"#, #"\u202e"#, #"\u009b"#, String(repeating: "x", count: 5_000), #"\ud83d\ude00"#, "a/b/../c", "",
    String(repeating: "/", count: 3_000), "root", #"\n\n"#,
  ]

  /// - Returns: how many lines from the beginning are as they were.
  func apply(to lines: inout [[UInt8]], _ dice: inout Seeded) -> Int {
    guard lines.count > 2 else { return 0 }
    let place = Int.random(in: 0..<lines.count, using: &dice)
    let other = Int.random(in: 0..<lines.count, using: &dice)
    func someByte(_ line: [UInt8]) -> Int { line.isEmpty ? 0 : Int.random(in: line.indices, using: &dice) }
    switch self {
    case .flip:
      if !lines[place].isEmpty { lines[place][someByte(lines[place])] = UInt8.random(in: 0...255, using: &dice) }
    case .insert:
      let what = ["{", "[", "\\u", "\"", "-", "9", "\n", "\r\n", "}", ","].randomElement(using: &dice) ?? ""
      lines[place].insert(contentsOf: what.utf8, at: someByte(lines[place]))
    case .remove: if !lines[place].isEmpty { lines[place].remove(at: someByte(lines[place])) }
    case .cut: lines[place].removeLast(min(lines[place].count, Int.random(in: 1...30, using: &dice)))
    case .cutOff:
      lines.removeSubrange((place + 1)...)
      lines[place].removeLast(min(lines[place].count, Int.random(in: 1...60, using: &dice)))
    case .dropLines: lines.removeSubrange(place..<min(lines.count, place + Int.random(in: 1...4, using: &dice)))
    case .dropStart:
      lines.removeSubrange(..<place)
      return 0
    case .dropEnd: lines.removeSubrange(place...)
    case .swap:
      lines.swapAt(place, other)
      return min(place, other)
    case .move:
      let line = lines.remove(at: place)
      lines.insert(line, at: min(other, lines.count))
      return min(place, other)
    case .duplicate:
      lines.insert(lines[place], at: other)
      return other
    case .splice:
      let from = Self.corpus[Int.random(in: Self.corpus.indices, using: &dice)].lines
      lines.insert(contentsOf: from[min(place, from.count - 1)..<min(from.count, place + 5)], at: place)
    case .number:
      let digits = lines[place].indices.filter { (0x30...0x39).contains(lines[place][$0]) }
      if let digit = digits.randomElement(using: &dice) {
        lines[place].replaceSubrange(
          digit...digit, with: ["9", "-1", "0", "123456789012345678", ""].randomElement(using: &dice)!.utf8)
      }
    case .id:
      Self.replace(in: &lines[place], "id", with: Self.value("id", in: lines[other]) ?? "x")
    case .kind:
      Self.replace(in: &lines[place], "kind", with: Self.value("kind", in: lines[other]) ?? "x")
    case .hostileText:
      let key = ["id", "name", "kind", "group", "parent", "who", "text", "label"].randomElement(using: &dice) ?? "id"
      Self.replace(in: &lines[place], key, with: Self.hostile.randomElement(using: &dice) ?? "")
    case .version:
      Self.replace(in: &lines[0], "version", with: nil)
      return 0
    }
    return place
  }

  /// The text after a key.
  private static func value(_ key: String, in line: [UInt8]) -> String? {
    String(decoding: line, as: UTF8.self).firstMatch(of: try! Regex("\"\(key)\":\"([^\"]*)\""))?.output[1].substring
      .map(String.init)
  }

  private static func replace(in line: inout [UInt8], _ key: String, with text: String?) {
    let old = String(decoding: line, as: UTF8.self)
    if let text {
      guard let match = old.firstMatch(of: try! Regex("\"\(key)\":\"[^\"]*\"")) else { return }
      line = Array(old.replacingCharacters(match.range, "\"\(key)\":\"\(text)\"").utf8)
    } else if let match = old.firstMatch(of: try! Regex("\"\(key)\":[0-9]+")) {
      line = Array(old.replacingCharacters(match.range, "\"\(key)\":7").utf8)
    }
  }

  /// One file with one to three damages; and how many lines of its beginning are as they were.
  static func file(_ seed: UInt64) -> (bytes: [UInt8], scenario: Int, untouched: Int, damages: [Damage]) {
    var dice = Seeded(seed)
    let scenario = Int(seed % UInt64(corpus.count))
    var lines = corpus[scenario].lines
    var untouched = lines.count
    var damages: [Damage] = []
    for _ in 0..<Int.random(in: 1...3, using: &dice) {
      let damage = allCases[Int.random(in: allCases.indices, using: &dice)]
      untouched = min(untouched, damage.apply(to: &lines, &dice))
      damages.append(damage)
    }
    let isWhole = Bool.random(using: &dice)
    return (
      Array(lines.joined(separator: [UInt8(ascii: "\n")])) + (isWhole ? [0x0A] : []), scenario, untouched, damages
    )
  }
}

extension String {
  fileprivate func replacingCharacters(_ range: Range<String.Index>, _ text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
