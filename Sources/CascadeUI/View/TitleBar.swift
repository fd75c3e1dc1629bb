import CascadeNarration
import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// What is watched, and how time goes.
  mutating func drawTitleBar(_ model: Model, watch: Watch, look: Look) {
    let width = region.size.columns
    let status = Self.timeStatus(model, watch: watch, isNarrow: width < 80, look: look)
    let statusWidth = status.reduce(0) { $0 + $1.text.columns }
    write(status, at: Point(x: width - 1 - statusWidth, y: 0), limit: statusWidth)

    let bar = " \(Character(look.glyphs.vertical)) "
    var room = width - 1 - statusWidth - 3
    var x = 1
    if width >= 100 {
      x += write("cascade", at: Point(x: x, y: 0), style: look.style(.chrome))
      x += write(bar, at: Point(x: x, y: 0), style: look.style(.chrome))
    }
    if watch.branches.all.count > 1 {
      let branch = watch.branches.branch
      let shown = Fitting.fit("branch " + branch.title, columns: max(10, room / 3), glyphs: look.glyphs)
      x += write(shown, at: Point(x: x, y: 0), style: Style(attributes: [.bold, .underline]))
      x += write(bar, at: Point(x: x, y: 0), style: look.style(.chrome))
    }
    room -= x - 1
    // The options give way first, then the end of the title; in a branch they are what it is about.
    let setup = watch.setup
    let whole = setup.joined(separator: " ")
    let leastTitle = min(watch.title.columns, watch.branches.all.count > 1 ? 8 : 18)
    let needed = leastTitle + bar.columns
    let shown = needed + whole.columns <= room ? whole : setup.first ?? ""
    let setupColumns = shown.isEmpty ? 0 : min(shown.columns, room - needed) + bar.columns
    let title = Fitting.fit(watch.title, columns: room - setupColumns, glyphs: look.glyphs)
    x += write(title, at: Point(x: x, y: 0), style: Style(attributes: .bold))
    guard setupColumns > 0 else { return }
    x += write(bar, at: Point(x: x, y: 0), style: look.style(.chrome))
    write(Fitting.fit(shown, columns: setupColumns - bar.columns, glyphs: look.glyphs), at: Point(x: x, y: 0))
  }

  private static func timeStatus(_ model: Model, watch: Watch, isNarrow: Bool, look: Look) -> [Span] {
    let t = watch.cursor.t
    let strong = Style(attributes: [.bold, .reverse])
    let mode: Span
    switch watch.playback {
    // At a beat the clock stands, so that its words can be read.
    case .playing(let head): mode = Span(head.hold > 0 ? " RESTING " : " PLAYING ", strong)
    case .present: mode = Span(" LIVE ", strong)
    case .paused where watch.isGrowing: mode = Span(" PAUSED, LIVE ", strong)
    case .paused: mode = Span(" PAUSED ", Style(attributes: .bold))
    }
    let speed = watch.isLive ? "" : "\(Character(look.glyphs.times))\(model.speed.text) "
    let end = watch.isGrowing ? "" : "/" + ClockText.seconds(watch.recording.endTime)
    let clock = ClockText.seconds(t) + end + " s"
    let help = model.keyMap.bindings(in: model.place).first { $0.command == .help }
    // On a narrow screen the bar at the bottom says it well enough.
    let hint = isNarrow ? "" : help.map { "  " + $0.firstName + " help" } ?? ""
    return [mode, Span(speed + clock), Span(hint, look.style(.chrome))]
  }
}
