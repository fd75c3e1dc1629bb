import Cascade
import CascadeText
package import CascadeTrace

/// Two runs side by side in sentences, one fact a line; safe to print.
package struct ComparisonText: Hashable, Sendable {
  package let lines: [String]

  package init(_ comparison: Comparison) {
    let moment = comparison.moment(at: comparison.endTime)
    var lines = [Self.side("A", comparison.a), Self.side("B", comparison.b), ""]
    lines += moment.facts.map { fact in
      let difference =
        switch fact.gap {
        case nil: ""
        case .duration(.zero), .count(0): " (same)"
        case .count(let more): " (\(more.magnitude) \(more < 0 ? "fewer" : "more") on B)"
        case .duration(let more):
          " (\(TimeText.duration(more < .zero ? .zero - more : more)) \(fact.subject.comparative(more > .zero)) on B)"
        }
      let at = fact.subject == .cause || fact.subject == .answer ? "at " : ""
      func words(_ value: ComparedFact.Value, _ text: String) -> String {
        if case .time = value { "\(at)\(text)" } else { text }
      }
      return
        "\(English.sentence(fact.label)): A \(words(fact.left, fact.a)), B \(words(fact.right, fact.b))\(difference)."
    }
    let different = comparison.pairs.filter(\.differs)
    let hasTasksAlone = comparison.pairs.allSatisfy(\.isTask)
    let subject = hasTasksAlone ? "task" : "task and after-function"
    if different.isEmpty {
      lines += ["", "Every \(subject) does the same on both sides."]
    } else {
      lines += [
        "",
        "\(different.count) of \(English.count(comparison.pairs.count, hasTasksAlone ? "task" : "row")) \(different.count == 1 ? "differs" : "differ"):",
      ]
      lines += different.map { pair in
        let (a, b) = (pair.a.map { moment.a.run.row(number: $0) }, pair.b.map { moment.b.run.row(number: $0) })
        let label = (a ?? b)?.label ?? SafeText.make(pair.id)
        func course(_ row: Row?, _ side: ComparedMoment.OneSide) -> String {
          row.map { Self.course($0, side) } ?? "has no such \(pair.isTask ? "task" : "after-function")"
        }
        let courses = (course(a, moment.a), course(b, moment.b))
        guard courses.0 == courses.1 else { return "  \(label): A \(courses.0), B \(courses.1)." }
        // They come to the same another way.
        return "  \(label): A \(courses.0)\(Self.way(a, besides: b)); B \(courses.1)\(Self.way(b, besides: a))."
      }
    }
    lines.append("")
    lines += moment.lesson
    self.lines = lines
  }

  /// `A: waitgroup (waits for all, cancels nothing)`; `A: errgroup, no grace period (first error cancels the rest)`.
  private static func side(_ letter: String, _ side: Comparison.Side) -> String {
    let policy = side.recording.latestState.outermostGroup?.policy
    let meaning = policy?.kind.map { " (\(GroupWords.meaning(of: $0)))" } ?? ""
    var names = [side.name]
    if let policy, policy.name != side.name { names.insert(policy.name, at: 0) }
    return "\(letter): \(names.map(SafeText.make).joined(separator: ", "))\(meaning)"
  }

  /// What became of a task: `cancelled at 1.230 s, 30 ms after it was told`.
  private static func course(_ row: Row, _ side: ComparedMoment.OneSide) -> String {
    guard let state = row.taskState else { return course(after: row) }
    guard let out = row.outAt else { return state.word }
    let told =
      row.latency.map { ", \($0 == .zero ? "as soon as" : "\(TimeText.duration($0)) after") it was told" } ?? ""
    let isDropped = row.out?.outcome == .completed && side.isThrownAway(row.number)
    return "\(deed(state)) at \(row.run.timeText(out))\(told)\(isDropped ? "; result dropped" : "")"
      + (state == .failedNotKept ? " (error dropped)" : "")
  }

  private static func course(after row: Row) -> String {
    func time(_ t: Context.Instant) -> String { row.run.timeText(t) }
    if let fired = row.firedAt {
      return "started at \(time(fired))"
        + (row.returnedAt.map { $0 == fired ? "" : ", returned at \(time($0))" } ?? ", didn't return")
    }
    return row.stoppedAt.map { "was stopped at \(time($0))" } ?? "never started"
  }

  /// When it started, and what became of its error, where that is another than the other side's.
  private static func way(_ row: Row?, besides other: Row?) -> String {
    guard let row, let other else { return "" }
    let start = row.startedAt == other.startedAt ? nil : row.startedAt.map { ", started at \(row.run.timeText($0))" }
    guard row.error != nil, row.errorFate != other.errorFate else { return start ?? "" }
    let fate =
      switch row.errorFate {
      case .kept: ", error kept"
      case .undecided: ", error not decided"
      case .amongFailures: ", error in Wait's"
      case .dropped: ", error dropped"
      }
    return (start ?? "") + fate
  }

  /// What a task did, in the past tense.
  private static func deed(_ state: TaskState) -> String {
    switch state {
    case .done, .toldCompleted: "completed"
    case .failedFirst: "failed first"
    case .failedKept, .failedNotKept: "failed"
    case .passedOn: "passed on an error"
    case .timedOutAlone: "reached its own deadline"
    case .notSpawned, .spawned, .queued, .running, .told, .cleaningUp, .deaf, .listensElsewhere, .detached, .cancelled,
      .failedLate, .refused, .skipped, .stuck, .exited, .cutOff, .unknown:
      state.word
    }
  }
}

// MARK: Facts

extension ComparedFact {
  /// What it is about, in a few words.
  package var label: String {
    switch subject {
    case .cause: cause.map { $0 == .request ? "request to finish" : $0.label } ?? "first cause"
    case .told: "tasks told in all"
    case .answer: "Wait returns"
    case .errors: "failures Wait returns"
    case .results: "usable results"
    case .wasted: "work after cause"
    case .used: "of it, useful"
    case .extra: "extra"
    case .saved: isLessCleanup ? "saved minus cleanup" : "saved"
    case .discarded: "discarded"
    case .sunk: "sunk"
    }
  }

  package var a: String { words(left) }
  package var b: String { words(right) }

  private func words(_ value: Value) -> String {
    switch value {
    case .time(let t, let isLive): isLive ? TimeText.liveInstant(t) : TimeText.instant(t)
    case .told(let count, let t, let isAtOnce, let isLive):
      "\(count) \(isAtOnce ? "at" : "from") \(isLive ? TimeText.liveInstant(t) : TimeText.instant(t))"
    case .count(_, of: 0): "none"
    case .count(let count, let all): "\(count) of \(all)"
    case .work(let amount): TimeText.duration(amount)
    case .never: subject == .answer ? "never" : "none"
    case .notYet: subject == .cause || subject.isWork ? "none so far" : "not yet"
    }
  }

  /// How much more B has than A; empty where a number would say nothing.
  package var difference: String {
    switch gap {
    case nil: ""
    case .duration(.zero), .count(0): "same"
    case .duration(let more): (more > .zero ? "+" : "") + TimeText.duration(more)
    case .count(let more): more > 0 ? "+\(more)" : "\(more)"
    }
  }
}

extension ComparedFact.Subject {
  /// `later on B`, `more on B`.
  fileprivate func comparative(_ isMore: Bool) -> String {
    isWork ? (isMore ? "more" : "less") : (isMore ? "later" : "earlier")
  }
}

// MARK: The lesson

extension ComparedMoment {
  /// What the whole of it teaches, once both are over.
  package var lesson: [String] { points?.points.map(sentence) ?? [] }

  /// The same in few words, one for each of these sentences. What they leave out stands in the facts.
  package var shortLesson: [String] { points?.points.map(shortSentence) ?? [] }

  /// The places of those first that are to be kept longest where there is little room.
  package var lessonByImportance: [Int] { points?.byImportance ?? [] }

  private func shortSentence(_ point: Lesson.Point) -> String {
    switch point {
    case .advice(let side, losesErrors: true): return "If each result counts, use \(side.rawValue), and keep errors."
    case .deadlock, .earlierAnswer, .noAnswer, .advice: return sentence(point)
    case .notComparable(let why):
      if case .noCause(true, true) = why { return sentence(point) }
      return "Work can't be compared."
    case .work(nil, .zero, _, _, _): return "No work is saved."
    case .work(let side, let amount, let more, _, _):
      guard let side else { return "Both save \(TimeText.duration(amount))." }
      return "\(side.rawValue) saves \(TimeText.duration(amount))\(more ? " more" : "")."
    case .useful(let sides):
      let parts = sides.map { side, amount in
        "\(amount.map(TimeText.duration) ?? "all") of \(side.rawValue)'s"
      }
      return "\(English.sentence(English.list(parts))) later work is useful."
    case .sameAnswer(let t, _, _): return "Wait returns at \(a.run.timeText(t)) on both."
    case .errors(let onA, let onB, _):
      func words(_ error: String?) -> String {
        error.map { $0.count <= 24 ? SafeText.quoted($0) : "an error" } ?? "nil"
      }
      return "Wait returns \(words(onA)) on A, \(words(onB) == words(onA) ? "another" : words(onB)) on B."
    case .results(let onA, let onB):
      let sides = [("A", onA), ("B", onB)].sorted { $0.1 > $1.1 }
      let fewer = sides[1].1 == 0 ? "none" : String(sides[1].1)
      return "\(sides[0].0) has \(English.count(sides[0].1, "result")), \(sides[1].0) \(fewer)."
    }
  }

  private func sentence(_ point: Lesson.Point) -> String {
    switch point {
    case .deadlock(true, true): return "Both sides deadlock."
    case .deadlock(let onA, _): return onA ? "A deadlocks, B doesn't." : "B deadlocks, A doesn't."
    case .notComparable(let why):
      if case .noCause(true, true) = why {
        return isCalm(a.run) && isCalm(b.run)
          ? "Nothing fails or is cancelled on either side." : "Neither side has a cause to count work from."
      }
      return reason(why)
    case .work(nil, .zero, _, _, _): return "Neither side saves any work."
    case .work(let side, let amount, let more, let isAll, let left):
      let of = "the \(TimeText.duration(left)) of work left at the \(cause)"
      guard let side else { return "Both sides save \(TimeText.duration(amount)) of \(of)." }
      return "\(side.rawValue) saves \(isAll ? "all" : "\(TimeText.duration(amount))\(more ? " more" : "")") of \(of)."
    case .useful(let sides):
      let parts = sides.map { side, amount in
        "\(amount.map { "\(TimeText.duration($0)) of the" } ?? "all") work that \(side.rawValue) does after the \(cause)"
      }
      return "\(English.sentence(English.list(parts))) is useful."
    case .sameAnswer(let t, let onA, let onB):
      func clause(_ deaf: [Row]) -> String {
        let isElsewhere = deaf.allSatisfy { $0.step?.isElsewhere == true }
        let (one, more) =
          isElsewhere ? ("listens to another context", "listen to another context") : ("doesn't listen", "don't listen")
        return "\(English.subject(deaf)) \(deaf.count == 1 ? one : more)"
      }
      let deaf =
        onA.map(\.id) == onB.map(\.id)
        ? onA.isEmpty ? [] : [clause(onA)]
        : [("A", onA), ("B", onB)].filter { !$0.1.isEmpty }.map { "on \($0.0), \(clause($0.1))" }
      let why = deaf.isEmpty ? "" : ": \(English.list(deaf))"
      return "Wait returns at \(a.run.timeText(t)) on both sides\(why)."
    case .earlierAnswer(let side, let gap):
      return "Wait returns \(TimeText.duration(gap)) earlier on \(side.rawValue)."
    case .noAnswer(let side): return "On \(side.rawValue), Wait never returns."
    case .errors(let onA, let onB, let hidden):
      let lost = hidden.map { task in
        "; neither side returns \(task.error.map(SafeText.quoted) ?? "the error") from \(task.label)"
      }
      return "Wait returns \(Self.words(onA)) on A and \(Self.words(onB)) on B\(lost ?? "")."
    case .results(let onA, let onB):
      let sides = [("A", onA), ("B", onB)].sorted { $0.1 > $1.1 }
      let fewer = sides[1].1 == 0 ? "none" : String(sides[1].1)
      return "\(sides[0].0) has \(English.count(sides[0].1, "usable result")), \(sides[1].0) has \(fewer)."
    case .advice(let side, let losesErrors):
      let but = losesErrors ? ", and keep errors yourself" : ""
      return "If each result is useful on its own, use \(side.rawValue)\(but)."
    }
  }

  private var cause: String { (a.run.causeKind ?? .failure).word }

  /// Whether no task returned anything but nil.
  private func isCalm(_ run: RunState) -> Bool {
    run.tasks.allSatisfy { $0.out.map { $0.outcome == .completed } ?? true }
  }

  /// The text of an error, cut where it is long.
  private static func words(_ error: String?) -> String {
    guard let error else { return "nil" }
    let most = 40
    return error.count <= most ? SafeText.quoted(error) : SafeText.quoted(error.prefix(most - 3) + "...")
  }

  /// Why amounts of work can't be compared.
  private func reason(_ why: Footing.Difference) -> String {
    func label(_ id: String) -> String { (a.run.row(id) ?? b.run.row(id))?.label ?? SafeText.make(id) }
    func cannot(_ why: String) -> String { "Work can't be compared: \(why)." }
    switch why {
    case .noCause(let onA, _):
      let (side, run) = onA ? ("A", a.run) : ("B", b.run)
      return cannot(
        isCalm(run) ? "nothing fails or is cancelled on \(side)" : "\(side) has no cause to count it from")
    case .causes(let one, let other):
      func cause(_ run: RunState) -> String { (run.causeKind ?? .failure).label }
      let (left, right) = (cause(a.run), cause(b.run))
      return cannot(
        left == right
          ? "the \(left) is at \(a.run.timeText(one)) on A and at \(b.run.timeText(other)) on B"
          : "on A the \(left) is at \(a.run.timeText(one)), on B the \(right) at \(b.run.timeText(other))")
    case .limits(let group, let one, let other):
      let words = [one, other].map { $0.map { "limit \($0)" } ?? "no limit" }
      return cannot("\(label(group)) has \(words[0]) on A and \(words[1]) on B")
    case .noPlans: return cannot("no task has a plan")
    case .plan(let task): return cannot("\(label(task)) has other work to do on each side")
    case .beginning(let task): return cannot("\(label(task)) already differs before the failure")
    case .onlyOnB(let task): return cannot("only B has \(label(task)) before the failure")
    case .work(let moreOnA): return cannot("\(moreOnA ? "A" : "B") has more work left at its failure")
    }
  }
}
