import Cascade

/// What every part of a scenario's run shares.
struct Stage: Sendable {
  /// A context of the run that never ends.
  let root: Context
  let ledger: RunLedger
  /// Who is on it.
  let troupe = Troupe()
  /// What an interrupted task returns when its plan doesn't say.
  let onCancel: CancelResult
  /// Whether wait is called a second time, to see what it answers then.
  let waitsTwice: Bool
}
