import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// A whole screen of the picture but for its keys: title, lanes, bar of time, fields, sentences.
struct PictureScreen {
  /// How time goes.
  enum Mode: Hashable {
    case paused
    case playing(Speed)
    /// At the present of a live run, or behind it.
    case live, behind
    /// It stands still for a question.
    case asking
  }

  let title: String
  /// The branch that is looked at, where there are several.
  let branch: String?
  /// Policy and options of the outermost group.
  let policy: String
  /// How many beats there are, and in how many the cursor has been.
  let beats: (reached: Int, times: [Context.Instant])
  /// Whether nothing on the bar of time may lie beyond the cursor.
  let hidesEnd: Bool
  let mode: Mode
  let sentences: PictureSentences
  var picture: Picture

  /// - Parameter questionRows: How many rows a question takes in place of fields and sentences; 0 for none.
  func layout(
    size: Size, codeLines: Int, longestCodeLine: Int, notes: Int, hasKeys: Bool, questionRows: Int = 0
  ) -> (PictureLayout, Picture.Shown) {
    layout(
      size: size, codeLines: codeLines, longestCodeLine: longestCodeLine, notes: notes, hasKeys: hasKeys,
      questionRows: questionRows
    ) { PictureLayout(size: $0, content: $1) }
  }

  /// - Parameter place: Finds the place of each part.
  func layout(
    size: Size, codeLines: Int = 0, longestCodeLine: Int = 0, notes: Int = 0, hasKeys: Bool = false,
    questionRows: Int = 0, _ place: (Size, PictureLayout.Content) -> PictureLayout
  ) -> (PictureLayout, Picture.Shown) {
    let indentation = Indentation(hasConnectors: size.columns >= 80, deepest: picture.rows.deepest)
    // Of a long live run the newest have the longest numbers.
    let entries = picture.rows.entries
    let newest = entries.dropFirst(400).suffix(picture.run.isLive ? 100 : 0)
    let longest = (entries.prefix(400) + newest).map { entry in
      let row = picture.run.row(number: entry.number)
      return row.pictureLabel.columns + indentation.columns(entry)
    }
    func layout(_ shown: Picture.Shown) -> PictureLayout {
      place(
        size,
        PictureLayout.Content(
          rows: shown.entries.count + (shown.hidden > 0 ? 1 : 0), hasBlock: shown.block != nil,
          longestLabel: longest.max() ?? 0, codeLines: codeLines, longestCodeLine: longestCodeLine, notes: notes,
          hasKeys: hasKeys, questionRows: questionRows))
    }
    let all = Picture.Shown(entries: picture.rows.entries)
    let capacity = layout(all).rowCapacity
    let shown = picture.shown(capacity: capacity)
    return (layout(shown), shown)
  }
}

extension Canvas {
  /// The lanes and the bar of time.
  mutating func drawPicture(
    _ screen: PictureScreen, layout: PictureLayout, shown: Picture.Shown, appearance: PictureAppearance
  ) {
    let picture = screen.picture
    inside(layout.lanes) { $0.drawLanes(picture, shown: shown, layout: layout, appearance: appearance) }
    // Between two events the clock is never more exact than a frame is long.
    let now = picture.cursor.t
    let clock = now == picture.run.latestTime ? picture.run.timeText(now) : TimeText.liveInstant(now)
    let scrubber = PictureScrubber(
      scale: TimeScale(end: picture.end, columns: layout.columns.lane), now: now,
      beats: screen.hidesEnd ? screen.beats.times.filter { $0 <= now } : screen.beats.times, clock: clock,
      endText: picture.run.timeText(picture.end), isTravelling: picture.isTravelling)
    inside(layout.scrubber) { $0.draw(scrubber, columns: layout.columns, appearance: appearance) }
  }

  /// A dot for each beat, filled for those that were reached; nothing for more than 12.
  func beatDots(_ screen: PictureScreen, appearance: PictureAppearance) -> String {
    let (count, reached) = (screen.beats.times.count, screen.beats.reached)
    return (0..<(count > 12 ? 0 : count)).map { appearance.scalar($0 < reached ? .beat : .beatToCome) }
      .map { String(Character($0)) }.joined()
  }

  /// The title, the policy, how time goes, and a dot for each beat.
  mutating func drawHead(_ screen: PictureScreen, layout: PictureLayout, appearance: Appearance) {
    let picture = appearance.picture
    let (count, reached) = (screen.beats.times.count, screen.beats.reached)
    let dots = beatDots(screen, appearance: picture)
    let number = count == 0 ? "" : "\(reached) of \(count)"
    let isNarrow = layout.size.columns < 80
    var end = layout.paneWidth - 1
    func place(_ words: String) -> Int {
      end -= words.columns
      return end
    }
    let right = dots.isEmpty ? number : isNarrow ? dots : "\(dots)  \(number)"
    write(right, at: Point(x: place(right), y: 0))
    end -= right.isEmpty ? 0 : 2
    if let mode = screen.mode.words(isNarrow: isNarrow, glyphs: appearance.glyphs) {
      write(mode, at: Point(x: place(mode), y: 0), style: picture[.clock])
      end -= 2
    }
    var x = 1
    if let branch = screen.branch {
      let shown = TextLayout.fit("branch " + branch, columns: max(10, end / 3), glyphs: appearance.glyphs)
      x += write(shown, at: Point(x: x, y: 0), style: Style(attributes: [.bold, .underline])) + 2
    }
    let whole = isNarrow ? "" : screen.policy
    if !whole.isEmpty, screen.title.columns + 3 + whole.columns <= end - x {
      write(whole, at: Point(x: place(whole), y: 0))
      end -= 3
    }
    let shown = TextLayout.fit(screen.title, columns: max(0, end - x), glyphs: appearance.glyphs)
    write(shown, at: Point(x: x, y: 0), style: picture[.strong])
  }
}

extension PictureScreen.Mode {
  /// Nothing for a run that stands still: that is how it is opened.
  fileprivate func words(isNarrow: Bool, glyphs: Glyphs) -> String? {
    switch self {
    case .paused: nil
    case .playing(let speed):
      isNarrow
        ? " \(Character(glyphs.happening)) \(Character(glyphs.times))\(speed.text) "
        : " PLAYING \(Character(glyphs.times))\(speed.text) "
    case .live: " LIVE "
    case .behind: " PAUSED, LIVE "
    case .asking: " QUESTION "
    }
  }
}
