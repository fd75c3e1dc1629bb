import CascadeCode
import CascadeScenarios
import CascadeTrace
import CascadeUI

extension Stage {
  /// Opens a scenario of the gallery and, where a language is given, its program beside it.
  mutating func open(_ name: String, showing language: CodeListing.Language? = nil) {
    guard let scenario = try? Gallery.named(name).scenario(), let run = try? ScenarioRun(scenario) else { return }
    var recording = Recording(run.events)
    recording.useBeats(BeatPlaces(scenario, in: run.events).places)
    send(.opened(Opening(name: name, title: scenario.title, recording: recording)))
    while let language, model.session?.panes.code?.language != language {
      type("c")
      answer(scenario, named: name)
    }
  }

  /// Writes the program that was asked for last.
  private mutating func answer(_ scenario: Scenario, named name: String) {
    guard case .list(let variation, let language)? = effects.last else { return }
    do {
      send(.listed(variation, language, .here(try Program.listing(scenario, named: name, in: language))))
    } catch {
      send(.listed(variation, language, .refused(error.description)))
    }
  }
}
