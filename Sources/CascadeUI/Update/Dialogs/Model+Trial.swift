import CascadeNarration
import CascadeText
import CascadeTrace

/// Trying a change out before it is made.
extension Model {
  /// Runs what the dialog proposes, unless that has been run before, and tells what would come of it.
  mutating func refreshTrial() -> [Effect] {
    guard let watch, let proposal = dialog?.proposal(from: watch.branches.branch.variation) else { return [] }
    var trial = proposal
    var effects: [Effect] = []
    if let variation = trial.variation {
      effects = runs.want(variation)
      trial.outlook = outlook(on: variation, in: watch)
    }
    dialog?.trial = trial
    return effects
  }

  private func outlook(on variation: Variation, in watch: Watch) -> Trial.Outlook {
    switch runs[variation] {
    case nil: .waiting
    case .refused(let why)?: .refused(SafeText.make(why))
    case .here(let recording)?:
      .consequences(
        Consequences(of: recording, comparedWith: watch.recording).sentences,
        start: recording.sharedEvents(with: watch.recording))
    }
  }

  /// Makes the branch that the dialog proposes, unless it can't be or isn't known yet.
  mutating func applyTrial() {
    guard let trial = dialog?.trial, let variation = trial.variation, case .consequences = trial.outlook else { return }
    dialog = nil
    branchOff(variation, change: trial.change)
  }
}

extension Dialog {
  /// The change that it stands at; nil when it is about none.
  fileprivate func proposal(from variation: Variation) -> Trial? {
    let changes: [Variation.Change]
    switch self {
    case .inject(let dialog): changes = [.intervention(dialog.item)]
    case .options(let dialog): changes = dialog.changes.map { .option($0) }
    case .branches, .sides, .naming: return nil
    }
    guard !changes.isEmpty else { return Trial() }
    let phrases = changes.map { $0.phrase { path in path.split(separator: "/").last.map(String.init) ?? path } }
    return Trial(
      variation: changes.reduce(variation) { $0.adding($1) }, change: SafeText.make(phrases.joined(separator: ", ")))
  }
}
