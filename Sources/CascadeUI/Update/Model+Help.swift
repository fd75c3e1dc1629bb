/// The open help.
extension Model {
  mutating func performInHelp(_ command: Command, count: Int) {
    let page = HelpPage.visibleLines(of: size)
    switch command {
    case .selectNext: help?.scrolled += count
    case .selectPrevious: help?.scrolled -= count
    case .nextBeat: help?.scrolled += page
    case .previousBeat: help?.scrolled -= page
    case .start: help?.scrolled = 0
    case .end: help?.scrolled = .max / 2
    default: break
    }
    clampHelp()
  }

  /// Keeps the scrolling within the page.
  mutating func clampHelp() {
    guard let open = help else { return }
    let lines = HelpPage(keyMap: keyMap, place: open.place, size: size, glyphs: .for(charset)).count
    help?.scrolled = max(0, min(open.scrolled, lines - HelpPage.visibleLines(of: size)))
  }
}
