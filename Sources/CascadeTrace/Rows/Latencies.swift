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
    let told = ToldTasks(self)
    let done = told.out.compactMap { task in task.latency.map { (latency: $0, id: task.id) } }
    let sorted = done.map(\.latency).sorted()
    return Latencies(
      count: sorted.count, stillInside: told.inside.count, shortest: sorted.first,
      median: sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2], longest: sorted.last,
      slowest: done.first { $0.latency == sorted.last }?.id)
  }
}
