import Cascade

/// What being observed costs.
public enum Observing {
  /// Nanoseconds per event of contexts that are made and ended: the difference between an observed tree and one that
  /// isn't.
  public static func contexts(_ count: Int) -> Double {
    let recorder = EventRecorder(capacity: 4 * count + 8)
    let observed = Held(in: .background(observedBy: recorder))
    let alone = Held()
    let before = recorder.count
    let with = Deriving.cancel(under: observed.context, count: count)
    let events = recorder.count - before
    return (with - Deriving.cancel(under: alone.context, count: count)) / Double(events)
  }

  /// Nanoseconds per event of a group: the difference between an observed one and one that isn't.
  public static func group(_ count: Int) async throws -> Double {
    let recorder = EventRecorder(capacity: 8 * count + 8)
    let with = try await Groups.unlimited(in: .background(observedBy: recorder), count)
    let without = try await Groups.unlimited(count)
    return (with - without) / Double(recorder.count)
  }

  /// Bytes per event that a recorder keeps, of contexts that are made and ended.
  public static func bytes(_ count: Int) -> Double {
    let recorder = EventRecorder(capacity: 4 * count + 8)
    let held = Held(in: .background(observedBy: recorder))
    let before = recorder.count
    let growth = heapGrowth { _ = Deriving.cancel(under: held.context, count: count) }
    return growth / Double(recorder.count - before)
  }

  /// Bytes per request that stay when a recorder has long been full: contexts with groups and tasks, of one name or of
  /// as many as there are requests.
  public static func bytesOfFull(requests: Int, namesDiffer: Bool) async throws -> Double {
    let root = Context.background(observedBy: EventRecorder(capacity: 1_000))
    func serve(_ requests: Range<Int>) async throws {
      for request in requests {
        let scope = root.makeCancelScope(name: namesDiffer ? "request-\(request)" : "request")
        try await withErrGroup(in: scope.context, .named("work")) { group in await group.go("fetch") { _ in } }
      }
    }
    // What a beginning needs: the events that are kept, the names that are remembered.
    try await serve(0..<20_000)
    let before = heapInUse()
    try await serve(20_000..<20_000 + requests)
    return (heapInUse() - before) / Double(requests)
  }

  /// Nanoseconds for `count` notes.
  public static func notes(observed: Bool, count: Int) -> Double {
    let recorder = EventRecorder(capacity: count + 8)
    let held = Held(in: observed ? .background(observedBy: recorder) : .background)
    let context = held.context
    return nanoseconds { for _ in 0..<count { context.note(.log("a line of text")) } }
  }
}
