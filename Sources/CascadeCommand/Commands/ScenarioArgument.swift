import CascadeScenarios

/// What `NAME|FILE` on the command line stands for.
struct ScenarioArgument {
  /// As it was given.
  let text: String

  /// Reads it: a built-in scenario by its name, anything that looks like a path from the disk.
  ///
  /// - Throws: ``ExitStatus/unusable``, after saying what is wrong.
  func read() throws -> Scenario {
    do {
      if looksLikePath { return try Scenario.read(path: text) }
      return try Gallery.named(text).scenario()
    } catch {
      // Problems of a file begin with its name.
      printError(looksLikePath ? "\(error)" : "cascade: \(error)")
      throw ExitStatus.unusable
    }
  }

  /// Whether it is the name of a built-in scenario, or looks like that of a file.
  var looksLikeScenario: Bool { looksLikePath || (try? Gallery.named(text)) != nil }

  /// The name, or that of the file without folders and extension.
  var shortName: String {
    let file = text.split(separator: "/").last ?? ""
    return String(file.split(separator: ".").first ?? file)
  }

  /// The name of the file without its folders; a built-in scenario is in one that is called after it.
  var fileName: String {
    looksLikePath ? text.split(separator: "/").last.map(String.init) ?? text : text + ".yaml"
  }

  private var looksLikePath: Bool {
    text.contains("/") || text.contains(".")
  }
}
