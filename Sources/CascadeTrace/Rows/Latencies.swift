/// How quickly told tasks came out.
package struct Latencies: Hashable, Sendable {
  /// How many were told and are out.
  package let count: Int
  /// How many were told and aren't out.
  package let stillInside: Int
  /// Nil when none is out, like the ones below.
  package let shortest: Duration?
  /// Half took no longer; of an even number the lower one of the middle two.
  package let median: Duration?
  package let longest: Duration?
  /// The path of the one that took longest; the first of several.
  package let slowest: String?
}

extension RunState {
  /// Told to out, over all tasks that were told by now.
  package var latencies: Latencies {
    var done: [(latency: Duration, id: String)] = []
    var inside = 0
    for task in tasks where task.toldAt != nil {
      if let latency = task.latency { done.append((latency, task.id)) } else { inside += 1 }
    }
    let sorted = done.map(\.latency).sorted()
    return Latencies(
      count: sorted.count, stillInside: inside, shortest: sorted.first,
      median: sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2], longest: sorted.last,
      slowest: done.first { $0.latency == sorted.last }?.id)
  }
}
