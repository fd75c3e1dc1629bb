import CascadeText
import CascadeTrace

enum ChannelKey: String, FileKey {
  case capacity, items

  static let owner = "a channel"

  var meaning: String {
    switch self {
    case .capacity:
      "How many items it holds that no task has received. Default: 0, where each send waits for a receive."
    case .items: "So many items, or a list of jobs, each a line or a duration of work: it holds them and is closed."
    }
  }
}

extension ScenarioReader {
  /// Reads what tasks pass items through: a mapping from name to channel.
  mutating func readChannels(_ node: YAMLNode) -> [ChannelPlan] {
    var channels: [ChannelPlan] = []
    for (key, value) in entries(node, "channels") {
      guard let name = name(key, "a channel's name") else { continue }
      // What can't be read is told, and stands for any.
      channels.append(readChannel(value, named: name) ?? ChannelPlan(name: name, capacity: 0))
    }
    return channels
  }

  /// A number is its capacity, a list what it holds.
  private mutating func readChannel(_ node: YAMLNode, named name: String) -> ChannelPlan? {
    if case .list = node.content { return readFilling(node).map { ChannelPlan(name: name, filling: $0) } }
    if node.text != nil { return readCapacity(node, named: name) }
    guard let fields = Fields<ChannelKey>(node, problems: &problems) else { return nil }
    fields.check(.capacity, excludes: .items, problems: &problems)
    if let items = fields[.items] { return readFilling(items).map { ChannelPlan(name: name, filling: $0) } }
    if let capacity = fields[.capacity] { return readCapacity(capacity, named: name) }
    return ChannelPlan(name: name, capacity: 0)
  }

  private mutating func readCapacity(_ node: YAMLNode, named name: String) -> ChannelPlan? {
    wholeNumber(node, "the capacity", in: 0...Self.mostTasks).map { ChannelPlan(name: name, capacity: $0) }
  }

  private mutating func readFilling(_ node: YAMLNode) -> ChannelPlan.Filling? {
    guard case .list(let items) = node.content else {
      return wholeNumber(node, "items", in: 0...Self.mostTasks).map { .items($0) }
    }
    if items.isEmpty { problems.add("items has no job", at: node.place) }
    return .jobs(items.map { readJob($0) })
  }

  /// A duration, or a line without marks that have to do with a group.
  private mutating func readJob(_ node: YAMLNode) -> [Step] {
    guard let text = oneLine(node, "a job") else { return [] }
    if text.hasPrefix(".") {
      problems.add("a job can't have dots: it begins when a task takes it", at: node.place)
      return []
    }
    if text.first?.isNumber == true { return duration(node, "a job").map { [.work($0, listens: true)] } ?? [] }
    var task = TaskPlan(name: "", attempts: [[]])
    let steps = readLine(node, text, &task, hasDelay: false, isSpawned: true)
    if steps.contains(where: { $0.isCancel || $0.isUntilTold }) {
      problems.add("a job has only the marks - = | ^ and !", at: node.place)
    }
    // Then it goes on with the next one.
    return steps.last == .finish ? steps.dropLast() : steps
  }

  // MARK: Steps

  /// Reads a step that has to do with a channel; none where it has nothing to do with any.
  mutating func readChannelStep(_ action: StepKey, _ fields: Fields<StepKey>, of owner: StepOwner) -> Step? {
    guard action.isOfChannels, let value = fields[action], let channel = channel(value) else { return nil }
    let count = fields[.count].flatMap { wholeNumber($0, "count", in: 1...Self.mostTasks) } ?? 1
    let listens = !(fields[.blocking].flatMap { flag($0, "blocking") } ?? false)
    let name = channel.name
    if action == .send || action == .close {
      if channel.filling != nil {
        problems.add(
          "\(SafeText.brief(name)) is closed from the beginning: a step can only receive from it", at: value.place)
      }
      if action == .send, let otherwise = readElse(fields, of: owner) {
        return .attempt(AttemptStep(.send(name), otherwise: otherwise))
      }
      return .channel(action == .close ? .close(name) : .send(name, count: count, listens: listens))
    }
    if action == .receive {
      if channel.jobs != nil {
        problems.add("use range: \(SafeText.make(name)) to do its jobs, not receive", at: value.place)
      }
      if let otherwise = readElse(fields, of: owner) {
        return .attempt(AttemptStep(.receive(name), otherwise: otherwise))
      }
      return .channel(.receive(name, count: count, listens: listens))
    }
    if owner == .beforeGo || owner == .beforeWait, channel.jobs != nil {
      problems.add(
        "\(owner.words) can't do jobs, as tasks do: use items, and spawn a task for each", at: value.place)
    }
    let each = fields[.each].map { readEach($0, of: owner) } ?? []
    if each.contains(where: { $0.nestedGroup != nil || $0.spawnedTask != nil }) { loops.append((name, value.place)) }
    let feedsItself = each.contains { if case .channel(.send(name, _, _)) = $0 { true } else { false } }
    if feedsItself, !each.contains(where: { $0.traits.work ?? .zero > .zero }) {
      problems.add(
        "each sends on \(SafeText.brief(name)) again and takes no time: there would be no end to it", at: value.place)
    }
    return .channel(.range(name, each: each, holdsJobs: channel.jobs != nil, listens: listens))
  }

  private mutating func channel(_ node: YAMLNode) -> ChannelPlan? {
    guard let name = text(node, "the channel's name") else { return nil }
    if let channel = channels.first(where: { $0.name == name }) { return channel }
    if unread.contains("channels") { return ChannelPlan(name: name, capacity: 0) }
    problems.add(
      "there is no channel \(SafeText.brief(name))" + (channels.isEmpty ? "; list it in channels of the file" : ""),
      at: node.place, suggestion: closest(to: name, in: channels.map(\.name)))
    return nil
  }

  /// What is done where a step would wait; none where it waits.
  mutating func readElse(_ fields: Fields<StepKey>, of owner: StepOwner) -> [Step]? {
    fields[.else].map { readInnerSteps($0, "else", of: owner) }
  }

  /// What is done with each item: steps, or so much work.
  private mutating func readEach(_ node: YAMLNode, of owner: StepOwner) -> [Step] {
    if node.text != nil { return duration(node, "each").map { [.work($0, listens: true)] } ?? [] }
    let steps = readInnerSteps(node, "each", of: owner)
    for name in steps.flatMap(\.withUncaught).compactMap(\.acquired) where !steps.released.contains(name) {
      problems.add("each needs a release of \(SafeText.brief(name)): it acquires some for each item", at: node.place)
    }
    return steps
  }

  /// The channels that a task closes as it returns: a name or a list of names.
  mutating func readCloses(_ node: YAMLNode) -> [String] {
    let nodes = if case .list(let items) = node.content { items } else { [node] }
    return nodes.compactMap { node in
      guard let channel = channel(node) else { return nil }
      if channel.filling != nil {
        problems.add("\(SafeText.brief(channel.name)) is closed from the beginning", at: node.place)
      }
      return channel.name
    }
  }
}

/// The rounds of loops that open groups or spawn: each round has names of its own.
extension ScenarioReader {
  /// The group with the rounds of all loops in it. Called when all has been read.
  mutating func settled(_ group: GroupPlan) -> GroupPlan {
    let bounds = LoopBounds(channels, in: group)
    for loop in loops where bounds.most(loop.channel) == nil {
      problems.add(
        "there is no telling how many items \(SafeText.brief(loop.channel)) has, and each makes names: give the repeat "
          + "that sends them times", at: loop.place)
    }
    let settled = bounds.settled(group)
    guard bounds.hasLoops, problems.isEmpty else { return settled }
    guard settled.total <= Self.mostTasks else {
      problems.add("a scenario can't have more than \(Self.mostTasks) tasks", at: nil)
      return group
    }
    var seen: Set<String> = []
    for entry in ScenarioPaths(settled).entries where !seen.insert(entry.path).inserted && entry.isOfLoop {
      problems.add("another task has the path \(SafeText.brief(entry.path)), too", at: entry.place)
      break
    }
    return settled
  }
}

/// How many rounds loops have, at most.
private struct LoopBounds {
  private enum Loop {
    case rounds(Int?)
    case items(String)
  }

  private let channels: [ChannelPlan]
  /// What is sent on a channel, and in which loops.
  private var sends: [String: [(count: Int, around: [Loop])]] = [:]
  private(set) var hasLoops = false

  init(_ channels: [ChannelPlan], in group: GroupPlan) {
    self.channels = channels
    collect(group, [])
  }

  private mutating func collect(_ group: GroupPlan, _ around: [Loop]) {
    for task in group.tasks { collect(task, around) }
    collect(group.stepsBeforeWait + group.afterWait, around)
  }

  private mutating func collect(_ task: TaskPlan, _ around: [Loop]) {
    for steps in task.attempts { collect(steps, around) }
  }

  private mutating func collect(_ steps: [Step], _ around: [Loop]) {
    for step in steps {
      if !around.isEmpty, step.nestedGroup != nil || step.spawnedTask != nil { hasLoops = true }
      switch step {
      case .channel(.send(let name, let count, _)): sends[name, default: []].append((count, around))
      case .channel(.range(let name, let each, _, _)): collect(each, around + [.items(name)])
      case .rounds(let rounds): collect(rounds.steps + (rounds.last ?? []), around + [.rounds(rounds.times)])
      case .group(let group, _): collect(group, around)
      case .spawn(let task): collect(task, around)
      case .flight(let flight): collect(flight.call, around)
      case .attempt(let step):
        if case .send(let name) = step.action { sends[name, default: []].append((1, around)) }
      case .handling(let step): collect(step.steps + step.otherwise, around)
      case .timed(let step): collect(step.steps, around)
      case .channel, .work, .wait, .permits, .cancel, .useGroupContext, .signal, .keep, .log, .finish, .fail, .panic,
        .exit:
        continue
      }
    }
  }

  /// How many items are received from a channel, at most; none where there is no telling.
  func most(_ name: String, inside others: Set<String> = []) -> Int? {
    if let filling = channels.first(where: { $0.name == name })?.filling { return filling.count }
    guard !others.contains(name) else { return nil }
    var sum = 0
    for send in sends[name] ?? [] {
      var count = send.count
      for loop in send.around {
        let times =
          switch loop {
          case .rounds(let times): times
          case .items(let channel): most(channel, inside: others.union([name]))
          }
        guard let times else { return nil }
        count = count.multipliedReportingOverflow(by: times).overflow ? .max / 2 : count * times
      }
      sum = min(sum + min(count, 1_000_000), 1_000_000)
    }
    return sum
  }

  func settled(_ group: GroupPlan) -> GroupPlan {
    var group = group
    for index in group.tasks.indices { settle(&group.tasks[index]) }
    settle(&group.beforeGo, rounds: nil)
    settle(&group.beforeWait, rounds: nil)
    settle(&group.afterWait, rounds: nil)
    return group
  }

  private func settle(_ task: inout TaskPlan) {
    for index in task.attempts.indices { settle(&task.attempts[index], rounds: nil) }
  }

  private func settle(_ steps: inout [Step], rounds: Range<Int>?) {
    for index in steps.indices {
      if case .group(let group, let ignoreError) = steps[index] {
        var group = settled(group)
        group.inRounds = rounds
        steps[index] = .group(group, ignoreError: ignoreError)
      } else if case .spawn(var task) = steps[index] {
        settle(&task)
        task.inRounds = rounds
        steps[index] = .spawn(task)
      } else {
        var items = 0
        // A try is no loop, nor what has only so long: what is in it is done in the rounds around it.
        let same = steps[index].handles || steps[index].isTimed
        if case .channel(let step) = steps[index] { items = most(step.channel) ?? 0 }
        steps[index].changeInner { settle(&$0, rounds: same ? rounds : $1 ?? 1..<(items + 1)) }
      }
    }
  }
}

extension GroupPlan {
  /// How many tasks there are in it and in groups inside it, at most; no more than a million.
  fileprivate var total: Int {
    var sum = 0
    for task in allTasks {
      var inside = 1
      for nested in task.allSteps.compactMap(\.nestedGroup) {
        inside = min(inside + (nested.inRounds?.count ?? 1) * nested.total, 1_000_000)
      }
      sum = min(sum + (task.inRounds?.count ?? 1) * inside, 1_000_000)
    }
    return sum
  }
}
