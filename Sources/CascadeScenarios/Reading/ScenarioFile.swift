import Foundation

extension Scenario {
  /// Reads a scenario from the text of a file. `file` is the name that problems give it.
  package static func read(_ text: String, file: String) throws(UnreadableScenario) -> Scenario {
    try read(bytes: text.utf8, file: file)
  }

  /// Reads a scenario from the bytes of a file. `file` is the name that problems give it.
  ///
  /// Throws every problem at once; a file that is no text, has a mistake of syntax, a key twice or something that a
  /// scenario can't have (``YAMLGuard``) gives that one problem alone.
  package static func read(bytes: some Collection<UInt8>, file: String) throws(UnreadableScenario) -> Scenario {
    var problems = ProblemList(file: file)
    let source = try SourceText(bytes: bytes, problems: &problems)
    let root = try YAMLNode.parse(source, problems: problems)
    var reader = ScenarioReader(source: source, problems: problems)
    guard let scenario = reader.read(root) else { throw reader.problems.error }
    return scenario
  }

  /// Reads a scenario from a file.
  ///
  /// Not more than a little over 1 MiB is ever read from it. Throws as ``read(bytes:file:)`` does, and where the file
  /// is missing, is a directory or can't be opened.
  package static func read(path: String) throws(UnreadableScenario) -> Scenario {
    try read(bytes: SmallFile.contents(path: path, kind: "a scenario file"), file: path)
  }
}

/// A file that a person writes.
enum SmallFile {
  /// What is in it; not more than a little over 1 MiB is ever read.
  ///
  /// - Parameter kind: What it should be, as in "this is a directory, not …".
  static func contents(path: String, kind: String) throws(UnreadableScenario) -> Data {
    var problems = ProblemList(file: path)
    var isDirectory: ObjCBool = false
    if !FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) {
      problems.add("there is no such file", at: nil)
    } else if isDirectory.boolValue {
      problems.add("this is a directory, not \(kind)", at: nil)
    } else if let bytes = bytes(path: path) {
      return bytes
    } else {
      problems.add("the file can't be read", at: nil)
    }
    throw problems.error
  }

  private static func bytes(path: String) -> Data? {
    guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? handle.close() }
    return try? handle.read(upToCount: SourceText.largest + 1) ?? Data()
  }
}
