import ArgumentParser
import CascadeScenarios
import CascadeTrace

/// `cascade list`
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the built-in scenarios.",
    discussion: "Example:\n  cascade list")

  func run() throws {
    printGallery()
  }
}

/// Prints name, title and one line about each built-in scenario.
func printGallery() {
  for entry in Gallery.all {
    guard let scenario = try? entry.scenario() else { continue }
    print("\(entry.name): \(SafeText.make(scenario.title))")
    if let about = scenario.about { print("  \(SafeText.make(about))") }
  }
  print("\nStep through one with: cascade run NAME")
}
