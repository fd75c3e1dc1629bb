import ArgumentParser
import CascadeTerminal

/// How the screen looks, where the user knows better than the environment.
struct LookOptions: ParsableArguments {
  @Option(help: "How many colours; auto goes by the terminal and NO_COLOR.")
  var color = ColorWish.auto

  @Option(help: "Characters to draw with; auto goes by the locale.")
  var charset = CharsetWish.auto

  @Option(help: "The background that the colours are for.")
  var theme = ThemeWish.dark

  @Option(help: "How much moves between two events.")
  var motion = MotionWish.full
}

enum ColorWish: String, ExpressibleByArgument, CaseIterable {
  case auto, none
  case eight = "8"
  case sixteen = "16"
  case full = "256"

  /// The most colours to use; none to go by the environment.
  var depth: ColorDepth? {
    switch self {
    case .auto: nil
    case .none: ColorDepth.none
    case .eight: .eight
    case .sixteen: .sixteen
    case .full: .full
    }
  }
}

enum CharsetWish: String, ExpressibleByArgument, CaseIterable {
  case auto, unicode, ascii

  /// The characters to use; none to go by the environment.
  var charset: Charset? {
    switch self {
    case .auto: nil
    case .unicode: .unicode
    case .ascii: .ascii
    }
  }
}

enum ThemeWish: String, ExpressibleByArgument, CaseIterable {
  case dark, light
}

enum MotionWish: String, ExpressibleByArgument, CaseIterable {
  case full, reduced, off
}
