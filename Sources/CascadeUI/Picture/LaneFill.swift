import CascadeTerminal
import CascadeTrace

/// How a stretch of a lane is drawn. Thin comes before the cause, fat after it, so that weight says it where colour can't.
enum LaneFill: Hashable, Sendable {
  case queued, running, done, inWait, blocked
  case waitingAfterCause, told, deaf, elsewhere

  init(_ stretch: Timeline.Stretch, isDone: Bool) {
    switch stretch {
    case .queued, .pausing: self = .queued
    case .running: self = isDone ? .done : .running
    case .open: self = .running
    case .waiting: self = .inWait
    case .waitingAfterCause: self = .waitingAfterCause
    case .blockedInGo: self = .blocked
    case .told, .cleaningUp: self = .told
    case .deaf: self = .deaf
    case .listensElsewhere: self = .elsewhere
    }
  }

  private enum Weight {
    /// One bar: a line where there are few colours.
    case thin(Paint, area: Paint)
    case fat(area: Paint, edge: Paint)
    case texture(Unicode.Scalar, Paint)
    /// A dotted line in the middle of the lane.
    case dots(Paint)
    case band
  }

  private var weight: Weight {
    switch self {
    case .queued: .dots(.faint)
    case .running: .thin(.running, area: .runningArea)
    case .done: .thin(.done, area: .doneArea)
    case .inWait: .texture("░", .wait)
    case .blocked: .texture("░", .told)
    case .waitingAfterCause: .fat(area: .waitArea, edge: .wait)
    case .told: .fat(area: .toldArea, edge: .told)
    case .deaf: .fat(area: .deafArea, edge: .deaf)
    case .elsewhere: .band
    }
  }

  /// The character that stands for it in ASCII, and where there are no colours.
  private var plain: (unicode: Unicode.Scalar, ascii: Unicode.Scalar) {
    switch self {
    case .queued: ("·", ".")
    case .running, .done: ("─", "-")
    case .inWait: ("░", "=")
    case .blocked: ("╌", "_")
    case .waitingAfterCause: ("▓", "=")
    case .told: (":", ":")
    case .deaf: ("!", "!")
    case .elsewhere: ("▚", "%")
    }
  }

  /// The cell in row `row` of a lane of `height` rows; nil where it shows nothing. The last row of a high lane is the gap to
  /// the next one, with the lower edge of what is fat.
  func cell(row: Int, height: Int, appearance: PictureAppearance) -> Cell? {
    let isGap = height > 1 && row == height - 1
    if appearance.isPlain { return plainCell(row: row, isGap: isGap, appearance: appearance) }
    func cell(_ scalar: Unicode.Scalar, _ paint: Paint) -> Cell { Cell(scalar, style: appearance.palette[paint]) }
    switch weight {
    case .thin(let paint, let area):
      guard appearance.depth == .full else { return row == 0 ? cell("─", paint) : nil }
      if isGap { return nil }
      if height == 1 { return cell("▄", paint) }
      return row < height - 2 || height == 2 ? cell(" ", area) : cell("▀", paint)
    case .fat(let area, let edge): return isGap ? cell("▀", edge) : cell(" ", area)
    case .texture(let scalar, let paint): return isGap ? nil : cell(scalar, paint)
    case .dots(let paint): return row == (height - 1) / 2 && !isGap ? cell("·", paint) : nil
    case .band: return isGap ? cell("▀", .deaf) : cell("▄", .elsewhere)
    }
  }

  private func plainCell(row: Int, isGap: Bool, appearance: PictureAppearance) -> Cell? {
    if isGap { return nil }
    let scalar = appearance.charset == .ascii ? plain.ascii : plain.unicode
    let paint: Paint
    switch weight {
    case .thin(let thin, _):
      if row > 0 { return nil }
      paint = thin
    case .dots(let dots):
      if row > 0 { return nil }
      paint = dots
    case .texture(_, let texture): paint = texture
    case .band: paint = .elsewhere
    case .fat(let area, let edge):
      // The areas keep their colours; the character only says it once more.
      if appearance.depth != .none { return Cell(scalar, style: appearance.palette[area]) }
      paint = self == .waitingAfterCause && appearance.charset == .ascii ? area : self == .deaf ? area : edge
    }
    return Cell(scalar, style: appearance.palette[paint])
  }

  /// For the other future: textures and thin text, no areas, so that it never competes.
  func ghost(_ appearance: PictureAppearance) -> (scalar: Unicode.Scalar, paint: Paint) {
    if appearance.isPlain { return (appearance.charset == .ascii ? plain.ascii : plain.unicode, .faint) }
    return switch self {
    case .queued: ("·", .faint)
    case .running: ("╌", .running)
    case .done: ("╌", .done)
    case .inWait: ("░", .wait)
    case .blocked: ("╌", .told)
    case .waitingAfterCause: ("▒", .wait)
    case .told: ("▒", .told)
    case .deaf, .elsewhere: ("▒", .deaf)
    }
  }
}

/// What drawing the picture needs to know besides what there is to draw.
struct PictureAppearance: Sendable {
  let charset: Charset
  let depth: ColorDepth
  let palette: Palette

  init(charset: Charset, theme: Theme, depth: ColorDepth, hasGrey: Bool = true) {
    self.charset = charset
    self.depth = depth
    palette = Palette(theme: theme, depth: depth, hasGrey: hasGrey)
  }

  /// Whether characters have to say what areas say elsewhere.
  var isPlain: Bool { depth == .none || charset == .ascii }

  subscript(_ paint: Paint) -> Style { palette[paint] }

  /// A character of the picture, or its twin in ASCII.
  func scalar(_ mark: Mark) -> Unicode.Scalar { charset == .ascii ? mark.ascii : mark.unicode }

  /// The single characters of the picture.
  enum Mark: CaseIterable {
    case done, failed, out, returned, starts, asked, beat, beatToCome, past, toCome, beatPlace, ellipsis, edge,
      ghostLine
    case branch, lastBranch, trunk, layerEdge, lost, selected, ghostBar

    var unicode: Unicode.Scalar {
      switch self {
      case .done: "✓"
      case .failed: "✗"
      case .out: "⊘"
      case .returned: "⏎"
      case .starts: "▸"
      case .asked: "╎"
      case .beat: "●"
      case .beatToCome: "○"
      case .past: "─"
      case .toCome: "┄"
      case .beatPlace: "┴"
      case .ellipsis: "…"
      case .edge: "▀"
      case .ghostLine: "╏"
      case .branch: "├"
      case .lastBranch: "└"
      case .trunk: "│"
      case .layerEdge: "▄"
      case .lost: "░"
      case .selected: "▸"
      case .ghostBar: "╌"
      }
    }

    var ascii: Unicode.Scalar {
      switch self {
      case .done: "v"
      case .failed: "X"
      case .out: "/"
      case .returned: "<"
      case .starts: "]"
      case .selected: ">"
      case .asked: "'"
      case .beat: "*"
      case .beatToCome: "o"
      case .past: "-"
      case .toCome, .lost, .ghostBar: "."
      case .beatPlace: "+"
      case .ellipsis: "~"
      case .edge: " "
      case .ghostLine: ";"
      case .branch: "|"
      case .lastBranch: "`"
      case .trunk: "|"
      case .layerEdge: "="
      }
    }
  }
}
