import CascadeTerminal
import CascadeTrace

/// How a state of a task is shown: a mark of its own in either character set, a word, a colour, and attributes that
/// make it stand out where there are no colours.
struct StateAppearance: Hashable, Sendable {
  let unicode: Unicode.Scalar
  let ascii: Unicode.Scalar
  let role: ColorRole
  /// Added to the mark, with or without colours.
  let attributes: Style.Attributes
  /// Added to mark and word where there are no colours.
  let colourless: Style.Attributes
  /// For narrow screens: a part of the word.
  let shortWord: String

  init(
    _ unicode: Unicode.Scalar, _ ascii: Unicode.Scalar, _ role: ColorRole, _ shortWord: String,
    attributes: Style.Attributes = [], colourless: Style.Attributes = []
  ) {
    self.unicode = unicode
    self.ascii = ascii
    self.role = role
    self.attributes = attributes
    self.colourless = colourless
    self.shortWord = shortWord
  }

  func mark(in charset: Charset) -> Unicode.Scalar { charset == .unicode ? unicode : ascii }
}

extension TaskState {
  var appearance: StateAppearance { TaskAppearance.table[self] ?? TaskAppearance.unknown }
}

extension ContextState {
  var appearance: StateAppearance { ContextAppearance.table[self] ?? TaskAppearance.unknown }
}

extension AfterState {
  var appearance: StateAppearance { AfterAppearance.table[self] ?? TaskAppearance.unknown }
}

extension RowState {
  var appearance: StateAppearance {
    switch self {
    case .task(let state): state.appearance
    case .context(let state), .group(let state): state.appearance
    case .after(let state): state.appearance
    }
  }
}

/// The marks of tasks.
enum TaskAppearance {
  static let unknown = StateAppearance("?", "?", .pending, "?")

  static let table: [TaskState: StateAppearance] = [
    .notSpawned: StateAppearance("◌", ".", .pending, "not spawned", colourless: .dim),
    .spawned: StateAppearance("○", "O", .pending, "spawned"),
    .queued: StateAppearance("·", "_", .pending, "queued", colourless: .dim),
    .running: StateAppearance("●", "o", .running, "running"),
    .done: StateAppearance("✓", "v", .done, "done"),
    .failedFirst: StateAppearance("✗", "X", .failed, "FAILED 1st", attributes: [.bold, .reverse]),
    .failedKept: StateAppearance("✘", "x", .failed, "failed", attributes: .bold),
    .failedNotKept: StateAppearance("╳", "n", .failed, "dropped", colourless: .underline),
    .passedOn: StateAppearance("↑", "^", .failed, "passed on"),
    .told: StateAppearance("◐", ":", .cancelled, "told", colourless: .underline),
    .cleaningUp: StateAppearance("◑", "c", .cancelled, "cleaning up", colourless: .underline),
    .deaf: StateAppearance("!", "!", .cancelled, "DEAF", attributes: .bold),
    .listensElsewhere: StateAppearance("◔", "e", .cancelled, "ELSEWHERE", attributes: .bold),
    .detached: StateAppearance("◎", "d", .running, "detached"),
    .cancelled: StateAppearance("⊘", "/", .cancelled, "cancelled"),
    .toldCompleted: StateAppearance("√", "V", .done, "completed"),
    .failedLate: StateAppearance("⊗", "*", .failed, "failed late"),
    .timedOutAlone: StateAppearance("◷", "t", .cancelled, "deadline"),
    .refused: StateAppearance("∅", "0", .pending, "refused", colourless: .dim),
    .skipped: StateAppearance("»", "s", .pending, "skipped", colourless: .dim),
    .stuck: StateAppearance("■", "#", .failed, "STUCK", attributes: .bold),
    .exited: StateAppearance("▣", "E", .failed, "EXIT", attributes: [.bold, .reverse]),
    .cutOff: StateAppearance("▬", "=", .cancelled, "cut off", attributes: .bold),
    .unknown: unknown,
  ]
}

/// The marks of contexts and of groups, a family of their own.
enum ContextAppearance {
  static let table: [ContextState: StateAppearance] = [
    .notMade: StateAppearance("◌", ".", .pending, "not derived", colourless: .dim),
    .active: StateAppearance("◇", "@", .running, "active"),
    .asked: StateAppearance("◈", "%", .cancelled, "asked"),
    .cancelled: StateAppearance("◆", "&", .cancelled, "cancelled"),
    .closed: StateAppearance("□", "-", .pending, "closed", colourless: .dim),
    .leftOver: StateAppearance("◊", "$", .running, "active"),
    .unknown: TaskAppearance.unknown,
  ]
}

/// The marks of after-functions.
enum AfterAppearance {
  static let table: [AfterState: StateAppearance] = [
    .notMade: StateAppearance("◌", ".", .pending, "not registered", colourless: .dim),
    .waiting: StateAppearance("▷", ")", .pending, "waiting"),
    .fired: StateAppearance("▸", "]", .done, "started"),
    .stopped: StateAppearance("▹", "-", .pending, "stopped", colourless: .dim),
    .unknown: TaskAppearance.unknown,
  ]
}

extension Appearance {
  /// The style of a state's word, and of what else is drawn for it.
  func style(of state: StateAppearance) -> Style {
    let style = style(state.role)
    return isColourless ? style.adding(state.colourless) : style
  }

  /// The cell that holds a state's mark.
  func mark(of state: StateAppearance) -> Cell {
    Cell(state.mark(in: charset), style: style(of: state).adding(state.attributes))
  }
}
