import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace

@testable import CascadeUI

/// A model with a run on it, and ways to type at it.
struct Stage {
  var model: Model { didSet { drawn = Drawn() } }
  var size: Size { didSet { drawn = Drawn() } }
  var capabilities: TerminalCapabilities { didSet { drawn = Drawn() } }
  /// What the model wants done, but for programs.
  private(set) var effects: [Effect] = []
  /// The programs that it wants written, in order.
  private(set) var lists: [Effect] = []
  /// Whether a cascade that travels because a key went on to it has arrived at once, as if the user had waited.
  var arrivesAtOnce = true
  /// Runs the open scenario with changes; nobody answers without.
  var run: (@Sendable (Variation) -> Answer<Recording>)?
  /// What was drawn since the last change.
  private var drawn = Drawn()

  static let gallery = [
    GalleryEntry(name: "all-well", title: "All well", about: "Nobody fails; wait returns when the last task is out."),
    GalleryEntry(
      name: "first-failure", title: "One service dies, the page gives up",
      about: "The first error cancels the context that all siblings share."),
    GalleryEntry(name: "deadline", title: "Too slow", about: "A deadline tells everybody, and nobody failed first."),
    GalleryEntry(name: "deaf", title: "Somebody doesn't listen", about: "Told is not out: wait needs everybody out."),
    GalleryEntry(
      name: "late", title: "Started after the cancel", about: "The failure frees a slot for one who comes too late."),
  ]

  /// The built-in scenarios.
  static let course = Gallery.all.compactMap { entry in
    try? entry.scenario()
  }.enumerated().map { index, scenario in
    GalleryEntry(name: Gallery.all[index].name, title: scenario.title, about: scenario.about ?? "")
  }

  init(
    _ size: Size = Size(columns: 100, rows: 30), charset: Charset = .unicode, colors: ColorDepth = .full,
    keyMap: KeyMap = .standard, motion: Motion = .full, gallery: [GalleryEntry] = Stage.gallery
  ) {
    self.size = size
    capabilities = TerminalCapabilities(colors: colors, charset: charset)
    model = Model(
      gallery: gallery, size: size, capabilities: capabilities, motion: motion, keyMap: keyMap,
      exports: Stage.exports)
    model.settings.speed = .normal
  }

  static let exports = [
    ExportOffer(name: "svg", fileExtension: "svg", words: "a picture", isOfAMoment: true),
    ExportOffer(name: "cast", fileExtension: "cast", words: "the run playing", isOfAMoment: false),
  ]

  /// With a run open.
  init(
    watching events: [Event], title: String = "One service dies, the page gives up",
    _ size: Size = Size(columns: 100, rows: 30), charset: Charset = .unicode, colors: ColorDepth = .full,
    isLive: Bool = false, motion: Motion = .full
  ) {
    self.init(size, charset: charset, colors: colors, motion: motion)
    send(.opened(Opening(name: "first-failure", title: title, recording: Recording(events), isLive: isLive)))
  }

  /// Lets runs play at their own speed; times in tests count at ×1.
  mutating func forgetSpeed() { model.settings.speed = nil }

  mutating func send(_ message: Message) {
    let wishes = model.update(message)
    if arrivesAtOnce, !isTick(message) { model.changeSession { $0.finishTravel() } }
    effects += wishes.filter { !$0.isList }
    lists += wishes.filter(\.isList)
    for case .run(let variation) in wishes {
      if let run { send(.ran(variation, run(variation))) }
    }
  }

  private func isTick(_ message: Message) -> Bool {
    if case .tick = message { true } else { false }
  }

  mutating func press(_ keys: Key...) {
    for key in keys { send(.key(key)) }
  }

  /// Types the characters of a text.
  mutating func type(_ text: String) {
    for character in text { send(.key(.character(character))) }
  }

  /// Lets so many milliseconds go by on the wall, in frames as long as a terminal's, or shorter where the model wants it.
  mutating func play(_ milliseconds: Int64, from now: Context.Instant = .zero, seen: (Stage) -> Void = { _ in }) {
    var t = now
    let end = now.advanced(by: .milliseconds(milliseconds))
    while true {
      send(.tick(now: t))
      seen(self)
      guard t < end else { return }
      let step = min(Duration.milliseconds(33), model.nextTick ?? .milliseconds(33))
      t = min(end, t.advanced(by: max(.milliseconds(1), step)))
    }
  }

  var canvas: Canvas {
    if let canvas = drawn.canvas { return canvas }
    let canvas = model.view(size: size, capabilities: capabilities)
    drawn.canvas = canvas
    return canvas
  }

  /// The screen of the run.
  var page: WatchingPage {
    if let page = drawn.page { return page }
    let page = WatchingPage(model, session: session, size: size, appearance: appearance)
    drawn.page = page
    return page
  }

  /// One screen is read many times; drawing it is what costs.
  private final class Drawn {
    var canvas: Canvas?
    var page: WatchingPage?
  }

  var session: RunSession { model.session! }
  var position: Int { session.cursor.position }
}

extension Effect {
  fileprivate var isList: Bool {
    if case .list = self { true } else { false }
  }
}
