package import Cascade

/// What is different from what the file says: the whole description of one branch of a scenario. None is the file itself.
package struct Variation: Hashable, Sendable {
  package enum Change: Hashable, Sendable {
    /// An intervention acts in the run. Everything before that is the same, event for event.
    case intervention(Intervention)
    /// A group is made with another option. Everything before the group is opened is the same.
    case option(OptionChange)
    /// Another order of things due at the same instant.
    case seed(UInt64)
  }

  /// In the order in which they were made; of two that concern the same thing the later one counts.
  package private(set) var changes: [Change]

  package init(_ changes: [Change] = []) {
    self.changes = []
    for change in changes { add(change) }
  }

  /// The file itself.
  package static let none = Variation()

  /// This one and one change more.
  ///
  /// Another option or seed changes what comes before the interventions, so that their places among the events mean
  /// nothing any more: each comes after everything else that is due at its time. So it is for interventions later than one
  /// that is added.
  package func adding(_ change: Change) -> Variation {
    var copy = self
    copy.add(change)
    return copy
  }

  private mutating func add(_ change: Change) {
    for index in changes.indices {
      guard case .intervention(var intervention) = changes[index] else { continue }
      guard !intervention.isLast else { continue }
      if let unchanged = change.unchangedEvents(before: intervention.moment) {
        intervention.moment.position = min(intervention.moment.position, unchanged)
      } else {
        intervention.moment.position = 0
        intervention.isLast = true
      }
      changes[index] = .intervention(intervention)
    }
    changes.append(change)
  }
}

extension Variation {
  /// The interventions among the changes, in the order in which they were made.
  package var interventions: [Intervention] {
    changes.compactMap { change in if case .intervention(let intervention) = change { intervention } else { nil } }
  }

  /// The paths of the groups that are made with another option.
  package var changedGroups: [String] {
    changes.compactMap { change in if case .option(let change) = change { change.group } else { nil } }
  }

  /// Whether things due at the same instant come in another order.
  package var changesSeed: Bool {
    changes.contains { change in if case .seed = change { true } else { false } }
  }
}

extension Variation.Change {
  /// How many of the events before `moment` certainly stay the same; nil where none has to.
  fileprivate func unchangedEvents(before moment: Cursor) -> Int? {
    guard case .intervention(let intervention) = self else { return nil }
    let added = intervention.moment
    if added.t > moment.t || added.t == moment.t && intervention.isLast { return moment.position }
    return added.t < moment.t ? nil : added.position
  }
}

extension Variation.Change {
  /// The change as a phrase that people can read aloud, and that the command line understands.
  ///
  /// - Parameter name: What a path is called.
  package func phrase(naming name: (String) -> String = { $0 }) -> String {
    switch self {
    case .seed(let seed): "set seed to \(seed)"
    case .option(let change): "set \(change.option.name.rawValue) of \(name(change.group)) to \(change.option.value)"
    case .intervention(let intervention): intervention.phrase(naming: name)
    }
  }
}

extension Intervention {
  fileprivate func phrase(naming name: (String) -> String) -> String {
    let who = name(target)
    return switch action {
    case .cancel: "cancel \(who)"
    case .shutdown: "shut \(who) down"
    case .other(let text): "\(text): \(who)"
    case .fail(let text): "fail \(who): \(text)"
    case .delay(let duration): "delay \(who) by \(duration.inWords)"
    case .finish: "finish \(who)"
    case .listen(true): "make \(who) listen"
    case .listen(false): "deafen \(who)"
    case .panic(let text): "panic \(who): \(text)"
    case .deadline(let instant): "end \(who) at \(Context.Instant.zero.duration(to: instant).inWords)"
    case .add(let task): "add \(task.name) to \(who): \(task.workInWords)"
    }
  }
}

/// A group that is made with another option than its file says.
package struct OptionChange: Hashable, Sendable {
  /// The path of the group.
  package var group: String
  /// The option, with its other value. What a kind of group doesn't know is refused when the scenario is run.
  package var option: GroupSetting

  package init(_ group: String, _ option: GroupSetting) {
    self.group = group
    self.option = option
  }
}

/// What is to be done to a run from outside, when, and to what. Data only; the engine that runs scenarios does it.
package struct Intervention: Hashable, Sendable {
  package typealias Action = Event.Intervention.Action
  package typealias AddedTask = Event.Intervention.AddedTask

  /// It acts when so many events have happened and this time has come, at the first moment after that at which no code is
  /// running: one synchronous walk of a cancellation can't be interrupted.
  package var moment: Cursor
  /// Whether it acts after everything else that is due at its time, however many events that makes.
  package var isLast = false
  /// The path of the task, group or context, as in events.
  package var target: String
  package var action: Action

  package init(at moment: Cursor, on target: String, _ action: Action) {
    self.moment = moment
    self.target = target
    self.action = action
  }
}

extension Intervention.Action {
  /// What is done, in words: `cancel`, `delay by 250ms`.
  package var words: String {
    switch self {
    case .cancel: "cancel"
    case .shutdown: "shutdown"
    case .other(let text): text
    case .fail(let text): "fail: \(text)"
    case .delay(let duration): "delay by \(duration.inWords)"
    case .finish: "finish"
    case .listen(true): "make it listen"
    case .listen(false): "deafen"
    case .panic(let text): "panic: \(text)"
    case .deadline(let instant): "end at \(Context.Instant.zero.duration(to: instant).inWords)"
    case .add(let task): "add " + task.words
    }
  }
}

extension Intervention.AddedTask {
  /// `retry: 300ms, deaf, fails: timeout`.
  package var words: String { "\(name): \(workInWords)" }

  /// `300ms, deaf, fails: timeout`.
  var workInWords: String {
    let ending =
      switch self.ending {
      case .returns: "returns"
      case .fails(let text): "fails: \(text)"
      }
    return "\(work.inWords), \(listens ? "" : "deaf, ")\(ending)"
  }
}
