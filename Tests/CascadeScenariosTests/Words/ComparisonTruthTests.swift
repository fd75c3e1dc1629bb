import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeText
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// Each sentence of a comparison is true by the events of both sides, whatever two runs stand beside each other.
@Suite struct ComparisonTruthTests {
  @Test(arguments: Effort.rounds(4)) func everySentenceIsTrue(round: Int) throws {
    var random = Seeded(UInt64(4_000 + round))
    var (sentences, advice) = (0, 0)
    for _ in 0..<6 {
      let scenario = RandomScenario.make(seed: random.next(), .plain)
      let left = try ScenarioRun(scenario).events
      for _ in 0..<5 {
        let right = try ScenarioRun(Self.changed(scenario, &random)).events
        for (a, b) in [(left, right), (right, left)] {
          let pair = Pair(Side(a), Side(b), Comparison(("A", Recording(a)), ("B", Recording(b))))
          sentences += pair.moment.lesson.count
          advice += pair.moment.lesson.count { $0.hasPrefix("If each") }
          for sentence in pair.moment.lesson { pair.check(sentence) }
          #expect(pair.moment.lessonByImportance.sorted() == Array(pair.moment.lesson.indices))
          #expect(pair.moment.shortLesson.count == pair.moment.lesson.count)
          for (short, whole) in zip(pair.moment.shortLesson, pair.moment.lesson) { #expect(short.count <= whole.count) }
        }
      }
    }
    #expect(sentences > 100, "\(sentences)")
  }

  /// Another kind of group, another limit, or a cancellation from outside.
  private static func changed(_ scenario: Scenario, _ random: inout Seeded) -> Scenario {
    var other = scenario
    switch random.below(4) {
    case 0: other.group.outsideCancel = .init(at: .milliseconds(20 * random.below(20)), cause: nil)
    case 1 where !scenario.group.kind.isSwift: other.group.limit = 1 + random.below(3)
    default: other.group.kind = GroupKind.allCases[random.below(GroupKind.allCases.count)]
    }
    if other.group.kind.isSwift { (other.group.limit, other.group.outsideCancel) = (nil, nil) }
    return other
  }

  /// What a verdict must not say: pairs of which each side does what it is for.
  @Test(arguments: [
    ("two limits of one group", "kind: errgroup", "kind: errgroup, limit: 1"),
    ("a race and a wait group", "kind: waitgroup", "kind: first-success"),
    ("a race and an error group", "kind: errgroup", "kind: first-success"),
    ("a zero group and a wait group", "kind: waitgroup", "kind: zero-errgroup"),
    ("a zero group and one that keeps every error", "kind: collect-all", "kind: zero-errgroup"),
  ])
  func noVerdictWhereBothDoWhatTheyAreFor(pair: (what: String, a: String, b: String)) throws {
    for tasks in [
      "{a: \"--^ no\", b: \"----|\", c: \"-----|\"}", "{a: \"--|\", b: \"----|\"}",
      "{a: \"--|\", b: \"---^ no\", c: \"-----|\"}",
    ] {
      let runs = try [pair.a, pair.b].map { kind in
        try ScenarioRun(Scenario.read("title: X\ngroup: {\(kind), tasks: \(tasks)}", file: "x.yaml")).events
      }
      let comparison = Comparison(("A", Recording(runs[0])), ("B", Recording(runs[1])))
      let moment = comparison.moment(at: comparison.endTime)
      let lesson = moment.lesson
      #expect(!lesson.contains { $0.hasPrefix("If each") }, "\(pair.what): \(lesson)")
      for sentence in lesson { Pair(Side(runs[0]), Side(runs[1]), comparison).check(sentence) }
      // A group that lets every task finish takes no result away, whatever wait returns.
      if pair.what.hasPrefix("a zero group") {
        #expect(moment.a.usable == moment.b.usable)
        #expect(moment.b.waste.map { $0.total.sunk + $0.total.discarded } ?? .zero == .zero)
      }
    }
  }

  /// After-functions are aligned by path; by name only where each side has one of the name that the other hasn't by path.
  @Test(
    arguments: [
      // On a wait group's side it stands on the run's context.
      ("tasks: {a: \"--|\"}, after: [send]", ["send": true]),
      (
        "tasks: {b: {line: \"--|\", after: [free]}, a: {steps: [{work: 80ms}, {spawn: {c: {line: \"--|\", after: [free]}}}]}, f: \"-^ no\"}",
        ["free": true, "c/free": false]
      ),
    ] as [(String, [String: Bool])])
  func afterFunctionsStandBesideTheirOwn(_ group: String, _ isOnBoth: [String: Bool]) throws {
    let sides = try ["errgroup", "waitgroup"].map { kind in
      Recording(try ScenarioRun(Scenario.read("title: X\ngroup: {kind: \(kind), \(group)}", file: "x.yaml")).events)
    }
    for (a, b) in [(sides[0], sides[1]), (sides[1], sides[0])] {
      let functions = Comparison(("A", a), ("B", b)).pairs.filter { !$0.isTask }
      #expect(functions.count == isOnBoth.count)
      for pair in functions {
        let name = pair.id.hasSuffix("c/free") ? "c/free" : pair.id.hasSuffix("send") ? "send" : "free"
        #expect((pair.a != nil && pair.b != nil) == isOnBoth[name], "\(pair.id)")
      }
    }
  }

  /// A success that ends a race isn't a failure, and where nothing fails that is said.
  @Test func aSuccessIsNoFailure() throws {
    let tasks = "{a: \"--|\", b: \"----|\"}"
    let runs = try ["waitgroup", "first-success"].map { kind in
      Recording(
        try ScenarioRun(Scenario.read("title: X\ngroup: {kind: \(kind), tasks: \(tasks)}", file: "x.yaml")).events)
    }
    let comparison = Comparison(("A", runs[0]), ("B", runs[1]))
    let moment = comparison.moment(at: comparison.endTime)
    #expect(moment.b.run.causeKind == .decision)
    #expect(
      moment.lesson == [
        "Work can't be compared: nothing fails or is cancelled on A.", "Wait returns 100 ms earlier on B.",
        "A has 2 usable results, B has 1.",
      ])
  }

  /// Between a group that lets every task finish and one that ends with the first failure the advice stands.
  @Test(arguments: ["waitgroup", "zero-errgroup", "collect-all", "supervised"])
  func theVerdictThatIsTrue(kind: String) throws {
    let tasks = "{a: \"--^ no\", b: \"----|\", c: \"-----|\"}"
    let runs = try [kind, "errgroup"].map { kind in
      Recording(
        try ScenarioRun(Scenario.read("title: X\ngroup: {kind: \(kind), tasks: \(tasks)}", file: "x.yaml")).events)
    }
    let comparison = Comparison(("A", runs[0]), ("B", runs[1]))
    // A kind whose wait returns nil loses the error.
    let isLost = ["waitgroup", "supervised"].contains(kind)
    #expect(
      comparison.moment(at: comparison.endTime).lesson.last
        == "If each result is useful on its own, use A\(isLost ? ", and keep errors yourself" : "").")
  }
}

/// What the events of one run say, read without any of the program's own folding.
private struct Side {
  let events: [Event]
  private(set) var outermost = ""
  private(set) var returned: (t: Context.Instant, error: String?)?
  private(set) var policies: [String: Event.Policy] = [:]
  private(set) var limits: [String: Int] = [:]
  private(set) var outs: [String: (event: Int, out: Event.TaskOut)] = [:]
  private var lossy: Set<String> = []
  private var closedWithError: Set<String> = []
  private var decided: [String: Int] = [:]
  private(set) var isDeadlocked = false
  private(set) var hasDetached = false
  private(set) var spawned: Set<String> = []

  init(_ events: [Event]) {
    self.events = events
    for (number, event) in events.enumerated() { take(event, number: number) }
  }

  private mutating func take(_ event: Event, number: Int) {
    switch event.kind {
    case .groupOpened(let opened):
      if outermost.isEmpty { outermost = event.id }
      policies[event.id] = opened.policy
      for case .limit(let limit) in opened.options { limits[event.id] = limit }
    case .groupClosed(let error):
      if event.id == outermost { returned = (event.t, error?.description) }
      if error != nil { closedWithError.insert(event.id) }
    case .groupFailureKept: lossy.insert(event.id)
    case .contextTold(let told): if told.reason == .groupDecided, told.origin == event.id { decided[event.id] = number }
    case .contextMade(let made): if made.what == .withoutCancel { hasDetached = true }
    case .taskSpawned: spawned.insert(event.id)
    case .taskOut(let out): outs[event.id] = (number, out)
    case .deadlock: isDeadlocked = true
    default: break
    }
  }

  var isCalm: Bool { outs.values.allSatisfy { $0.out.outcome == .completed } }
  var isEnding: Bool { events.last.map { if case .runEnded = $0.kind { true } else { false } } ?? false }

  /// How many results a caller gets.
  var usable: Int {
    outs.count { id, end in end.out.outcome == .completed && !isLost(id) }
  }

  private func isLost(_ task: String) -> Bool {
    guard let group = owner(of: task, among: policies.keys) else { return false }
    let policy = policies[group]
    switch policy?.cancelsOn {
    case .failure, nil: if lossy.contains(group) || closedWithError.contains(group) { return true }
    case .success: if !winners(of: group).contains(task) { return true }
    case .never: break
    }
    guard let above = owner(of: group, among: spawned) else { return false }
    if let end = outs[above], end.out.outcome != .completed { return true }
    return isLost(above)
  }

  private func winners(of group: String) -> Set<String> {
    if closedWithError.contains(group) { return [] }
    let finished = outs.filter {
      $0.value.out.outcome == .completed && owner(of: $0.key, among: policies.keys) == group
    }
    .sorted { $0.value.event < $1.value.event }
    guard let first = finished.first else { return [] }
    guard let decided = decided[group], first.value.event < decided else { return [first.key] }
    return Set(finished.filter { $0.value.event < decided }.map(\.key))
  }

  private func owner(of id: String, among ids: some Sequence<String>) -> String? {
    ids.filter { id.hasPrefix($0 + "/") }.max { $0.count < $1.count }
  }
}

private struct Pair {
  let sides: [String: Side]
  let moment: ComparedMoment

  init(_ a: Side, _ b: Side, _ comparison: Comparison) {
    sides = ["A": a, "B": b]
    moment = comparison.moment(at: comparison.endTime)
  }

  private var a: Side { sides["A"]! }
  private var b: Side { sides["B"]! }

  func check(_ sentence: String) {
    #expect(isTrue(sentence), "\(sentence)")
  }

  /// Nil-safe: a sentence of no known form is false.
  private func isTrue(_ sentence: String) -> Bool {
    if sentence == "Both sides deadlock." { return a.isDeadlocked && b.isDeadlocked }
    if let match = sentence.wholeMatch(of: /([AB]) deadlocks, ([AB]) doesn't\./) {
      return sides[String(match.1)]!.isDeadlocked && !sides[String(match.2)]!.isDeadlocked
    }
    if sentence == "Nothing fails or is cancelled on either side." { return a.isCalm && b.isCalm }
    if sentence == "Neither side has a cause to count work from." { return !a.isCalm || !b.isCalm }
    if sentence.hasPrefix("Work can't be compared: ") { return isReason(String(sentence.dropFirst(24).dropLast())) }
    if sentence.hasPrefix("Wait returns") || sentence.hasPrefix("On ") { return isAnswer(sentence) }
    if let match = sentence.wholeMatch(of: /([AB]) has (\d+) usable results?, ([AB]) has (none|\d+)\./) {
      let numbers = [(String(match.1), Int(match.2)!), (String(match.3), Int(match.4) ?? 0)]
      return numbers[0].1 > numbers[1].1 && numbers.allSatisfy { isUsable($0.1, on: $0.0) }
    }
    if let match = sentence.wholeMatch(
      of: /If each result is useful on its own, use ([AB])(, and keep errors yourself)?\./)
    {
      // Said exactly where wait returns nil although a task has failed.
      let side = sides[String(match.1)]!
      let isLost =
        side.returned?.error == nil
        && side.events.contains { if case .taskOut(let out) = $0.kind { out.outcome == .failed } else { false } }
      if (match.2 != nil) != isLost { return false }
      let (better, worse) = match.1 == "A" ? (a, b) : (b, a)
      let counts = match.1 == "A" ? (moment.a.usable, moment.b.usable) : (moment.b.usable, moment.a.usable)
      return better.policies[better.outermost]?.cancelsOn == .never
        && worse.policies[worse.outermost]?.cancelsOn == .failure && counts.0 > counts.1
        && better.limits[better.outermost] == worse.limits[worse.outermost]
    }
    return isWork(sentence)
  }

  private func isUsable(_ count: Int, on side: String) -> Bool {
    let events = sides[side]!
    let waste = side == "A" ? moment.a.waste : moment.b.waste
    if waste == nil { return count == events.outs.values.count { $0.out.outcome == .completed } }
    return events.hasDetached || count == events.usable
  }

  private func isReason(_ why: String) -> Bool {
    if let match = why.wholeMatch(of: /nothing fails or is cancelled on ([AB])/) {
      return sides[String(match.1)]!.isCalm
    }
    if let match = why.wholeMatch(of: /([AB]) has no cause to count it from/) { return !sides[String(match.1)]!.isCalm }
    if let match = why.wholeMatch(of: /.* is at ([\d.]+ s) on A and at ([\d.]+ s) on B/) {
      return match.1 != match.2 && has(a, at: match.1) && has(b, at: match.2)
    }
    if let match = why.wholeMatch(of: /on A the .* is at ([\d.]+ s), on B the .* at ([\d.]+ s)/) {
      return has(a, at: match.1) && has(b, at: match.2)
    }
    if why.wholeMatch(of: /.* has (limit \d+|no limit) on A and (limit \d+|no limit) on B/) != nil {
      return a.limits != b.limits
    }
    if let match = why.wholeMatch(of: /only B has (.*) before the failure/) {
      return b.spawned.contains { $0.hasSuffix("/" + match.1) }
    }
    return why.hasSuffix("already differs before the failure") || why.hasSuffix("has other work to do on each side")
      || why.hasSuffix("has more work left at its failure") || why == "no task has a plan"
  }

  private func has(_ side: Side, at text: Substring) -> Bool {
    side.events.contains { TimeText.instant($0.t) == text }
  }

  private func isAnswer(_ sentence: String) -> Bool {
    if let match = sentence.wholeMatch(of: /On ([AB]), Wait never returns\./) {
      return sides[String(match.1)]!.returned == nil
    }
    guard let left = a.returned, let right = b.returned else { return false }
    if let match = sentence.wholeMatch(of: /Wait returns (.*) earlier on ([AB])\./) {
      let gap = match.2 == "A" ? left.t.duration(to: right.t) : right.t.duration(to: left.t)
      return gap > .zero && TimeText.duration(gap) == match.1
    }
    if let match = sentence.wholeMatch(of: /Wait returns at ([\d.]+ s) on both sides(.*)\./) {
      return left.t == right.t && TimeText.instant(left.t) == match.1 && areDeaf(String(match.2), at: left.t)
    }
    func words(_ error: String?) -> String { error.map(SafeText.quoted) ?? "nil" }
    guard let match = sentence.wholeMatch(of: /Wait returns (.*) on A and (.*) on B(; neither side returns .*)?\./)
    else {
      return false
    }
    func isShort(_ words: Substring, of error: String?) -> Bool {
      words == self.words(error) || words.hasSuffix("...\"") && self.words(error).hasPrefix(words.dropLast(4))
    }
    guard isShort(match.1, of: left.error), isShort(match.2, of: right.error), left.error != right.error else {
      return false
    }
    guard let lost = match.3 else { return true }
    return a.outs.contains { id, end in
      end.out.outcome == .failed
        && lost.contains("\(SafeText.quoted(end.out.error?.description ?? "")) from \(id.split(separator: "/").last!)")
        && ![left.error, right.error].contains { $0?.contains(end.out.error?.description ?? "?") == true }
    }
  }

  private func words(_ error: String?) -> String { error.map(SafeText.quoted) ?? "nil" }

  /// Each task that is named was told before, and is out when wait returns, out of a step that doesn't listen.
  private func areDeaf(_ words: String, at t: Context.Instant) -> Bool {
    guard !words.isEmpty else { return true }
    return sides.values.contains { side in
      side.outs.contains { id, end in
        let own = side.events.filter { $0.id == id }
        let step = own.last { if case .note(.step) = $0.kind { true } else { false } }
        guard case .note(.step(_, _, _, let listens))? = step?.kind, listens != .yes else { return false }
        let isTold = own.contains { if case .taskTold = $0.kind { $0.t < t } else { false } }
        return isTold && side.events[end.event].t == t && words.contains(id.split(separator: "/").last!)
      }
    }
  }

  private func isWork(_ sentence: String) -> Bool {
    guard let left = moment.a.waste?.total, let right = moment.b.waste?.total else { return false }
    let totals = ["A": left, "B": right]
    // What was left at the cause is the same on both sides, and what a side did and saved of it adds up to it.
    guard left.undone == right.undone,
      totals.values.allSatisfy({ $0.wasted - $0.extra + $0.saved == $0.undone })
    else { return false }
    if sentence == "Neither side saves any work." { return left.saved == .zero && right.saved == .zero }
    if let match = sentence.wholeMatch(of: /Both sides save (.*) of the (.*) of work left at the .*\./) {
      return left.saved == right.saved && TimeText.duration(left.saved) == match.1
        && TimeText.duration(left.undone) == match.2
    }
    if let match = sentence.wholeMatch(of: /([AB]) saves (all|.*?)( more)? of the (.*) of work left at the .*\./) {
      let own = totals[String(match.1)]!
      let other = match.1 == "A" ? right : left
      let isAll = own.saved == own.undone && other.saved == .zero
      guard TimeText.duration(own.undone) == match.4, (match.3 != nil) == (other.saved > .zero) else { return false }
      return match.2 == "all" ? isAll : TimeText.duration(own.saved - other.saved) == match.2
    }
    guard sentence.hasSuffix(" is useful.") else { return false }
    let parts = sentence.matches(of: /(all|All|[\d.]+ m?s of the) work that ([AB]) does/)
    return !parts.isEmpty
      && parts.allSatisfy { part in
        let total = totals[String(part.2)]!
        return part.1.lowercased() == "all"
          ? total.used == total.wasted && total.used > .zero : part.1 == "\(TimeText.duration(total.used)) of the"
      }
  }
}
