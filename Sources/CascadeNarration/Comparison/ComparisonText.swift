import Cascade
import CascadeText
import CascadeTrace

/// Two runs side by side in sentences, one fact a line; safe to print.
package struct ComparisonText: Hashable, Sendable {
  package let lines: [String]

  package init(_ comparison: Comparison) {
    let moment = comparison.moment(at: comparison.endTime)
    var lines = [Self.side("A", comparison.a), Self.side("B", comparison.b), ""]
    lines += moment.facts.map { fact in
      let difference =
        switch fact.difference {
        case "": ""
        case "same": ": the same"
        default: ": \(fact.difference) on B"
        }
      return "\(English.sentence(fact.label)): A \(fact.a), B \(fact.b)\(difference)."
    }
    let different = comparison.pairs.filter(\.differs)
    if different.isEmpty {
      lines += ["", "Every task does the same on both sides."]
    } else {
      lines += [
        "",
        "\(different.count) of \(English.count(comparison.pairs.count, "task")) \(different.count == 1 ? "differs" : "differ"):",
      ]
      lines += different.map { pair in
        let (a, b) = (pair.a.map { moment.a.run.row(number: $0) }, pair.b.map { moment.b.run.row(number: $0) })
        let label = (a ?? b)?.label ?? SafeText.make(pair.id)
        return "  \(label): A \(Self.course(a, moment.a)), B \(Self.course(b, moment.b))."
      }
    }
    lines.append("")
    lines += moment.lesson
    self.lines = lines
  }

  /// `A is waitgroup: waits for all, tells nobody.`
  private static func side(_ letter: String, _ side: Comparison.Side) -> String {
    let kind = side.recording.latestState.outermostGroup?.policy?.name
    let meaning = kind.flatMap(KindWords.meaning(of:))
    let own = kind.map { $0 == side.name ? "" : ", \(SafeText.make($0))" } ?? ""
    return "\(letter) is \(SafeText.make(side.name))\(own)\(meaning.map { ": \($0)" } ?? "")."
  }

  /// What became of a task: `cancelled at 1.230 s, 30 ms after it was told`.
  private static func course(_ row: Row?, _ side: ComparedMoment.OneSide) -> String {
    guard let row, let state = row.taskState else { return "has no such task" }
    guard let out = row.outAt else { return state.word }
    let told = row.latency.map { ", \(TimeText.duration($0)) after it was told" } ?? ""
    let lost = row.out?.outcome == .completed && side.isThrownAway(row.number) ? ", its result thrown away" : ""
    return "\(state.word) at \(row.run.timeText(out))\(told)\(lost)"
  }
}
