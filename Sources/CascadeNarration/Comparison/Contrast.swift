import Cascade
package import CascadeTrace

/// What a run is compared with when nobody says: the one change that shows best what its group is for.
///
/// A group that is asked to finish stands against the same without a grace, or against `collect-all` where nobody is left
/// to be cancelled; a wait group against an error group, and every other group against a wait group, which tells nobody.
package struct Contrast: Hashable, Sendable {
  /// What makes the other side.
  package let change: Variation.Change
  /// What the other side is called: `waitgroup`, `no grace`.
  package let name: String
  /// What the run itself is called beside it: `errgroup`, `with grace`.
  package let ownName: String

  /// The change in words, where the name doesn't say it.
  package let words: String

  /// Nil where there is no group that could be another one.
  package init?(_ recording: Recording) {
    let run = recording.latestState
    guard let group = run.outermostGroup else { return nil }
    let signal = run.rows.first(where: \.isShutdownSignal)
    let asked = signal?.parent ?? group
    // Where all leave as they are asked, nobody is left who could be cancelled.
    if let t = signal?.toldAt, asked.closedAt.map({ t < $0 }) ?? true {
      change = .intervention(Intervention(at: recording.cursor(at: t), on: asked.id, .cancel))
      (name, ownName) = ("no grace", "with grace")
      words = "cancel \(asked.id) at \(TimeText.instant(t))"
      return
    }
    ownName = group.policy?.name ?? "group"
    // A wait group can't be asked to finish.
    let kind: GroupKind = group.groupKind == .waitgroup ? .errgroup : signal == nil ? .waitgroup : .collectAll
    name = kind.rawValue
    words = ""
    change = .option(OptionChange(group.id, .kind(kind)))
  }
}
