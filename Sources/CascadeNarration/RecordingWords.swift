package import Cascade
package import CascadeEvents
import CascadeText
package import CascadeTrace

/// What a recording can't know, said of itself: the most important first.
package struct RecordingWords: Hashable, Sendable {
  /// One thing that isn't known.
  private struct Lack: Hashable {
    let whole: String
    /// The same in a few words, for one line of the screen.
    let short: String
  }

  private let lacks: [Lack]

  /// - Parameter isOver: Whether nothing more can come: what isn't there by then is missing.
  package init(
    _ gaps: RecordingGaps, isLive: Bool = false, isOver: Bool = true, folded: Recording.Folded = Recording.Folded()
  ) {
    let spot = gaps.places.first.map { " before line \($0)" } ?? ""
    var lacks: [Lack] = []
    func add(_ whole: String, _ short: String) { lacks.append(Lack(whole: whole, short: short)) }
    if gaps.missing > 0 {
      let events = English.count(gaps.missing, "event")
      let be = English.be(gaps.missing)
      add(
        gaps.places.count > 1
          ? "\(events) \(be) missing at \(gaps.places.count) places, the first\(spot). What they change is marked ?."
          : "\(events) \(be) missing\(spot). What \(gaps.missing == 1 ? "it changes" : "they change") is marked ?.",
        "\(events) missing\(spot)")
    }
    if gaps.dropped > 0 {
      let events = English.count(gaps.dropped, "event")
      add("\(events) \(English.were(gaps.dropped)) dropped where the run was recorded.", "\(events) dropped")
    }
    // From when on all is here is what one that scrolls back wants to know; how much isn't stands behind.
    if !folded.isEmpty {
      let until = folded.until.map { " up to \(TimeText.liveInstant($0))" } ?? ""
      add(
        "Old tasks are folded away\(until): \(English.list(Self.counts(folded))).", "old tasks folded away\(until)")
    }
    if let t = gaps.joinedAt {
      let time = isLive ? TimeText.liveInstant(t) : TimeText.instant(t)
      let events = English.count(gaps.missingAtStart, "event")
      add(
        "The recording begins in the middle of the run, at \(time): the \(events) before aren't known.",
        "joined late, after \(events)")
    } else if gaps.version == nil {
      add("The first line is missing: which clock the run goes by isn't known.", "no first line")
    }
    if let cut = gaps.cutOff {
      add(
        "The recording is cut off in its last line, \(cut). What came after isn't known.", "cut off in line \(cut.line)"
      )
    } else if gaps.hasGivenUp, let problem = gaps.problems.last {
      add("The recording isn't read to its end: \(problem).", "read up to line \(problem.line)")
    } else if gaps.isUnfinished, isOver {
      add("The recording ends before the run does: what came after isn't known.", "ends before the run")
    }
    if !folded.isEmpty { add("", Self.counts(folded).joined(separator: ", ") + " folded away") }
    let unread = gaps.problemCount - (gaps.cutOff == nil ? 0 : 1)
    if let problem = gaps.problems.first(where: { $0 != gaps.cutOff }), unread > 0, !(gaps.hasGivenUp && unread == 1) {
      add(
        unread == 1 ? "Line \(problem)." : "\(unread) problems in its lines, the first in line \(problem).",
        "line \(problem.line): \(problem.message)")
    }
    if gaps.moved > 0 {
      let lines = English.count(gaps.moved, "line")
      add(
        "\(lines) \(gaps.moved == 1 ? "stands" : "stand") in the wrong place, and \(English.be(gaps.moved)) read "
          + "where \"seq\" says.", "\(lines) out of order")
    }
    if gaps.earlier > 0 {
      let lines = English.count(gaps.earlier, "line")
      add(
        "\(lines) \(gaps.earlier == 1 ? "has" : "have") an earlier time than the one before, and \(English.be(gaps.earlier)) "
          + "shown at that one's.", "\(lines) with times that go back")
    }
    if gaps.unknownKinds > 0 {
      let lines = English.count(gaps.unknownKinds, "line")
      add(
        "\(lines) \(English.be(gaps.unknownKinds)) of a kind that isn't known here: what they say isn't shown.",
        "\(lines) of unknown kinds")
    }
    if !gaps.hasPlans, isOver {
      add("No task says how much work it has before it: what a cancellation saves isn't known.", "")
    }
    self.lacks = lacks
  }

  private static func counts(_ folded: Recording.Folded) -> [String] {
    [
      (folded.well, "returned well"), (folded.unknown, "ended unseen"), (folded.ill, "failed or were told long ago"),
      (folded.open, "go on"),
    ].filter { $0.0 > 0 }.map { "\($0.0) that \($0.1)" }
  }

  /// A sentence for each; they are safe to print.
  package var sentences: [String] { lacks.map(\.whole).filter { !$0.isEmpty } }

  /// All in one line, or an empty one: what is shown elsewhere, too, left out.
  package var line: String { short.isEmpty ? "" : "Not all is known: \(short)." }

  /// The same without the beginning.
  var short: String { lacks.map(\.short).filter { !$0.isEmpty }.joined(separator: "; ") }

  /// What stands in front while the past of a live run is looked at and no more of its events are taken in.
  package static func held(since t: Context.Instant, key: String) -> String {
    "What came after \(TimeText.liveInstant(t)) waits for \(key)."
  }

  /// Why a recording, or a program that is only watched, can't be asked what if.
  package static let noWhatIf = "This is a recording: what happened can't be run again with a change."
  package static let noWhatIfInProgram = "This is a program that is watched: it can't be run again with a change."
  /// Why it can't be started again.
  package static let noRestart = "This is a program that is watched: it can't be started again from here."
  /// Why there is no program beside it.
  package static let noCode = "A recording says what a program did, not how it is written."
}

extension Recording {
  /// What there is to say of an event by itself.
  package func message(ofEvent number: Int) -> EventMessage { EventMessage(ofEvent: number, in: state(at: number + 1)) }
}
