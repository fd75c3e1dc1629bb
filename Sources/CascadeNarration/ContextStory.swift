import Cascade
import CascadeTrace

/// The story of a run without groups and tasks: which contexts were cancelled, whom each cancellation reached, and what
/// goes on.
struct ContextStory {
  let run: RunState
  let now: Context.Instant

  /// A cancellation, and whom it reached.
  private struct Walk {
    let told: Event.Told
    /// The event that told the first one.
    let first: Int
    var reached: [Row] = []
    /// Those who were made under a context that was over.
    var late: [Row] = []
  }

  /// Every sentence, in the order in which things happened; none where nothing was cancelled.
  var told: [ToldSentence] {
    let walks = walks
    guard let last = walks.last else { return [] }
    var story: [ToldSentence] = []
    for walk in walks {
      let isLast = walk.first == last.first
      let turn = CauseStory(run: run, now: now).sentences(forCauseAt: walk.first)
      story += ToldSentence.first(turn, isLast ? .cause : .earlier, .consequence)
      story += ToldSentence.all(consequences(of: walk), isLast ? .consequence : .earlier)
    }
    func those(in state: ContextState) -> [Row] { run.rows.filter { $0.contextState == state } }
    let rest = [
      English.clause(those(in: .active), "goes on", "contexts go on"),
      English.clause(those(in: .leftOver), "never ended", "contexts never ended"),
    ].compactMap(\.self)
    return story + ToldSentence.all(rest.map { "\($0)." }, .standing)
  }

  private var walks: [Walk] {
    let events = run.rows.compactMap { row in row.marks.told.value.map { (number: $0, row: row) } }
    var walks: [Walk] = []
    for (number, row) in events.sorted(by: { $0.number < $1.number }) {
      guard case .contextTold(let told) = run.log[number].kind, told.reason != .scopeEnded else { continue }
      let known = walks.firstIndex { $0.told.origin == told.origin && $0.told.reason == told.reason }
      guard let known else {
        walks.append(Walk(told: told, first: number))
        continue
      }
      if run.fold.wasBornDone(row.number, roster: run.roster) {
        walks[known].late.append(row)
      } else {
        walks[known].reached.append(row)
      }
    }
    return walks
  }

  private func consequences(of walk: Walk) -> [String] {
    var sentences: [String] = []
    if !walk.reached.isEmpty {
      let verb = walk.reached.count == 1 ? "was" : "were"
      sentences.append("\(named(walk.reached)) \(verb) cancelled with it.")
    }
    if !walk.late.isEmpty {
      let isOne = walk.late.count == 1
      sentences.append(
        "\(named(walk.late)) \(isOne ? "was" : "were") made later, and cancelled from the beginning.")
    }
    return sentences
  }

  private func named(_ rows: [Row]) -> String {
    rows.count <= 3 ? English.list(rows.map(\.label)) : English.count(rows.count, "context")
  }
}
