import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace
import CascadeUI

/// The pictures of a page: every row of characters is kept once, a frame says which of its rows are other ones than those of
/// the frame before. A cell has two styles, one for each theme.
struct PageFrames {
  /// A style of the page, with the colours for a light and for a dark background.
  struct Look: Hashable {
    let light: Style
    let dark: Style
  }

  /// Cells of one look.
  struct Run: Hashable {
    let text: String
    let look: Int
  }

  /// The looks in use; the first is that of the page itself.
  private(set) var looks: [Look] = [Look(light: .plain, dark: .plain)]
  private(set) var pool: [[Run]] = [[]]
  private var lookNumbers: [Look: Int] = [Look(light: .plain, dark: .plain): 0]
  private var poolNumbers: [[Run]: Int] = [[]: 0]

  /// What is different from the last frame: rows by their place, and the numbers of what stands there.
  struct Changes {
    fileprivate var last: [Int] = []

    /// - Parameter rows: The numbers of all rows.
    mutating func next(_ rows: [Int]) -> JSON {
      var changes: [JSON] = []
      for (y, number) in rows.enumerated() where number != (y < last.count ? last[y] : 0) {
        changes += [.integer(Int64(y)), .integer(Int64(number))]
      }
      last = rows
      return .array(changes)
    }
  }

  /// Takes a picture in.
  ///
  /// - Returns: the number of each of its rows in the pool.
  mutating func take(_ run: ExportedRun) -> [Int] {
    take(light: run.canvas(in: .light), dark: run.canvas(in: .dark))
  }

  /// The same of a screen in both themes.
  mutating func take(light: Canvas, dark: Canvas) -> [Int] {
    return (0..<dark.size.rows).map { y in number(of: runs(light.row(y), dark.row(y))) }
  }

  private mutating func number(of runs: [Run]) -> Int {
    if let known = poolNumbers[runs] { return known }
    poolNumbers[runs] = pool.count
    pool.append(runs)
    return pool.count - 1
  }

  private mutating func runs(_ light: ArraySlice<Cell>, _ dark: ArraySlice<Cell>) -> [Run] {
    var runs: [Run] = []
    var text = String.UnicodeScalarView()
    var open: Look?
    func close(_ frames: inout PageFrames) {
      guard let look = open, !text.isEmpty else { return }
      runs.append(Run(text: String(text), look: frames.number(of: look)))
      text = String.UnicodeScalarView()
    }
    for (light, dark) in zip(light, dark) {
      let look = Look(light: light.style, dark: dark.style)
      if look != open {
        close(&self)
        open = look
      }
      text.append(dark.scalar)
    }
    close(&self)
    if let last = runs.last, last.look == 0 {
      let kept = String(last.text.reversed().drop { $0 == " " }.reversed())
      runs[runs.count - 1] = Run(text: kept, look: 0)
      if kept.isEmpty { runs.removeLast() }
    }
    return runs
  }

  private mutating func number(of look: Look) -> Int {
    if let known = lookNumbers[look] { return known }
    lookNumbers[look] = looks.count
    looks.append(look)
    return looks.count - 1
  }

  // MARK: What a page has of it

  /// The pool for the player: the texts and looks of each row, one after the other.
  var poolValue: JSON {
    .array(pool.map { runs in .array(runs.flatMap { [.string($0.text), .integer(Int64($0.look))] }) })
  }

  /// A picture as elements, for where nothing can be played.
  func markup(_ rows: [Int]) -> String {
    rows.map { number in
      let spans = pool[number].map { run in
        let name = run.look == 0 ? "" : " class=\"s\(run.look)\""
        return "<span\(name) style=\"width:\(run.text.columns)ch\">\(Markup.escaped(run.text))</span>"
      }
      return "<div>\(spans.isEmpty ? "&#160;" : spans.joined())</div>"
    }.joined()
  }

  /// The rules for the looks.
  var rules: String {
    looks.indices.dropFirst().map { ".s\($0){\(Self.rule(looks[$0]))}" }.joined(separator: "\n")
  }

  private static func rule(_ look: Look) -> String {
    func colours(_ style: Style, _ theme: Theme) -> (ink: String, paper: String?) {
      let (background, foreground) = theme.ground
      let ink = style.foreground.hexadecimal ?? foreground
      let paper = style.background.hexadecimal
      return style.attributes.contains(.reverse) ? (paper ?? background, ink) : (ink, paper)
    }
    let (light, dark) = (colours(look.light, .light), colours(look.dark, .dark))
    // Viewers that don't know the pair take the first of the two rules.
    var parts = ["color:\(light.ink);color:light-dark(\(light.ink),\(dark.ink))"]
    if light.paper != nil || dark.paper != nil {
      let (one, other) = (light.paper ?? "transparent", dark.paper ?? "transparent")
      parts.append("background:\(one);background:light-dark(\(one),\(other))")
    }
    let attributes = look.dark.attributes
    if attributes.contains(.bold) { parts.append("font-weight:700") }
    if attributes.contains(.dim) { parts.append("opacity:.7") }
    if attributes.contains(.underline) { parts.append("text-decoration:underline") }
    return parts.joined(separator: ";")
  }
}
