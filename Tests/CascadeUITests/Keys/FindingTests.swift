import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// `/`, `n` and `N`, in each list.
@Suite struct FindingTests {
  @Test func aScenarioIsFoundByAnyOfItsWords() {
    var stage = Stage(Size(columns: 80, rows: 24), gallery: Stage.course)
    stage.type("/WITHOUTC")
    #expect(stage.canvas.lines.last?.hasPrefix(" /WITHOUTC") == true)
    stage.press(.enter)
    #expect(
      stage.model.gallery.entry?.name == "cleanup" || stage.model.gallery.entry?.name == "contexts"
        || stage.model.status != nil)
    stage.type("/deadline")
    stage.press(.enter)
    let first = stage.model.gallery.selected
    stage.type("n")
    let second = stage.model.gallery.selected
    #expect(second != first)
    stage.type("N")
    #expect(stage.model.gallery.selected == first)
    // Around the end.
    for _ in 0..<40 { stage.type("n") }
    #expect(
      stage.model.gallery.entry.map { "\($0.name) \($0.title) \($0.about)".lowercased().contains("deadline") } == true)
  }

  @Test func aTaskIsFoundByItsName() {
    var stage = Stage(watching: Script.dashboard, Size(columns: 80, rows: 24))
    let row = stage.session.recording.roster.members.last { $0.kind == .task }
    let name = row?.id.split(separator: "/").last.map(String.init) ?? ""
    stage.type("/" + name)
    stage.press(.enter)
    #expect(stage.session.pinned.map { stage.session.recording.roster.members[$0].id } == row?.id)
    stage.type("/nothing of this kind")
    stage.press(.enter)
    #expect(stage.model.status == "Nothing here has \"nothing of this kind\".")
  }

  @Test func theHelpIsScrolledToIt() {
    var stage = Stage(Size(columns: 80, rows: 24))
    stage.type("?/two runs side by side")
    stage.press(.enter)
    #expect(
      stage.canvas.lines[1].contains("two runs side by side")
        || stage.canvas.description.contains("two runs side by side"))
  }

  @Test func whatIsTypedIsText() {
    var stage = Stage(Size(columns: 80, rows: 24), gallery: Stage.course)
    stage.type("/q?.")
    #expect(stage.effects.isEmpty && stage.model.help == nil && !stage.model.isBlank)
    stage.press(.backspace)
    #expect(stage.canvas.lines.last?.hasPrefix(" /q?") == true)
    stage.press(.escape)
    #expect(stage.model.place == .gallery && stage.canvas.lines.last?.contains("/q") == false)
    stage.type("n")
    #expect(stage.model.status == "/ finds something first.")
    // Pasted text is text, and harmless.
    stage.type("/")
    stage.send(.pasted("a\u{1B}[2Jb\n"))
    #expect(stage.canvas.lines.last?.unicodeScalars.allSatisfy { $0.value >= 32 } == true)
    stage.press(.control("c"))
    #expect(stage.effects.contains(.quit))
  }
}
