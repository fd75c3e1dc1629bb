import Foundation
import Testing

/// How calls look to the compiler in packages of other settings: what is natural to write compiles without a warning, and
/// what would be a data race doesn't compile.
///
/// The snippets aren't part of this target. The compiler reads them against the module that was built, up to the checks
/// for data races, which come after those for types.
@Suite(.enabled(if: builtModules != nil)) struct CallSiteTests {
  enum Mode: String, CaseIterable, CustomTestStringConvertible {
    case swift6 = "-swift-version 6"
    case nonsending = "-swift-version 6 -enable-upcoming-feature NonisolatedNonsendingByDefault"
    case mainActor = "-swift-version 6 -default-isolation MainActor"
    case swift5 = "-swift-version 5"

    var testDescription: String { rawValue }
  }

  private static func snippets(in folder: String) throws -> [String] {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(folder).path
    return try FileManager.default.contentsOfDirectory(atPath: path).sorted().map { "\(path)/\($0)" }
  }

  /// What the compiler says of a file.
  private static func compile(_ file: String, _ mode: Mode) throws -> [Substring] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["swiftc", "-emit-sil", "-o", "/dev/null", "-parse-as-library", "-diagnostic-style", "llvm"]
      + mode.rawValue.split(separator: " ").map(String.init) + ["-I", try #require(builtModules), file]
    let output = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").filter { $0.contains("error:") || $0.contains("warning:") }
  }

  @Test(arguments: Mode.allCases) func whatIsNaturalCompilesWithoutAWord(mode: Mode) throws {
    for file in try Self.snippets(in: "Accepted") {
      let words = try Self.compile(file, mode)
      #expect(words == [], "\(file)")
    }
  }

  /// Each file holds one mistake, whose line says so.
  @Test(arguments: [Mode.swift6, .nonsending, .mainActor]) func whatWouldBeARaceIsRefused(mode: Mode) throws {
    for file in try Self.snippets(in: "Refused") {
      let lines = try String(contentsOfFile: file, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false)
      let mistake = try #require(lines.firstIndex { $0.hasSuffix("// refused") }) + 1
      let words = try Self.compile(file, mode)
      let isFound = words.contains { $0.contains(":\(mistake):") && $0.contains("error:") }
      #expect(isFound, "\(file):\(mistake)\n\(words.joined(separator: "\n"))")
    }
  }
}

/// Where the build puts modules: beside the tests.
private let builtModules: String? = {
  let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
  let path = folder.appendingPathComponent("Modules").path
  return FileManager.default.fileExists(atPath: path + "/Cascade.swiftmodule") ? path : nil
}()
