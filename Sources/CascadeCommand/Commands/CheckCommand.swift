import ArgumentParser
import CascadeScenarios
import CascadeText
import CascadeTrace

/// `cascade check FILE…`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check what scenarios expect, and talks.",
    discussion: """
      Each runs with its own seed and with twenty others. Exit status: 0 all \
      expectations hold, 1 some don't, 2 a file can't be read. Of a talk every step is \
      looked at, and what would be cut on the audience's screen is told.

      Example:
        cascade check demos/first-failure.yaml
        cascade check demos/errgroup-in-eight-minutes.yaml
      """)

  @Argument(
    help: ArgumentHelp("A scenario file, or the name of a built-in scenario.", valueName: "file"),
    completion: .scenarios)
  var files: [String]

  func run() throws {
    var worst = ExitStatus.ok
    for file in files {
      do {
        if try !check(file) { worst = max(worst, .failed) }
      } catch let status as ExitStatus {
        worst = max(worst, status)
      }
    }
    if worst != .ok { throw worst }
  }

  /// A talk: every step, moment, sentence and note, at the size of the audience's screen.
  private func checkTalk(_ file: String) throws -> Bool {
    let talk = try TalkCommand.read(file)
    let name = SafeText.make(file)
    let check = TalkCheck(talk, path: file)
    let findings = check.findings
    for note in check.notes {
      let place = note.place.map { ":\($0.line):\($0.column)" } ?? ""
      try LineWriter.write(["\(name)\(place): \(note.message)"])
    }
    for finding in findings {
      let place = finding.place.map { ":\($0.line):\($0.column)" } ?? ""
      printError("\(name)\(place): \(finding.message)")
    }
    if findings.isEmpty {
      let count = talk.steps.count
      let words =
        check.notes.isEmpty ? "nothing is cut at \(talk.audience.words)" : "what is cut beside the lanes stands above"
      try LineWriter.write(["\(name): ok (\(count) step\(count == 1 ? "" : "s"), \(words))"])
    }
    return findings.isEmpty
  }

  private func check(_ file: String) throws -> Bool {
    if ScenarioArgument(text: file).looksLikePath, Talk.isTalk(path: file) { return try checkTalk(file) }
    let scenario = try ScenarioArgument(text: file).read()
    let name = SafeText.make(file)
    let check: ScenarioCheck
    do {
      check = try ScenarioCheck(scenario)
    } catch {
      printError(problem(error, with: file))
      throw ExitStatus.unusable
    }
    for mismatch in check.mismatches {
      let place = mismatch.place.map { ":\($0.line):\($0.column)" } ?? ""
      printError("\(name)\(place): \(mismatch.message)")
      for line in mismatch.why { printError("  \(line)") }
    }
    if !check.otherwise.isEmpty {
      let seeds = check.otherwise.map(String.init)
      let words =
        seeds.count == 1
        ? "seed \(seeds[0]) gives another one"
        : "seeds \(seeds.dropLast().joined(separator: ", ")) and \(seeds[seeds.count - 1]) give another one"
      let parts = check.differences.prefix(3).map { SafeText.make($0) }
      let more = check.differences.count - parts.count
      let what = (parts + (more > 0 ? ["\(more) more"] : [])).joined(separator: ", ")
      let differ = what.isEmpty ? "" : ", in which \(what) \(check.differences.count == 1 ? "differs" : "differ")"
      try LineWriter.write(["\(name): the outcome depends on the seed: \(words)\(differ)"])
    }
    if check.passed {
      let claims = check.claims == 0 ? "no" : "\(check.claims)"
      try LineWriter.write(["\(name): ok (\(claims) expectation\(check.claims == 1 ? "" : "s"), \(check.runs) seeds)"])
    }
    return check.passed
  }
}
