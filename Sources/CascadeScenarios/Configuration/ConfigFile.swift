import CascadeText
import Foundation

/// What a user wants on every start: read from a file, as far as it can be used.
package struct ConfigFile: Sendable {
  /// A command that is to have other keys.
  package struct KeyWish: Hashable, Sendable {
    /// `run.play`
    package var command: String
    /// Each is one way: a key, or several typed one after the other. None takes the command's keys away.
    package var keys: [String]
    package var place: Place
    /// Where the command is named.
    package var commandPlace: Place
  }

  /// The words for each of the keys that have one of a few.
  package private(set) var words: [ConfigKey: String] = [:]
  package private(set) var keys: [KeyWish] = []
  /// What can't be used, and is left out. The rest is.
  package private(set) var problems: [Problem] = []

  /// One that asks for nothing.
  package init() {}

  /// Reads a file. What isn't there asks for nothing.
  ///
  /// - Parameter allowed: The words that each key can have.
  package init(path: String, allowed: [ConfigKey: [String]]) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      try read(SmallFile.contents(path: path, kind: "a configuration file"), path: path, allowed: allowed)
    } catch {
      problems = error.problems
    }
  }

  /// Reads the bytes of a file.
  package init(bytes: some Collection<UInt8>, path: String, allowed: [ConfigKey: [String]]) {
    do {
      try read(bytes, path: path, allowed: allowed)
    } catch {
      problems = error.problems
    }
  }

  private mutating func read(
    _ bytes: some Collection<UInt8>, path: String, allowed: [ConfigKey: [String]]
  ) throws(UnreadableScenario) {
    var list = ProblemList(file: path)
    let source = try SourceText(bytes: bytes, problems: &list)
    let isBlank = (1...max(1, source.lineCount)).allSatisfy { number in
      source.line(number).first { $0 != " " && $0 != "\t" }.map { $0 == "#" } ?? true
    }
    if isBlank { return }
    let root = try YAMLNode.parse(source, problems: list)
    var reader = ScenarioReader(source: source, problems: list)
    guard let fields = Fields<ConfigKey>(root, problems: &reader.problems) else { throw reader.problems.error }
    for key in ConfigKey.allCases {
      guard let node = fields[key] else { continue }
      if key == .keys {
        // All of them may be comments.
        if !node.isNothing { keys = Self.wishes(node, &reader) }
      } else {
        words[key] = reader.word(node, key.rawValue, in: allowed[key] ?? [], synonyms: [:])
      }
    }
    if !reader.problems.isEmpty { problems = reader.problems.error.problems }
  }

  private static func wishes(_ node: YAMLNode, _ reader: inout ScenarioReader) -> [KeyWish] {
    reader.entries(node, "keys").compactMap { key, value in
      guard let command = key.text else {
        reader.problems.add("a command is a name such as run.play, not \(key.kind)", at: key.place)
        return nil
      }
      let texts: [String?] =
        if case .list(let items) = value.content {
          items.map { reader.oneLine($0, "a key") }
        } else {
          [reader.oneLine(value, SafeText.brief(command))]
        }
      guard texts.allSatisfy({ $0 != nil }) else { return nil }
      return KeyWish(command: command, keys: texts.compactMap(\.self), place: value.place, commandPlace: key.place)
    }
  }
}

/// The keys of a configuration file.
package enum ConfigKey: String, FileKey {
  case theme, color, charset, motion, mouse, keys

  static let owner = "the configuration"

  /// What it says, as `cascade config init` writes it.
  package var meaning: String {
    switch self {
    case .theme: "The background that the colours are for."
    case .color: "How many colours; auto goes by the terminal. NO_COLOR and --color stand above it."
    case .charset: "Characters to draw with; auto goes by the locale."
    case .motion: "How much moves between two events."
    case .mouse: "Whether clicks and the wheel go to the program; off leaves them to the terminal, for selecting text."
    case .keys: "Other keys for commands: one, several typed in turn (g g), a list of ways, or [] for none."
    }
  }
}
