/// The rules of a single flight, without locks, tasks or continuations (Go: `golang.org/x/sync/singleflight`).
///
/// `Call` stands for what is done once, `Waiting` for a caller that waits for it.
struct SingleFlightMachine<Key: Hashable, Call, Waiting> {
  /// Which call a caller waits for, and where in its line.
  struct Place {
    fileprivate let number: UInt64
    fileprivate let ticket: Queue<Waiting>.Ticket
  }

  private struct Flight {
    let key: Key
    let call: Call
    /// How many callers have asked for it, those included that left.
    var asked = 0
    var line = Queue<Waiting>()
  }

  private var flights: [UInt64: Flight] = [:]
  /// The calls that a new caller joins.
  private var open: [Key: UInt64] = [:]
  private var nextNumber: UInt64 = 0

  /// How many calls are under way, those included that were forgotten; for tests.
  var callCount: Int { flights.count }
  /// How many callers wait for the call that a new caller would join; for tests.
  func waitingCount(for key: Key) -> Int { open[key].flatMap { flights[$0]?.line.count } ?? 0 }

  /// A caller asks for a key, and waits from now on.
  ///
  /// - Parameter call: Makes a call, if none is under way.
  /// - Returns: The call to wait for, whether the caller has to start it, and the caller's place.
  mutating func join(
    _ key: Key, _ waiting: Waiting, _ call: @autoclosure () -> Call
  ) -> (call: Call, isNew: Bool, place: Place) {
    let found = open[key]
    let number = found ?? nextNumber
    var flight = found.flatMap { flights[$0] } ?? Flight(key: key, call: call())
    if found == nil {
      nextNumber += 1
      open[key] = number
    }
    flight.asked += 1
    let ticket = flight.line.append(waiting)
    flights[number] = flight
    return (flight.call, found == nil, Place(number: number, ticket: ticket))
  }

  /// A caller doesn't wait any more.
  ///
  /// - Returns: The call, if this was the last one that waited for it: it has to be ended, and isn't joined any more. None
  ///   when others wait, or the call is finished.
  mutating func leave(_ place: Place) -> Call? {
    guard flights[place.number]?.line.remove(place.ticket) != nil, let flight = flights[place.number] else {
      return nil
    }
    guard flight.line.isEmpty else { return nil }
    close(flight.key, place.number)
    flights[place.number] = nil
    return flight.call
  }

  /// A call returned.
  ///
  /// - Parameter place: That of the caller that started it.
  /// - Returns: The callers that wait for it, and whether more than one has ever asked for it.
  mutating func finish(_ place: Place) -> (waiting: [Waiting], isShared: Bool) {
    guard let flight = flights.removeValue(forKey: place.number) else { return ([], false) }
    close(flight.key, place.number)
    return (flight.line.all, flight.asked > 1)
  }

  /// The next caller starts a call of its own, whatever is under way. Those that wait go on waiting.
  mutating func forget(_ key: Key) {
    open[key] = nil
  }

  private mutating func close(_ key: Key, _ number: UInt64) {
    if open[key] == number { open[key] = nil }
  }
}
