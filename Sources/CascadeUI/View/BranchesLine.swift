import CascadeTerminal

extension Canvas {
  /// The branches on one row, the current one strong; those near it, where there isn't room for all.
  mutating func drawBranches(_ branches: Branches, look: Look) {
    let chrome = look.style(.chrome)
    write("branches", at: Point(x: 1, y: 0), style: chrome)
    let room = region.size.columns - 12
    let words = branches.all.indices.map { branches.words(of: $0) }
    // An ellipsis stands for those before; it needs as much room as a gap.
    let more = String(Character(look.glyphs.ellipsis))
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
      let shown = Fitting.fit(words[index], columns: left, glyphs: look.glyphs)
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
