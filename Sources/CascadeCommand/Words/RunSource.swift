import Cascade
import CascadeScenarios
import CascadeTrace

/// A scenario and how it is to be played.
struct RunSource {
  /// As the user named it.
  let name: String
  let scenario: Scenario
  let isLive: Bool

  /// Plays it in virtual time.
  ///
  /// - Throws: ``ExitStatus/unusable``, after saying why, when the run was stopped.
  func record() throws -> ScenarioRun {
    do {
      return try ScenarioRun(scenario)
    } catch {
      printError("\(SafeText.make(name)): \(error)")
      throw ExitStatus.unusable
    }
  }

  /// A finished run as the faces look at it.
  func recording(of run: ScenarioRun) -> Recording {
    var recording = Recording(run.events)
    if !scenario.beats.isEmpty { recording.useBeats(BeatPlaces(scenario, in: run.events).places) }
    return recording
  }
}
