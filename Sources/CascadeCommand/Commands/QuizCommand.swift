import ArgumentParser
import CascadeNarration
import CascadeQuestions
import CascadeScenarios
import CascadeText
import CascadeTrace
import CascadeUI

/// `cascade quiz NAME|FILE…|course`
struct QuizCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quiz",
    abstract: "Ask what happens next, and show it.",
    discussion: """
      Each scenario stops where its author asks, or else where something can be asked that the run answers. \
      `course` asks about what newcomers most often believe. Without a screen, or with --plain, questions are \
      printed and answers are read from standard input, one number a line.

      --json prints the result as one object: version, exam, asked, answered, right, and for each of questions \
      scenario, kind, question, answers, answer and right (from 1), isRight, counts, belief, misconception.

      Examples:
        cascade quiz course
        cascade quiz first-failure my.yaml --exam
        printf '3\\n1\\n' | cascade quiz first-failure two-failures --json
      """)

  @Argument(
    help: ArgumentHelp("Names of built-in scenarios, files, or course.", valueName: "name|file|course"),
    completion: .quizzes)
  var scenarios: [String]

  @Flag(help: "Ask in words, without drawing.")
  var plain = false

  @Flag(help: "Say nothing about answers before the end.")
  var exam = false

  @Flag(help: "Print the result as JSON; what is asked goes to standard error.")
  var json = false

  @OptionGroup var look: LookOptions

  func run() throws {
    let entries = try entries()
    let mode: OutputMode = json ? .plain(because: nil) : .choose(plain: plain, look: look)
    switch mode {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      var teller = QuizTeller(entries: entries, isExam: exam, isResultAlone: json)
      try teller.ask()
      try report(teller.answers)
    case .screen(let terminal):
      var loop = ScreenLoop(terminal: terminal, look: look)
      let answers = try loop.quiz(entries.map { ($0.source, $0.recording) }, isExam: exam)
      // What was left before it was asked counts as not answered.
      let rest = entries.flatMap(\.asked).filter { asked in
        !answers.contains { $0.scenario == asked.scenario && $0.question.asked == asked.question.asked }
      }
      try report(answers + rest)
    }
  }

  private func report(_ answers: [Answered]) throws {
    let report = QuizReport(answers, isExam: exam)
    try LineWriter.write(json ? [report.json] : report.lines)
  }

  /// What is asked about, each scenario once.
  private func entries() throws -> [QuizEntry] {
    var names: [String] = []
    for name in scenarios.flatMap({ $0 == "course" ? Self.course : [$0] }) where !names.contains(name) {
      names.append(name)
    }
    // All files are read before anything is asked.
    let sources = try names.map { name in
      RunSource(name: name, scenario: try ScenarioArgument(text: name).read(), isLive: false)
    }
    let entries = try sources.map { source in
      let recording = source.recording(of: try source.record())
      return QuizEntry(source: source, recording: recording, questions: recording.questions)
    }
    for entry in entries where entry.questions.isEmpty {
      printError("\(SafeText.make(entry.source.name)): nothing can be asked about this run")
    }
    let asking = entries.filter { !$0.questions.isEmpty }
    if asking.isEmpty { throw ExitStatus.unusable }
    return asking
  }

  /// The scenarios of the course, as far as they are built in.
  static let course = Misconception.all.compactMap { misconception in
    misconception.scenarios.first { name in Gallery.all.contains { $0.name == name } }
  }
}

/// A scenario of a quiz, played already.
struct QuizEntry {
  let source: RunSource
  let recording: Recording
  let questions: [Question]

  /// Its questions without answers.
  var asked: [Answered] { questions.map { Answered(scenario: source.name, question: $0, reply: .none) } }
}

/// Asks in words, and reads the answers from standard input.
struct QuizTeller {
  let entries: [QuizEntry]
  let isExam: Bool
  /// Whether standard output is for the result alone.
  let isResultAlone: Bool
  private(set) var answers: [Answered] = []

  init(entries: [QuizEntry], isExam: Bool, isResultAlone: Bool) {
    self.entries = entries
    self.isExam = isExam
    self.isResultAlone = isResultAlone
  }

  /// So many lines of what came before a question are told.
  private static let mostLines = 12

  mutating func ask() throws {
    let total = entries.reduce(0) { $0 + $1.questions.count }
    for entry in entries {
      // A title, or what the scene is, may say what is asked.
      func isQuiet(_ words: String) -> Bool { !entry.questions.contains { $0.isTold(by: words) } }
      let opening = [entry.source.scenario.title, entry.source.scenario.about].compactMap(\.self).filter(isQuiet)
      try say([""] + opening.map(SafeText.make))
      var told = 0
      for (number, question) in entry.questions.enumerated() {
        let secrets = entry.questions[number...].reduce(into: Set()) { $0.formUnion($1.secrets) }
        try tell(entry, from: told, to: question.asked, hiding: secrets)
        told = question.asked.position
        try say(["", "\(answers.count + 1) of \(total). \(SafeText.make(question.text))"])
        try say(question.answers.enumerated().map { "  \($0.offset + 1)  \(SafeText.make($0.element.text))" })
        let answered = Answered(scenario: entry.source.name, question: question, reply: try read(question))
        answers.append(answered)
        guard !isExam else { continue }
        let right = "\(question.right + 1): \(SafeText.make(question.rightAnswer.text))"
        let verdict =
          answered.isRight
          ? "Right." : "\(answered.reply == .none ? "No answer" : "Wrong"). The right answer is \(right)"
        try say([verdict] + answered.explanation)
      }
    }
    try say([""])
  }

  /// What has happened since the last question; of a long story the end. Nothing later is known to what tells it.
  private func tell(_ entry: QuizEntry, from start: Int, to place: Cursor, hiding secrets: Set<Secret>) throws {
    var known = Recording(entry.recording.log.prefix(place.position))
    known.secrets = secrets
    let lines = PlainText.lines(of: known).filter { $0.event >= start }
    if lines.count > Self.mostLines { try say(["... \(lines.count - Self.mostLines) more before that"]) }
    try say(lines.suffix(Self.mostLines).map(\.description))
  }

  private func read(_ question: Question) throws -> Reply {
    let count = question.answers.count
    while true {
      try say(["Your answer, 1 to \(count):"])
      guard let line = readLine() else { return .none }
      if let reply = Reply(line, answers: count) { return reply }
    }
  }

  private func say(_ lines: [String]) throws {
    if isResultAlone { printError(lines.joined(separator: "\n")) } else { try LineWriter.write(lines) }
  }
}
