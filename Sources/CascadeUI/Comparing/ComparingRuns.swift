import Cascade
import CascadeNarration
import CascadeTrace

extension Model {
  /// The branch that is looked at against its parent; the file's run against its contrast where there is no branch.
  mutating func compareAsUsual() -> [Effect] {
    guard let session, !refusesToCompare() else { return [] }
    let branches = session.branches
    if let parent = branches.branch.parent {
      return compare(branches.side(parent), branches.side(branches.current))
    }
    guard let contrast = Contrast(session.recording) else {
      status = "There is no group in this run, so there is nothing to compare it with."
      return []
    }
    return compare(CompareSide(other: contrast), CompareSide(own: contrast))
  }

  /// Shows two runs side by side, and asks for those that aren't here.
  ///
  /// - Parameter t: Where the clock stands at first; nil for the end, or where a talk stands.
  mutating func compare(_ a: CompareSide, _ b: CompareSide, at t: Context.Instant? = nil) -> [Effect] {
    guard var session else { return [] }
    session.stopPlaying()
    let effects = want(a, in: &session) + want(b, in: &session)
    // In a talk what comes isn't shown before its time.
    let start = t ?? (talk == nil ? nil : comparing?.t ?? session.cursor.t)
    let isPage = comparing?.isPage == true
    screen = .comparing(Comparing(a, b, at: start), behind: session)
    dialog = nil
    changeComparing { $0.isPage = isPage }
    settleComparison()
    return effects
  }

  /// - Returns: whether there is a reason not to, which the status then says.
  mutating func refusesToCompare() -> Bool {
    guard let session else { return false }
    if let words = session.refusesWhatIf, session.origin != .scenario {
      status = words
    } else if session.isLive {
      status = "This run is live: open it without --live to compare it with another."
    } else if session.recording.roster.isOfContextsAlone {
      let key = keyMap.firstName(of: .branches(.list), in: .main)
      status = "A scenario of contexts has no tasks to compare; \(key) lists the branches."
    } else {
      return false
    }
    return true
  }

  // MARK: The runs

  private mutating func want(_ side: CompareSide, in session: inout RunSession) -> [Effect] {
    switch side.source {
    case .variation(let variation):
      session.runs.keep(variation)
      return session.runs.want(variation)
    case .file(let path):
      if case .here? = recordings[path] { return [] }
      recordings[path] = nil
      return [.read(path: path)]
    }
  }

  private func answer(for side: CompareSide, in session: RunSession) -> Answer<Recording>? {
    switch side.source {
    case .variation(let variation): session.runs[variation]
    case .file(let path): recordings[path]
    }
  }

  /// Begins to show the comparison, if its runs are here now.
  mutating func settleComparison() {
    guard case .comparing(var open, behind: let session) = screen, open.comparison == nil,
      let a = answer(for: open.a, in: session), let b = answer(for: open.b, in: session)
    else { return }
    open.take(a, b)
    screen = .comparing(open, behind: session)
  }
}

extension Branches {
  /// A branch as one side.
  func side(_ index: Int) -> CompareSide {
    CompareSide(.variation(all[index].variation), name: "branch \(all[index].title)", change: all[index].change)
  }
}
