import Cascade

/// Makes an event of one line.
enum EventParser {
  /// The event; nil for a kind that this version doesn't know.
  static func parse(_ line: [UInt8]) throws(LineFault) -> Event? {
    let fields = try EventFields(try JSONReader.read(line))
    guard let name = KindName(rawValue: try fields.text("kind")) else { return nil }
    let seq = try fields.count("seq")
    let t = try fields.instant("t")
    guard t >= .zero else { throw LineFault(column: fields.column(of: "t"), message: "\"t\" is negative") }
    return Event(seq: seq, t: t, id: try fields.text("id"), kind: try kind(name, fields))
  }

  private static func kind(_ name: KindName, _ fields: EventFields) throws(LineFault) -> Event.Kind {
    switch name {
    case .runStarted:
      return .runStarted(
        Event.RunStart(
          version: try fields.count("version"), clock: try fields.word("clock"),
          seed: try fields.optionalInteger("seed"), scenario: try fields.optionalText("scenario")))
    case .runEnded: return .runEnded(try fields.word("ending"))
    case .contextMade:
      return .contextMade(
        Event.ContextMade(
          parent: try fields.text("parent"), what: try fields.word("what"), name: try fields.text("name"),
          deadline: try fields.optionalInstant("deadline"), location: try fields.optionalText("location"),
          key: try fields.optionalText("key"), value: try fields.optionalText("value")))
    case .contextTold: return .contextTold(try told(fields))
    case .contextEnded: return .contextEnded
    case .groupOpened:
      return .groupOpened(
        Event.GroupOpened(
          parent: try fields.text("parent"), name: try fields.text("name"), kind: try fields.text("policy"),
          options: try fields.texts("options")))
    case .groupWaiting: return .groupWaiting(who: try fields.text("who"))
    case .groupFailureKept:
      return .groupFailureKept(task: try fields.text("task"), error: try fields.text("error"))
    case .groupClosed: return .groupClosed(error: try fields.optionalText("error"))
    case .taskSpawned:
      return .taskSpawned(
        Event.TaskSpawned(
          group: try fields.text("group"), name: try fields.text("name"),
          location: try fields.optionalText("location")))
    case .taskQueued: return .taskQueued
    case .taskStarted: return .taskStarted
    case .taskRefused: return .taskRefused(why: try fields.text("why"))
    case .taskSkipped: return .taskSkipped(why: try fields.text("why"))
    case .taskTold: return .taskTold(try told(fields))
    case .taskOut:
      return .taskOut(
        Event.TaskOut(
          outcome: try fields.word("outcome"), error: try fields.optionalText("error"),
          kept: try fields.flag("kept"), through: try fields.optionalText("through")))
    case .afterFired: return .afterFired
    case .afterStopped: return .afterStopped
    case .deadlock:
      return .deadlock(
        try fields.items("waiting").map { item throws(LineFault) in
          let line = try EventFields(item)
          return Event.Waiting(who: try line.text("who"), what: try line.text("what"))
        })
    case .dropped: return .dropped(count: try fields.count("count"))
    case .intervention:
      return .intervention(what: try fields.text("what"), target: try fields.text("target"))
    case .noteStep:
      return .note(
        .step(
          index: try fields.count("index"), label: try fields.text("label"),
          planned: try fields.optionalDuration("planned"), listens: try fields.flag("listens")))
    case .noteCleanup: return .note(.cleanup(planned: try fields.duration("planned")))
    case .notePlan: return .note(.plan(total: try fields.duration("total")))
    case .noteLog: return .note(.log(try fields.text("text")))
    case .notePause: return .note(.pause(planned: try fields.duration("planned")))
    case .noteRetry:
      return .note(.retry(attempt: try fields.count("attempt"), limit: try fields.count("limit")))
    }
  }

  private static func told(_ fields: EventFields) throws(LineFault) -> Event.Told {
    Event.Told(
      error: try fields.text("error"), reason: try reason(fields), cause: try fields.text("cause"),
      origin: try fields.text("origin"))
  }

  private static func reason(_ fields: EventFields) throws(LineFault) -> Cancellation.Reason {
    try fields.word("reason")
  }
}
