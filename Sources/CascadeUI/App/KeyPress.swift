import CascadeTerminal

/// From keys to commands, and what all screens have in common.
extension Model {
  mutating func press(_ key: Key) -> [Effect] {
    if isBlank {
      isBlank = false
      forgetTick()
      guard case .control = key else { return [] }
    }
    if takeFinding(key) { return [] }
    refusal = nil
    let hadWords = status != nil
    status = nil
    let wasTravelling = session?.playback.travel != nil
    // What the user sees the bar on; where a cascade ends, it may be another one.
    let barred = wasTravelling ? session?.selected : nil
    changeSession { $0.finishTravel() }
    let wasAnnounced = announced
    announced = nil
    if case .watching(let session) = screen, help == nil, case .running? = session.asking.open?.phase,
      key != .control("c")
    {
      changeSession { $0.showTruth() }
      return []
    }
    let wasAsked = hasAskedToQuit
    hasAskedToQuit = false
    let place = self.place
    if place == .field, dialog?.field?.take(key) == true {
      typed = Typed()
      return []
    }
    if place == .question || place == .card, takeVote(key) { return [] }
    if case .character(let character) = key, key.digit != nil, typed.isEmpty, place == dialog?.keyPlace,
      dialog?.type(digit: character) == true
    {
      return []
    }
    if typed.keys.isEmpty, let digit = key.digit, typed.count != nil || digit > 0,
      keyMap.match([key], in: place) == .nothing
    {
      typed.add(digit: digit)
      return []
    }
    if blanks(key) {
      typed = Typed()
      isBlank = true
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
    case .nothing where dialog != nil && (key == .pageDown || key == .pageUp):
      // A clicker has no key to close it.
      typed = Typed()
      dialog = nil
      return []
    case .nothing:
      typed = Typed()
      if isSilent(key) { return [] }
      if place != .field { status = "\"\(key.name)\" does nothing here. \(helpHint)" }
      return []
    case .command(.app(.back)) where key == .escape && (wasWaiting || hadWords && place == .main || wasTravelling):
      // What was begun is a level of its own, and so are words for the user.
      typed = Typed()
      return []
    case .command(.app(.back)) where key == .escape && stopsPlaying():
      typed = Typed()
      return []
    case .command(.app(.back)) where isQuitting(key):
      typed = Typed()
      return wasAsked || !asksBeforeQuitting(quitKey) ? [.quit] : []
    case .command(.app(.quit))
    where (key != .control("c") || talk != nil) && !wasAsked
      && asksBeforeQuitting(key == .control("c") ? key.name : quitKey):
      typed = Typed()
      return []
    case .command(let command):
      typed = Typed()
      if command == wasAnnounced { announced = command }
      if let barred, command.isAboutRow { changeSession { $0.pin(barred) } }
      return perform(command, count: count)
    }
  }

  mutating func perform(_ command: AppCommand) -> [Effect] {
    switch command {
    case .quit: return [.quit]
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .theme:
      settings.theme = settings.theme.next
      status = "Colours for a \(settings.theme.rawValue) background."
    case .charset: changeCharset()
    case .blank: isBlank = true
    case .mouse: toggleMouse()
    case .audience: settings.isForAudience.toggle()
    case .help: help = Help(place: place)
    case .find: startFinding()
    case .findNext: findNext(1)
    case .findPrevious: findNext(-1)
    case .back: goBack()
    }
    return []
  }

  /// The other characters, where the terminal can show them.
  private mutating func changeCharset() {
    switch (settings.charset, capabilities.charset) {
    case (.unicode, _): settings.charset = .ascii
    case (.ascii, .unicode): settings.charset = .unicode
    case (.ascii, .ascii): status = "This terminal shows ASCII only."
    }
  }

  /// One level up: to what lies under the top, as it was left.
  private mutating func goBack() {
    if help != nil {
      help = nil
      return forgetTick()
    }
    if dialog != nil { return leaveDialog() }
    switch screen {
    case .gallery(behind: let session) where talk != nil:
      if let page = leftPage ?? session.map(Screen.watching) { screen = page }
      leftPage = nil
    // A clicker that sends it must not take the talk away, or write on the audience's screen.
    case .card: return
    case .gallery: status = quitHint
    case .watching(var session):
      if session.closePane() {
        screen = .watching(session)
      } else if talk == nil {
        leaveForGallery()
      }
    // As a step of a talk it has no run to go back to.
    case .comparing(let comparing, behind: _) where comparing.isPage: return
    case .comparing(_, behind: let session): screen = .watching(session)
    }
  }

  /// Some clickers send a `b` in the place of a full stop. In a talk it opens no list before an audience.
  private func blanks(_ key: Key) -> Bool {
    guard talk != nil, settings.isForAudience, help == nil, dialog == nil, key == .character("b") else { return false }
    let match = keyMap.match([key], in: place)
    return match == .nothing || match == .command(.branches(.list))
  }

  /// What some clickers send besides their keys for pages, where it means nothing: an audience hears nothing of it.
  private func isSilent(_ key: Key) -> Bool {
    guard talk != nil, help == nil, dialog == nil else { return false }
    return [.left, .right, .up, .down, .function(5), .escape].contains(key)
  }

  /// Where a comparison is a step of a talk, the key that quits elsewhere does so there.
  private func isQuitting(_ key: Key) -> Bool {
    comparing?.isPage == true && place == .compare && keyMap.match([key], in: .main) == .command(.app(.quit))
  }

  /// Branches are kept nowhere but here, so the first key to quit only says what would be lost. Ctrl-C quits at once, but for a
  /// talk before its audience.
  private mutating func asksBeforeQuitting(_ quitKey: String) -> Bool {
    let count = branchCache.countMadeHere + (session?.branches.countMadeHere ?? 0)
    if talk != nil {
      hasAskedToQuit = true
      status = "Press \(quitKey) again to leave the talk."
      return true
    }
    guard count > 0 else { return false }
    hasAskedToQuit = true
    let branches = count == 1 ? "your branch" : "your \(count) branches"
    status = "Quitting discards \(branches). Press \(quitKey) again to quit."
    return true
  }

  private var quitHint: String { "\(keyMap.firstName(of: .app(.quit), in: place)) quits." }
  private var quitKey: String { keyMap.firstName(of: .app(.quit), in: comparing?.isPage == true ? .main : place) }

  /// Where all keys are listed; nothing to say of that in the help itself.
  private var helpHint: String {
    let name = keyMap.firstName(of: .app(.help), in: place)
    return name.isEmpty ? "" : "Press \(name) for the keys."
  }
}

extension Key {
  /// The value of a digit key.
  fileprivate var digit: Int? {
    guard case .character(let character) = self, character.isASCII else { return nil }
    return character.wholeNumberValue
  }
}

extension Model: CommandPerformer {
  mutating func perform(_ command: Command, count: Int?) -> [Effect] { command.perform(by: &self, count: count) }
}
