import Foundation
import Testing

/// What Go's semaphore and singleflight do, case by case. `CASCADE_SYNC_CONFORMANCE=FILE` runs the cases of another file
/// instead.
@Suite struct SyncConformanceTests {
  private struct Case: Decodable {
    var scenario: JSONValue
    var outcome: JSONValue
  }

  private static var files: [String] {
    if let file = ProcessInfo.processInfo.environment["CASCADE_SYNC_CONFORMANCE"] { return [file] }
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Data").path
    return ["\(folder)/sync-curated.jsonl", "\(folder)/sync-generated.jsonl"]
  }

  @Test(arguments: files) func everyCase(in file: String) throws {
    var ran = 0
    var differences: [String] = []
    for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
      let item = try JSONDecoder().decode(Case.self, from: Data(line.utf8))
      ran += 1
      let id = item.scenario["id"].string ?? "?"
      // At each instant there is one cause for all that happens, so any seed will do.
      for seed: UInt64 in [0, 1, 2] {
        let actual = try SyncCase(scenario: item.scenario).outcome(seed: seed)
        if let difference = JSONValue.difference(item.outcome, actual) {
          differences.append("\(id) (seed \(seed))\(difference)")
          break
        }
      }
    }
    print("conformance: \(ran) ran, \(differences.count) differ, \(file)")
    for difference in differences.prefix(40) { print("  \(difference)") }
    #expect(ran > 0)
    #expect(differences.count == 0)
  }
}
