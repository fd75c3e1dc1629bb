/// Jobs that are ready, in rounds: what becomes ready while a round runs belongs to the next one. In a round the tie
/// decides, then the order of arrival. Pure.
struct ReadyQueue<Job> {
  private struct Entry {
    var tie: UInt64
    var order: UInt64
    var job: Job
  }

  /// The current round, last first.
  private var round: [Entry] = []
  private var arriving: [Entry] = []
  private var nextOrder: UInt64 = 0

  var isEmpty: Bool { round.isEmpty && arriving.isEmpty }

  mutating func append(_ job: Job, tie: UInt64) {
    arriving.append(Entry(tie: tie, order: nextOrder, job: job))
    nextOrder += 1
  }

  mutating func popFirst() -> Job? {
    if round.isEmpty {
      swap(&round, &arriving)
      round.sort { ($0.tie, $0.order) > ($1.tie, $1.order) }
    }
    return round.popLast()?.job
  }
}
