import Testing

@testable import Cascade

/// The rules of a semaphore, driven through every short sequence of what can happen to it, beside the plainest model of
/// the same.
@Suite struct SemaphoreMachineTests {
  typealias Machine = SemaphoreMachine<Int>

  private enum Action {
    case ask(Int)
    case tryTake(Int)
    case release(Int)
    /// A caller leaves, that waits or that was just served.
    case leave(Int)
  }

  /// Every request in the order of its arrival, and what became of it.
  private struct Model {
    var size: Int
    /// Taken by those that didn't have to wait, less what was given back.
    var held = 0
    var line: [(number: Int, count: Int)] = []
    /// Served after a wait, and may still find that their context is over.
    var served: [(number: Int, count: Int)] = []

    /// Those that can go on now: the longest beginning of the line that fits.
    mutating func serve() -> [Int] {
      var fitting = line.count
      while line.prefix(fitting).reduce(0, { $0 + $1.count }) > size - held { fitting -= 1 }
      let lucky = line.prefix(fitting)
      line.removeFirst(fitting)
      held += lucky.reduce(0) { $0 + $1.count }
      served += lucky
      return lucky.map(\.number)
    }
  }

  private struct State {
    var machine: Machine
    var model: Model
    var tickets: [Int: Machine.Ticket] = [:]
  }

  @Test(arguments: [(0, 4), (1, 6), (2, 5), (3, 4)]) func everyShortStoryObeysTheRules(_ size: Int, _ length: Int) {
    var stories = 0
    func tell(_ state: State, _ steps: Int) {
      stories += 1
      guard steps < length else { return }
      for action in Self.actions(state) {
        var state = state
        Self.perform(action, &state, number: steps)
        tell(state, steps + 1)
      }
    }
    tell(State(machine: Machine(size: size), model: Model(size: size)), 0)
    #expect(stories > 100)
  }

  private static func actions(_ state: State) -> [Action] {
    var actions: [Action] = []
    for count in 0...(state.model.size + 1) {
      actions.append(.ask(count))
      actions.append(.tryTake(count))
    }
    for count in 0...(state.model.held + 1) { actions.append(.release(count)) }
    for request in state.model.line + state.model.served { actions.append(.leave(request.number)) }
    return actions
  }

  /// An expectation that costs nothing while it holds; there are many.
  private static func law(_ holds: Bool, _ law: String) {
    if !holds { Issue.record("broken: \(law)") }
  }

  private static func perform(_ action: Action, _ state: inout State, number: Int) {
    func fits(_ count: Int) -> Bool { state.model.line.isEmpty && count <= state.model.size - state.model.held }
    switch action {
    case .tryTake(let count):
      let isFree = fits(count)
      law(state.machine.take(count) == isFree, "permits are taken if they are free and no caller waits")
      if isFree { state.model.held += count }
    case .ask(let count):
      let isFree = fits(count)
      law(state.machine.take(count) == isFree, "permits are taken if they are free and no caller waits")
      if isFree {
        state.model.held += count
        return compare(state)
      }
      let ticket = state.machine.wait(for: count, number)
      law((ticket == nil) == (count > state.model.size), "what can never be had isn't waited for in the line")
      if let ticket {
        state.model.line.append((number, count))
        state.tickets[number] = ticket
      }
    case .release(let count):
      let served = state.machine.release(count)
      law((served == nil) == (count > state.model.held), "no more can be given back than is held")
      guard served != nil else { return compare(state) }
      state.model.held -= count
      // Permits have no owner: those that were served may have given theirs back with these.
      state.model.served = []
      law(served == state.model.serve(), "a release serves the longest beginning of the line that fits")
    case .leave(let gone):
      guard let ticket = state.tickets[gone] else { return }
      let waited = state.model.line.first { $0.number == gone }
      let had = state.model.served.first { $0.number == gone }
      let served = state.machine.leave(ticket, (waited ?? had)?.count ?? 0)
      state.model.line.removeAll { $0.number == gone }
      state.model.served.removeAll { $0.number == gone }
      if let had { state.model.held -= had.count }
      law(served == state.model.serve(), "when one leaves, those behind it go on as far as they fit")
    }
    compare(state)
  }

  private static func compare(_ state: State) {
    law(state.machine.held == state.model.held, "held")
    law(state.machine.available == state.model.size - state.model.held, "available")
    law(state.machine.waitingCount == state.model.line.count, "the line")
    law((0...state.model.size).contains(state.machine.held), "never more than there are")
    if let first = state.model.line.first {
      law(first.count > state.machine.available, "no caller waits for what is free")
    }
  }
}
