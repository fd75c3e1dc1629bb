import CascadeText
import CascadeTrace

enum RetryKey: String, FileKey {
  case attempts, delay, factor, longest, jitter, except

  static let owner = "a retry"

  var meaning: String {
    switch self {
    case .attempts: "How many attempts there are at most, the first included."
    case .delay: "How long it pauses between two attempts."
    case .factor: "How many times longer each pause is than the one before. Default: 1."
    case .longest: "No pause is longer, jitter aside."
    case .jitter: "By how many per cent at most a pause is shorter or longer, as the seed has it. Default: 0."
    case .except: "The text of an error after which it isn't tried again."
    }
  }
}

/// What a task does, as lines of marks, and how often it is tried.
extension ScenarioReader {
  mutating func readLine(
    _ node: YAMLNode, _ text: String, _ task: inout TaskPlan, hasDelay: Bool, isSpawned: Bool
  ) -> [Step] {
    do {
      let line = try LineText(text, tick: tick)
      if line.dots > 0, hasDelay || isSpawned {
        problems.add(
          isSpawned
            ? "a line in spawn can't have dots; use delay"
            : "use dots or delay, not both: dots say when, delay says how long after the task above",
          at: node.place(ofCharacter: 0, in: source))
      }
      if !hasDelay, !isSpawned { task.arrival = .sinceGroupStart(tick * line.dots) }
      return line.steps
    } catch {
      problems.add(
        error.message, at: node.place(ofCharacter: error.offset, in: source), suggestion: error.suggestion)
      return []
    }
  }

  /// One line for each attempt; only the first may have dots.
  mutating func readLines(
    _ node: YAMLNode, _ task: inout TaskPlan, hasDelay: Bool, isSpawned: Bool
  ) -> [[Step]] {
    var attempts: [[Step]] = []
    for item in list(node, "lines", single: "line") {
      guard let text = oneLine(item, "a line") else { continue }
      if attempts.isEmpty {
        attempts.append(readLine(item, text, &task, hasDelay: hasDelay, isSpawned: isSpawned))
      } else {
        if text.hasPrefix(".") {
          problems.add("only the first attempt has dots", at: item.place(ofCharacter: 0, in: source))
        }
        var ignored = task
        attempts.append(readLine(item, text, &ignored, hasDelay: false, isSpawned: false))
      }
    }
    if attempts.isEmpty, case .list = node.content { problems.add("lines has no line", at: node.place) }
    return attempts.isEmpty ? [[]] : attempts
  }

  mutating func readRetry(_ node: YAMLNode, hasLines: Bool, _ task: inout TaskPlan) {
    guard let fields = Fields<RetryKey>(node, problems: &problems) else { return }
    task.retryDelay = fields[.delay].flatMap { duration($0, "the retry's delay") } ?? .zero
    readBackoff(fields, &task)
    if hasLines {
      if fields[.attempts] != nil {
        problems.add("leave out attempts: each of the lines is one attempt", at: fields.place(of: .attempts))
      }
      return
    }
    guard let attempts = fields[.attempts] else {
      if !fields.lacks(.attempts) { return }
      problems.add("a retry needs attempts, how often to try at most", at: fields.place)
      return
    }
    let opensOrSpawns = task.allSteps.contains { $0.nestedGroup != nil || $0.spawnedTask != nil }
    if opensOrSpawns {
      problems.add(
        "a task that opens a group or spawns can't be retried: its names would be used twice", at: node.place)
    }
    guard let count = wholeNumber(attempts, "attempts", in: 1...1_000) else { return }
    task.attempts = Array(repeating: task.attempts[0], count: count)
  }
}

extension ScenarioReader {
  /// How the pauses of a retry grow, and what ends it.
  private mutating func readBackoff(_ fields: Fields<RetryKey>, _ task: inout TaskPlan) {
    for key in [RetryKey.factor, .jitter] { fields.check(key, needs: [.delay], problems: &problems) }
    fields.check(.longest, needs: [.factor], problems: &problems)
    task.backoff.factor = fields[.factor].flatMap { factor($0) } ?? 1
    task.backoff.jitter = fields[.jitter].flatMap { wholeNumber($0, "jitter", in: 0...100) } ?? 0
    task.backoff.except = fields[.except].flatMap { text($0, "except") }
    guard let node = fields[.longest], let longest = duration(node, "longest") else { return }
    guard longest >= task.retryDelay else {
      problems.add("the longest pause is shorter than the first", at: node.place)
      return
    }
    task.backoff.longest = longest
  }

  private mutating func factor(_ node: YAMLNode) -> Double? {
    guard let text = text(node, "factor", form: "a number") else { return nil }
    guard text.allSatisfy({ $0.isDigit || $0 == "." }), let factor = Double(text), (1...100).contains(factor) else {
      problems.add(
        "factor must be a number from 1 to 100, such as 2 or 1.5, not \(SafeText.brief(text))", at: node.place)
      return nil
    }
    return factor
  }
}

/// A task told as a line of marks, one character a tick: `....-----===--^ 503 from orders`.
struct LineText {
  /// A line that can't be read: what is wrong, at which character.
  struct Refusal: Error, Hashable {
    /// Counted in Unicode scalars from the beginning of the line, from 0.
    var offset: Int
    var message: String
    var suggestion: String?
  }

  /// How many ticks after the group's start it begins.
  var dots: Int
  /// What follows the dots.
  var steps: [Step]

  /// Reads a line in which every mark is worth one tick.
  init(_ text: String, tick: Duration) throws(Refusal) {
    let marks = Array(text.unicodeScalars)
    dots = marks.prefix { $0 == "." }.count
    steps = []
    var index = dots
    while index < marks.count {
      let mark = marks[index]
      switch mark {
      case "-", "=":
        let run = marks[index...].prefix { $0 == mark }.count
        let worked = tick * run
        guard worked <= DurationText.longest else {
          throw Refusal(offset: index, message: "the line is longer than 1000h, the maximum")
        }
        steps.append(.work(worked, listens: mark == "-"))
        index += run
      case ";":
        steps.append(.cancel(cause: nil))
        index += 1
      case "|":
        if let stray = marks[(index + 1)...].firstIndex(where: { $0 != " " }) {
          throw Refusal(offset: stray, message: "nothing can follow |: the task has returned")
        }
        steps.append(.finish)
        return
      case ">":
        if let stray = marks[(index + 1)...].firstIndex(where: { $0 != " " }) {
          throw Refusal(offset: stray, message: "nothing can follow >: the task works until it is told")
        }
        steps.append(.wait(.told))
        return
      case "<":
        if let stray = marks[(index + 1)...].firstIndex(where: { $0 != " " }) {
          throw Refusal(offset: stray, message: "nothing can follow <: the task begins again, until it is told")
        }
        guard steps.contains(where: { $0.traits.work ?? .zero > .zero }) else {
          throw Refusal(offset: index, message: "< needs - or = before it: what is repeated must take time")
        }
        steps = [.rounds(Rounds(steps: steps))]
        return
      case "^", "!":
        steps.append(try Self.ending(mark, marks, at: index))
        return
      case ".":
        throw Refusal(
          offset: index, message: "dots are allowed only at the start of a line, where they delay the spawn",
          suggestion: "-")
      case " ":
        throw Refusal(offset: index, message: "a space isn't a mark: every character is a tick or an end")
      default:
        throw Refusal(
          offset: index, message: "\(SafeText.brief(String(mark))) isn't a mark; a line is made of - = . | ^ ! ; > <",
          suggestion: Self.lookalikes[mark])
      }
    }
    throw Refusal(
      offset: marks.count,
      message: "the line doesn't end: | returns, ^ fails, ! panics, > works until it is told, < begins again",
      suggestion: marks.count < 60 ? SafeText.brief(text + "|") : nil)
  }

  /// `^ text` or `! text`, up to the end of the line.
  private static func ending(_ mark: Unicode.Scalar, _ marks: [Unicode.Scalar], at index: Int) throws(Refusal) -> Step {
    var text = marks[(index + 1)...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    guard !text.isEmpty else {
      throw Refusal(
        offset: index, message: "\(mark) needs the text of its error", suggestion: "\(mark) connection refused")
    }
    var error = ""
    error.unicodeScalars.append(contentsOf: text)
    return mark == "^" ? .fail(error) : .panic(error)
  }

  /// Characters that editors and word processors put in the place of a mark.
  private static let lookalikes: [Unicode.Scalar: String] = [
    "–": "-", "—": "-", "−": "-", "‐": "-", "_": "-", "~": "-", "─": "-", "…": "...", "·": ".", "│": "|", "¦": "|",
    "/": "|", "\\": "|", "x": "^ and the text of an error", "X": "^ and the text of an error",
    "✗": "^ and the text of an error", "¡": "!", "+": "-", "*": "=", "#": "=",
  ]
}

enum RepeatKey: String, FileKey {
  case every, times, steps, last

  static let owner = "a repeat"

  var meaning: String {
    switch self {
    case .every: "A round begins at each tick of a time.Ticker with this period. Default: one after the other."
    case .times: "How many rounds there are. Default: until it is told."
    case .steps: "What it does in each round."
    case .last: "What it does in the last round instead."
    }
  }
}

/// What is done again and again.
extension ScenarioReader {
  /// The rounds of a repeat; nil where they are told as a problem.
  ///
  /// - Parameter isInLoop: Whether they are in another one's, or done with each item.
  mutating func readRounds(_ node: YAMLNode, of owner: StepOwner, isInLoop: Bool = false) -> Rounds? {
    guard let fields = Fields<RepeatKey>(node, problems: &problems) else { return nil }
    fields.check(.last, needs: [.times], problems: &problems)
    if fields.lacks(.steps) { problems.add("a repeat needs steps", at: fields.place) }
    var rounds = Rounds(steps: fields[.steps].map { readInnerSteps($0, "steps of a repeat", of: owner) } ?? [])
    if owner == .beforeWait, fields[.last] != nil {
      problems.add("a repeat in before-wait can't have last: let a step follow it", at: fields.place(of: .last))
    }
    rounds.last = fields[.last].map { readInnerSteps($0, "last of a repeat", of: owner) }
    rounds.every = fields[.every].flatMap { duration($0, "every") }
    if rounds.every == .zero {
      problems.add("every must be longer than 0", at: fields.place(of: .every))
      return nil
    }
    rounds.times = fields[.times].flatMap { wholeNumber($0, "times", in: 1...Rounds.most) }
    if fields[.times] == nil, rounds.opensOrSpawns {
      problems.add("a repeat that opens a group or spawns needs times: each round has a name", at: fields.place)
      return nil
    }
    if isInLoop {
      if fields.lacks(.times) { problems.add("a repeat in a loop needs times", at: fields.place) }
      if fields[.every] != nil {
        problems.add("a repeat in a loop can't have every: give it to the loop", at: fields.place(of: .every))
      }
      if rounds.opensOrSpawns {
        problems.add("a repeat in a loop can't open a group or spawn: each round has a name", at: fields.place)
        return nil
      }
    }
    if fields[.times] == nil, fields[.steps] != nil, rounds.every == nil, !rounds.takesTime, !isInLoop {
      problems.add("a repeat without an end needs every, or steps that take time, send or receive", at: fields.place)
      return nil
    }
    return rounds
  }
}

extension Rounds {
  fileprivate var opensOrSpawns: Bool {
    steps.flatMap(\.withInner).contains { $0.nestedGroup != nil || $0.spawnedTask != nil }
  }

  /// Whether a round takes time on its own, or is one of as many as there are items. A wait may be over at once, each time.
  fileprivate var takesTime: Bool {
    var work = Duration.zero
    _ = steps.plan(into: &work)
    return work > .zero || steps.flatMap(\.withInner).contains(where: \.passesItems)
  }
}

extension Step {
  fileprivate var passesItems: Bool {
    switch self {
    case .channel(.send), .channel(.receive): true
    case .flight(let step): step.call.contains { $0.traits.work ?? .zero > .zero }
    case .channel, .work, .wait, .permits, .attempt, .rounds, .handling, .timed, .group, .spawn, .cancel,
      .useGroupContext, .signal, .keep, .log, .finish, .fail, .panic, .exit:
      false
    }
  }
}
