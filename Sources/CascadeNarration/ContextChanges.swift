import Cascade
import CascadeText
import CascadeTrace

/// How contexts that belong to no task and no group, and after-functions, fare otherwise in a branch than in the run that
/// it was made from. Those of which the same can be said share a sentence.
struct ContextChanges {
  let sentences: [String]

  init(before: RunState, after: RunState) {
    var said: [(words: Predicate, rows: [Row])] = []
    for row in after.rows {
      guard let words = Self.change(of: row, from: before.row(row.id)) else { continue }
      if let place = said.firstIndex(where: { $0.words == words }) {
        said[place].rows.append(row)
      } else {
        said.append((words, [row]))
      }
    }
    sentences = said.map { change in
      let names = change.rows.map(\.label)
      return "\(English.list(names)) \(change.words.of(names.count))."
    }
  }

  private static func change(of row: Row, from was: Row?) -> Predicate? {
    switch row.kind {
    case .context where !row.isShutdownSignal:
      let (old, new) = (was.flatMap(\.cancelledAt), row.cancelledAt)
      return times(old, new, "cancelled") ?? (old == nil ? nil : cause(of: row, from: was))
    case .after: return fires(was?.firedAt, row.firedAt)
    case .context, .group, .task: return nil
    }
  }

  private static func times(_ was: Context.Instant?, _ now: Context.Instant?, _ what: String) -> Predicate? {
    switch (was, now) {
    case (let was?, let now?) where was != now:
      let when = "\(what) \(Shift.words(from: was, to: now)), at \(TimeText.instant(now))"
      return Predicate("is \(when)", "are \(when)")
    case (nil, let now?):
      let when = "\(what) at \(TimeText.instant(now))"
      return Predicate("is \(when)", "are \(when)")
    case (.some, nil): return Predicate("isn't \(what) any more", "aren't \(what) any more")
    default: return nil
    }
  }

  private static func cause(of row: Row, from was: Row?) -> Predicate? {
    guard let text = row.telling?.told.causeText, text != was?.telling?.told.causeText else { return nil }
    let words = "for another cause: \(SafeText.quoted(text))"
    return Predicate("is cancelled \(words)", "are cancelled \(words)")
  }

  private static func fires(_ was: Context.Instant?, _ now: Context.Instant?) -> Predicate? {
    switch (was, now) {
    case (let was?, let now?) where was != now:
      let when = "\(Shift.words(from: was, to: now)), at \(TimeText.instant(now))"
      return Predicate("starts \(when)", "start \(when)")
    case (nil, let now?): return Predicate("starts at \(TimeText.instant(now))", "start at \(TimeText.instant(now))")
    case (.some, nil): return Predicate("never starts", "never start")
    default: return nil
    }
  }
}

extension Row {
  /// When the context was cancelled, rather than merely released.
  fileprivate var cancelledAt: Context.Instant? {
    guard let telling, telling.told.reason != .scopeEnded else { return nil }
    return toldAt
  }
}
