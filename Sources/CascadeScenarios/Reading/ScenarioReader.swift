import Cascade
import CascadeText
import Foundation

/// The keys of the file itself.
enum ScenarioKey: String, FileKey {
  case title, about, tick, seed, group, contexts, beats, expect, goal
  case channels, semaphores, limiters

  static let owner = "a scenario"

  var meaning: String {
    switch self {
    case .title: "One short line that names the story."
    case .about: "One line that sets the scene."
    case .tick: "Duration of one mark in a line. Default: 50ms."
    case .seed: "Seed for the order of events at the same instant. Default: 1."
    case .group: "The group that the story is about."
    case .contexts: "Instead of group: what is done with contexts, step by step."
    case .beats: "The moments worth stopping at, each with a sentence."
    case .expect: "How it ends; `check` compares this with the run."
    case .channels: "What tasks pass items through, by name: a capacity, a list of jobs, or its keys."
    case .semaphores: "Semaphores that tasks share, by name, each with how many permits it has."
    case .limiters: "Limiters that tasks share, by name: how often a token comes, or its keys."
    case .goal: "What a challenge is about; see `cascade challenge`."
    }
  }
}

/// Reads the tree of a scenario file into a ``Scenario`` and gathers every problem on the way.
///
/// A part that can't be read becomes a harmless stand-in, so that the rest is looked at, too. The scenario is only
/// handed out where there were no problems.
struct ScenarioReader {
  /// The most tasks that a scenario may have, copies by `count` included.
  static let mostTasks = 100_000

  let source: SourceText
  var problems: ProblemList
  /// What one mark of a line is worth.
  var tick = Duration.milliseconds(50)
  /// How many tasks were read, each copy counted.
  var taskTotal = 0
  /// The names that are taken in the groups being read, the innermost last.
  var scopes: [NameScope] = []
  /// Those of the file.
  var channels: [ChannelPlan] = []
  var semaphores: [SemaphorePlan] = []
  var limiters: [LimiterPlan] = []
  /// Lists of these that can't be read: what they name isn't missing.
  var unread: Set<String> = []
  /// The names of the groups of the task that is being read.
  var groupNames = GroupNames()
  /// The channels whose items are the rounds of a loop that opens groups or spawns.
  var loops: [(channel: String, place: Place)] = []
  /// What steps wait for, to be looked up when all has been read.
  var awaitedTasks: [(path: String, node: YAMLNode)] = []
  var awaitedSignals: [(name: String, node: YAMLNode)] = []
  /// Paths of tasks, to find two tasks that files can't tell apart.
  var paths: Set<String> = []

  init(source: SourceText, problems: ProblemList) {
    self.source = source
    self.problems = problems
  }

  /// Reads the whole file.
  mutating func read(_ root: YAMLNode) -> Scenario? {
    guard let fields = Fields<ScenarioKey>(root, problems: &problems) else {
      return nil
    }
    let title = fields[.title].flatMap { oneLine($0, "the title") }
    if fields.lacks(.title) { problems.add("the scenario has no title", at: fields.place) }
    let about = fields[.about].flatMap { oneLine($0, "about") }
    readTick(fields[.tick])
    let seed = fields[.seed].flatMap { wholeNumber($0, "the seed", in: 0...UInt64.max) }
    fields.check(.contexts, excludes: .group, problems: &problems)
    fields.check(.contexts, excludes: .goal, problems: &problems)
    fields.check(.contexts, excludes: .channels, problems: &problems)
    fields.check(.contexts, excludes: .semaphores, problems: &problems)
    fields.check(.contexts, excludes: .limiters, problems: &problems)
    if let node = fields[.contexts] {
      let contexts = readContexts(node)
      let beats = fields[.beats].map { readBeats($0, of: contexts) } ?? []
      let expectation = fields[.expect].flatMap { readExpectation($0, of: contexts) }
      guard problems.isEmpty, let title else { return nil }
      return Scenario(
        title: title, about: about, seed: seed ?? 1, group: GroupPlan(tasks: []), contexts: contexts, beats: beats,
        expectation: expectation)
    }
    guard let groupNode = fields[.group] else {
      if fields.lacks(.group) { problems.add("the scenario has no group", at: fields.place) }
      return nil
    }
    channels = fields[.channels].map { readChannels($0) } ?? []
    semaphores = fields[.semaphores].map { readSemaphores($0) } ?? []
    limiters = fields[.limiters].map { readLimiters($0) } ?? []
    let group = settled(readGroup(groupNode, defaultName: "root", pathPrefix: "", isOutermost: true))
    // There may be very many.
    let asksForPaths = fields[.beats] != nil || fields[.expect] != nil || awaitsAnything
    let known = asksForPaths ? ScenarioPaths.entries(of: group) : (tasks: [], afterFunctions: [])
    let knownPaths = known.tasks.map(\.path)
    checkAwaited(in: group, known.tasks)
    let functions = known.afterFunctions.map(\.path)
    let beats = fields[.beats].map { readBeats($0, paths: knownPaths, functions: functions) } ?? []
    let expectation = fields[.expect].flatMap { readExpectation($0, paths: knownPaths, functions: functions) }
    let goal = fields[.goal].flatMap { readGoal($0, of: group) }
    guard problems.isEmpty, let title else { return nil }
    var scenario = Scenario(
      title: title, about: about, seed: seed ?? 1, group: group, beats: beats, expectation: expectation, goal: goal)
    scenario.channels = channels
    scenario.semaphores = semaphores
    scenario.limiters = limiters
    return scenario
  }

  private mutating func readTick(_ node: YAMLNode?) {
    guard let node, let duration = duration(node, "tick") else { return }
    if duration > .zero {
      tick = duration
    } else {
      problems.add("a tick must be longer than 0", at: node.place)
    }
  }
}

extension ScenarioReader {
  /// A name of a task, group or after-function, as ``NameRule`` allows it. `what` names it in messages.
  mutating func name(_ node: YAMLNode, _ what: String) -> String? {
    guard let text = text(node, what) else { return nil }
    guard let complaint = NameRule.complaint(about: text) else { return text }
    problems.add("\(what) \(complaint): \(SafeText.brief(text))", at: node.place)
    return nil
  }

  /// Takes a name in the innermost group, where it has to be the only one. Tells whether it is.
  @discardableResult
  mutating func take(_ name: String, at place: Place) -> Bool {
    let isNew = scopes[scopes.count - 1].taken.insert(name).inserted
    if !isNew { problems.add("the name \(SafeText.brief(name)) is already taken in this group", at: place) }
    return isNew
  }

  /// Takes a task's name, and its path, which has to be the only one in the file.
  mutating func takeTask(_ name: String, at place: Place) {
    guard take(name, at: place) else { return }
    let path = scopes[scopes.count - 1].pathPrefix + name
    if !paths.insert(path).inserted {
      problems.add("another task has the path \(SafeText.brief(path)), too; give one of their groups a name", at: place)
    }
  }
}

/// The names that are taken in one group.
struct NameScope {
  /// What stands before a task's name in its path; empty in the outermost group.
  var pathPrefix: String
  var taken: Set<String> = []
  /// What kind of group it is.
  var kind = GroupPlan.Kind.errgroup
}

extension Scenario {
  /// Reads a scenario from the text of a file. `file` is the name that problems give it.
  package static func read(_ text: String, file: String) throws(UnreadableScenario) -> Scenario {
    try read(bytes: text.utf8, file: file)
  }

  /// Reads a scenario from the bytes of a file. `file` is the name that problems give it.
  ///
  /// Throws every problem at once; a file that is no text, has a mistake of syntax, a key twice or something that a
  /// scenario can't have (``YAMLGuard``) gives that one problem alone.
  package static func read(bytes: some Collection<UInt8>, file: String) throws(UnreadableScenario) -> Scenario {
    var problems = ProblemList(file: file)
    let source = try SourceText(bytes: bytes, problems: &problems)
    let root = try YAMLNode.parse(source, problems: problems)
    var reader = ScenarioReader(source: source, problems: problems)
    guard let scenario = reader.read(root) else { throw reader.problems.error }
    return scenario
  }

  /// Reads a scenario from a file.
  ///
  /// Not more than a little over 1 MiB is ever read from it. Throws as ``read(bytes:file:)`` does, and where the file
  /// is missing, is a directory or can't be opened.
  package static func read(path: String) throws(UnreadableScenario) -> Scenario {
    try read(bytes: SmallFile.contents(path: path, kind: "a scenario file"), file: path)
  }
}

/// A file that a person writes.
enum SmallFile {
  /// What is in it; not more than a little over 1 MiB is ever read.
  ///
  /// - Parameter kind: What it should be, as in "this is a directory, not …".
  static func contents(path: String, kind: String) throws(UnreadableScenario) -> Data {
    var problems = ProblemList(file: path)
    var isDirectory: ObjCBool = false
    if !FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) {
      problems.add("there is no such file", at: nil)
    } else if isDirectory.boolValue {
      problems.add("this is a directory, not \(kind)", at: nil)
    } else if let bytes = bytes(path: path) {
      return bytes
    } else {
      problems.add("the file can't be read", at: nil)
    }
    throw problems.error
  }

  private static func bytes(path: String) -> Data? {
    guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? handle.close() }
    return try? handle.read(upToCount: SourceText.largest + 1) ?? Data()
  }
}
