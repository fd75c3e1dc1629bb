import Cascade
package import CascadeTerminal
import CascadeTrace

/// Everything that decides what the screen shows. There is nothing else: the same model gives the same screen.
package struct Model: Sendable {
  package let keyMap: KeyMap
  package internal(set) var gallery: [GalleryEntry]
  /// Which entry of the gallery is selected.
  package internal(set) var galleryIndex = 0
  /// The run that is looked at; stays while the gallery is shown.
  package internal(set) var session: RunSession?
  package internal(set) var screen = Screen.gallery
  package internal(set) var isDetailOpen = false
  /// How often the page of the detail was turned.
  package internal(set) var detailTurns = 0
  /// The box over the run while there is one.
  package internal(set) var dialog: Dialog?
  /// What came of running the open scenario with changes.
  package internal(set) var runs = Runs(original: Recording())
  /// What was tried in the scenarios that were left.
  var branchCache = BranchCache()
  /// Whether somebody wanted to quit, was told what would be lost, and has pressed nothing else since.
  var hasAskedToQuit = false
  /// The two runs that are looked at side by side.
  package internal(set) var comparing: Comparing?
  /// What was read from files, by path.
  var recordings: [String: Answer<Recording>] = [:]
  /// Whether the main screen has a line about wasted and saved work.
  package internal(set) var isWasteShown = false
  /// The program of the run, where it is shown.
  package internal(set) var code: CodePane?
  /// The help lies over everything else while there is one.
  package internal(set) var help: Help?

  package internal(set) var speed = Speed.normal
  package internal(set) var theme: Theme
  package internal(set) var motion: Motion
  package internal(set) var charset: Charset
  /// What the terminal can show at most; the user may choose less.
  let capabilities: TerminalCapabilities

  /// Words for the user, until the next key.
  package internal(set) var status: String?
  /// Keys that don't amount to a command yet.
  package internal(set) var typed = Typed()
  /// The size of the screen, for what goes by pages.
  package internal(set) var size: Size

  package init(
    gallery: [GalleryEntry], size: Size, capabilities: TerminalCapabilities = TerminalCapabilities(),
    theme: Theme = .dark, motion: Motion = .full, keyMap: KeyMap = .standard
  ) {
    self.gallery = gallery
    self.size = size
    self.capabilities = capabilities
    self.theme = theme
    self.motion = motion
    self.keyMap = keyMap
    charset = capabilities.charset
  }

  /// Where the next key goes.
  package var place: Place {
    if help != nil { return .help }
    switch screen {
    case .gallery: return .gallery
    case .main: return dialog?.place ?? (isDetailOpen ? .detail : .main)
    case .compare: return dialog?.place ?? .compare
    }
  }

  /// After how long the next tick is wanted; nil when nothing moves by itself, so that the program may sleep.
  package var nextTick: Duration? {
    guard help == nil else { return nil }
    let nanoseconds: Int64? =
      switch screen {
      case .gallery: nil
      case .main: session?.nextTick(speed: speed, motion: motion)
      case .compare: comparing?.nextTick(motion: motion)
      }
    return nanoseconds.map { .nanoseconds($0) }
  }
}

/// The places that aren't dialogs.
package enum Screen: Hashable, Sendable {
  case gallery, main, compare
}

/// The open help.
package struct Help: Hashable, Sendable {
  /// Whose keys come first.
  package var place: Place
  /// How many lines are scrolled away.
  package var scrolled = 0
}

/// Keys typed so far that want more: a count, the beginning of a sequence, or both.
package struct Typed: Hashable, Sendable {
  /// No count reaches beyond this; more digits change nothing.
  static let limit = 999_999

  package var count: Int?
  package var keys: [Key] = []

  package var isEmpty: Bool { count == nil && keys.isEmpty }

  mutating func add(digit: Int) {
    count = min(Self.limit, (count ?? 0) * 10 + digit)
  }
}
