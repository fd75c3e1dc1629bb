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

extension ComparingCommand {
  /// Which way a clicker's key leads where the comparison is a step of a talk; nil for what moves within it.
  fileprivate var way: Way? {
    switch self {
    case .pageDown: .onward
    case .pageUp: .back
    case .play, .nextEvent, .previousEvent, .start, .end, .firstFailure, .faster, .slower, .selectNext, .selectPrevious,
      .onlyDiffering, .swapSides, .chooseSides:
      nil
    }
  }
}

extension Comparing {
  /// Whether there are no more rows that way than are in view.
  fileprivate func hasSeenAll(_ way: Way, page: Int) -> Bool {
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

/// What a command wants that isn't the comparison's own.
enum ComparingRequest: Hashable, Sendable {
  case speed(Speed)
  /// To the next step of a talk, or the one before.
  case step(Way)
  /// Back to the run, whose rows have all been seen.
  case leave(Way)
  case chooseSides
}

extension Comparing {
  /// - Parameters:
  ///   - page: How many rows are in view.
  ///   - words: What is to be said to the user.
  /// - Returns: what else is wanted.
  mutating func perform(
    _ command: ComparingCommand, count: Int, page: Int, speed: Speed, _ words: inout String?
  ) -> ComparingRequest? {
    if isPage, let way = command.way { return goToStop(way) ? nil : .step(way) }
    switch command {
    case .nextEvent: step(by: count)
    case .previousEvent: step(by: -count)
    case .start: goToStart()
    case .end: goToEnd()
    case .firstFailure: words = goToCause()
    case .play: togglePlaying()
    case .faster: return .speed(speed.faster)
    case .slower: return .speed(speed.slower)
    case .selectNext: select(by: count)
    case .selectPrevious: select(by: -count)
    case .pageDown where hasSeenAll(.onward, page: page): return .leave(.onward)
    case .pageUp where hasSeenAll(.back, page: page): return .leave(.back)
    case .pageDown: select(by: count * page)
    case .pageUp: select(by: -count * page)
    case .swapSides: swap()
    case .onlyDiffering:
      toggleDiffering()
      words = differingWords
    case .chooseSides: return .chooseSides
    }
    return nil
  }
}
