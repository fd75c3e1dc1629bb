import Cascade
import CascadeNarration
import CascadeTrace

/// What can be asked for where two runs stand side by side.
package enum ComparingCommand: CaseIterable, Hashable, Sendable {
  case play, nextEvent, previousEvent, start, end, firstFailure
  case faster, slower
  case selectNext, selectPrevious, pageDown, pageUp, onlyDiffering
  case swapSides, chooseSides
}

extension Model {
  mutating func perform(_ command: ComparingCommand, count: Int) -> [Effect] {
    guard case .comparing(var comparing, behind: let session) = screen else { return [] }
    if comparing.isPage, let way = command.way(of: comparing) {
      guard comparing.goToStop(way) else { return goOn(way) }
      screen = .comparing(comparing, behind: session)
      return []
    }
    switch command {
    case .nextEvent: comparing.step(by: count)
    case .previousEvent: comparing.step(by: -count)
    case .start: comparing.goToStart()
    case .end: comparing.goToEnd()
    case .firstFailure: status = comparing.goToCause()
    case .play: comparing.togglePlaying()
    case .faster: settings.speed = settings.speed.faster
    case .slower: settings.speed = settings.speed.slower
    case .selectNext: comparing.select(by: count)
    case .selectPrevious: comparing.select(by: -count)
    case .pageDown where comparing.hasSeenAll(.onward, page: CompareLayout.page(of: size)):
      return leaveComparison(.onward, .comparing(command))
    case .pageUp where comparing.hasSeenAll(.back, page: CompareLayout.page(of: size)):
      return leaveComparison(.back, .comparing(command))
    case .pageDown: comparing.select(by: count * CompareLayout.page(of: size))
    case .pageUp: comparing.select(by: -count * CompareLayout.page(of: size))
    case .swapSides: comparing.swap()
    case .onlyDiffering:
      comparing.toggleDiffering()
      status = comparing.differingWords
    case .chooseSides: return openSides()
    }
    screen = .comparing(comparing, behind: session)
    return []
  }

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
    session.dialog = nil
    let effects = want(a, in: &session) + want(b, in: &session)
    // In a talk what comes isn't shown before its time.
    let start = t ?? (talk == nil ? nil : comparing?.t ?? session.cursor.t)
    let isPage = comparing?.isPage == true
    screen = .comparing(Comparing(a, b, at: start), behind: session)
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

extension ComparingCommand {
  /// Which way a clicker's key leads where the comparison is a step of a talk; nil for what moves within it.
  fileprivate func way(of comparing: Comparing) -> Model.Way? {
    switch self {
    case .pageDown: .onward
    case .pageUp: .back
    // Some clickers send arrows: at either end they go on, too.
    case .nextEvent where comparing.stop(.onward) == nil: .onward
    case .previousEvent where comparing.stop(.back) == nil: .back
    case .play, .nextEvent, .previousEvent, .start, .end, .firstFailure, .faster, .slower, .selectNext, .selectPrevious,
      .onlyDiffering, .swapSides, .chooseSides:
      nil
    }
  }
}

extension Branches {
  /// A branch as one side.
  func side(_ index: Int) -> CompareSide {
    CompareSide(.variation(all[index].variation), name: "branch \(all[index].title)", change: all[index].change)
  }
}

extension Comparing {
  /// Whether there are no more rows that way than are in view.
  fileprivate func hasSeenAll(_ way: Model.Way, page: Int) -> Bool {
    shown.count <= page || selected == (way == .onward ? shown.count - 1 : 0)
  }

  /// What is shown now, and how many.
  fileprivate var differingWords: String {
    guard showsOnlyDiffering else { return "All rows are shown." }
    let hidden = (comparison?.pairs.count ?? 0) - shown.count
    return shown.isEmpty
      ? "No row differs."
      : "Showing rows that differ; \(hidden) \(hidden == 1 ? "is" : "are") hidden."
  }
}
