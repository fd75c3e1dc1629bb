import Cascade
import CascadeTrace
import TestSupport
import Testing

/// A server that is watched for long: what is old and well is folded away, and what matters stays.
@Suite struct FoldingTests {
  /// So many requests, each a group of two tasks; those with these numbers fail, are deaf, or go on.
  private func server(_ count: Int, failing: Set<Int> = [], deaf: Set<Int> = [], open: Set<Int> = []) -> Recording {
    var script = Script()
    script.beginLive()
    script.group("server")
    for number in 0..<count {
      script.at(Int64(number))
      let group = "server/request-\(number)"
      script.group(group, in: "server")
      for name in ["user", "orders"] {
        script.add("\(group)/\(name)", .taskSpawned(.init(group: group, name: name)))
        script.add("\(group)/\(name)", .taskStarted)
      }
      if open.contains(number) { continue }
      if deaf.contains(number) {
        script.add("\(group)/user", .note(.step(index: 0, label: "w", planned: nil, listens: .no)))
        script.add("\(group)/user", .taskTold(.init(reason: .requested, origin: group)))
        continue
      }
      let fails = failing.contains(number)
      script.add(
        "\(group)/user", .taskOut(.init(outcome: fails ? .failed : .completed, error: fails ? "503" : nil, kept: fails))
      )
      if fails { script.add(group, .groupFailureKept(task: "\(group)/user", error: "503")) }
      script.add("\(group)/orders", .taskOut(.init(outcome: .completed)))
      script.close(group, fails ? "503" : nil)
    }
    return script.recording
  }

  @Test func `a short run stays as it is`() {
    #expect(server(10).folding(beyond: 1_000, to: 10, keeping: nil) == nil)
    #expect(server(10).folded.isEmpty)
  }

  @Test func `what is old and well goes, the rest stays`() throws {
    let whole = server(500, failing: [3, 77], deaf: [5], open: [8, 499])
    let selected = try #require(whole.roster.number(of: "server/request-20/orders"))
    let smaller = try #require(whole.folding(beyond: 2_000, to: 500, keeping: selected))
    #expect((400...500).contains(smaller.count))
    let state = smaller.latestState
    for kept in [3, 77, 5, 8, 20, 499, 498, 497] { #expect(state.row("server/request-\(kept)") != nil, "\(kept)") }
    for gone in [0, 1, 2, 100, 300] { #expect(state.row("server/request-\(gone)") == nil, "\(gone)") }
    // What is left says what it said.
    let before = whole.latestState
    for row in state.rows { #expect(before.row(row.id)?.state == row.state) }
    #expect(state.tasks.count + smaller.folded.well == before.tasks.count)
    #expect(smaller.folded.ill == 0 && smaller.folded.unknown == 0)
    #expect(smaller.folded.events == whole.count - smaller.count)
    // Of what came after it everything is here.
    let until = try #require(smaller.folded.until)
    #expect(whole.log.count { $0.t > until } == smaller.log.count { $0.t > until })
    #expect(smaller.endTime == whole.endTime && state.isLive)
  }

  @Test func `failures give way only to more failures`() throws {
    let whole = server(500, failing: Set(0..<500), open: [4])
    let smaller = try #require(whole.folding(beyond: 2_000, to: 500, keeping: nil))
    #expect(smaller.count <= 510)
    #expect(smaller.folded.ill > 0)
    #expect(smaller.latestState.row("server/request-4") != nil)
    #expect(smaller.latestState.row("server/request-499") != nil)
  }

  /// However many go on at a time, no more is kept; what becomes of those that were folded away is shown.
  @Test(arguments: [false, true]) func `more tasks than can be shown`(areTold: Bool) throws {
    var recording = Recording()
    var highest = 0
    for number in 0..<3_000 {
      let id = "g/\(number)"
      let t = Context.Instant(nanoseconds: Int64(number))
      var events =
        number == 0
        ? Script {
          $0.beginLive()
          $0.group("g")
        }.events : []
      events.append(Event(seq: 0, t: t, id: id, kind: .taskSpawned(.init(group: "g", name: "\(number)"))))
      events.append(Event(seq: 0, t: t, id: id, kind: .taskStarted))
      if areTold { events.append(Event(seq: 0, t: t, id: id, kind: .taskTold(.init(reason: .requested, origin: "g")))) }
      recording.append(contentsOf: events)
      let selected = recording.roster.number(of: "g/7")
      if let smaller = recording.folding(beyond: 300, to: 150, keeping: selected) {
        recording = smaller
      }
      highest = max(highest, recording.count)
    }
    #expect(highest <= 303)
    #expect(recording.folded.open + recording.latestState.tasks.count == 3_000)
    #expect(recording.latestState.row("g/7") != nil)
    #expect(recording.latestState.row("g/2999")?.state == .task(areTold ? .told : .running))
    recording.append(Event(seq: 0, t: .zero, id: "g/0", kind: .taskOut(.init(outcome: .completed))))
    #expect(recording.latestState.row("g/0")?.taskState?.isOver == true)
  }

  /// However much is missing, no more is kept.
  @Test func `with gaps everywhere it stays small`() throws {
    var recording = Recording()
    var number = 0
    for round in 0..<50 {
      var events: [Event] = round == 0 ? [Event(seq: 0, t: .zero, id: "", kind: .runStarted(.init(clock: .live)))] : []
      for _ in 0..<50 {
        number += 1
        let t = Context.Instant(nanoseconds: Int64(number) * 1_000)
        // Opened and never closed: the rest was dropped.
        events.append(
          Event(
            seq: 0, t: t, id: "r\(number)",
            kind: .groupOpened(
              .init(parent: "", name: "r\(number)", policy: .init("errgroup", keeps: .first, cancelsOn: .failure)))))
        events.append(
          Event(seq: 0, t: t, id: "r\(number)/a", kind: .taskSpawned(.init(group: "r\(number)", name: "a"))))
        events.append(Event(seq: 0, t: t, id: "", kind: .dropped(count: 10)))
      }
      recording.append(contentsOf: events)
      if let smaller = recording.folding(beyond: 300, to: 150, keeping: nil) { recording = smaller }
      #expect(recording.count <= 300)
    }
    #expect(recording.latestState.droppedCount == 50 * 50 * 10)
    #expect(recording.folded.unknown + recording.latestState.tasks.count == 2_500)
  }
}
