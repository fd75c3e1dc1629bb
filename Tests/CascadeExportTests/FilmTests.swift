import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import CascadeUI
import Foundation
import ScenarioSupport
import TestSupport
import Testing

@testable import CascadeExport

/// A run that plays, as frames and as a recording of a terminal.
@Suite struct FilmTests {
  private struct Cast {
    var header: [String: Any]
    var events: [(time: Double, code: String, data: String)]

    init(_ text: String) throws {
      let lines = text.split(separator: "\n")
      let values = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) }
      header = try #require(values.first as? [String: Any])
      events = try values.dropFirst().map { value in
        let event = try #require(value as? [Any])
        #expect(event.count == 3)
        return (
          try #require(event[0] as? Double), try #require(event[1] as? String), try #require(event[2] as? String)
        )
      }
    }
  }

  /// In both versions a marker comes after what it is a marker of.
  @Test(arguments: Gallery.all.map(\.name))
  func `a terminal that plays the recording shows each frame, and has a marker for each beat`(name: String) throws {
    let run = try Runs.builtIn(name)
    let film = try Film(run)
    let cast = try Cast(Asciicast.version2(film, of: run))
    var screen = PlayedScreen(size: run.size)
    var frames = film.frames[...]
    for event in cast.events where event.code == "o" {
      try screen.play(event.data)
      guard let frame = frames.popFirst() else { continue }
      #expect(screen.canvas == frame.canvas)
      #expect(abs(event.time - Double(frame.at) / 1e9) < 0.000_002)
    }
    #expect(frames.isEmpty)
    let sentences = run.recording.beats.map(run.recording.sentence)
    for cast in [cast, try Cast(Asciicast.version3(film, of: run))] {
      #expect(cast.events.filter { $0.code == "m" }.map(\.data) == sentences)
      #expect(cast.events.first?.code == "o")
    }
  }

  /// https://docs.asciinema.org/manual/asciicast/v2/: what has to be there, times that never go back.
  @Test func `version 2 is as its description says`() throws {
    let run = try Runs.builtIn("first-failure")
    let cast = try Cast(try Asciicast.version2(run))
    #expect(cast.header["version"] as? Int == 2)
    #expect(cast.header["width"] as? Int == 80 && cast.header["height"] as? Int == 24)
    #expect(zip(cast.events, cast.events.dropFirst()).allSatisfy { $0.time <= $1.time })
    #expect(Set(cast.events.map(\.code)) == ["o", "m"])
    #expect(cast.header["duration"] as? Double == cast.events.last?.time)
    let theme = try #require(cast.header["theme"] as? [String: String])
    #expect(theme["palette"]?.split(separator: ":").count == 16)
  }

  /// https://docs.asciinema.org/manual/asciicast/v3/: the size is in `term`, times are intervals, `x` is the end.
  @Test func `version 3 is as its description says, and says the same as version 2`() throws {
    let run = try Runs.builtIn("first-failure")
    let film = try Film(run)
    let old = try Cast(Asciicast.version2(film, of: run))
    let new = try Cast(Asciicast.version3(film, of: run))
    #expect(new.header["version"] as? Int == 3)
    let term = try #require(new.header["term"] as? [String: Any])
    #expect(term["cols"] as? Int == 80 && term["rows"] as? Int == 24)
    #expect(new.header["width"] == nil)
    #expect(new.events.last.map { $0.code == "x" && $0.data == "0" } == true)
    var now = 0.0
    for (event, same) in zip(new.events, old.events) {
      #expect(event.time >= 0)
      now += event.time
      #expect(event.code == same.code && event.data == same.data && abs(now - same.time) < 0.000_01)
    }
    #expect(new.events.count == old.events.count + 1)
  }

  /// Each frame of the moving picture is the frame of the film: an element is shown while it is in the frame.
  @Test(arguments: ["first-failure", "batch", "deaf-task"])
  func `a moving picture shows each frame of the film`(name: String) throws {
    let run = try Runs.builtIn(name)
    let film = try Film(run)
    let rows = SVGRows(theme: .dark)
    let stretches = Stretches(film, rows: rows)
    for frame in film.frames {
      let now = frame.at / 1_000_000
      let shown = stretches.groups.filter { $0.from <= now && now < $0.to }.flatMap(\.elements)
      #expect(shown.sorted() == rows.elements(frame.canvas).sorted())
    }
    // Areas come before texts, which stand on them.
    let kinds = stretches.groups.flatMap(\.elements).map { $0.hasPrefix("<rect") }
    #expect(kinds == kinds.filter(\.self) + kinds.filter { !$0 })
  }

  @Test func `a long run plays faster, and says so`() throws {
    let story = try Scenario.read("title: Long\ngroup: {tasks: {a: {steps: [{work: 10m}]}}}\n", file: "long.yaml")
    let film = try Film(try Runs.run(story))
    #expect(film.duration < 300_000_000_000)
    #expect(film.frames.last?.canvas.lines.first?.contains("PLAYING") == false)
    #expect(film.frames.contains { $0.canvas.lines.first?.contains("PLAYING ×5") == true })
  }

  @Test func `a run that is too long to play is refused in words`() throws {
    let story = try Scenario.read("title: Long\ngroup: {tasks: {a: {steps: [{work: 500h}]}}}\n", file: "long.yaml")
    #expect(throws: ExportRefusal.self) { try Film(try Runs.run(story)) }
  }

  @Test(arguments: Effort.rounds(8)) func `any run can be played`(seed: Int) throws {
    let run = try Runs.run(RandomScenario.make(seed: UInt64(seed)))
    let film = try Film(run)
    #expect(film.frames.last?.cursor == run.recording.end)
    #expect(zip(film.frames, film.frames.dropFirst()).allSatisfy { $0.at < $1.at && $0.canvas != $1.canvas })
    #expect(film.marks.count == run.recording.beats.count)
  }
}
