import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import Testing

@testable import CascadeUI

/// The built-in scenarios on the screens that they are shown on.
@Suite struct CourseTests {
  /// Two rows are there for them, on a screen of 80 columns and on the smallest one.
  @Test(arguments: Gallery.all, [Size(columns: 60, rows: 16), Size(columns: 80, rows: 24)])
  func sentencesFitTheirRows(entry: Gallery.Entry, size: Size) throws {
    var stage = Stage(size)
    stage.open(entry.name)
    for beat in try entry.scenario().beats {
      let columns = stage.page.layout.sentence.size.columns
      let lines = TextLayout.wrap(beat.say, columns: columns, lines: .max, glyphs: .unicode)
      #expect(lines.count <= stage.page.layout.sentence.size.rows, "\(beat.say)")
    }
  }

  @Test(arguments: Stage.course)
  func linesAboutAreShownInFull(entry: GalleryEntry) {
    #expect(entry.title.columns <= 48, "\(entry.title)")
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
