import CascadeTerminal
import Foundation
import Testing

/// Screens kept as text beside the tests.
///
/// With `CASCADE_RECORD=1` in the environment the files are written instead of compared; look at what changed
/// before it is committed.
enum Golden {
  private static let isRecording = ProcessInfo.processInfo.environment["CASCADE_RECORD"] == "1"

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Golden")

  /// The names of all files there are.
  static func names() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder.path).map { String($0.prefix { $0 != "." }) })
  }

  static func expect(
    _ text: String, matches name: String, file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let url = folder.appending(path: name + ".txt")
    if isRecording {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try (text + "\n").write(to: url, atomically: true, encoding: .utf8)
      return
    }
    let expected = try String(contentsOf: url, encoding: .utf8)
    guard expected != text + "\n" else { return }
    let lines = (
      expected: expected.split(separator: "\n", omittingEmptySubsequences: false),
      now: text.split(
        separator: "\n", omittingEmptySubsequences: false)
    )
    let different = (0..<max(lines.expected.count, lines.now.count)).first { index in
      index >= lines.expected.count || index >= lines.now.count || lines.expected[index] != lines.now[index]
    }
    let place = different ?? 0
    let was = place < lines.expected.count ? lines.expected[place] : "nothing"
    let now = place < lines.now.count ? lines.now[place] : "nothing"
    Issue.record(
      "\(name) differs from line \(place + 1) on:\nwas: \(was)\nnow: \(now)\nAll of it:\n\(text)",
      sourceLocation: sourceLocation)
  }
}
