import Foundation

/// Other programs, run to their end.
enum Shell {
  struct Result {
    var status: Int32
    var output: String
  }

  /// - Parameter environment: what is different from the tests' own.
  /// - Returns: none where there is no such program.
  static func run(
    _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]
  ) -> Result? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    guard (try? process.run()) != nil else { return nil }
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 127
      ? nil : Result(status: process.terminationStatus, output: String(decoding: text, as: UTF8.self))
  }
}
