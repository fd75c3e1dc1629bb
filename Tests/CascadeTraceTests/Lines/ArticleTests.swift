import Cascade
import CascadeEvents
import CascadeTrace
import Foundation
import Testing

@Suite struct ArticleTests {
  private func article() throws -> String {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let path = "../../../Sources/CascadeEvents/CascadeEvents.docc/EventLines.md"
    return try String(contentsOf: tests.appending(path: path), encoding: .utf8)
  }

  @Test func theExampleCanBeRead() throws {
    let example = try #require(try article().split(separator: "```")[safe: 1]).dropFirst("json\n".count)
    let (events, problems) = EventReader.read(example.utf8)
    #expect(problems.isEmpty)
    #expect(String(decoding: EventWriter.write(events), as: UTF8.self) == example)
  }

  /// The tables of the article list each kind once, with its keys, as they are read and written.
  @Test func theTablesAreThoseOfTheCode() throws {
    var described: [String: [String]] = [:]
    for row in try article().split(separator: "\n") where row.hasPrefix("| `") {
      let words = row.split(separator: "|", omittingEmptySubsequences: false).dropFirst().prefix(2).map { cell in
        cell.split(separator: " ").map { word in word.filter { $0 != "`" } }
      }
      let (kind, keys) = (words[0].joined(), words[1])
      #expect(described[kind] == nil, "\(kind) is there twice")
      described[kind] = keys
    }
    #expect(described == EventTable.keys)
  }

  /// What is written of each kind has the keys that the table says, and no others.
  @Test func whatIsWrittenHasThoseKeys() throws {
    for kind in RoundTripTests.kinds {
      let line = EventWriter.line(.init(seq: 0, t: .zero, id: "", kind: kind))
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let name = try #require(object["kind"] as? String)
      let keys = try #require(EventTable.keys[name])
      let written = Set(object.keys).subtracting(["seq", "t", "kind", "id"])
      #expect(written.isSubset(of: keys.map { $0.filter { !"[]".contains($0) } }), "\(line)")
      #expect(written.isSuperset(of: keys.filter { !$0.hasPrefix("[") }), "\(line)")
    }
  }

  @Test func eachKindIsTried() {
    let tried = RoundTripTests.kinds.map { EventWriter.line(.init(seq: 0, t: .zero, id: "", kind: $0)) }
    for kind in EventTable.keys.keys { #expect(tried.contains { $0.contains("\"kind\":\"\(kind)\"") }, "\(kind)") }
  }
}

extension Collection {
  fileprivate subscript(safe offset: Int) -> Element? { dropFirst(offset).first }
}
