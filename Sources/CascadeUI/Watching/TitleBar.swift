import CascadeNarration
import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// What is watched, and how time goes.
  mutating func drawTitleBar(_ model: Model, session: RunSession, appearance: Appearance) {
    let width = region.size.columns
    let status = Self.timeStatus(model, session: session, isNarrow: width < 80, appearance: appearance)
    let statusWidth = status.reduce(0) { $0 + $1.text.columns }
    write(status, at: Point(x: width - 1 - statusWidth, y: 0), limit: statusWidth)

    let bar = " \(Character(appearance.glyphs.vertical)) "
    var room = width - 1 - statusWidth - 3
    var x = 1
    if width >= 100 {
      x += write("cascade", at: Point(x: x, y: 0), style: appearance.style(.chrome))
      x += write(bar, at: Point(x: x, y: 0), style: appearance.style(.chrome))
    }
    if session.branches.all.count > 1 {
      let branch = session.branches.branch
      let shown = TextLayout.fit("branch " + branch.title, columns: max(10, room / 3), glyphs: appearance.glyphs)
      x += write(shown, at: Point(x: x, y: 0), style: Style(attributes: [.bold, .underline]))
      x += write(bar, at: Point(x: x, y: 0), style: appearance.style(.chrome))
    }
    room -= x - 1
    // The options give way first, then the end of the title; in a branch they are what it is about.
    let setup = session.setup
    let whole = setup.joined(separator: " ")
    let leastTitle = min(session.title.columns, session.branches.all.count > 1 ? 8 : 18)
    let needed = leastTitle + bar.columns
    let shown = needed + whole.columns <= room ? whole : setup.first ?? ""
    let setupColumns = shown.isEmpty ? 0 : min(shown.columns, room - needed) + bar.columns
    let title = TextLayout.fit(session.title, columns: room - setupColumns, glyphs: appearance.glyphs)
    x += write(title, at: Point(x: x, y: 0), style: Style(attributes: .bold))
    guard setupColumns > 0 else { return }
    x += write(bar, at: Point(x: x, y: 0), style: appearance.style(.chrome))
    write(TextLayout.fit(shown, columns: setupColumns - bar.columns, glyphs: appearance.glyphs), at: Point(x: x, y: 0))
  }

  private static func timeStatus(_ model: Model, session: RunSession, isNarrow: Bool, appearance: Appearance) -> [Span]
  {
    let t = session.cursor.t
    let strong = Style(attributes: [.bold, .reverse])
    let mode: Span
    switch session.playback {
    // At a beat the clock stands, so that its words can be read.
    case .playing(let head): mode = Span(head.hold > 0 ? " RESTING " : " PLAYING ", strong)
    case .present: mode = Span(" LIVE ", strong)
    case .paused where session.isGrowing: mode = Span(" PAUSED, LIVE ", strong)
    case .paused: mode = Span(" PAUSED ", Style(attributes: .bold))
    }
    let speed = session.isLive ? "" : "\(Character(appearance.glyphs.times))\(model.settings.speed.text) "
    let end = session.isGrowing ? "" : "/" + ClockText.seconds(session.recording.endTime)
    let clock = ClockText.seconds(t) + end + " s"
    let help = model.keyMap.firstName(of: .app(.help), in: model.place)
    // On a narrow screen the bar at the bottom says it well enough.
    let hint = isNarrow || help.isEmpty ? "" : "  \(help) help"
    return [mode, Span(speed + clock), Span(hint, appearance.style(.chrome))]
  }
}
