import Cascade
import CascadeNarration
import CascadeTrace

/// Two runs side by side.
extension Model {
  mutating func performComparing(_ command: Command, count: Int?) -> [Effect] {
    if command == .chooseSides { return openSides() }
    guard var comparing else { return [] }
    defer { self.comparing = comparing }
    let steps = count ?? 1
    switch command {
    case .nextEvent: comparing.step(by: steps)
    case .previousEvent: comparing.step(by: -steps)
    case .start: comparing.goToStart()
    case .end: comparing.goToEnd()
    case .firstFailure: status = comparing.goToCause()
    case .play: comparing.togglePlaying()
    case .faster: speed = speed.faster
    case .slower: speed = speed.slower
    case .selectNext: comparing.select(by: steps)
    case .selectPrevious: comparing.select(by: -steps)
    case .nextBeat: comparing.select(by: steps * CompareLayout.page(of: size))
    case .previousBeat: comparing.select(by: -steps * CompareLayout.page(of: size))
    case .swapSides: comparing.swap()
    case .onlyDiffering:
      comparing.toggleDiffering()
      status = comparing.differingWords
    default: break
    }
    return []
  }

  /// The branch that is looked at against its parent; the file's run against its contrast where there is no branch.
  mutating func compareAsUsual() -> [Effect] {
    guard let session, !refusesToCompare() else { return [] }
    let branches = session.branches
    if let parent = branches.branch.parent {
      return compare(side(ofBranch: parent), side(ofBranch: branches.current))
    }
    guard let contrast = Contrast(session.recording) else {
      status = "There is no group in this run: nothing to compare it with."
      return []
    }
    return compare(CompareSide(other: contrast), CompareSide(own: contrast))
  }

  /// Shows two runs side by side, and asks for those that aren't here.
  mutating func compare(_ a: CompareSide, _ b: CompareSide) -> [Effect] {
    if session?.playback.isPlaying == true { session?.playback = .paused }
    comparing = Comparing(a, b)
    screen = .compare
    isDetailOpen = false
    dialog = nil
    let effects = want(a) + want(b)
    settleComparison()
    return effects
  }

  /// - Returns: whether there is a reason not to, which the status then says.
  mutating func refusesToCompare() -> Bool {
    guard let session else { return false }
    if session.isLive {
      status = "This run is live: open it without --live to compare it with another."
    } else if session.recording.roster.isOfContextsAlone {
      let key = keyMap.firstName(of: .branches, in: .main)
      status = "Contexts alone have no tasks to compare; \(key) goes from branch to branch."
    } else {
      return false
    }
    return true
  }

  /// A branch as one side.
  func side(ofBranch index: Int) -> CompareSide {
    let branch = session?.branches.all[index]
    return CompareSide(
      .variation(branch?.variation ?? .none), name: "branch \(branch?.title ?? "A")", change: branch?.change ?? "")
  }

  // MARK: The runs

  private mutating func want(_ side: CompareSide) -> [Effect] {
    switch side.source {
    case .variation(let variation):
      runs.keep(variation)
      return runs.want(variation)
    case .file(let path):
      if case .here? = recordings[path] { return [] }
      recordings[path] = nil
      return [.read(path: path)]
    }
  }

  private func answer(for side: CompareSide) -> Answer<Recording>? {
    switch side.source {
    case .variation(let variation): runs[variation]
    case .file(let path): recordings[path]
    }
  }

  /// Begins to show the comparison, if its runs are here now.
  mutating func settleComparison() {
    guard let open = comparing, open.comparison == nil, let a = answer(for: open.a), let b = answer(for: open.b) else {
      return
    }
    comparing?.take(a, b)
  }
}

extension Comparing {
  /// What is shown now, and how many.
  fileprivate var differingWords: String {
    guard showsOnlyDiffering else { return "All rows are shown." }
    let hidden = (comparison?.pairs.count ?? 0) - shown.count
    return shown.isEmpty
      ? "Nothing differs: every task does the same on both sides."
      : "Only rows that differ: \(hidden) \(hidden == 1 ? "row is" : "rows are") alike."
  }
}
