import Foundation
import Testing

/// The built program, run as a person or a script would.
struct Program {
  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Beside the tests, where the build puts it.
  static let url = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("cascade")

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Runs it to its end, without a terminal.
  static func run(_ arguments: String...) throws -> Result {
    try run(arguments)
  }

  /// Runs it to its end, without a terminal.
  static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    try run(url, arguments, environment: environment)
  }

  /// Runs a line of shell.
  static func shell(_ line: String) throws -> Result {
    try run(URL(fileURLWithPath: "/bin/sh"), ["-c", line])
  }

  /// Runs a program of the build, or of the system, to its end.
  static func run(
    _ url: URL, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.executableURL = url
    process.arguments = arguments
    process.currentDirectoryURL = root
    let output = Pipe()
    let errors = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // The little that goes to standard error fits into the pipe while the output is read.
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let words = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
      output: String(decoding: text, as: UTF8.self), errors: String(decoding: words, as: UTF8.self))
  }
}

/// A file with this text, for as long as the value lives.
final class TemporaryFile {
  let path: String

  init(_ text: String, name: String = "story.yaml") throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cascade-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appendingPathComponent(name).path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  deinit {
    try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
  }
}
