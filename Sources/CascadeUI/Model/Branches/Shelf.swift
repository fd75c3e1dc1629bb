import CascadeTrace

/// What was tried in the scenarios that were left, so that it is there again when somebody comes back to one.
package struct Shelf: Sendable {
  private struct Tried: Sendable {
    var branches: Branches
    var runs: Runs
  }

  private var tried: [String: Tried] = [:]

  /// Keeps the branches of a scenario that is left, where it has any.
  mutating func put(_ watch: Watch, _ runs: Runs) {
    guard !watch.isLive, watch.branches.all.count > 1 else { return }
    tried[watch.name] = Tried(branches: watch.branches, runs: runs.withoutPassing)
  }

  /// Takes down what was tried in a scenario, if it is still true of its run.
  mutating func take(_ opening: Opening) -> (branches: Branches, runs: Runs)? {
    guard let tried = tried.removeValue(forKey: opening.name), !opening.isLive,
      tried.runs.recording(of: .none)?.log.elementsEqual(opening.recording.log) == true
    else { return nil }
    return (tried.branches, tried.runs)
  }

  /// How many branches would be lost with the program.
  var countMadeHere: Int { tried.values.reduce(0) { $0 + $1.branches.countMadeHere } }
}
