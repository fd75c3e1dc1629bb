import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeText
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// What a lane, the page of details, the mark beside the code and the plain text say of one task at one moment is the same
/// in every word that tells a role: told, deaf, elsewhere, detached, kept, lost, done anyway.
@Suite struct SurfaceTests {
  @Test(arguments: Effort.rounds(1)) func randomScenarios(round: Int) throws {
    var random = Seeded(UInt64(31_000 + round))
    var seen: Set<TaskState> = []
    for _ in 0..<20 {
      let scenario = RandomScenario.make(seed: random.next())
      let run = try ScenarioRun(scenario)
      Self.check(run.events, step: 1 + random.below(5), seen: &seen)
    }
    #expect(seen.isSuperset(of: [.told, .deaf, .cancelled, .failedFirst, .failedNotKept, .toldCompleted]), "\(seen)")
  }

  @Test(arguments: RealProgram.all) func realPrograms(program: RealProgram) throws {
    var seen: Set<TaskState> = []
    Self.check(try ScenarioRun(try program.scenario()).events, step: 7, seen: &seen)
  }

  @Test func gallery() throws {
    var seen: Set<TaskState> = []
    for entry in Gallery.all where entry.name != "batch" {
      Self.check(try ScenarioRun(try entry.scenario()).events, step: 2, seen: &seen)
    }
    // Those that only a recording with gaps or a kind of group beyond the gallery has are seen elsewhere.
    let rare: Set<TaskState> = [.notSpawned, .unknown, .failedKept, .stuck, .skipped, .timedOutAlone, .exited, .cutOff]
    #expect(
      Set(TaskState.allCases).subtracting(seen).isSubset(of: rare), "\(Set(TaskState.allCases).subtracting(seen))")
  }

  private static func check(_ events: [Event], step: Int, seen: inout Set<TaskState>) {
    let recording = Recording(events)
    let index = CascadeIndex(recording)
    for position in Array(stride(from: 1, through: events.count, by: step)) + [events.count] {
      let cursor = recording.cursor(at: position)
      checkReach(recording.state(at: cursor), now: cursor.t)
      for row in recording.state(at: cursor).tasks where row.isBorn {
        guard let state = row.taskState else { continue }
        seen.insert(state)
        let timeline = recording.timeline(of: row, at: cursor, index: index)
        let lane = LaneWords(row, timeline: timeline, now: cursor.t)
        check(row, state, lane, DetailPage(row: row, now: cursor.t), "\(row.id) at event \(position)")
      }
    }
  }

  /// What a group's or a context's page says of whom it told names no task whose own page says that it wasn't.
  private static func checkReach(_ state: RunState, now: Context.Instant) {
    let untold = Set(state.tasks.filter { !$0.isTold }.map(\.label))
    let told = Set(state.tasks.filter(\.isTold).map(\.label))
    for row in state.rows where row.isBorn {
      let lines = DetailPage(row: row, now: now).lines
      guard row.kind == .group, let said = lines.first(where: { $0.label == "told" })?.text else { continue }
      let names = said.replacing("in order: ", with: "").split(separator: ", ").map(String.init)
      #expect(names.allSatisfy { !untold.contains($0) || told.contains($0) }, "\(row.id): \(said)")
    }
  }

  private static func check(
    _ row: Row, _ state: TaskState, _ lane: LaneWords, _ page: DetailPage, _ place: Comment
  ) {
    // An error may have any of these words, too.
    let error = row.error.map { SafeText.make($0) } ?? ""
    var words = lane.words.map(\.text)
    if let index = words.firstIndex(of: error) { words.remove(at: index) }
    func laneSays(_ word: String) -> Bool { words.contains { $0.hasPrefix(word) } }
    func line(_ label: String) -> String? { page.lines.first { $0.label == label }?.text }

    let isTold = line("told") != nil
    #expect(isTold == row.isTold, place)
    if laneSays("told") || laneSays("out") || laneSays("done anyway") {
      #expect(isTold || row.startedAfterCancel, place)
    }
    // What waited for something else than its context is done as that comes, not in spite of it.
    let hasWaited = row.step?.awaited.map { $0 != .told } ?? false
    #expect(laneSays("done anyway") == (state == .toldCompleted && !hasWaited), place)
    if state == .toldCompleted, hasWaited { #expect(laneSays("done +"), place) }
    #expect(laneSays("detached") == (state == .detached), place)
    #expect((line("not told") != nil) == row.isSpared, place)
    if laneSays("called cancel") { #expect(!isTold && line("cancelled") != nil, place) }
    if laneSays("told, DEAF") { #expect(state == .deaf, place) }
    if laneSays("told, LISTENS ELSEWHERE") { #expect(state == .listensElsewhere, place) }
    if laneSays("told, cleaning up") { #expect(state == .cleaningUp, place) }
    #expect(laneSays("STUCK") == (state == .stuck), place)
    #expect(line("state")?.hasPrefix(state.word) == true, place)

    // Of an error each says the same, and one word of its fate. A group keeps what its caller ignores then.
    if let fate = line("error"), row.panicText == nil, state != .done {
      let isQuiet = row.isEndedQuietly
      #expect(laneSays("KEPT") == fate.contains(", kept by"), place)
      #expect(laneSays("dropped") == (fate.contains(", dropped by") && !isQuiet), place)
    }
  }
}
