import CascadeTerminal
import Testing

@Suite struct CanvasChangeTests {
  @Test func onlyWhatDiffersIsTold() {
    var before = Canvas(size: Size(columns: 10, rows: 3))
    before.write("0123456789", at: Point(x: 0, y: 1))
    var after = before
    after.write("x", at: Point(x: 2, y: 1))
    after.write("yz", at: Point(x: 8, y: 1))
    after.restyle(Rect(x: 0, y: 1, columns: 1, rows: 1)) { $0.attributes = .bold }
    let changes = after.changes(since: before)
    #expect(changes.map(\.origin) == [Point(x: 0, y: 1), Point(x: 2, y: 1), Point(x: 8, y: 1)])
    #expect(changes.map(\.cells.count) == [1, 1, 2])
    #expect(after.changes(since: after).isEmpty)
  }

  @Test func rowsDoNotRunIntoEachOther() {
    let before = Canvas(size: Size(columns: 3, rows: 2))
    var after = before
    after.fill(with: Cell("#"))
    #expect(after.changes(since: before).map(\.cells.count) == [3, 3])
  }

  @Test func anotherSizeOrNothingBeforeMeansEverything() {
    let canvas = Canvas(size: Size(columns: 4, rows: 3))
    let all = canvas.changes(since: nil)
    #expect(all.map(\.origin.y) == [0, 1, 2])
    #expect(canvas.changes(since: Canvas(size: Size(columns: 3, rows: 4))) == all)
  }

  @Test(arguments: 1...20)
  func appliedToTheOldTheChangesGiveTheNew(seed: UInt64) {
    var random = Sequence64(state: seed)
    let before = scribble(&random)
    let after = scribble(&random)
    var result = before
    for change in after.changes(since: before) {
      for (offset, cell) in change.cells.enumerated() {
        let place = Point(x: change.origin.x + offset, y: change.origin.y)
        #expect(result[place] != cell)
        result[place] = cell
      }
    }
    #expect(result == after)
  }

  private func scribble(_ random: inout Sequence64) -> Canvas {
    var canvas = Canvas(size: Size(columns: 12, rows: 5))
    for _ in 0..<40 {
      let place = Point(x: Int.random(in: 0..<12, using: &random), y: Int.random(in: 0..<5, using: &random))
      let style = Style(attributes: Bool.random(using: &random) ? .bold : [])
      canvas[place] = Cell(Bool.random(using: &random) ? "a" : "b", style: style)
    }
    return canvas
  }
}

/// Numbers that look random and are the same in every run.
private struct Sequence64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
