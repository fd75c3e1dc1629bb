import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// Files that change while they are looked at.
@Suite struct RereadTests {
  @Test func theNewRunStandsAtTheSameTime() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("f")
    let t = stage.session.cursor.t
    stage.send(.reread(Opening(name: "first-failure", title: "New", recording: Recording(Script.dashboard))))
    #expect(stage.session.title == "New" && stage.session.cursor.t == t)
    #expect(stage.model.status == "The file was read again.")
    stage.send(.reread(Opening(name: "another", title: "Other", recording: Recording(Script.calm))))
    #expect(stage.session.title == "New")
  }

  @Test func whatIsWrongStandsOverTheOldRunWhichStays() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("f")
    let before = stage.canvas
    stage.send(.unreadable(["own.yaml:1:1: wrong", "own.yaml:2:1: worse"]))
    #expect(stage.model.place == .problems)
    #expect(stage.canvas.description.contains("own.yaml:2:1: worse"))
    stage.press(.escape)
    #expect(stage.canvas == before)
    // Mended: the box goes by itself.
    stage.send(.unreadable(["own.yaml:1:1: wrong"]))
    stage.send(.reread(Opening(name: "first-failure", title: "New", recording: Recording(Script.calm))))
    #expect(stage.model.place == .main)
  }
}
