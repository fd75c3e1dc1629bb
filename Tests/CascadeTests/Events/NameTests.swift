import CascadeSimulation
import TestSupport
import Testing

@testable import Cascade

/// How names are numbered, and what that keeps.
@Suite struct NameTests {
  /// Beside the plain table of all names, for as long as there is room.
  @Test(arguments: 1...10) func namesAreNumberedAsByATable(_ seed: Int) {
    var random = Seeded(UInt64(seed))
    let names = NameUses()
    var table: [String: Int] = [:]
    var spare = 0
    for _ in 0..<5_000 {
      let name = "name-\(random.below(random.below(2) == 0 ? 3 : 3_000))"
      table[name, default: 0] += 1
      #expect(names.use(name, isRecorded: true, spare: &spare) == table[name])
    }
    #expect(names.count == table.count && spare == 0)
  }

  /// Indices count as names, in whatever order they come, and among names that look like them.
  @Test(arguments: 1...20) func indicesAreNumberedAsNames(_ seed: Int) {
    var random = Seeded(UInt64(seed))
    let names = NameUses()
    var table: [String: Int] = [:]
    var spare = 0
    var next = 0
    func expect(_ name: String, _ number: Int) {
      table[name, default: 0] += 1
      #expect(number == table[name], "\(name)")
    }
    for _ in 0..<2_000 {
      // In a run of indices alone, as of tasks without names, no index is remembered.
      switch random.below(seed <= 5 ? 2 : 20) {
      case 19:
        let name = ["07", "+1", "-1", "1_000", "٣", "x3", ""][random.below(7)]
        expect(name, names.use(name, isRecorded: true, spare: &spare))
      case 18:
        let name = String(next + random.below(3))
        expect(name, names.use(name, isRecorded: true, spare: &spare))
      case 17 where next > 0:
        let name = String(random.below(next))
        expect(name, names.use(name, isRecorded: true, spare: &spare))
      case 16 where seed > 10:
        // Two spawners, the later index first.
        expect(String(next + 1), names.use(index: next + 1, isRecorded: true, spare: &spare))
        expect(String(next), names.use(index: next, isRecorded: true, spare: &spare))
        next += 2
      default:
        expect(String(next), names.use(index: next, isRecorded: true, spare: &spare))
        next += 1
      }
    }
    #expect(spare == 0)
    if seed <= 5 { #expect(names.count == 0) }
  }

  /// When nothing is recorded any more, known names go on, so many new ones are remembered, and the rest get numbers that
  /// nothing else has.
  @Test(arguments: 1...10) func numbersStayUniqueWithoutRoom(_ seed: Int) {
    var random = Seeded(UInt64(seed))
    let names = NameUses()
    var spare = 0
    var paths = Set<String>()
    for use in 0..<20_000 {
      let name = "name-\(random.below(10_000))"
      let number = names.use(name, isRecorded: use < 100, spare: &spare)
      #expect(paths.insert(NamedPlace.spell(name, number)).inserted)
      #expect(names.count <= NameUses.limit + 1)
    }
    #expect(spare > 0)
  }

  @Test func pathsAreSpelledTheSameEitherWay() {
    let recorder = EventRecorder()
    for findsDeadlocks in [false, true] {
      let observation = Observation(
        recorder: recorder, time: LiveTimeSource.shared, findsDeadlocks: findsDeadlocks)
      let group = observation.path(of: "g", below: .empty)
      let second = observation.path(of: "g", below: .empty)
      let task = observation.path(of: "a", below: second)
      #expect([group, second, task].map(\.text) == ["g", "g#2", "g#2/a"])
      #expect(observation.path(of: "a", below: second).text == "g#2/a#2")
      #expect(observation.path(of: "a", below: group).text == "g/a")
    }
    #expect(Path.empty.text.isEmpty && Path("alone").text == "alone")
  }

  @Test func aDeepPathIsSpelledAndLetGo() {
    let observation = Observation(recorder: EventRecorder(), time: LiveTimeSource.shared)
    var path = Path.empty
    // Events of all its ancestors would take the square of this to read, so only a part has one.
    for depth in 1...100_000 {
      path = observation.path(of: "a", below: path)
      if depth == 1_000 { observation.emit(path, .taskStarted) }
    }
    #expect(path.text.utf8.count == 199_999)
    #expect(observation.recorder.events.first?.id.utf8.count == 1_999)
    path = .empty
  }

  /// A path dies with what it names, also where the events about it were kept.
  @Test(arguments: [1, 1_000]) func namesDieWithTheirOwner(_ capacity: Int) async throws {
    let root = Context.background(observedBy: EventRecorder(capacity: capacity))
    weak var group: NamedPlace?
    weak var task: NamedPlace?
    try await withErrGroup(in: root) { handle in
      group = handle.node.scope.id.place
      let subtask = await handle.go { ctx in _ = ctx.makeCancelScope() }
      task = subtask.node.scope.id.place
      #expect(group != nil && task != nil)
      try await subtask.value()
    }
    // The Swift task may let go of its record a moment later.
    while task != nil { await Task.yield() }
    #expect(group == nil)
  }

  /// The cancellation began in code of another run, whose paths mean nothing here.
  @Test func aPathOfAnotherRunIsSpelled() async throws {
    let (first, second) = (EventRecorder(), EventRecorder())
    let target = Owner(Context.background(observedBy: first).makeCancelScope(name: "target"))
    try await withErrGroup(in: .background(observedBy: second), .named("there")) { group in
      await group.go("killer") { _ in target.cancel() }
    }
    let told = first.events.compactMap { if case .contextTold(let told) = $0.kind { told.origin } else { nil } }
    #expect(told == ["there/killer"])
  }
}
