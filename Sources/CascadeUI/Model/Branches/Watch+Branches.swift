import CascadeTrace

extension Watch {
  /// Shows another branch from the same time on the clock. A pinned row stays pinned where that branch has it, too.
  mutating func show(_ recording: Recording, from place: Cursor? = nil) {
    let pinned: String? =
      if case .pinned(let row) = selection { self.recording.roster.members[row].id } else { nil }
    replace(recording, from: place ?? recording.cursor(at: min(cursor.t, recording.endTime)))
    if let pinned { selection = recording.roster.number(of: pinned).map(Selection.pinned) ?? .following }
  }
}
