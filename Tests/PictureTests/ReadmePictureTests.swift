import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import CascadeUI
import Foundation
import Testing

@testable import CascadeExport

/// The moving picture of the README is what the program draws today, frame by frame, as is the recording beside it.
/// `CASCADE_RECORD=1` makes both anew.
@Suite struct ReadmePictureTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("demos")

  private let run: ExportedRun
  private let film: Film

  /// The first fifteen seconds of the run playing.
  init() throws {
    let scenario = try Gallery.named("first-failure").scenario()
    let played = try ScenarioRun(scenario)
    var recording = Recording(played.events)
    recording.useBeats(BeatPlaces(scenario, in: played.events).places)
    let size = Size(columns: 80, rows: 24)
    var model = Model(gallery: [], size: size)
    _ = model.update(.opened(Opening(name: "first-failure", title: scenario.title, recording: recording)))
    run = try ExportedRun(model, size: size)
    film = try Film(run, upTo: .seconds(15))
  }

  @Test func `the moving picture`() throws {
    let picture = MovingPicture.text(film, of: run)
    #expect(picture.utf8.count < 200_000)
    #expect(picture.contains("@media (prefers-reduced-motion:reduce){.m{animation:none}}"))
    try compare(picture, "first-failure.svg")
  }

  @Test func `the recording`() throws {
    try compare(Asciicast.version2(film, of: run), "first-failure.cast")
  }

  /// After the cause was read, what it tells is told one after the other.
  @Test func `the cascade is seen to travel`() throws {
    let cause = try #require(run.recording.firstFailure)
    let first = try #require(film.frames.first { $0.cursor.position > cause.position }).at
    let shown = film.frames.filter { $0.at >= first && $0.at < first + 1_600_000_000 }
    #expect(shown.count >= 6)
  }

  private func compare(_ text: String, _ name: String) throws {
    let file = Self.folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["CASCADE_RECORD"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let committed = try String(contentsOf: file, encoding: .utf8)
    #expect(committed == text, "demos/\(name) isn't what the program draws; see the head of this suite")
  }
}
