import CascadeTrace

/// What a change in a run saves, or costs, in work.
struct WorkChange {
  /// How much more is saved.
  let saved: Duration
  /// How much more is wasted.
  let wasted: Duration

  /// Nil where the two runs are no pair whose work can be compared by number.
  init?(of branch: Recording, comparedWith parent: Recording) {
    let comparison = Comparison((name: "before", recording: parent), (name: "after", recording: branch))
    guard comparison.footing.isSame else { return nil }
    let moment = comparison.moment(at: comparison.endTime)
    guard let before = moment.a.waste?.total, let after = moment.b.waste?.total else { return nil }
    saved = after.saved - before.saved
    wasted = after.wasted - before.wasted
  }

  /// `SAVED grows by 1.200 s.` Nil where there is nothing to tell.
  var sentence: String? {
    if saved != .zero { return Self.says("SAVED", saved) }
    return wasted != .zero ? Self.says("WASTED", wasted) : nil
  }

  private static func says(_ name: String, _ more: Duration) -> String {
    let size = TimeText.duration(more < .zero ? .zero - more : more)
    return "\(name) \(more < .zero ? "shrinks" : "grows") by \(size)."
  }
}
