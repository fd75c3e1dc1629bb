/// How a cell is drawn: two colours and four attributes that every terminal of the last forty years has.
package struct Style: Hashable, Sendable {
  /// What can be added to a cell besides colour.
  package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    package static let bold = Attributes(rawValue: 1)
    package static let dim = Attributes(rawValue: 2)
    package static let underline = Attributes(rawValue: 4)
    package static let reverse = Attributes(rawValue: 8)
  }

  package var foreground: Color
  package var background: Color
  package var attributes: Attributes

  /// The terminal's own colours and no attribute.
  package static let plain = Style()

  package init(foreground: Color = .default, background: Color = .default, attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The same style with these attributes added.
  package func adding(_ more: Attributes) -> Style {
    Style(foreground: foreground, background: background, attributes: attributes.union(more))
  }
}

/// A colour of the terminal: its own default, or one of the 256 of xterm's palette.
///
/// There is no RGB on purpose. The 256 are what terminals agree on, and a palette of them can be checked once for
/// contrast and for colour blindness.
package enum Color: Hashable, Sendable {
  /// What the user's terminal has as foreground or background.
  case `default`
  /// 0 to 7 plain, 8 to 15 bright, 16 to 231 a cube of 6x6x6, 232 to 255 greys.
  case palette(UInt8)
}

/// How many colours a terminal shows.
package enum ColorDepth: Int, Comparable, CaseIterable, Sendable {
  case none = 0
  case eight = 8
  case sixteen = 16
  case full = 256

  package static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }
}

extension Color {
  /// This colour as a terminal of that depth can show it: itself where it is among its colours, else the nearest.
  package func reduced(to depth: ColorDepth) -> Color {
    guard case .palette(let index) = self, Int(index) >= depth.rawValue else { return self }
    guard depth != .none else { return .default }
    let wanted = Self.rgb(of: index)
    // A grey that came out as the nearest hue would say something that it didn't mean.
    let candidates = (0..<UInt8(depth.rawValue)).filter { !Self.isGrey(wanted) || Self.isGrey(Self.rgb(of: $0)) }
    let nearest = candidates.min { left, right in
      Self.distance(Self.rgb(of: left), wanted) < Self.distance(Self.rgb(of: right), wanted)
    }
    return nearest.map(Color.palette) ?? .default
  }

  /// Red, green and blue of a colour of the palette as xterm draws it, 0 to 255 each.
  package static func rgb(of index: UInt8) -> (red: Int, green: Int, blue: Int) {
    switch Int(index) {
    case 7: return (229, 229, 229)
    case 8: return (127, 127, 127)
    case 12: return (92, 92, 255)
    case let plain where plain < 8:
      return (plain & 1 != 0 ? 205 : 0, plain & 2 != 0 ? 205 : 0, plain == 4 ? 238 : plain & 4 != 0 ? 205 : 0)
    case let bright where bright < 16:
      return (bright & 1 != 0 ? 255 : 0, bright & 2 != 0 ? 255 : 0, bright & 4 != 0 ? 255 : 0)
    case let cube where cube < 232:
      let levels = [0, 95, 135, 175, 215, 255]
      return (levels[(cube - 16) / 36], levels[(cube - 16) / 6 % 6], levels[(cube - 16) % 6])
    case let grey:
      let level = 8 + 10 * (grey - 232)
      return (level, level, level)
    }
  }

  private static func isGrey(_ color: (Int, Int, Int)) -> Bool {
    color.0 == color.1 && color.1 == color.2
  }

  private static func distance(_ a: (Int, Int, Int), _ b: (Int, Int, Int)) -> Int {
    let (red, green, blue) = (a.0 - b.0, a.1 - b.1, a.2 - b.2)
    return red * red + green * green + blue * blue
  }
}
