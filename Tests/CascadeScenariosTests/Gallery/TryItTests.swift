import Cascade
import CascadeText
import CascadeTrace
import Foundation
import Testing

@testable import CascadeScenarios

/// What the pages of the course say that a change makes of their scenario.
@Suite struct TryItTests {
  /// One promise of a page: its words, the change, and what has to come of it.
  struct Promise: Sendable, CustomTestStringConvertible {
    var page: String
    /// The page says this, line breaks aside.
    var words: String
    var scenario: String
    /// What is written in the place of what in a copy of the file.
    var edit: (from: String, to: String)?
    /// As on the command line, at a time.
    var at = Duration.zero
    var changes: [String] = []
    /// What wait returns; an empty text for no error.
    var wait: String
    /// When it returns.
    var closed: Duration
    /// `NAME OUTCOME TIME`, one for each task that matters.
    var tasks: [String] = []

    var testDescription: String { "\(page): \(words)" }
  }

  static let promises = [
    Promise(
      page: "AllWell", words: "a limit of 1 makes 2.1 s of it", scenario: "all-well",
      changes: ["set limit of root to 1"], wait: "", closed: .milliseconds(2_100)),
    Promise(
      page: "Batch", words: "`v` against `collect-all`: 999 texts are done at 4 s, and one error is reported",
      scenario: "batch", changes: ["set kind of root to collect-all"], wait: "1 task failed: ", closed: .seconds(4)),
    Promise(
      page: "Deadline", words: "give it a timeout of 2 s: then the disk error is the first, and the cause",
      scenario: "deadline", changes: ["set timeout of root to 2s"], wait: "disk error", closed: .milliseconds(1_250),
      tasks: ["shard-3 failed 1.2s", "shard-2 cancelled 1.25s"]),
    Promise(
      page: "DeafTask", words: "Select `sync-crm` and make it listen", scenario: "deaf-task",
      changes: ["make sync-crm listen"], wait: "card declined", closed: .milliseconds(600),
      tasks: ["sync-crm cancelled 300ms", "print-label cancelled 600ms"]),
    Promise(
      page: "DeafTask", words: "or make `reserve-stock` deaf", scenario: "deaf-task",
      changes: ["deafen reserve-stock"], wait: "card declined", closed: .milliseconds(1_200),
      tasks: ["reserve-stock completed 800ms"]),
    Promise(
      page: "Detached", words: "With `i` let `pay` return at 0.5 s: `give-seats-back` starts all the same, at 1.1 s",
      scenario: "detached", at: .milliseconds(500), changes: ["finish pay"], wait: "", closed: .milliseconds(1_100),
      tasks: ["pay completed 500ms", "tickets completed 1.1s"]),
    Promise(
      page: "FirstFailure", words: "With `i` on `audit-log` make it listen: then the page gives up after 1.38 s",
      scenario: "first-failure", at: .seconds(1), changes: ["make audit-log listen"], wait: "503 from orders",
      closed: .milliseconds(1_380)),
    Promise(
      page: "HiddenError", words: "With `o` choose `collect-all` and see that all three errors come out",
      scenario: "hidden-error", changes: ["set kind of root to collect-all"], wait: "3 tasks failed: ",
      closed: .milliseconds(550)),
    Promise(
      page: "LateStart",
      words: "let the group skip queued work after a failure: the last three are never run, and waiting ends at 0.45 s",
      scenario: "late-start", changes: ["set queued of root to skip-after-failure"], wait: "state root differs",
      closed: .milliseconds(450)),
    Promise(
      page: "NestedGroups", words: "Select `weather` and let it pass the error on: fail it with `i` at 0.32 s",
      scenario: "nested-groups", at: .milliseconds(320), changes: ["fail weather: radar offline"],
      wait: "radar offline", closed: .milliseconds(360),
      tasks: ["weather propagated 320ms", "news/pictures cancelled 360ms"]),
    Promise(
      page: "Panic", words: "let another task panic, or fail with an error: here the two make no difference",
      scenario: "panic", at: .milliseconds(200), changes: ["panic invoice: no paper"], wait: "panic: no paper",
      closed: .milliseconds(250), tasks: ["invoice failed 200ms", "gallery/photo-1 cancelled 250ms"]),
    Promise(
      page: "Panic", words: "or fail with an error: here the two make no difference", scenario: "panic",
      at: .milliseconds(200), changes: ["fail invoice: no paper"], wait: "no paper", closed: .milliseconds(250),
      tasks: ["invoice failed 200ms", "gallery/photo-1 cancelled 250ms"]),
    Promise(
      page: "Retry",
      words: "set the timeout to 2 s: then `prices` fails by itself, with \"connection refused\", after its sixth "
        + "attempt at 1.85 s", scenario: "retry", changes: ["set timeout of root to 2s"], wait: "connection refused",
      closed: .milliseconds(1_850), tasks: ["prices failed 1.85s"]),
    Promise(
      page: "Shutdown", words: "Make the grace 0.2 s in a copy of the file: then `upload` is lost",
      scenario: "shutdown", edit: ("grace: 800ms", "grace: 200ms"), wait: "context canceled",
      closed: .milliseconds(750), tasks: ["upload cancelled 700ms"]),
    Promise(
      page: "Shutdown", words: "beside a shutdown without a grace: the caller is answered 0.8 s earlier",
      scenario: "shutdown", at: .milliseconds(500), changes: ["cancel root"], wait: "context canceled",
      closed: .milliseconds(550), tasks: ["upload cancelled 500ms"]),
    Promise(
      page: "TwoFailures", words: "choose the policy `collect-all`: no task is cancelled, and waiting throws both",
      scenario: "two-failures", changes: ["set kind of root to collect-all"], wait: "2 tasks failed: ",
      closed: .milliseconds(900)),
    Promise(
      page: "UsedAfterWait",
      words:
        "Take the line `use: group-context` out of a copy of the file: then `push` is done at 0.8 s, and no task is "
        + "told anything", scenario: "used-after-wait", edit: ("          - use: group-context\n", ""), wait: "",
      closed: .seconds(1), tasks: ["push completed 800ms", "scan completed 1s"]),
  ]

  @Test(arguments: promises) func comesTrue(_ promise: Promise) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = root.appendingPathComponent(
      "Sources/CascadeScenarios/CascadeScenarios.docc/\(promise.page).md")
    let text = try String(contentsOf: page, encoding: .utf8).split(whereSeparator: \.isWhitespace)
    #expect(text.joined(separator: " ").contains(promise.words))

    let run = try promise.played().latestState
    let group = try #require(run.outermostGroup)
    if promise.wait.isEmpty {
      #expect(group.closingError == nil)
    } else {
      #expect(group.closingError?.hasPrefix(promise.wait) == true, "\(group.closingError ?? "no error")")
    }
    #expect(group.closedAt == Context.Instant.zero.advanced(by: promise.closed))
    for expected in promise.tasks {
      let words = expected.split(separator: " ").map(String.init)
      let row = try #require(run.tasks.first { $0.id == "root/\(words[0])" || $0.id == path(words[0]) })
      #expect(row.out?.outcome.rawValue == words[1], "\(expected)")
      #expect(row.outAt == Context.Instant.zero.advanced(by: try DurationText.read(words[2])), "\(expected)")
    }
  }

  /// `news/pictures` as events call it.
  private func path(_ name: String) -> String {
    let names = name.split(separator: "/")
    return names.count < 2 ? name : "root/\(names[0])/group/\(names[1])"
  }
}

extension TryItTests.Promise {
  fileprivate func played() throws -> Recording {
    var source = try Gallery.named(scenario).source
    if let edit {
      #expect(source.contains(edit.from))
      source = source.replacingOccurrences(of: edit.from, with: edit.to)
    }
    let story = try Scenario.read(source, file: "\(scenario).yaml")
    var variation = Variation.none
    var run = try ScenarioRun(story)
    for change in changes {
      let names = PhraseNames(story, variation, in: run.events)
      let moment = Recording(run.events).cursor(at: Context.Instant.zero.advanced(by: at))
      variation = variation.adding(try PhraseReader(names: names, at: moment).read(change))
      run = try ScenarioRun(story, variation: variation)
    }
    return Recording(run.events)
  }
}
