import CascadeText

enum GoalKey: String, FileKey {
  case say, law, moves

  static let owner = "goal"

  var meaning: String {
    switch self {
    case .say: "The goal in words."
    case .law: "What has to hold of the run then, as `cascade explore --law` takes it."
    case .moves: "How many changes may be made. Default: 1."
    }
  }
}

extension ScenarioReader {
  /// Reads what a challenge is about; `group` has the tasks that the law may name.
  mutating func readGoal(_ node: YAMLNode, of group: GroupPlan) -> Goal? {
    guard let fields = Fields<GoalKey>(node, problems: &problems) else { return nil }
    for key in [GoalKey.say, .law] where fields.lacks(key) {
      problems.add("a goal needs \(key.rawValue)", at: fields.place)
    }
    let say = fields[.say].flatMap { oneLine($0, "say") }
    let moves = fields[.moves].flatMap { wholeNumber($0, "moves", in: 1...9) } ?? 1
    guard let lawNode = fields[.law], let text = text(lawNode, "law") else { return nil }
    do {
      let law = try LawReader.read(text, of: Scenario(title: "", group: group))
      return say.map { Goal(say: $0, law: law, moves: moves, place: node.place) }
    } catch {
      let place = lawNode.place(ofCharacter: error.column - 1, in: source)
      problems.add("law: \(error.message)", at: place, suggestion: error.suggestion)
      return nil
    }
  }
}
