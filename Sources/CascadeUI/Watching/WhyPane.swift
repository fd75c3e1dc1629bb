import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// The sentences about a moment in the lines there are for them.
///
/// A sentence is shown whole or not at all. What the beat teaches comes first; of the story the most important
/// sentences are kept, in the order in which they are told, and an ellipsis stands where others are left out.
struct WhyText: Hashable {
  /// What the beat teaches.
  let lead: [String]
  /// The story that led there.
  let story: [String]

  init(lead words: String, narration: Narration, columns: Int, rows: Int, glyphs: Glyphs) {
    lead = TextLayout.wrap(words, columns: columns, lines: rows, glyphs: glyphs)
    let sentences = narration.sentences.filter { !words.contains($0) }
    story = Self.lines(
      sentences, byImportance: narration.sentencesByImportance.filter(sentences.contains), columns: columns,
      rows: rows - lead.count, glyphs: glyphs)
  }

  /// The story of a moment beside the detail of a row.
  init(_ session: RunSession, columns: Int, rows: Int, glyphs: Glyphs) {
    self.init(
      lead: session.lead, narration: session.narration, columns: columns - Self.indent - 1, rows: rows, glyphs: glyphs)
  }

  /// How many rows it takes.
  var rows: Int { lead.count + story.count }

  /// Where its lines begin.
  fileprivate static let indent = 6

  /// As many sentences as fit, in lines.
  ///
  /// - Parameter byImportance: the same sentences, those first that are to be kept longest.
  static func lines(
    _ sentences: [String], byImportance: [String], columns: Int, rows: Int, glyphs: Glyphs
  ) -> [String] {
    guard rows > 0 else { return [] }
    func wrapped(_ kept: Set<String>) -> [String] {
      let text = text(of: sentences, kept: kept, ellipsis: String(Character(glyphs.ellipsis)))
      return TextLayout.wrap(text, columns: columns, lines: .max, glyphs: glyphs)
    }
    var kept = Set(sentences)
    var lines = wrapped(kept)
    guard lines.count > rows else { return lines }
    kept = []
    lines = []
    for sentence in byImportance {
      let more = wrapped(kept.union([sentence]))
      guard more.count <= rows else { continue }
      kept.insert(sentence)
      lines = more
    }
    return lines
  }

  /// The kept sentences in order, with one ellipsis for each run of others.
  private static func text(of sentences: [String], kept: Set<String>, ellipsis: String) -> String {
    var parts: [String] = []
    for sentence in sentences {
      if kept.contains(sentence) {
        parts.append(sentence)
      } else if parts.last != ellipsis {
        parts.append(ellipsis)
      }
    }
    return parts.joined(separator: " ")
  }
}

extension Canvas {
  /// What has just happened, strong, and then the story that led there.
  mutating func draw(_ text: WhyText, heading: Narration.Heading) {
    write(heading.rawValue, at: Point(x: 1, y: 0), style: Style(attributes: .bold))
    for (y, line) in (text.lead + text.story).enumerated() {
      let style: Style = y < text.lead.count ? Style(attributes: .bold) : .plain
      write(line, at: Point(x: WhyText.indent, y: y), style: style)
    }
  }
}
