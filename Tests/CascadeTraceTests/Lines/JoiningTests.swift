import Cascade
import CascadeEvents
import CascadeNarration
import CascadeTrace
import TestSupport
import Testing

/// Recordings of processes that call each other.
@Suite struct JoiningTests {
  private func client(_ tell: (inout Script) -> Void = { _ in }) -> [Event] {
    Script { s in
      s.beginLive()
      s.add("page", .groupOpened(.init(parent: "", name: "page", policy: GroupKind.errgroup.policy)))
      s.add("page/stock", .taskSpawned(.init(group: "page", name: "stock")))
      s.add("page/stock", .taskStarted)
      s.at(5)
      s.add("page/stock", .note(.call(id: "7f", side: .made)))
      tell(&s)
      s.at(90)
      s.add("page/stock", .taskOut(.init(outcome: .completed)))
      s.add("page", .groupClosed(error: nil))
      s.end()
    }.events
  }

  /// - Parameter at: When the call arrives, by the server's own clock.
  private func server(at: Int64 = 1_000, call: String = "7f") -> [Event] {
    Script { s in
      s.beginLive()
      s.at(at)
      s.context("reserve", .deadline, deadline: at + 50)
      // A group that was opened in the context by the code of no task has a path of its own.
      s.add("reserve#2", .groupOpened(.init(parent: "reserve", name: "reserve", policy: GroupKind.errgroup.policy)))
      s.add("reserve#2/answer", .taskSpawned(.init(group: "reserve#2", name: "answer")))
      s.add("reserve#2/answer", .taskStarted)
      s.add("reserve#2/answer", .note(.call(id: call, side: .taken)))
      s.at(at + 50)
      let told = Event.Told(reason: .deadlineExceeded, origin: "reserve")
      s.add("reserve", .contextTold(told))
      s.add("reserve#2", .contextTold(told))
      s.add("reserve#2/answer", .taskTold(told))
      s.at(at + 51)
      s.add("reserve#2/answer", .taskOut(.init(outcome: .cancelled, error: "context deadline exceeded")))
      s.add("reserve#2", .groupClosed(error: nil))
      s.end()
    }.events
  }

  @Test(arguments: [Int64(0), 3, 1_000, 3_600_000], [false, true])
  func `the work of a call hangs below what made it`(at: Int64, isTurned: Bool) throws {
    let given = isTurned ? [server(at: at), client()] : [client(), server(at: at)]
    let runs = JoinedRun.join(given)
    let run = try #require(runs.first)
    #expect(runs.count == 1 && run.calls == 1)
    #expect(run.untaken + run.unmade + run.shared + run.impossible == 0)
    // Nothing is lost, no event comes twice, and time goes on.
    #expect(run.events.count == given[0].count + given[1].count - 2)
    #expect(run.events.map(\.seq) == Array(0..<run.events.count))
    #expect(zip(run.events, run.events.dropFirst()).allSatisfy { $0.t <= $1.t })
    #expect(run.events.last?.kind == .runEnded(.completed))
    let recording = Recording(run.events)
    let rows = recording.latestState.rows
    #expect(
      rows.map { String(repeating: " ", count: $0.depth) + $0.id } == [
        "page", " page/stock", "  page/stock/reserve", "   page/stock/reserve#2", "    page/stock/reserve#2/answer",
      ])
    // The call arrives when it is made, and the rest lies as far from that as on its own clock.
    let times = Dictionary(run.events.map { ($0.id, $0.t) }) { first, _ in first }
    let made = run.events.first { if case .note(.call(_, .made)) = $0.kind { true } else { false } }
    #expect(times["page/stock/reserve"] == made?.t)
    let told = try #require(run.events.first { if case .taskTold = $0.kind { true } else { false } })
    #expect(made.map { $0.t.duration(to: told.t) } == .milliseconds(50))
    guard case .taskTold(let why) = told.kind else { return }
    #expect(why.origin == "page/stock/reserve")
    let deadline = run.events.compactMap { if case .contextMade(let made) = $0.kind { made.deadline } else { nil } }
    #expect(deadline == [told.t])
  }

  @Test func `what isn't known is said`() throws {
    let given = [client(), server()]
    let run = try #require(JoinedRun.join(given).first)
    let words = given.map { RecordingWords(RecordedRun(reading: EventWriter.write($0)).gaps) }
    let said = JoinedWords(run, names: ["a\u{1B}.jsonl", "b.jsonl"], words: words)
    #expect(said.sentences[0] == "1 call ties together a\\u{1B}.jsonl and b.jsonl.")
    #expect(
      said.sentences[1].hasPrefix(
        "How their clocks differ isn't known. Each stands as early as the calls allow: a\\u{1B}.jsonl begins 995 ms after b."
      ))
    #expect(said.line.hasPrefix("Not all is known: how the clocks of a\\u{1B}.jsonl and b.jsonl differ"))
  }

  @Test func `a process that was killed has no end, and so has the run`() throws {
    let run = try #require(JoinedRun.join([client().dropLast(3), server()].map(Array.init)).first)
    #expect(!run.events.contains { if case .runEnded = $0.kind { true } else { false } })
  }

  @Test func `those that have nothing to do with each other stay alone`() {
    #expect(JoinedRun.join([]).isEmpty)
    #expect(JoinedRun.join([client()]).isEmpty)
    #expect(JoinedRun.join([client(), client()]).isEmpty)
    #expect(JoinedRun.join([client(), server(call: "8")]).isEmpty)
    // A third one that is joined to none.
    let runs = JoinedRun.join([client(), server(call: "8"), server()])
    #expect(runs.map { $0.parts.map(\.recording) } == [[0, 2]])
    #expect(runs.first?.untaken == 0)
  }

  @Test func `calls that lack their other side are counted`() throws {
    let more = client { $0.add("page/stock", .note(.call(id: "9", side: .made))) }
    let run = try #require(JoinedRun.join([more, server()]).first)
    #expect(run.untaken == 1)
  }

  /// A server whose requests are tasks of one group that was there before.
  @Test func `what works for several calls stands beside them`() throws {
    let calls = ["7f", "8"]
    let clients = calls.map { call in
      client().map { event -> Event in
        guard case .note(.call(_, let side)) = event.kind else { return event }
        return Event(seq: event.seq, t: event.t, id: event.id, kind: .note(.call(id: call, side: side)))
      }
    }
    let shared = Script { s in
      s.beginLive()
      for call in calls { s.add("server/\(call)", .note(.call(id: call, side: .taken))) }
    }.events
    #expect(JoinedRun.join(clients + [shared]).isEmpty)
    let also = shared + [Event(seq: 3, t: .zero, id: "other", kind: .note(.call(id: "10", side: .taken)))]
    let third = client().map { event -> Event in
      guard case .note(.call(_, let side)) = event.kind else { return event }
      return Event(seq: event.seq, t: event.t, id: event.id, kind: .note(.call(id: "10", side: side)))
    }
    let run = try #require(JoinedRun.join([third, also]).first)
    #expect(run.calls == 1 && run.shared == 0 && run.unmade == 2)
    let both = try #require(JoinedRun.join(clients + [third, also]).first)
    #expect(both.calls == 1 && both.shared == 2)
    #expect(Set(Recording(both.events).latestState.rows.map(\.id)).count == Set(both.events.map(\.id)).count - 1)
  }

  /// The same paths in several recordings are several rows.
  @Test func `paths stay unique`() throws {
    let twice = client { s in
      s.add("page/stock/reserve", .contextMade(.init(parent: "page/stock", what: .cancel, name: "reserve")))
      s.add("page/stock", .note(.call(id: "8", side: .made)))
    }
    let run = try #require(JoinedRun.join([twice, server(), server(call: "8")]).first)
    #expect(run.calls == 2)
    let ids = Recording(run.events).latestState.rows.map(\.id)
    #expect(ids.count == 2 + 1 + 3 + 3)
    #expect(Set(ids).count == ids.count)
  }

  /// Two that call each other are placed so that both calls arrive after they are made; where that can't be, it is said.
  @Test(arguments: [(Int64(30), 0), (2, 1)]) func `calls in both directions`(back: Int64, impossible: Int) throws {
    let one = Script { s in
      s.beginLive()
      s.at(10)
      s.add("a", .note(.call(id: "1", side: .made)))
      s.at(back)
      s.add("b", .note(.call(id: "2", side: .taken)))
    }.events
    let other = Script { s in
      s.beginLive()
      s.at(100)
      s.add("c", .note(.call(id: "1", side: .taken)))
      s.at(105)
      s.add("d", .note(.call(id: "2", side: .made)))
    }.events
    // Whatever the order of its lines, the clock of a recording goes on.
    let run = try #require(JoinedRun.join([one, other]).first)
    #expect(run.calls == 2)
    #expect(run.impossible == (back == 2 ? 1 : impossible))
  }

  /// Whatever calls say, the result has each event once, and can be folded.
  @Test func `random calls`() {
    var random = Seeded(14)
    for _ in 0..<200 {
      let given = (0..<Int.random(in: 2...4, using: &random)).map { _ in
        Script { s in
          s.beginLive()
          for _ in 0..<Int.random(in: 0...12, using: &random) {
            s.at(Int64.random(in: 0...3, using: &random))
            let name = ["a", "b", "c"].randomElement(using: &random) ?? ""
            let id = Bool.random(using: &random) ? name : "\(name)/x"
            let parent = ["", "a", "b/x", "c", "nothing"].randomElement(using: &random) ?? ""
            switch Int.random(in: 0...3, using: &random) {
            case 0: s.add(id, .contextMade(.init(parent: parent, what: .cancel, name: name)))
            case 1: s.add(id, .note(.call(id: "\(Int.random(in: 0...4, using: &random))", side: .made)))
            case 2: s.add(id, .note(.call(id: "\(Int.random(in: 0...4, using: &random))", side: .taken)))
            default: s.add(id, .taskTold(.init(reason: .requested, origin: parent)))
            }
          }
        }.events
      }
      let runs = JoinedRun.join(given)
      let parts = runs.flatMap { $0.parts.map(\.recording) }
      #expect(Set(parts).count == parts.count)
      for run in runs {
        let own = run.parts.map { given[$0.recording] }
        let count = own.map { $0.count - 1 }.reduce(1, +)
        #expect(run.events.count == count)
        let paths = own.map { Set($0.map(\.id)).count - 1 }.reduce(1, +)
        #expect(Set(run.events.map(\.id)).count == paths, "\(given)")
        #expect(run.parts.allSatisfy { $0.start >= .zero })
        let state = Recording(run.events).latestState
        #expect(state.rows.allSatisfy { $0.depth < 1_000 })
      }
    }
  }

  @Test func `the largest times don't overflow`() throws {
    let ends = [Int64.min, -1, 0, .max]
    for one in ends {
      for other in ends {
        let given = [
          [Event(seq: 0, t: .init(nanoseconds: one), id: "a", kind: .note(.call(id: "1", side: .made)))],
          [Event(seq: 0, t: .init(nanoseconds: other), id: "b", kind: .note(.call(id: "1", side: .taken)))],
        ]
        let run = try #require(JoinedRun.join(given).first)
        #expect(run.events.count == 3)
      }
    }
  }
}
