import CascadeTrace

/// What was tried in the scenarios that were left, so that it is there again after coming back to one.
package struct BranchCache: Sendable {
  struct Tried: Sendable {
    var branches: Branches
    var runs: Runs
  }

  private var tried: [String: Tried] = [:]

  /// Keeps the branches of a scenario that is left, where it has any.
  mutating func put(_ session: RunSession) {
    guard session.refusesWhatIf == nil, session.branches.all.count > 1 else { return }
    tried[session.name] = Tried(branches: session.branches, runs: session.runs.withoutPassing)
  }

  /// Takes out what was tried in a scenario, if it is still true of its run.
  mutating func take(_ opening: Opening) -> Tried? {
    guard let tried = tried.removeValue(forKey: opening.name), !opening.isLive, opening.origin == .scenario,
      tried.runs.recording(of: .none)?.log.elementsEqual(opening.recording.log) == true
    else { return nil }
    return tried
  }

  /// How many branches would be lost with the program.
  var countMadeHere: Int { tried.values.reduce(0) { $0 + $1.branches.countMadeHere } }
}

extension RunSession {
  /// Puts back what was tried before, as a list to choose from: what is opened is what the file says.
  mutating func restore(_ tried: BranchCache.Tried) {
    branches = tried.branches
    runs = tried.runs
    branches.choose(0)
  }
}
