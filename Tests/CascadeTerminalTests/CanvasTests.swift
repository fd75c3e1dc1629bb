import CascadeTerminal
import Testing

@Suite struct CanvasTests {
  @Test func textIsClippedOnEverySide() {
    var canvas = Canvas(size: Size(columns: 6, rows: 2))
    #expect(canvas.write("abcdefgh", at: Point(x: -2, y: 0)) == 8)
    #expect(canvas.write("xyz", at: Point(x: 4, y: 1)) == 3)
    canvas.write("never", at: Point(x: 0, y: 2))
    canvas.write("never", at: Point(x: 0, y: -1))
    #expect(canvas.description == "cdefgh\n    xy")
  }

  @Test func aRegionIsACanvasOfItsOwn() {
    var canvas = Canvas(size: Size(columns: 8, rows: 4))
    canvas.fill(with: Cell("."))
    canvas.inside(Rect(x: 2, y: 1, columns: 4, rows: 2)) { canvas in
      #expect(canvas.region.size == Size(columns: 4, rows: 2))
      canvas.fill()
      canvas.write("abcdef")
      canvas.inside(Rect(x: 1, y: 1, columns: 9, rows: 9)) { canvas in
        canvas.write("-123456", at: Point(x: -1, y: 0))
        canvas.fill(Rect(x: 0, y: 5, columns: 3, rows: 3), with: Cell("!"))
      }
      canvas.write("never", at: Point(x: 0, y: 2))
    }
    #expect(canvas.description == "........\n..abcd..\n.. 123..\n........")
    #expect(canvas.region == Rect(origin: .zero, size: canvas.size))
  }

  /// What is drawn later hides what was there, and only what is in sight counts.
  @Test func areasAreWhereTheyWereDrawn() {
    var canvas = Canvas(size: Size(columns: 6, rows: 3))
    let plain = canvas
    canvas.mark(as: 0)
    canvas.inside(Rect(x: 2, y: 1, columns: 9, rows: 1)) { canvas in
      canvas.mark(Rect(x: 1, y: -1, columns: 2, rows: 9), as: 1)
      canvas.mark(Rect(x: 5, y: 0, columns: 2, rows: 1), as: 2)
      canvas.mark(Rect(x: 2, y: 0, columns: 1, rows: 1), as: nil)
    }
    let seen = (-1...3).map { y in
      (-1...6).map { x in
        canvas.area(at: Point(x: x, y: y)).map { ($0.meaning as? Int).map(String.init) ?? "-" } ?? " "
      }.joined()
    }
    #expect(seen == ["        ", " 000000 ", " 0001-0 ", " 000000 ", "        "])
    #expect(canvas.area(at: Point(x: 3, y: 1))?.rect == Rect(x: 3, y: 1, columns: 2, rows: 1))
    #expect(canvas == plain, "a picture is what it looks like")
  }

  @Test func outsideReadsAsBlankAndIgnoresWrites() {
    var canvas = Canvas(size: Size(columns: 2, rows: 1))
    canvas[Point(x: 2, y: 0)] = Cell("x")
    #expect(canvas[Point(x: 2, y: 0)] == .blank)
    #expect(canvas.description == "")
  }

  @Test func anAsciiCanvasHoldsNothingElse() {
    var canvas = Canvas(size: Size(columns: 8, rows: 2), charset: .ascii)
    canvas.write("é─x")
    canvas.fill(Rect(x: 0, y: 1, columns: 2, rows: 1), with: Cell("│"))
    var other = Canvas(size: Size(columns: 1, rows: 1))
    other.write("●")
    canvas.draw(other, at: Point(x: 4, y: 0))
    #expect(canvas.description == "??x ?\n??")
  }

  @Test func restylingKeepsTheCharacters() {
    var canvas = Canvas(size: Size(columns: 6, rows: 1))
    canvas.write("abc", style: Style(foreground: .palette(196)))
    canvas.restyle(Rect(x: 1, y: 0, columns: 4, rows: 1)) { $0 = $0.adding(.reverse) }
    #expect(
      canvas.styledDescription == """
        abc
        | 0+1 196
        | 1+2 196 reverse
        | 3+2 reverse
        """)
  }

  @Test(arguments: [Size.zero, Size(columns: 0, rows: 3), Size(columns: 3, rows: 0)])
  func anEmptyCanvasCanBeUsed(size: Size) {
    var canvas = Canvas(size: size)
    canvas.fill(with: Cell("x"))
    canvas.write("text")
    canvas.restyle { $0.attributes = .bold }
    #expect(canvas.changes(since: nil).isEmpty)
  }
}
