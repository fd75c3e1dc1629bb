import Cascade
import CascadeSockets

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What takes events from a ring, on a thread of its own, until the run is over.
protocol Pump: AnyObject {
  var ring: EventRing { get }
  /// Works until nothing more comes, or the destination is of no use.
  func run()
}

extension Pump {
  /// Starts the thread. It holds the pump and nothing of the program.
  static func start(_ pump: sending Self) {
    let running = RunningPump(pump)
    RunningPumps.add(running)
    if !OwnThread.start(takesSignals: false, { running.run() }) { RunningPumps.remove(running) }
  }
}

/// A pump on its thread.
///
/// Sendable because the pump is handed over to that thread, and no other touches it; the ring is shared and has a lock.
final class RunningPump: @unchecked Sendable {
  private let pump: any Pump
  let ring: EventRing

  init(_ pump: any Pump) {
    self.pump = pump
    ring = pump.ring
  }

  func run() {
    pump.run()
    RunningPumps.remove(self)
  }
}

/// All pumps of the process, so that what they hold is written before it exits.
enum RunningPumps {
  private static let all = Locked<(list: [RunningPump], isHooked: Bool)>((list: [], isHooked: false))

  /// How long the process may take to exit for their sake, in steps of a millisecond.
  private static let patience = 1_000

  static func add(_ pump: RunningPump) {
    let isFirst = all.withLock { state in
      state.list.append(pump)
      defer { state.isHooked = true }
      return !state.isHooked
    }
    if isFirst { atexit { RunningPumps.finish() } }
  }

  static func remove(_ pump: RunningPump) { all.withLock { state in state.list.removeAll { $0 === pump } } }

  private static func finish() {
    for pump in all.withLock({ $0.list }) { pump.ring.close(.exit) }
    for _ in 0..<patience {
      if all.withLock({ $0.list.isEmpty }) { return }
      usleep(1_000)
    }
  }
}

/// Makes lines of what comes out of a ring, for one reader: numbers them, and says what is missing.
struct LineFeed {
  private let ring: EventRing
  private var place = 0
  private var seq = 0
  private var lastTime = Context.Instant.zero
  /// How many tasks and groups are open; nothing where that isn't known.
  private var open: Int? = 0
  private(set) var isOver = false

  /// How many events are taken at once.
  private static let most = 512

  /// - Parameter start: The first event, which the ring doesn't have.
  init(_ ring: EventRing, start: Event, into bytes: inout [UInt8]) {
    self.ring = ring
    add(start.kind, to: "", at: .zero, &bytes)
  }

  /// Appends the lines of the next events.
  ///
  /// - Returns: whether there were any.
  mutating func take(into bytes: inout [UInt8]) -> Bool {
    guard !isOver else { return false }
    let batch = ring.batch(from: place, most: Self.most)
    place = batch.next
    if batch.missed > 0 {
      open = nil
      add(.dropped(count: batch.missed), to: "", at: batch.events.first?.t ?? lastTime, &bytes)
    }
    for event in batch.events {
      add(event.kind, to: event.id, at: event.t, &bytes)
      count(event.kind)
    }
    if let end = batch.end {
      isOver = true
      // What is left running when the process exits was given up. Where events are missing that isn't known.
      let ending: Event.RunEnding? = end.why == .released || open == 0 ? .completed : open == nil ? nil : .stopped
      if let ending { add(.runEnded(ending), to: "", at: end.t, &bytes) }
    }
    return batch.missed > 0 || !batch.events.isEmpty || isOver
  }

  /// Asks the ring to wake the thread at the next event.
  ///
  /// - Returns: whether it will.
  func arm() -> Bool { !isOver && ring.arm(after: place) }

  private mutating func add(_ kind: Event.Kind, to id: String, at t: Context.Instant, _ bytes: inout [UInt8]) {
    lastTime = max(lastTime, t)
    EventWriter.append(Event(seq: seq, t: lastTime, id: id, kind: kind), to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    seq += 1
  }

  private mutating func count(_ kind: Event.Kind) {
    if kind.beginsWork { open = open.map { $0 + 1 } } else if kind.endsWork { open = open.map { $0 - 1 } }
  }
}

/// How long lines are collected before they are written, in milliseconds: so often a busy program costs a write.
let pumpInterval: Int32 = 20

/// Writes to a file.
final class FilePump: Pump {
  let ring: EventRing
  private let waker: Waker
  private let start: Event
  private let output: EventFileOutput
  private let problem: @Sendable (String) -> Void

  init(
    _ ring: EventRing, _ waker: Waker, start: Event, output: EventFileOutput,
    problem: @escaping @Sendable (String) -> Void
  ) {
    (self.ring, self.waker, self.start, self.output, self.problem) = (ring, waker, start, output, problem)
  }

  func run() {
    var bytes: [UInt8] = []
    var feed = LineFeed(ring, start: start, into: &bytes)
    do {
      while true {
        while feed.take(into: &bytes) {
          try output.write(bytes[...])
          bytes.removeAll(keepingCapacity: true)
        }
        if feed.isOver { return }
        try output.write(bytes[...])
        bytes.removeAll(keepingCapacity: true)
        guard feed.arm() else { continue }
        var sources = [Waiting.Source(waker.descriptor)]
        Waiting.wait(for: &sources, milliseconds: nil)
        waker.reset()
        if ring.isOpen { usleep(useconds_t(pumpInterval) * 1_000) }
      }
    } catch {
      problem("cascade: \(error); the recording ends here")
    }
  }
}
