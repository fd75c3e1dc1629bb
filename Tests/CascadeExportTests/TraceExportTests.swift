import Cascade
import CascadeScenarios
import CascadeTrace
import Foundation
import ScenarioSupport
import Testing

@testable import CascadeExport

/// Exports without pictures say what the events say.
@Suite struct TraceExportTests {
  /// Built-in runs, by name, and random ones, by seed.
  static let runs = Gallery.all.map(\.name) + (1...20).map { "\($0)" }

  private func run(_ name: String) throws -> ExportedRun {
    if let seed = UInt64(name) { return try Runs.run(RandomScenario.make(seed: seed)) }
    return try Runs.builtIn(name)
  }

  /// The tasks that a cancellation reached, with when.
  private func told(_ run: ExportedRun, at moment: Cursor) -> [String: Int64] {
    let state = run.recording.state(at: moment)
    return Dictionary(
      uniqueKeysWithValues: state.tasks.filter(\.isTold).compactMap { row in
        row.toldAt.map { (row.id, $0.nanoseconds) }
      })
  }

  // MARK: JSON

  @Test(arguments: runs) func `the facts are those of the events at each beat`(name: String) throws {
    let run = try run(name)
    let moments = run.recording.beats.map { run.recording.cursor(at: $0.position) } + [run.recording.start]
    for moment in moments {
      let text = FactSheet.text(run, moment)
      let sheet = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let events = run.recording.log.prefix(moment.position)
      #expect(sheet["event"] as? Int == moment.position)
      let rows = try #require(sheet["rows"] as? [[String: Any]])
      let ids = Set(rows.compactMap { $0["id"] as? String })
      #expect(ids.count == rows.count)
      let entries = try #require(sheet["told"] as? [[String: Any]])
      let said = Dictionary(
        uniqueKeysWithValues: try entries.map { entry in
          (try #require(entry["id"] as? String), try #require(entry["at"] as? Int64))
        })
      #expect(said == told(run, at: moment))
      for (id, t) in said {
        #expect(events.contains { $0.id == id && $0.t.nanoseconds == t && $0.told != nil })
        #expect(ids.contains(id))
      }
      for entry in try #require(sheet["out"] as? [[String: Any]]) {
        let id = try #require(entry["id"] as? String)
        let (at, after) = (try #require(entry["at"] as? Int64), try #require(entry["after"] as? Int64))
        #expect(said[id] == at - after)
        #expect(
          events.contains { event in
            if case .taskOut = event.kind { event.id == id && event.t.nanoseconds == at } else { false }
          })
      }
      for group in try #require(sheet["wait"] as? [[String: Any]]) {
        guard let returned = group["returned"] as? Int64 else { continue }
        #expect(
          events.contains { event in
            if case .groupClosed(let error) = event.kind, event.id == group["id"] as? String {
              event.t.nanoseconds == returned && error?.description == group["error"] as? String
            } else {
              false
            }
          })
      }
      let state = run.recording.state(at: moment)
      #expect((sheet["cause"] as? [String: Any])?["event"] as? Int == state.cause.map { $0 + 1 })
    }
  }

  // MARK: Perfetto

  @Test(arguments: runs) func `slices nest, and flows lead to what was told`(name: String) throws {
    let run = try run(name)
    let text = try PerfettoTrace.text(run)
    let trace = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let events = try #require(trace["traceEvents"] as? [[String: Any]])
    #expect(Set(events.compactMap { $0["ph"] as? String }).isSubset(of: ["M", "X", "i"]))
    var open: [Int: [(from: Double, to: Double)]] = [:]
    for slice in events where slice["ph"] as? String == "X" {
      let track = try #require(slice["tid"] as? Int)
      let from = try #require(slice["ts"] as? Double)
      let to = from + (try #require(slice["dur"] as? Double))
      #expect(to >= from && slice["name"] is String)
      for other in open[track] ?? [] {
        let isApart = to <= other.from || other.to <= from
        let isNested = other.from <= from && to <= other.to || from <= other.from && other.to <= to
        #expect(isApart || isNested, "\(slice)")
      }
      open[track, default: []].append((from, to))
    }
    let sources = Set(events.filter { $0["flow_out"] as? Bool == true }.compactMap { $0["bind_id"] as? String })
    let sinks = events.filter { $0["flow_in"] as? Bool == true }
    #expect(sinks.allSatisfy { sources.contains($0["bind_id"] as? String ?? "") })
    let tasks = sinks.compactMap { ($0["args"] as? [String: Any])?["id"] as? String }
    #expect(Set(tasks) == Set(told(run, at: run.recording.end).keys))
    #expect(tasks.count == Set(tasks).count)
  }

  // MARK: Mermaid

  @Test(arguments: runs) func `the diagram has an arrow for each task that starts, is told and returns`(name: String)
    throws
  {
    let run = try run(name)
    guard let text = try? MermaidDiagram.text(run) else {
      // Only a large one is refused.
      #expect(run.recording.count > 300)
      return
    }
    MermaidGrammar.expect(text)
    func arrows(_ arrow: String) -> Int { text.matches(of: try! Regex("(?m)^  p\\d+\(arrow)p\\d+: ")).count }
    let events = run.recording.log
    let returned = events.count { event in if case .taskOut = event.kind { true } else { false } }
    let hasGroups = run.recording.roster.members.contains { $0.kind == .group }
    #expect(arrows("--(?:>>|x)") == returned)
    guard hasGroups else { return }
    let notes = text.matches(of: #/(?m)^  Note over p\d+: /#).count
    #expect(arrows("-\\)") <= told(run, at: run.recording.end).count)
    #expect(arrows("-\\)") + notes >= told(run, at: run.recording.end).count)
  }

  @Test func `too large a run is refused for Mermaid`() throws {
    let story = try Scenario.read(
      "title: Many\ngroup: {tasks: {a: {line: '--|', count: 900}}}\n", file: "many.yaml")
    #expect(throws: ExportRefusal.self) { try MermaidDiagram.text(try Runs.run(story)) }
  }
}

/// As much of Mermaid's grammar of sequence diagrams as exports use: https://mermaid.js.org/syntax/sequenceDiagram.html. Its
/// own library reads them in `Tests/Measurements/exports.py`.
enum MermaidGrammar {
  static func expect(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "sequenceDiagram" && lines.last == "")
    // Letters, digits, blanks, five marks, and entities.
    let words = #"(?:#\d+;|[^\x00-\x1F\x21-\x2B\x3A-\x40\x5B-\x5E\x60\x7B-\x7F])+"#
    let patterns = [
      "title \(words)", "participant p\\d+ as \(words)", "Note over p\\d+: \(words)",
      "p\\d+(?:->>|-\\)|-->>|--x|-x)p\\d+: \(words)",
    ]
    let grammar = try? Regex("  (?:\(patterns.joined(separator: "|")))")
    for line in lines.dropFirst().dropLast() {
      #expect(grammar.flatMap { try? $0.wholeMatch(in: line) } != nil, "\(line)")
    }
    #expect(text.utf16.count <= 50_000)
  }
}
