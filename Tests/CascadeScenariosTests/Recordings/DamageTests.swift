import Cascade
import CascadeEvents
import CascadeNarration
import CascadeScenarios
import CascadeText
import CascadeTrace
import Foundation
import TestSupport
import Testing

/// Real recordings, damaged: whatever comes in, nothing crashes, and nothing is said of what came before the damage that
/// isn't true.
@Suite struct DamageTests {
  /// So many files for each of 20 cases; `CASCADE_DAMAGE=1000` for a long search.
  static let files = number("CASCADE_DAMAGE") ?? 3
  /// Other ones than the first of each case, to go on with a search: `CASCADE_DAMAGE_FROM=1000`.
  private static let first = number("CASCADE_DAMAGE_FROM") ?? 0

  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  /// What is said of each row, in the words that are shown.
  private func words(_ run: RunState, now: Context.Instant) -> [String] {
    let born = run.rows.filter(\.isBorn).sorted { $0.id < $1.id }
    // Of a thousand tasks some stand for all.
    return stride(from: 0, to: born.count, by: max(1, born.count / 40)).map { index in
      let row = born[index]
      return "\(row.id): \(row.state) "
        + DetailPage(row: row, now: now).lines.map { "\($0.label) \($0.text)" }.joined(separator: "|")
    }
  }

  @Test(arguments: 0..<UInt64(20)) func `what came before the damage stays true`(part: UInt64) throws {
    for number in Self.first..<(Self.first + Self.files) { expectTruth(part * 1_000_000 + number) }
  }

  /// What a long search found: a second line with the number of the first; a task of another run, which changed what was said of
  /// contexts before it.
  @Test(
    arguments: [
      109, 1_000_426, 1_000_741, 1_000_909, 1_001_104, 2_000_068, 2_000_614, 2_001_129, 4_000_675, 4_000_946, 5_001_073,
      6_000_127, 6_000_652, 7_000_399, 8_000_062,
    ] as [UInt64]) func `what was found once`(seed: UInt64)
  {
    expectTruth(seed)
  }

  /// A task that is its own group, a group that keeps itself, a cancel that began where it arrives: one path in all places.
  @Test(arguments: Damage.corpus.indices, ["x", ""]) func `one path for all`(scenario: Int, path: String) {
    let lines = Damage.corpus[scenario].lines.prefix(1_000).map { line in
      String(decoding: line, as: UTF8.self)
        .replacing(/"(id|task|group|parent|origin|through|who|target)":"[^"]*"/) { "\"\($0.output.1)\":\"\(path)\"" }
    }
    let run = RecordedRun(reading: lines.joined(separator: "\n").utf8)
    #expect(run.events.count > lines.count / 2)
    readAll(Recording(run.events), run.gaps)
  }

  private func expectTruth(_ seed: UInt64) {
    let (bytes, scenario, untouched, damages) = Damage.file(seed)
    let run = RecordedRun(reading: bytes)
    let recording = Recording(run.events)
    let original = Self.originals[scenario]
    #expect(run.events.prefix(untouched).elementsEqual(original.log.prefix(untouched)), "seed \(seed): \(damages)")
    // Each place costs; three of them, and the last.
    for position in Set([untouched / 3, untouched * 2 / 3, untouched]) where position <= recording.count {
      // Whether a name needs its path goes by all rows, and isn't what is held to anything here.
      let states = (original.state(at: position), recording.state(at: position))
      guard ambiguous(states.0) == ambiguous(states.1) else { continue }
      let now = original.cursor(at: position).t
      let (was, now_) = (
        words(states.0, now: now), words(states.1, now: now)
      )
      #expect(was == now_, "seed \(seed), after \(position) of \(untouched): \(damages)")
    }
    readAll(recording, run.gaps)
  }

  private func ambiguous(_ run: RunState) -> Set<String> {
    Set(run.rows.filter { $0.isBorn && run.roster.isAmbiguous($0.name) }.map(\.id))
  }

  private static let originals = Damage.corpus.map { file in
    Recording(RecordedRun(reading: file.lines.joined(separator: [0x0A])).events)
  }

  /// Everything that readers show.
  private func readAll(_ recording: Recording, _ gaps: RecordingGaps) {
    let head = RecordingWords(gaps)
    for text in head.sentences + [head.line] + PlainText.lines(of: recording).map(\.description) {
      #expect(SafeText.make(text) == text)
    }
    let ledger = WorkLedger(recording)
    let index = CascadeIndex(recording)
    for position in stride(from: 0, through: recording.count, by: max(1, recording.count / 7)) {
      let cursor = recording.cursor(at: position)
      let state = recording.state(at: cursor)
      for row in state.rows { _ = recording.timeline(of: row, at: cursor, index: index) }
      _ = recording.narration(at: cursor)
      _ = ledger.waste(in: state, at: cursor.t)
    }
    for beat in recording.beats { _ = recording.sentence(for: beat) }
  }

  /// A thousand tasks are read again less often.
  private static func rounds(_ scenario: Int) -> Range<Int> {
    Effort.rounds(Damage.corpus[scenario].lines.count > 1_000 ? 1 : 5)
  }

  /// Lines that stand in the wrong place are put where they belong: the recording is the same.
  @Test(arguments: Damage.corpus.indices) func `an order that is wrong is put right`(scenario: Int) throws {
    var dice = Seeded(UInt64(scenario))
    let original = RecordedRun(reading: Damage.corpus[scenario].lines.joined(separator: [0x0A]))
    #expect(original.gaps.isComplete)
    for _ in Self.rounds(scenario) {
      var lines = Damage.corpus[scenario].lines
      for _ in 0..<5 { _ = Damage.swap.apply(to: &lines, &dice) }
      let run = RecordedRun(reading: lines.joined(separator: [0x0A]))
      #expect(run.events == original.events)
      #expect(run.gaps.problemCount == 0 && run.gaps.missing == 0)
      #expect((run.gaps.moved == 0) == (lines == Damage.corpus[scenario].lines))
    }
  }

  /// Every line that is gone is counted, but for those at the end, of which nothing is known.
  @Test(arguments: Damage.corpus.indices) func `what is missing is counted`(scenario: Int) throws {
    var dice = Seeded(UInt64(scenario) + 100)
    let whole = Damage.corpus[scenario].lines
    for _ in Self.rounds(scenario) {
      let gone = Set((0..<4).map { _ in Int.random(in: 0..<whole.count - 1, using: &dice) })
      let lines = whole.enumerated().filter { !gone.contains($0.offset) }.map(\.element)
      let gaps = RecordedRun(reading: lines.joined(separator: [0x0A])).gaps
      #expect(gaps.missing + gaps.missingAtStart == gone.count)
      #expect(!gaps.isComplete && !gaps.isUnfinished)
      #expect((gaps.joinedAt != nil) == gone.contains(0))
    }
  }
}
