import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import CascadeUI

/// Small scenarios that are really run, with other kinds and seeds as well, for screens that show two runs.
enum ComparedPage {
  /// One service fails; somebody listens, somebody cleans up, somebody is deaf.
  static let page = scenario(
    """
    title: One service dies, the page gives up
    tick: 50ms
    seed: 7
    group:
      tasks:
        fetch-user:   "----------------|"
        fetch-orders: "------------------------^ 503 from orders"
        fetch-recs:   { line: "----------------------------------------|", cleanup: 30ms }
        render:
          group:
            tasks:
              thumb-1: { line: "......--------------------------|", cleanup: 20ms }
              thumb-2: { line: "......--------------------------------|", cleanup: 180ms }
        audit-log:    { line: "----------------------------------------------------|", deaf: true }
    """)

  /// A thousand jobs, one of which can't be done.
  static let batch = scenario(
    """
    title: A batch of a thousand
    tick: 50ms
    group:
      limit: 50
      tasks:
        text: { line: "----|", count: 620 }
        bad:  "--^ unknown language"
        more: { line: "----|", count: 379 }
    """)

  private static func scenario(_ text: String) -> Scenario {
    do { return try Scenario.read(text, file: "page.yaml") } catch { fatalError("\(error)") }
  }

  /// Runs a scenario with changes.
  static func run(_ scenario: Scenario, with variation: Variation = .none) -> Answer<Recording> {
    do {
      return .here(Recording(try ScenarioRun(scenario, variation: variation).events))
    } catch {
      return .refused("\(error)")
    }
  }
}

extension Stage {
  /// A scenario open, and somebody who runs it with changes when asked.
  init(
    running scenario: Scenario, _ size: Size = Size(columns: 100, rows: 30), charset: Charset = .unicode,
    colors: ColorDepth = .full
  ) {
    self.init(size, charset: charset, colors: colors)
    run = { ComparedPage.run(scenario, with: $0) }
    guard case .here(let recording) = ComparedPage.run(scenario) else { return }
    send(.opened(Opening(name: "page", title: scenario.title, recording: recording)))
  }
}
