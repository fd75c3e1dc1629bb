import CascadeTerminal
package import CascadeTrace

/// Which rows the picture shows and in which order: the caller of each group, its tasks, those of nested groups below the task
/// that opened them, contexts where a run has nothing else, and after-functions. A nested group has no row of its own:
/// its caller is a task, and that task's lane shows the wait.
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

  package init(_ roster: Roster) {
    if roster.members.contains(where: { $0.kind == .group }) {
      for number in roster.order where roster.members[number].kind == .group && Self.isOutermost(number, in: roster) {
        add(number, depth: 0, follows: [])
        addTasks(of: number, depth: 1, follows: [], roster: roster)
      }
      for number in roster.order where roster.members[number].kind == .after { add(number, depth: 0, follows: []) }
    } else {
      for number in roster.order {
        let member = roster.members[number]
        add(number, depth: member.depth, follows: Self.follows(number, in: roster))
      }
    }
    for number in roster.members.indices where places[number] == nil {
      var place: Int? = roster.members[number].parent
      while let above = place, places[above] == nil { place = roster.members[above].parent }
      // A context above all groups has no row: the first one stands for it.
      places[number] = place.flatMap { places[$0] } ?? (entries.isEmpty ? nil : 0)
    }
    findEqualTasks(in: roster)
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
    // A context that a task derived from its group's stands beside the task; the groups in it are the task's all the same.
    var others = children.filter { roster.members[$0].kind != .task }.flatMap { Self.groups(below: $0, in: roster) }
    for (index, task) in tasks.enumerated() {
      let more = follows + [index + 1 < tasks.count]
      add(task, depth: depth, follows: more)
      let path = roster.members[task].id + "/"
      let own = others.filter { roster.members[$0].id.hasPrefix(path) }
      others.removeAll(where: own.contains)
      for inner in Self.groups(below: task, in: roster) + own {
        places[inner] = places[task]
        addTasks(of: inner, depth: depth + 1, follows: more, roster: roster)
      }
    }
    for inner in others {
      add(inner, depth: depth, follows: follows + [false])
      addTasks(of: inner, depth: depth + 1, follows: follows + [false], roster: roster)
    }
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
    var place = roster.members[group].parent
    while let above = place {
      if roster.members[above].kind == .task { return false }
      place = roster.members[above].parent
    }
    return true
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

extension PictureRows.Entry {
  /// Of deeper trees the outer levels aren't drawn, so that names stay readable.
  private static let mostLevels = (connectors: 5, blanks: 3)

  /// For the levels that are drawn, whether a sibling follows.
  private var shownLevels: ArraySlice<Bool> { follows.suffix(Self.mostLevels.connectors) }

  /// What stands before the label. With connectors the tree stays a tree; without, two blanks a level.
  func indent(hasConnectors: Bool, appearance: PictureAppearance) -> String {
    guard depth > 0 else { return "" }
    guard hasConnectors else { return String(repeating: "  ", count: min(Self.mostLevels.blanks, depth - 1)) }
    func text(_ mark: PictureAppearance.Mark) -> String { String(Character(appearance.scalar(mark))) }
    let above = shownLevels.dropLast().map { $0 ? "\(text(.trunk)) " : "  " }.joined()
    return above + ((follows.last ?? false) ? text(.branch) : text(.lastBranch)) + " "
  }

  /// What goes on below that in the lower rows of a high lane.
  func trunks(hasConnectors: Bool, hasChildren: Bool, appearance: PictureAppearance) -> String {
    guard hasConnectors else { return "" }
    let trunk = String(Character(appearance.scalar(.trunk)))
    let isCut = follows.count >= Self.mostLevels.connectors
    return shownLevels.map { $0 ? "\(trunk) " : "  " }.joined() + (hasChildren && !isCut ? trunk : "")
  }

  /// How many columns that takes.
  func indentColumns(hasConnectors: Bool) -> Int {
    hasConnectors
      ? min(depth, Self.mostLevels.connectors) * 2 : max(0, min(depth - 1, Self.mostLevels.blanks) * 2)
  }
}
