import CascadeTrace

/// A claim of a file that didn't come true.
package struct Mismatch: Hashable, Sendable {
  /// Where the file makes the claim.
  package var place: Place?
  /// What was claimed and what happened, in one line that is safe to print.
  package var message: String

  package init(place: Place?, message: String) {
    self.place = place
    self.message = message
  }
}

extension ExpectedOutcome {
  /// Compares the claims with what happened. Empty where all came true; else in the order of the file's claims about
  /// the whole, then of its tasks.
  package func mismatches(with run: RunOutcome) -> [Mismatch] {
    var found: [Mismatch] = []
    switch run.wait {
    case .neverReturned:
      if let wait { found.append(Mismatch(place: wait.place, message: "wait never returned: nothing could go on")) }
    case .returned(let error):
      compare(wait, error, "wait throws", display: quoted, into: &found)
    }
    compare(cause, run.cause, "the cause is", display: quoted, into: &found)
    for task in tasks { task.compare(with: run.tasks[task.path], into: &found) }
    for context in contexts { context.compare(with: run.contexts[context.name], into: &found) }
    for function in afterFunctions { function.compare(with: run.afterFunctions[function.name], into: &found) }
    return found
  }
}

extension ExpectedOutcome.OfTask {
  fileprivate func compare(with task: RunOutcome.OfTask?, into found: inout [Mismatch]) {
    let name = escaped(path)
    guard let task else {
      let place = outcome?.place ?? told?.place ?? out?.place ?? error?.place
      found.append(Mismatch(place: place, message: "\(name) was never spawned"))
      return
    }
    if let outcome, outcome.value != task.outcome {
      let message = "\(name) is expected to be \(outcome.value.rawValue) and is \(task.outcome.rawValue)"
      found.append(Mismatch(place: outcome.place, message: message))
    }
    CascadeScenarios.compare(told, task.told, "\(name) is told", absent: "never", display: at, into: &found)
    CascadeScenarios.compare(out, task.out, "\(name) is out", absent: "never", display: at, into: &found)
    CascadeScenarios.compare(error, task.error, "\(name) throws", display: quoted, into: &found)
  }
}

extension ExpectedOutcome.OfContext {
  fileprivate func compare(with context: RunOutcome.OfContext?, into found: inout [Mismatch]) {
    let name = escaped(name)
    CascadeScenarios.compare(error, context?.error, "\(name) has the error", display: quoted, into: &found)
    CascadeScenarios.compare(cause, context?.cause, "\(name) has the cause", display: quoted, into: &found)
    CascadeScenarios.compare(told, context?.told, "\(name) is told", absent: "never", display: at, into: &found)
  }
}

extension ExpectedOutcome.OfAfterFunction {
  fileprivate func compare(with function: RunOutcome.OfAfterFunction?, into found: inout [Mismatch]) {
    let name = escaped(name)
    let actual = function?.state ?? .waiting
    if let state, state.value != actual {
      let message = "\(name) is expected to be \(state.value.rawValue) and is \(actual.rawValue)"
      found.append(Mismatch(place: state.place, message: message))
    }
    CascadeScenarios.compare(fired, function?.fired, "\(name) fires", absent: "never", display: at, into: &found)
  }
}

/// Adds a mismatch where a claim was made and something else is so.
private func compare<Value: Equatable>(
  _ claim: ExpectedOutcome.Stated<ExpectedOutcome.Claim<Value>>?, _ actual: Value?, _ subject: String,
  absent: String = "nothing", display: (Value) -> String, into found: inout [Mismatch]
) {
  guard let claim else { return }
  let expected: Value? = if case .some(let value) = claim.value { value } else { nil }
  guard expected != actual else { return }
  let words = [expected, actual].map { $0.map(display) ?? absent }
  found.append(Mismatch(place: claim.place, message: "\(subject) \(words[1]), not \(words[0])"))
}

private func at(_ time: Duration) -> String { "at \(time.inWords)" }
