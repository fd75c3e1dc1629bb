import CascadeText

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
  mutating func readRounds(_ node: YAMLNode, of task: String) -> Rounds? {
    guard let fields = Fields<RepeatKey>(node, problems: &problems) else { return nil }
    fields.check(.last, needs: [.times], problems: &problems)
    if fields.lacks(.steps) { problems.add("a repeat needs steps", at: fields.place) }
    var rounds = Rounds(steps: fields[.steps].map { readInnerSteps($0, "steps of a repeat", of: task) } ?? [])
    rounds.last = fields[.last].map { readInnerSteps($0, "last of a repeat", of: task) }
    rounds.every = fields[.every].flatMap { duration($0, "every") }
    if rounds.every == .zero {
      problems.add("every must be longer than 0", at: fields.place(of: .every))
      return nil
    }
    rounds.times = fields[.times].flatMap { wholeNumber($0, "times", in: 1...Rounds.most) }
    if fields[.times] == nil, fields[.steps] != nil, rounds.every == nil, !rounds.takesTime {
      problems.add("a repeat without an end needs every, or steps that take time", at: fields.place)
      return nil
    }
    return rounds
  }
}

extension Rounds {
  /// Whether a round takes time on its own. A wait may be over at once, each time.
  fileprivate var takesTime: Bool { steps.contains { $0.traits.work ?? .zero > .zero } }
}
