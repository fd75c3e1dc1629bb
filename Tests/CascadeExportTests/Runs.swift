import CascadeEvents
import CascadeExport
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import CascadeUI
import Testing

/// Runs to export, for all tests of exports.
enum Runs {
  static let usual = Size(columns: 80, rows: 24)

  static func builtIn(_ name: String, size: Size = usual, theme: Theme = .dark) throws -> ExportedRun {
    try run(Gallery.named(name).scenario(), name: name, size: size, theme: theme)
  }

  /// - Parameter changes: Each makes a branch of the run.
  static func run(
    _ scenario: Scenario, name: String = "story", size: Size = usual, theme: Theme = .dark,
    changes: [(words: String, Variation.Change)] = []
  ) throws -> ExportedRun {
    var model = Model(gallery: [], size: size, theme: theme)
    _ = model.update(
      .opened(
        Opening(
          name: name, title: scenario.title, about: scenario.about ?? "",
          recording: try recording(scenario, variation: .none))))
    for (words, change) in changes {
      let variation = Variation([change])
      _ = model.update(.branched(variation, try recording(scenario, variation: variation), change: words))
      _ = model.update(.choose(branch: 0))
    }
    return try ExportedRun(model, size: size)
  }

  static func recording(_ scenario: Scenario, variation: Variation = .none) throws -> Recording {
    let run = try ScenarioRun(scenario, variation: variation)
    var recording = Recording(run.events)
    let beats = BeatPlaces(scenario, in: run.events).places
    if !beats.isEmpty, variation == .none { recording.useBeats(beats) }
    return recording
  }

  /// A run in whose every text, names included, there is this one.
  static func hostile(_ text: String) throws -> ExportedRun {
    let story = try Scenario.read(
      """
      title: tHOSTILE
      group:
        name: gHOSTILE
        cancel-at: 1s
        cancel-cause: cHOSTILE
        tasks:
          nHOSTILE: {steps: [{log: lHOSTILE}, {work: 10ms}, {fail: fHOSTILE}]}
          b: {steps: [{work: 20ms}, {panic: pHOSTILE}], on-cancel: fail oHOSTILE}
          c: {group: {name: iHOSTILE, tasks: {d: "--|", eHOSTILE: {line: "----|", timeout: 5ms}}}}
      """, file: "story.yaml")
    var literal: [UInt8] = []
    JSONText.append(text, to: &literal)
    let inner = String(decoding: literal.dropFirst().dropLast(), as: UTF8.self)
    let lines = try ScenarioRun(story).events.map { EventWriter.line($0).replacing("HOSTILE", with: inner) + "\n" }
    let (events, problems) = EventReader.read(lines.joined().utf8)
    try #require(problems.isEmpty, "\(problems)")
    var model = Model(gallery: [], size: usual)
    _ = model.update(
      .opened(Opening(name: text, title: "t" + text, about: "a" + text, recording: Recording(events))))
    _ = model.update(.branched(Variation([.seed(2)]), Recording(events), change: "seed" + text))
    return try ExportedRun(model, size: usual)
  }
}
