import CascadeCode
import CascadeScenarios
import CascadeTrace
import Testing

/// A scenario whose programs are kept and tried.
struct Story: Sendable, CustomTestStringConvertible {
  var name: String
  private let source: String

  init(name: String, source: String) {
    self.name = name
    self.source = source
  }

  var testDescription: String { name }

  func scenario() throws -> Scenario { try Scenario.read(source, file: "\(name).yaml") }

  /// Those of the gallery, and what is in none of them.
  static let all: [Story] = Gallery.shown.map { Story(name: $0.name, source: $0.source) } + others

  /// Those that Swift has words for.
  static let inSwift = all.filter { story in
    (try? Program.listing(story.scenario(), named: story.name, in: .swift)) != nil
  }

  private static let others: [Story] = [
    Story(name: "every-derivation", source: everyDerivation),
    Story(name: "rounds", source: rounds),
    Story(name: "kept", source: kept),
    Story(name: "handled", source: handled),
    Story(name: "late", source: late),
    Story(name: "callers", source: callers),
    Story(name: "loops", source: loops),
    Story(name: "leaving", source: leaving),
    Story(name: "exits", source: exits),
    Story(name: "endings", source: endings),
    Story(name: "services", source: services),
    Story(name: "signals", source: signals),
    Story(name: "functions", source: functions),
    Story(name: "channels", source: channels),
    Story(name: "stages", source: stages),
    Story(name: "results", source: results),
    Story(name: "selects", source: selects),
    Story(name: "finishing", source: finishing),
    Story(name: "shared-scope", source: sharedScope),
    Story(name: "shared-jobs", source: sharedJobs),
    Story(name: "permits-and-calls", source: permitsAndCalls),
    Story(name: "limited", source: limited),
    Story(name: "early", source: early),
    Story(name: "asked-to-finish", source: askedToFinish),
    Story(name: "inner-hands", source: innerHands),
    Story(name: "added-siblings", source: addedSiblings),
    Story(name: "collected", source: collected),
    Story(name: "raced", source: raced),
    Story(name: "left-alone", source: leftAlone),
    Story(name: "same-names", source: sameNames),
    Story(name: "straight", source: straight),
    Story(name: "swift-waitforall", source: swiftWaitForAll),
    Story(name: "swift-foreach", source: swiftForEach),
    Story(name: "swift-discarding", source: swiftDiscarding),
    Story(name: "swift-cancelled", source: swiftCancelled),
    Story(name: "swift-nested", source: swiftNested),
    Story(name: "swift-channels", source: swiftChannels),
  ]
}
