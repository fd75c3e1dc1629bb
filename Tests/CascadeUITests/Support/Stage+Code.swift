import CascadeCode
import CascadeScenarios
import CascadeTerminal
import CascadeTrace

@testable import CascadeUI

extension Stage {
  /// Opens a scenario of the gallery and, where a language is given, its program in place of the lanes, or beside them where
  /// there is room.
  mutating func open(_ name: String, showing language: CodeListing.Language? = nil) {
    guard let scenario = try? Gallery.named(name).scenario(), let run = try? ScenarioRun(scenario) else { return }
    self.run = { ComparedPage.run(scenario, with: $0) }
    var recording = Recording(run.events)
    recording.useBeats(BeatPlaces(scenario, in: run.events).places)
    send(.opened(Opening(name: name, title: scenario.title, recording: recording)))
    answer(scenario, named: name)
    guard let language else { return }
    while !session.panes.isProgramOpen && size.columns < 150 || session.panes.code.language != language {
      type("c")
      answer(scenario, named: name)
    }
  }

  /// Writes the program that was asked for last.
  private mutating func answer(_ scenario: Scenario, named name: String) {
    guard case .list(let variation, let language)? = lists.last else { return }
    do {
      send(.listed(variation, language, .here(try Program.listing(scenario, named: name, in: language))))
    } catch {
      send(.listed(variation, language, .refused(error.description)))
    }
  }
}
