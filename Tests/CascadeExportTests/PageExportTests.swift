import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import CascadeUI
import Foundation
import Testing

@testable import CascadeExport

/// A page holds the pictures of the screen; what a browser makes of it is tried in `Tests/Measurements/exports.py`.
@Suite struct PageExportTests {
  /// What a page's player knows.
  private struct Page {
    let pool: [[Any]]
    let rows: Int
    let branches: [[String: Any]]

    init(_ text: String) throws {
      let scripts = text.matches(of: /<script type="application\/json"[^>]*>(.*?)<\/script>/).map { Data($0.1.utf8) }
      let values = try scripts.map { try JSONSerialization.jsonObject(with: $0) }
      let run = try #require(values.first as? [String: Any])
      rows = try #require(run["rows"] as? Int)
      branches = try #require(run["branches"] as? [[String: Any]])
      pool = try #require(values.last as? [[Any]])
    }

    /// The characters of all frames, as the player puts them together.
    func pictures(_ key: String, branch: Int) throws -> [String] {
      var shown = Array(repeating: 0, count: rows)
      return try #require(branches[branch][key] as? [[String: Any]]).map { frame in
        let changes = try #require(frame["rows"] as? [Int])
        for index in stride(from: 0, to: changes.count, by: 2) { shown[changes[index]] = changes[index + 1] }
        return shown.map { row in
          stride(from: 0, to: pool[row].count, by: 2).compactMap { pool[row][$0] as? String }.joined()
        }.joined(separator: "\n")
      }
    }
  }

  private static func text(_ canvas: Canvas) -> String {
    (0..<canvas.size.rows).map { y in
      var texts = canvas.row(y).runs.map(\.text)
      if canvas.row(y).last?.style == .plain, let last = texts.popLast() {
        texts.append(String(last.reversed().drop { $0 == " " }.reversed()))
      }
      return texts.joined()
    }.joined(separator: "\n")
  }

  @Test(arguments: ["first-failure", "contexts", "deaf-task", "two-failures"])
  func `steps and film are those of the screen`(name: String) throws {
    let run = try Runs.builtIn(name)
    let page = try Page(try HTMLPage.text(run))
    let recording = run.recording
    let stills = (0...recording.count).map { position -> String in
      var step = run
      step.seek(recording.cursor(at: position))
      return Self.text(step.canvas(in: .dark))
    }
    #expect(try page.pictures("steps", branch: 0) == stills)
    let film = try Film(run)
    #expect(try page.pictures("film", branch: 0) == film.frames.map { Self.text($0.canvas) })
  }

  /// Both themes have the same characters, and each cell has its style in each.
  @Test(arguments: Gallery.all.map(\.name)) func `a picture of the page has both themes`(name: String) throws {
    var run = try Runs.builtIn(name)
    run.seek(run.recording.firstFailure ?? run.recording.end)
    var frames = PageFrames()
    let rows = frames.take(run)
    let (light, dark) = (run.canvas(in: .light), run.canvas(in: .dark))
    for (y, number) in rows.enumerated() {
      var cells: [(Unicode.Scalar, PageFrames.Look)] = []
      for part in frames.pool[number] {
        for scalar in part.text.unicodeScalars { cells.append((scalar, frames.looks[part.look])) }
      }
      while cells.count < dark.size.columns { cells.append((" ", frames.looks[0])) }
      for (x, (scalar, look)) in cells.enumerated() {
        let point = Point(x: x, y: y)
        #expect(scalar == dark[point].scalar && scalar == light[point].scalar)
        #expect(look.dark == dark[point].style && look.light == light[point].style)
      }
    }
  }

  @Test func `branches are those that were made`() throws {
    let story = try Gallery.named("first-failure").scenario()
    let change = Variation.Change.option(OptionChange("root", .kind(.collectAll)))
    let text = try HTMLPage.text(Runs.run(story, name: "first-failure", changes: [("collect-all", change)]))
    let page = try Page(text)
    #expect(page.branches.count == 2)
    #expect(page.branches[1]["parent"] as? Int == 0)
    #expect(text.contains("<option value=\"1\">B: collect-all</option>"))
    #expect(text.contains("<h2>What if</h2>"))
    let ends = try (0..<2).map { try #require(try page.pictures("steps", branch: $0).last) }
    #expect(ends[0].contains("branch A") && ends[1].contains("branch B"))
  }

  @Test func `nothing of a page is anywhere else`() throws {
    let text = try HTMLPage.text(Runs.builtIn("first-failure"))
    #expect(!text.contains("http://") && !text.contains("https://") && !text.contains("url("))
    #expect(text.contains("default-src 'none'"))
    #expect(text.utf8.count < 400_000)
  }

  @Test func `a long run is stepped through from beat to beat`() throws {
    let story = try Scenario.read(
      "title: Many\ngroup: {tasks: {a: {line: '----|', count: 300}, b: '--^ no'}}\n", file: "many.yaml")
    let run = try Runs.run(story)
    let page = try Page(try HTMLPage.text(run))
    let steps = try #require(page.branches[0]["steps"] as? [[String: Any]])
    #expect(steps.count < 20 && run.recording.count > 600)
  }
}
