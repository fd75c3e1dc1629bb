import ArgumentParser
import Cascade
import CascadeScenarios
import CascadeText
import CascadeTrace
import CascadeUI

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `cascade explore NAME|FILE --law LAW`
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Search for a run that breaks a law.",
    discussion: """
      A law is made of claims, with and, or, not and parentheses:
        wait = none                  what Wait returns: none, never or a text
        wait-time <= 2s              when it returns
        cause = none                 the cause of the group's context after it
        kept = first failure         the task whose error the group keeps, or a name
        slowest <= 500ms             the longest time from told to out
        left = 0                     tasks inside when Wait returns
        wasted <= 1s                 work after the cause that is of no use
        failed >= 1                  how many tasks fail with an error of their own
        wait-after <= 1s             how long Wait goes on after the first of them
        NAME is completed            how a task ends, as `expect` in a file says it
        NAME told = none             when it is told; also: out, error
      Several laws must all hold.

      It tries seeds first, then one change at each instant, such as "cancel NAME" or "delay NAME by 1s", then more \
      if --changes says so. The run that it finds has as few changes as possible. Exit status: 0 the law holds in all \
      runs that were tried, 1 it is broken, 2 the law or the file can't be read.

      Examples:
        cascade explore first-failure --law "wait = none or kept = first failure"
        cascade explore deaf-task --law "slowest <= 1s" --changes 2 --plain
      """)

  @Argument(
    help: ArgumentHelp("The name of a built-in scenario (see `cascade list`), or a file.", valueName: "name|file"),
    completion: .scenarios)
  var scenario: String

  @Option(help: ArgumentHelp("What should hold in every run.", valueName: "law"))
  var law: [String]

  @Option(help: ArgumentHelp("How many other seeds are tried.", valueName: "count"))
  var seeds = 200

  @Option(help: ArgumentHelp("How many changes a run may have; 0 tries seeds only.", valueName: "count"))
  var changes = 1

  @Option(help: ArgumentHelp("How many runs are played at most.", valueName: "count"))
  var runs = 5_000

  @Flag(help: "Print sentences, one fact per line, instead of drawing.")
  var plain = false

  @OptionGroup var look: LookOptions

  func validate() throws {
    for (name, value, most) in [("seeds", seeds, 1_000_000), ("changes", changes, 3), ("runs", runs, 10_000_000)]
    where !(0...most).contains(value) {
      throw ValidationError("--\(name) must be a number from 0 to \(most).")
    }
  }

  func run() throws {
    let source = RunSource(name: scenario, scenario: try ScenarioArgument(text: scenario).read(), isLive: false)
    let law = try readLaw(of: source.scenario)
    let own = try source.record()
    let result = try search(law, in: source)
    guard let broken = result.broken else { return try LineWriter.write([held(result)]) }
    let story = BrokenLaw(law: law, run: broken, source: source, result: result)
    if broken.isAsWritten {
      try LineWriter.write(story.lines)
      throw ExitStatus.failed
    }
    switch OutputMode.choose(plain: plain, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      try LineWriter.write(story.lines)
    case .screen(let terminal):
      var loop = ScreenLoop(terminal: terminal, look: look, named: [(source, source.recording(of: own))])
      try loop.compare(
        source, SideArgument.asWritten(source.scenario),
        CompareSide(.variation(broken.variation), name: story.change))
      try LineWriter.write(story.lines)
    }
    throw ExitStatus.failed
  }

  private func readLaw(of scenario: Scenario) throws -> Law {
    guard scenario.contexts == nil else {
      printError("\(SafeText.make(self.scenario)): a scenario of contexts has no group and no tasks for a law")
      throw ExitStatus.unusable
    }
    var laws: [Law] = []
    for text in law {
      do {
        laws.append(try LawReader.read(text, of: scenario))
      } catch {
        printError("cascade: \(SafeText.quoted(text)): \(error)")
        throw ExitStatus.unusable
      }
    }
    return laws.count == 1 ? laws[0] : .all(laws)
  }

  private func search(_ law: Law, in source: RunSource) throws -> LawSearch.Result {
    do {
      let meter = SearchMeter()
      defer { meter.clear() }
      return try LawSearch(source.scenario, law, seeds: seeds, changes: changes, mostRuns: runs).run(meter.show)
    } catch {
      printError(problem(error, with: source.name))
      throw ExitStatus.unusable
    }
  }

  private func held(_ result: LawSearch.Result) -> String {
    let rest = result.isComplete ? "" : "; more could be tried with --runs"
    let runs = "\(result.runs) run\(result.runs == 1 ? "" : "s")"
    return "\(SafeText.make(scenario)): the law holds in \(runs), which ended in \(result.outcomes) "
      + "way\(result.outcomes == 1 ? "" : "s")\(rest)"
  }
}

/// A run that breaks a law, in words.
private struct BrokenLaw {
  let law: Law
  let run: ScenarioRun
  let source: RunSource
  let result: LawSearch.Result

  /// What is different from the file, as phrases.
  var change: String { phrases.joined(separator: ", ") }

  private var phrases: [String] {
    let names = PhraseNames(source.scenario, run.variation, in: run.events)
    return run.variation.changes.map { change in
      let phrase = change.phrase(naming: names.name)
      guard case .intervention(let intervention) = change else { return phrase }
      return "\(Context.Instant.zero.duration(to: intervention.moment.t).inWords): \(phrase)"
    }
  }

  var lines: [String] {
    let facts = LawFacts(run)
    let count = "after \(result.runs) \(result.runs == 1 ? "run" : "runs")"
    let what = run.isAsWritten ? "as the file is" : "with this change: \(SafeText.make(change))"
    var lines = ["\(SafeText.make(source.name)): the law is broken \(what) (\(count))"]
    lines += law.claims.map { "  " + $0.sentence(in: facts) }
    if !run.isAsWritten {
      let name = SafeText.make(source.name)
      let quoted = phrases.map { "\"\(SafeText.make($0))\"" }.joined(separator: " ")
      lines.append("To see it again: cascade what-if \(name) \(quoted)")
    }
    return lines
  }
}

/// Says on a terminal how far a search is that takes long; says nothing anywhere else.
///
/// Not concurrent.
private final class SearchMeter {
  private let isShown = isatty(2) == 1
  private var last = ContinuousClock.now
  private var hasShown = false

  func show(_ runs: Int) {
    guard isShown, last.duration(to: .now) > .milliseconds(500) else { return }
    last = .now
    hasShown = true
    put("\r\(runs) runs tried; Ctrl-C ends")
  }

  /// Takes its words away.
  func clear() {
    if hasShown { put("\r" + String(repeating: " ", count: 40) + "\r") }
    hasShown = false
  }

  private func put(_ text: String) {
    let bytes = Array(text.utf8)
    // What can't be written isn't needed.
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }
}
