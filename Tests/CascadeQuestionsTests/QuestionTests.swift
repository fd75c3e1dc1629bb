import Cascade
import CascadeQuestions
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// Of each question the right answer is right by the events, and the others are wrong by them.
@Suite struct QuestionTests {
  @Test(arguments: Effort.rounds(4)) func areTrueOfRandomRuns(round: Int) throws {
    var random = Seeded(UInt64(4100 + round))
    var asked: [QuestionKind: Int] = [:]
    for _ in 0..<30 {
      let scenario = RandomScenario.make(seed: random.next())
      let run = try ScenarioRun(scenario)
      let recording = Recording(run.events)
      for position in stride(from: 1 + round % 3, to: recording.count, by: 3) {
        for kind in QuestionKind.allCases {
          guard let question = Question(kind, at: recording.cursor(at: position), in: recording) else { continue }
          asked[kind, default: 0] += 1
          check(question, run.events)
        }
      }
      for question in recording.questions { check(question, run.events) }
    }
    // Without questions nothing would have been tested.
    for kind in QuestionKind.allCases { #expect(asked[kind, default: 0] > 20, "\(kind): \(asked)") }
  }

  @Test(arguments: Gallery.all) func areTrueOfTheGallery(entry: Gallery.Entry) throws {
    let run = try ScenarioRun(try entry.scenario())
    let recording = Recording(run.events)
    let step = entry.name == "batch" ? 401 : 1
    for position in stride(from: 1, to: recording.count, by: step) {
      for kind in QuestionKind.allCases {
        guard let question = Question(kind, at: recording.cursor(at: position), in: recording) else { continue }
        check(question, run.events)
      }
    }
  }

  /// A question is made of what has happened: two runs that differ only later are asked the same.
  @Test(arguments: Effort.rounds(3)) func areTheSameForRunsThatDifferLater(round: Int) throws {
    var random = Seeded(UInt64(5200 + round))
    var pairs = 0
    for _ in 0..<20 {
      let scenario = RandomScenario.make(seed: random.next())
      let run = try ScenarioRun(scenario)
      guard let target = run.events.last(where: { if case .taskStarted = $0.kind { true } else { false } }) else {
        continue
      }
      let moment = Cursor(position: target.seq + 1, t: target.t.advanced(by: .milliseconds(10)))
      let change = Intervention(at: moment, on: target.id, .fail("other"))
      guard let other = try? ScenarioRun(scenario, variation: Variation([.intervention(change)])) else { continue }
      let (a, b) = (Recording(run.events), Recording(other.events))
      let shared = a.sharedEvents(with: b)
      for position in 1..<max(2, min(shared, a.count)) {
        for kind in QuestionKind.allCases {
          let cursor = a.cursor(at: position)
          guard let one = Question(kind, at: cursor, in: a), let two = Question(kind, at: cursor, in: b) else {
            continue
          }
          #expect(one.text == two.text)
          #expect(one.answers.map(\.text) == two.answers.map(\.text))
          pairs += 1
        }
      }
    }
    #expect(pairs > 50)
  }

  @Test func standWhereNothingIsKnownYet() throws {
    let scenario = try Gallery.named("first-failure").scenario()
    let run = try ScenarioRun(scenario)
    var recording = Recording(run.events)
    recording.useBeats(BeatPlaces(scenario, in: run.events).places)
    let question = try #require(recording.askedByAuthor.first)
    #expect(question.asked.t == Context.Instant.zero.advanced(by: .milliseconds(1_200)))
    #expect(recording.state(at: question.asked).tasks.allSatisfy { !$0.isTold })
    #expect(question.shows.t == Context.Instant.zero.advanced(by: .milliseconds(2_600)))
  }

  /// A name that is a word like others, and one that is there twice, are no question's rows by that.
  @Test func aNameIsNoWord() throws {
    let source = """
      title: X
      group: {tasks: {a: "--|", b: {group: {tasks: {free: "-|"}}}, the: "---^ no", free: "------|"}}
      beats:
        - at: 0ms
          say: "Two have one name"
          ask:
            question: "What becomes of a free task, and the other?"
            answers:
              - {say: "the first is told", expect: {tasks: {b/free: completed}}}
              - {say: "none is told", expect: {tasks: {free: completed}}}
            right: 1
      """
    let scenario = try Scenario.read(source, file: "x.yaml")
    let run = try ScenarioRun(scenario)
    var recording = Recording(run.events)
    recording.useBeats(BeatPlaces(scenario, in: run.events).places)
    let question = try #require(recording.askedByAuthor.first)
    #expect(question.about == ["root/free", "root/b/group/free"])
  }

  @Test func askNothingWhereEventsAreMissing() throws {
    var events = try ScenarioRun(try Gallery.named("first-failure").scenario()).events
    events.insert(Event(seq: 0, t: events[20].t, id: "", kind: .dropped(count: 3)), at: 20)
    let recording = Recording(events)
    #expect(recording.questions.isEmpty)
    #expect(Question(.whoIsNext, at: recording.cursor(at: 30), in: recording) == nil)
  }

  private func check(_ question: Question, _ events: [Event]) {
    let oracle = Oracle(events: events, position: question.asked.position, now: question.asked.t)
    #expect((2...4).contains(question.answers.count))
    #expect(Set(question.answers.map(\.text)).count == question.answers.count)
    #expect(question.shows.position > question.asked.position || question.kind == .howManyTold)
    #expect(!question.rule.isEmpty)
    for (index, answer) in question.answers.enumerated() {
      guard let claim = answer.claim else { continue }
      #expect(
        oracle.isTrue(claim) == (index == question.right),
        "\(question.text) at \(question.asked): \(answer.text), right is \(question.rightAnswer.text)")
      #expect(!answer.why.isEmpty)
      #expect((answer.belief == nil) == (index == question.right))
    }
  }
}
