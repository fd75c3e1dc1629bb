/// The rules of a semaphore, without locks or continuations (Go: `golang.org/x/sync/semaphore`).
///
/// `Waiting` stands for a caller that is suspended in `acquire`.
struct SemaphoreMachine<Waiting> {
  typealias Ticket = Queue<(count: Int, waiting: Waiting)>.Ticket

  /// How many permits there are.
  let size: Int
  /// How many of them are taken.
  private(set) var held = 0
  private var line = Queue<(count: Int, waiting: Waiting)>()

  init(size: Int) {
    self.size = size
  }

  var available: Int { size - held }
  /// How many callers are in the line.
  var waitingCount: Int { line.count }

  /// Takes permits if they are free and no caller waits: a small request doesn't overtake a big one.
  mutating func take(_ count: Int) -> Bool {
    guard line.isEmpty, available >= count else { return false }
    held += count
    return true
  }

  /// A caller waits for permits.
  ///
  /// - Returns: none for more permits than there are: these will never be free, and aren't waited for in the line, where
  ///   they would block the others for ever.
  mutating func wait(for count: Int, _ waiting: @autoclosure () -> Waiting) -> Ticket? {
    count > size ? nil : line.append((count, waiting()))
  }

  /// Permits are given back.
  ///
  /// - Returns: The callers that have theirs now; none, and nothing has changed, when more were given back than are held.
  mutating func release(_ count: Int) -> [Waiting]? {
    guard count <= held else { return nil }
    held -= count
    return serve()
  }

  /// A caller that waited for so many permits doesn't want them any more. If it has got them at the same time, they go
  /// back.
  ///
  /// - Returns: The callers that have theirs now.
  mutating func leave(_ ticket: Ticket, _ count: Int) -> [Waiting] {
    if line.remove(ticket) == nil { held -= count }
    return serve()
  }

  /// Serves the line from its head, as far as the permits go.
  private mutating func serve() -> [Waiting] {
    var served: [Waiting] = []
    while let next = line.first, available >= next.count {
      held += next.count
      served.append(next.waiting)
      _ = line.popFirst()
    }
    return served
  }
}
