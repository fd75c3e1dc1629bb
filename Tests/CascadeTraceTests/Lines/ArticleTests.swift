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

  @Test func everyKindAndKeyIsDescribed() throws {
    let article = try article()
    for kind in RoundTripTests.kinds {
      let line = EventWriter.line(.init(seq: 0, t: .zero, id: "", kind: kind))
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let name = try #require(object["kind"] as? String)
      let row = try #require(article.split(separator: "\n").first { $0.hasPrefix("| `\(name)` |") }, "\(name)")
      for key in object.keys where !["seq", "t", "kind", "id"].contains(key) {
        #expect(row.contains("`\(key)`") || row.contains("`[\(key)]`"), "\(name) has \(key)")
      }
    }
  }
}

extension Collection {
  fileprivate subscript(safe offset: Int) -> Element? { dropFirst(offset).first }
}
