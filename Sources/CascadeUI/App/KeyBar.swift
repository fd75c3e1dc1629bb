import CascadeTerminal

/// The hints at the bottom: as many keys of a place as there is room for, the more important first, always in the
/// order of the key map.
struct KeyBar {
  /// One hint: keys and what they do.
  struct Hint: Hashable {
    /// Each way to give one of its commands; each is a button.
    var buttons: [Button]
    var words: String
    var rank: Int

    var keys: String { buttons.map(\.name).joined(separator: "/") }

    var columns: Int { keys.columns + 1 + words.columns }
  }

  /// The name of a key, or of several that are typed in turn.
  struct Button: Hashable {
    var name: String
    var keys: Binding.Sequence
  }

  /// Every hint of a place. Neighbours with the same words share one: `left/right step`.
  ///
  /// - Parameter words: What a binding does at this moment; nil where it does nothing.
  static func hints(
    _ keyMap: KeyMap, in place: Place, words: (Binding) -> String? = { $0.bar?.words }
  ) -> [Hint] {
    var hints: [Hint] = []
    for binding in keyMap.bindings(in: place) {
      guard let bar = binding.bar, let words = words(binding) else { continue }
      guard let keys = binding.keys.first else { continue }
      let button = Button(name: binding.firstName, keys: keys)
      if let last = hints.last, last.words == words {
        hints[hints.count - 1].buttons.append(button)
      } else {
        hints.append(Hint(buttons: [button], words: words, rank: bar.rank))
      }
    }
    return hints
  }

  /// The hints row by row, without those that there is no room for.
  static func rows(_ hints: [Hint], columns: Int, rows: Int) -> [[Hint]] {
    var chosen: [Int] = []
    for index in hints.indices.sorted(by: { (hints[$0].rank, $0) < (hints[$1].rank, $1) }) {
      let candidate = (chosen + [index]).sorted()
      if flow(candidate.map { hints[$0] }, columns: columns).count <= rows { chosen = candidate }
    }
    return flow(chosen.map { hints[$0] }, columns: columns)
  }

  private static func flow(_ hints: [Hint], columns: Int) -> [[Hint]] {
    var rows: [[Hint]] = [[]]
    var used = 0
    for hint in hints {
      let wanted = used == 0 ? hint.columns : used + gap + hint.columns
      if wanted > columns && used > 0 {
        rows.append([hint])
        used = hint.columns
      } else {
        rows[rows.count - 1].append(hint)
        used = wanted
      }
      if used > columns { rows.append([]) }
    }
    return rows
  }

  fileprivate static let gap = 2
}

extension Model {
  /// What a binding does at this moment, for the bar; nil where it does nothing.
  fileprivate func words(for binding: Binding) -> String? {
    guard let bar = binding.bar, let command = binding.commands[place], dialog?.offers(command) != false else {
      return nil
    }
    if case .asking(let asking) = command { return words(for: asking, bar.words) }
    if let session, session.origin != .scenario {
      if command.needsScenario { return nil }
      if command == .watching(.gallery) { return "runs" }
    }
    let stops = command == .watching(.play) && session?.playback.isPlaying == true
    return stops || command == .comparing(.play) && comparing?.isPlaying == true ? "pause" : bar.words
  }
}

extension Model {
  /// At a question: what a key does depends on whether the truth shows.
  private func words(for command: AskingCommand, _ words: String) -> String? {
    guard let phase = session?.asking.open?.phase else { return nil }
    switch (phase, command) {
    case (.open, .accept): return words
    case (.open, .skip), (.open, .back): return session?.asking.isPage == true ? nil : words
    case (.open, .reveal): return isExam ? nil : words
    case (.shown, .accept): return "go on"
    case (.shown, .replay): return words
    case (.open, .replay), (.running, _), (.shown, .reveal), (.shown, .skip), (.shown, .back), (_, .play): return nil
    }
  }
}

extension Canvas {
  /// Fills the region with the hints of the place where the next key goes. Words for the user, where there are some, take
  /// the last row until the next key.
  mutating func drawKeyBar(_ model: Model, appearance: Appearance) {
    let (width, height) = (region.size.columns, region.size.rows)
    let typed = model.typed.text
    if model.finding?.isOpen == true, let finding = model.finding {
      let shown = TextLayout.fit("/" + finding.text, columns: width - 4, glyphs: appearance.glyphs)
      let x = 1 + write(shown, at: Point(x: 1, y: height - 1), style: Style(attributes: .bold))
      write(" ", at: Point(x: x, y: height - 1), style: Style(attributes: .reverse))
      return
    }
    let status = model.status
    let hints = KeyBar.hints(model.keyMap, in: model.place, words: model.words)
    for (y, row) in KeyBar.rows(hints, columns: width - 1, rows: height).enumerated() {
      if status != nil && y == height - 1 { continue }
      var x = 1
      for hint in row {
        x += draw(hint, at: Point(x: x, y: y), place: model.place, appearance: appearance) + KeyBar.gap
      }
    }
    if let status {
      let shown = TextLayout.fit(status, columns: width - 2 - typed.columns, glyphs: appearance.glyphs)
      write(shown, at: Point(x: 1, y: height - 1), style: Style(attributes: .bold))
    }
    if !typed.isEmpty {
      let text = " " + typed + " "
      write(text, at: Point(x: width - text.columns, y: height - 1), style: Style(attributes: [.bold, .reverse]))
      cover(Rect(x: width - text.columns, y: height - 1, columns: text.columns, rows: 1))
    }
  }

  /// - Returns: how many columns it takes.
  private mutating func draw(_ hint: KeyBar.Hint, at origin: Point, place: Place, appearance: Appearance) -> Int {
    var x = origin.x
    for (index, button) in hint.buttons.enumerated() {
      if index > 0 { x += write("/", at: Point(x: x, y: origin.y), style: Style(attributes: .bold)) }
      let columns = write(button.name, at: Point(x: x, y: origin.y), style: Style(attributes: .bold))
      mark(Rect(x: x, y: origin.y, columns: columns, rows: 1), as: .keys(button.keys, in: place))
      x += columns
    }
    x += 1
    x += write(hint.words, at: Point(x: x, y: origin.y), style: appearance.style(.chrome))
    // Words that several keys share are no button: it wouldn't be clear of which.
    if hint.buttons.count == 1 {
      mark(
        Rect(x: origin.x, y: origin.y, columns: x - origin.x, rows: 1), as: .keys(hint.buttons[0].keys, in: place))
    }
    return x - origin.x
  }
}
