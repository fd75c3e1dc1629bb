import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import CascadeUI
import Foundation
import Testing

/// The pictures of the README are what the program draws today. `CASCADE_RECORD=1` draws them anew.
@Suite struct ReadmePictureTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("demos")

  @Test func firstFailure() throws {
    let canvas = try screen(of: "first-failure", size: Size(columns: 100, rows: 26)) { model in
      // To the first failure, and on until the first task is out.
      for key: Key in [.character("f"), .pageDown, .pageDown] { _ = model.update(.key(key)) }
    }
    try compare(SVG(canvas, title: "One task fails first; its siblings are told and come out"), "first-failure.svg")
  }

  private func screen(of name: String, size: Size, _ press: (inout Model) -> Void) throws -> Canvas {
    let scenario = try Gallery.named(name).scenario()
    let run = try ScenarioRun(scenario)
    var recording = Recording(run.events)
    recording.useBeats(BeatPlaces(scenario, in: run.events).places)
    var model = Model(gallery: [], size: size)
    _ = model.update(.opened(Opening(name: name, title: scenario.title, recording: recording)))
    press(&model)
    return model.view(size: size, capabilities: TerminalCapabilities())
  }

  private func compare(_ picture: SVG, _ name: String) throws {
    let file = Self.folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["CASCADE_RECORD"] == "1" {
      try picture.text.write(to: file, atomically: true, encoding: .utf8)
    }
    let committed = try String(contentsOf: file, encoding: .utf8)
    #expect(committed == picture.text, "demos/\(name) isn't what the program draws; see the head of this suite")
  }
}
