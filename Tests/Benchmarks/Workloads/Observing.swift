import Cascade

/// What being observed costs.
public enum Observing {
  /// Nanoseconds per event of contexts that are made and ended: the difference between an observed tree and one that
  /// isn't.
  public static func contexts(_ count: Int) -> Double {
    let recorder = Recorder(capacity: 4 * count + 8)
    let observed = Held(in: .background(observedBy: recorder))
    let alone = Held()
    let before = recorder.count
    let with = Deriving.cancel(under: observed.context, count: count)
    let events = recorder.count - before
    return (with - Deriving.cancel(under: alone.context, count: count)) / Double(events)
  }

  /// Nanoseconds per event of a group: the difference between an observed one and one that isn't.
  public static func group(_ count: Int) async throws -> Double {
    let recorder = Recorder(capacity: 8 * count + 8)
    let with = try await Groups.unlimited(in: .background(observedBy: recorder), count)
    let without = try await Groups.unlimited(count)
    return (with - without) / Double(recorder.count)
  }

  /// Nanoseconds for `count` notes.
  public static func notes(observed: Bool, count: Int) -> Double {
    let recorder = Recorder(capacity: count + 8)
    let held = Held(in: observed ? .background(observedBy: recorder) : .background)
    let context = held.context
    return nanoseconds { for _ in 0..<count { context.note(.log("a line of text")) } }
  }
}
