package import CascadeTrace

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
    let cast = ScenarioCast(self)
    guard cast.parts[change.group] == nil else {
      throw VariationError(
        "\(cast.name(of: change.group)) isn't a group: only groups have options\(cast.groupHint(for: change.group))")
    }
    throw VariationError(cast.unknown(change.group))
  }
}

extension GroupPlan {
  /// Makes one option another, where the group can have it so.
  fileprivate mutating func set(_ option: OptionChange.Option, at path: String) throws(VariationError) {
    if kind.isSwift, let why = kind.refusal(of: option) {
      throw VariationError("\(escaped(path)) is a group of kind \(kind.rawValue), which \(why)")
    }
    switch option {
    case .limit(let limit): try set(limit: limit, at: path)
    case .kind(let word): try set(kind: Self.word(word, as: Kind.self, "kind of group"), at: path)
    case .timeout(let timeout):
      if let timeout, timeout < .zero {
        throw VariationError("a timeout of \(timeout.inWords) can't be: a group doesn't end before it starts")
      }
      deadline = timeout.map { Deadline(.afterStart($0), cause: deadline?.cause) }
    case .queued(let word): queued = try Self.word(word, as: QueuedWork.self, "fate of queued work")
    case .ignoresLoneCancellations(let ignores):
      guard kind != .waitgroup else {
        throw VariationError("\(escaped(path)) is a waitgroup, for which no failure counts, whoever was cancelled")
      }
      ignoresLoneCancellations = ignores
    }
  }

  private mutating func set(kind: Kind, at path: String) throws(VariationError) {
    if kind == .waitgroup, shutdown != nil {
      throw VariationError("\(escaped(path)) is asked to finish, which a waitgroup can't be")
    }
    if kind.isSwift, let need = needsOfOurGroups {
      throw VariationError("\(escaped(path)) can't be of kind \(kind.rawValue): \(need)")
    }
    self.kind = kind
  }

  private mutating func set(limit: Int?, at path: String) throws(VariationError) {
    if let limit, limit < 0 {
      throw VariationError("a limit of \(limit) can't be: it is how many tasks may run at once")
    }
    if limit == 0, let waiting = allTasks.first(where: { $0.spawn == .go }) {
      throw VariationError(
        "a limit of 0 can't be for \(escaped(path)): \(quoted(waiting.name)) would wait for a free slot forever")
    }
    self.limit = limit
  }

  private static func word<Word: RawRepresentable & CaseIterable>(
    _ text: String, as type: Word.Type, _ what: String
  ) throws(VariationError) -> Word where Word.RawValue == String {
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    throw VariationError(
      "there is no \(what) called \(quoted(text))\(didYouMean(closest(to: text, in: words))); "
        + "there are \(words.joined(separator: ", "))")
  }
}

extension ScenarioCast {
  /// ` (did you mean its group …?)` for a task that opens one group, else nothing.
  func groupHint(for path: String) -> String {
    let groups = paths.filter { if case .group? = parts[$0] { $0.parentPath == path } else { false } }
    return groups.count == 1 ? " (did you mean its group \(escaped(groups[0]))?)" : ""
  }

  /// What to say of a path that nobody in the scenario has.
  func unknown(_ path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    let byName = closest(to: last, in: paths.map { $0.split(separator: "/").last.map(String.init) ?? $0 })
    let near = closest(to: path, in: paths) ?? byName.flatMap { name in paths.first { $0.hasSuffix("/\(name)") } }
    return "nobody in this scenario is called \(quoted(path))\(didYouMean(near.map(escaped)))"
  }
}

/// ` (did you mean …?)`, or nothing.
func didYouMean(_ suggestion: String?) -> String {
  suggestion.map { " (did you mean \($0)?)" } ?? ""
}
