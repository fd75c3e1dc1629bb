import CascadeScenarios
import Testing

/// A file that can't be played, and all that is said about it.
struct BadInput: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String
  /// Without the name of the file.
  var says: [String]

  init(_ name: String, _ text: String, says: [String]) {
    self.name = name
    self.text = text
    self.says = says
  }

  var testDescription: String { name }
}

/// Files that can't be played, each with every line that is said about it.
let badInputs = badFiles + badGroups + badNames + badTasks + badSteps + badTries + badCallers + badClaims

/// What is said about a file, line by line, without its name; empty where it can be played.
func complaints(about text: String) -> [String] {
  do {
    _ = try Scenario.read(text, file: "f")
    return []
  } catch {
    return error.description.split(separator: "\n").map { String($0.dropFirst(2)) }
  }
}

@Suite struct BadInputTests {
  @Test(arguments: badInputs)
  func `says what is wrong, where, and what was meant`(input: BadInput) {
    #expect(complaints(about: input.text) == input.says)
  }
}
