import ArgumentParser
import CascadeScenarios
import CascadeText
import CascadeTrace

/// `cascade list`
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the built-in scenarios.",
    discussion: "Example:\n  cascade list")

  func run() throws {
    try printGallery()
  }
}

/// Prints name, title and one line about each built-in scenario.
func printGallery() throws {
  var lines: [String] = []
  for entry in Gallery.all {
    guard let scenario = try? entry.scenario() else { continue }
    lines.append("\(entry.name): \(SafeText.make(scenario.title))")
    if let about = scenario.about { lines.append("  \(SafeText.make(about))") }
  }
  try LineWriter.write(lines + ["", "Step through one with: cascade run NAME"])
}
