import CascadeTerminal
import CascadeTrace
import Testing

@testable import CascadeUI

/// The dialog in which a run is exported.
@Suite struct ExportTests {
  private func opened() -> Stage {
    var stage = Stage(running: ComparedPage.page)
    stage.type("F")
    stage.type("E")
    return stage
  }

  private var moment: Cursor {
    var stage = Stage(running: ComparedPage.page)
    stage.type("F")
    return stage.session.cursor
  }

  private func order(
    _ format: String, _ path: String, everyBeat: Bool = false, overwrites: Bool = false
  ) -> Effect {
    .export(ExportOrder(format: format, path: path, moment: moment, everyBeat: everyBeat, overwrites: overwrites))
  }

  @Test func `enter orders a picture of the moment that is looked at`() {
    var stage = opened()
    stage.press(.enter)
    #expect(stage.effects.last == order("svg", "page.svg"))
    // Until it is there the dialog stays.
    #expect(stage.model.place == .export)
    stage.send(.exported(.written("page.svg is written.")))
    #expect(stage.model.place == .main)
    #expect(stage.model.status == "page.svg is written.")
    #expect(stage.session.cursor == moment)
  }

  @Test func `a picture can be one of each beat, the whole run can't`() {
    var stage = opened()
    stage.press(.tab, .enter)
    #expect(stage.effects.last == order("svg", "page.svg", everyBeat: true))
    stage.type("j")
    stage.press(.enter)
    #expect(stage.effects.last == order("cast", "page.cast"))
    stage.press(.tab, .enter)
    #expect(stage.effects.last == order("cast", "page.cast"))
    #expect(stage.canvas.description.contains("the whole run"))
  }

  @Test func `a name that is typed is the file's name`() {
    var stage = opened()
    stage.type("e")
    #expect(stage.model.place == .field)
    stage.type("slides/one.svg")
    stage.press(.enter, .enter)
    #expect(stage.effects.last == order("svg", "slides/one.svg"))
  }

  @Test func `a file that is there is replaced only when the same is ordered again`() {
    var stage = opened()
    stage.press(.enter)
    stage.send(.exported(.exists(path: "slides/page.svg")))
    #expect(stage.model.status?.hasPrefix("There is a page.svg.") == true)
    #expect(stage.model.place == .export)
    stage.press(.enter)
    #expect(stage.effects.last == order("svg", "page.svg", overwrites: true))
    // Another file is another question.
    stage.send(.exported(.exists(path: "page.svg")))
    stage.type("j")
    stage.press(.enter)
    #expect(stage.effects.last == order("cast", "page.cast"))
    stage.send(.exported(.exists(path: "page.cast")))
    stage.type("e")
    stage.type("other.cast")
    stage.press(.enter, .enter)
    #expect(stage.effects.last == order("cast", "other.cast"))
  }

  @Test func `what can't be written is said, and the dialog stays`() {
    var stage = opened()
    stage.press(.enter)
    stage.send(.exported(.refused("page.svg: Permission denied.")))
    #expect(stage.model.status == "page.svg: Permission denied.")
    #expect(stage.model.place == .export)
  }

  @Test func `without formats there is no dialog`() {
    var stage = Stage(running: ComparedPage.page)
    stage.model = Model(gallery: [], size: stage.size)
    stage.type("E")
    #expect(stage.model.place == .gallery)
  }

  @Test(arguments: [
    ("first-failure", "first-failure"), ("demos/my.story.yaml", "my"), ("", "run"), ("/", "run"),
    ("a\u{1B}[2Jb/\u{202E}x y.yaml", "-x-y"), ("…", "-"), ("Größe.yaml", "Größe"),
  ])
  func `the name of a file is made of letters and digits`(name: String, file: String) {
    #expect(ExportOffer.fileName(for: name) == file)
  }

  @Test func `a picture has nothing of the screen that the run hasn't`() throws {
    var stage = Stage(running: ComparedPage.page)
    stage.type("f")
    let expected = try #require(stage.model.pictured(size: stage.size))
    // A dialog, the help, words, a count, another place, a chosen row.
    for keys in ["i", "?", "zz", "5", "G", "jj", "E"] {
      var other = stage
      other.type(keys)
      let pictured = try #require(other.model.pictured(size: stage.size))
      #expect(
        pictured.view(size: stage.size, capabilities: stage.capabilities)
          == expected.view(size: stage.size, capabilities: stage.capabilities))
    }
  }
}
