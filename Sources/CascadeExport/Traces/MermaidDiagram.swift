import Cascade
import CascadeNarration
import CascadeText
import CascadeTrace

/// A run as a sequence diagram of Mermaid: a line of life for each row of the picture, an arrow for each task that starts, is
/// told and returns, in the order of the events, with the words that the program has for them.
///
/// The syntax: https://mermaid.js.org/syntax/sequenceDiagram.html
enum MermaidDiagram {
  /// Mermaid draws no longer text, unless it is told to.
  private static let mostCharacters = 50_000

  static func text(_ run: ExportedRun) throws(ExportRefusal) -> String {
    let tracks = Tracks(run.recording)
    var lines = ["sequenceDiagram", "  title \(encoded(run.title))"]
    lines += (0..<tracks.count).map { "  participant p\($0) as \(encoded(tracks.label($0)))" }
    var length = lines.reduce(0) { $0 + $1.utf16.count + 1 }
    for number in 0..<tracks.recording.count {
      guard let line = line(number, tracks) else { continue }
      lines.append("  \(line)")
      length += line.utf16.count + 3
      guard length <= mostCharacters else {
        throw ExportRefusal("this run is too large for Mermaid, which draws no more than \(mostCharacters) characters")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private enum Arrow: String {
    case starts = "->>"
    case tells = "-)"
    case returns = "-->>"
    case fails = "--x"
    case refuses = "-x"
  }

  /// What an event is in the diagram; nil for what it doesn't show.
  private static func line(_ number: Int, _ tracks: Tracks) -> String? {
    let event = tracks.recording.log[number]
    let row = tracks.run.row(event.id)
    let own = tracks.track(of: event.id)
    let group = row?.parent.flatMap { tracks.track(ofRow: $0.number) }
    func arrow(_ kind: Arrow, from: Int?, to: Int?) -> String? {
      guard let from, let to, from != to else { return note(own) }
      return "p\(from)\(kind.rawValue)p\(to): \(words)"
    }
    func note(_ track: Int?) -> String? { "Note over p\(track ?? 0): \(words)" }
    var words: String {
      let text = EventMessage(ofEvent: number, in: tracks.recording.state(at: number + 1)).short
      return encoded("\(text), \(tracks.run.timeText(event.t))")
    }
    guard tracks.count > 0 else { return nil }
    let kind = event.kind
    if kind.isStart { return arrow(.starts, from: group, to: own) }
    if kind.refusal != nil { return arrow(.refuses, from: group, to: own) }
    if case .taskTold = kind {
      guard let row, let told = tracks.telling(number, of: row) else { return nil }
      return arrow(.tells, from: row.parent?.telling?.told == told ? group : tracks.track(of: told.origin), to: own)
    }
    if case .contextTold(let told) = kind {
      guard told.reason != .scopeEnded else { return nil }
      return row?.isContext == true ? arrow(.tells, from: group, to: own) : note(own)
    }
    if let out = kind.out { return arrow(out.outcome == .failed ? .fails : .returns, from: own, to: group) }
    if let done = kind.intervention { return note(tracks.track(of: done.target)) }
    // What begins shows by its first arrow, and what all is well with by nothing.
    if kind.isBirth || kind == .contextEnded || kind == .runEnded(.completed) || kind.note != nil { return nil }
    return note(own)
  }

  /// Text that can stand anywhere: whatever isn't a letter, a digit, a blank or plain punctuation is written as Mermaid's
  /// own entity, `#` and its number.
  static func encoded(_ text: String) -> String {
    let safe = SafeText.make(text)
    guard !safe.allSatisfy({ $0 == " " }) else { return "#32;" }
    var result = ""
    for scalar in safe.unicodeScalars {
      let isPlain = scalar == " " || scalar == "." || scalar == "," || scalar == "-" || scalar == "_" || scalar == "/"
      if isPlain || !scalar.isASCII || scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        result.unicodeScalars.append(scalar)
      } else {
        result += "#\(scalar.value);"
      }
    }
    return result
  }
}
