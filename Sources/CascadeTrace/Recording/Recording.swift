package import Cascade

/// The events of one run and quick ways to any of its moments. It may still grow.
///
/// Seeking starts from a checkpoint; there is one every 256 events, or fewer where there are so many rows that
/// keeping them all would cost more than folding a little further.
package struct Recording: Sendable {
  package private(set) var log = EventLog()
  package private(set) var roster: Roster
  /// For each event the number of the row it is about, or -1.
  private var subjects: [Int32] = []
  /// For each row the numbers of the events about it.
  private var histories: [[Int32]] = []
  private var checkpoints: [Fold] = [Fold()]
  private var latest = Fold()
  private(set) var finder = BeatFinder()
  /// For each row the events with which a hand made it listen or deaf.
  private var hearings: [Int: [Int]] = [:]
  package var givenBeats: [Beat]?
  private let spacing: Int

  /// - Parameters:
  ///   - places: Where rows are written down, by path, for those whose events don't say where they come from.
  ///   - spacing: The least number of events between checkpoints.
  package init(
    _ events: some Sequence<Event> = [], places: [String: String] = [:], checkpointEvery spacing: Int = 256
  ) {
    roster = Roster(places: places)
    self.spacing = max(1, spacing)
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
      if let subject {
        while histories.count <= subject { histories.append([]) }
        histories[subject].append(Int32(clamping: log.count))
      }
      subjects.append(Int32(clamping: subject ?? -1))
      log.append(event)
      take(event, number: log.count - 1, subject: subject)
    }
    roster.rebuildOrder()
    if roster.corrections != corrections { startOver() }
  }

  private mutating func take(_ event: Event, number: Int, subject: Int?) {
    if case .intervention(let done) = event.kind, case .listen = done.action,
      let row = roster.number(of: done.target)
    {
      hearings[row, default: []].append(number)
    }
    finder.consume(event, number: number, subject: subject, fold: latest, roster: roster)
    latest.apply(event, subject: subject, roster: roster)
    let distance = max(spacing, roster.members.count / 8)
    if latest.position - checkpoints[checkpoints.count - 1].position >= distance { checkpoints.append(latest) }
  }

  /// Folds everything again, when somebody turned out to be of another kind than was thought: that changes the past.
  /// It happens only where events are missing or forged.
  private mutating func startOver() {
    latest = Fold()
    checkpoints = [Fold()]
    finder = BeatFinder()
    hearings = [:]
    for number in log.indices { take(log[number], number: number, subject: subject(ofEvent: number)) }
  }

  /// The run after its first `position` events; positions outside the run are taken to its ends.
  package func state(at position: Int) -> RunState {
    let position = min(max(0, position), count)
    if position == count { return RunState(log: log, roster: roster, fold: latest) }
    var fold = checkpoints[lastCheckpoint(notAfter: position)]
    advance(&fold, to: position)
    return RunState(log: log, roster: roster, fold: fold)
  }

  /// The run after its last event so far.
  package var latestState: RunState { state(at: count) }

  /// The numbers of the events about a row, in order.
  package func history(ofRow number: Int) -> [Int] {
    number < histories.count ? histories[number].map(Int.init) : []
  }

  /// The numbers of the events with which a hand made a task listen or deaf, in order.
  func hearings(ofRow number: Int) -> [Int] { hearings[number] ?? [] }

  /// The number of the row that an event is about.
  package func subject(ofEvent number: Int) -> Int? {
    subjects[number] < 0 ? nil : Int(subjects[number])
  }

  /// Feeds a fold of this recording the events up to `position`.
  package func advance(_ fold: inout Fold, to position: Int) {
    while fold.position < position {
      let number = fold.position
      fold.apply(log[number], subject: subject(ofEvent: number), roster: roster)
    }
  }

  private func lastCheckpoint(notAfter position: Int) -> Int {
    var low = 0
    var high = checkpoints.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if checkpoints[middle].position <= position { low = middle } else { high = middle }
    }
    return low
  }
}
