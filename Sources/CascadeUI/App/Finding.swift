import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

extension Model {
  /// Begins to type what is looked for.
  mutating func startFinding() { finding = Finding() }

  /// Takes a key while the text is typed.
  /// - Returns: whether it was meant for that.
  mutating func takeFinding(_ key: Key) -> Bool {
    guard finding?.isOpen == true else { return false }
    status = nil
    switch key {
    case .character(let character): finding?.insert(String(character))
    case .backspace:
      if finding?.text.isEmpty == true { finding = nil }
      finding?.text.removeLast()
    case .enter:
      finding?.isOpen = false
      if finding?.text.isEmpty == true { finding = nil } else { findNext(1, withThis: true) }
    case .escape: finding = nil
    // These never wait for a text.
    case .control("c"), .control("z"), .control("l"): return false
    case .control, .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .tab, .backTab, .delete, .insert,
      .function:
      break
    }
    return true
  }

  /// To the next line that has what is looked for, or the one before; from the end on from the start.
  ///
  /// - Parameter withThis: Whether the line that is chosen counts.
  mutating func findNext(_ step: Int, withThis: Bool = false) {
    guard let finding, !finding.text.isEmpty else {
      status = "\(keyMap.firstName(of: .app(.find), in: place)) finds something first."
      return
    }
    let (lines, chosen) = findable
    let order = (0..<lines.count).map { offset in
      let distance = withThis ? offset : offset + 1
      return ((chosen + step * distance) % lines.count + lines.count) % lines.count
    }
    guard let found = order.first(where: { finding.matches(lines[$0]) }) else {
      status = "Nothing here has \(SafeText.quoted(finding.text))."
      return
    }
    choose(line: found)
  }

  /// The lines of what is in view, and which of them is chosen.
  private var findable: (lines: [String], chosen: Int) {
    if let help {
      let page = page(of: help, glyphs: .for(settings.charset))
      let lines = (0..<page.count).map { y in
        page.columns.map { $0.indices.contains(y) ? $0[y].text : "" }.joined(separator: " ")
      }
      return (lines, help.scrolled)
    }
    if case .gallery = screen {
      return (gallery.entries.map { "\($0.name) \($0.title) \($0.about)" }, gallery.selected)
    }
    guard let session else { return ([], 0) }
    let entries = session.rows.entries
    return (
      // A state is found by the word that stands for it.
      entries.map {
        "\(session.recording.latestState.row(number: $0.number).label) \(session.state.row(number: $0.number).state.word)"
      },
      session.selected.flatMap { session.rows.places[$0] } ?? 0
    )
  }

  private mutating func choose(line: Int) {
    if help != nil {
      help?.scrolled = line
      clampHelp()
    } else if case .gallery = screen {
      gallery.select(line)
    } else {
      changeSession { $0.selection = .pinned($0.rows.entries[line].number) }
    }
  }
}

extension HelpPage.Line {
  /// Its words.
  fileprivate var text: String {
    switch self {
    case .blank: ""
    case .heading(let text), .text(let text): text
    case .keys(let name, let words), .mark(_, let name, let words), .term(let name, let words),
      .value(let name, let words):
      "\(name) \(words)"
    case .lane(_, let words), .cause(let words), .point(_, _, let words), .sign(_, _, let words): words
    }
  }
}
