package import Cascade

/// The events of one run and quick ways to any of its moments. It may still grow.
///
/// What an event changed is kept by row, so that going to a moment costs the same wherever it is, and a row is made out
/// when something asks for it.
package struct Recording: Sendable {
  package private(set) var log = EventLog()
  package private(set) var roster: Roster
  /// For each event the number of the row it is about, or -1.
  private var subjects: [Int32] = []
  private var machine = FoldMachine()
  private(set) var finder = BeatFinder()
  package var givenBeats: [Beat]?
  /// What isn't here any more because the run goes on for long.
  package internal(set) var folded = Folded()
  /// What no word about it tells, since a question asks about that.
  package var secrets: Set<Secret> = []

  /// - Parameter places: Where rows are written down, by path, for those whose events don't say where they come from.
  package init(_ events: some Sequence<Event> = [], places: [String: String] = [:]) {
    roster = Roster(places: places)
    append(contentsOf: events)
  }

  /// The beats that follow from the events.
  package var foundBeats: [Beat] { finder.beats }

  /// How many events there are.
  package var count: Int { log.count }

  /// Adds an event at the end; several at once are cheaper.
  package mutating func append(_ event: Event) { append(contentsOf: CollectionOfOne(event)) }

  /// Adds events at the end. An event that claims to be earlier than the one before it gets that one's time, since
  /// time doesn't run backwards.
  package mutating func append(contentsOf events: some Sequence<Event>) {
    let corrections = roster.corrections
    for var event in events {
      if log.count > 0 { event.t = max(event.t, log[log.count - 1].t) }
      let subject = roster.admit(event)
      // One text for each path, however many events name it.
      if let subject { event.id = roster.members[subject].id }
      subjects.append(Int32(clamping: subject ?? -1))
      take(event, number: log.count, subject: subject)
      log.append(event)
    }
    roster.rebuildOrder()
    if roster.corrections != corrections { startOver() }
  }

  private mutating func take(_ event: Event, number: Int, subject: Int?) {
    finder.consume(event, number: number, subject: subject, fold: machine.fold, roster: roster)
    machine.apply(event, subject: subject, roster: roster, log: log)
  }

  /// Folds everything again, when a row turned out to be of another kind than was thought: that changes the past. It
  /// happens only where events are missing or forged.
  private mutating func startOver() {
    machine = FoldMachine()
    finder = BeatFinder()
    roster.relate()
    for number in log.indices { take(log[number], number: number, subject: subject(ofEvent: number)) }
  }

  /// The run after its first `position` events; positions outside the run are taken to its ends.
  ///
  /// - Complexity: O(log *n*).
  package func state(at position: Int) -> RunState {
    RunState(log: log, roster: roster, fold: machine.fold(at: position), secrets: secrets)
  }

  /// The run after its last event so far.
  package var latestState: RunState { state(at: count) }

  /// The numbers of the events about a row, in order.
  package func history(ofRow number: Int) -> [Int] { machine.history(ofRow: number) }

  /// Whether `holds` is true of any event about a row.
  func hasEvent(ofRow number: Int, where holds: (Event.Kind) -> Bool) -> Bool {
    machine.hasEvent(ofRow: number) { holds(log[$0].kind) }
  }

  /// The number of the row that an event is about.
  package func subject(ofEvent number: Int) -> Int? {
    subjects[number] < 0 ? nil : Int(subjects[number])
  }

  /// Takes a fold of this recording on to `position`; never back.
  package func advance(_ fold: inout Fold, to position: Int) {
    if fold.position < position { fold = machine.fold(at: position) }
  }

  /// How many events two runs have in common from their beginning.
  package func sharedEvents(with other: Recording) -> Int {
    zip(log, other.log).prefix { $0 == $1 }.count
  }
}
