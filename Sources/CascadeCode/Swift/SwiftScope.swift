import CascadeScenarios

/// What names mean at one place of a Swift program.
struct SwiftScope {
  /// The context that code here listens to.
  var context: String
  /// The context of the innermost group, and the one that it was made from.
  var groupContext = ""
  var parentContext = ""
  /// What ends the innermost group by hand.
  var hand = ""
  /// The instant at which the innermost group was opened, where somebody asks.
  var opened = ""
  /// What the innermost group is.
  var kind: GroupPlan.Kind?
  /// Whether this is the code of a task.
  var isNested = false
  /// Whether that is a child task of one of Swift's own groups: Swift's cancellation is all it hears of.
  var isInSwiftGroup = false
}
