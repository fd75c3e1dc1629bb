import CascadeTerminal

extension Model {
  mutating func perform(_ command: GalleryCommand, count: Int?) -> [Effect] {
    switch gallery.perform(command, count: count) {
    case nil: return []
    case .resume?:
      guard case .gallery(behind: let session) = screen, let left = leftPage ?? session.map(Screen.watching) else {
        return openChosen()
      }
      screen = left
      leftPage = nil
      return []
    case .open?: return openChosen()
    }
  }

  private func openChosen() -> [Effect] {
    if talk != nil { return gallery.entries.isEmpty ? [] : [.show(step: gallery.selected)] }
    return gallery.entry.map { [.open(name: $0.name)] } ?? []
  }

  /// To the scenarios. What plays stops, since it isn't seen; a live run goes on.
  mutating func leaveForGallery() {
    guard case .watching(var session) = screen else { return }
    if talk != nil { return listSteps() }
    session.stopPlaying()
    gallery.markLeft()
    dialog = nil
    screen = .gallery(behind: session)
  }
}

extension Canvas {
  /// The list of scenarios, and the keys.
  mutating func drawGallery(_ model: Model, appearance: Appearance) {
    inside(Rect(x: 0, y: 0, columns: size.columns, rows: size.rows - 1)) {
      $0.drawEntries(model.gallery, appearance: appearance)
    }
    inside(Rect(x: 0, y: size.rows - 1, columns: size.columns, rows: 1)) {
      $0.drawKeyBar(model, appearance: appearance)
    }
  }

  /// Number, title and one line about each scenario, with the selected one in view.
  private mutating func drawEntries(_ gallery: GalleryList, appearance: Appearance) {
    let (width, height) = (region.size.columns, region.size.rows)
    mark(as: .pane(.gallery))
    let motto = "how one failure cancels the rest"
    write("cascade", at: Point(x: 1, y: 0), style: Style(attributes: .bold))
    func writeHead(place: String) {
      let columns = width - 12 - (place.isEmpty ? 0 : place.columns + 1)
      let motto = TextLayout.fit(motto, columns: columns, glyphs: appearance.glyphs)
      write(motto, at: Point(x: 10, y: 0), style: appearance.style(.chrome))
      write(place, at: Point(x: width - 1 - place.columns, y: 0), style: appearance.style(.chrome))
    }
    guard !gallery.entries.isEmpty else {
      writeHead(place: "")
      let lines = TextLayout.wrap(gallery.notice, columns: width - 2, lines: height - 2, glyphs: appearance.glyphs)
      for (row, line) in lines.enumerated() { write(line, at: Point(x: 1, y: 2 + row)) }
      return
    }

    let digits = String(gallery.entries.count).columns
    let columns = width - 6 - digits
    let about = gallery.entries.map {
      TextLayout.wrap($0.about, columns: columns, lines: .max, glyphs: appearance.glyphs)
    }
    let layout = GalleryLayout(aboutRows: about.map(\.count), selected: gallery.selected, rows: height - 1)
    for slot in layout.slots {
      drawEntry(
        gallery.entries[slot.index], in: slot, isSelected: slot.index == gallery.selected, digits: digits,
        appearance: appearance)
    }
    let isScrolled = layout.slots.count < gallery.entries.count
    writeHead(place: isScrolled ? "\(gallery.selected + 1) of \(gallery.entries.count)" : "")
  }

  private mutating func drawEntry(
    _ entry: GalleryEntry, in slot: GalleryLayout.Slot, isSelected: Bool, digits: Int, appearance: Appearance
  ) {
    let x = 5 + digits
    let columns = region.size.columns - x - 1
    mark(
      Rect(x: 0, y: slot.y, columns: region.size.columns, rows: 1 + slot.aboutRows), as: .entry(slot.index))
    let number = String(slot.index + 1)
    if isSelected {
      let bar = Cell(appearance.glyphs.selected, style: Style(attributes: .bold))
      fill(Rect(x: 1, y: slot.y, columns: 1, rows: 1 + slot.aboutRows), with: bar)
    }
    write(number, at: Point(x: 3 + digits - number.columns, y: slot.y), style: appearance.style(.chrome))
    let end =
      x
      + write(
        TextLayout.fit(entry.title, columns: columns, glyphs: appearance.glyphs), at: Point(x: x, y: slot.y),
        style: Style(attributes: isSelected ? [.bold, .reverse] : .bold))
    // What the command line calls it.
    let nameX = region.size.columns - 1 - entry.name.columns
    if end + 2 <= nameX { write(entry.name, at: Point(x: nameX, y: slot.y), style: appearance.style(.chrome)) }
    let lines = TextLayout.wrap(entry.about, columns: columns, lines: slot.aboutRows, glyphs: appearance.glyphs)
    for (row, line) in lines.enumerated() {
      write(line, at: Point(x: x, y: slot.y + 1 + row))
    }
  }
}

/// Where the entries of the gallery go.
///
/// Where there is room every line about a scenario is shown in full, with a blank line after it; else only that of the
/// selected one; and where not even all titles fit the list scrolls, the selected entry in the middle.
struct GalleryLayout {
  struct Slot: Hashable {
    let index: Int
    /// The row of the title.
    let y: Int
    /// How many rows there are for the line about it.
    let aboutRows: Int
  }

  let slots: [Slot]

  /// The first row of the list.
  private static let top = 2
  /// A line about a scenario that takes more rows than this is cut.
  private static let mostRows = 3

  /// - Parameters:
  ///   - aboutRows: how many rows each line about a scenario takes in full.
  ///   - rows: how many there are for title and list, with a blank line below to spare.
  init(aboutRows: [Int], selected: Int, rows: Int) {
    let full = aboutRows.map { min($0, Self.mostRows) }
    let titles = full.indices.map { $0 == selected ? full[$0] : 0 }
    let room = rows - Self.top
    for (heights, gap) in [(full, 1), (full, 0), (titles, 0)] {
      let needed = heights.reduce(0) { $0 + 1 + $1 + gap } - gap
      // The list mustn't jump when another line about a scenario is longer than that of the selected one.
      let spare = heights == titles && heights != full ? (full.max() ?? 0) - full[selected] : 0
      if needed + spare <= room {
        slots = Self.place(heights, in: heights.indices, gap: gap)
        return
      }
    }
    // Without the blank lines above and below the list there is more room.
    let tight = titles.reduce(0) { $0 + 1 + $1 } + (full.max() ?? 0) - (full.isEmpty ? 0 : full[selected])
    if tight <= rows {
      slots = Self.place(titles, in: titles.indices, gap: 0, top: 1)
      return
    }
    let visible = Self.page(rows: rows)
    let first = max(0, min(selected - visible / 2, titles.count - visible))
    let window = first..<min(titles.count, first + visible)
    slots = Self.place(titles, in: window, gap: 0)
  }

  /// How many entries are sure to fit, the selected one in full.
  static func page(rows: Int) -> Int {
    max(1, rows - top - mostRows)
  }

  private static func place(_ heights: [Int], in window: Range<Int>, gap: Int, top: Int = top) -> [Slot] {
    var y = top
    return window.map { index in
      defer { y += 1 + heights[index] + gap }
      return Slot(index: index, y: y, aboutRows: heights[index])
    }
  }
}
