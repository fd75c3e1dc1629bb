import Cascade
import CascadeCode
import CascadeEvents
import CascadeNarration
import CascadeScenarios
import CascadeText
import CascadeTrace
import CascadeUI

/// A scenario and how it is to be played.
struct RunSource: Sendable {
  /// As the user named it.
  let name: String
  let scenario: Scenario
  let isLive: Bool
  /// The seed that the command line asks for, in place of the scenario's.
  var seed: UInt64?
  /// Where its events are written as well.
  var output: EventFileOutput?

  /// - Parameters:
  ///   - recording: What happened in it; none for a live run, which begins now.
  ///   - name: What the screen knows it by, where that isn't its own name.
  func opening(_ recording: Recording?, named name: String? = nil) -> Opening {
    Opening(
      name: name ?? self.name, title: scenario.title, about: scenario.about ?? "",
      recording: recording ?? Recording(places: places), isLive: recording == nil,
      challenge: recording == nil ? nil : scenario.goal.map(ChallengeNote.init))
  }

  /// The name without folders and extension.
  var shortName: String { ScenarioArgument(text: name).shortName }

  /// Plays it in virtual time.
  ///
  /// - Throws: ``ExitStatus/unusable``, after saying why, when the run was stopped or can't be written.
  /// - Parameter reader: Reads its events meanwhile.
  func record(for reader: (any RunReader)? = nil) throws -> ScenarioRun {
    do {
      let run = try ScenarioRun(scenario, reader: reader)
      try output?.write(run.events)
      return run
    } catch let problem as EventFileOutput.Problem {
      printError("cascade: \(problem)")
      throw ExitStatus.unusable
    } catch {
      printError(problem(error, with: name))
      throw ExitStatus.unusable
    }
  }

  /// Plays it in virtual time and says which beats never come; none where it is live.
  ///
  /// - Throws: ``ExitStatus/unusable``, after saying why, when the run was stopped.
  func played() throws -> Recording? {
    if isLive { return nil }
    let fold = LongWork.isLong(scenario) ? FoldAhead { places } : nil
    defer { fold?.stop() }
    let run = try record(for: fold)
    warnOfMissingBeats(in: run)
    return recording(of: run, fold?.recording())
  }

  /// A finished run as it is shown, with the author's beats in the place of those found, as far as they come and
  /// the run is the one that the author wrote about.
  ///
  /// - Parameter folded: The same run's events, where they are folded already.
  func recording(of run: ScenarioRun, _ folded: Recording? = nil) -> Recording {
    var recording = folded ?? Recording(run.events, places: places)
    let beats = BeatPlaces(scenario, in: run.events)
    guard !beats.places.isEmpty else { return recording }
    if let change = run.firstChange {
      recording.useBeats(beats.places, before: change)
    } else {
      recording.useBeats(beats.places)
    }
    return recording
  }

  /// What came of it with these changes.
  func branch(_ variation: Variation) -> Answer<Recording> {
    if isLive { return .refused("This run is live: what has happened can't be run again with a change.") }
    do {
      return .here(recording(of: try ScenarioRun(scenario, variation: variation)))
    } catch {
      return .refused(String(describing: error))
    }
  }

  /// It with these changes as a program. Interventions aren't part of that.
  func list(_ variation: Variation, _ language: CodeListing.Language) -> Answer<CodeListing> {
    do {
      return .here(try Program.listing(try scenario.varied(by: variation), named: shortName, in: language))
    } catch {
      return .refused(String(describing: error))
    }
  }

  /// Where tasks and contexts stand in the file, by the ids of events: `first-failure.yaml:14`.
  var places: [String: String] {
    ScenarioPaths.places(of: scenario, in: ScenarioArgument(text: name).fileName)
  }

  /// Says which beats never come in a run, on standard error.
  private func warnOfMissingBeats(in run: ScenarioRun) {
    for beat in BeatPlaces(scenario, in: run.events).missing {
      let place = beat.place.map { ":\($0.line):\($0.column)" } ?? ""
      printError("\(SafeText.make(name))\(place): this beat never happens and is left out")
    }
  }
}

/// A live run that is being watched: what is new in it since the last look.
struct LiveFeed {
  /// How often to look while it goes on.
  static let interval = Duration.milliseconds(33)
  /// The same, while the past is on the screen.
  static let leisurely = Duration.milliseconds(200)

  private let scenario: Scenario
  private let run: LiveRun
  private var output: EventFileOutput?
  /// Why its events aren't written any more.
  private(set) var problem: EventFileOutput.Problem?
  /// Everything that was taken.
  private var events: [Event] = []
  /// Whether everything has been taken.
  private(set) var isOver = false

  init(_ source: RunSource) {
    scenario = source.scenario
    output = source.output
    run = LiveRun(source.scenario)
    write { output throws(EventFileOutput.Problem) in try output.restart() }
  }

  private mutating func write(_ body: (EventFileOutput) throws(EventFileOutput.Problem) -> Void) {
    guard let output else { return }
    do {
      try body(output)
    } catch {
      problem = error
      self.output = nil
    }
  }

  /// Why the run isn't followed to its end: it has more events than can be kept.
  var stopped: RunError? {
    run.recorder.dropped > 0 ? .tooManyEvents(limit: run.recorder.capacity) : nil
  }

  /// The events since the last time.
  mutating func take() -> [Event] {
    // In this order: what happens between the two is seen next time.
    isOver = run.isOver || stopped != nil
    let new = run.recorder.events(from: events.count)
    events += new
    if !new.isEmpty { write { output throws(EventFileOutput.Problem) in try output.write(new) } }
    return new
  }

  /// Where the author's beats stand, as far as they have come.
  var beats: [GivenBeat] {
    scenario.beats.isEmpty ? [] : BeatPlaces(scenario, in: events).places
  }
}

/// A run that was read from a file, or joined of several.
struct RecordedSource {
  /// Where it was read from; of several, all of them.
  let path: String
  let events: [Event]
  let recording: Recording
  /// What it can't know: sentences, and all in one line.
  let sentences: [String]
  let line: String
  /// What a file that was read can't know by itself.
  private let words: RecordingWords?

  /// - Throws: ``ExitStatus/unusable``, after saying why nothing of the file can be shown.
  init(path: String) throws {
    let run: RecordedRun
    do {
      run = try RecordingFile.readWhatIsThere(path: path)
    } catch {
      printError(error.description)
      throw ExitStatus.unusable
    }
    self.path = path
    events = run.events
    recording = Recording(run.events)
    let words = RecordingWords(run.gaps, isLive: recording.latestState.isLive)
    sentences = words.sentences
    line = words.line
    self.words = words
  }

  private init(_ run: JoinedRun, of sources: [RecordedSource]) {
    path = run.parts.map { sources[$0.recording].path }.joined(separator: " + ")
    events = run.events
    recording = Recording(run.events)
    let words = JoinedWords(
      run, names: sources.map(\.path), words: sources.compactMap(\.words))
    sentences = words.sentences
    line = words.line
    self.words = nil
  }

  /// Those that call each other as one run each, and those that no other one has to do with.
  static func join(_ sources: [RecordedSource]) -> (runs: [RecordedSource], alone: [RecordedSource]) {
    let runs = JoinedRun.join(sources.map(\.events))
    let tied = Set(runs.flatMap(\.parts).map(\.recording))
    return (
      runs.map { RecordedSource($0, of: sources) },
      sources.indices.filter { !tied.contains($0) }.map { sources[$0] }
    )
  }

  /// What the run is called, or else the file.
  var title: String { recording.latestState.start?.scenario ?? path }

  /// How it stands in a list.
  var entry: GalleryEntry {
    GalleryEntry(name: path, title: title, about: line)
  }

  var opening: Opening {
    Opening(
      name: path, title: title, about: sentences.first ?? "", recording: recording, origin: .recording,
      lack: line)
  }
}
