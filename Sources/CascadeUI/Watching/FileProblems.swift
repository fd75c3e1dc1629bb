import CascadeTerminal
import CascadeTrace

/// What is wrong with the file of the open run, over the run as it was.
struct FileProblems: Dialog {
  /// One for each problem, safe to show.
  let lines: [String]

  var place: Place { .problems }

  mutating func perform(_ command: Command, count: Int, in model: inout Model) -> DialogOutcome { .stays }

  func draw(on canvas: inout Canvas, model: Model, session: RunSession, appearance: Appearance) {
    let columns = min(canvas.region.size.columns, DialogBox.columns) - 4
    let wrapped = lines.flatMap { TextLayout.wrap($0, columns: columns, lines: 3, glyphs: appearance.glyphs) }
    canvas.drawBox("The file can't be used: the run before stays", rows: wrapped.count, appearance: appearance) { box in
      let room = box.region.size.rows
      let shown =
        wrapped.count > room ? Array(wrapped.prefix(room - 1)) + ["and more: cascade check lists all"] : wrapped
      for (y, line) in shown.enumerated() { box.write(line, at: Point(x: 0, y: y)) }
    }
  }
}

extension Model {
  /// The file of the open run can't be used now; the run that is open stays.
  mutating func say(problems: [String]) {
    guard case .watching(var session) = screen else {
      status = problems.first
      return
    }
    session.stopPlaying()
    screen = .watching(session)
    dialog = FileProblems(lines: problems)
  }

  /// The file of the open run says something else now: the same moment of the new run, without branches of the old one.
  mutating func reread(_ opening: Opening) {
    guard let old = session, old.name == opening.name else { return }
    dialog = nil
    var new = RunSession(opening)
    new.panes = old.panes.emptied
    new.detail = old.detail
    new.jump(
      to: old.isAtEnd ? new.recording.end : new.recording.cursor(at: min(old.cursor.t, new.recording.endTime)))
    // The sides of a comparison are those of the old one.
    if comparing != nil { screen = .watching(new) } else { session = new }
    let lost = old.branches.countMadeHere > 0 ? " Branches of the file as it was are gone." : ""
    status = "The file was read again.\(lost)"
  }
}
