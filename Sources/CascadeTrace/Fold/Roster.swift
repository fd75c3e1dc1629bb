package import Cascade

/// Everything that appears in a run, and the tree that it forms.
///
/// It is made from all events there are, so that a row has its place before it is born and the tree doesn't jump
/// from moment to moment. Rows are numbered in the order in which they first appear; a shorter list of the
/// same events gives the same numbers.
package struct Roster: Sendable {
  /// What a row is.
  package enum Kind: Hashable, Sendable {
    case context(Event.ContextMade.What)
    case group
    case task
    case after
  }

  /// One row: what never changes about it.
  package struct Member: Hashable, Sendable {
    package let id: String
    package fileprivate(set) var name: String
    package fileprivate(set) var kind: Kind
    package fileprivate(set) var location: String?
    fileprivate let above: Marks.Number
    private let level: Int32
    fileprivate var first = Marks.Number()
    fileprivate var last = Marks.Number()
    fileprivate var next = Marks.Number()
    /// Of a context that was made for a value: the context above that says when it is over.
    fileprivate var carrier = Marks.Number()
    /// Of a context: the task that derived it for itself, with no group in between.
    fileprivate var owner = Marks.Number()
    /// No event introduced it; it was only talked about.
    fileprivate var isGuess: Bool

    package var parent: Int? { above.value }
    /// How many rows stand above it; 0 for a root.
    package var depth: Int { Int(level) }
    package var firstChild: Int? { first.value }
    package var nextSibling: Int? { next.value }

    fileprivate init(
      id: String, name: String, kind: Kind, parent: Int?, depth: Int, location: String?, isGuess: Bool
    ) {
      self.id = id
      self.name = name
      self.kind = kind
      above = parent.map { Marks.Number($0) } ?? Marks.Number()
      level = Int32(clamping: depth)
      self.location = location
      self.isGuess = isGuess
    }
  }

  package private(set) var members: [Member] = []
  /// Row numbers as they are shown: parents before children, siblings in the order in which they appeared.
  package private(set) var order: [Int] = []
  /// How often a row turned out to be of another kind than was thought.
  private(set) var corrections = 0
  private var numbers: [String: Int] = [:]
  private var lastRoot: Int?
  private var named: [String: Int] = [:]
  /// Contexts that tasks cut off from another one than their own, by task.
  private var cutOff: [Int: [Int]] = [:]

  /// Where rows are written down, by path, for those whose events don't say where they come from.
  private let places: [String: String]

  /// - Parameter places: Where rows are written down, by path: in a file of scenarios, say.
  package init(places: [String: String] = [:]) {
    self.places = places
  }

  /// The number of the row with this path.
  package func number(of id: String) -> Int? { numbers[id] }

  /// Whether another row has the same name, so that only the path tells them apart.
  package func isAmbiguous(_ name: String) -> Bool { (named[name] ?? 0) > 1 }

  /// For a context that was made for a value: the context above that says when it is over.
  func carrier(of row: Int) -> Int? { members[row].carrier.value }

  /// The task that derived this context for itself, with no group in between.
  package func owner(of row: Int) -> Int? { members[row].owner.value }

  /// Contexts without cancellation that a task made from another one than its own, as their paths say.
  func cutOff(by task: Int) -> [Int] { cutOff[task] ?? [] }

  /// Finds carriers and owners again, after corrections.
  mutating func relate() {
    for row in members.indices { relate(row) }
  }

  /// Parents have smaller numbers, so that theirs are known.
  private mutating func relate(_ row: Int) {
    members[row].carrier = Marks.Number()
    members[row].owner = Marks.Number()
    guard case .context(let what) = members[row].kind, let parent = members[row].parent else { return }
    let above = members[parent]
    if what == .value { members[row].carrier = above.kind == .context(.value) ? above.carrier : Marks.Number(parent) }
    switch above.kind {
    case .context: members[row].owner = above.owner
    case .task: members[row].owner = Marks.Number(parent)
    case .group, .after: break
    }
  }

  /// Whether there are neither groups nor tasks.
  package var isOfContextsAlone: Bool {
    members.allSatisfy { $0.kind != .group && $0.kind != .task }
  }

  /// Whether no other group stands above this one.
  package func isOutermost(group: Int) -> Bool {
    var place = members[group].parent
    while let row = place {
      if members[row].kind == .group { return false }
      place = members[row].parent
    }
    return true
  }

  /// Takes note of what this event is about, and gives the number of its row; none for events about the run.
  ///
  /// ``rebuildOrder()`` has to follow before ``order`` is read.
  mutating func admit(_ event: Event) -> Int? {
    let id = event.id
    if case .contextMade(let made) = event.kind {
      let kind: Kind = made.what == .after ? .after : .context(made.what)
      return introduce(id, name: made.name, kind: kind, parent: made.parent, location: made.location)
    }
    if case .groupOpened(let opened) = event.kind {
      return introduce(id, name: opened.name, kind: .group, parent: opened.parent, location: nil)
    }
    if case .taskSpawned(let spawned) = event.kind {
      return introduce(id, name: spawned.name, kind: .task, parent: spawned.group, location: spawned.location)
    }
    switch event.kind.subject {
    case .run: return nil
    case .context: return mention(id, as: .context(.cancel))
    case .group: return mention(id, as: .group)
    // A note without a path is what the caller says of itself.
    case .task: return event.isCallersNote ? nil : mention(id, as: .task)
    case .after: return mention(id, as: .after)
    }
  }

  private mutating func introduce(
    _ id: String, name: String, kind: Kind, parent: String, location: String?
  ) -> Int {
    guard let known = numbers[id] else {
      let row = add(id, name: name, kind: kind, parent: numbers[parent] ?? guessParent(of: id), location: location)
      if kind == .context(.withoutCancel), let maker = guessParent(of: id), members[row].parent != maker {
        cutOff[maker, default: []].append(row)
      }
      return row
    }
    // A guess gives way to what introduces itself; what has done so stays what it is, whatever is said of it later.
    if members[known].isGuess {
      if members[known].kind != kind { corrections += 1 }
      members[known].kind = kind
      members[known].isGuess = false
    }
    if members[known].location == nil { members[known].location = location }
    return known
  }

  private mutating func mention(_ id: String, as kind: Kind) -> Int {
    if let known = numbers[id] { return known }
    let name = id.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? id
    return add(id, name: name, kind: kind, parent: guessParent(of: id), location: nil, isGuess: true)
  }

  /// The nearest known row whose path begins this one. Looks a bounded number of levels up: ids come from outside.
  private func guessParent(of id: String) -> Int? {
    var path = id[...]
    for _ in 0..<64 {
      guard let slash = path.lastIndex(of: "/") else { return nil }
      path = path[..<slash]
      if let number = numbers[String(path)] { return number }
    }
    return nil
  }

  private mutating func add(
    _ id: String, name: String, kind: Kind, parent: Int?, location: String?, isGuess: Bool = false
  ) -> Int {
    let number = members.count
    let depth = parent.map { members[$0].depth + 1 } ?? 0
    let location = location ?? places[id]
    members.append(
      Member(
        id: id, name: name, kind: kind, parent: parent, depth: depth, location: location, isGuess: isGuess))
    relate(number)
    numbers[id] = number
    named[name, default: 0] += 1
    if let parent {
      let link = Marks.Number(number)
      if let last = members[parent].last.value {
        members[last].next = link
      } else {
        members[parent].first = link
      }
      members[parent].last = link
    } else {
      if let lastRoot { members[lastRoot].next = Marks.Number(number) }
      lastRoot = number
    }
    return number
  }

  /// Brings ``order`` up to date; does nothing when there is no new row.
  mutating func rebuildOrder() {
    guard order.count != members.count else { return }
    order.removeAll(keepingCapacity: true)
    order.reserveCapacity(members.count)
    // The first row is always a root, since parents come before their children.
    var next: Int? = members.isEmpty ? nil : 0
    while let number = next {
      order.append(number)
      next = members[number].firstChild
      var climber: Int? = number
      while next == nil, let place = climber {
        next = members[place].nextSibling
        climber = members[place].parent
      }
    }
  }
}

extension Event {
  fileprivate var isCallersNote: Bool { if case .note = kind { id.isEmpty } else { false } }
}

extension Roster {
  /// The rows above one, the nearest first.
  package func ancestors(of number: Int) -> some Sequence<Int> {
    sequence(state: members[number].parent) { next in
      defer { next = next.flatMap { members[$0].parent } }
      return next
    }
  }
}
