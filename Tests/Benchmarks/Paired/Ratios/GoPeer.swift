import Foundation

/// The Go program of this folder, asked for one figure at a time, so that it measures when nothing else does.
final class GoPeer {
  private let process = Process()
  private let questions = Pipe()
  private let answers = Pipe()
  private var rest = Data()

  init(path: String) throws {
    process.executableURL = URL(fileURLWithPath: path)
    process.standardInput = questions
    process.standardOutput = answers
    try process.run()
  }

  /// What it measures under this name, for all `count` operations together.
  func measure(_ name: String, count: Int) throws -> Double {
    try questions.fileHandleForWriting.write(contentsOf: Data("\(name) \(count)\n".utf8))
    while true {
      if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: rest[..<end], as: UTF8.self)
        rest = Data(rest[rest.index(after: end)...])
        guard let figure = Double(line) else { throw PeerError(answer: line) }
        return figure
      }
      let more = answers.fileHandleForReading.availableData
      guard !more.isEmpty else { throw PeerError(answer: "the Go program ended") }
      rest.append(more)
    }
  }

  deinit {
    try? questions.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}

/// The Go program didn't give a number.
struct PeerError: Error, CustomStringConvertible {
  var answer: String
  var description: String { "no figure from Go: \(answer)" }
}
