package import CascadeScenarios
import Foundation
import Testing

/// A scenario after a public Go program, from `Tests/RealPrograms`.
package struct RealProgram: Sendable, CustomTestStringConvertible {
  package let name: String
  package let source: String

  package var testDescription: String { name }

  package func scenario() throws -> Scenario { try Scenario.read(source, file: "\(name).yaml") }

  /// All, in the order of their names.
  package static let all: [RealProgram] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../RealPrograms")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { file in
      (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)).map {
        RealProgram(name: String(file.dropLast(5)), source: $0)
      }
    }
  }()
}
