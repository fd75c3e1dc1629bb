import Testing

@testable import Cascade

/// How the record of a task and its Swift task find each other, in every order in which that can happen.
@Suite struct TaskNodeTests {
  private enum Move: CaseIterable {
    /// The Swift task exists.
    case publish
    /// The record is told.
    case tell
    /// The Swift task has run its code.
    case finish
  }

  private static let orders: [[Move]] = [
    [.publish, .tell, .finish], [.publish, .finish, .tell], [.tell, .publish, .finish], [.tell, .finish, .publish],
    [.finish, .publish, .tell], [.finish, .tell, .publish],
  ]

  /// - Parameter marked: Whether the record says that it is done when it is told, as it does; a `publish` at the same
  ///   time may have looked before.
  @Test(arguments: 0..<6, [true, false]) func whoIsToldWhileItRunsIsCancelled(_ number: Int, _ marked: Bool) throws {
    let order = Self.orders[number]
    let group = try ErrGroup(in: .background, .policy(.keepFirst)).node
    let node = TaskNode(name: "a", group: group, scope: group.scope)
    let task = Task<Void, any Error> {}
    for move in order {
      switch move {
      case .publish: node.publish(task)
      case .tell:
        if marked { node.end(Cancellation(reason: .requested)) } else { node.finishEnd() }
        #expect(node.isDoomed == !order.prefix { $0 != .tell }.contains(.finish))
      case .finish:
        node.finishStage()
        #expect(!node.isDoomed)
      }
    }
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    let tell = try #require(places[.tell])
    let finish = try #require(places[.finish])
    let publish = try #require(places[.publish])
    if tell < finish, publish < finish {
      #expect(task.isCancelled)
    } else if finish < tell, publish < tell {
      #expect(!task.isCancelled)
    }
    // Otherwise the code is through before its task is known: a cancel then does nothing.
    #expect(!node.isDoomed)
  }
}
