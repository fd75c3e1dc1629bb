import Cascade
import CascadeNarration
import CascadeTerminal
package import CascadeTrace

/// One row of the picture, ready to be drawn: a label, a lane, and words behind the lane's front.
struct PictureRow {
  /// A stretch of the lane.
  struct Piece {
    let fill: LaneFill
    let from: Context.Instant
    let to: Context.Instant
  }

  /// A character or a red cell at one instant.
  struct Mark {
    enum Kind { case line, end, asked }

    let t: Context.Instant
    let kind: Kind
    var sign: PictureAppearance.Mark?
    var paint: Paint
  }

  /// The number of the row in the roster.
  let number: Int
  var label: String
  var labelPaint: Paint
  /// What stands before the label: blanks or connectors.
  var indent: String
  /// The same in the lower rows of a high lane.
  var trunks: String
  var stretches: [Piece] = []
  var marks: [Mark] = []
  /// How far the lane reaches, even where there is nothing to draw: words stand behind it.
  var front: Context.Instant?
  var words = LaneWords()
}

extension PictureRow {
  /// The row of a task, a group's caller, a context or an after-function, as seen from a cursor.
  ///
  /// - Parameter isFlashing: The travelling cascade reaches this row in this frame.
  init(
    _ row: Row, recording: Recording, index: CascadeIndex, cursor: Cursor, indent: String, trunks: String,
    isFlashing: Bool
  ) {
    let timeline = recording.timeline(of: row, at: cursor, index: index)
    number = row.number
    label = row.pictureLabel
    labelPaint = row.kind == .group ? .strong : row.isBorn ? .text : .faint
    self.indent = indent
    self.trunks = trunks
    let isDone = row.taskState == .done
    stretches = timeline.segments.map { Piece(fill: LaneFill($0.stretch, isDone: isDone), from: $0.from, to: $0.to) }
    words = LaneWords(row, timeline: timeline, now: cursor.t)
    front = row.isBorn ? timeline.front : nil
    marks = timeline.causes.map { Mark(t: $0, kind: .line, paint: .causeLine) }
    if let asked = timeline.asked { marks.append(Mark(t: asked, kind: .asked, sign: .asked, paint: .asked)) }
    if let end = timeline.end, let sign = Self.sign(atTheEndOf: row) {
      let isCause = words.words.contains { $0.tone == .cause }
      if isCause, row.isContext { marks.removeAll { $0.kind == .line && $0.t == end } }
      marks.append(
        Mark(t: end, kind: isCause ? .line : .end, sign: sign, paint: isCause ? .causeArea : Self.paint(of: sign)))
      if isCause, row.kind == .task { labelPaint = .causeArea }
    }
    if isFlashing { flash() }
  }

  private static func sign(atTheEndOf row: Row) -> PictureAppearance.Mark? {
    switch row.kind {
    case .group: return .returned
    case .after: return row.firedAt == nil ? .out : .starts
    case .context:
      guard row.contextState == .cancelled else { return nil }
      return row.telling?.told.origin == row.id ? .failed : nil
    case .task:
      switch row.taskState {
      case .done, .toldCompleted: return .done
      case .failedFirst, .failedKept, .failedNotKept, .failedLate: return .failed
      // What no cancellation explains is a failure like any other.
      case .cancelled, .passedOn, .timedOutAlone: return row.isEndedQuietly ? .out : .failed
      case .notSpawned, .spawned, .queued, .running, .told, .cleaningUp, .deaf, .listensElsewhere, .detached, .refused,
        .skipped, .stuck, .exited, .cutOff, .unknown, nil:
        return nil
      }
    }
  }

  private static func paint(of sign: PictureAppearance.Mark) -> Paint {
    switch sign {
    case .done: .strong
    case .failed: .cause
    case .out: .out
    case .returned: .waitArea
    case .starts: .toldArea
    case .asked, .beat, .beatToCome, .past, .toCome, .beatPlace, .ellipsis, .edge, .ghostLine, .branch, .lastBranch,
      .trunk, .layerEdge, .lost, .selected, .ghostBar:
      .text
    }
  }

  private mutating func flash() {
    labelPaint = .flash
    for index in words.words.indices where words.words[index].tone != .plain {
      words.words[index].isFlashing = true
    }
  }
}

extension Row {
  /// What stands before its lane. Beside groups a context says that it is one.
  var pictureLabel: String {
    switch kind {
    case .group: waitLabel
    case .context(let what):
      run.roster.isOfContextsAlone ? leafName : isNamedByItsKind ? what.goName : "ctx \(leafName)"
    case .task, .after: name.isEmpty ? label : leafName
    }
  }

  /// `g.Wait()`: what the caller of a group is in.
  package var waitLabel: String {
    let call = policy?.name == "waitgroup" ? "wg.Wait()" : "g.Wait()"
    // A program that goes on for long has many groups with nothing above them.
    if parent == nil, !isOutermost || isBesideGroups { return "\(leafName).Wait()" }
    guard let owner = parent, owner.kind == .task || !isOutermost else { return call }
    return isOutermost ? call : "\(leafName).Wait()"
  }

  private var isBesideGroups: Bool {
    run.roster.members[number].nextSibling.map { run.roster.members[$0].kind == .group } ?? false
  }

  /// Whether its author gave a context no name.
  private var isNamedByItsKind: Bool { ["cancel", "timeout", "deadline"].contains(name) }

  private var isOutermost: Bool { run.outermostGroup?.number == number }

  /// The last part of its name.
  var leafName: String { label.split(separator: "/").last.map(String.init) ?? label }
}

/// Columns of a lane: times to columns, and what each column shows.
struct LaneRaster {
  private(set) var fills: [LaneFill?]
  private(set) var marks: [Int: PictureRow.Mark] = [:]
  /// The last column that shows anything; -1 for none.
  private(set) var last = -1
  private let scale: TimeScale

  init(_ row: PictureRow, scale: TimeScale) {
    self.scale = scale
    fills = Array(repeating: nil, count: scale.columns)
    for stretch in row.stretches {
      let (start, end) = (scale.column(of: stretch.from), scale.column(of: stretch.to))
      for column in start...max(start, end) { fills[column] = stretch.fill }
      last = max(last, end)
    }
    let inOrder = row.marks.sorted { ($0.t, $0.kind == .end ? 1 : 0) < ($1.t, $1.kind == .end ? 1 : 0) }
    for mark in inOrder {
      var column = scale.column(of: mark.t)
      while marks[column] != nil, column < scale.columns { column += 1 }
      if mark.kind == .end, column < last { column = last }
      marks[column] = mark
      last = max(last, column)
    }
    if last < 0, let front = row.front { last = scale.column(of: front) - 1 }
  }

  /// The columns in which the line of a cause stands.
  static func lineColumns(of row: PictureRow, scale: TimeScale) -> Set<Int> {
    Set(row.marks.filter { $0.kind == .line }.map { scale.column(of: $0.t) })
  }
}

extension Event.ContextMade.What {
  /// What Go calls the function that derives it.
  fileprivate var goName: String {
    switch self {
    case .deadline: "WithTimeout"
    case .withoutCancel: "WithoutCancel"
    case .value: "WithValue"
    case .background: "Background"
    case .todo: "TODO"
    case .cancel, .merged, .after, .shutdown: "WithCancel"
    }
  }
}
