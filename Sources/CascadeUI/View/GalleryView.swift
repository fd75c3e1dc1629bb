import CascadeTerminal

extension Canvas {
  /// The list of scenarios: number, title and one line about each, with the selected one in view.
  mutating func drawGallery(_ model: Model, look: Look) {
    let (width, height) = (region.size.columns, region.size.rows)
    let bold = Style(attributes: .bold)
    let count = model.gallery.count
    write("cascade", at: Point(x: 1, y: 0), style: bold)
    let motto = "a cancellation and its journey: cause, told, out"
    write(
      Fitting.fit(motto, columns: width - 12, glyphs: look.glyphs), at: Point(x: 10, y: 0), style: look.style(.chrome))
    guard count > 0 else {
      write("There are no scenarios.", at: Point(x: 1, y: 2))
      return
    }

    let layout = GalleryLayout(count: count, size: region.size)
    let numbers = String(count).columns
    let first = layout.firstVisible(selected: model.galleryIndex)
    for (slot, index) in (first..<min(count, first + layout.visible)).enumerated() {
      let entry = model.gallery[index]
      let y = layout.top + slot * layout.pitch
      let isSelected = index == model.galleryIndex
      if isSelected {
        let bar = Cell(look.glyphs.selected, style: bold)
        fill(Rect(x: 1, y: y, columns: 1, rows: 2), with: bar)
      }
      let number = String(index + 1)
      write(number, at: Point(x: 3 + numbers - number.columns, y: y), style: look.style(.chrome))
      let x = 5 + numbers
      let title = Fitting.fit(entry.title, columns: width - x - 1, glyphs: look.glyphs)
      write(title, at: Point(x: x, y: y), style: isSelected ? Style(attributes: [.bold, .reverse]) : bold)
      write(Fitting.fit(entry.about, columns: width - x - 1, glyphs: look.glyphs), at: Point(x: x, y: y + 1))
    }
    if layout.visible < count {
      let place = "\(model.galleryIndex + 1) of \(count)"
      write(place, at: Point(x: width - 1 - place.columns, y: height - 1), style: look.style(.chrome))
    }
  }
}

/// Where the entries of the gallery go.
struct GalleryLayout {
  /// Rows from one entry to the next: two, and a blank one where there is room.
  let pitch: Int
  /// How many entries are seen at once; also what a page is.
  let visible: Int
  let top = 2
  private let count: Int

  /// - Parameter size: the region for title and list, without the key bar.
  init(count: Int, size: Size) {
    self.count = count
    let room = max(0, size.rows - top)
    pitch = count * 3 - 1 <= room ? 3 : 2
    visible = max(1, (room + (pitch - 2)) / pitch)
  }

  /// Keeps the selected entry in the middle where there is more than fits.
  func firstVisible(selected: Int) -> Int {
    max(0, min(selected - visible / 2, count - visible))
  }
}
