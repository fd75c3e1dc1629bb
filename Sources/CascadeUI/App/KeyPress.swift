import CascadeTerminal

/// From keys to commands.
extension Model {
  mutating func press(_ key: Key) -> [Effect] {
    let hadWords = status != nil
    status = nil
    let wasAsked = hasAskedToQuit
    hasAskedToQuit = false
    let place = self.place
    if place == .field, dialog?.field?.take(key) == true {
      typed = Typed()
      return []
    }
    if case .character(let character) = key, key.digit != nil, typed.isEmpty, place == .inject || place == .options,
      typeInDialog(character)
    {
      return []
    }
    if typed.keys.isEmpty, let digit = key.digit, typed.count != nil || digit > 0,
      keyMap.match([key], in: place) == .nothing
    {
      typed.add(digit: digit)
      return []
    }
    let wasWaiting = !typed.isEmpty
    let count = typed.count
    var keys = typed.keys + [key]
    var match = keyMap.match(keys, in: place)
    if match == .nothing && keys.count > 1 {
      // What was begun came to nothing; the last key counts by itself.
      keys = [key]
      match = keyMap.match(keys, in: place)
    }
    switch match {
    case .begun:
      typed.keys = keys
      return []
    case .nothing:
      typed = Typed()
      if place != .field { status = "\(key.name) does nothing here. \(helpHint)" }
      return []
    case .command(.back) where key == .escape && (wasWaiting || hadWords && place == .main):
      // What was begun is a level of its own, and so are words for the user.
      typed = Typed()
      return []
    case .command(.quit) where key != .control("c") && !wasAsked && asksBeforeQuitting():
      typed = Typed()
      return []
    case .command(let command):
      typed = Typed()
      return perform(command, count: count, in: place)
    }
  }

  private mutating func perform(_ command: Command, count: Int?, in place: Place) -> [Effect] {
    if let effects = performAnywhere(command) { return effects }
    switch place {
    case .gallery: return performInGallery(command, count: count)
    case .main, .detail: return performWatching(command, count: count)
    case .inject, .options, .branches, .sides, .field: return performInDialog(command, count: count)
    case .compare: return performComparing(command, count: count)
    case .help:
      performInHelp(command, count: count ?? 1)
      return []
    }
  }

  /// Branches are nowhere but here, so the first key to quit only says what would be lost. Ctrl-C quits at once.
  private mutating func asksBeforeQuitting() -> Bool {
    let count = branchCache.countMadeHere + (session?.branches.countMadeHere ?? 0)
    guard count > 0 else { return false }
    hasAskedToQuit = true
    let what = count == 1 ? "The branch that you made is" : "The \(count) branches that you made are"
    status = "\(what) lost when you quit: \(keyMap.firstName(of: .quit, in: place)) again quits."
    return true
  }

  /// What means the same in every place; nil when the command isn't one of these.
  private mutating func performAnywhere(_ command: Command) -> [Effect]? {
    switch command {
    case .quit: return [.quit]
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .theme:
      theme = theme.next
      status = "Colours for a \(theme.rawValue) background."
    case .charset:
      if charset == .unicode {
        charset = .ascii
      } else if capabilities.charset == .unicode {
        charset = .unicode
      } else {
        status = "This terminal shows ASCII only."
      }
    case .help:
      help = Help(place: place)
    case .back:
      goBack()
    default:
      return nil
    }
    return []
  }

  /// One level up.
  private mutating func goBack() {
    switch place {
    case .help:
      help = nil
      forgetTick()
    case .inject, .options, .branches, .sides, .field: leaveDialog()
    case .compare:
      comparing = nil
      screen = .main
    case .detail: isDetailOpen = false
    case .main where code != nil: code = nil
    case .main: leaveForGallery()
    case .gallery: status = quitHint
    }
  }

  /// Back to the scenarios. What plays stops, since nobody sees it; a live run goes on.
  mutating func leaveForGallery() {
    if session?.playback.isPlaying == true { session?.playback = .paused }
    screen = .gallery
    isDetailOpen = false
    dialog = nil
  }

  /// Where all keys are listed; nothing to say of that in the help itself.
  private var helpHint: String {
    let name = keyMap.firstName(of: .help, in: place)
    return name.isEmpty ? "" : "\(name) lists the keys."
  }

  /// How to leave, in the words of the key map.
  private var quitHint: String? {
    "\(keyMap.firstName(of: .quit, in: .gallery)) quits."
  }
}

extension Key {
  /// The value of a digit key.
  fileprivate var digit: Int? {
    guard case .character(let character) = self, character.isASCII else { return nil }
    return character.wholeNumberValue
  }
}
