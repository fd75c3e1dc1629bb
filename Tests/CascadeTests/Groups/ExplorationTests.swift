import Cascade
import CascadeSimulation
import Testing

/// A thousand and more runs that seeds made up, and what has to hold in every one of them.
@Suite struct ExplorationTests {
  private static let seeds: UInt64 = 1500

  /// What the runs contained, so that nobody mistakes an empty exploration for a good one.
  private struct Coverage {
    var deadlocks = 0
    var failures = 0
    var tasks = 0
    var told = 0
    var queued = 0
    var refused = 0
    var expired = 0
  }

  @Test func theLawsHoldInEveryRun() async throws {
    var coverage = Coverage()
    for seed in 1...Self.seeds {
      let run = try RandomRun(seed: seed)
      for broken in Self.brokenLaws(run, &coverage) {
        Issue.record("seed \(seed): \(broken)\n\(run.report.events.lines.joined(separator: "\n"))")
        return
      }
      if seed % 50 == 0 { await Task.yield() }
    }
    #expect(coverage.tasks > 5000)
    #expect(coverage.told > 2000)
    #expect(coverage.failures > 500)
    #expect(coverage.queued > 200)
    #expect(coverage.refused > 50)
    #expect(coverage.expired > 50)
    #expect(coverage.deadlocks > 10)
  }

  private static func brokenLaws(_ run: RandomRun, _ coverage: inout Coverage) -> [String] {
    var broken: [String] = []
    if !run.report.escapes.isEmpty { broken.append("something came from outside") }
    switch run.report.ending {
    case .completed: break
    case .deadlocked(let waits):
      coverage.deadlocks += 1
      if !waits.contains(where: { if case .slot = $0.what { true } else { false } }) {
        broken.append("a deadlock that no limit explains")
      }
    case .exhausted, .exited: broken.append("a run without an end of its own")
    }
    broken += lawsOfBooks(run.books)
    broken += lawsOfTelling(run.report.events)
    broken += lawsOfTasks(run.report.events, &coverage)
    return broken
  }

  /// What the groups' own code saw: the error that counts, the limit, and the quiet after `wait`.
  private static func lawsOfBooks(_ books: Books) -> [String] {
    var broken: [String] = []
    for (name, group) in books.all {
      if let limit = group.limit, group.mostRunning > limit {
        broken.append("\(group.mostRunning) of \(limit) ran in \(name)")
      }
      guard let running = group.runningAtClose else { continue }
      if running > 0 { broken.append("\(running) still ran when \(name) was closed") }
      let first = group.returned.compactMap { $0 }.first
      if group.kept != first {
        broken.append("\(name) threw \(group.kept ?? "-"), but the first error was \(first ?? "-")")
      }
    }
    for (index, line) in books.story.enumerated() {
      guard let match = line.prefixMatch(of: /(\S+) closes/) else { continue }
      let inside = "\(match.1)."
      if let late = books.story[index...].first(where: { $0.hasPrefix(inside) }) {
        broken.append("after \(line): \(late)")
      }
    }
    return broken
  }

  /// Whoever is told learns it after whatever it hangs on, at the same instant and in the same words, unless it is the
  /// one where the walk began.
  private static func lawsOfTelling(_ events: [Event]) -> [String] {
    var broken: [String] = []
    var parents: [String: String] = [:]
    var told: [String: Event.Told] = [:]
    for event in events {
      switch event.kind {
      case .groupOpened(let opened): parents[event.id] = opened.parent
      case .taskSpawned(let spawned): parents[event.id] = spawned.group
      case .contextMade(let made): parents[event.id] = made.parent
      case .taskTold(let what), .contextTold(let what):
        if told[event.id] != nil { broken.append("\(event.id) was told twice") }
        told[event.id] = what
        if let parent = parents[event.id], let above = told[parent] {
          if above != what { broken.append("\(event.id) was told otherwise than \(parent)") }
        } else if case .taskTold = event.kind, what.reason != .requested {
          broken.append("\(event.id) was told \(what.reason), and nothing that it hangs on")
        }
      default: break
      }
    }
    return broken
  }

  /// Tasks start and come out once; the failure that is kept is that of a task that is out; the limit holds.
  private static func lawsOfTasks(_ events: [Event], _ coverage: inout Coverage) -> [String] {
    var broken: [String] = []
    var groups: [String: String] = [:]
    var limits: [String: Int] = [:]
    var running: [String: Set<String>] = [:]
    var out: [String: Event.TaskOut] = [:]
    for event in events {
      switch event.kind {
      case .groupOpened(let opened):
        for option in opened.options {
          if case .limit(let limit) = option { limits[event.id] = limit }
        }
      case .taskSpawned(let spawned):
        groups[event.id] = spawned.group
        coverage.tasks += 1
      case .taskStarted:
        let group = groups[event.id] ?? ""
        if !running[group, default: []].insert(event.id).inserted { broken.append("\(event.id) started twice") }
        if let limit = limits[group], running[group, default: []].count > limit {
          broken.append("the limit of \(group) was broken")
        }
      case .taskOut(let what):
        if running[groups[event.id] ?? "", default: []].remove(event.id) == nil {
          broken.append("\(event.id) is out and never started")
        }
        out[event.id] = what
        if what.outcome == .failed { coverage.failures += 1 }
      case .groupFailureKept(let task, let error):
        if out[task]?.error != error || out[task]?.kept != true { broken.append("\(event.id) kept what \(task) isn't") }
      case .groupClosed:
        if let left = running[event.id]?.first { broken.append("\(event.id) closed while \(left) ran") }
      case .taskTold: coverage.told += 1
      case .taskQueued: coverage.queued += 1
      case .taskRefused: coverage.refused += 1
      case .contextTold(let told): if told.reason == .deadlineExceeded { coverage.expired += 1 }
      default: break
      }
    }
    return broken
  }
}
