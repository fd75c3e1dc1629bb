import Testing

@testable import Cascade

/// The rules of a single flight, driven through every short sequence of what can happen to it, beside a list of calls.
@Suite struct SingleFlightMachineTests {
  typealias Machine = SingleFlightMachine<String, Int, Int>

  private enum Action {
    case join(String)
    case leave(Int)
    case finish(Int)
    case forget(String)
  }

  private struct Call {
    var number: Int
    var key: String
    var place: Machine.Place
    var asked = 0
    var waiting: [Int] = []
    /// Whether the next caller joins it.
    var isOpen = true
    /// Its last caller left, or it returned.
    var isOver = false
    var hasReturned = false
  }

  private struct State {
    var machine = Machine()
    var calls: [Call] = []
    var places: [Int: Machine.Place] = [:]
  }

  @Test func everyShortStoryObeysTheRules() {
    var stories = 0
    func tell(_ state: State, _ steps: Int) {
      stories += 1
      guard steps < 6 else { return }
      for action in Self.actions(state) {
        var state = state
        Self.perform(action, &state, number: steps)
        tell(state, steps + 1)
      }
    }
    tell(State(), 0)
    #expect(stories > 1000)
  }

  private static func actions(_ state: State) -> [Action] {
    ["a", "b"].flatMap { [.join($0), .forget($0)] }
      + state.places.keys.sorted().map { .leave($0) }
      + state.calls.filter { !$0.hasReturned }.map { .finish($0.number) }
  }

  /// An expectation that costs nothing while it holds; there are many.
  private static func law(_ holds: Bool, _ law: String) {
    if !holds { Issue.record("broken: \(law)") }
  }

  private static func perform(_ action: Action, _ state: inout State, number: Int) {
    switch action {
    case .join(let key):
      let (call, isNew, place) = state.machine.join(key, number, number)
      let open = state.calls.firstIndex { $0.key == key && $0.isOpen }
      law(isNew == (open == nil), "the first caller of a key starts a call")
      law(call == open.map { state.calls[$0].number } ?? number, "the others join it")
      if open == nil { state.calls.append(Call(number: number, key: key, place: place)) }
      let index = open ?? state.calls.count - 1
      state.calls[index].asked += 1
      state.calls[index].waiting.append(number)
      state.places[number] = place
    case .leave(let gone):
      guard let place = state.places[gone] else { return }
      let ended = state.machine.leave(place)
      let index = state.calls.firstIndex { !$0.isOver && $0.waiting.contains(gone) }
      if let index { state.calls[index].waiting.removeAll { $0 == gone } }
      let isLast = index.map { state.calls[$0].waiting.isEmpty } ?? false
      law(ended == (isLast ? index.map { state.calls[$0].number } : nil), "the last one that leaves ends the call")
      if let index, isLast {
        state.calls[index].isOver = true
        state.calls[index].isOpen = false
      }
    case .finish(let returned):
      guard let index = state.calls.firstIndex(where: { $0.number == returned }) else { return }
      let call = state.calls[index]
      let (waiting, isShared) = state.machine.finish(call.place)
      law(waiting == call.waiting, "all that wait get the result, in the order in which they came")
      law(call.isOver || isShared == (call.asked > 1), "it is shared when more than one asked")
      state.calls[index].hasReturned = true
      state.calls[index].isOver = true
      state.calls[index].isOpen = false
      state.calls[index].waiting = []
    case .forget(let key):
      state.machine.forget(key)
      for index in state.calls.indices where state.calls[index].key == key { state.calls[index].isOpen = false }
    }
    law(state.machine.callCount == state.calls.count { !$0.isOver }, "the calls under way")
    for key in ["a", "b"] {
      let open = state.calls.first { $0.key == key && $0.isOpen }
      law(state.machine.waitingCount(for: key) == open?.waiting.count ?? 0, "those that wait")
      law(open.map { !$0.waiting.isEmpty } ?? true, "a call that can be joined has a caller")
    }
  }
}
