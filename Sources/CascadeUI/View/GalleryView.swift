import CascadeTerminal

extension Canvas {
  /// The list of scenarios: number, title and one line about each, with the selected one in view.
  mutating func drawGallery(_ model: Model, look: Look) {
    let (width, height) = (region.size.columns, region.size.rows)
    let motto = "a cancellation and its journey: cause, told, out"
    write("cascade", at: Point(x: 1, y: 0), style: Style(attributes: .bold))
    func writeHead(place: String) {
      let columns = width - 12 - (place.isEmpty ? 0 : place.columns + 1)
      let motto = Fitting.fit(motto, columns: columns, glyphs: look.glyphs)
      write(motto, at: Point(x: 10, y: 0), style: look.style(.chrome))
      write(place, at: Point(x: width - 1 - place.columns, y: 0), style: look.style(.chrome))
    }
    guard !model.gallery.isEmpty else {
      writeHead(place: "")
      write("There are no scenarios.", at: Point(x: 1, y: 2))
      return
    }

    let digits = String(model.gallery.count).columns
    let columns = width - 6 - digits
    let about = model.gallery.map { Fitting.wrap($0.about, columns: columns, lines: .max, glyphs: look.glyphs) }
    let layout = GalleryLayout(aboutRows: about.map(\.count), selected: model.galleryIndex, rows: height)
    for slot in layout.slots {
      drawEntry(
        model.gallery[slot.index], in: slot, isSelected: slot.index == model.galleryIndex, digits: digits, look: look)
    }
    let isScrolled = layout.slots.count < model.gallery.count
    writeHead(place: isScrolled ? "\(model.galleryIndex + 1) of \(model.gallery.count)" : "")
  }

  private mutating func drawEntry(
    _ entry: GalleryEntry, in slot: GalleryLayout.Slot, isSelected: Bool, digits: Int, look: Look
  ) {
    let x = 5 + digits
    let columns = region.size.columns - x - 1
    let number = String(slot.index + 1)
    if isSelected {
      let bar = Cell(look.glyphs.selected, style: Style(attributes: .bold))
      fill(Rect(x: 1, y: slot.y, columns: 1, rows: 1 + slot.aboutRows), with: bar)
    }
    write(number, at: Point(x: 3 + digits - number.columns, y: slot.y), style: look.style(.chrome))
    let end =
      x
      + write(
        Fitting.fit(entry.title, columns: columns, glyphs: look.glyphs), at: Point(x: x, y: slot.y),
        style: Style(attributes: isSelected ? [.bold, .reverse] : .bold))
    // What the command line calls it.
    let nameX = region.size.columns - 1 - entry.name.columns
    if end + 2 <= nameX { write(entry.name, at: Point(x: nameX, y: slot.y), style: look.style(.chrome)) }
    let lines = Fitting.wrap(entry.about, columns: columns, lines: slot.aboutRows, glyphs: look.glyphs)
    for (row, line) in lines.enumerated() {
      write(line, at: Point(x: x, y: slot.y + 1 + row))
    }
  }
}
