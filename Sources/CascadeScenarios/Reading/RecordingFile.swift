package import CascadeEvents
import CascadeText
package import CascadeTrace
import Foundation

/// A file with the events of a run, one JSON object a line, as `cascade run --record FILE` writes them.
package enum RecordingFile {
  /// A file that can't be used; the description is safe to print.
  package struct Refusal: Error, Hashable, CustomStringConvertible {
    package let description: String
  }

  /// No file is read that is larger than this, in bytes: 256 MiB.
  static let largest = 256 << 20

  /// Reads the run, all of it or nothing.
  ///
  /// - Parameter waits: Whether to wait for the other end of a pipe; without, only a regular file is read.
  package static func read(path: String, waits: Bool = true) throws(Refusal) -> Recording {
    let (events, problems) = EventReader.read(try contents(path: path, waits: waits))
    let name = SafeText.make(path)
    if let problem = problems.first { throw Refusal(description: "\(name):\(problem)") }
    guard !events.isEmpty else { throw Refusal(description: "\(name): there are no events in this file") }
    return Recording(events)
  }

  /// Reads the run as far as it is there.
  ///
  /// - Throws: where nothing of it can be shown.
  package static func readWhatIsThere(path: String) throws(Refusal) -> RecordedRun {
    let bytes = try contents(path: path, waits: true)
    let run = RecordedRun(reading: bytes)
    guard run.events.contains(where: { !$0.isGap }) else {
      let name = SafeText.make(path)
      guard let problem = run.gaps.problems.first else {
        throw Refusal(description: "\(name): there are no events in this file")
      }
      throw Refusal(description: "\(name):\(problem); no line of this file is an event")
    }
    return run
  }

  /// Whether a file looks like a recording and not like a scenario; not if it can't be read.
  package static func isRecording(path: String) -> Bool {
    guard isRegular(path), let handle = FileHandle(forReadingAtPath: path) else { return path.hasSuffix(".jsonl") }
    defer { try? handle.close() }
    let start = (try? handle.read(upToCount: 4096)) ?? Data()
    return EventFileOutput.isRecording(start) || path.hasSuffix(".jsonl")
  }

  private static func contents(path: String, waits: Bool) throws(Refusal) -> Data {
    let name = SafeText.make(path)
    guard !path.isEmpty else { throw Refusal(description: "the path of a file is missing") }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw Refusal(description: "\(name): this is a directory, not a recording")
    }
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
    return bytes
  }

  private static func isRegular(_ path: String) -> Bool {
    let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType == .typeRegular
  }
}
