import Cascade
import CascadeTerminal
package import CascadeTrace

/// Which rows the picture shows and in which order: the caller of each group, its tasks, those of nested groups below the task
/// that opened them, and after-functions. A nested group has no row of its own: its caller is a task, and that task's lane
/// shows the wait. Contexts have rows where a run has nothing else; beside groups those have one at which a cancellation
/// begins.
package struct PictureRows {
  package struct Entry: Hashable {
    /// The number in the roster.
    package let number: Int
    package let depth: Int
    /// For each level whether a sibling follows, for the connectors.
    let follows: [Bool]
  }

  package private(set) var entries: [Entry] = []
  /// Entries by number of the row in the roster; a nested group's is that of its caller.
  package private(set) var places: [Int: Int] = [:]
  /// How many of the entries are tasks.
  private(set) var taskCount = 0
  /// The largest set of tasks of one group that opened no groups themselves, and the entries that aren't among them.
  private(set) var alike: [Int] = []
  private(set) var others: [Int] = []
  /// The contexts beside groups that have a row.
  private let contexts: Set<Int>
  /// How deep the tree is.
  private(set) var deepest = 0

  package init(_ recording: Recording) {
    let roster = recording.roster
    contexts = Self.origins(in: recording)
    if roster.members.contains(where: { $0.kind == .group }) {
      for number in roster.order {
        if contexts.contains(number), Self.isAboveGroups(number, in: roster) { add(number, depth: 0, follows: []) }
        guard roster.members[number].kind == .group, places[number] == nil, Self.isOutermost(number, in: roster)
        else { continue }
        add(number, depth: 0, follows: [])
        addTasks(of: number, depth: 1, follows: [], roster: roster)
      }
      // No task is without a row, wherever its group was opened.
      for number in roster.order where roster.members[number].kind == .task && places[number] == nil {
        add(number, depth: 0, follows: [])
      }
      for number in roster.order where roster.members[number].kind == .after { add(number, depth: 0, follows: []) }
    } else {
      for number in roster.order {
        let member = roster.members[number]
        add(number, depth: member.depth, follows: Self.follows(number, in: roster))
      }
    }
    for number in roster.members.indices where places[number] == nil {
      let place = roster.ancestors(of: number).first { places[$0] != nil }
      // A context above all groups has no row: the first group's stands for it.
      places[number] =
        place.flatMap { places[$0] } ?? entries.firstIndex { roster.members[$0.number].kind == .group }
        ?? (entries.isEmpty ? nil : 0)
    }
    findEqualTasks(in: roster)
    deepest = entries.map(\.depth).max() ?? 0
  }

  /// Whether these are the rows of a recording that has grown, too, as long as it has no new members.
  func areOf(_ recording: Recording) -> Bool { contexts == Self.origins(in: recording) }

  /// The row that stands for the run as a whole: the wait of the first group, where there is one.
  func first(in roster: Roster) -> Int? {
    (entries.first { roster.members[$0.number].kind == .group } ?? entries.first)?.number
  }

  /// The contexts beside groups at which a cancellation begins: a deadline of their own passes, or they are cancelled from
  /// outside. What a task derives for itself belongs to the task.
  private static func origins(in recording: Recording) -> Set<Int> {
    let roster = recording.roster
    guard !roster.isOfContextsAlone else { return [] }
    let run = recording.latestState
    return Set(
      roster.members.indices.filter { number in
        guard case .context(let what) = roster.members[number].kind, what != .shutdown,
          roster.owner(of: number) == nil
        else { return false }
        let row = run.row(number: number)
        return row.hasCause && row.telling?.told.origin == roster.members[number].id
      })
  }

  private static func isAboveGroups(_ number: Int, in roster: Roster) -> Bool {
    !roster.ancestors(of: number).contains { roster.members[$0].kind == .group }
  }

  /// The equal tasks, where there are so many that they may become a block.
  func crowd(in recording: Recording) -> Crowd? {
    taskCount > 12 && alike.count >= 12 ? Crowd(alike, in: recording) : nil
  }

  private mutating func findEqualTasks(in roster: Roster) {
    var groups: [Int: [Int]] = [:]
    for entry in entries where roster.members[entry.number].kind == .task {
      taskCount += 1
      let member = roster.members[entry.number]
      guard let group = member.parent, member.firstChild == nil else { continue }
      groups[group, default: []].append(entry.number)
    }
    alike = groups.max { ($0.value.count, -$0.key) < ($1.value.count, -$1.key) }?.value ?? []
    let members = Set(alike)
    others = entries.indices.filter { !members.contains(entries[$0].number) }
  }

  private mutating func add(_ number: Int, depth: Int, follows: [Bool]) {
    places[number] = entries.count
    entries.append(Entry(number: number, depth: depth, follows: follows))
  }

  private mutating func addTasks(of group: Int, depth: Int, follows: [Bool], roster: Roster) {
    let children = Self.children(of: group, in: roster)
    let tasks = children.filter { roster.members[$0].kind == .task }
    let besides = children.filter { roster.members[$0].kind != .task }
    let contexts = besides.flatMap { origins(below: $0, in: roster) }
    // A context that a task derived from its group's stands beside the task; the groups in it are the task's all the same.
    var others = besides.flatMap { Self.groups(below: $0, in: roster) }
    for (index, task) in tasks.enumerated() {
      let more = follows + [index + 1 < tasks.count || !contexts.isEmpty]
      add(task, depth: depth, follows: more)
      let path = roster.members[task].id + "/"
      let own = others.filter { roster.members[$0].id.hasPrefix(path) }
      others.removeAll(where: own.contains)
      for inner in Self.groups(below: task, in: roster) + own where places[inner] == nil {
        places[inner] = places[task]
        addTasks(of: inner, depth: depth + 1, follows: more, roster: roster)
      }
    }
    for (index, context) in contexts.enumerated() {
      add(context, depth: depth, follows: follows + [index + 1 < contexts.count])
    }
    for inner in others where places[inner] == nil {
      add(inner, depth: depth, follows: follows + [false])
      addTasks(of: inner, depth: depth + 1, follows: follows + [false], roster: roster)
    }
  }

  /// A context and those derived from it, without what groups and tasks have, as far as they have rows.
  private func origins(below number: Int, in roster: Roster) -> [Int] {
    guard case .context = roster.members[number].kind else { return [] }
    return (contexts.contains(number) ? [number] : [])
      + Self.children(of: number, in: roster).flatMap { origins(below: $0, in: roster) }
  }

  /// The groups that a task opened, through contexts of its own if need be.
  private static func groups(below task: Int, in roster: Roster) -> [Int] {
    children(of: task, in: roster).flatMap { child -> [Int] in
      switch roster.members[child].kind {
      case .group: [child]
      case .context: groups(below: child, in: roster)
      case .task, .after: []
      }
    }
  }

  private static func isOutermost(_ group: Int, in roster: Roster) -> Bool {
    !roster.ancestors(of: group).contains { roster.members[$0].kind == .task }
  }

  private static func children(of number: Int, in roster: Roster) -> [Int] {
    var found: [Int] = []
    var next = roster.members[number].firstChild
    while let child = next {
      found.append(child)
      next = roster.members[child].nextSibling
    }
    return found
  }

  private static func follows(_ number: Int, in roster: Roster) -> [Bool] {
    var levels: [Bool] = []
    var place: Int? = number
    while let row = place, roster.members[row].parent != nil {
      levels.insert(roster.members[row].nextSibling != nil, at: 0)
      place = roster.members[row].parent
    }
    return levels
  }
}

/// How many columns a level of the tree takes, and how many levels are drawn: where it is deep one column a level, and of
/// more levels than that the outer ones become an ellipsis, so that names stay readable.
struct Indentation: Hashable {
  let hasConnectors: Bool
  private let step: Int
  private let most: Int

  /// - Parameter deepest: How deep the tree is.
  init(hasConnectors: Bool, deepest: Int) {
    self.hasConnectors = hasConnectors
    let isShallow = deepest <= (hasConnectors ? 5 : 4)
    step = isShallow ? 2 : 1
    most = hasConnectors ? (isShallow ? 5 : 10) : isShallow ? 3 : 6
  }

  /// How many levels of an entry are drawn. The first one needs no blanks.
  private func levels(_ entry: PictureRows.Entry) -> Int {
    min(hasConnectors ? entry.depth : max(0, entry.depth - 1), most)
  }

  private func isCut(_ entry: PictureRows.Entry) -> Bool {
    (hasConnectors ? entry.depth : entry.depth - 1) > most
  }

  /// How many columns stand before the label.
  func columns(_ entry: PictureRows.Entry) -> Int {
    levels(entry) * step + (hasConnectors && step == 1 && entry.depth > 0 ? 1 : 0)
  }

  /// What stands before the label. With connectors the tree stays a tree.
  func text(_ entry: PictureRows.Entry, appearance: PictureAppearance) -> String {
    guard entry.depth > 0 else { return "" }
    func text(_ mark: PictureAppearance.Mark) -> String { String(Character(appearance.scalar(mark))) }
    let count = levels(entry)
    guard hasConnectors else {
      let blanks = String(repeating: " ", count: count * step)
      return isCut(entry) ? text(.ellipsis) + blanks.dropFirst() : blanks
    }
    let gap = String(repeating: " ", count: step - 1)
    var above = entry.follows.suffix(count).dropLast().map { ($0 ? text(.trunk) : " ") + gap }.joined()
    if isCut(entry) { above = text(.ellipsis) + above.dropFirst() }
    return above + ((entry.follows.last ?? false) ? text(.branch) : text(.lastBranch)) + " "
  }

  /// What goes on below that in the lower rows of a high lane.
  func trunks(_ entry: PictureRows.Entry, hasChildren: Bool, appearance: PictureAppearance) -> String {
    guard hasConnectors else { return "" }
    let trunk = String(Character(appearance.scalar(.trunk)))
    let gap = String(repeating: " ", count: step - 1)
    return entry.follows.suffix(levels(entry)).map { ($0 ? trunk : " ") + gap }.joined()
      + (hasChildren && entry.depth < most ? trunk : "")
  }
}
