import CascadeText

/// The keys that one kind of mapping in a scenario file may have.
///
/// These lists are the only ones: the reader refuses every other key, and tests hold the JSON Schema and the written
/// documentation to them, word for word.
protocol FileKey: CaseIterable, Hashable, RawRepresentable, Sendable where RawValue == String {
  /// What the mapping is, as in "unknown key in …".
  static var owner: String { get }
  /// What the key says, in one line.
  var meaning: String { get }
  /// Words that people use for a key, where it isn't merely misspelled.
  static var synonyms: [String: Self] { get }
}

extension FileKey {
  static var synonyms: [String: Self] { [:] }
}

/// A mapping of a scenario file, sorted by its known keys.
struct Fields<Key: FileKey> {
  /// Where the mapping begins.
  let place: Place
  private var entries: [Key: (place: Place, value: YAMLNode)] = [:]
  /// Keys that a misspelled one was probably meant to be.
  private var meant: Set<Key> = []

  /// Sorts a node's entries. Keys that aren't of this kind are problems, and so is a node that is no mapping, which
  /// gives none.
  init?(_ node: YAMLNode, problems: inout ProblemList) {
    place = node.place
    guard case .mapping(let pairs) = node.content else {
      problems.add("\(Key.owner) must be a mapping (key: value), not \(node.kind)", at: node.place)
      return nil
    }
    for (key, value) in pairs {
      guard let name = key.text else {
        problems.add("a key of \(Key.owner) must be a plain name, not \(key.kind)", at: key.place)
        continue
      }
      if let known = Key(rawValue: name) {
        entries[known] = (key.place, value)
      } else {
        let suggestion =
          Key.synonyms[name.lowercased()]?.rawValue ?? closest(to: name, in: Key.allCases.map(\.rawValue))
        if let suggestion, let key = Key(rawValue: suggestion) { meant.insert(key) }
        let others = suggestion == nil && Key.allCases.count <= Self.mostListed ? Self.list : ""
        problems.add(
          "unknown key \(SafeText.brief(name)) in \(Key.owner)\(others)", at: key.place, suggestion: suggestion)
      }
    }
  }

  /// So many keys are named where none of them is meant.
  private static var mostListed: Int { 14 }
  private static var list: String { "; its keys are \(Key.allCases.map(\.rawValue).joined(separator: ", "))" }

  /// The value of a key; none where it isn't there.
  subscript(_ key: Key) -> YAMLNode? { entries[key]?.value }

  /// Where a key stands; where the mapping begins when it isn't there.
  func place(of key: Key) -> Place { entries[key]?.place ?? place }

  /// Those of the given keys that are there, in the given order.
  func present(_ keys: [Key]) -> [Key] { keys.filter { entries[$0] != nil } }

  /// Whether none of these keys is there and that is worth a word: where one was misspelled, it has been said already.
  func lacks(_ keys: Key...) -> Bool { lacks(keys) }

  /// The same for a list of keys.
  func lacks(_ keys: [Key]) -> Bool {
    present(keys).isEmpty && meant.isDisjoint(with: keys)
  }

  /// A problem for a pair of keys that exclude each other.
  func check(_ key: Key, excludes other: Key, problems: inout ProblemList) {
    if self[key] != nil, self[other] != nil {
      problems.add("use \(key.rawValue) or \(other.rawValue), not both", at: place(of: key))
    }
  }

  /// A problem for a key that needs one of the others.
  func check(_ key: Key, needs others: [Key], problems: inout ProblemList) {
    if self[key] != nil, present(others).isEmpty {
      let names = others.map(\.rawValue).joined(separator: " or ")
      problems.add("\(key.rawValue) needs \(names)", at: place(of: key))
    }
  }
}
