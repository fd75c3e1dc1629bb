import CascadeTerminal
package import CascadeTrace
package import CascadeUI

/// A format that runs are exported in. Another one is a case here, with its row in the table below, and a file with its writer.
package enum ExportFormat: String, CaseIterable, Sendable {
  case svg, html
  case movingSVG = "moving-svg"
  case cast
  case cast3 = "cast-v3"
  case text, ansi, mermaid, perfetto, json, recording

  /// What there is to know of a format.
  private struct Facts {
    let fileExtension: String
    let words: String
    let writer: Writer
  }

  /// What makes the text of a file.
  enum Writer {
    /// Of a picture of one moment.
    case still(colors: ColorDepth = .full, (Still) -> String)
    /// Of a moment, whatever it looks like.
    case moment((ExportedRun, Cursor) -> String)
    /// Of the whole run.
    case whole((ExportedRun) throws(ExportRefusal) -> String)
  }

  private var facts: Facts {
    switch self {
    case .svg: Facts(fileExtension: "svg", words: "a picture whose text stays text", writer: .still(SVGPicture.text))
    case .html:
      Facts(fileExtension: "html", words: "a page to play, read and print", writer: .whole(HTMLPage.text))
    case .movingSVG:
      Facts(fileExtension: "svg", words: "the run playing, in one picture", writer: .whole(MovingPicture.text))
    case .cast:
      Facts(fileExtension: "cast", words: "the run playing, for asciinema", writer: .whole(Asciicast.version2))
    case .cast3:
      Facts(
        fileExtension: "cast", words: "the same, for asciinema from version 3 on", writer: .whole(Asciicast.version3))
    case .text:
      Facts(
        fileExtension: "txt", words: "a picture in plain characters", writer: .still(colors: .none, PlainPicture.text))
    case .ansi:
      Facts(fileExtension: "ans", words: "a picture in a terminal's own colours", writer: .still(AnsiPicture.text))
    case .mermaid:
      Facts(fileExtension: "mmd", words: "a sequence diagram for Mermaid", writer: .whole(MermaidDiagram.text))
    case .perfetto:
      Facts(
        fileExtension: "trace.json", words: "a trace for ui.perfetto.dev and Chrome",
        writer: .whole(PerfettoTrace.text))
    case .recording:
      Facts(fileExtension: "jsonl", words: "the events, for cascade replay", writer: .whole(RecordingFile.text))
    case .json:
      Facts(fileExtension: "json", words: "the facts of a moment, for scripts", writer: .moment(FactSheet.text))
    }
  }

  package var fileExtension: String { facts.fileExtension }
  package var words: String { facts.words }
  /// Whether it is of one moment.
  package var isOfAMoment: Bool {
    switch facts.writer {
    case .still, .moment: true
    case .whole: false
    }
  }

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
    let recording = run.recording
    func write(_ moment: Cursor) throws(ExportRefusal) -> String {
      switch facts.writer {
      case .still(let colors, let write): write(run.still(at: moment, colors: colors))
      case .moment(let write): write(run, moment)
      case .whole: throw ExportRefusal("\(rawValue) is of the whole run: it has no single moments")
      }
    }
    if case .whole(let write) = facts.writer, scope == .moment(nil) { return [try write(run)] }
    switch scope {
    case .moment(let moment): return [try write(moment ?? recording.end)]
    case .beats:
      guard !recording.beats.isEmpty else { throw ExportRefusal("this run has no beats") }
      var texts: [String] = []
      for beat in recording.beats { texts.append(try write(recording.stop(of: beat))) }
      return texts
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
