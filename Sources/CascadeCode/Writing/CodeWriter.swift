import Cascade
import CascadeText
import CascadeTrace

/// Lines of a program as they are written, with what each belongs to.
struct CodeWriter {
  /// What one level is indented by.
  let indentation: String
  private(set) var lines: [String] = []
  private(set) var parts: [CodeListing.Part: Range<Int>] = [:]
  private(set) var spawns: [String: [String]] = [:]
  private var depth = 0

  init(indentation: String) {
    self.indentation = indentation
  }

  /// The number of the next line.
  var next: Int { lines.count }

  mutating func line(_ text: String) {
    lines.append(String(repeating: indentation, count: depth) + text)
  }

  mutating func blank() {
    lines.append("")
  }

  /// Puts lines before the one with this number.
  mutating func insert(_ new: [String], at index: Int) {
    lines.insert(contentsOf: new, at: index)
    parts = parts.mapValues { range in
      range.lowerBound >= index ? (range.lowerBound + new.count)..<(range.upperBound + new.count) : range
    }
  }

  /// Puts a label before the line with this number, which is as deep as we are.
  mutating func insertLabel(_ label: String, at index: Int) {
    insert([String(repeating: indentation, count: max(0, depth - 1)) + label + ":"], at: index)
  }

  /// Takes away from the lines of a function, from `start` on, what gives a value another name that none of them has: Go
  /// compiles no such line. A context that is made for what no code here looks at has no name, either.
  mutating func dropUnusedNames(from start: Int) {
    for index in (start..<next).reversed() {
      let words = lines[index].split(separator: " ").map { $0.drop { $0 == "\t" } }
      if words.count > 3, words[2] == ":=", words[3].hasPrefix("context.With"),
        let name = words[0].split(separator: ",").first, name != "ctx" || lines[index].hasPrefix("\t\t"),
        !isUsed(name, after: index)
      {
        // The parameter of the function may be given another value that is never used.
        lines[index].replace("\(name),", with: "_,", maxReplacements: 1)
      }
      guard words.count == 3, words[1] == ":=", words[2].allSatisfy(\.isIdentifier) else { continue }
      if !isUsed(words[0], after: index) { remove(at: index) }
    }
  }

  /// Whether the lines of the block below this one have the name.
  private func isUsed(_ name: Substring, after index: Int) -> Bool {
    let depth = lines[index].prefix { $0 == "\t" }.count
    let block = lines[(index + 1)...].prefix { line in
      // A label stands further out.
      line.isEmpty || line.hasSuffix(":") || line.prefix { $0 == "\t" }.count >= depth
    }
    return block.contains { line in
      // What stands between quotation marks is text; a mark in it has a backslash.
      let code = line.replacing(/"(?:[^"\\]|\\.)*"/, with: "\"\"")
      return !line.drop { $0 == "\t" }.hasPrefix("//") && code.split { !$0.isIdentifier }.contains { $0 == name }
    }
  }

  private mutating func remove(at index: Int) {
    lines.remove(at: index)
    parts = parts.mapValues { range in
      let from = range.lowerBound > index ? range.lowerBound - 1 : range.lowerBound
      return from..<max(from, range.upperBound > index ? range.upperBound - 1 : range.upperBound)
    }
  }

  /// Goes one level further in.
  mutating func begin() { depth += 1 }

  /// Goes one level back out.
  mutating func end() { depth -= 1 }

  /// Whether the text fits on a line here.
  func fits(_ text: String) -> Bool {
    depth * 2 + text.count <= Self.columns
  }

  /// How wide a program should be, so that it can be read from the back of a room.
  static let columns = 60

  /// Says that the lines from `start` on belong to these parts.
  mutating func mark(_ marked: [CodeListing.Part], from start: Int) {
    for part in marked { parts[part] = start..<next }
  }

  /// The same, unless the part has lines already.
  mutating func markFirst(_ part: CodeListing.Part, from start: Int) {
    if parts[part] == nil { parts[part] = start..<next }
  }

  /// Says that these lines belong to a part.
  mutating func mark(_ part: CodeListing.Part, _ lines: Range<Int>) {
    parts[part] = lines
  }

  /// Says in which order the caller of a group spawns tasks.
  mutating func setSpawns(_ tasks: [String], of group: String) {
    spawns[group] = tasks
  }

  func listing(_ language: CodeListing.Language) -> CodeListing {
    CodeListing(language: language, lines: lines, parts: parts, spawns: spawns)
  }
}

extension Character {
  fileprivate var isIdentifier: Bool { isLetter || isNumber || self == "_" }
}

/// Names for a program's own things, made from names of a file.
struct Identifiers {
  private let reserved: Set<String>
  private var taken: Set<String> = []

  /// - Parameter reserved: what a name must not be.
  init(reserved: Set<String>) {
    self.reserved = reserved
  }

  /// A name that reads like `text`, is legal and was never given out before.
  mutating func unique(_ text: String, else fallback: String = "story") -> String {
    var base = Self.camelCase(text) ?? fallback
    if reserved.contains(base) { base += "Story" }
    var name = base
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(base)\(number)"
      number += 1
    }
    return name
  }

  /// `first-failure` as `firstFailure`; nil where no letter is left.
  static func camelCase(_ text: String) -> String? {
    let words = text.split { !isPlain($0) }
    guard let first = words.first, words.contains(where: { $0.contains { $0.isLetter } }) else { return nil }
    let name = first.prefix(1).lowercased() + first.dropFirst() + words.dropFirst().map(capitalized).joined()
    let limited = String(name.prefix(40))
    return limited.first?.isNumber == true ? "story" + limited : limited
  }

  private static func capitalized(_ word: Substring) -> String {
    word.prefix(1).uppercased() + word.dropFirst()
  }

  private static func isPlain(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber)
  }
}

/// Words of a file as a comment of the program. Whatever they are, they stay in it.
enum CommentText {
  /// The lines of a comment, none wider than a program should be where that can be.
  static func lines(_ text: String) -> [String] {
    var lines: [String] = []
    var line = "//"
    for word in SafeText.make(text).split(separator: " ") {
      if line.count + 1 + word.count > CodeWriter.columns, line != "//" {
        lines.append(line)
        line = "//"
      }
      line += " " + word
    }
    return lines + [line]
  }
}

/// Texts and durations of a file as literals of a program. Whatever is in a text stays text.
enum Literal {
  static func swift(_ text: String) -> String { SafeText.swiftLiteral(text) }

  static func go(_ text: String) -> String { SafeText.goLiteral(text) }

  /// `2`, `1.5`
  static func number(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e9 ? String(Int(number)) : String(number)
  }

  // MARK: Durations, in the largest unit that holds them whole

  /// `.milliseconds(800)`
  static func swift(_ duration: Duration) -> String {
    let (count, unit) = parts(duration)
    return switch unit {
    case .seconds: ".seconds(\(count))"
    case .milliseconds: ".milliseconds(\(count))"
    case .microseconds: ".microseconds(\(count))"
    case .nanoseconds: ".nanoseconds(\(count))"
    }
  }

  /// `800*time.Millisecond`, as it stands among other arguments.
  static func go(_ duration: Duration) -> String { go(duration, times: "*") }

  /// `800 * time.Millisecond`, as it stands alone.
  static func goAlone(_ duration: Duration) -> String { go(duration, times: " * ") }

  private static func go(_ duration: Duration, times: String) -> String {
    let (count, unit) = parts(duration)
    let name =
      switch unit {
      case .seconds: "time.Second"
      case .milliseconds: "time.Millisecond"
      case .microseconds: "time.Microsecond"
      case .nanoseconds: "time.Nanosecond"
      }
    return count == 1 ? name : "\(count)\(times)\(name)"
  }

  private enum Unit { case seconds, milliseconds, microseconds, nanoseconds }

  private static func parts(_ duration: Duration) -> (Int64, Unit) {
    let nanoseconds = duration.wholeNanoseconds
    if nanoseconds == 0 || nanoseconds.isMultiple(of: 1_000_000_000) {
      return (nanoseconds / 1_000_000_000, .seconds)
    }
    if nanoseconds.isMultiple(of: 1_000_000) { return (nanoseconds / 1_000_000, .milliseconds) }
    if nanoseconds.isMultiple(of: 1_000) { return (nanoseconds / 1_000, .microseconds) }
    return (nanoseconds, .nanoseconds)
  }
}
