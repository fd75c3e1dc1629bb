import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

@testable import CascadeUI

/// What is drawn and what a click meets are one: on every cell of a screen a click does what the key for the thing there does, or
/// nothing.
@Suite struct EveryCellTests {
  /// One of each kind, and with more effort all.
  static let scenes = Scene.all.indices.filter { index in
    Effort.rounds(1).count > 1
      || [
        "gallery", "told", "crowd", "question", "detail-task", "help", "audience-told", "words", "inject", "options",
        "branches", "compare", "compare-sides", "code-swift",
      ].contains(Scene.all[index].name)
  }

  @Test(arguments: scenes) func ofTheScreensThatAreKnown(_ index: Int) {
    // The largest takes longest.
    let size = Size.tested[index % 10 == 9 ? 3 : index % 3]
    var random = Seeded(UInt64(index))
    check(Scene.all[index].make(size, .unicode, .full), sampling: 1, &random)
  }

  @Test(arguments: Effort.seeds(4)) func ofRandomScreens(_ seed: UInt64) {
    var random = Seeded(seed)
    let size = Size(columns: Int.random(in: 60...210, using: &random), rows: Int.random(in: 16...62, using: &random))
    var stage = Stage(running: RandomScenario.make(seed: seed), size)
    let keys: [Key] = [
      .pageDown, .right, .down, .down, .character("f"), .character("o"), .character("i"), .character("v"),
      .character("z"),
      .character("?"), .character("P"), .character("s"), .character("c"), .character("b"), .character("G"), .enter,
      .escape, .character("5"), .character("w"), .character("E"), .character("/"),
    ]
    for step in 1...12 {
      stage.press(keys.randomElement(using: &random)!)
      if stage.model.place == .gallery, stage.model.help == nil { stage.press(.function(5)) }
      if step.isMultiple(of: 3) { check(stage, sampling: 1, &random) }
    }
  }

  private func check(_ stage: Stage, sampling count: Int, _ random: inout Seeded) {
    let canvas = stage.canvas
    // By area, which is quicker than to ask for the hit of each cell.
    var points: [Int: [Point]] = [:]
    for y in 0..<stage.size.rows {
      for x in 0..<stage.size.columns {
        let point = Point(x: x, y: y)
        guard let area = canvas.areas.lastIndex(where: { $0.rect.contains(point) }) else { continue }
        points[area, default: []].append(point)
      }
    }
    var met: [Hit: [Point]] = [:]
    for (_, points) in points.sorted(by: { $0.key < $1.key }) {
      for point in [points.first, points.last].compactMap(\.self) {
        guard let hit = canvas.hit(at: point) else { continue }
        #expect(hit.area.contains(point))
        met[hit] = points
      }
    }
    for hit in met.keys { expectWords(hit, on: canvas, of: stage) }
    expectNothing(stage, nil, at: Point(x: 0, y: 0), canvas)
    // From top to bottom, so that the same seed tries the same.
    let all = met.keys.sorted { ($0.area.minY, $0.area.minX, "\($0)") < ($1.area.minY, $1.area.minX, "\($1)") }
    for kind in Set(all.map { kind($0.spot) }).sorted() {
      let some = all.filter { self.kind($0.spot) == kind }
      for _ in Effort.rounds(count).prefix(some.count * 3) {
        guard let hit = some.randomElement(using: &random), let point = met[hit]?.randomElement(using: &random) else {
          continue
        }
        expectAsKeys(stage, hit, at: point, canvas)
      }
    }
  }

  /// What a spot stands for is written there.
  private func expectWords(_ hit: Hit, on canvas: Canvas, of stage: Stage) {
    let (x, y) = (hit.area.minX, hit.area.minY)
    func words(_ y: Int) -> String { String(String.UnicodeScalarView(canvas.row(y).map(\.scalar))) }
    func isThere(_ text: String, at x: Int) -> Bool { words(y).dropFirst(x).hasPrefix(text) }
    switch hit.spot {
    case .keys(let keys, in: let place):
      #expect(place == stage.model.place)
      let name = keys.map(\.name).joined(separator: " ")
      #expect(isThere(name, at: x), "\(name) isn't at \(x) of \(words(y))")
    case .row(let number):
      let label = stage.session.state.row(number: number).pictureLabel.prefix(4)
      #expect(words(y).prefix(40).contains(label), "\(label) isn't in \(words(y))")
    case .entry(let index):
      #expect(words(y).contains("\(index + 1)  \(stage.model.gallery.entries[index].title.prefix(8))"))
    case .answer(let index):
      #expect((0...4).contains { words(y - $0).contains(" \(index + 1)  ") } || y < 4)
    case .pair(let index):
      guard let comparing = stage.model.comparing, let comparison = comparing.comparison else { return }
      let id = comparison.pairs[comparing.shown[index]].id.split(separator: "/").last.map { String($0.prefix(4)) } ?? ""
      #expect(words(y).contains(id) || words(y).contains("Wait"), "\(id) isn't in \(words(y))")
    case .item, .time, .pane: break
    }
  }

  /// A click is the same as the keys that lead there.
  private func expectAsKeys(_ stage: Stage, _ hit: Hit, at point: Point, _ canvas: Canvas) {
    var clicked = stage
    clicked.send(.pointed(MouseEvent(.press(.left), at: point), hit))
    var typed = stage
    // Words for the user end with a click, as with a key, and so does what was begun.
    typed.model.status = nil
    if case .keys = hit.spot {} else { typed.model.typed = Typed() }
    if typed.model.finding?.isOpen == true { typed.press(.escape) }
    if typed.model.finding == nil { clicked.model.finding = nil }
    let model = stage.model
    switch hit.spot {
    case .keys(let keys, in: _): for key in keys { typed.press(key) }
    case .row(let number):
      guard model.place == .main else { return expectNothing(stage, hit, at: point, canvas) }
      let session = stage.session
      guard let selected = session.selected, let from = session.rows.places[selected],
        let to = session.rows.places[number]
      else { return }
      if from == to, session.selection != .following || !model.isDrawnForAudience {
        typed.press(.enter)
      } else {
        typed.model.session?.selection = .pinned(session.rows.entries[from].number)
        for _ in 0..<abs(to - from) { typed.press(to > from ? .down : .up) }
      }
    case .entry(let index):
      if index == model.gallery.selected { typed.press(.enter) }
      for _ in 0..<abs(index - model.gallery.selected) { typed.press(index > model.gallery.selected ? .down : .up) }
    case .pair(let index):
      guard model.place == .compare, let selected = model.comparing?.selected else {
        return expectNothing(stage, hit, at: point, canvas)
      }
      for _ in 0..<abs(index - selected) { typed.press(index > selected ? .down : .up) }
    case .item(let index, in: _):
      guard model.dialog?.field == nil, model.help == nil, let chosen = model.dialog?.chosen else {
        return expectNothing(stage, hit, at: point, canvas)
      }
      if index == chosen { typed.press(.enter) }
      for _ in 0..<abs(index - chosen) { typed.press(index > chosen ? .down : .up) }
    case .answer(let index):
      guard let ballot = model.openBallot, ballot.typed.count <= 1 else { return }
      if ballot.typed == String(index + 1) {
        typed.press(.enter)
      } else {
        if !ballot.typed.isEmpty { typed.press(.backspace) }
        typed.type(String(index + 1))
      }
    case .time(let scale):
      guard [.main, .compare].contains(model.place) else { return expectNothing(stage, hit, at: point, canvas) }
      let t = model.comparing == nil ? clicked.session.cursor.t : clicked.model.comparing?.t ?? .zero
      // A run that stops at questions may have met one on the way, and one of no length has one column.
      if clicked.model.place == .question { return }
      let column = scale.column(of: scale.start(ofColumn: point.x - hit.area.minX))
      #expect(
        scale.column(of: t) == column && (column == point.x - hit.area.minX || stage.session.recording.endTime == .zero)
      )
      return
    case .pane: return expectNothing(stage, hit, at: point, canvas)
    }
    #expect(clicked.canvas == typed.canvas, "\(hit) at \(point)")
    // On the way to a line, keys try those between.
    if case .item = hit.spot { return }
    #expect(clicked.effects == typed.effects)
  }

  private func expectNothing(_ stage: Stage, _ hit: Hit?, at point: Point, _ canvas: Canvas) {
    var clicked = stage
    clicked.send(.pointed(MouseEvent(.press(.left), at: point), hit))
    #expect(
      clicked.canvas == canvas && clicked.effects == stage.effects, "\(String(describing: hit)) at \(point)")
  }

  private func kind(_ spot: Spot) -> String { "\(spot)".prefix { $0 != "(" }.description }
}
