import CascadeScenarios
import Testing

/// What a user wants on every start, as far as it can be read.
@Suite struct ConfigFileTests {
  private static let allowed: [ConfigKey: [String]] = [.theme: ["dark", "light"], .motion: ["full", "off"]]

  private func read(_ text: String) -> ConfigFile {
    ConfigFile(bytes: text.utf8, path: "config.yaml", allowed: Self.allowed)
  }

  @Test(arguments: ["", "\n\n", "# nothing\n  # at all\n", "theme: dark\nkeys:\n  # run.play: space\n"])
  func `what asks for nothing is fine`(_ text: String) {
    let file = read(text)
    #expect(file.problems.isEmpty && file.keys.isEmpty)
  }

  @Test func `words and keys are read`() {
    let file = read("theme: light\nkeys:\n  run.play: p\n  run.start: [g g, Home]\n")
    #expect(file.problems.isEmpty && file.words == [.theme: "light"])
    #expect(
      file.keys.map(\.command) == ["run.play", "run.start"] && file.keys.map(\.keys) == [["p"], ["g g", "Home"]])
  }

  /// What can't be used is told with its place; the rest is used.
  @Test(arguments: [
    ("theme: light\nthme: dark", ["config.yaml:2:1: unknown key \"thme\" in the configuration (did you mean theme?)"]),
    ("theme: light\nmotion: some", ["config.yaml:2:9: motion must be full or off, not \"some\""]),
    ("theme: light\nkeys: p", ["config.yaml:2:7: keys must be a mapping (name: value), not text"]),
    ("theme: light\nkeys:\n  run.play: {a: b}", ["config.yaml:3:13: \"run.play\" must be a text, not a mapping"]),
  ])
  func `the rest of a file is used`(_ text: String, _ says: [String]) {
    let file = read(text)
    #expect(file.problems.map(\.description) == says)
    #expect(file.words[.theme] == "light")
  }

  @Test(arguments: ["[", "a: &b c", "\u{0}", "- 1", "theme: dark\ntheme: light", "{{{{"])
  func `what is no configuration asks for nothing`(_ text: String) {
    let file = read(text)
    #expect(!file.problems.isEmpty && file.keys.isEmpty)
    #expect(file.problems.allSatisfy { $0.description.hasPrefix("config.yaml") })
  }

  @Test func `a file that isn't there is fine, a folder isn't`() {
    #expect(ConfigFile(path: "/nowhere/config.yaml", allowed: Self.allowed).problems.isEmpty)
    #expect(ConfigFile(path: "/", allowed: Self.allowed).problems.count == 1)
  }
}
