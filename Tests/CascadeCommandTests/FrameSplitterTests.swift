import CascadeTerminal
import CascadeUI
import Testing

/// A large frame is sent in two, and no part is ever later than one frame.
@Suite struct FrameSplitterTests {
  private static let size = Size(columns: 80, rows: 20)
  private static let beside = Rect(x: 40, y: 0, columns: 40, rows: 20)

  /// `main` in the left half, `beside` in the right one.
  private func canvas(_ main: Unicode.Scalar, _ beside: Unicode.Scalar) -> Canvas {
    var canvas = Canvas(size: Self.size)
    canvas.fill(with: Cell(main))
    canvas.fill(Self.beside, with: Cell(beside))
    return canvas
  }

  @Test func whatLiesBesideFollowsOneFrameLater() {
    var splitter = FrameSplitter()
    #expect(splitter.next(canvas("a", "x")) { [Self.beside] } == canvas("a", "x"), "the first frame is whole")
    #expect(splitter.next(canvas("b", "y")) { [Self.beside] } == canvas("b", "x"))
    #expect(splitter.isBehind)
    // However much changes again: now it is its turn, and then that of the rest.
    #expect(splitter.next(canvas("c", "z")) { [Self.beside] } == canvas("b", "z"))
    #expect(splitter.isBehind)
    #expect(splitter.next(canvas("c", "z")) { [Self.beside] } == canvas("c", "z"))
    #expect(!splitter.isBehind)
  }

  @Test func aSmallFrameIsWhole() {
    var splitter = FrameSplitter()
    _ = splitter.next(canvas("a", "x")) { [] }
    var small = canvas("a", "x")
    small.write("few words", at: Point(x: 50, y: 3))
    #expect(splitter.next(small) { fatalError("nothing is asked for") } == small)
    #expect(!splitter.isBehind)
  }

  @Test func whereNothingMayFollowAFrameIsWhole() {
    var splitter = FrameSplitter()
    _ = splitter.next(canvas("a", "x")) { [] }
    #expect(splitter.next(canvas("b", "y")) { [] } == canvas("b", "y"))
    #expect(!splitter.isBehind)
  }

  @Test func afterAFrameThatWasNotSentTheNextIsWhole() {
    var splitter = FrameSplitter()
    _ = splitter.next(canvas("a", "x")) { [] }
    splitter.forget()
    #expect(splitter.next(canvas("b", "y")) { [Self.beside] } == canvas("b", "y"))
    var other = FrameSplitter()
    _ = other.next(canvas("a", "x")) { [] }
    let larger = Canvas(size: Size(columns: 90, rows: 20))
    #expect(other.next(larger) { [Self.beside] } == larger, "another size is drawn anew")
  }
}
