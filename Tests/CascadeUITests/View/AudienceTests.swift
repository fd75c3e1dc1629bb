import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// The picture for a room.
@Suite struct AudienceTests {
  /// Everything grey has become text.
  @Test(arguments: [ColorDepth.full, .sixteen], Size.tested) func nothingIsGrey(_ colors: ColorDepth, _ size: Size) {
    var stage = Stage(size, colors: colors)
    stage.open("first-failure")
    stage.type("z")
    let grey = Palette(theme: .dark, depth: colors)[.faint]
    for _ in 0..<12 {
      let canvas = stage.canvas
      #expect(size.points.allSatisfy { canvas[$0].style != grey })
      stage.press(.pageDown)
    }
  }

  /// The sentence that the author wrote is there whole, and no key, no title, no bar of time.
  @Test(arguments: Gallery.all.map(\.name)) func oneSentenceAndThePicture(_ name: String) {
    var stage = Stage(Size(columns: 60, rows: 16), gallery: Stage.course)
    stage.open(name)
    stage.type("z")
    while !stage.session.isAtEnd {
      stage.press(.pageDown)
      let text = stage.canvas.lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
      let sentence = AudienceSentence(stage.page.screen.sentences).text
      #expect(text.contains(sentence), "\(name): \(sentence)")
      #expect(!text.contains("PgDn") && !text.contains("? help") && !text.contains("errgroup  "))
    }
  }

  @Test(arguments: [
    (60, 16, 5, 2), (60, 16, 8, 1), (80, 24, 9, 2), (80, 24, 5, 3), (100, 30, 8, 3), (200, 60, 8, 5), (60, 16, 30, 1),
  ])
  func lanesAreAsHighAsThereIsRoom(_ columns: Int, _ rows: Int, _ count: Int, _ height: Int) {
    let layout = PictureLayout(
      forAudience: Size(columns: columns, rows: rows),
      content: PictureLayout.Content(rows: count, hasBlock: false, longestLabel: 12, codeLines: 0, longestCodeLine: 0))
    #expect(layout.laneHeight == height)
  }

  /// From the top: lanes, fields, sentence; none over another, all on the screen.
  @Test(arguments: 16...64) func partsNeverOverlap(_ rows: Int) {
    for count in 1...50 {
      for hasBlock in [false, true] {
        func content(_ rows: Int) -> PictureLayout.Content {
          PictureLayout.Content(
            rows: rows, hasBlock: hasBlock, longestLabel: 12, codeLines: 0, longestCodeLine: 0)
        }
        let size = Size(columns: 80, rows: rows)
        let first = PictureLayout(forAudience: size, content: content(count))
        let fitting = min(count, hasBlock ? max(2, first.rowCapacity - 4) : first.rowCapacity)
        let layout = PictureLayout(forAudience: size, content: content(fitting))
        #expect(layout.lanes.maxY <= layout.fields.minY && layout.fields.maxY <= layout.sentence.minY)
        #expect(layout.sentence.maxY <= rows && layout.fields.size.rows >= 1 && layout.sentence.size.rows >= 1)
        #expect(layout.lanes.size.rows >= fitting * layout.laneHeight)
      }
    }
  }

  /// Words for the user come alone where the hints are hidden, in the comparison, too.
  @Test func wordsComeWithoutHints() {
    var stage = Stage(running: ComparedPage.page, Size(columns: 100, rows: 30))
    stage.type("vz")
    #expect(!stage.canvas.description.contains("left/right"))
    stage.type("<")
    #expect(stage.canvas.description.contains("does nothing here"))
    #expect(!stage.canvas.description.contains("left/right"))
  }

  @Test func zIsASwitch() {
    var stage = Stage(watching: Script.dashboard)
    let before = stage.canvas
    stage.type("z")
    #expect(stage.canvas != before)
    stage.type("z")
    #expect(stage.canvas == before)
  }

  /// Words for the speaker are seen, and so are boxes with their keys.
  @Test func wordsAndBoxesAreSeen() {
    var stage = Stage(running: ComparedPage.page, Size(columns: 80, rows: 24))
    stage.type("zG")
    stage.press(.pageDown)
    #expect(stage.canvas.lines.last?.contains("The end.") == true)
    stage.type("Fi")
    #expect(stage.canvas.lines.last?.contains("apply") == true)
  }
}

extension Size {
  fileprivate var points: [Point] { (0..<rows).flatMap { y in (0..<columns).map { Point(x: $0, y: y) } } }
}
