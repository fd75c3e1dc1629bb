import Cascade
import CascadeTerminal
import CascadeTrace

/// What the mouse does. It has no commands of its own: it chooses as the keys do, and a click on what has the bar is Enter.
///
/// In a talk a click points at a row or takes an answer, and opens nothing: a pointer in a speaker's hand clicks by accident. Only
/// what a speaker has called up can be used as ever: the list of the steps, a dialog, the bar of time.
extension Model {
  /// - Parameter hit: What stands at that place of the screen that the user saw.
  mutating func point(_ event: MouseEvent, at hit: Hit?) -> [Effect] {
    guard settings.usesMouse, !isBlank else {
      dragged = nil
      return []
    }
    switch event.action {
    case .press(.left):
      dragged = nil
      return hit.map { click($0, at: event.point) } ?? []
    case .press(.right): return hit.map { askWhatIf(at: $0.spot) } ?? []
    case .drag:
      guard let dragged else { return [] }
      return seek(on: dragged, at: event.point)
    case .release: dragged = nil
    case .wheel(let direction): return hit.map { turnWheel(direction, over: $0.spot) } ?? []
    }
    return []
  }

  /// Gives the mouse to the program, or back to the terminal.
  mutating func toggleMouse() {
    dragged = nil
    guard capabilities.hasMouse else {
      status = "This terminal reports no mouse."
      return
    }
    settings.usesMouse.toggle()
    let key = keyMap.firstName(of: .app(.mouse), in: place)
    status =
      settings.usesMouse
      ? "The mouse is on: click, drag the time, turn the wheel. Shift-drag selects text."
      : "The mouse is off: drag selects text.\(key.isEmpty ? "" : " \(key) turns it on.")"
  }

  private mutating func click(_ hit: Hit, at point: Point) -> [Effect] {
    switch hit.spot {
    case .entry(let index): return choose(entry: index)
    case .row(let number): return choose(row: number)
    case .pair(let index): choose(pair: index)
    case .item(let index, let place): return choose(item: index, in: place)
    case .answer(let index): return choose(answer: index)
    case .time: return seek(on: hit, at: point)
    case .keys(let keys, let place):
      // The screen may have changed since it was drawn.
      guard place == self.place else { return [] }
      return keys.flatMap { press($0) }
    case .pane: break
    }
    return []
  }

  /// What a key ends that has nothing to do with what is under way.
  private mutating func settle() {
    status = nil
    announced = nil
    hasAskedToQuit = false
    typed = Typed()
    if finding?.isOpen == true {
      finding?.isOpen = false
      if finding?.text.isEmpty == true { finding = nil }
    }
    changeSession { $0.finishTravel() }
  }

  // MARK: Choosing

  private mutating func choose(entry index: Int) -> [Effect] {
    guard place == .gallery, gallery.entries.indices.contains(index) else { return [] }
    settle()
    if gallery.selected == index { return perform(.gallery(.open), count: nil) }
    gallery.select(index)
    return []
  }

  private mutating func choose(row number: Int) -> [Effect] {
    guard place == .main, let session, session.rows.places[number] != nil else { return [] }
    let isBarSeen = session.selection != .following || !isDrawnForAudience
    let hadBar = isBarSeen && session.rowOfBar == number
    settle()
    if hadBar, talk == nil {
      if self.session?.rowOfBar != number { pin(number) }
      return perform(.watching(.detail), count: nil)
    }
    pin(number)
    return []
  }

  private mutating func pin(_ number: Int) {
    changeSession { $0.selection = .pinned(number) }
  }

  private mutating func choose(pair index: Int) {
    guard place == .compare, case .comparing(var comparing, behind: let session) = screen else { return }
    settle()
    comparing.select(by: index - comparing.selected)
    screen = .comparing(comparing, behind: session)
  }

  private mutating func choose(item index: Int, in place: Place) -> [Effect] {
    guard place == self.place, var open = dialog, let chosen = open.chosen else { return [] }
    settle()
    if chosen == index, let acceptance = open.acceptance { return performInDialog(acceptance, count: 1) }
    open.chosen = index
    dialog = open
    return refreshTrial()
  }

  /// Types the number of an answer, in the place of another one. Counts of a room that were typed stay.
  private mutating func choose(answer index: Int) -> [Effect] {
    guard help == nil, dialog == nil, let ballot = openBallot else { return [] }
    let number = String(index + 1)
    guard index < ballot.answers, ballot.typed.allSatisfy({ $0.isWholeNumber }) else { return [] }
    settle()
    if ballot.typed == number { return talk == nil ? perform(.asking(.accept), count: nil) : [] }
    vote(number, isPartly: true)
    return []
  }

  // MARK: Time

  private mutating func seek(on hit: Hit, at point: Point) -> [Effect] {
    guard case .time(let scale) = hit.spot, talk == nil || !isDrawnForAudience else { return [] }
    let column = max(0, min(point.x - hit.area.minX, scale.columns - 1))
    guard place == .main || place == .compare else { return [] }
    settle()
    if place == .main {
      changeSession { $0.jump(toColumn: column, of: scale) }
    } else {
      changeComparing { $0.go(toColumn: column, of: scale) }
    }
    dragged = hit
    return []
  }

  // MARK: The other button, and the wheel

  private mutating func askWhatIf(at spot: Spot) -> [Effect] {
    guard case .row(let number) = spot, talk == nil, place == .main, session?.rows.places[number] != nil else {
      return []
    }
    settle()
    pin(number)
    return perform(.whatIf(.intervene), count: nil)
  }

  private mutating func turnWheel(_ direction: MouseEvent.Direction, over spot: Spot) -> [Effect] {
    let steps: Int
    switch direction {
    case .up: steps = -1
    case .down: steps = 1
    case .left, .right:
      guard case .pane(.code) = spot, [.main, .detail].contains(place) else { return [] }
      settle()
      return perform(.code(direction == .left ? .left : .right), count: 1)
    }
    switch spot {
    case .entry, .pane(.gallery):
      guard place == .gallery else { return [] }
      settle()
      gallery.select(gallery.selected + steps)
    // The program follows the row that has the bar.
    case .row, .pane(.lanes), .pane(.code):
      guard place == .main, talk == nil else { return [] }
      settle()
      changeSession { $0.select(by: steps) }
    case .pane(.detail):
      guard place == .detail, talk == nil else { return [] }
      settle()
      changeSession { $0.turnDetail(by: steps) }
    case .pair, .pane(.compare):
      guard place == .compare, talk == nil, case .comparing(var comparing, behind: let session) = screen else {
        return []
      }
      settle()
      comparing.select(by: steps)
      screen = .comparing(comparing, behind: session)
    case .item, .pane(.dialog):
      guard help == nil, var open = dialog, open.field == nil, let chosen = open.chosen else { return [] }
      settle()
      open.chosen = chosen + steps
      dialog = open
      return refreshTrial()
    case .pane(.help):
      guard help != nil else { return [] }
      settle()
      return perform(.help(steps > 0 ? .down : .up), count: 3)
    // Over the bar of time: from event to event.
    case .time where place == .main && talk == nil:
      settle()
      changeSession { $0.step(by: steps) }
    case .time where place == .compare && talk == nil:
      settle()
      changeComparing { $0.step(by: steps) }
    case .answer, .time, .keys: break
    }
    return []
  }
}

extension RunSession {
  /// The row at which the bar is drawn.
  fileprivate var rowOfBar: Int? { selected.flatMap { rows.places[$0] }.map { rows.entries[$0].number } }

  /// To what the bar of time shows in a column; to the present of a run that goes on, where that is in it or before it.
  fileprivate mutating func jump(toColumn column: Int, of scale: TimeScale) {
    let end = scale.end(ofColumn: column)
    if isGrowing, end >= recording.endTime {
      _ = seekEnd(beat: nil)
      return
    }
    let last = recording.cursor(at: recording.cursor(at: end).position)
    let isInColumn = last.position > 0 && scale.column(of: last.t) == column
    jump(to: isInColumn || column == 0 ? last : Cursor(position: last.position, t: scale.start(ofColumn: column)))
  }

  /// The next page of the detail, or the one before.
  fileprivate mutating func turnDetail(by pages: Int) {
    guard let turns = detail?.turns else { return }
    detail?.turns = max(0, turns + pages)
  }
}

extension Comparing {
  /// To the last event that either side has in a column of the bar of time, or to where that column begins.
  fileprivate mutating func go(toColumn column: Int, of scale: TimeScale) {
    let next = scale.end(ofColumn: column).advanced(by: .nanoseconds(1))
    let last = comparison?.previousEvent(before: next)
    let isInColumn = last.map { scale.column(of: $0) == column } ?? false
    go(to: isInColumn ? last ?? .zero : scale.start(ofColumn: column))
  }
}

extension TimeScale {
  /// The last instant that falls into a column.
  fileprivate func end(ofColumn column: Int) -> Context.Instant {
    guard column + 1 < columns else { return end }
    return Context.Instant(nanoseconds: max(0, start(ofColumn: column + 1).nanoseconds - 1))
  }
}
