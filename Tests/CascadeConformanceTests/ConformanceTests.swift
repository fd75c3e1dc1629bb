import Foundation
import Testing

/// What real Go does, case by case. `CASCADE_CONFORMANCE=FILE` runs the cases of another file instead.
@Suite struct ConformanceTests {
  private struct Case: Decodable {
    var scenario: JSONValue
    var outcome: JSONValue
  }

  private static var files: [String] {
    if let file = ProcessInfo.processInfo.environment["CASCADE_CONFORMANCE"] { return [file] }
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Data").path
    return ["\(folder)/curated.jsonl", "\(folder)/generated.jsonl"]
  }

  @Test(arguments: files) func everyCase(in file: String) throws {
    var ran = 0
    var skipped = 0
    var differences: [String] = []
    let text = try String(contentsOfFile: file, encoding: .utf8)
    for line in text.split(separator: "\n") {
      let item = try JSONDecoder().decode(Case.self, from: Data(line.utf8))
      guard item.outcome["ties"] == .null, item.outcome["ambiguous"] == .null else {
        skipped += 1
        continue
      }
      ran += 1
      let id = item.scenario["id"].string ?? "?"
      // The outcome doesn't depend on the order of things due at the same instant: any seed will do.
      for seed: UInt64 in [0, 1, 2] {
        let actual =
          item.scenario["type"].string == "ctx"
          ? try ContextCase(item.scenario).outcome(seed: seed) : try TreeCase(item.scenario).outcome(seed: seed)
        if let difference = JSONValue.difference(item.outcome, actual) {
          differences.append("\(id) (seed \(seed))\(difference)")
          break
        }
      }
    }
    print("conformance: \(ran) ran, \(skipped) skipped, \(differences.count) differ, \(file)")
    for difference in differences.prefix(40) { print("  \(difference)") }
    #expect(ran > 0)
    #expect(differences.count == 0)
  }
}
