/// A number of permits that callers share: a bound on how much is done, or used, at the same time (Go:
/// `golang.org/x/sync/semaphore`).
///
///     let connections = Semaphore(permits: 4, name: "connections")
///     let page = try await connections.withPermit(ctx) {
///       try await fetchPage(ctx, url)
///     }
///
/// A caller may ask for several permits at once. Callers are served in the order in which they came: a request that has
/// to wait blocks those behind it, small ones too, so that big ones get their turn. Every wait ends with the caller's
/// context. A semaphore belongs to no context: contexts of different trees may share one.
///
/// It isn't reentrant: a caller that holds permits and asks for more may wait for itself.
public final class Semaphore: Sendable {
  fileprivate typealias Machine = SemaphoreMachine<Line>

  /// How many permits there are.
  public let permits: Int
  /// How reports of a simulation call it; may be empty.
  public let name: String
  private let machine: Locked<SemaphoreMachine<Line>>

  /// What is in the line.
  fileprivate enum Line {
    case waiter(Waiter)
    case latch(Latch)
  }

  /// Makes a semaphore whose permits are all free.
  ///
  /// - Parameters:
  ///   - permits: How many there are. With 0 every request waits until its context is over, but one for 0.
  ///   - name: How reports of a simulation call it. The default is no name.
  /// - Precondition: `permits` isn't negative.
  public init(permits: Int, name: String = "") {
    // Not a precondition, whose message a release build leaves out.
    if permits < 0 { fatalError("a semaphore can't have \(permits) permits") }
    self.permits = permits
    self.name = name
    machine = Locked(Machine(size: permits))
  }

  /// How many permits are free at this moment. For metrics: the answer may be old when it arrives.
  public var available: Int { machine.withLock { $0.available } }

  /// How many callers wait; for tests.
  var waitingCount: Int { machine.withLock { $0.waitingCount } }

  /// Takes permits, and waits for them as long as it has to (Go: `s.Acquire(ctx, n)`). Every success needs its
  /// ``release(permits:)``; ``withPermit(_:_:)`` and ``withPermits(_:_:_:)`` take care of that.
  ///
  /// - Parameters:
  ///   - context: How long the caller waits.
  ///   - count: How many permits. The default is 1. A request for more than there are waits until the context is over.
  /// - Throws: the context's error, when it is over: before the call, even if permits are free, or before the caller went
  ///   on with them. A cancellation of the surrounding Swift task from outside ends the wait in the same way. The caller
  ///   then holds nothing.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: O(1) if the permits are free; to leave a line, O(log of its length).
  public func acquire(_ context: Context, permits count: Int = 1) async throws(ContextError) {
    checkCount(count)
    try context.checkBeforeWaiting()
    let begin = machine.withLock { machine -> Begin in
      // If it ended while this call waited for the lock, the end still goes first, as in Go.
      if context.isCancelled { return .over }
      if machine.take(count) { return .taken }
      let waiter = Waiter(in: context.environment)
      return .waiting(waiter, machine.wait(for: count, .waiter(waiter)))
    }
    switch begin {
    case .taken: return
    case .over: try context.checkCancellation()
    case .waiting(let waiter, let ticket):
      do throws(ContextError) {
        try await context.wait(for: waiter, doing: .other(whatIsWaitedFor(count)))
        // Both may have happened at the same time: the end goes first, as in Go.
        try context.checkCancellation()
      } catch {
        if let ticket { serve(machine.withLock { $0.leave(ticket, count) }) }
        throw error
      }
    }
  }

  private enum Begin {
    case taken
    case over
    case waiting(Waiter, Machine.Ticket?)
  }

  /// Takes permits if that needs no wait (Go: `s.TryAcquire(n)`).
  ///
  /// - Parameter count: How many permits. The default is 1.
  /// - Returns: Whether the caller holds them now; false, too, while others wait, however few it asks for.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: O(1).
  public func tryAcquire(permits count: Int = 1) -> Bool {
    checkCount(count)
    return machine.withLock { $0.take(count) }
  }

  /// Gives permits back (Go: `s.Release(n)`). It needn't be the caller that took them, nor as many at once.
  ///
  /// - Parameter count: How many permits. The default is 1.
  /// - Precondition: So many are held.
  /// - Complexity: O(number of callers that go on).
  public func release(permits count: Int = 1) {
    checkCount(count)
    let (served, held) = machine.withLock { machine in (machine.release(count), machine.held) }
    guard let served else {
      fatalError("\(self): a release of \(count), where \(held) \(held == 1 ? "is" : "are") held")
    }
    serve(served)
  }

  /// Runs `body` while it holds a permit.
  ///
  /// - Parameters:
  ///   - context: How long the caller waits for the permit. It doesn't end `body`.
  ///   - body: The work, run where the caller runs. The permit is given back when it returns or throws.
  /// - Returns: What `body` returns.
  /// - Throws: as ``acquire(_:permits:)``, and what `body` throws.
  public func withPermit<Value>(_ context: Context, _ body: () async throws -> Value) async throws -> Value {
    try await withPermits(context, 1, body)
  }

  /// Runs `body` while it holds so many permits.
  ///
  /// - Parameters:
  ///   - context: How long the caller waits for the permits. It doesn't end `body`.
  ///   - count: How many permits.
  ///   - body: The work, run where the caller runs. The permits are given back when it returns or throws.
  /// - Returns: What `body` returns.
  /// - Throws: as ``acquire(_:permits:)``, and what `body` throws.
  /// - Precondition: `count` isn't negative.
  public func withPermits<Value>(
    _ context: Context, _ count: Int, _ body: () async throws -> Value
  ) async throws -> Value {
    try await acquire(context, permits: count)
    defer { release(permits: count) }
    return try await body()
  }

  /// Wakes those that hold their permits now.
  private func serve(_ line: [Line]) {
    for place in line {
      switch place {
      case .waiter(let waiter): waiter.wake(.elapsed)
      case .latch(let latch): latch.open()
      }
    }
  }

  private func checkCount(_ count: Int) {
    if count < 0 { fatalError("\(self): \(count) permits can't be taken or given back") }
  }

  private func whatIsWaitedFor(_ count: Int) -> String {
    let permits = count == 1 ? "a permit" : "\(count) permits"
    return "\(permits) of \(self)" + (count > self.permits ? ", which has \(self.permits)" : "")
  }
}

/// For an engine that plays scripted runs, and waits in a way of its own.
extension Semaphore {
  /// A place in the line.
  package struct Request: Sendable {
    /// Open once it has its permits.
    package let latch = Latch()
    fileprivate let count: Int
    fileprivate var ticket: Machine.Ticket?

    package var isServed: Bool { latch.isOpen }
  }

  /// Takes permits, or a place in the line. Each has to be given back.
  package func request(_ count: Int) -> Request {
    var request = Request(count: count)
    let isTaken = machine.withLock { machine in
      if machine.take(count) { return true }
      request.ticket = machine.wait(for: count, .latch(request.latch))
      return false
    }
    if isTaken { request.latch.open() }
    return request
  }

  /// Gives back the permits of a request that aren't wanted any more, or its place.
  package func withdraw(_ request: Request) {
    if let ticket = request.ticket {
      serve(machine.withLock { $0.leave(ticket, request.count) })
    } else if request.isServed {
      release(permits: request.count)
    }
  }

  /// Gives permits back.
  ///
  /// - Returns: whether so many are held.
  package func giveBack(_ count: Int) -> Bool {
    guard let served = machine.withLock({ $0.release(count) }) else { return false }
    serve(served)
    return true
  }
}

extension Semaphore: CustomStringConvertible {
  /// `semaphore connections`, or `a semaphore`.
  public var description: String { name.isEmpty ? "a semaphore" : "semaphore \(name)" }
}
