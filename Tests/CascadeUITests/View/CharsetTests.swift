import CascadeTerminal
import CascadeUI
import Testing

/// The ASCII screen is the Unicode screen with other characters in the same places.
@Suite struct CharsetTests {
  @Test(arguments: Scene.all, Size.tested)
  func twinsHaveTheSameLayout(_ scene: Scene, _ size: Size) {
    let unicode = scene.make(size, .unicode, .full).canvas
    let ascii = scene.make(size, .ascii, .full).canvas
    #expect(ascii.description.utf8.allSatisfy { $0 <= 126 })
    for (left, right) in zip(unicode.cells, ascii.cells) {
      #expect(left.style == right.style)
      if left.scalar.isASCII { #expect(left.scalar == right.scalar) } else { #expect(right.scalar != " ") }
    }
  }

  @Test(arguments: Scene.all)
  func theKeyGivesTheSameScreenAsTheTerminal(_ scene: Scene) {
    let size = Size(columns: 100, rows: 30)
    var stage = scene.make(size, .unicode, .full)
    let typed = stage.model.typed.isEmpty
    stage.type("A")
    if typed && stage.model.status == nil && scene.name != "words" {
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
    for cell in scene.make(size, .unicode, .full).canvas.cells {
      #expect(cell.scalar.takesOneColumn)
      #expect(cell.scalar.isASCII || !cell.scalar.properties.isEmoji)
      #expect(cell.scalar != Charset.unicode.standIn)
    }
  }
}
