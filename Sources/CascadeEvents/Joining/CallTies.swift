import Cascade

/// What one recording says of calls, and what its paths hang on.
struct CallSides: Sendable {
  struct Side: Sendable {
    let call: String
    let id: String
    let t: Context.Instant
  }

  private(set) var made: [Side] = []
  private(set) var taken: [Side] = []
  /// Every path that has an event.
  private(set) var ids: Set<String> = []
  /// The first names of paths, each with the one that it hangs on: `request` for `request#2/a`, whose group `request#2`
  /// was opened in the context `request`.
  private var bases: [Substring: Substring] = [:]
  /// When the first event of each of those was.
  private var births: [Substring: Context.Instant] = [:]

  init(_ events: [Event]) {
    var last = Context.Instant.zero
    for event in events {
      last = max(last, event.t)
      guard !event.id.isEmpty else { continue }
      ids.insert(event.id)
      let own = Self.firstName(event.id)
      if births[own] == nil { births[own] = last }
      if let parent = Self.parent(event), !parent.isEmpty, bases[own] == nil {
        let base = base(of: parent)
        if base != own { bases[own] = base }
      }
      guard case .note(.call(let call, let side)) = event.kind else { continue }
      switch side {
      case .made: made.append(Side(call: call, id: event.id, t: last))
      case .taken: taken.append(Side(call: call, id: event.id, t: last))
      }
    }
  }

  private static func parent(_ event: Event) -> String? {
    if case .contextMade(let made) = event.kind { return made.parent }
    if case .groupOpened(let opened) = event.kind { return opened.parent }
    if case .taskSpawned(let spawned) = event.kind { return spawned.group }
    return nil
  }

  static func firstName(_ id: String) -> Substring { id.prefix { $0 != "/" } }

  /// The first name of the outermost thing above a path. Looks a bounded number of levels up: paths come from outside.
  func base(of id: String) -> Substring {
    var name = Self.firstName(id)
    for _ in 0..<64 {
      guard let base = bases[name] else { break }
      name = base
    }
    return name
  }

  /// When the outermost thing by this name came into being.
  func birth(of base: Substring) -> Context.Instant { births[base] ?? .zero }
}

/// Which call of one recording is which work of another.
struct CallTies: Sendable {
  struct Place: Hashable, Sendable {
    let recording: Int
    /// The first name of the outermost thing.
    let base: Substring
  }

  struct Tie: Sendable {
    let maker: Place
    /// The path of the task that made the call.
    let caller: String
    let made: Context.Instant
    let taker: Place
    let arrived: Context.Instant
  }

  private(set) var ties: [Tie] = []
  /// By recording.
  private(set) var untaken: [Int: Int] = [:]
  private(set) var unmade: [Int: Int] = [:]
  private(set) var shared: [Int: Int] = [:]
  private(set) var rings: [Int: Int] = [:]

  init(_ sides: [CallSides]) {
    var makers: [String: (recording: Int, side: CallSides.Side)] = [:]
    for (recording, side) in sides.enumerated() {
      for made in side.made where makers[made.call] == nil { makers[made.call] = (recording, made) }
    }
    var taken: Set<String> = []
    var above: [Place: Place] = [:]
    for (recording, side) in sides.enumerated() {
      let works = Dictionary(grouping: side.taken) { side.base(of: $0.id) }
      for work in side.taken {
        guard taken.insert(work.call).inserted else { continue }
        guard let maker = makers[work.call] else {
          unmade[recording, default: 0] += 1
          continue
        }
        guard maker.recording != recording else { continue }
        let base = side.base(of: work.id)
        guard Set(works[base, default: []].map(\.call)).count == 1 else {
          shared[recording, default: 0] += 1
          continue
        }
        let place = Place(recording: recording, base: base)
        let caller = Place(recording: maker.recording, base: sides[maker.recording].base(of: maker.side.id))
        guard !Self.isRing(place, below: caller, above) else {
          rings[recording, default: 0] += 1
          continue
        }
        above[place] = caller
        ties.append(
          Tie(
            maker: caller, caller: maker.side.id, made: maker.side.t, taker: place, arrived: side.birth(of: base)))
      }
    }
    for (call, maker) in makers where !taken.contains(call) { untaken[maker.recording, default: 0] += 1 }
  }

  /// Also of calls that go through more processes than any program has.
  private static func isRing(_ place: Place, below caller: Place, _ above: [Place: Place]) -> Bool {
    var next: Place? = caller
    for _ in 0..<64 {
      guard let current = next else { return false }
      if current == place { return true }
      next = above[current]
    }
    return next != nil
  }

  /// Which recordings have to do with each other, the first one of each in order.
  func components(of count: Int) -> [Set<Int>] {
    var owner = Array(0..<count)
    for tie in ties {
      let (one, other) = (owner[tie.maker.recording], owner[tie.taker.recording])
      for index in owner.indices where owner[index] == other { owner[index] = one }
    }
    var order: [Int] = []
    for one in owner where !order.contains(one) { order.append(one) }
    return order.map { one in Set((0..<count).filter { owner[$0] == one }) }
  }
}
