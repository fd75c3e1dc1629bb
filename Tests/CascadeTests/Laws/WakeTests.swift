import Testing

@testable import Cascade

/// Whose cancel it was is decided for the Swift task that sees it, at that moment.
@Suite struct WakeTests {
  /// Every so many-th row, with a step that has nothing in common with the sizes of the table, so that all pairs of
  /// columns meet. `CASCADE_STRESS=139` plays them all.
  private static let step = max(1, 139 / StressScale.factor)

  @Test func everyWaitEndsWhenItHasTo() throws {
    var wrong: [String: Int] = [:]
    var examples: [String] = []
    var played = 0
    for index in stride(from: 0, to: WakeRow.all.count, by: Self.step) {
      let row = WakeRow.all[index]
      let isObserved = index % 3 != 0
      let answer =
        (isObserved ? try? WakeRun.simulated(row, seed: UInt64(index % 20)) : WakeRun.unobserved(row)) ?? "deadlock"
      played += 1
      guard !row.expected.contains(answer) else { continue }
      wrong["\(row.origin) of \(row.parent)", default: 0] += 1
      if examples.count < 20 { examples.append("\(row): \(answer), not \(row.expected.sorted())") }
    }
    if !wrong.isEmpty { Issue.record("\(wrong) of \(played):\n\(examples.joined(separator: "\n"))") }
    #expect(played > 1_000)
  }
}
