import CascadeTerminal
import CascadeUI
import TestSupport
import Testing

/// The ASCII screen is the Unicode screen with other characters in the same places.
@Suite struct CharsetTests {
  @Test(arguments: Scene.all, Size.tested)
  func twinsHaveTheSameLayout(_ scene: Scene, _ size: Size) {
    let unicode = scene.make(size, .unicode, .full).canvas
    let ascii = scene.make(size, .ascii, .full).canvas
    #expect(ascii.description.utf8.allSatisfy { $0 <= 126 })
    let different = zip(unicode.cells, ascii.cells).filter { left, right in
      left.style != right.style || (left.scalar.isASCII ? left.scalar != right.scalar : right.scalar == " ")
    }
    #expect(different.isEmpty)
  }

  @Test(arguments: Scene.all)
  func theKeyGivesTheSameScreenAsTheTerminal(_ scene: Scene) {
    let size = Size(columns: 100, rows: 30)
    var stage = scene.make(size, .unicode, .full)
    // In a line of text it is a letter, and any key takes words for the user and counts away.
    guard stage.model.place != .field else { return }
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

  @Test(arguments: Scene.all, Size.tested)
  func everyCharacterIsOneColumnWideAndNoEmoji(_ scene: Scene, _ size: Size) {
    for scalar in Set(scene.make(size, .unicode, .full).canvas.cells.map(\.scalar)) {
      #expect(scalar.takesOneColumn)
      #expect(scalar.isASCII || !scalar.properties.isEmoji)
      #expect(scalar != Charset.unicode.standIn)
    }
  }
}
