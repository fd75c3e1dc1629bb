import CascadeScenarios
import Testing

/// A scenario whose programs are kept and tried.
struct Story: Sendable, CustomTestStringConvertible {
  var name: String
  private var source: String

  var testDescription: String { name }

  func scenario() throws -> Scenario { try Scenario.read(source, file: "\(name).yaml") }

  /// Those of the gallery, and what is in none of them.
  static let all: [Story] = Gallery.all.map { Story(name: $0.name, source: $0.source) } + others

  private static let others: [Story] = [
    Story(name: "every-derivation", source: everyDerivation),
    Story(name: "asked-to-finish", source: askedToFinish),
  ]

  private static let everyDerivation = """
    title: Every derivation
    contexts:
      - background: root
      - todo: later
      - {with-value: user, of: root, key: user name, value: ada}
      - {with-cancel: page, of: user}
      - {with-deadline: slow, of: page, deadline: 400ms, cause: too slow}
      - {with-timeout: query, of: page, timeout: 2s}
      - {after: log, of: query}
      - {after: never, of: later}
      - {after: stopped, of: page}
      - check
      - {stop: stopped, at: 300ms}
      - {check: slow, at: 500ms}
      - {cancel: query, cause: the user left, at: 600ms}
      - {with-timeout: last, of: page, timeout: 100ms}
      - {without-cancel: audit, of: query}
      - {with-value: deep, of: audit, key: role, value: admin}
      - check
    """

  private static let askedToFinish = """
    title: Asked to finish
    tick: 100ms
    group:
      shutdown: {at: 350ms, grace: 500ms}
      tasks:
        cleans: {line: "----------|", on-shutdown: finish, cleanup: 50ms}
        between:
          steps: [{work: 200ms}, {busy: 200ms}, {log: never}, {work: 300ms}]
          on-shutdown: finish
        again: {lines: ["-^ no", "--^ no", "----|"], retry: {delay: 100ms}, on-shutdown: finish}
        inner:
          steps:
            - work: 100ms
            - group:
                tasks:
                  leaf: {line: "--------|", on-shutdown: finish}
                  late: "----------|"
            - log: never
    """
}
