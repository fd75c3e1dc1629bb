package import CascadeTrace

/// One future of the open run: the run as it was opened, or what came of a change in another branch.
package struct Branch: Hashable, Sendable {
  /// `A`, `B`, … in the order in which they were made.
  package let letter: String
  /// What the user calls it; empty for nothing.
  package internal(set) var name = ""
  /// How it differs from the file; the key to its events in ``Runs``.
  package let variation: Variation
  /// The branch that it was made from; none for A.
  package let parent: Int?
  /// How many events it shares with its parent.
  package let start: Int
  /// What was changed, in a few words.
  package let change: String
  /// Whether somebody made it here, and it would be lost with the program.
  let isMadeHere: Bool
}

/// The branches of the open run. None is ever edited or thrown away: undoing goes back to the parent, and redoing to the
/// child that was left.
package struct Branches: Hashable, Sendable {
  package private(set) var all: [Branch]
  /// The index of the one that is looked at.
  package private(set) var current = 0
  /// For each branch the child that was looked at last.
  private var lastChild: [Int: Int] = [:]

  init() {
    all = [Branch(letter: "A", variation: .none, parent: nil, start: 0, change: "", isMadeHere: false)]
  }

  package var branch: Branch { all[current] }

  /// How many would be lost with the program.
  var countMadeHere: Int { all.count(where: \.isMadeHere) }

  /// The letter that the next new branch gets.
  var nextLetter: String { Self.letter(all.count) }

  /// The branch with these changes, if there is one.
  func index(of variation: Variation) -> Int? {
    all.firstIndex { $0.variation == variation }
  }

  /// Makes a branch from the current one and looks at it.
  mutating func add(_ variation: Variation, start: Int, change: String, isMadeHere: Bool) {
    all.append(
      Branch(
        letter: nextLetter, variation: variation, parent: current, start: start, change: change,
        isMadeHere: isMadeHere))
    choose(all.count - 1)
  }

  mutating func choose(_ index: Int) {
    current = index
    // Redoing leads back along the way that was taken last.
    var place = index
    while let parent = all[place].parent {
      lastChild[parent] = place
      place = parent
    }
  }

  mutating func name(_ name: String) {
    all[current].name = name
  }

  /// Where undoing leads.
  var undone: Int? { branch.parent }
  /// Where redoing leads.
  var redone: Int? { lastChild[current] }

  /// `A` to `Z`, then `AA`, `AB` and on.
  static func letter(_ index: Int) -> String {
    let last = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
    return index < 26 ? last : letter(index / 26 - 1) + last
  }
}
