import Foundation
import Testing

/// Programs kept beside the tests, as the generator printed them.
///
/// With `CASCADE_RECORD=1` in the environment the files are written instead of compared.
enum Recorded {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  private static let isRecording = ProcessInfo.processInfo.environment["CASCADE_RECORD"] == "1"

  /// Compares byte for byte.
  static func expect(_ text: String, in path: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let url = folder.appending(path: path)
    if isRecording {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      return
    }
    let recorded = FileManager.default.contents(atPath: url.path)
    #expect(
      recorded == Data(text.utf8),
      "\(path) isn't what the generator prints: CASCADE_RECORD=1 swift test --filter GeneratedProgram writes it anew",
      sourceLocation: sourceLocation)
  }
}
