import CascadeTerminal
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
  /// Whether it was made here, and would be lost with the program.
  let isMadeHere: Bool

  /// `B`, or `B, late orders`.
  var title: String { name.isEmpty ? letter : "\(letter), \(name)" }
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

extension Canvas {
  /// The branches on one row, the current one strong; those near it, where there isn't room for all.
  mutating func drawBranches(_ branches: Branches, appearance: Appearance) {
    let chrome = appearance.style(.chrome)
    write("branches", at: Point(x: 1, y: 0), style: chrome)
    let room = region.size.columns - 12
    let words = branches.all.indices.map { branches.words(of: $0) }
    // An ellipsis stands for those before; it needs as much room as a gap.
    let more = String(Character(appearance.glyphs.ellipsis))
    var first = branches.current
    var columns = words[first].columns
    while first > 0, columns + 3 + words[first - 1].columns + (first > 1 ? 2 : 0) <= room {
      first -= 1
      columns += 3 + words[first].columns
    }
    var x = 11
    if first > 0 { x += write(more, at: Point(x: x, y: 0), style: chrome) + 1 }
    for index in first..<branches.all.count {
      let isCurrent = index == branches.current
      let left = region.size.columns - 1 - x
      guard left >= 4 else { break }
      let shown = TextLayout.fit(words[index], columns: left, glyphs: appearance.glyphs)
      x += write(shown, at: Point(x: x, y: 0), style: isCurrent ? Style(attributes: [.bold, .underline]) : chrome) + 3
    }
  }
}

extension Branches {
  /// `A`, `B from 34: cancel fetch-recs`.
  fileprivate func words(of index: Int) -> String {
    let branch = all[index]
    guard let parent = branch.parent else { return branch.title }
    let from = parent == 0 ? "from" : "from \(all[parent].letter) at"
    return "\(branch.title) \(from) \(branch.start): \(branch.change)"
  }
}

/// Going from branch to branch.
package enum BranchCommand: CaseIterable, Hashable, Sendable {
  case undo, redo, list, name
}

/// Another future of the run that is looked at, to be seen beside it: the branch that it came from, or the same tasks under
/// another kind of group.
struct Ghost: Hashable {
  let variation: Variation
  let words: String

  /// Nil where there is nothing to hold against it.
  init?(_ branches: Branches, in recording: Recording) {
    if let parent = branches.branch.parent {
      let branch = branches.all[parent]
      (variation, words) = (branch.variation, "branch \(branch.title)")
      return
    }
    guard let contrast = Contrast(recording) else { return nil }
    let side = CompareSide(other: contrast)
    guard case .variation(let variation) = side.source else { return nil }
    (self.variation, words) = (variation, side.name)
  }
}
