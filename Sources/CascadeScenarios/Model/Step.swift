/// One thing that a task does, or the caller of a group before it waits and once wait has returned.
///
/// A kind of step is in six files: here with its ``Traits``, in `StepKey` and `ScenarioReader+Steps` as it is read, in `StepPlayer` as
/// a task performs it, in `AfterPlayer` as an after-function does, if it can, and in CascadeCode's `StepWriting` as it is
/// written in Swift and in Go.
package indirect enum Step: Hashable, Sendable {
  /// Works for so long. Where it listens, a cancelled context cuts it short, at once if it is cancelled already.
  case work(Duration, listens: Bool)
  /// Goes on until something happens. Where it is told before that, it is cut short as work is.
  ///
  /// For ``Awaited/told`` a step after it is what the task does then; with none after it, it is cut short.
  case wait(Awaited)
  /// Sends, receives or closes.
  case channel(ChannelStep)
  /// Waits for permits of a semaphore or for a token of a limiter, or gives permits back.
  case permits(PermitStep)
  /// Sends, receives or takes permits only where that needn't wait.
  case attempt(AttemptStep)
  /// Asks for the result of a call that others may have begun.
  case flight(FlightStep)
  /// Does steps again and again.
  case rounds(Rounds)
  /// Does steps whose error the task handles itself.
  case handling(TryStep)
  /// Does steps that have only so long.
  case timed(TimedStep)
  /// Opens a group under the task's context, fills it and waits. What wait throws ends the task, unless `ignoreError`.
  case group(GroupPlan, ignoreError: Bool)
  /// Adds a sibling to the task's own group. Its arrival counts from this step.
  case spawn(TaskPlan)
  /// Cancels the context of the task's group (after wait: of the group that was waited for). Takes no time.
  case cancel(cause: String?)
  /// The steps that follow look at the context of the task's group (after wait: of the group that was waited for).
  case useGroupContext
  /// Gives a signal, which others wait for. Only the first time counts.
  case signal(String)
  /// Keeps an error with this text for the caller of the group, which returns it with that of wait.
  case keep(String)
  /// Says a line.
  case log(String)
  /// Returns without an error.
  case finish
  /// Throws an error with this text.
  case fail(String)
  /// Throws a `PanicError` with this text.
  case panic(String)
  /// Ends the process: no other task is told, and nothing that is deferred is done.
  case exit(Exit)
}

/// How a step ends the process.
package struct Exit: Hashable, Sendable {
  /// What a process can say to its parent.
  package static let statuses = 0...255

  package var status: Int
  /// What it says last, as log.Fatal does.
  package var text: String?

  /// Whether a file's word is a status, maybe one that there isn't, rather than a text.
  package static func isStatus(_ word: String) -> Bool {
    let digits = word.drop { $0 == "-" }
    return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
  }

  package init(status: Int = 1, text: String? = nil) {
    self.status = status
    self.text = text
  }
}

/// Steps that are done again and again. What repeats in them has an end, and opens and spawns nothing.
package struct Rounds: Hashable, Sendable {
  /// The most rounds that are played, also where there is no end to them: then the task only waits to be told.
  package static let most = 10_000

  /// How often a round begins, the first after so long; none for one round right after the other. A round that takes too
  /// long drops those that it keeps waiting, as a time.Ticker does.
  package var every: Duration?
  /// How many there are; none for no end.
  package var times: Int?
  package var steps: [Step]
  /// What is done in the last round, where that is something else.
  package var last: [Step]?

  package init(every: Duration? = nil, times: Int? = nil, steps: [Step], last: [Step]? = nil) {
    self.every = every
    self.times = times
    self.steps = steps
    self.last = last
  }

  /// Whether a round looks at the context and is over then; where none does, the loop has to.
  package var listens: Bool { every != nil || steps.contains { !$0.handles && $0.traits.listening != .never } }

  /// The steps of a round, from 1.
  package func steps(ofRound round: Int) -> [Step] { round == times ? last ?? steps : steps }

  fileprivate var traits: Step.Traits {
    let all = (steps + (last ?? [])).map(\.traits)
    var traits = Step.Traits()
    traits.usesGroup = all.contains(where: \.usesGroup)
    traits.listening = every != nil || times == nil || all.contains { $0.listening != .never } ? .unlessDeaf : .never
    guard let times else {
      traits.ending = .returns
      return traits
    }
    var work = Duration.zero
    for (round, count) in times > 1 ? [(1, times - 1), (times, 1)] : [(1, 1)] {
      var once = Duration.zero
      traits.ending = steps(ofRound: round).plan(into: &once)
      // What handles an error, or may be late, is no end in a program, whatever it comes to.
      if steps(ofRound: round).contains(where: { $0.handles || $0.isTimed }),
        !steps(ofRound: round).contains(where: \.endsTask)
      {
        traits.ending = .goesOn
      }
      guard traits.ending == .goesOn else {
        work += once
        break
      }
      work += once * count
    }
    traits.work = work > .zero ? work : nil
    return traits
  }
}

/// What a step goes on until.
package indirect enum Awaited: Hashable, Sendable {
  /// The task is told.
  case told
  /// The task with this path, as in ``ScenarioPaths``, starts.
  case start(String)
  /// The task with this path returns.
  case out(String)
  /// The task with this path returns an error, or is refused. Where it returns none instead, what waits for that isn't
  /// needed, and returns, too.
  case failure(String)
  /// A step gives the signal with this name.
  case signal(String)
  /// The first of several, or so much time, where some is given.
  case any([Awaited], or: Duration?)

  /// What it comes down to.
  package var parts: [Awaited] {
    if case .any(let parts, _) = self { parts } else { [self] }
  }
}

/// What a step does only where that needn't wait (Go: a `select` with `default`, `TryAcquire`).
package struct AttemptStep: Hashable, Sendable {
  package enum Action: Hashable, Sendable {
    /// Sends an item on this channel, or receives one.
    case send(String)
    case receive(String)
    /// Takes permits, which are given back as those of ``PermitStep/acquire(_:count:listens:)`` are.
    case acquire(String, count: Int)
  }

  package var action: Action
  /// What it does where that would wait.
  package var otherwise: [Step]

  package init(_ action: Action, otherwise: [Step]) {
    self.action = action
    self.otherwise = otherwise
  }

  package var channel: String? {
    switch action {
    case .send(let name), .receive(let name): name
    case .acquire: nil
    }
  }

  package var semaphore: String? {
    if case .acquire(let name, _) = action { name } else { nil }
  }

  var traits: Step.Traits {
    let inner = otherwise.map(\.traits)
    return Step.Traits(
      listening: inner.contains { $0.listening != .never } ? .unlessDeaf : .never,
      usesGroup: inner.contains(where: \.usesGroup), mayThrowElse: otherwise.contains { $0.endsTask })
  }
}

/// Steps whose error is a value for the task (Go: `if err := …; err != nil`), be it one of its own or the end of its context.
package struct TryStep: Hashable, Sendable {
  package var steps: [Step]
  /// What the task does where they fail or are cut short, in the same context. Then it goes on.
  package var otherwise: [Step]

  package init(_ steps: [Step], otherwise: [Step]) {
    self.steps = steps
    self.otherwise = otherwise
  }

  var traits: Step.Traits {
    let all = (steps + otherwise).map(\.traits)
    return Step.Traits(
      listening: all.contains { $0.listening == .always }
        ? .always : all.contains { $0.listening != .never } ? .unlessDeaf : .never,
      usesGroup: all.contains(where: \.usesGroup), mayThrowElse: otherwise.contains(where: \.traits.mayThrowElse),
      givesContextOn: all.contains(where: \.givesContextOn))
  }

  /// Adds up the work where nothing stops it.
  fileprivate func plan(into total: inout Duration) -> Step.Traits.Ending {
    let ending = steps.plan(into: &total)
    return ending == .throwsError ? otherwise.plan(into: &total) : ending
  }

  /// Whether its steps may come to an error; a deaf task isn't cut short.
  package func mayFail(isDeaf: Bool) -> Bool {
    steps.contains { step in
      switch step {
      case .group(_, let ignoresError): !ignoresError
      case .handling(let inner): TryStep(inner.otherwise, otherwise: []).mayFail(isDeaf: isDeaf)
      case .work, .wait, .channel, .permits, .attempt, .flight, .rounds, .timed, .spawn, .cancel, .useGroupContext,
        .signal, .keep, .log, .finish, .fail, .panic, .exit:
        step.looksAtContext(isDeaf: isDeaf) || step.traits.mayThrowElse || step.traits.ending == .throwsError
      }
    }
  }

  /// Whether its steps end in an error where nothing stops them.
  var failsForSure: Bool {
    var total = Duration.zero
    return steps.plan(into: &total) == .throwsError
  }
}

/// Steps under a context that is done after so long (Go: `context.WithTimeout`). Where that is over first, they fail with its
/// error: the task's own context isn't.
package struct TimedStep: Hashable, Sendable {
  package var steps: [Step]
  package var timeout: Duration

  package init(_ steps: [Step], timeout: Duration) {
    self.steps = steps
    self.timeout = timeout
  }

  /// A task of one of Swift's own groups has no context to limit.
  var traits: Step.Traits {
    let all = steps.map(\.traits)
    return Step.Traits(
      listening: all.contains { $0.listening == .always }
        ? .always : all.contains { $0.listening != .never } ? .unlessDeaf : .never,
      usesGroup: true, mayThrowElse: true, givesContextOn: true)
  }

  /// Adds up the work, as far as there is time for it.
  fileprivate func plan(into total: inout Duration) -> Step.Traits.Ending {
    var left = timeout
    for step in steps {
      var own = Duration.zero
      let ending = [step].plan(into: &own)
      if own > left, step.traits.listening != .never {
        total += max(left, .zero)
        return .throwsError
      }
      left -= own
      total += own
      if ending != .goesOn { return ending }
    }
    return .goesOn
  }
}

extension Step {
  /// What matters of a kind of step to code that neither performs nor writes it.
  package struct Traits: Hashable, Sendable {
    /// What happens to the task.
    package enum Ending: Hashable, Sendable { case goesOn, returns, throwsError, exits }

    /// When its code looks at the context.
    package enum Listening: Hashable, Sendable {
      case never
      /// A deaf task doesn't.
      case unlessDeaf
      case always
    }

    package var ending = Ending.goesOn
    /// The time that it takes on its own; none where it takes none.
    package var work: Duration?
    package var listening = Listening.never
    /// Whether it uses the task's group, which a task of one of Swift's own groups can't.
    package var usesGroup = false
    /// Whether it may throw something of its own, besides the end of its context.
    package var mayThrowElse = false
    /// Whether it calls something with its context, be it one that it doesn't listen to.
    package var givesContextOn = false
    /// Whether a call of the library waits, which listens to nothing but the context.
    package var waitsInLibrary = false
  }

  package var traits: Traits {
    switch self {
    case .work(let duration, let listens): Traits(work: duration, listening: listens ? .unlessDeaf : .never)
    case .wait: Traits(listening: .unlessDeaf)
    case .channel(let step): step.traits
    case .permits(let step): step.traits
    case .attempt(let step): step.traits
    case .flight(let step): step.traits
    case .rounds(let rounds): rounds.traits
    case .handling(let step): step.traits
    case .timed(let step): step.traits
    case .group: Traits(listening: .always, mayThrowElse: true)
    case .spawn(let task): Traits(usesGroup: true, mayThrowElse: task.spawn == .inline && task.mayFailInline)
    case .cancel, .useGroupContext, .keep: Traits(usesGroup: true)
    case .signal, .log: Traits()
    case .finish: Traits(ending: .returns)
    case .fail, .panic: Traits(ending: .throwsError, mayThrowElse: true)
    case .exit: Traits(ending: .exits)
    }
  }

  /// Whether nothing can come after it.
  package var endsTask: Bool { traits.ending != .goesOn }

  package func looksAtContext(isDeaf: Bool) -> Bool {
    switch traits.listening {
    case .never: false
    case .unlessDeaf: !isDeaf
    case .always: true
    }
  }

  /// Whether it cancels a group.
  package var isCancel: Bool {
    if case .cancel = self { true } else { false }
  }

  /// The steps that it consists of, where it is one of several.
  package var inner: [Step] {
    switch self {
    case .rounds(let rounds): rounds.steps + (rounds.last ?? [])
    case .channel(let step): step.each
    case .attempt(let step): step.otherwise
    case .handling(let step): step.steps + step.otherwise
    case .timed(let step): step.steps
    case .work, .wait, .permits, .flight, .group, .spawn, .cancel, .useGroupContext, .signal, .keep, .log, .finish,
      .fail, .panic, .exit:
      []
    }
  }

  /// The step and those inside of it.
  package var withInner: [Step] { [self] + inner.flatMap(\.withInner) }

  /// The same without what stands in a try, whose errors are no errors of the task.
  package var withUncaught: [Step] {
    if case .handling(let step) = self { return [self] + step.otherwise.flatMap(\.withUncaught) }
    return [self] + inner.flatMap(\.withUncaught)
  }

  /// Whether it handles an error.
  package var handles: Bool { if case .handling = self { true } else { false } }

  /// Whether the end of the context may end what does it: where an error is handled, only in what is done then.
  var mayBeCutShort: Bool {
    if case .handling(let step) = self { return step.otherwise.contains(where: \.mayBeCutShort) }
    return looksAtContext(isDeaf: false)
  }

  /// Whether it has only so long.
  package var isTimed: Bool { if case .timed = self { true } else { false } }

  /// Whether there is no end to it but that the task is told.
  package var isEndless: Bool {
    if case .rounds(let rounds) = self { rounds.times == nil } else { self == .wait(.told) }
  }

  /// Whether it serves until it is told.
  package var isUntilTold: Bool { self == .wait(.told) }

  /// Whether it ends the process.
  package var isExit: Bool {
    if case .exit = self { true } else { false }
  }

  /// Changes the steps that it consists of.
  ///
  /// - Parameter change: Takes one list of them, with the rounds that it is for, where that is known here.
  package mutating func changeInner<Failure: Error>(
    _ change: (inout [Step], Range<Int>?) throws(Failure) -> Void
  ) throws(Failure) {
    switch self {
    case .rounds(var rounds):
      let count = rounds.times ?? 0
      let isAll = rounds.last == nil
      try change(&rounds.steps, 1..<max(1, isAll ? count + 1 : count))
      if var last = rounds.last {
        try change(&last, count..<(count + 1))
        rounds.last = last
      }
      self = .rounds(rounds)
    case .channel(.range(let name, var each, let holdsJobs, let listens)):
      try change(&each, nil)
      self = .channel(.range(name, each: each, holdsJobs: holdsJobs, listens: listens))
    case .handling(var step):
      try change(&step.steps, nil)
      try change(&step.otherwise, nil)
      self = .handling(step)
    case .timed(var step):
      try change(&step.steps, nil)
      self = .timed(step)
    case .channel, .work, .wait, .permits, .attempt, .flight, .group, .spawn, .cancel, .useGroupContext, .signal, .keep,
      .log, .finish, .fail, .panic, .exit:
      break
    }
  }

  /// The group that it opens.
  package var nestedGroup: GroupPlan? {
    if case .group(let group, _) = self { group } else { nil }
  }

  /// The sibling that it adds.
  package var spawnedTask: TaskPlan? {
    if case .spawn(let task) = self { task } else { nil }
  }
}

extension [Step] {
  /// Adds up the work up to the end.
  ///
  /// - Returns: how they end when nothing stops them.
  func plan(into total: inout Duration) -> Step.Traits.Ending {
    for step in self {
      total += step.traits.work ?? .zero
      if case .group(let group, let ignoreError) = step {
        let ending = group.planOfCaller(into: &total)
        if ending == .exits || ending == .throwsError && !ignoreError { return ending }
      }
      if case .handling(let step) = step {
        let ending = step.plan(into: &total)
        if ending != .goesOn { return ending }
      }
      if case .timed(let step) = step {
        let ending = step.plan(into: &total)
        if ending != .goesOn { return ending }
      }
      if step.endsTask { return step.traits.ending }
    }
    return .goesOn
  }
}

extension GroupPlan {
  /// Adds up the work of its caller.
  fileprivate func planOfCaller(into total: inout Duration) -> Step.Traits.Ending {
    defer { _ = deferred.plan(into: &total) }
    let ending = beforeGo.plan(into: &total)
    if ending != .goesOn { return ending }
    // What has no end of its own is over when the caller is told.
    for step in beforeWait {
      let ending = [step].plan(into: &total)
      if !step.isEndless, ending != .goesOn { return ending }
    }
    return afterWait.plan(into: &total)
  }
}
