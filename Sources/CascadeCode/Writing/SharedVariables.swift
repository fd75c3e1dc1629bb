import CascadeScenarios

/// A channel, and what a program calls it.
struct ChannelVariable {
  let plan: ChannelPlan
  let name: String

  static func all(_ scenario: Scenario, _ names: inout Identifiers) -> [ChannelVariable] {
    scenario.channels.map { ChannelVariable(plan: $0, name: names.unique($0.name, else: "channel")) }
  }

  /// Its type in Go.
  var type: String { plan.jobs == nil ? "chan int" : "chan func(context.Context) error" }
}

/// A semaphore, and what a program calls it.
struct SemaphoreVariable {
  let plan: SemaphorePlan
  let name: String
}
