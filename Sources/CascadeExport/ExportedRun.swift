import Cascade
import CascadeNarration
package import CascadeTerminal
import CascadeText
package import CascadeTrace
package import CascadeUI

/// A run to be exported, as the program's own screen shows it: each picture of it is a canvas of the program's model, so
/// that nothing that is taken away can disagree with the terminal.
package struct ExportedRun {
  /// Does what the model asks for while it is looked at: runs a change, writes a program. Nil for what can't be had.
  package typealias Answers = (Effect) -> Message?

  private var model: Model
  private let answers: Answers
  package let size: Size
  private var capabilities: TerminalCapabilities
  /// The branches of the run, in the order in which they were made; the run itself is the first.
  private(set) var branches: [Branch]

  /// - Parameters:
  ///   - model: One with an open run.
  ///   - size: How large pictures are.
  /// - Throws: where no run is open, or the size is one on which nothing can be drawn.
  package init(
    _ model: Model, size: Size, capabilities: TerminalCapabilities = TerminalCapabilities(),
    answers: @escaping Answers = { _ in nil }
  ) throws(ExportRefusal) {
    guard Self.sizes.contains(size) else {
      throw ExportRefusal("a picture has from 60x16 to 400x200 characters, not \(size.columns)x\(size.rows)")
    }
    guard let pictured = model.pictured(size: size), let session = pictured.session else {
      throw ExportRefusal("no run is open")
    }
    self.model = pictured
    self.answers = answers
    self.size = size
    self.capabilities = capabilities
    branches = session.branches.all
    // The program beside the lanes, and the other future, where there is room.
    send(.resized(size))
  }

  private struct Sizes {
    func contains(_ size: Size) -> Bool { (60...400).contains(size.columns) && (16...200).contains(size.rows) }
  }
  private static let sizes = Sizes()

  private var session: RunSession? { model.session }

  var title: String { session?.title ?? "" }
  var name: String { session?.name ?? "" }
  var about: String { session?.about ?? "" }
  /// What happened in the branch that is looked at.
  package var recording: Recording { session?.recording ?? Recording() }
  /// The branch that is looked at, by its place.
  var branch: Int { session?.branches.current ?? 0 }
  var theme: Theme { model.settings.theme }

  /// Makes a branch, and looks at it.
  mutating func branch(_ variation: Variation, _ recording: Recording, change: String) throws(ExportRefusal) {
    send(.branched(variation, recording, change: change))
    guard let session else { throw ExportRefusal("no run is open") }
    branches = session.branches.all
  }

  /// Looks at another branch, from its start.
  mutating func choose(branch: Int) {
    send(.choose(branch: branch))
    send(.seek(recording.start))
  }

  /// Looks from another moment.
  mutating func seek(_ moment: Cursor) { send(.seek(moment)) }

  /// The speed that the run is watched at.
  var ownSpeed: Speed { model.speed }

  /// Plays from where it is, at its own speed or at this one, if that is faster.
  mutating func play(speed: Speed) {
    while model.speed.percent < speed.percent { press(.character("+")) }
    press(.character(" "))
  }

  /// Presses a key.
  mutating func press(_ key: Key) { send(.key(key)) }

  /// Lets the clock on the wall go on to an instant.
  mutating func tick(_ now: Context.Instant) { send(.tick(now: now)) }

  /// After how long something changes; nil where nothing plays.
  var nextTick: Duration? { model.isPlaying ? model.nextTick : nil }

  /// What the screen shows.
  var canvas: Canvas { model.view(size: size, capabilities: capabilities) }

  /// The same in another theme.
  func canvas(in theme: Theme) -> Canvas { model.with(theme).view(size: size, capabilities: capabilities) }

  /// What the screen says first at this moment: what the beat teaches, or else what happened last.
  var sentence: String {
    guard let session else { return "" }
    if !session.lead.isEmpty { return SafeText.make(session.lead) }
    guard session.cursor.position > 0 else { return "" }
    return EventMessage(ofEvent: session.cursor.position - 1, in: session.state).short
  }

  /// The cursor as the screen has it.
  var cursor: Cursor { session?.cursor ?? recording.start }

  /// The picture of one moment.
  ///
  /// - Parameter colors: No more than so many.
  func still(at moment: Cursor, colors: ColorDepth = .full) -> Still {
    var run = self
    run.capabilities.colors = min(capabilities.colors, colors)
    run.seek(moment)
    return Still(
      canvas: run.canvas, title: title, moment: recording.words(for: moment), theme: theme,
      story: recording.narration(at: moment).text)
  }

  /// Messages are answered until nothing more is asked for.
  private mutating func send(_ message: Message) {
    var effects = model.update(message)
    while !effects.isEmpty {
      effects = effects.compactMap(answers).flatMap { model.update($0) }
    }
    model = model.forPaper
  }
}

/// The picture of one moment, and what stands beside it where pictures have words.
package struct Still: Sendable {
  let canvas: Canvas
  let title: String
  /// `at 1.300 s, after event 37`
  let moment: String
  let theme: Theme
  /// What happened, in sentences that are safe to print.
  let story: String
}

extension Recording {
  /// `at 1.300 s, after event 37`.
  func words(for moment: Cursor) -> String {
    let place = "at \(latestState.timeText(moment.t)), after event \(moment.position)"
    return moment.position == count && count > 0 ? "\(place), the last one" : place
  }
}

/// Why something can't be exported, in words that are safe to print.
package struct ExportRefusal: Error, Hashable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
