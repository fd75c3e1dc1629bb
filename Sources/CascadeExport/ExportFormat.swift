import CascadeTerminal
package import CascadeTrace
package import CascadeUI

/// A format that runs are exported in. Another one is a case here, with its row in ``row``, and a file with its writer.
package enum ExportFormat: String, CaseIterable, Sendable {
  case svg
  case movingSVG = "moving-svg"
  case cast
  case cast3 = "cast-v3"
  case text, ansi

  /// What there is to know of a format.
  private struct Row {
    let fileExtension: String
    let words: String
    let writer: Writer
  }

  /// What makes the text of a file.
  enum Writer {
    /// Of a picture of one moment.
    case still(colors: ColorDepth = .full, (Still) -> String)
    /// Of the whole run.
    case whole((ExportedRun) throws(ExportRefusal) -> String)
  }

  private var row: Row {
    switch self {
    case .svg: Row(fileExtension: "svg", words: "a picture whose text stays text", writer: .still(SVGPicture.text))
    case .movingSVG:
      Row(fileExtension: "svg", words: "the run playing, in one picture", writer: .whole(MovingPicture.text))
    case .cast: Row(fileExtension: "cast", words: "the run playing, for asciinema", writer: .whole(Asciicast.version2))
    case .cast3:
      Row(
        fileExtension: "cast", words: "the same, for asciinema from version 3 on", writer: .whole(Asciicast.version3))
    case .text:
      Row(
        fileExtension: "txt", words: "a picture in plain characters", writer: .still(colors: .none, PlainPicture.text))
    case .ansi:
      Row(fileExtension: "ans", words: "a picture in a terminal's own colours", writer: .still(AnsiPicture.text))
    }
  }

  package var fileExtension: String { row.fileExtension }
  package var words: String { row.words }
  /// Whether it is a picture of one moment.
  package var isOfAMoment: Bool { if case .still = row.writer { true } else { false } }

  package var offer: ExportOffer {
    ExportOffer(name: rawValue, fileExtension: fileExtension, words: words, isOfAMoment: isOfAMoment)
  }

  /// What of a run is wanted.
  package enum Scope: Hashable, Sendable {
    /// The picture of a moment; of the last one by default.
    case moment(Cursor?)
    /// A picture for each beat.
    case beats
  }

  /// The texts of the files that a run becomes: one, or one for each beat.
  ///
  /// - Throws: where the format can't say this of a run.
  package func files(of run: ExportedRun, _ scope: Scope) throws(ExportRefusal) -> [String] {
    switch (row.writer, scope) {
    case (.still(let colors, let write), .moment(let moment)):
      return [write(run.still(at: moment ?? run.recording.end, colors: colors))]
    case (.still(let colors, let write), .beats):
      let recording = run.recording
      guard !recording.beats.isEmpty else { throw ExportRefusal("this run has no beats") }
      return recording.beats.map { write(run.still(at: recording.cursor(at: $0.position), colors: colors)) }
    case (.whole(let write), .moment(nil)): return [try write(run)]
    case (.whole, .moment), (.whole, .beats):
      throw ExportRefusal("\(rawValue) is of the whole run: it has no single moments")
    }
  }

  /// The name of one of several files: `name-01.svg` for `name.svg`.
  package static func numbered(_ path: String, _ number: Int, of count: Int) -> String {
    let digits = max(2, String(count).count)
    let text = String(repeating: "0", count: max(0, digits - String(number).count)) + String(number)
    let nameStart = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard let point = path[nameStart...].lastIndex(of: "."), point > nameStart else { return "\(path)-\(text)" }
    return "\(path[..<point])-\(text)\(path[point...])"
  }
}
