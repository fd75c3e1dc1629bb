import Cascade
import CascadeQuestions
import CascadeScenarios
import CascadeTrace
import Foundation
import Testing

@Suite struct TalkReadingTests {
  private func read(_ text: String, path: String = "t") throws(UnreadableScenario) -> Talk {
    try Talk.read(bytes: text.utf8, path: path)
  }

  /// What is said about a file, without its name.
  private func complaints(about text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch {
      return error.description.split(separator: "\n").map { String($0.dropFirst(2)) }
    }
  }

  @Test func `everything a talk can show is read`() throws {
    let talk = try read(
      """
      talk: T
      minutes: 2.5
      audience: 100x30
      steps:
        - say: A sentence
          notes: a note
        - run: first-failure
          from: 3
          until: render out
          minutes: 1
        - what-if: first-failure
          at: 1s
          do: make audit-log listen
        - compare: batch
          a: kind=waitgroup
          b: limit=8
        - ask:
            question: Which?
            answers: [one, { say: two, why: because }]
            right: 2
            rule: remember
      """)
    #expect(talk.title == "T" && talk.minutes == .seconds(150))
    #expect(talk.audience == AudienceSize(columns: 100, rows: 30))
    #expect(talk.steps.map(\.note) == ["a note", nil, nil, nil, nil])
    guard case .run(let shown, let from?, let until?) = talk.steps[1].content else {
      Issue.record("no run")
      return
    }
    let recording = shown.recording
    #expect(from == recording.cursor(at: recording.beats[2].position))
    #expect(recording.beats.contains { recording.cursor(at: $0.position) == until })
    #expect(until.t == .zero.advanced(by: .milliseconds(1380)))
    guard case .whatIf(_, let change) = talk.steps[2].content, case .compare(_, let a?, let b?) = talk.steps[3].content,
      case .ask(let question) = talk.steps[4].content
    else {
      Issue.record("another step")
      return
    }
    #expect(change.run.events != shown.run.events)
    #expect(change.change.phrase(naming: change.names.name) == "make audit-log listen")
    for side in [a, b] {
      guard case .variation(let variation, name: _, _) = side else { continue }
      #expect(variation != .none)
    }
    #expect(question.right == 1 && question.answers[1].why == "because" && question.rule == "remember")
  }

  static let bad: [(text: String, says: [String])] = [
    ("talk: T", ["1:1: the talk has no steps"]),
    ("talk: T\nsteps: []", ["2:8: the talk has no steps"]),
    ("steps:\n  - say: a", ["1:1: the talk has no title"]),
    ("", ["1:1: the file is empty; a talk has a title and steps"]),
    (
      "talk: T\nminutes: no\naudience: 10x10\nsteps:\n  - sya: a\n  - say: a\n    run: all-well\n  - say: a\n    until: 2",
      [
        "2:10: minutes must be a number above 0, up to 600, not \"no\"", "3:11: audience must be 60x16 or more",
        "5:5: unknown key \"sya\" in a step of a talk (did you mean say?)",
        "7:5: a step shows one thing: use say or run, not both", "9:5: until needs run",
      ]
    ),
    (
      "talk: T\nsteps:\n  - run: first-failur\n  - run: nowhere.yaml\n  - run: all-well\n    from: 99\n  - run: first-failure\n    until: render fails",
      [
        "3:10: there is no scenario \"first-failur\"; a file's name has a / or a . (did you mean first-failure?)",
        "4:10: \"nowhere.yaml\": there is no such file",
        "6:11: from: the run has the beats 1 to 4, not \"99\"",
        "8:12: until: this never happens in the run: \"render fails\"",
      ]
    ),
    (
      "talk: T\nsteps:\n  - what-if: first-failure\n  - what-if: first-failure\n    do: cancel fetch-rec\n  - compare: contexts\n  - compare: batch\n    a: knd=waitgroup",
      [
        "3:5: a what-if needs do, such as: cancel NAME",
        "5:16: do: there is no task, group or context \"fetch-rec\" (did you mean fetch-recs?)",
        "6:14: a scenario of contexts has no tasks to compare; use what-if",
        "8:8: a: a side is limit=…, kind=…, timeout=…, queued=…, ignore-lone-cancellations=…, seed=…, file=… or a phrase such as \"1s: cancel NAME\"",
      ]
    ),
    (
      "talk: T\nsteps:\n  - ask: which\n  - ask:\n      question: Q\n      answers: [a]\n      right: 3\n  - ask:\n      question: Q\n      answers: [a, b, a]",
      [
        "3:10: ask must be wait-returns, who-is-next, which-error, does-it-start, still-running or how-many-told, not \"which\"",
        "6:16: a question has 2 to 4 answers, not 1", "7:14: right must be 1 or less", "9:7: a question needs right",
        "10:23: the answer \"a\" is there twice",
      ]
    ),
    (
      "talk: T\nsteps:\n  - ask: wait-returns\n  - ask: wait-returns\n    of: first-failure\n  - ask: wait-returns\n    of: first-failure\n    at: 99\n  - ask: { question: Q, answers: [a, b], right: 1 }\n    at: 2\n  - say: a\n    of: b",
      [
        "3:10: a question of this kind is about a run: say which with of, and when with at",
        "4:5: a question about a run needs at: the beat or moment at which it is asked",
        "8:9: at: the run has the beats 1 to 8, not \"99\"", "10:5: at needs what-if or of", "12:5: of needs ask",
      ]
    ),
    (
      "talk: T\nsteps:\n  - ask: which-error\n    of: all-well\n    at: 4\n  - ask: written\n    of: first-failure\n    at: 1\n  - ask: { question: Q, answers: [a, b], right: 1, until: 1s }\n  - ask: { kind: still-running, task: nobody }\n    of: first-failure\n    at: 3",
      [
        "5:9: at: nothing comes after this that could be asked about",
        "6:10: \"first-failure\" asks nothing there itself",
        "9:10: until and expect are about a run: say which with of",
        "10:39: there is no task \"nobody\"",
      ]
    ),
    (
      "talk: T\nsteps:\n  - run: first-failure\n    from: 4\n    until: 2", ["5:5: until comes before from, or with it"]
    ),
  ]

  @Test(arguments: bad.indices) func `says all that is wrong, and where`(_ index: Int) {
    #expect(complaints(about: Self.bad[index].text) == Self.bad[index].says)
  }

  @Test func `a question about a run is asked at its moment`() throws {
    let talk = try read(
      """
      talk: T
      steps:
        - ask: wait-returns
          of: first-failure
          at: fetch-orders fails
        - ask: written
          of: first-failure
        - ask: { question: Q, answers: [{ say: a, expect: { wait: none } }, b], right: 1 }
          of: first-failure
          at: 4
      """)
    var asked: [(AskPlan?, Question)] = []
    for case .askAbout(let shown, let plan, let question) in talk.steps.map(\.content) {
      #expect(question.asked.position < question.shows.position)
      #expect(question.asked.position < shown.recording.count)
      asked.append((plan, question))
    }
    try #require(asked.count == 3)
    #expect(asked[0].1.kind == .waitReturns && asked[0].1.asked.t == .zero.advanced(by: .milliseconds(1200)))
    #expect(asked[1].0 == nil && asked[1].1.answers.count == 4)
    guard case .askAbout(let shown, let plan?, _) = talk.steps[2].content else { return }
    #expect(
      plan.mismatches(in: shown).map(\.message) == [
        "answer 1 isn't right: Wait returns \"503 from orders\"; expected nil"
      ])
  }

  /// What is wrong with a file that is shown is told with its own lines.
  @Test func `a file that can't be played is explained`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cascade-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let talk = folder.appendingPathComponent("talk.yaml")
    try Data("talk: T\nsteps:\n  - run: own.yaml\n  - run: own.yaml\n".utf8).write(to: talk)
    let own = folder.appendingPathComponent("own.yaml")
    try Data("title: X\ngruop: 1\n".utf8).write(to: own)
    #expect(Talk.isTalk(path: talk.path) && !Talk.isTalk(path: own.path))
    do {
      _ = try Talk.read(path: talk.path)
      Issue.record("it was read")
    } catch {
      #expect(
        error.problems.map(\.description) == [
          "\(own.path):2:1: unknown key \"gruop\" in a scenario (did you mean group?)",
          "\(talk.path):3:10: \"own.yaml\" can't be played",
        ])
    }
    try Data("title: X\ngroup: { tasks: { a: \"--^ e\" } }\n".utf8).write(to: own)
    #expect(try Talk.read(path: talk.path).files == [talk.path, own.path])
  }

  /// Bytes of any kind: words, never a crash.
  @Test(arguments: [
    "\u{0}", "\u{FEFF}talk", "talk: [", "talk: {a: b}\nsteps: {a: b}", "- - -", "talk: &a b\nsteps: *a",
  ])
  func `what is no talk is refused in words`(_ text: String) {
    #expect(!complaints(about: text).isEmpty)
  }

  @Test func `the example is a talk`() throws {
    let talk = try Talk.read(path: demos.appending(path: "errgroup-in-eight-minutes.yaml").path)
    #expect(talk.steps.count == 10)
    let kinds = talk.steps.map { step -> String in
      switch step.content {
      case .say: "say"
      case .run(let shown, _, _): shown.name
      case .whatIf: "what-if"
      case .compare: "compare"
      case .ask, .askAbout: "ask"
      }
    }
    // Three scenarios, a comparison, a what-if, two questions and a closing sentence.
    #expect(Set(kinds) == ["say", "first-failure", "deaf-task", "two-failures", "what-if", "compare", "ask"])
    #expect(kinds.count { $0 == "ask" } == 2 && kinds.last == "say")
    let planned = talk.steps.compactMap(\.minutes).reduce(.zero, +)
    #expect(planned <= talk.minutes ?? .zero)
  }
}
