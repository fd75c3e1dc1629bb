import CascadeScenarios
import Foundation
import Testing

/// The folder of the built-in scenarios, as it stands in the source tree.
let demos = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../demos").standardizedFileURL

@Suite struct GalleryTests {
  @Test func `holds every file of the folder, letter for letter`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: demos.path).filter {
      $0.hasSuffix(".yaml") && !Talk.isTalk(path: demos.appending(path: $0).path)
    }
    #expect(Set(files) == Set(Gallery.all.map { $0.name + ".yaml" }))
    for entry in Gallery.all {
      let file = try String(contentsOf: demos.appending(path: entry.name + ".yaml"), encoding: .utf8)
      #expect(entry.source == file, "\(entry.name)")
    }
  }

  @Test func `holds every pattern, letter for letter`() throws {
    let folder = demos.appending(path: "patterns")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(files) == Set(Gallery.patterns.map { $0.name + ".yaml" }))
    for entry in Gallery.patterns {
      #expect(try entry.source == String(contentsOf: folder.appending(path: entry.name + ".yaml"), encoding: .utf8))
    }
  }

  @Test(arguments: Gallery.patterns)
  func `a pattern names its source, says what happens and ends as it says`(entry: Gallery.Entry) throws {
    #expect(entry.source.hasPrefix("# ") && entry.source.contains("https://"))
    let scenario = try entry.scenario()
    #expect(scenario.title.hasSuffix("?") && scenario.about != nil && scenario.beats.contains { $0.note != nil })
    #expect((3...6).contains(scenario.beats.count))
    for beat in scenario.beats { #expect(beat.say.count <= 120, "\(beat.say)") }
    let check = try ScenarioCheck(scenario)
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.claims > 5)
    let paths = ScenarioPaths(scenario).entries.map(\.path)
    #expect(paths.count <= 12)
  }

  @Test(arguments: Gallery.all)
  func `can be played, has sentences and says how it ends`(entry: Gallery.Entry) throws {
    let scenario = try entry.scenario()
    #expect(scenario.about != nil)
    #expect((1...9).contains(scenario.beats.count))
    #expect(scenario.beats.contains { $0.note != nil })
    let expectation = try #require(scenario.expectation)
    guard scenario.contexts == nil else {
      #expect(ScenarioPaths(scenario).entries.count <= 12)
      #expect(expectation.contexts.count > 1 && !expectation.afterFunctions.isEmpty)
      return
    }
    #expect(expectation.wait != nil)
    #expect(expectation.cause != nil)
    let paths = ScenarioPaths(scenario).entries.map(\.path)
    // The batch shows what is too much for a blackboard: its size is what it is about.
    if entry.name == "batch" {
      #expect(paths.count == 1_000)
    } else {
      #expect(paths.count <= 12)
      #expect(expectation.tasks.map(\.path).sorted() == paths.sorted())
    }
  }

  @Test(arguments: Gallery.all)
  func `keeps its sentences short enough for a narrow screen`(entry: Gallery.Entry) throws {
    for beat in try entry.scenario().beats {
      #expect(beat.say.count <= 120, "\(beat.say)")
    }
  }

  @Test(arguments: Gallery.all)
  func `asks, and the run says which answer is right`(entry: Gallery.Entry) throws {
    let scenario = try entry.scenario()
    let asks = scenario.beats.compactMap(\.ask)
    #expect(!asks.isEmpty)
    #expect(asks.allSatisfy { $0.rule != nil })
    for case .own(let own) in asks.map(\.content) {
      #expect(own.answers.count == 4)
      for answer in own.answers {
        #expect(answer.text.count <= 50, "\(answer.text)")
        #expect(answer.why != nil)
      }
      // What a Go program does when it panics isn't in the run.
      if entry.name != "panic" { #expect(own.answers[own.right].expectation != nil) }
    }
  }

  @Test func `is a course, from the simple to the surprising`() {
    let names = Gallery.all.map(\.name)
    #expect(names.count >= 15)
    #expect(names.prefix(3) == ["all-well", "first-failure", "deaf-task"])
    #expect(names.last == "batch")
  }

  @Test func `finds by name and says what was meant`() throws {
    #expect(try Gallery.named("first-failure").name == "first-failure")
    #expect {
      try Gallery.named("first-failur")
    } throws: {
      String(describing: $0)
        == "there is no scenario \"first-failur\" (did you mean first-failure?); the scenarios are "
        + Gallery.shown.map(\.name).joined(separator: ", ")
    }
    #expect { try Gallery.named("\u{1B}[2J") } throws: { !String(describing: $0).contains("\u{1B}") }
  }

  @Test func `the documentation's examples can be played`() throws {
    let text = try ["README.md", "CONTEXTS.md", "QUESTIONS.md"].map {
      try String(contentsOf: demos.appending(path: $0), encoding: .utf8)
    }.joined()
    let examples = text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }.filter { $0.hasPrefix("title:") }
    #expect(!examples.isEmpty)
    for example in examples { #expect(complaints(about: example).isEmpty, "\(example)") }
  }
}
