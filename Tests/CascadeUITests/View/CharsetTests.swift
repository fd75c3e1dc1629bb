import CascadeTerminal
import TestSupport
import Testing

@testable import CascadeUI

/// The ASCII screen is the Unicode screen with other characters in the same places.
@Suite struct CharsetTests {
  /// All sizes in longer runs.
  private static let sizes = Effort.factor > 1 ? Size.tested : Array(Size.tested[1...2])

  @Test(arguments: Scene.all, sizes)
  func twinsHaveTheSameLayout(_ scene: Scene, _ size: Size) {
    let stage = scene.make(size, .unicode, .full)
    let (unicode, ascii) = (stage.canvas, scene.make(size, .ascii, .full).canvas)
    #expect(ascii.description.utf8.allSatisfy { $0 <= 126 })
    // In lanes characters say what areas say elsewhere; all words stand in the same places.
    let lanes = Self.lanes(of: stage)
    let different = zip(unicode.cells, ascii.cells).enumerated().filter { index, cells in
      let (left, right) = cells
      guard left != right else { return false }
      if lanes.contains(where: { $0.contains(Point(x: index % size.columns, y: index / size.columns)) }) {
        return left.scalar.isASCII && left.scalar.properties.isAlphabetic && left.scalar != right.scalar
      }
      return left.style != right.style || (left.scalar.isASCII ? left.scalar != right.scalar : right.scalar == " ")
    }
    #expect(different.isEmpty, "\(different.prefix(3))")
  }

  /// The parts of a screen in which there are lanes.
  private static func lanes(of stage: Stage) -> [Rect] {
    guard let session = stage.model.session else { return [] }
    let whole = Rect(x: 0, y: 0, columns: stage.size.columns, rows: stage.size.rows)
    if stage.model.help != nil || stage.model.comparing != nil { return [whole] }
    guard case .watching = stage.model.screen, stage.model.dialog == nil, session.asking.open == nil else {
      return [whole]
    }
    let layout = stage.model.isDrawnForAudience ? stage.audienceLayout : stage.page.layout
    return [layout.lanes] + [layout.below].compactMap(\.self)
  }

  @Test(arguments: Scene.all)
  func theKeyGivesTheSameScreenAsTheTerminal(_ scene: Scene) {
    let size = Size(columns: 100, rows: 30)
    var stage = scene.make(size, .unicode, .full)
    // In a line of text it is a letter, and any key takes words for the user and counts away.
    // A key also shows the end of a cascade that travels.
    guard stage.model.place != .field, scene.name != "travelling" else { return }
    let isQuiet = stage.model.typed.isEmpty && stage.model.status == nil
    stage.type("A")
    if isQuiet {
      #expect(stage.canvas == scene.make(size, .ascii, .full).canvas)
    }
    #expect(stage.canvas.description.utf8.allSatisfy { $0 <= 126 })
    stage.type("A")
    #expect(stage.canvas.charset == .unicode)
  }

  @Test func anAsciiTerminalStaysAscii() {
    var stage = Stage(watching: Script.dashboard, charset: .ascii)
    stage.type("A")
    #expect(stage.model.status == "This terminal shows ASCII only.")
    #expect(stage.canvas.charset == .ascii)
  }

  @Test(arguments: Scene.all, sizes)
  func everyCharacterIsOneColumnWideAndNoEmoji(_ scene: Scene, _ size: Size) {
    for scalar in Set(scene.make(size, .unicode, .full).canvas.cells.map(\.scalar)) {
      #expect(scalar.takesOneColumn)
      #expect(scalar.isASCII || !scalar.properties.isEmoji)
      #expect(scalar != Charset.unicode.standIn)
    }
  }
}
