import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import CascadeUI
import Testing

@testable import CascadeExport

/// Pictures of one moment hold what the canvas holds.
@Suite struct PictureExportTests {
  static let names = Gallery.all.map(\.name)

  /// Every character of the canvas is a text at its place; blocks are areas.
  @Test(arguments: names) func `an SVG holds the characters of the screen at their places`(name: String) throws {
    let run = try Runs.builtIn(name)
    for moment in run.recording.beats.map({ run.recording.cursor(at: $0.position) }) {
      let still = run.still(at: moment)
      let document = try XMLDocumentReader(SVGPicture.text(still))
      var seen = Canvas(size: still.canvas.size)
      var areas: Set<Point> = []
      for element in document.texts {
        guard let x = element.attributes["x"].flatMap(Int.init), let y = element.attributes["y"].flatMap(Int.init)
        else {
          continue
        }
        let place = Point(x: (x - SVGRows.margin) / SVGRows.cellWidth, y: (y - SVGRows.margin) / SVGRows.cellHeight)
        if element.name == "text" {
          #expect(!element.text.contains("  "), "a viewer shows one of several blanks")
          #expect(element.attributes["textLength"] == "\(element.text.columns * SVGRows.cellWidth)")
          seen.write(element.text, at: place)
        } else if let width = element.attributes["width"].flatMap(Int.init) {
          for column in 0..<max(1, width / SVGRows.cellWidth) { areas.insert(Point(x: place.x + column, y: place.y)) }
        }
      }
      for y in 0..<still.canvas.size.rows {
        for x in 0..<still.canvas.size.columns {
          let (point, cell) = (Point(x: x, y: y), still.canvas[Point(x: x, y: y)])
          if "▀▄█▌▐".unicodeScalars.contains(cell.scalar) {
            #expect(areas.contains(point))
          } else {
            #expect(seen[point].scalar == cell.scalar, "\(name) \(moment) \(point)")
          }
          if cell.style.background != .default { #expect(areas.contains(point)) }
        }
      }
    }
  }

  @Test(arguments: names) func `plain text is the screen without colours`(name: String) throws {
    let run = try Runs.builtIn(name)
    let moment = run.recording.firstFailure ?? run.recording.end
    let text = try #require(try ExportFormat.text.files(of: run, .moment(moment)).first)
    let canvas = run.still(at: moment, colors: .none).canvas
    #expect(
      text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().elementsEqual(
        canvas.lines.prefix(text.count { $0 == "\n" }).map { $0[...] }))
    // Colour says nothing in it: what lanes are stands in characters.
    #expect(canvas.cells.allSatisfy { $0.style.background == .default })
  }

  @Test(arguments: names, Theme.allCases)
  func `a terminal that plays the sequences shows the screen`(name: String, theme: Theme) throws {
    let run = try Runs.builtIn(name, theme: theme)
    let moment = run.recording.firstFailure ?? run.recording.end
    let still = run.still(at: moment)
    var screen = PlayedScreen(size: still.canvas.size)
    let text = AnsiPicture.text(still)
    try screen.play(text.replacing("\n", with: "\r\n"))
    #expect(screen.canvas == still.canvas)
  }

  @Test func `keys and dialogs of the screen aren't part of a picture`() throws {
    let run = try Runs.builtIn("first-failure")
    let text = PlainPicture.text(run.still(at: run.recording.end))
    #expect(!text.contains("quit") && !text.contains("PgDn"))
  }

  @Test(arguments: [
    ("a.svg", "a-01.svg"), ("a", "a-01"), ("x.y/a", "x.y/a-01"), ("x/.a", "x/.a-01"), ("a.b.svg", "a.b-01.svg"),
    ("./a.svg", "./a-01.svg"),
  ])
  func `the files of a series have numbers`(path: String, first: String) {
    #expect(ExportFormat.numbered(path, 1, of: 8) == first)
    #expect(ExportFormat.numbered("a.svg", 7, of: 120) == "a-007.svg")
  }

  @Test(arguments: [Size(columns: 59, rows: 24), Size(columns: 80, rows: 15), Size(columns: 401, rows: 24), .zero])
  func `a size on which nothing can be drawn is refused`(size: Size) throws {
    #expect(throws: ExportRefusal.self) { try Runs.builtIn("first-failure", size: size) }
  }

  @Test func `a model without a run has nothing to export`() {
    #expect(throws: ExportRefusal.self) {
      try ExportedRun(Model(gallery: [], size: Runs.usual), size: Runs.usual)
    }
  }

  @Test func `a format of the whole run has no moments`() throws {
    let run = try Runs.builtIn("all-well")
    for format in ExportFormat.allCases where !format.isOfAMoment {
      #expect(throws: ExportRefusal.self) { try format.files(of: run, .moment(run.recording.start)) }
      #expect(throws: ExportRefusal.self) { try format.files(of: run, .beats) }
    }
  }
}

/// A terminal that knows the sequences that exports use, and no others.
struct PlayedScreen {
  private(set) var canvas: Canvas
  private var place = Point.zero
  private var style = Style.plain

  struct Unknown: Error {
    let sequence: String
  }

  init(size: Size) {
    canvas = Canvas(size: size)
  }

  mutating func play(_ text: String) throws {
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\u{1B}":
        guard rest.popFirst() == "[" else { throw Unknown(sequence: "escape") }
        let body = rest.prefix { "?0123456789;".unicodeScalars.contains($0) }
        rest = rest.dropFirst(body.count)
        guard let final = rest.popFirst() else { throw Unknown(sequence: "end") }
        try take(String(String.UnicodeScalarView(body)), final)
      case "\r": place.x = 0
      case "\n": place.y += 1
      default:
        canvas[place] = Cell(scalar, style: style)
        place.x += 1
      }
    }
  }

  private mutating func take(_ body: String, _ final: Unicode.Scalar) throws {
    let numbers = body.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    switch final {
    case "m": try take(numbers)
    case "H": place = Point(x: max(1, numbers.count > 1 ? numbers[1] : 1) - 1, y: max(1, numbers[0]) - 1)
    case "J" where body == "2": canvas = Canvas(size: canvas.size)
    case "h", "l":
      guard ["?25", "?7"].contains(body) else { throw Unknown(sequence: body) }
    default: throw Unknown(sequence: body + String(final))
    }
  }

  private mutating func take(_ codes: [Int]) throws {
    var rest = codes[...]
    while let code = rest.popFirst() {
      switch code {
      case 0: style = .plain
      case 1: style = style.adding(.bold)
      case 2: style = style.adding(.dim)
      case 4: style = style.adding(.underline)
      case 7: style = style.adding(.reverse)
      case 30...37: style.foreground = .palette(UInt8(code - 30))
      case 40...47: style.background = .palette(UInt8(code - 40))
      case 90...97: style.foreground = .palette(UInt8(code - 82))
      case 100...107: style.background = .palette(UInt8(code - 92))
      case 38, 48:
        guard rest.popFirst() == 5, let index = rest.popFirst().flatMap(UInt8.init(exactly:)) else {
          throw Unknown(sequence: "\(codes)")
        }
        if code == 38 { style.foreground = .palette(index) } else { style.background = .palette(index) }
      default: throw Unknown(sequence: "\(codes)")
      }
    }
  }
}
