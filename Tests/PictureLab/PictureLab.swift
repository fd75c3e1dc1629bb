import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
@testable import CascadeUI

@main enum PictureLab {
  static func main() throws {
    let a = CommandLine.arguments
    let name = a[1]
    let size = a[2].split(separator: "x").map { Int($0)! }
    let scenario = try Gallery.named(name).scenario()
    let run = try ScenarioRun(scenario)
    var recording = Recording(run.events)
    recording.useBeats(BeatPlaces(scenario, in: run.events).places)
    let depth: ColorDepth = a.contains("none") ? .none : a.contains("16") ? .sixteen : a.contains("8") ? .eight : .full
    let appearance = PictureAppearance(charset: a.contains("ascii") ? .ascii : .unicode, theme: a.contains("light") ? .light : .dark, depth: depth)
    var cursor = recording.end
    var flashing: Int?
    if let at = a.first(where: { $0.hasPrefix("@") }) {
      let v = at.dropFirst()
      if v.hasPrefix("b") { cursor = recording.cursor(at: recording.beats[Int(v.dropFirst())! - 1].position) }
      else if v.hasPrefix("t") { cursor = recording.cursor(at: Context.Instant(nanoseconds: Int64(Double(v.dropFirst())! * 1e9))) }
      else if v.hasPrefix("f") { cursor = recording.cursor(at: Int(v.dropFirst())!); flashing = recording.subject(ofEvent: cursor.position - 1) }
      else { cursor = recording.cursor(at: Int(v)!) }
    }
    let state = recording.state(at: cursor)
    let picture = Picture(
      recording: recording, run: state, cursor: cursor, rows: PictureRows(recording.roster), end: recording.endTime,
      selected: nil, flashing: flashing, isTravelling: flashing != nil)
    let beat = recording.beatIndex(at: cursor)
    let screen = PictureScreen(
      title: scenario.title, policy: state.outermostGroup?.policy?.name ?? "",
      beats: (beat.map { $0 + 1 } ?? 0, recording.beats.map(\.t)),
      sentence: beat.flatMap { recording.beats[$0].sentence } ?? "", addition: "", picture: picture, speed: "")
    var canvas = Canvas(size: Size(columns: size[0], rows: size[1]), charset: appearance.charset)
    let (layout, shown) = screen.layout(size: canvas.size, codeLines: 0, longestCodeLine: 0, isStage: a.contains("stage"))
    canvas.draw(screen, layout: layout, shown: shown, appearance: appearance)
    print("\u{1B}[?1049h\u{1B}[H", terminator: "")
    for y in 0..<canvas.size.rows {
      if y > 0 { print("\r\n", terminator: "") }
      for cell in canvas.row(y) {
        var codes = ["0"]
        if cell.style.attributes.contains(.bold) { codes.append("1") }
        if cell.style.attributes.contains(.dim) { codes.append("2") }
        if cell.style.attributes.contains(.underline) { codes.append("4") }
        if cell.style.attributes.contains(.reverse) { codes.append("7") }
        if case .palette(let p) = cell.style.foreground { codes.append("38;5;\(p)") }
        if case .palette(let p) = cell.style.background { codes.append("48;5;\(p)") }
        print("\u{1B}[\(codes.joined(separator: ";"))m\(Character(cell.scalar))", terminator: "")
      }
    }
    print("\u{1B}[0m", terminator: "")
    _ = readLine()
  }
}
