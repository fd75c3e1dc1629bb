import Cascade
import CascadeQuestions
import CascadeText
package import CascadeTrace
import Foundation

extension Talk {
  /// Whether a file is meant as a talk: it has a `talk` at its top level. Nothing is said of a file that can't be read.
  package static func isTalk(path: String) -> Bool {
    guard let bytes = try? SmallFile.contents(path: path, kind: "") else { return false }
    var problems = ProblemList(file: path)
    guard let source = try? SourceText(bytes: bytes, problems: &problems) else { return false }
    // Also in a file with other mistakes, so that these are told as those of a talk.
    return (1...max(1, source.lineCount)).contains { source.line($0).starts(with: "talk:".unicodeScalars) }
  }

  /// Reads a talk from a file, and every scenario that it shows, and plays these.
  ///
  /// Throws every problem at once, those of the scenarios' files included.
  package static func read(path: String) throws(UnreadableScenario) -> Talk {
    try read(bytes: SmallFile.contents(path: path, kind: "a talk file"), path: path)
  }

  /// Reads a talk from the bytes of a file. Other files are looked for beside `path`.
  package static func read(bytes: some Collection<UInt8>, path: String) throws(UnreadableScenario) -> Talk {
    var problems = ProblemList(file: path)
    let source = try SourceText(bytes: bytes, problems: &problems)
    let root = try YAMLNode.parse(source, problems: problems, content: "a talk has a title and steps")
    var reader = TalkReader(path: path, reader: ScenarioReader(source: source, problems: problems))
    guard let talk = reader.read(root) else {
      var error = reader.reader.problems.error
      // First what is wrong with a scenario, then that it can't be played.
      error.problems.insert(contentsOf: reader.foreign, at: 0)
      throw error
    }
    return talk
  }
}

/// Reads the tree of a talk file, and gathers every problem on the way.
struct TalkReader {
  let path: String
  /// Reads values, and has the problems of the talk's own file.
  var reader: ScenarioReader
  /// Problems of the files that it names.
  var foreign: [Problem] = []
  /// What was read and played already, by its name; nil for what can't be.
  private var shown: [String: Talk.Shown?] = [:]
  private var files: [String]

  init(path: String, reader: ScenarioReader) {
    self.path = path
    self.reader = reader
    files = [path]
  }

  /// More steps no talk has.
  private static let mostSteps = 200

  mutating func read(_ root: YAMLNode) -> Talk? {
    guard let fields = Fields<TalkKey>(root, problems: &reader.problems) else { return nil }
    let title = fields[.talk].flatMap { reader.oneLine($0, "the title") }
    if fields.lacks(.talk) { reader.problems.add("the talk has no title", at: fields.place) }
    let minutes = fields[.minutes].flatMap { self.minutes($0) }
    let audience = fields[.audience].flatMap { self.audience($0) }
    var steps: [Talk.Step] = []
    if let node = fields[.steps] {
      let items = reader.list(node, "steps")
      if case .list = node.content, items.isEmpty { reader.problems.add("the talk has no steps", at: node.place) }
      if items.count > Self.mostSteps {
        reader.problems.add("a talk has at most \(Self.mostSteps) steps", at: items[Self.mostSteps].place)
      }
      for item in items.prefix(Self.mostSteps) {
        if let step = step(item) { steps.append(step) }
      }
    } else if fields.lacks(.steps) {
      reader.problems.add("the talk has no steps", at: fields.place)
    }
    guard reader.problems.isEmpty, foreign.isEmpty, let title else { return nil }
    return Talk(title: title, minutes: minutes, audience: audience ?? .standard, steps: steps, files: files)
  }

  // MARK: A step

  private mutating func step(_ node: YAMLNode) -> Talk.Step? {
    guard let fields = Fields<TalkStepKey>(node, problems: &reader.problems) else { return nil }
    let kinds = fields.present(TalkStepKey.kinds)
    let names = alternatives(TalkStepKey.kinds.map(\.rawValue))
    if kinds.isEmpty, fields.lacks(TalkStepKey.kinds) {
      reader.problems.add("a step of a talk needs one of \(names)", at: fields.place)
    }
    for other in kinds.dropFirst() {
      reader.problems.add(
        "a step shows one thing: use \(kinds[0].rawValue) or \(other.rawValue), not both", at: fields.place(of: other))
    }
    for key in TalkStepKey.allCases where !key.owners.isEmpty && !kinds.isEmpty && kinds.count < 2 {
      fields.check(key, needs: key.owners, problems: &reader.problems)
    }
    let minutes = fields[.minutes].flatMap { self.minutes($0) }
    let note = fields[.notes].flatMap { reader.text($0, "notes") }
    guard let kind = kinds.first, let content = content(kind, fields) else { return nil }
    return Talk.Step(content: content, minutes: minutes, note: note, place: node.place)
  }

  private mutating func content(_ kind: TalkStepKey, _ fields: Fields<TalkStepKey>) -> Talk.Content? {
    guard let node = fields[kind] else { return nil }
    switch kind {
    case .say: return reader.oneLine(node, "say").map { .say($0) }
    case .ask: return question(node, fields)
    case .run:
      guard let shown = shown(node) else { return nil }
      return run(shown, fields)
    case .whatIf:
      guard let shown = shown(node) else { return nil }
      return whatIf(shown, fields)
    case .compare:
      guard let shown = shown(node) else { return nil }
      return compare(shown, node, fields)
    case .from, .until, .of, .at, .change, .a, .b, .minutes, .notes: return nil
    }
  }

  // MARK: Runs

  /// The scenario that a step names, played.
  private mutating func shown(_ node: YAMLNode) -> Talk.Shown? {
    guard let name = reader.oneLine(node, "the scenario") else { return nil }
    if let known = shown[name] {
      // What is wrong with it was said where it was named first.
      return known
    }
    let result = play(name, node)
    shown[name] = .some(result)
    return result
  }

  private mutating func play(_ name: String, _ node: YAMLNode) -> Talk.Shown? {
    let scenario: Scenario
    do {
      if name.contains("/") || name.contains(".") {
        let path = resolved(name)
        files.append(path)
        scenario = try Scenario.read(path: path)
      } else {
        scenario = try Gallery.named(name).scenario()
      }
    } catch let unknown as Gallery.UnknownName {
      reader.problems.add(
        "there is no scenario \(SafeText.brief(name)); a file's name has a / or a .", at: node.place,
        suggestion: unknown.suggestion)
      return nil
    } catch let unreadable as UnreadableScenario {
      let isMissing = unreadable.problems.contains { $0.place == nil }
      reader.problems.add(
        isMissing
          ? "\(SafeText.brief(name)): \(unreadable.problems[0].message)" : "\(SafeText.brief(name)) can't be played",
        at: node.place)
      if !isMissing { foreign += unreadable.problems }
      return nil
    } catch {
      reader.problems.add("\(SafeText.brief(name)): \(error)", at: node.place)
      return nil
    }
    do {
      return Talk.Shown(name: name, scenario: scenario, run: try ScenarioRun(scenario))
    } catch {
      reader.problems.add("\(SafeText.brief(name)): \(error)", at: node.place)
      return nil
    }
  }

  /// A path relative to the talk's file.
  private func resolved(_ name: String) -> String {
    guard !name.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return name }
    return String(path[...slash]) + name
  }

  private mutating func run(_ shown: Talk.Shown, _ fields: Fields<TalkStepKey>) -> Talk.Content? {
    let recording = shown.recording
    let count = reader.count
    let from = fields[.from].flatMap { moment($0, "from", in: shown, recording) }
    let until = fields[.until].flatMap { moment($0, "until", in: shown, recording) }
    if let from, let until, from.position >= until.position {
      reader.problems.add("until comes before from, or with it", at: fields.place(of: .until))
    }
    guard reader.count == count else { return nil }
    return .run(shown, from: from, until: until)
  }

  /// A beat by its number, or a moment as beats have it.
  private mutating func moment(
    _ node: YAMLNode, _ what: String, in shown: Talk.Shown, _ recording: Recording
  ) -> Cursor? {
    guard let text = reader.oneLine(node, what) else { return nil }
    if !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) {
      let beats = recording.beats
      guard let number = Int(text), beats.indices.contains(number - 1) else {
        reader.problems.add(
          "\(what): the run has the beats 1 to \(beats.count), not \(SafeText.brief(text))", at: node.place)
        return nil
      }
      return recording.stop(of: beats[number - 1])
    }
    let parts = KnownParts(shown.scenario)
    guard let moment = reader.moment(node, what, paths: parts.paths, known: parts.known, noun: parts.noun) else {
      return nil
    }
    var asked = shown.scenario
    asked.beats = [Beat(moment, say: "")]
    guard let place = BeatPlaces(asked, in: shown.run.events).places.first else {
      reader.problems.add("\(what): this never happens in the run: \(SafeText.brief(text))", at: node.place)
      return nil
    }
    if let t = place.t { return recording.cursor(at: t) }
    let beat = recording.beats.first { $0.range.contains(place.event) }
    return recording.cursor(at: beat?.position ?? place.event + 1)
  }

  // MARK: Questions

  private mutating func question(_ node: YAMLNode, _ fields: Fields<TalkStepKey>) -> Talk.Content? {
    guard let of = fields[.of] else {
      if fields[.at] != nil { reader.problems.add("at needs what-if or of", at: fields.place(of: .at)) }
      return ownQuestion(node).map { .ask($0) }
    }
    guard let shown = shown(of) else { return nil }
    let recording = shown.recording
    if node.text == Self.written { return written(of: shown, recording, node, fields) }
    guard let plan = reader.readAsk(node, of: KnownParts(shown.scenario)) else { return nil }
    guard let at = fields[.at] else {
      if fields.lacks(.at) {
        reader.problems.add(
          "a question about a run needs at: the beat or moment at which it is asked", at: fields.place)
      }
      return nil
    }
    guard let cursor = moment(at, "at", in: shown, recording) else { return nil }
    guard cursor.position < recording.count else {
      reader.problems.add("at: nothing comes after this that could be asked about", at: at.place)
      return nil
    }
    let ask = MomentFinder(paths: ScenarioPaths(shown.scenario), events: shown.run.events).ask(plan)
    guard let question = Question(ask, at: cursor, in: recording) else {
      reader.problems.add("this run gives that question no certain answer at this moment", at: node.place)
      return nil
    }
    return .askAbout(shown, plan, question)
  }

  /// The word for the question that the scenario's own file asks.
  private static let written = "written"

  private mutating func written(
    of shown: Talk.Shown, _ recording: Recording, _ node: YAMLNode, _ fields: Fields<TalkStepKey>
  ) -> Talk.Content? {
    var beats = recording.beats
    if let at = fields[.at] {
      guard let cursor = moment(at, "at", in: shown, recording) else { return nil }
      beats = beats.filter { $0.position == cursor.position }
    }
    guard let question = beats.lazy.compactMap({ Question(at: $0, in: recording) }).first else {
      reader.problems.add("\(SafeText.brief(shown.name)) asks nothing there itself", at: node.place)
      return nil
    }
    return .askAbout(shown, nil, question)
  }

  /// A question that is about no run.
  private mutating func ownQuestion(_ node: YAMLNode) -> OwnQuestion? {
    guard let plan = reader.readAsk(node, of: KnownParts(paths: [])) else { return nil }
    guard case .own(let own) = plan.content else {
      reader.problems.add("a question of this kind is about a run: say which with of, and when with at", at: node.place)
      return nil
    }
    if own.until != nil || own.answers.contains(where: { $0.expectation != nil }) {
      reader.problems.add("until and expect are about a run: say which with of", at: node.place)
      return nil
    }
    return OwnQuestion(
      own.text, answers: own.answers.map { OwnQuestion.Answer($0.text, why: $0.why) }, right: own.right,
      rule: plan.rule)
  }

  private mutating func whatIf(_ shown: Talk.Shown, _ fields: Fields<TalkStepKey>) -> Talk.Content? {
    let at = fields[.at].map { reader.duration($0, "at") } ?? .zero
    guard let node = fields[.change] else {
      if fields.lacks(.change) { reader.problems.add("a what-if needs do, such as: cancel NAME", at: fields.place) }
      return nil
    }
    guard let phrase = reader.oneLine(node, "do"), let at else { return nil }
    let moment = Recording(shown.run.events).cursor(at: Context.Instant.zero.advanced(by: at))
    let names = PhraseNames(shown.scenario, in: shown.run.events)
    do {
      let change = try PhraseReader(names: names, at: moment).read(phrase)
      let variation = Variation([change])
      let run = try ScenarioRun(shown.scenario, variation: variation)
      return .whatIf(shown, Talk.Change(variation: variation, change: change, names: names, run: run))
    } catch let error as PhraseError {
      reader.problems.add(
        "do: \(error.message)", at: node.place(ofCharacter: error.column - 1, in: reader.source),
        suggestion: error.suggestion)
    } catch {
      reader.problems.add("do: \(error)", at: node.place)
    }
    return nil
  }

  private mutating func compare(
    _ shown: Talk.Shown, _ node: YAMLNode, _ fields: Fields<TalkStepKey>
  ) -> Talk.Content? {
    if shown.scenario.contexts != nil {
      reader.problems.add("a scenario of contexts has no tasks to compare; use what-if", at: node.place)
      return nil
    }
    let count = reader.count
    let a = fields[.a].flatMap { side($0, "a", of: shown) }
    let b = fields[.b].flatMap { side($0, "b", of: shown) }
    guard reader.count == count else { return nil }
    return .compare(shown, a: a, b: b)
  }

  private mutating func side(_ node: YAMLNode, _ what: String, of shown: Talk.Shown) -> Talk.Side? {
    guard let text = reader.oneLine(node, what) else { return nil }
    do {
      switch try ComparedSide(text, of: shown.scenario) {
      case .variation(let variation, let name):
        return .variation(variation, name: name, try ScenarioRun(shown.scenario, variation: variation))
      case .file(let name):
        let path = resolved(name)
        files.append(path)
        return .file(path: path, try RecordingFile.read(path: path, waits: false))
      }
    } catch {
      reader.problems.add("\(what): \(error)", at: node.place)
      return nil
    }
  }
}

// MARK: Values

extension TalkReader {
  fileprivate mutating func minutes(_ node: YAMLNode) -> Duration? {
    guard let text = reader.text(node, "minutes", form: "a number") else { return nil }
    guard let number = Double(text), number > 0, number <= 600, text.allSatisfy({ $0.isNumber || $0 == "." }) else {
      reader.problems.add("minutes must be a number above 0, up to 600, not \(SafeText.brief(text))", at: node.place)
      return nil
    }
    return .milliseconds(Int64((number * 60_000).rounded()))
  }

  fileprivate mutating func audience(_ node: YAMLNode) -> AudienceSize? {
    guard let text = reader.text(node, "audience", form: "a size such as 80x24") else { return nil }
    guard let size = AudienceSize(text), size.columns <= AudienceSize.largest.columns,
      size.rows <= AudienceSize.largest.rows
    else {
      reader.problems.add("audience must be a size such as 80x24, not \(SafeText.brief(text))", at: node.place)
      return nil
    }
    guard size.columns >= AudienceSize.smallest.columns, size.rows >= AudienceSize.smallest.rows else {
      reader.problems.add("audience must be \(AudienceSize.smallest.words) or more", at: node.place)
      return nil
    }
    return size
  }
}

extension ScenarioReader {
  /// How many problems there are so far.
  fileprivate var count: Int { problems.count }
}

extension Talk.Shown {
  /// The run with the author's beats.
  package var recording: Recording {
    var recording = Recording(run.events)
    let beats = BeatPlaces(scenario, in: run.events).places
    if !beats.isEmpty { recording.useBeats(beats) }
    return recording
  }
}
