import Cascade
import Workloads

/// Everything that is compared, with its aims.
struct Comparisons {
  let go: GoPeer?

  /// Go's figure, where there is a peer.
  private func peer(_ name: String, _ count: Int, per: Int? = nil, aim: Double? = nil) -> [Comparison.Other] {
    guard let go else { return [] }
    return [
      Comparison.Other(label: "Go", aim: aim) { try go.measure(name, count: count) / Double(per ?? count) }
    ]
  }

  private func raw(_ label: String, aim: Double?, _ measure: @escaping () async throws -> Double) -> Comparison.Other {
    Comparison.Other(label: label, aim: aim, measure: measure)
  }

  var all: [Comparison] {
    polling + values + deriving + trees + spawning + limits + failFast + memory + observing + options
  }

  private var polling: [Comparison] {
    let live = Polling.live.context
    let dead = Polling.dead.context
    let count = 200_000
    let each = Double(count)
    return [
      Comparison(
        what: "poll a dead context, `isCancelled`", ours: { Polling.isCancelled(dead, count: count) / each },
        others: peer("poll-dead", count, aim: 0.2)),
      Comparison(
        what: "— `try check()`", ours: { Polling.check(dead, count: count) / each },
        others: peer("poll-dead", count)),
      Comparison(
        what: "— `error`, the whole story", ours: { Polling.error(dead, count: count) / each },
        others: peer("poll-dead", count)),
      Comparison(
        what: "poll a live context, `isCancelled`", ours: { Polling.isCancelled(live, count: count) / each },
        others: peer("poll-live", count, aim: 1)),
      Comparison(
        what: "— `try check()`", ours: { Polling.check(live, count: count) / each },
        others: peer("poll-live", count, aim: 1)),
    ]
  }

  private var values: [Comparison] {
    [(10, 0.2), (100, 1.0 / 40)].map { depth, aim in
      let context = Values.context(depth: depth)
      let count = 100_000
      return Comparison(
        what: "value at depth \(depth)", ours: { Values.lookUp(in: context, count: count) / Double(count) },
        others: peer("value-\(depth)", count, aim: aim))
    } + [
      Comparison(
        what: "put a value, an array of 1,000,000", ours: { Values.putArray(of: 1_000_000, count: 20_000) / 20_000 },
        others: [
          raw("ours, a number", aim: nil) { Values.putNumber(count: 20_000) / 20_000 },
          raw("250 ns", aim: 1) { 250 },
        ])
    ]
  }

  private var deriving: [Comparison] {
    let live = Polling.live.context
    let count = 20_000
    let each = Double(count)
    return [
      Comparison(
        what: "create + cancel, background parent",
        ours: { Deriving.cancel(under: .background, count: count) / each },
        others: peer("cancel-background", count, aim: 0.95)),
      Comparison(
        what: "create + cancel, live parent", ours: { Deriving.cancel(under: live, count: count) / each },
        others: peer("cancel-live", count, aim: 0.65)),
      Comparison(
        what: "— ended by its scope", ours: { Deriving.release(under: live, count: count) / each },
        others: peer("cancel-live", count)),
      Comparison(
        what: "after-function + stop, live parent", ours: { Deriving.after(under: live, count: count) / each },
        others: peer("after-live", count, aim: 0.7)),
      Comparison(
        what: "timeout create + cancel, background parent",
        ours: { Deriving.timeout(under: .background, count: count) / each },
        others: peer("timeout-background", count, aim: 0.6)),
      Comparison(
        what: "timeout create + cancel, live parent", ours: { Deriving.timeout(under: live, count: count) / each },
        others: peer("timeout-live", count, aim: 0.6)),
    ]
  }

  private var trees: [Comparison] {
    let fan = 100_000
    return [
      Comparison(
        what: "cancel 1 × 100,000, per node", ours: { Trees.fan(fan) / Double(fan) },
        others: peer("fan", fan, aim: 0.7)
          + [raw("ours, 1 × 10,000", aim: nil) { Trees.fan(fan / 10) / Double(fan / 10) }]),
      Comparison(
        what: "— and free them", ours: { Trees.fanAndFree(fan) / Double(fan) }, others: peer("fan", fan)),
      Comparison(
        what: "cancel a 10-ary tree of 111,111, per node", ours: { Trees.tenary() / 111_111 },
        others: peer("tenary", 111_111, aim: 1)),
    ]
  }

  private var spawning: [Comparison] {
    let empty = Comparison(
      what: "a group in which nothing happens", ours: { try await Groups.empty(1_000) / 1_000 },
      others: [raw("raw discarding group", aim: nil) { try await Groups.rawEmpty(1_000) / 1_000 }])
    return [empty]
      + [1, 10, 100, 1_000, 10_000, 100_000].map { tasks in
        let rounds = max(1, 2_000 / tasks)
        let each = Double(rounds * tasks)
        return Comparison(
          what: "spawn + wait, \(tasks) tasks, per task", pairs: tasks >= 100_000 ? 9 : 31,
          ours: {
            var sum = 0.0
            for _ in 0..<rounds { sum += try await Groups.unlimited(tasks) }
            return sum / each
          },
          others: [
            raw("raw discarding group", aim: tasks < 100 ? nil : 1.15) {
              var sum = 0.0
              for _ in 0..<rounds { sum += try await Groups.rawUnlimited(tasks) }
              return sum / each
            }
          ] + peer("spawn-\(tasks)", rounds, per: rounds * tasks))
      }
      + [100, 1_000, 10_000].map { tasks in
        let rounds = max(1, 2_000 / tasks)
        let each = Double(rounds * tasks)
        return Comparison(
          what: "— sharing Swift tasks, \(tasks) tasks, per task", pairs: 31,
          ours: {
            var sum = 0.0
            for _ in 0..<rounds { sum += try await Groups.sharing(tasks) }
            return sum / each
          },
          others: peer("spawn-\(tasks)", rounds, per: rounds * tasks, aim: tasks == 1_000 ? 1.3 : nil))
      }
  }

  private var limits: [Comparison] {
    let tasks = 10_000
    let each = Double(tasks)
    return [
      Comparison(
        what: "limit 2, 10,000 tasks, per task", ours: { try await Groups.limited(2, tasks) / each },
        others: [
          raw("raw group and next()", aim: 1.2) { try await Groups.rawLimited(2, tasks) / each }
        ] + peer("limit-2", 1, per: tasks)),
      Comparison(
        what: "limit 1,000, 10,000 tasks, per task", pairs: 31,
        ours: { try await Groups.limited(1_000, tasks) / each },
        others: [
          raw("ours without a limit", aim: 1.25) { try await Groups.unlimited(tasks) / each },
          raw("raw group and next()", aim: nil) { try await Groups.rawLimited(1_000, tasks) / each },
        ] + peer("limit-1000", 1, per: tasks)),
    ]
  }

  private var failFast: [Comparison] {
    [(10, 61), (1_000, 21), (100_000, 7)].flatMap { tasks, pairs in
      let go = peer("failfast-\(tasks)", 1, aim: tasks == 1_000 ? 1.6 : nil)
      return [
        Comparison(
          what: "fail-fast, \(tasks) tasks", pairs: pairs, ours: { try await FailFast.group(tasks) },
          others: [raw("raw discarding group", aim: 1.1) { try await FailFast.raw(tasks) }]),
        Comparison(
          what: "— waiting on their context", pairs: pairs, ours: { try await FailFast.groupOnContext(tasks) },
          others: [raw("raw discarding group", aim: tasks == 1_000 ? 1.35 : nil) { try await FailFast.raw(tasks) }] + go
        ),
        Comparison(
          what: "— the same, other groups just before", pairs: pairs,
          ours: { try await FailFast.groupOnContext(tasks, isWarm: true) },
          others: [raw("raw discarding group", aim: nil) { try await FailFast.raw(tasks, isWarm: true) }]),
      ]
    }
  }

  private var memory: [Comparison] {
    [
      Comparison(
        what: "a context that is held", unit: "B", pairs: 3,
        ours: { Deriving.bytes(count: 100_000, cancelled: false) },
        others: peer("bytes-context", 100_000, aim: 1)),
      Comparison(
        what: "— cancelled one by one", unit: "B", pairs: 3,
        ours: { Deriving.bytes(count: 100_000, cancelled: true) },
        others: peer("bytes-cancelled", 100_000)),
      Comparison(
        what: "a task that waits", unit: "B", pairs: 3, ours: { try await FailFast.bytesParked(20_000) },
        others: [
          raw("raw discarding group", aim: nil) { try await FailFast.rawBytesParked(20_000) },
          raw("1,650 B", aim: 1) { 1_650 },
        ] + peer("bytes-parked", 20_000)),
      Comparison(
        what: "a task that sleeps", unit: "B", pairs: 3, ours: { try await FailFast.bytesAsleep(20_000) },
        others: [raw("raw discarding group", aim: nil) { try await FailFast.rawBytesParked(20_000) }]),
    ]
  }

  private var observing: [Comparison] {
    let count = 50_000
    let each = Double(count)
    let aim = [raw("150 ns", aim: 1) { 150 }]
    return [
      Comparison(
        what: "an observer, per event of a context", ours: { Observing.contexts(count) }, others: aim),
      Comparison(
        what: "an observer, per event of a group of 1,000", ours: { try await Observing.group(1_000) }, others: aim),
      Comparison(
        what: "an observer, per note", ours: { Observing.notes(observed: true, count: count) / each },
        others: [raw("60 ns", aim: 1) { 60 }]),
      Comparison(
        what: "an event that is kept", unit: "B", pairs: 3, ours: { Observing.bytes(count) },
        others: [raw("48 B", aim: 1) { 48 }]),
      Comparison(
        what: "a request when the recorder is full", unit: "B", pairs: 3,
        ours: { try await Observing.bytesOfFull(requests: 100_000, namesDiffer: false) },
        others: [raw("1 B", aim: 1) { 1 }]),
      Comparison(
        what: "— all names different", unit: "B", pairs: 3,
        ours: { try await Observing.bytesOfFull(requests: 100_000, namesDiffer: true) },
        others: [raw("1 B", aim: 1) { 1 }]),
      Comparison(
        what: "a note without an observer", ours: { Observing.notes(observed: false, count: count) / each },
        others: [raw("one clock tick", aim: nil) { 1 }]),
    ]
  }

  private var options: [Comparison] {
    let count = 20_000
    let each = Double(count)
    return [
      Comparison(
        what: "five functional options", ours: { try Options.five(4, count: count) / each },
        others: [raw("five fields", aim: nil) { Options.fields(4, count: count) / each }]
          + peer("options", count, aim: 3)),
      Comparison(
        what: "— made once, used again", ours: { try Options.fiveStored(4, count: count) / each },
        others: [raw("five fields", aim: nil) { Options.fields(4, count: count) / each }]
          + peer("options", count)),
    ]
  }
}
