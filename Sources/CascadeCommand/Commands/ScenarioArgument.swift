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
      printError(String(describing: error))
      throw ExitStatus.unusable
    }
  }

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
