package import Cascade
import CascadeNarration
package import CascadeTrace

/// Two runs side by side, and how they are looked at: one clock for both.
package struct Comparing: Sendable {
  package private(set) var a: CompareSide
  package private(set) var b: CompareSide
  /// Once both runs are here.
  package private(set) var comparison: Comparison?
  /// Which tasks were told and out by when, on either side.
  private(set) var indexes: (a: CascadeIndex, b: CascadeIndex)?
  /// The two at the time on the clock.
  package private(set) var moment: ComparedMoment?
  /// The time on the clock.
  package private(set) var t = Context.Instant.zero
  /// Why one of the runs can't be had.
  package private(set) var refusal: String?
  /// Whether only rows are shown that differ in the end.
  package private(set) var showsOnlyDiffering = false
  /// The rows that are shown, by their place in ``Comparison/pairs``.
  package private(set) var shown: [Int] = []
  /// Which of the shown rows the bar stands on.
  package private(set) var selected = 0
  package private(set) var isPlaying = false
  /// Whether it is a step of a talk, and not a look aside from a run.
  var isPage = false
  /// Where the clock stands at first; nil for the end of the later run.
  private let opensAt: Context.Instant?
  /// What the clock on the wall said last.
  private var lastTick: Context.Instant?

  init(_ a: CompareSide, _ b: CompareSide, at opensAt: Context.Instant? = nil) {
    self.a = a
    self.b = b
    self.opensAt = opensAt
  }

  /// Takes the two runs in, once both are here; the clock stands at the end of the later one unless it opens elsewhere, and
  /// the bar on the task that goes wrong first.
  mutating func take(_ a: Answer<Recording>, _ b: Answer<Recording>) {
    switch (a, b) {
    case (.here(let left), .here(let right)):
      set(Comparison((self.a.name, left), (self.b.name, right)), at: opensAt)
    case (.refused(let why), _): refusal = "Side A can't run: \(why)"
    case (_, .refused(let why)): refusal = "Side B can't run: \(why)"
    }
  }

  private mutating func set(_ comparison: Comparison, at t: Context.Instant?) {
    let isNew = self.comparison == nil
    self.comparison = comparison
    indexes = (CascadeIndex(comparison.a.recording), CascadeIndex(comparison.b.recording))
    chooseRows()
    if isNew, let row = comparison.firstToFail { selected = row }
    look(from: t ?? comparison.endTime)
  }

  private mutating func look(from t: Context.Instant) {
    guard let comparison else { return }
    self.t = min(max(.zero, t), comparison.endTime)
    moment = comparison.moment(at: self.t)
  }

  /// What makes a side differ from the one that it was made from, in a few words; empty where its name says it.
  package func change(ofA isA: Bool) -> String { isA ? a.change : b.change }

  // MARK: The clock

  /// Goes so many events of either side on, or back.
  mutating func step(by steps: Int) {
    isPlaying = false
    guard let comparison else { return }
    var place = t
    for _ in 0..<min(abs(steps), comparison.a.recording.count + comparison.b.recording.count) {
      let next = steps > 0 ? comparison.nextEvent(after: place) : comparison.previousEvent(before: place)
      guard let next else { break }
      place = next
    }
    look(from: place)
  }

  mutating func go(to t: Context.Instant) {
    isPlaying = false
    look(from: t)
  }

  mutating func goToStart() {
    isPlaying = false
    look(from: .zero)
  }

  mutating func goToEnd() {
    isPlaying = false
    if let comparison { look(from: comparison.endTime) }
  }

  /// To the earlier first cause of the two.
  /// - Returns: words where there is none.
  mutating func goToCause() -> String? {
    isPlaying = false
    let causes = [comparison?.a, comparison?.b].compactMap { $0?.recording.latestState.causeTime }
    guard let first = causes.min() else { return "Nothing fails on either side." }
    look(from: first)
    return nil
  }

  /// What the clock comes to with one key in a talk: the start, the first cause of each side, the end.
  private var stops: [Context.Instant] {
    guard let comparison else { return [] }
    let causes = [comparison.a, comparison.b].compactMap { $0.recording.latestState.causeTime }
    return Set([.zero] + causes + [comparison.endTime]).sorted()
  }

  /// The stop after the time on the clock, or before it.
  func stop(_ way: Way) -> Context.Instant? {
    way == .onward ? stops.first { $0 > t } : stops.last { $0 < t }
  }

  /// Goes on to a stop.
  /// - Returns: whether there is one.
  mutating func goToStop(_ way: Way) -> Bool {
    guard let stop = stop(way) else { return false }
    isPlaying = false
    look(from: stop)
    return true
  }

  /// Plays both, or pauses; from the start where both are over.
  mutating func togglePlaying() {
    guard let comparison else { return }
    isPlaying.toggle()
    lastTick = nil
    if isPlaying, t >= comparison.endTime { look(from: .zero) }
  }

  /// The speed that both play at where none was chosen.
  var ownSpeed: Speed { comparison.map { .own(ofRunUntil: $0.endTime) } ?? .normal }

  mutating func tick(now: Context.Instant, speed: Speed, motion: Motion) {
    guard isPlaying, let comparison else { return }
    let wall = lastTick.map { max(0, now.nanoseconds - $0.nanoseconds) } ?? 0
    lastTick = now
    let target = t.advanced(by: .nanoseconds(speed.virtual(wall)))
    guard target < comparison.endTime else {
      isPlaying = false
      return look(from: comparison.endTime)
    }
    // Without motion nothing is drawn anew between two events.
    if motion == .off, comparison.nextEvent(after: t).map({ $0 > target }) ?? true {
      t = target
    } else {
      look(from: target)
    }
  }

  /// After how many nanoseconds the next tick is wanted.
  func nextTick(motion: Motion) -> Int64? { isPlaying ? motion.frame ?? 100_000_000 : nil }

  /// The clock on the wall went on while nothing was shown.
  mutating func forgetTick() { lastTick = nil }

  // MARK: Rows

  mutating func select(by steps: Int) {
    selected = min(max(0, selected + steps), max(0, shown.count - 1))
  }

  mutating func toggleDiffering() {
    showsOnlyDiffering.toggle()
    chooseRows()
  }

  private mutating func chooseRows() {
    guard let comparison else { return }
    let was = shown.indices.contains(selected) ? shown[selected] : 0
    shown = comparison.pairs.indices.filter { !showsOnlyDiffering || comparison.pairs[$0].differs }
    selected = shown.firstIndex { $0 >= was } ?? max(0, shown.count - 1)
  }

  /// A becomes B.
  mutating func swap() {
    let time = t
    (a, b) = (b, a)
    guard let comparison else { return }
    set(
      Comparison((a.name, comparison.b.recording), (b.name, comparison.a.recording)), at: time)
  }
}

/// One of the two runs that are compared: where it comes from, and what it is called.
package struct CompareSide: Hashable, Sendable {
  package enum Source: Hashable, Sendable {
    /// The open scenario with these changes.
    case variation(Variation)
    /// Events that are kept in a file.
    case file(path: String)
  }

  package var source: Source
  /// `waitgroup`, `seed 8`, `branch B`. Not made safe for a terminal.
  package var name: String
  /// What makes it differ, in a few words; empty where the name says it.
  package var change: String

  /// The name, and what makes it differ: `no grace (cancel root at 0.500 s)`.
  package var wholeName: String { change.isEmpty ? name : "\(name) (\(change))" }

  package init(_ source: Source, name: String, change: String = "") {
    self.source = source
    self.name = name
    self.change = change
  }

  /// What a run is compared with unless another side is named.
  package init(other contrast: Contrast) {
    self.init(.variation(Variation([contrast.change])), name: contrast.name, change: contrast.words)
  }

  /// The run itself beside that.
  package init(own contrast: Contrast) {
    self.init(.variation(.none), name: contrast.ownName)
  }

  /// The run in a file, called by the last part of its path.
  package init(file path: String) {
    self.init(.file(path: path), name: path.split(separator: "/").last.map(String.init) ?? path)
  }
}
