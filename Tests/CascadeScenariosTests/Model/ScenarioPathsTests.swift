import CascadeScenarios
import Testing

@Suite struct ScenarioPathsTests {
  private static let group = GroupPlan(tasks: [
    TaskPlan(name: "a", attempts: [[.finish]]),
    TaskPlan(
      name: "b",
      attempts: [
        [
          .group(GroupPlan(name: "group", tasks: [TaskPlan(name: "c", attempts: [[.finish]])]), ignoreError: true),
          .group(
            GroupPlan(name: "thumbs", isNamed: true, tasks: [TaskPlan(name: "d", attempts: [[.finish]])]),
            ignoreError: false),
          .spawn(TaskPlan(name: "e", attempts: [[.cancel(cause: nil)]])),
        ]
      ]),
  ])

  @Test func `gives every task both of its names`() {
    let paths = ScenarioPaths(Self.group)
    #expect(
      paths.entries.map { "\($0.path) \($0.eventID)" } == [
        "a root/a", "b root/b", "b/c root/b/group/c", "b/thumbs/d root/b/thumbs/d", "e root/e",
      ])
    #expect(paths.eventID(path: "b/c") == "root/b/group/c")
    #expect(paths.path(eventID: "root/b/group/c") == "b/c")
    #expect(paths.eventID(path: "c") == nil)
    #expect(paths.path(eventID: "root/b/c") == nil)
  }

  @Test func `knows what tasks add`() {
    #expect(Self.group.allTasks.map(\.name) == ["a", "b", "e"])
    #expect(Self.group.hasCancelLayer)
    #expect(!GroupPlan(tasks: []).hasCancelLayer)
    #expect(GroupPlan(outsideCancel: .init(at: .zero), tasks: []).hasCancelLayer)
  }

  @Test(
    arguments: [
      ([[.work(.seconds(1), listens: true), .work(.seconds(2), listens: false), .finish]], .seconds(3)),
      (
        [[.work(.seconds(1), listens: true), .fail("x")], [.work(.seconds(2), listens: true), .finish], [.finish]],
        .seconds(3)
      ),
      ([[.work(.seconds(1), listens: true), .log("x")], [.work(.seconds(2), listens: true)]], .seconds(1)),
      ([[.panic("x"), .work(.seconds(1), listens: true)]], .zero),
    ] as [([[Step]], Duration)])
  func `adds up the work that is planned`(attempts: [[Step]], total: Duration) {
    #expect(TaskPlan(name: "a", attempts: attempts).plannedWork == total)
  }
}
