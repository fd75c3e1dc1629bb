package import CascadeTrace
import Foundation

/// A file with the events of a run, one JSON object a line, as `cascade run --json` prints them.
package enum RecordingFile {
  /// A file that can't be used; the description is safe to print.
  package struct Refusal: Error, Hashable, CustomStringConvertible {
    package let description: String
  }

  /// No file is read that is larger than this, in bytes: 256 MiB.
  static let largest = 256 << 20

  /// Reads the run, all of it or nothing.
  package static func read(path: String) throws(Refusal) -> Recording {
    let name = escaped(path)
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw Refusal(description: "\(name): there is no such file, or it can't be read")
    }
    defer { try? handle.close() }
    guard let bytes = try? handle.read(upToCount: largest + 1) else {
      throw Refusal(description: "\(name): the file can't be read")
    }
    guard bytes.count <= largest else { throw Refusal(description: "\(name): the file is larger than 256 MiB") }
    let (events, problems) = EventReader.read(bytes)
    if let problem = problems.first { throw Refusal(description: "\(name):\(problem)") }
    guard !events.isEmpty else { throw Refusal(description: "\(name): there are no events in this file") }
    return Recording(events)
  }
}
