import Cascade
import CascadeText
package import CascadeTrace

/// A change of a scenario that can't be. Nothing was changed.
package struct VariationError: Error, Hashable, CustomStringConvertible {
  /// Which of the variation's changes it is, from 0.
  package var change: Int
  /// What is wrong, in words for people, safe to print.
  package var description: String

  init(_ description: String, change: Int = 0) {
    self.change = change
    self.description = description
  }
}

extension Scenario {
  /// The scenario with the options and the seed of a variation. Its interventions change no plan.
  ///
  /// - Throws: a ``VariationError`` for a change that can't be.
  package func varied(by variation: Variation) throws(VariationError) -> Scenario {
    var scenario = self
    for (index, change) in variation.changes.enumerated() {
      switch change {
      case .seed(let seed): scenario.seed = seed
      case .option(let change):
        do {
          try scenario.apply(change)
        } catch {
          throw VariationError(error.description, change: index)
        }
      case .intervention: continue
      }
    }
    return scenario
  }

  private mutating func apply(_ change: OptionChange) throws(VariationError) {
    var isFound = false
    if contexts == nil {
      isFound = try group.changeGroup(at: change.group, own: group.name) { group throws(VariationError) in
        try group.set(change.option, at: change.group)
      }
    }
    guard !isFound else { return }
    let table = NameTable(self)
    guard table.parts[change.group] == nil else {
      throw VariationError(
        "\(table.name(of: change.group)) isn't a group: only groups have options\(table.groupHint(for: change.group))")
    }
    throw VariationError(table.unknown(change.group))
  }
}

extension GroupPlan {
  /// Makes one option another, where the group can have it so.
  fileprivate mutating func set(_ option: GroupSetting, at path: String) throws(VariationError) {
    if kind.isSwift, let refusal = option.refusalBySwift {
      throw VariationError("\(SafeText.make(path)) is a \(kind.rawValue) group, which \(refusal)")
    }
    if case .limit(let limit) = option { return try set(limit: limit, at: path) }
    if case .kind(let kind) = option { return try set(kind: kind, at: path) }
    if case .timeout(let timeout) = option {
      if let timeout, timeout < .zero { throw VariationError("a timeout can't be negative") }
      deadline = timeout.map { Deadline(.afterStart($0), cause: deadline?.cause) }
      return
    }
    if option.name == .ignoreLoneCancellations, kind == .waitgroup {
      throw VariationError(
        "\(SafeText.make(path)) is a waitgroup: it keeps no error, whether a task was cancelled or not")
    }
    settings.set(option)
  }

  private mutating func set(kind: Kind, at path: String) throws(VariationError) {
    if kind == .waitgroup, shutdown != nil {
      throw VariationError("\(SafeText.make(path)) is asked to finish; a waitgroup can't be asked")
    }
    if kind.isSwift, let why = reasonAgainstSwift {
      throw VariationError("\(SafeText.make(path)) can't be a \(kind.rawValue) group, which \(why)")
    }
    settings.kind = kind
  }

  private mutating func set(limit: Int?, at path: String) throws(VariationError) {
    if let limit, limit < 0 {
      throw VariationError("a limit must be 0 or more")
    }
    if limit == 0, let waiting = allTasks.first(where: { $0.spawn == .go }) {
      throw VariationError(
        "\(SafeText.make(path)) can't have limit 0: \(SafeText.brief(waiting.name)) would wait for a slot forever"
      )
    }
    self.limit = limit
  }
}

extension NameTable {
  /// ` (did you mean its group …?)` for a task that opens one group, else nothing.
  func groupHint(for path: String) -> String {
    let groups = paths.filter { if case .group? = parts[$0] { $0.parentPath == path } else { false } }
    return groups.count == 1 ? " (did you mean its group \(SafeText.make(groups[0]))?)" : ""
  }

  /// The message about a path that is in no part of the scenario.
  func unknown(_ path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    let byName = closest(to: last, in: paths.map { $0.split(separator: "/").last.map(String.init) ?? $0 })
    let near = closest(to: path, in: paths) ?? byName.flatMap { name in paths.first { $0.hasSuffix("/\(name)") } }
    return "there is no task, group or context \(SafeText.brief(path))\(didYouMean(near.map(SafeText.make)))"
  }
}

/// ` (did you mean …?)`, or nothing.
func didYouMean(_ suggestion: String?) -> String {
  suggestion.map { " (did you mean \($0)?)" } ?? ""
}

extension GroupPlan {
  /// Changes the group at a path of events, this one or one below it.
  ///
  /// - Parameters:
  ///   - wanted: The group's path.
  ///   - own: The path of this group.
  /// - Returns: whether there is such a group.
  mutating func changeGroup<Failure: Error>(
    at wanted: String, own: String, _ change: (inout GroupPlan) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    if wanted == own {
      try change(&self)
      return true
    }
    guard wanted.hasPrefix(own + "/") else { return false }
    for index in tasks.indices {
      if try tasks[index].changeGroup(at: wanted, group: own, change) { return true }
    }
    if try Self.changeGroup(at: wanted, in: &beforeWait, owner: own, group: own, change) { return true }
    return try Self.changeGroup(at: wanted, in: &afterWait, owner: own, group: own, change)
  }

  /// Looks for the group in steps of `owner`, a task of `group` or the group's caller.
  fileprivate static func changeGroup<Failure: Error>(
    at wanted: String, in steps: inout [Step], owner: String, group: String,
    _ change: (inout GroupPlan) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    for index in steps.indices {
      if case .group(var nested, let ignoreError) = steps[index] {
        // A change of one round's is one of all: there is one piece of code for them.
        for name in nested.copies.map(\.name) {
          guard try nested.changeGroup(at: wanted, own: "\(owner)/\(name)", change) else { continue }
          steps[index] = .group(nested, ignoreError: ignoreError)
          return true
        }
      }
      if case .spawn(var sibling) = steps[index], try sibling.changeGroup(at: wanted, group: group, change) {
        steps[index] = .spawn(sibling)
        return true
      }
      var isFound = false
      try steps[index].changeInner { inner, _ throws(Failure) in
        if !isFound { isFound = try changeGroup(at: wanted, in: &inner, owner: owner, group: group, change) }
      }
      if isFound { return true }
    }
    return false
  }
}

extension TaskPlan {
  /// The same for the groups that this task, or a sibling that it adds, opens.
  fileprivate mutating func changeGroup<Failure: Error>(
    at wanted: String, group: String, _ change: (inout GroupPlan) throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    for name in copies.map(\.name) {
      for index in attempts.indices {
        let isFound = try GroupPlan.changeGroup(
          at: wanted, in: &attempts[index], owner: "\(group)/\(name)", group: group, change)
        if isFound { return true }
      }
    }
    return false
  }
}
