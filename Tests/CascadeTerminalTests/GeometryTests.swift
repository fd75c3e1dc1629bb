import CascadeTerminal
import Testing

@Suite struct GeometryTests {
  @Test func negativeSizesAreEmpty() {
    #expect(Size(columns: -3, rows: 2) == Size(columns: 0, rows: 2))
    #expect(Size(columns: -3, rows: 2).isEmpty)
  }

  @Test(arguments: [
    (Rect(x: 2, y: 1, columns: 4, rows: 4), Rect(x: 2, y: 1, columns: 4, rows: 2)),
    (Rect(x: -2, y: -2, columns: 4, rows: 4), Rect(x: 0, y: 0, columns: 2, rows: 2)),
    (Rect(x: 10, y: 0, columns: 4, rows: 4), Rect(x: 10, y: 0, columns: 0, rows: 3)),
  ])
  func intersectionIsWhatBothCover(other: Rect, expected: Rect) {
    let base = Rect(x: 0, y: 0, columns: 10, rows: 3)
    #expect(base.intersection(other) == expected)
    #expect(other.intersection(base) == expected)
  }

  @Test func insetNeverTurnsInsideOut() {
    #expect(Rect(x: 0, y: 0, columns: 3, rows: 3).inset(columns: 2, rows: 1) == Rect(x: 2, y: 1, columns: 0, rows: 1))
  }
}
