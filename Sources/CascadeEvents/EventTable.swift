import Cascade

/// How one kind of event looks in a line: read and written by the same list.
struct EventShape: Sendable {
  /// What the kind is called.
  let name: String
  /// The keys as the article lists them, in brackets where they may be missing: `[error]`.
  let keys: [String]
  let read: @Sendable (EventFields) throws(LineFault) -> Event.Kind
  /// Writes the keys of an event of this kind after what `begin` writes; does nothing for another.
  ///
  /// - Returns: whether it was of this kind.
  let write: @Sendable (Event.Kind, inout [UInt8], _ begin: (inout [UInt8]) -> Void) -> Bool
  /// The same event with other paths and times; none for another kind.
  let move:
    @Sendable (Event.Kind, _ path: (String) -> String, _ time: (Context.Instant) -> Context.Instant) -> Event.Kind?

  /// - Parameters:
  ///   - blank: A payload to be filled in.
  ///   - fields: In the order of their keys.
  init<Payload: Sendable>(
    _ name: String, _ blank: Payload, _ fields: [LineField<Payload>],
    make: @escaping @Sendable (Payload) -> Event.Kind, take: @escaping @Sendable (Event.Kind) -> Payload?
  ) {
    let fields = fields.sorted { $0.key < $1.key }
    self.name = name
    keys = fields.compactMap { field in
      switch field.presence {
      case .always: field.key
      case .sometimes: "[\(field.key)]"
      case .never: nil
      }
    }
    read = { line throws(LineFault) in
      var payload = blank
      for field in fields { try field.read(line, &payload) }
      return make(payload)
    }
    write = { kind, bytes, begin in
      guard let payload = take(kind) else { return false }
      begin(&bytes)
      for field in fields { field.write(payload, &bytes) }
      return true
    }
    move = { kind, path, time in
      guard var payload = take(kind) else { return nil }
      for field in fields { field.move(&payload, path, time) }
      return make(payload)
    }
  }

  /// Of a kind that carries nothing.
  init(_ name: String, _ kind: Event.Kind) {
    self.init(name, false, [], make: { _ in kind }, take: { $0 == kind ? true : nil })
  }
}

/// All kinds of events, each with its name and its keys: the one list of them, from which lines are read and written.
package enum EventTable {
  /// The most frequent ones first.
  static let shapes: [EventShape] = [
    EventShape("task.started", .taskStarted),
    EventShape(
      "task.spawned", Event.TaskSpawned(group: "", name: ""),
      [LineField(path: "group", \.group), LineField("location", \.location), LineField("name", \.name)],
      make: Event.Kind.taskSpawned, take: { if case .taskSpawned(let spawned) = $0 { spawned } else { nil } }),
    EventShape(
      "task.out", Event.TaskOut(outcome: .completed),
      [
        LineField("error", \.error), LineField("kept", \.kept), LineField("outcome", \.outcome),
        LineField(path: "through", \.through),
      ],
      make: Event.Kind.taskOut, take: { if case .taskOut(let out) = $0 { out } else { nil } }),
    EventShape(
      "task.told", blankTold, toldFields, make: { .taskTold($0.normalized) },
      take: { if case .taskTold(let told) = $0 { told } else { nil } }),
    EventShape("task.queued", .taskQueued),
    EventShape(
      "note.step", (index: 0, label: "", planned: Duration?.none, listens: Event.Listening.yes),
      [
        LineField("index", \.index), LineField("label", \.label), LineField("planned", \.planned),
        LineField("listens", \.listens),
      ],
      make: { .note(.step(index: $0.index, label: $0.label, planned: $0.planned, listens: $0.listens)) },
      take: {
        guard case .note(.step(let index, let label, let planned, let listens)) = $0 else { return nil }
        return (index, label, planned, listens)
      }),
    EventShape(
      "note.wait", (index: 0, awaited: Event.Awaited.told, listens: Event.Listening.yes),
      [LineField("for", \.awaited), LineField("index", \.index), LineField("listens", \.listens)],
      make: { .note(.wait(index: $0.index, for: $0.awaited, listens: $0.listens)) },
      take: {
        guard case .note(.wait(let index, let awaited, let listens)) = $0 else { return nil }
        return (index, awaited, listens)
      }),
    EventShape(
      "note.signal", Box(""), [LineField("name", \.value)], make: { .note(.signal($0.value)) },
      take: { if case .note(.signal(let name)) = $0 { Box(name) } else { nil } }),
    EventShape(
      "note.returns", Box(Event.ErrorInfo?.none), [LineField("error", \.value)],
      make: { .note(.returns(error: $0.value)) },
      take: { if case .note(.returns(let error)) = $0 { Box(error) } else { nil } }),
    EventShape(
      "note.exit", (status: 0, text: String?.none), [LineField("status", \.status), LineField("text", \.text)],
      make: { .note(.exit(status: $0.status, text: $0.text)) },
      take: { if case .note(.exit(let status, let text)) = $0 { (status, text) } else { nil } }),
    EventShape(
      "note.plan", Box(Duration.zero), [LineField("total", \.value)], make: { .note(.plan(total: $0.value)) },
      take: { if case .note(.plan(let total)) = $0 { Box(total) } else { nil } }),
    EventShape(
      "note.cleanup", Box(Duration.zero), [LineField("planned", \.value)], make: { .note(.cleanup(planned: $0.value)) },
      take: { if case .note(.cleanup(let planned)) = $0 { Box(planned) } else { nil } }),
    EventShape(
      "note.pause", Box(Duration.zero), [LineField("planned", \.value)], make: { .note(.pause(planned: $0.value)) },
      take: { if case .note(.pause(let planned)) = $0 { Box(planned) } else { nil } }),
    EventShape(
      "note.call", (id: "", side: Event.CallSide.made), [LineField("call", \.id), LineField("side", \.side)],
      make: { .note(.call(id: $0.id, side: $0.side)) },
      take: { if case .note(.call(let id, let side)) = $0 { (id, side) } else { nil } }),
    EventShape(
      "note.log", Box(""), [LineField("text", \.value)], make: { .note(.log($0.value)) },
      take: { if case .note(.log(let text)) = $0 { Box(text) } else { nil } }),
    EventShape(
      "note.retry", (attempt: 0, limit: 0), [LineField("attempt", \.attempt), LineField("limit", \.limit)],
      make: { .note(.retry(attempt: $0.attempt, limit: $0.limit)) },
      take: { if case .note(.retry(let attempt, let limit)) = $0 { (attempt, limit) } else { nil } }),
    EventShape(
      "task.refused", Box(""), [LineField("why", \.value)], make: { .taskRefused(why: $0.value) },
      take: { if case .taskRefused(let why) = $0 { Box(why) } else { nil } }),
    EventShape(
      "task.skipped", Box(""), [LineField("why", \.value)], make: { .taskSkipped(why: $0.value) },
      take: { if case .taskSkipped(let why) = $0 { Box(why) } else { nil } }),
    EventShape(
      "context.made", Event.ContextMade(parent: "", what: .cancel, name: ""),
      [
        LineField("deadline", \.deadline), LineField("key", \.key), LineField("location", \.location),
        LineField("name", \.name), LineField(path: "parent", \.parent), LineField("value", \.value),
        LineField("what", \.what),
      ],
      make: Event.Kind.contextMade, take: { if case .contextMade(let made) = $0 { made } else { nil } }),
    EventShape(
      "context.told", blankTold, toldFields, make: { .contextTold($0.normalized) },
      take: { if case .contextTold(let told) = $0 { told } else { nil } }),
    EventShape("context.ended", .contextEnded),
    EventShape(
      "group.opened", GroupFields(),
      [
        LineField("cancelsOn", \.cancelsOn), LineField("keeps", \.keeps), LineField("name", \.name),
        LineField("options", \.options), LineField(path: "parent", \.parent), LineField("policy", \.policy),
      ],
      make: { .groupOpened($0.opened) },
      take: { if case .groupOpened(let opened) = $0 { GroupFields(opened) } else { nil } }),
    EventShape(
      "group.waiting", Box(""), [LineField(path: "who", \.value)], make: { .groupWaiting(who: $0.value) },
      take: { if case .groupWaiting(let who) = $0 { Box(who) } else { nil } }),
    EventShape(
      "group.failureKept", (error: Event.ErrorInfo(""), task: ""),
      [LineField("error", \.error), LineField(path: "task", \.task)],
      make: { .groupFailureKept(task: $0.task, error: $0.error) },
      take: { if case .groupFailureKept(let task, let error) = $0 { (error, task) } else { nil } }),
    EventShape(
      "group.closed", Box(Event.ErrorInfo?.none), [LineField("error", \.value)],
      make: { .groupClosed(error: $0.value) },
      take: { if case .groupClosed(let error) = $0 { Box(error) } else { nil } }),
    EventShape("after.fired", .afterFired),
    EventShape("after.returned", .afterReturned),
    EventShape("after.stopped", .afterStopped),
    EventShape(
      "run.started", Event.RunStart(clock: .live),
      [
        LineField("clock", \.clock), LineField("scenario", \.scenario), LineField("seed", \.seed),
        LineField("version", \.version),
      ],
      make: Event.Kind.runStarted, take: { if case .runStarted(let start) = $0 { start } else { nil } }),
    EventShape(
      "run.ended", Box(Event.RunEnding.completed), [LineField("ending", \.value)], make: { .runEnded($0.value) },
      take: { if case .runEnded(let ending) = $0 { Box(ending) } else { nil } }),
    EventShape(
      "deadlock", Box([Event.Waiting]()), [LineField("waiting", \.value)], make: { .deadlock($0.value) },
      take: { if case .deadlock(let waiting) = $0 { Box(waiting) } else { nil } }),
    EventShape(
      "dropped", Box(0), [LineField("count", \.value)], make: { .dropped(count: $0.value) },
      take: { if case .dropped(let count) = $0 { Box(count) } else { nil } }),
    EventShape(
      "intervention", InterventionFields(), InterventionFields.fields, make: { .intervention($0.intervention) },
      take: { if case .intervention(let done) = $0 { InterventionFields(done) } else { nil } }),
  ]

  /// The keys of each kind, as the article lists them.
  package static var keys: [String: [String]] { named.mapValues(\.keys) }

  /// What happened, with other paths and times in the place of those that it says.
  static func moved(
    _ kind: Event.Kind, path: (String) -> String, time: (Context.Instant) -> Context.Instant
  ) -> Event.Kind {
    for shape in shapes {
      if let moved = shape.move(kind, path, time) { return moved }
    }
    return kind
  }

  /// By name.
  static let named = Dictionary(uniqueKeysWithValues: shapes.map { ($0.name, $0) })

  // MARK: Payloads

  /// A payload of one value.
  private struct Box<Value: Sendable>: Sendable {
    var value: Value
    init(_ value: Value) { self.value = value }
  }

  private static let blankTold = Event.Told(reason: .requested, origin: "")

  private static let toldFields: [LineField<Event.Told>] = [
    LineField("cause", \.cause), LineField("error", \.error), LineField("location", \.location),
    LineField(path: "origin", \.origin), LineField("reason", \.reason),
  ]

  /// Version 1 gave the name of the policy alone.
  private struct GroupFields: Sendable {
    var cancelsOn: JoinPolicy.Trigger?
    var keeps: JoinPolicy.Keeping?
    var name = ""
    var options: [Event.GroupOption] = []
    var parent = ""
    var policy = ""

    init() {}

    init(_ opened: Event.GroupOpened) {
      cancelsOn = opened.policy.cancelsOn
      keeps = opened.policy.keeps
      name = opened.name
      options = opened.options
      parent = opened.parent
      policy = opened.policy.name
    }

    var opened: Event.GroupOpened {
      let known = GroupKind(rawValue: policy)?.policy
      return Event.GroupOpened(
        parent: parent, name: name,
        policy: Event.Policy(
          policy, keeps: keeps ?? known?.keeps ?? .first, cancelsOn: cancelsOn ?? known?.cancelsOn ?? .failure),
        options: options)
    }
  }
}

extension Event.Told {
  /// Version 1 gave the error as the cause where there was none.
  fileprivate var normalized: Self {
    var told = self
    if told.cause?.text == told.error.text { told.cause = nil }
    return told
  }
}
