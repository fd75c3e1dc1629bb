import CascadeText
import CascadeTrace

enum BeatKey: String, FileKey {
  case at, say, note, ask

  static let owner = "a beat"

  var meaning: String {
    switch self {
    case .at:
      "When: a task's path and starts, fails, told or out; an after-function's and starts or out; in a scenario of "
        + "contexts, a context's name and told; or a time since the start of the run."
    case .say: "The sentence for the audience."
    case .note: "A note for the speaker, shown in `cascade notes`."
    case .ask: "A question for the audience, asked before the run goes on: a kind, or its keys (see A question)."
    }
  }
}

extension ScenarioReader {
  /// Reads the beats. `paths` are those of all tasks, `functions` those of after-functions; those of contexts alone go by
  /// their names.
  mutating func readBeats(
    _ node: YAMLNode, paths tasks: [String], functions: [String] = [], noun: String = "task",
    program: ContextProgram? = nil
  ) -> [Beat] {
    let paths = tasks + functions
    let onlyFunctions = Set(functions).subtracting(tasks)
    let parts = KnownParts(paths: paths, functions: functions, noun: noun, program: program)
    var beats: [Beat] = []
    for item in list(node, "beats") {
      guard let fields = Fields<BeatKey>(item, problems: &problems) else { continue }
      for key in [BeatKey.at, .say] where fields.lacks(key) {
        problems.add("a beat needs \(key.rawValue)", at: fields.place)
      }
      let moment = fields[.at].flatMap { self.moment($0, paths: paths, known: parts.known, noun: noun) }
      let say = fields[.say].flatMap { oneLine($0, "say") }
      let note = fields[.note].flatMap { text($0, "note") }
      let ask = fields[.ask].flatMap { readAsk($0, of: parts) }
      if case .task(let path, let happening)? = moment, onlyFunctions.contains(path), happening != .starts,
        happening != .out
      {
        problems.add("an after-function only starts and is out", at: fields.place(of: .at))
      }
      guard let moment, let say else { continue }
      beats.append(Beat(moment, say: say, note: note, ask: ask, place: fields[.at]?.place))
    }
    return beats
  }

  /// `fetch-orders fails`, `render/thumb-1 out` or `1.2s`.
  mutating func moment(
    _ node: YAMLNode, _ what: String = "at", paths: [String], known: Set<String>, noun: String
  ) -> Beat.Moment? {
    guard let text = oneLine(node, what) else { return nil }
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    if words.count == 1, text.first?.isDigit == true, !known.contains(text) {
      return duration(node, what).map { .time($0) }
    }
    let happenings = Beat.Happening.allCases.map(\.rawValue)
    let path = words.dropLast().joined(separator: " ")
    guard let last = words.last, let happening = Beat.Happening(rawValue: String(last)), !path.isEmpty else {
      let isPathAlone = known.contains(text)
      let better = words.count > 1 ? words.last.flatMap { Self.meantHappening(String($0)) } : nil
      problems.add(
        "\(what) must be a time, or a task and one of \(alternatives(happenings)), not \(SafeText.brief(text))",
        at: node.place,
        suggestion: isPathAlone ? SafeText.make(text) + " starts" : better.map { SafeText.make(path) + " " + $0 })
      return nil
    }
    guard check(path: path, in: node, paths: paths, known: known, noun: noun) else { return nil }
    return .task(path: path, happening)
  }

  private static func meantHappening(_ word: String) -> String? {
    let synonyms = [
      "begins": "starts", "spawned": "starts", "throws": "fails", "cancelled": "told", "canceled": "told",
      "ends": "out", "returns": "out", "finishes": "out", "done": "out", "completes": "out",
    ]
    return synonyms[word.lowercased()] ?? closest(to: word, in: Beat.Happening.allCases.map(\.rawValue))
  }

  /// Reads the beats of a story about contexts alone: a context is told, an after-function starts.
  mutating func readBeats(_ node: YAMLNode, of program: ContextProgram) -> [Beat] {
    let functions = Set(program.afterFunctionNames)
    let names = program.contextNames + program.afterFunctionNames
    let beats = readBeats(node, paths: names, noun: "context or after-function", program: program)
    for beat in beats {
      guard case .task(let name, let happening) = beat.moment, let place = beat.place else { continue }
      let only = functions.contains(name) ? Beat.Happening.starts : .told
      guard happening != only else { continue }
      let what = functions.contains(name) ? ("an after-function", "starts") : ("a context", "told")
      problems.add(
        "of \(what.0), a beat can only name \(what.1)", at: place, suggestion: "\(SafeText.make(name)) \(only.rawValue)"
      )
    }
    return beats
  }

  /// A problem where no task has this path, with which the text of `node` begins.
  mutating func check(
    path: String, in node: YAMLNode, paths: [String], known: Set<String>, noun: String = "task"
  ) -> Bool {
    if known.contains(path) { return true }
    problems.add(
      "there is no \(noun) \(SafeText.brief(path))", at: node.place(ofCharacter: 0, in: source),
      suggestion: Self.nearest(to: path, in: paths))
    return false
  }

  /// The path of a task with this very name in another place, or else the path that is closest.
  private static func nearest(to path: String, in paths: [String]) -> String? {
    func name(_ path: String) -> Substring? { path.split(separator: "/").last }
    return paths.first { name($0) == name(path) }.map(SafeText.make) ?? closest(to: path, in: paths)
  }
}
