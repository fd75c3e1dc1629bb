import CascadeCode
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import TestSupport

/// Programs of everything that there is: kept stories, public programs, challenges and random scenarios.
enum Corpus {
  struct Entry: Sendable, CustomStringConvertible {
    var description: String
    var scenario: Scenario
    var swift: SourceBlocks?
    var go: SourceBlocks?

    init(_ name: String, _ scenario: Scenario) {
      description = name
      self.scenario = scenario
      // What a Swift program needs besides its function is the same in all.
      swift = (try? Program.listing(scenario, named: name, in: .swift)).map { listing in
        let end = listing.lines.firstIndex(of: "}") ?? listing.lines.count - 1
        return SourceBlocks(listing.lines[...end])
      }
      go = (try? Program.listing(scenario, named: name, in: .go)).map { SourceBlocks($0.lines[...]) }
    }
  }

  static let all: [Entry] = {
    let stories = Story.all + RealProgramTests.stories + reported
    var entries = stories.compactMap { story in (try? story.scenario()).map { Entry(story.name, $0) } }
    entries += Gallery.challenges.compactMap { entry in (try? entry.scenario()).map { Entry(entry.name, $0) } }
    for seed in Effort.seeds(10) {
      entries.append(Entry("everything \(seed)", RandomScenario.make(seed: seed)))
      entries.append(Entry("go \(seed)", RandomScenario.make(seed: seed, .go)))
      entries.append(Entry("called \(seed)", RandomCaller.added(to: RandomScenario.make(seed: seed, .go), seed: seed)))
      entries.append(Entry("tried \(seed)", RandomTry.added(to: RandomScenario.make(seed: seed, .go), seed: seed)))
      entries.append(Entry("shared \(seed)", RandomSharing.added(to: RandomScenario.make(seed: seed, .go), seed: seed)))
    }
    return entries
  }()

  /// What a reader of programs found, each in a few lines.
  static let reported = [
    Story(
      name: "call",
      source:
        "title: T\ngroup: {tasks: {a: {deaf: true, steps: [{load: api, call: [busy: 10ms, {fail: x}]}, busy: 5ms]}}}"),
    Story(name: "after", source: "title: T\ngroup: {after-wait: [work: 80ms], tasks: {a: '-|'}}"),
    Story(
      name: "lease",
      source: "title: T\ngroup: {tasks: {a: {group: {leave: {when: 70ms, error: lost}, tasks: {b: {line: '>'}}}}}}"),
    Story(
      name: "told",
      source: """
        title: T
        group: {cancel-at: 1s, tasks: {a: {steps: [{group: {leave: told, tasks: {b: {line: '>'}}}, ignore-error: true}, work: 5ms]}}}
        """),
    Story(
      name: "wait-groups",
      source: "title: T\ngroup: {tasks: {a: {steps: [{group: {kind: waitgroup, tasks: {b: '-|'}}}, busy: 5ms]}}}"),
    Story(
      name: "tries", source: "title: T\ngroup: {tasks: {a: {lines: ['-^ x', '-^ x', '-|'], retry: {delay: 10ms}}}}"),
    Story(
      name: "causes", source: "title: T\ngroup: {cancel-at: 1s, tasks: {a: {lines: ['-^ x', '-|'], on-cancel: cause}}}"),
    Story(
      name: "sure", source: "title: T\ngroup: {tasks: {a: {deaf: true, lines: ['-|', '-^ x'], retry: {delay: 10ms}}}}"),
    Story(
      name: "serves",
      source: "title: T\ngroup: {tasks: {a: {line: '>', on-cancel: ok}, b: {line: '--|', on-cancel: ok}, c: '-^ x'}}"),
    Story(
      name: "fails",
      source: """
        title: T
        group: {tasks: {a: {deaf: true, steps: [{until: bell}, return]}, b: {steps: [{until: a fails or 5ms}, {signal: bell}, {until: a out or 6ms}]}}}
        """),
    Story(
      name: "walk",
      source: "title: T\ngroup: {limit: 1, tasks: {a: {steps: [{spawn: {b: {line: '-|', spawn: try-go}}}]}}}"),
  ]
}
