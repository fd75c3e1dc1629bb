import Cascade
import CascadeEvents
import CascadeTrace
import Foundation
import TestSupport

/// How long it takes to read, fold and look at recordings of many events, and how much memory they take:
///
///     swift run -c release FoldTimes [EVENTS [RUN]]
///     swift run -c release FoldTimes FILE
///
/// Without arguments 100,000 events, and all runs. Memory is only right for the first run of a process.
@main enum FoldTimes {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    if let path = arguments.first, Int(path) == nil { return report(file: path) }
    let size = arguments.first.flatMap { Int($0) } ?? 100_000
    let wanted = arguments.dropFirst().first
    for (name, make) in runs where wanted == nil || wanted == name { report(name, make(size)) }
  }

  private static let runs: [(String, @Sendable (Int) -> [Event])] = [
    ("fail-fast", failFast), ("server", server), ("scattered", scattered), ("logging", logging),
  ]

  /// A recording, as `cascade replay` reads it.
  private static func report(file path: String) {
    guard let data = FileManager.default.contents(atPath: path) else { return print("\(path) can't be read") }
    let before = resident()
    var run: RecordedRun?
    let read = milliseconds { run = RecordedRun(reading: data, limits: limits) }
    guard let run else { return }
    print(
      "\(path): \(data.count >> 20) MiB, read in \(text(read)) ms, \((resident() - before) >> 20) MiB of memory; "
        + "\(run.gaps.missing) events missing, \(run.gaps.problemCount) problems")
    report(path, run.events)
  }

  private static func report(_ name: String, _ events: [Event]) {
    let before = resident()
    var recording = Recording()
    let load = milliseconds { recording = Recording(events) }
    print(
      "\(name): \(events.count) events, \(recording.roster.members.count) rows, folded in \(text(load)) ms, "
        + "\((resident() - before) >> 20) MiB")
    var dice = Seeded(7)
    let positions = (0..<1_000).map { _ in Int.random(in: 0...recording.count, using: &dice) }
    let visits = positions.map { position in visit(position, recording) }
    print("  to any moment, and ten of its rows: \(summary(visits)) ms")
    let ledger = WorkLedger(recording)
    let index = CascadeIndex(recording)
    for position in [recording.count / 2, recording.count] {
      let cursor = recording.cursor(at: position)
      let run = recording.state(at: position)
      let tasks = run.tasks.suffix(40)
      let times = [
        ("tally", milliseconds { _ = run.tally }),
        ("all states", milliseconds { for row in run.rows { _ = row.state } }),
        ("told", milliseconds { _ = ToldTasks(run) }),
        ("waste", milliseconds { _ = ledger.waste(in: run, at: cursor.t) }),
        ("40 lanes", milliseconds { for task in tasks { _ = recording.timeline(of: task, at: cursor, index: index) } }),
      ]
      print("  at \(position): " + times.map { "\($0) \(text($1)) ms" }.joined(separator: ", "))
    }
    var bytes: [UInt8] = []
    let write = milliseconds { bytes = EventWriter.write(events) }
    var count = 0
    let read = milliseconds { count = EventReader.read(bytes, limits: limits).events.count }
    precondition(count == events.count)
    let asRecording = milliseconds { count = RecordedRun(reading: bytes, limits: limits).events.count }
    precondition(count == events.count)
    print(
      "  as lines: \(bytes.count >> 20) MiB, written in \(text(write)) ms, read in \(text(read)) ms, as a recording in "
        + "\(text(asRecording)) ms")
  }

  private static var limits: EventReader.Limits {
    var limits = EventReader.Limits()
    limits.events = .max
    return limits
  }

  private static func visit(_ position: Int, _ recording: Recording) -> Double {
    milliseconds {
      let run = recording.state(at: position)
      let count = run.roster.members.count
      for index in 0..<10 { _ = run.row(number: count * index / 10).state }
    }
  }

  // MARK: Measuring

  private static func milliseconds(_ body: () -> Void) -> Double {
    ContinuousClock().measure(body) / .milliseconds(1)
  }

  private static func text(_ milliseconds: Double) -> String { String(format: "%.3f", milliseconds) }

  private static func summary(_ times: [Double]) -> String {
    let times = times.sorted()
    return "p50 \(text(times[times.count / 2])), p95 \(text(times[times.count * 95 / 100])), "
      + "longest \(text(times[times.count - 1]))"
  }

  /// Bytes of memory that the process has in use; 0 where the system has no `/proc`.
  private static func resident() -> Int {
    let words = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
    return (words?.dropFirst().first.flatMap { Int($0) } ?? 0) * 4_096
  }

  // MARK: Runs

  private static let policy = Event.Policy("errgroup", keeps: .first, cancelsOn: .failure)

  /// One group of many tasks, of which one fails; all others are told, and come out in a random order.
  private static func failFast(_ count: Int) -> [Event] {
    var tape = Tape()
    var dice = Seeded(1)
    tape.add("root", .groupOpened(.init(parent: "", name: "root", policy: policy)))
    let tasks = (0..<count / 6).map { "root/task-\($0)" }
    for (number, id) in tasks.enumerated() {
      tape.microseconds += 1
      tape.add(id, .taskSpawned(.init(group: "root", name: "task-\(number)", location: "Main.swift:12")))
      tape.add(id, .taskStarted)
      tape.add(id, .note(.plan(total: .seconds(1))))
      tape.add(id, .note(.step(index: 0, label: "work", planned: .seconds(1), listens: .yes)))
    }
    tape.add(tasks[0], .taskOut(.init(outcome: .failed, error: "503", kept: true)))
    tape.add("root", .groupFailureKept(task: tasks[0], error: "503"))
    let told = Event.Told(reason: .siblingFailed, cause: "503", origin: tasks[0])
    tape.add("root", .contextTold(told))
    for id in tasks.dropFirst() { tape.add(id, .taskTold(told)) }
    for id in tasks.dropFirst().shuffled(using: &dice) {
      tape.microseconds += 1
      tape.add(id, .taskOut(.init(outcome: .cancelled, error: .contextCanceled)))
    }
    tape.add("root", .groupClosed(error: "503"))
    tape.add("", .runEnded(.completed))
    return tape.events
  }

  /// Requests, each a group of three; of every tenth one task fails.
  private static func server(_ count: Int) -> [Event] {
    var tape = Tape()
    for number in 1...max(1, count / 14) {
      let group = number == 1 ? "request" : "request#\(number)"
      let fails = number.isMultiple(of: 10)
      tape.microseconds += 30
      tape.add(group, .groupOpened(.init(parent: "", name: group, policy: policy)))
      for name in ["user", "orders", "ads"] {
        tape.add("\(group)/\(name)", .taskSpawned(.init(group: group, name: name, location: "Main.swift:12")))
        tape.add("\(group)/\(name)", .taskStarted)
        tape.add("\(group)/\(name)", .note(.log("calls \(name)")))
      }
      tape.microseconds += 5
      let user = "\(group)/user"
      tape.add(user, .taskOut(.init(outcome: fails ? .failed : .completed, error: fails ? "503" : nil, kept: fails)))
      if fails {
        tape.add(group, .groupFailureKept(task: user, error: "503"))
        let told = Event.Told(reason: .siblingFailed, cause: "503", origin: user)
        tape.add(group, .contextTold(told))
        tape.add("\(group)/orders", .taskTold(told))
        tape.add("\(group)/ads", .taskTold(told))
      }
      tape.add("\(group)/orders", .taskOut(.init(outcome: fails ? .cancelled : .completed)))
      tape.add("\(group)/ads", .taskOut(.init(outcome: fails ? .cancelled : .completed)))
      tape.add(group, .groupClosed(error: fails ? "503" : nil))
    }
    tape.add("", .runEnded(.completed))
    return tape.events
  }

  /// Many tasks that live long, and say something at random.
  private static func scattered(_ count: Int) -> [Event] {
    var tape = Tape()
    var dice = Seeded(3)
    tape.add("root", .groupOpened(.init(parent: "", name: "root", policy: policy)))
    let tasks = (0..<max(1, count / 6)).map { "root/task-\($0)" }
    for (number, id) in tasks.enumerated() {
      tape.add(id, .taskSpawned(.init(group: "root", name: "task-\(number)")))
      tape.add(id, .taskStarted)
    }
    while tape.events.count < count {
      tape.microseconds += 1
      let note = Event.Note.step(index: 0, label: "work", planned: nil, listens: .yes)
      tape.add(tasks[Int.random(in: tasks.indices, using: &dice)], .note(note))
    }
    return tape.events
  }

  /// Three tasks that say very much.
  private static func logging(_ count: Int) -> [Event] {
    var tape = Tape()
    tape.add("root", .groupOpened(.init(parent: "", name: "root", policy: policy)))
    for name in ["0", "1", "2"] {
      tape.add("root/\(name)", .taskSpawned(.init(group: "root", name: name)))
      tape.add("root/\(name)", .taskStarted)
    }
    while tape.events.count < count {
      tape.microseconds += 1
      tape.add("root/\(tape.events.count % 3)", .note(.log("line \(tape.events.count)")))
    }
    return tape.events
  }

  private struct Tape {
    private(set) var events: [Event] = []
    var microseconds: Int64 = 0

    init() { add("", .runStarted(.init(clock: .live))) }

    mutating func add(_ id: String, _ kind: Event.Kind) {
      let t = Context.Instant(nanoseconds: microseconds * 1_000)
      events.append(Event(seq: events.count, t: t, id: id, kind: kind))
    }
  }
}
