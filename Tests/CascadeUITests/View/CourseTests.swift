import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import Testing

@testable import CascadeUI

/// The built-in scenarios on the screens that they are shown on.
@Suite struct CourseTests {
  @Test(arguments: Gallery.all)
  func sentencesTakeThreeLinesAtMost(entry: Gallery.Entry) throws {
    // What the pane of the sentences leaves on a screen of 80 columns, and on the smallest one.
    for columns in [73, 53] {
      for beat in try entry.scenario().beats {
        let lines = TextLayout.wrap(beat.say, columns: columns, lines: .max, glyphs: .unicode)
        #expect(lines.count <= 3, "\(beat.say)")
      }
    }
  }

  @Test(arguments: Stage.course)
  func linesAboutAreShownInFull(entry: GalleryEntry) {
    #expect(entry.title.columns <= 40, "\(entry.title)")
    #expect(TextLayout.wrap(entry.about, columns: 52, lines: .max, glyphs: .unicode).count <= 3, "\(entry.about)")
  }

  @Test func theWholeCourseIsInViewOnAnOrdinaryScreen() {
    var stage = Stage(Size(columns: 80, rows: 24), gallery: Stage.course)
    for entry in Stage.course {
      let lines = stage.canvas.lines
      #expect(Stage.course.allSatisfy { shown in lines.contains { $0.contains(shown.title) } }, "\(entry.title)")
      stage.type("j")
    }
  }

  @Test func beforeAnythingHasHappenedTheScreenSaysWhatItIsAbout() throws {
    let scenario = try Gallery.named("late-start").scenario()
    var stage = Stage(Size(columns: 80, rows: 24))
    let recording = Recording(try ScenarioRun(scenario).events)
    stage.send(
      .opened(Opening(name: "x", title: scenario.title, about: scenario.about ?? "", recording: recording)))
    #expect(stage.session.lead == scenario.about)
    stage.press(.right)
    #expect(stage.session.lead.isEmpty)
  }
}
