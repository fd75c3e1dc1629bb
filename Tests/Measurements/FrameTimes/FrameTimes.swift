import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import CascadeUI

/// How long it takes to build a frame, printed beside the aim:
///
///     swift run -c release FrameTimes
@main enum FrameTimes {
  static func main() throws {
    let small = try ScenarioRun(try Gallery.named("first-failure").scenario())
    var waiting = try Gallery.named("first-failure").scenario()
    waiting.group.kind = .waitgroup
    let other = try ScenarioRun(waiting)
    for size in [Size(columns: 80, rows: 24), Size(columns: 100, rows: 30), Size(columns: 200, rows: 60)] {
      report("first-failure", small, size)
      report("first-failure, compared", small, size, with: other)
    }
    for count in [1_000, 10_000, 100_000] {
      let run = try ScenarioRun(try many(count))
      report("\(count) tasks, at the start", run, Size(columns: 80, rows: 24))
      report("\(count) tasks, at the end", run, Size(columns: 80, rows: 24), from: .end)
      if count == 1_000 { report("\(count) tasks, at the end", run, Size(columns: 200, rows: 60), from: .end) }
    }
  }

  private static func many(_ count: Int) throws -> Scenario {
    try Scenario.read(
      """
      title: Many
      group:
        limit: 50
        tasks:
          job: { line: "----|", count: \(count - 1) }
          last: "----^ boom"
      """, file: "many")
  }

  /// Steps through a run and back, and times each frame and each step.
  private static func report(
    _ name: String, _ run: ScenarioRun, _ size: Size, with other: ScenarioRun? = nil, from start: Key = .home
  ) {
    var model = Model(gallery: [], size: size)
    _ = model.update(.opened(Opening(name: name, title: name, recording: Recording(run.events))))
    if let other {
      let side = CompareSide(.file(path: "other"), name: "other")
      _ = model.update(.compare(CompareSide(.variation(.none), name: name), side))
      _ = model.update(.read(path: "other", .here(Recording(other.events))))
      _ = model.update(.key(.home))
    }
    _ = model.update(.key(start))
    var frames: [Duration] = []
    var steps: [Duration] = []
    let clock = ContinuousClock()
    var cells = 0
    for key in start == .home ? [Key.right, .left] : [.left, .right] {
      for _ in 0..<min(run.events.count, 200) {
        steps.append(clock.measure { _ = model.update(.key(key)) })
        frames.append(
          clock.measure { cells += model.view(size: size, capabilities: TerminalCapabilities()).cells.count })
      }
    }
    precondition(cells == frames.count * size.columns * size.rows)
    print(
      "\(name), \(size.columns)x\(size.rows): frame p95 \(p95(frames)) (aim: 1 ms at 100x30, 4 ms at 200x60), "
        + "step p95 \(p95(steps))")
  }

  private static func p95(_ times: [Duration]) -> String {
    let time = times.sorted()[times.count * 95 / 100]
    return "\(time / .microseconds(1)) us".replacing(/\.\d+/, with: "")
  }
}
