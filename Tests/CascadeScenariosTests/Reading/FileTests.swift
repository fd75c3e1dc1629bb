import CascadeScenarios
import Foundation
import Testing

/// What is refused before a file is looked at as YAML, and what could hurt a parser.
@Suite struct FileTests {
  private func complaint(_ bytes: [UInt8]) -> String? {
    do {
      _ = try Scenario.read(bytes: bytes, file: "f")
      return nil
    } catch {
      return error.description
    }
  }

  private static let good = "title: T\ngroup: { tasks: { a: '-|' } }\n"

  @Test(arguments: [
    ("null bytes", Array("title: T\nabout: a\0b\n".utf8), "f:2:9: this isn't a text file: it has the character U+0000"),
    ("an escape byte", Array("a: \u{1B}[2J".utf8), "f:1:4: this isn't a text file: it has the character U+001B"),
    (
      "an executable", [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0],
      "f:1:1: this isn't a text file: it has the character U+007F"
    ),
    ("half a character", Array("title: ä\nabout: é".utf8.dropLast()), "f:2:8: this isn't UTF-8 text"),
    ("a surrogate", [0x61, 0xED, 0xA0, 0x80], "f:1:2: this isn't UTF-8 text"),
    ("UTF-16", [0xFF, 0xFE, 0x61, 0x00], "f: the file is UTF-16; save it as UTF-8"),
    ("a mark in the middle", Array("a: \u{FEFF}b".utf8), "f:1:4: this isn't a text file: it has the character U+FEFF"),
  ])
  func `refuses what is no text`(name: String, bytes: [UInt8], says: String) {
    #expect(complaint(bytes) == says, "\(name)")
  }

  @Test func `skips a byte order mark`() throws {
    let marked = try Scenario.read(bytes: [0xEF, 0xBB, 0xBF] + Array(Self.good.utf8), file: "f")
    #expect(try marked == Scenario.read(Self.good, file: "f"))
    #expect(complaint([0xEF, 0xBB, 0xBF] + Array("titl: T".utf8))?.hasPrefix("f:1:1: unknown key \"titl\"") == true)
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `counts lines by any line end`(end: String) {
    let text = ["title: T", "group:", "  tasks:", "    a: '--x|'"].joined(separator: end)
    #expect(complaint(Array(text.utf8))?.hasPrefix("f:4:11: \"x\" isn't a mark") == true)
  }

  @Test func `counts columns in characters, not bytes`() {
    let text = "title: T\ngroup: { tasks: { \"Größe 🙂\": '--x|' } }\n"
    #expect(complaint(Array(text.utf8))?.hasPrefix("f:2:33: \"x\" isn't a mark") == true)
  }

  @Test func `reads up to one MiB`() throws {
    let padding = String(repeating: "# padding\n", count: 200_000)
    let most = Self.good + padding.prefix(1_048_576 - Self.good.utf8.count)
    #expect(try Scenario.read(most, file: "f").title == "T")
    #expect(complaint(Array((most + "#").utf8)) == "f: the file is larger than 1 MiB, the maximum")
    #expect(complaint(Array((most + most).utf8)) == "f: the file is larger than 1 MiB, the maximum")
  }

  @Test(arguments: [
    Sample("brackets", String(repeating: "[", count: 500_000)),
    Sample("braces", String(repeating: "{a: ", count: 200_000)),
    Sample("closed brackets", String(repeating: "[", count: 65) + String(repeating: "]", count: 65)),
    Sample("dashes", String(repeating: "- ", count: 500_000) + "x"),
    Sample("indentation", (0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
    Sample("lists under keys", (0..<70).map { String(repeating: "  ", count: $0) + "- a:\n" }.joined()),
    Sample(
      "lists at their key's column", (0..<40).map { String(repeating: " ", count: $0) + "a:\n" }.joined() + deepList),
  ])
  func `refuses deep nesting`(sample: Sample) {
    #expect(complaint(Array(sample.text.utf8))?.hasSuffix("this is nested more than 64 levels deep") == true)
  }

  /// Lists that begin at the column of their key deepen the nesting without deepening the indentation.
  private static let deepList = (40..<75).map { depth in
    String(repeating: " ", count: depth) + "a:\n" + String(repeating: " ", count: depth) + "-\n"
  }.joined()

  @Test func `reads nesting that is deep enough`() throws {
    let depth = 15
    let open = String(repeating: "{ tasks: { a: { group: ", count: depth)
    let close = String(repeating: " } } }", count: depth)
    let scenario = try Scenario.read("title: T\ngroup: \(open){ tasks: {} }\(close)\n", file: "f")
    #expect(ScenarioPaths(scenario.group).entries.last?.path.split(separator: "/").count == depth)
  }

  @Test(arguments: [
    Sample("a bomb", "a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"),
    Sample("as a key", "&a [x]: 1\n"),
    Sample("a known tag", "- !!binary aGk=\n"),
    Sample("after quotes and blocks", "a: 'it''s'\nb: \"\\\"\"\nc: |\n  &not *this\nd: plain & *simple\ne: *bomb\n"),
    Sample("in a list", "a: [x, 'y', \"z\", &n w]\n"),
    Sample("after a folded block", "a: >-\n\n   deep\n  *x\nb: *c\n"),
    Sample("in braces", "{a: &b c}"),
    Sample("after dashes", "- - - *x\n"),
    Sample("after a text of two lines", "a: x\n  y\nb: &c z\n"),
    Sample("after a second document's beginning", "a\n--- &x y\n"),
  ])
  func `refuses anchors, aliases and tags wherever they stand`(sample: Sample) {
    #expect(complaint(Array(sample.text.utf8))?.contains("can't be used here") == true)
  }

  @Test(arguments: [
    Sample("a & b"), Sample("2 * 3 * x"), Sample("wow! such!"), Sample("a%b"), Sample("'&x'"), Sample("\"*x\""),
    Sample("x &y *z !w"), Sample("-&x"), Sample("it's"), Sample("a#b"), Sample("a:b"),
    Sample("block", "|\n  &x\n  *y\n\n  !z"), Sample("block with a tab", ">\n  # no comment\n  \tx"),
    Sample("two lines", "x\n  &continued *text"), Sample("indented block", "|2-\n    &x\n  *y"),
  ])
  func `takes the same characters as text where they are text`(sample: Sample) throws {
    let lines = sample.text.split(separator: "\n", omittingEmptySubsequences: false)
    let value = lines.joined(separator: "\n" + String(repeating: " ", count: 10))
    let file = "title: T\ngroup:\n  tasks:\n    a:\n      steps:\n        - log: \(value)\n"
    let scenario = try Scenario.read(file, file: "f")
    guard case .log(let text) = scenario.group.tasks[0].attempts[0][0] else {
      Issue.record("no log in \(scenario)")
      return
    }
    #expect(!text.isEmpty)
  }

  @Test func `knows a block's text by the collection it stands in, not by a deeper one before`() throws {
    let file = "group:\n  tasks:\n    a:\n      steps:\n        - log: x\nabout: >-\n  *x &y\ntitle: T\n"
    #expect(try Scenario.read(file, file: "f").about == "*x &y")
  }

  @Test func `tells a missing file from a directory`() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "cascade-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appending(path: "story.yaml")

    #expect(throws: UnreadableScenario.self) { try Scenario.read(path: file.path) }
    do { _ = try Scenario.read(path: file.path) } catch {
      #expect(error.description == "\(file.path): there is no such file")
    }
    do { _ = try Scenario.read(path: directory.path) } catch {
      #expect(error.description == "\(directory.path): this is a directory, not a scenario file")
    }
    try Data(Self.good.utf8).write(to: file)
    #expect(try Scenario.read(path: file.path).title == "T")
    try Data(repeating: 0x23, count: 2_097_152).write(to: file)
    do { _ = try Scenario.read(path: file.path) } catch {
      #expect(error.description == "\(file.path): the file is larger than 1 MiB, the maximum")
    }
  }

  @Test func `names a file safely`() {
    do { _ = try Scenario.read(path: "/nowhere/\u{1B}[31m\u{202E}x") } catch {
      #expect(error.description == "/nowhere/\\u{1B}[31m\\u{202E}x: there is no such file")
    }
  }

  @Test func `tells a hundred problems and counts the rest`() {
    let text = "title: T\ngroup: { tasks: {} }\n" + (1...250).map { "zzz\($0): x\n" }.joined()
    let lines = complaint(Array(text.utf8))?.split(separator: "\n") ?? []
    #expect(lines.count == 101)
    #expect(lines.last == "f: and 150 more")
  }
}

/// A text under a name, so that reports of tests stay readable.
struct Sample: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var text: String

  init(_ name: String, _ text: String? = nil) {
    testDescription = name
    self.text = text ?? name
  }
}
