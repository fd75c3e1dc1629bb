import CascadeTerminal
import CascadeTrace

/// How a state of a task is shown: a mark of its own in either character set, a word, a colour, and attributes that
/// make it stand out where there are no colours.
struct StateLook: Hashable, Sendable {
  let unicode: Unicode.Scalar
  let ascii: Unicode.Scalar
  let hue: Hue
  /// Added to the mark, with or without colours.
  let attributes: Style.Attributes
  /// Added to mark and word where there are no colours.
  let colourless: Style.Attributes
  /// For narrow screens: a part of the word.
  let shortWord: String

  init(
    _ unicode: Unicode.Scalar, _ ascii: Unicode.Scalar, _ hue: Hue, _ shortWord: String,
    attributes: Style.Attributes = [], colourless: Style.Attributes = []
  ) {
    self.unicode = unicode
    self.ascii = ascii
    self.hue = hue
    self.attributes = attributes
    self.colourless = colourless
    self.shortWord = shortWord
  }

  func mark(in charset: Charset) -> Unicode.Scalar { charset == .unicode ? unicode : ascii }
}

extension TaskState {
  var look: StateLook { TaskLook.table[self] ?? TaskLook.unknown }
}

extension ContextState {
  var look: StateLook { ContextLook.table[self] ?? TaskLook.unknown }
}

extension AfterState {
  var look: StateLook { AfterLook.table[self] ?? TaskLook.unknown }
}

extension RowState {
  var look: StateLook {
    switch self {
    case .task(let state): state.look
    case .context(let state), .group(let state): state.look
    case .after(let state): state.look
    }
  }
}

/// The marks of tasks.
enum TaskLook {
  static let unknown = StateLook("?", "?", .pending, "?")

  static let table: [TaskState: StateLook] = [
    .notSpawned: StateLook("◌", ".", .pending, "not yet", colourless: .dim),
    .spawned: StateLook("○", "O", .pending, "spawned"),
    .queued: StateLook("·", "_", .pending, "queued", colourless: .dim),
    .running: StateLook("●", "o", .running, "running"),
    .done: StateLook("✓", "v", .done, "done"),
    .failedFirst: StateLook("✗", "X", .failed, "FAILED 1st", attributes: [.bold, .reverse]),
    .failedKept: StateLook("✘", "x", .failed, "failed", attributes: .bold),
    .failedNotKept: StateLook("╳", "n", .failed, "not kept", colourless: .underline),
    .passedOn: StateLook("↑", "^", .failed, "passed on"),
    .told: StateLook("◐", "~", .cancelled, "cancelling", colourless: .underline),
    .cleaningUp: StateLook("◑", "c", .cancelled, "cleaning up", colourless: .underline),
    .deaf: StateLook("!", "!", .cancelled, "DEAF", attributes: .bold),
    .detached: StateLook("◎", "d", .running, "detached"),
    .cancelled: StateLook("⊘", "/", .cancelled, "cancelled"),
    .toldCompleted: StateLook("√", "V", .done, "completed"),
    .failedLate: StateLook("⊗", "*", .failed, "failed late"),
    .timedOutAlone: StateLook("◷", "t", .cancelled, "timed out"),
    .refused: StateLook("∅", "0", .pending, "refused", colourless: .dim),
    .skipped: StateLook("»", "s", .pending, "skipped", colourless: .dim),
    .stuck: StateLook("■", "#", .failed, "STUCK", attributes: .bold),
    .unknown: unknown,
  ]
}

/// The marks of contexts and of groups, a family of their own.
enum ContextLook {
  static let table: [ContextState: StateLook] = [
    .notMade: StateLook("◌", ".", .pending, "not yet", colourless: .dim),
    .active: StateLook("◇", "@", .running, "active"),
    .asked: StateLook("◈", "%", .cancelled, "asked"),
    .cancelled: StateLook("◆", "&", .cancelled, "cancelled"),
    .closed: StateLook("□", "-", .pending, "closed", colourless: .dim),
    .leftOver: StateLook("◊", "$", .running, "never ended"),
    .unknown: TaskLook.unknown,
  ]
}

/// The marks of after-functions.
enum AfterLook {
  static let table: [AfterState: StateLook] = [
    .notMade: StateLook("◌", ".", .pending, "not yet", colourless: .dim),
    .waiting: StateLook("▷", ")", .pending, "waiting"),
    .fired: StateLook("▸", "]", .done, "fired"),
    .stopped: StateLook("▹", "-", .pending, "stopped", colourless: .dim),
    .unknown: TaskLook.unknown,
  ]
}

extension Look {
  /// The style of a state's word, and of what else is drawn for it.
  func style(of state: StateLook) -> Style {
    let style = style(state.hue)
    return isColourless ? style.adding(state.colourless) : style
  }

  /// The cell that holds a state's mark.
  func mark(of state: StateLook) -> Cell {
    Cell(state.mark(in: charset), style: style(of: state).adding(state.attributes))
  }
}
