import CascadeNarration
import CascadeTerminal
import CascadeTrace
import CascadeUI

/// A run that plays as one SVG picture: text stays text, nothing but CSS moves it, and it stands still where the reader wants
/// less motion or the viewer can't move pictures.
///
/// Each element is there once for each stretch of time in which it is shown. All elements of one stretch are a group, which
/// one animation of the picture's whole length shows for so long; a negative delay says when.
enum MovingPicture {
  static func text(_ run: ExportedRun) throws(ExportRefusal) -> String {
    let film = try Film(run)
    return text(film, of: run)
  }

  static func text(_ film: Film, of run: ExportedRun) -> String {
    let still = film.mostTelling(in: run.recording)
    let stretches = Stretches(film, rows: SVGRows(theme: run.theme))
    let length = milliseconds(film.duration)
    let story = run.recording.narration(at: run.recording.end).text
    return SVGPicture.document(size: run.size, theme: run.theme, title: run.title, story: story) { lines in
      lines += style(stretches, length: length)
      lines += stretches.groups.map { group in
        let elements = group.elements.joined(separator: "\n")
        guard group.from > 0 || group.to < length else { return elements }
        let isStill = group.from <= still && still < group.to
        return "<g class=\"m\(isStill ? " s" : "") d\(group.to - group.from)\""
          + " style=\"animation-delay:\(group.from - length)ms\">\n\(elements)\n</g>"
      }
    }
  }

  /// The animations: one for each length of a stretch.
  private static func style(_ stretches: Stretches, length: Int64) -> [String] {
    let lengths = Set(stretches.groups.map { $0.to - $0.from }).filter { $0 < length }.sorted()
    var lines = [
      "<style>",
      ".m{visibility:hidden;animation:\(length)ms step-end infinite}", ".s{visibility:visible}",
    ]
    for stretch in lengths {
      lines.append(".d\(stretch){animation-name:d\(stretch)}")
      lines.append(
        "@keyframes d\(stretch){0%{visibility:visible}\(percent(stretch, of: length))%{visibility:hidden}"
          + "100%{visibility:hidden}}")
    }
    lines += ["@media (prefers-reduced-motion:reduce){.m{animation:none}}", "</style>"]
    return lines
  }

  /// With four decimals, rounded.
  private static func percent(_ part: Int64, of whole: Int64) -> String {
    let parts = (part * 2_000_000 + whole) / (2 * whole)
    return "\(parts / 10_000).\(String(parts % 10_000 + 10_000).dropFirst())"
  }

  fileprivate static func milliseconds(_ nanoseconds: Int64) -> Int64 { nanoseconds / 1_000_000 }
}

extension Film {
  /// The time of the frame, in milliseconds, that says most alone: the last one before the next event after all that the
  /// first cause tells at once; the last one of all where there is no cause.
  fileprivate func mostTelling(in recording: Recording) -> Int64 {
    let place = recording.latestState.causeTime.map { recording.cursor(at: $0).position } ?? recording.count
    let frame = frames.last { $0.cursor.position <= place } ?? frames.last
    return MovingPicture.milliseconds(frame?.at ?? 0)
  }
}

/// When which elements are shown.
struct Stretches {
  /// Elements that are shown together, in milliseconds.
  struct Group {
    let from: Int64
    let to: Int64
    var elements: [String]
  }

  private(set) var groups: [Group] = []

  init(_ film: Film, rows: SVGRows) {
    var areas = Shown()
    var texts = Shown()
    var last: Canvas?
    var drawn: [SVGRows.Elements] = []
    for frame in film.frames {
      let now = MovingPicture.milliseconds(frame.at)
      for y in 0..<frame.canvas.size.rows {
        if let last, last.row(y) == frame.canvas.row(y) { continue }
        let new = rows.elements(of: frame.canvas.row(y), y: y)
        let old = y < drawn.count ? drawn[y] : SVGRows.Elements()
        areas.change(from: old.areas, to: new.areas, at: now)
        texts.change(from: old.texts, to: new.texts, at: now)
        if y < drawn.count { drawn[y] = new } else { drawn.append(new) }
      }
      last = frame.canvas
    }
    let end = MovingPicture.milliseconds(film.duration)
    // What is written stands on what is filled.
    groups = areas.groups(until: end) + texts.groups(until: end)
  }

  private struct Shown {
    private var since: [String: Int64] = [:]
    private var over: [(from: Int64, to: Int64, element: String)] = []

    mutating func change(from old: [String], to new: [String], at now: Int64) {
      let (before, after) = (Set(old), Set(new))
      for element in old where !after.contains(element) {
        if let from = since.removeValue(forKey: element), from < now { over.append((from, now, element)) }
      }
      for element in new where !before.contains(element) { since[element] = now }
    }

    func groups(until end: Int64) -> [Group] {
      let all = over + since.map { ($0.value, end, $0.key) }
      let sorted = all.sorted { ($0.from, $0.to, $0.element) < ($1.from, $1.to, $1.element) }
      return sorted.reduce(into: []) { groups, part in
        if let last = groups.last, last.from == part.from, last.to == part.to {
          groups[groups.count - 1].elements.append(part.element)
        } else {
          groups.append(Group(from: part.from, to: part.to, elements: [part.element]))
        }
      }
    }
  }
}
