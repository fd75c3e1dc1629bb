import CascadeEvents
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
  ///
  /// - Parameter waits: Whether to wait for who writes into a pipe; without, only a regular file is read.
  package static func read(path: String, waits: Bool = true) throws(Refusal) -> Recording {
    let name = escaped(path)
    guard !path.isEmpty else { throw Refusal(description: "the path of a file is missing") }
    // Opening a pipe waits already.
    guard waits || isRegular(path) else {
      throw Refusal(description: "\(name): there is no such file, or it isn't one")
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw Refusal(description: "\(name): there is no such file, or it can't be read")
    }
    defer { try? handle.close() }
    let bytes: Data
    do {
      // At its end a file gives nothing.
      bytes = try handle.read(upToCount: largest + 1) ?? Data()
    } catch {
      throw Refusal(description: "\(name): the file can't be read")
    }
    guard bytes.count <= largest else { throw Refusal(description: "\(name): the file is larger than 256 MiB") }
    let (events, problems) = EventReader.read(bytes)
    if let problem = problems.first { throw Refusal(description: "\(name):\(problem)") }
    guard !events.isEmpty else { throw Refusal(description: "\(name): there are no events in this file") }
    return Recording(events)
  }

  private static func isRegular(_ path: String) -> Bool {
    let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType == .typeRegular
  }
}
