import CascadeText
import CascadeTrace

enum AskKey: String, FileKey {
  case kind, task, question, answers, right, rule, until

  static let owner = "a question"

  var meaning: String {
    switch self {
    case .kind:
      "What is asked, with answers made from the run: \(alternatives(QuestionKind.allCases.map(\.rawValue), "or"))."
    case .task: "The path of the task or after-function that the question is about, where the kind has one."
    case .question: "Instead of kind: a question of one's own."
    case .answers: "Two to four answers to question, each a text or its keys."
    case .right: "The number of the right answer, from 1."
    case .rule: "What to remember."
    case .until: "When the truth shows, as in at. Default: the end of the run."
    }
  }
}

enum AnswerKey: String, FileKey {
  case say, why, expect

  static let owner = "an answer"

  var meaning: String {
    switch self {
    case .say: "The answer."
    case .why: "Why it is right or wrong in this run."
    case .expect:
      "What it says of the end, as in expect: `check` holds that it is true of the right answer and false of the others."
    }
  }
}

/// The tasks of a scenario, or its contexts and after-functions, by which questions and expectations name them.
struct KnownParts {
  let paths: [String]
  let known: Set<String>
  /// Those of them that are after-functions of groups and tasks.
  let functions: [String]
  /// What they are, in messages.
  let noun: String
  /// Where the story is about contexts alone.
  let program: ContextProgram?

  init(paths: [String], functions: [String] = [], noun: String = "task", program: ContextProgram? = nil) {
    self.paths = paths
    known = Set(paths)
    self.functions = functions
    self.noun = noun
    self.program = program
  }
}

extension KnownParts {
  /// Those of a scenario that was read before.
  init(_ scenario: Scenario) {
    if let program = scenario.contexts {
      self.init(
        paths: program.contextNames + program.afterFunctionNames, noun: "context or after-function", program: program)
    } else {
      let paths = ScenarioPaths(scenario.group)
      let functions = paths.afterFunctions.map(\.path)
      self.init(paths: paths.entries.map(\.path) + functions, functions: functions)
    }
  }
}

extension ScenarioReader {
  private mutating func readExpectation(_ node: YAMLNode, of parts: KnownParts) -> ExpectedOutcome? {
    if let program = parts.program { return readExpectation(node, of: program) }
    return readExpectation(node, paths: parts.paths, functions: parts.functions)
  }

  /// Reads what is asked at a beat: one word for a kind, or keys.
  mutating func readAsk(_ node: YAMLNode, of parts: KnownParts) -> AskPlan? {
    if node.text != nil {
      return word(node, "ask", as: QuestionKind.self).map { AskPlan(.made($0, about: nil), place: node.place) }
    }
    guard let fields = Fields<AskKey>(node, problems: &problems) else { return nil }
    fields.check(.question, excludes: .kind, problems: &problems)
    for key in [AskKey.answers, .right, .until] { fields.check(key, needs: [.question], problems: &problems) }
    fields.check(.task, needs: [.kind], problems: &problems)
    let rule = fields[.rule].flatMap { oneLine($0, "rule") }
    if let question = fields[.question] {
      guard let own = readOwn(question, fields, of: parts) else { return nil }
      return AskPlan(.own(own), rule: rule, place: node.place)
    }
    guard let kind = fields[.kind] else {
      if fields.lacks(.kind, .question) { problems.add("a question needs kind or question", at: fields.place) }
      return nil
    }
    var about: String?
    if let task = fields[.task], let path = oneLine(task, "task") {
      guard check(path: path, in: task, paths: parts.paths, known: parts.known, noun: parts.noun) else { return nil }
      about = path
    }
    return word(kind, "kind", as: QuestionKind.self)
      .map { AskPlan(.made($0, about: about), rule: rule, place: node.place) }
  }

  private mutating func readOwn(
    _ question: YAMLNode, _ fields: Fields<AskKey>, of parts: KnownParts
  ) -> AskPlan.Own? {
    let text = oneLine(question, "question")
    for key in [AskKey.answers, .right] where fields.lacks(key) {
      problems.add("a question needs \(key.rawValue)", at: fields.place)
    }
    let until = fields[.until].flatMap { moment($0, "until", paths: parts.paths, known: parts.known, noun: parts.noun) }
    guard let node = fields[.answers] else { return nil }
    let items = list(node, "answers")
    if case .list = node.content, !(2...4).contains(items.count) {
      problems.add("a question has 2 to 4 answers, not \(items.count)", at: node.place)
    }
    var answers: [AskPlan.Answer] = []
    for item in items {
      guard let answer = readAnswer(item, of: parts) else { continue }
      if answers.contains(where: { $0.text == answer.text }) {
        problems.add("the answer \(SafeText.brief(answer.text)) is there twice", at: item.place)
      }
      answers.append(answer)
    }
    let right = fields[.right].flatMap { wholeNumber($0, "right", in: 1...max(1, items.count)) }
    guard let text, let right, answers.count == items.count else { return nil }
    return AskPlan.Own(text, answers: answers, right: right - 1, until: until)
  }

  private mutating func readAnswer(_ node: YAMLNode, of parts: KnownParts) -> AskPlan.Answer? {
    if node.text != nil {
      return oneLine(node, "an answer").map { AskPlan.Answer($0, place: node.place) }
    }
    guard let fields = Fields<AnswerKey>(node, problems: &problems) else { return nil }
    if fields.lacks(.say) { problems.add("an answer needs say", at: fields.place) }
    let why = fields[.why].flatMap { oneLine($0, "why") }
    let expectation = fields[.expect].flatMap { readExpectation($0, of: parts) }
    return fields[.say].flatMap { oneLine($0, "say") }
      .map { AskPlan.Answer($0, why: why, expectation: expectation, place: node.place) }
  }
}
