import Foundation
import Testing

@testable import CascadeCommand

/// A file is there with all of its text, or as it was before.
@Suite struct FileOutputTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("cascade-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
  private func text(_ name: String) -> String? { try? String(contentsOfFile: path(name), encoding: .utf8) }
  private var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted() }

  @Test func `a new file holds the text, and nothing else is left`() throws {
    try FileOutput.write("one\n", to: path("a"), replaces: false)
    #expect(text("a") == "one\n")
    #expect(names == ["a"])
  }

  @Test func `a file that is there stays, unless it may be replaced`() throws {
    try FileOutput.write("one\n", to: path("a"), replaces: false)
    #expect(throws: FileOutput.Refusal.exists(path: path("a"))) {
      try FileOutput.write("two\n", to: path("a"), replaces: false)
    }
    #expect(text("a") == "one\n")
    try FileOutput.write("two\n", to: path("a"), replaces: true)
    #expect(text("a") == "two\n")
    #expect(names == ["a"])
  }

  @Test func `permissions stay`() throws {
    try FileOutput.write("one\n", to: path("a"), replaces: false)
    try FileManager.default.setAttributes([.posixPermissions: 0o604], ofItemAtPath: path("a"))
    try FileOutput.write("two\n", to: path("a"), replaces: true)
    #expect(try FileManager.default.attributesOfItem(atPath: path("a"))[.posixPermissions] as? Int == 0o604)
  }

  @Test func `a link stays a link, and what it leads to is replaced`() throws {
    try FileOutput.write("one\n", to: path("a"), replaces: false)
    try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: "a")
    #expect(throws: FileOutput.Refusal.self) { try FileOutput.write("two\n", to: path("link"), replaces: false) }
    try FileOutput.write("two\n", to: path("link"), replaces: true)
    #expect(text("a") == "two\n")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("link")) == "a")
    #expect(names == ["a", "link"])
  }

  @Test(arguments: [true, false]) func `a folder, or one that isn't there, is refused`(replaces: Bool) throws {
    for target in [folder.path, path("none/a"), path("a") + "/b", ""] {
      #expect(throws: FileOutput.Refusal.self) { try FileOutput.write("one\n", to: target, replaces: replaces) }
    }
    #expect(names == [])
  }

  /// A disk that is full is a device here, which is written to as it is.
  @Test func `a device is written to, and a full one is said`() throws {
    try FileOutput.write("one\n", to: "/dev/null", replaces: false)
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    #expect(throws: FileOutput.Refusal.self) { try FileOutput.write("one\n", to: "/dev/full", replaces: true) }
  }

  /// The limit of a process for the size of files stands in for a full disk.
  @Test func `a disk that is full leaves what was there`() throws {
    try FileOutput.write("old\n", to: path("a"), replaces: false)
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("cascade").path
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = [
      "-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" export first-failure --as cast -o \"$1\" --force", program,
      path("a"),
    ]
    let errors = Pipe()
    shell.standardError = errors
    try shell.run()
    let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 2, "\(words)")
    #expect(words.contains("File too large"))
    #expect(text("a") == "old\n")
    #expect(names == ["a"])
  }

  @Test func `of a series none is written where one is there`() throws {
    try FileOutput.write("old\n", to: path("a-02.svg"), replaces: false)
    #expect(throws: FileOutput.Refusal.exists(path: path("a-02.svg"))) {
      try FileOutput.write(["1", "2", "3"], to: path("a.svg"), isSeries: true, replaces: false)
    }
    #expect(names == ["a-02.svg"])
    try FileOutput.write(["1", "2", "3"], to: path("a.svg"), isSeries: true, replaces: true)
    #expect(names == ["a-01.svg", "a-02.svg", "a-03.svg"])
    #expect(text("a-02.svg") == "2")
  }
}
