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
      guard let name = name(key, "a channel's name"), let channel = readChannel(value, named: name) else { continue }
      channels.append(channel)
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
      return .channel(action == .close ? .close(name) : .send(name, count: count, listens: listens))
    }
    if action == .receive {
      if channel.jobs != nil {
        problems.add("use range: \(SafeText.make(name)) to do its jobs, not receive", at: value.place)
      }
      return .channel(.receive(name, count: count, listens: listens))
    }
    if owner == .beforeWait, channel.jobs != nil {
      problems.add("before-wait can't do jobs, as tasks do: use items, and spawn a task for each", at: value.place)
    }
    let each = fields[.each].map { readEach($0, of: owner) } ?? []
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
    problems.add(
      "there is no channel \(SafeText.brief(name))" + (channels.isEmpty ? "; list it in channels of the file" : ""),
      at: node.place, suggestion: closest(to: name, in: channels.map(\.name)))
    return nil
  }

  /// What is done with each item: steps, or so much work.
  private mutating func readEach(_ node: YAMLNode, of owner: StepOwner) -> [Step] {
    if node.text != nil { return duration(node, "each").map { [.work($0, listens: true)] } ?? [] }
    let steps = readInnerSteps(node, "each", of: owner)
    for case .permits(.acquire(let name, _, _)) in steps where !steps.released.contains(name) {
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
