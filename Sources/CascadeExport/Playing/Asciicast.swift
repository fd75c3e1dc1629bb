import CascadeTerminal
import CascadeUI

/// A run that plays as a recording of a terminal, in the formats of asciinema, with a marker at each beat.
///
/// The formats: https://docs.asciinema.org/manual/asciicast/v2/ and …/v3/. They differ in the header and in what times
/// count from: the beginning, or the event before.
enum Asciicast {
  static func version2(_ run: ExportedRun) throws(ExportRefusal) -> String {
    let film = try Film(run)
    return version2(film, of: run)
  }

  static func version2(_ film: Film, of run: ExportedRun) -> String {
    let header: JSON = [
      "version": 2, "width": .integer(Int64(run.size.columns)), "height": .integer(Int64(run.size.rows)),
      "duration": seconds(film.duration / 1_000), "title": .string(run.title),
      "env": ["TERM": "xterm-256color"], "theme": theme(run.theme),
    ]
    return text(header, events(of: film)) { time, _ in time }
  }

  static func version3(_ run: ExportedRun) throws(ExportRefusal) -> String {
    let film = try Film(run)
    return version3(film, of: run)
  }

  static func version3(_ film: Film, of run: ExportedRun) -> String {
    let header: JSON = [
      "version": 3,
      "term": [
        "cols": .integer(Int64(run.size.columns)), "rows": .integer(Int64(run.size.rows)), "type": "xterm-256color",
        "theme": theme(run.theme),
      ],
      "title": .string(run.title),
    ]
    let exit = Event(at: film.duration / 1_000, code: "x", data: "0")
    return text(header, events(of: film) + [exit]) { time, last in time - last }
  }

  private struct Event {
    /// In microseconds since the beginning.
    let at: Int64
    let code: String
    let data: String
  }

  private static func text(
    _ header: JSON, _ events: [Event], time: (_ at: Int64, _ last: Int64) -> Int64
  ) -> String {
    var lines = [header.line]
    var last: Int64 = 0
    for event in events {
      lines.append(JSON.array([seconds(time(event.at, last)), .string(event.code), .string(event.data)]).line)
      last = event.at
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What is written to the terminal, frame by frame, and the markers, in the order of their times.
  private static func events(of film: Film) -> [Event] {
    var writer = AnsiWriter()
    var events: [Event] = []
    var marks = film.marks[...]
    var last: Canvas?
    // Without a cursor, and without a new line after the last column.
    writer.text = "\u{1B}[?25l\u{1B}[?7l\u{1B}[2J"
    for frame in film.frames {
      for change in frame.canvas.changes(since: last) {
        writer.move(to: change.origin)
        writer.write(change.cells)
      }
      last = frame.canvas
      // A marker stands after what it marks is shown.
      events.append(Event(at: frame.at / 1_000, code: "o", data: writer.text))
      while let mark = marks.first, mark.at <= frame.at {
        events.append(Event(at: mark.at / 1_000, code: "m", data: mark.words))
        marks.removeFirst()
      }
      writer.text = ""
    }
    writer.reset()
    writer.move(to: Point(x: 0, y: (last?.size.rows ?? 1) - 1))
    events.append(Event(at: film.duration / 1_000, code: "o", data: writer.text + "\u{1B}[?7h\u{1B}[?25h"))
    return events
  }

  /// Microseconds as seconds, exactly.
  private static func seconds(_ microseconds: Int64) -> JSON {
    let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return .decimal("\(whole).\(String(rest + 1_000_000).dropFirst())")
  }

  private static func theme(_ theme: Theme) -> JSON {
    let (background, foreground) = theme.ground
    let palette = (UInt8(0)..<16).compactMap { Color.palette($0).hexadecimal }
    return [
      "fg": .string(foreground), "bg": .string(background), "palette": .string(palette.joined(separator: ":")),
    ]
  }
}
