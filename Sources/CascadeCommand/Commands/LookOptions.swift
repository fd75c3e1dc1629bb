import ArgumentParser
import CascadeTerminal
import CascadeUI

/// How the screen looks, where the user knows better than the environment.
struct LookOptions: ParsableArguments {
  @Option(help: "How many colours; auto goes by the terminal and NO_COLOR.")
  var color = ColorOption.auto

  @Option(help: "Characters to draw with; auto goes by the locale.")
  var charset = CharsetOption.auto

  @Option(help: "The background that the colours are for.")
  var theme = Theme.dark

  @Option(help: "How much moves between two events.")
  var motion = Motion.full
}

enum ColorOption: String, ExpressibleByArgument, CaseIterable {
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

enum CharsetOption: String, ExpressibleByArgument, CaseIterable {
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

extension Theme: ExpressibleByArgument {}
extension Motion: ExpressibleByArgument {}
