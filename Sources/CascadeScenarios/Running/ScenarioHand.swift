import Cascade
import CascadeSimulation
import CascadeTrace

/// Carries the interventions of a variation out, each at the first moment at or after its own at which no code runs.
final class ScenarioHand: OutsideHand {
  private struct State {
    var stage: Stage?
    var pending: [(change: Int, intervention: Intervention)]
    var refusal: VariationError?
    var places: [Int] = []
  }

  private let recorder: EventRecorder
  private let cast: ScenarioCast
  private let state: Locked<State>

  /// - Parameters:
  ///   - cast: Whom they may be about.
  ///   - recorder: Where the events of the run go.
  init(_ variation: Variation, cast: ScenarioCast, recorder: EventRecorder) {
    self.cast = cast
    self.recorder = recorder
    var pending: [(change: Int, intervention: Intervention)] = []
    for (index, change) in variation.changes.enumerated() {
      if case .intervention(let intervention) = change { pending.append((index, intervention)) }
    }
    state = Locked(State(pending: pending))
  }

  /// The stage is there, and can be acted on.
  func begin(on stage: Stage) {
    state.withLock { $0.stage = stage }
  }

  /// What can't be, if something couldn't: the rest wasn't tried.
  var refusal: VariationError? { state.withLock { $0.refusal } }

  /// The numbers of the events at which it acted, in order.
  var places: [Int] { state.withLock { $0.places } }

  /// The changes whose moment hasn't come.
  var pending: [(change: Int, intervention: Intervention)] { state.withLock { $0.pending } }

  func nextInstant(after now: Context.Instant) -> Context.Instant? {
    state.withLock { $0.pending.map(\.intervention.moment.t).filter { $0 > now }.min() }
  }

  func act(at now: Context.Instant) {
    while carryOutNext(at: now, reached: recorder.count) {}
  }

  /// A run that is stuck ends with two events more: whoever stands at them acts before them.
  func actBeforeTheEnd(at now: Context.Instant) -> Bool {
    let reached = recorder.count
    var acted = false
    while carryOutNext(at: now, reached: max(recorder.count, reached + 2)) { acted = true }
    return acted
  }

  /// - Parameter reached: How many events count as having happened.
  /// - Returns: whether anything was to be done.
  private func carryOutNext(at now: Context.Instant, reached: Int) -> Bool {
    let next = state.withLock { state in
      state.pending.firstIndex { $0.intervention.moment.position <= reached && $0.intervention.moment.t <= now }
        .map { state.pending.remove(at: $0) }
    }
    guard let next else { return false }
    let place = recorder.count
    do {
      try carryOut(next.intervention, at: now)
      state.withLock { $0.places.append(place) }
    } catch {
      state.withLock { state in
        state.refusal = VariationError(error.description, change: next.change)
        state.pending = []
      }
    }
    return true
  }

  private func carryOut(_ intervention: Intervention, at now: Context.Instant) throws(VariationError) {
    guard let stage = state.withLock({ $0.stage }) else {
      throw VariationError("nothing has begun yet at \(now.inWords) that a hand could act on")
    }
    try HandReach(cast: cast, stage: stage).carryOut(intervention, at: now)
  }
}
