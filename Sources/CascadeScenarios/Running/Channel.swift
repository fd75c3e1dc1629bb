import Cascade

/// A channel as Go has it: those that wait are served in the order in which they came.
final class Channel: Sendable {
  enum Operation: Hashable, Sendable { case send, receive }

  /// What a send or a receive came to.
  enum Result: Hashable, Sendable {
    case sent
    /// An item, with the job that it is, if it is one.
    case received([Step]?)
    /// There are no more items: the channel is closed.
    case closed
    /// It was a send on a closed channel.
    case refused
  }

  /// A task that waits to send or to receive.
  final class Wait: Sendable {
    fileprivate let operation: Operation
    fileprivate let turn: OneWait

    /// What it came to. Set and read under the lock of the channel.
    fileprivate let result = Locked<Result?>(nil)

    fileprivate init(_ operation: Operation, _ turn: OneWait) {
      self.operation = operation
      self.turn = turn
    }

    /// Lets the task go on, unless something else has ended its wait.
    fileprivate func serve(_ result: Result) -> Bool {
      guard turn.take() else { return false }
      self.result.withLock { $0 = result }
      return true
    }
  }

  enum Begin {
    case done(Result)
    /// The context's end counts: nothing was done.
    case over
    case waits(Wait)
  }

  let name: String
  private let machine: Locked<ChannelMachine<[Step]?, Wait>>

  init(_ plan: ChannelPlan) {
    name = plan.name
    var machine = ChannelMachine<[Step]?, Wait>(capacity: plan.capacity)
    switch plan.filling {
    case .items(let count)?: machine.fill(Array(repeating: nil, count: count))
    case .jobs(let jobs)?: machine.fill(jobs)
    case nil: break
    }
    self.machine = Locked(machine)
  }

  /// Sends or receives, or begins to wait for that.
  ///
  /// - Parameter isOver: Whether what else the task looks at has happened: then it doesn't wait, and where the channel is
  ///   ready as well, chance decides.
  func begin(_ operation: Operation, _ turn: OneWait, isOver: Bool) -> Begin {
    machine.withLock { machine in
      let isReady = operation == .send ? machine.canSend : machine.canReceive
      if isOver, !isReady || turn.coin { return .over }
      switch operation {
      case .send:
        switch machine.send(nil, serving: { $0.serve(.received(nil)) }) {
        case .done?: return .done(.sent)
        case .closed?: return .done(.refused)
        case nil: break
        }
      case .receive:
        switch machine.receive(serving: { $0.serve(.sent) }) {
        case .item(let job)?: return .done(.received(job))
        case .closed?: return .done(.closed)
        case nil: break
        }
      }
      let wait = Wait(operation, turn)
      if operation == .send { machine.waitToSend(nil, wait) } else { machine.waitToReceive(wait) }
      return .waits(wait)
    }
  }

  /// Sends or receives, where that needn't wait.
  func attempt(_ operation: Operation, in context: Context) -> Result? {
    let isReady = machine.withLock { operation == .send ? $0.canSend : $0.canReceive }
    guard isReady else { return nil }
    switch begin(operation, OneWait(in: context), isOver: false) {
    case .done(let result): return result
    case .waits(let wait):
      // Those that waited on the other side have gone on meanwhile.
      _ = end(wait)
      return nil
    case .over: return nil
    }
  }

  /// A wait is over.
  ///
  /// - Returns: what it came to; none where something else has ended it.
  func end(_ wait: Wait) -> Result? {
    machine.withLock { machine in
      if let result = wait.result.withLock({ $0 }) { return result }
      machine.leave { $0 === wait }
      return nil
    }
  }

  /// Closes it: what waits to receive goes on without an item, what waits to send panics.
  ///
  /// - Returns: whether it wasn't closed before.
  func close() -> Bool {
    machine.withLock { machine in
      guard let waiting = machine.close() else { return false }
      for wait in waiting { _ = wait.serve(wait.operation == .send ? .refused : .closed) }
      return true
    }
  }
}

/// The rules of a channel, without locks or tasks (Go: `chan`). `Waiting` stands for a task that waits to send or to receive;
/// it may have gone on already, which shows when it is to be served.
struct ChannelMachine<Item, Waiting> {
  enum Sent: Hashable { case done, closed }
  enum Received {
    case item(Item)
    case closed
  }

  let capacity: Int
  private(set) var isClosed = false
  private var buffer: ArraySlice<Item> = []
  private var senders: [(item: Item, waiting: Waiting)] = []
  private var receivers: [Waiting] = []

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// Puts items into it, and closes it.
  mutating func fill(_ items: [Item]) {
    buffer = items[...]
    isClosed = true
  }

  /// Whether a send needn't wait; it may panic.
  var canSend: Bool { isClosed || buffer.count < capacity || !receivers.isEmpty }
  /// Whether a receive needn't wait.
  var canReceive: Bool { isClosed || !buffer.isEmpty || !senders.isEmpty }

  /// - Parameter serve: Gives the item to a task that waits; false where that waits no more.
  /// - Returns: none where it has to wait.
  mutating func send(_ item: Item, serving serve: (Waiting) -> Bool) -> Sent? {
    if isClosed { return .closed }
    while !receivers.isEmpty {
      if serve(receivers.removeFirst()) { return .done }
    }
    guard buffer.count < capacity else { return nil }
    buffer.append(item)
    return .done
  }

  /// - Parameter serve: Lets a task go on whose item is sent; false where that waits no more.
  /// - Returns: none where it has to wait.
  mutating func receive(serving serve: (Waiting) -> Bool) -> Received? {
    var item = buffer.popFirst()
    // A sender's item takes the place that is free now, or goes over at once.
    while !senders.isEmpty, item == nil || buffer.count < capacity {
      let sender = senders.removeFirst()
      guard serve(sender.waiting) else { continue }
      if item == nil { item = sender.item } else { buffer.append(sender.item) }
    }
    return item.map { .item($0) } ?? (isClosed ? .closed : nil)
  }

  mutating func waitToSend(_ item: Item, _ waiting: Waiting) { senders.append((item, waiting)) }
  mutating func waitToReceive(_ waiting: Waiting) { receivers.append(waiting) }

  /// Tasks wait no more.
  mutating func leave(where isGone: (Waiting) -> Bool) {
    senders.removeAll { isGone($0.waiting) }
    receivers.removeAll(where: isGone)
  }

  /// - Returns: those that wait; none where it was closed before.
  mutating func close() -> [Waiting]? {
    guard !isClosed else { return nil }
    isClosed = true
    defer { (senders, receivers) = ([], []) }
    return receivers + senders.map(\.waiting)
  }
}

/// Gives out tokens as `rate.Limiter` of golang.org/x/time does, in whole nanoseconds: where that rounds down, a token may come
/// a nanosecond earlier in Go.
final class Limiter: Sendable {
  private let every: Duration
  private let burst: Int
  /// When it has all its tokens again, were none taken from now on.
  private let full = Locked<Context.Instant?>(nil)

  init(_ plan: LimiterPlan) {
    every = plan.every
    burst = plan.burst
  }

  /// Takes a token.
  ///
  /// - Parameter deadline: Where it comes later than that, it isn't taken.
  /// - Returns: when it comes, which may be before now.
  func take(at now: Context.Instant, until deadline: Context.Instant?) -> Context.Instant? {
    full.withLock { full in
      let next = max(full ?? now, now).advanced(by: every)
      let token = next.advanced(by: every * -burst)
      if let deadline, max(token, now) > deadline { return nil }
      full = next
      return token
    }
  }

  /// Gives a token back that hasn't come, unless others wait for later ones.
  func giveBack(_ token: Context.Instant) {
    full.withLock { full in
      if full == token.advanced(by: every * burst) { full = full?.advanced(by: .zero - every) }
    }
  }
}
