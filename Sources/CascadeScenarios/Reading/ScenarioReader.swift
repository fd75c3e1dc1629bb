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
    let group = readGroup(groupNode, defaultName: "root", pathPrefix: "", isOutermost: true)
    let knownPaths = ScenarioPaths(group).entries.map(\.path)
    let beats = fields[.beats].map { readBeats($0, paths: knownPaths) } ?? []
    let expectation = fields[.expect].flatMap { readExpectation($0, paths: knownPaths) }
    guard problems.isEmpty, let title else { return nil }
    return Scenario(
      title: title, about: about, seed: seed ?? 1, group: group, beats: beats, expectation: expectation)
  }

  private mutating func readTick(_ node: YAMLNode?) {
    guard let node, let duration = duration(node, "tick") else { return }
    if duration > .zero {
      tick = duration
    } else {
      problems.add("a tick can't be of no length", at: node.place)
    }
  }
}
