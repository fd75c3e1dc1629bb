/// What may stand in one place of a scenario file or a talk, each with what it says.
package struct KeyList: Sendable {
  package let owner: String
  package let keys: [(name: String, meaning: String)]

  /// The keys of all mappings there are: those of scenarios, those of talks.
  package static let all = [
    KeyList(ScenarioKey.self), KeyList(GroupKey.self), KeyList(TaskKey.self), KeyList(StepKey.self),
    KeyList(RepeatKey.self), KeyList(RetryKey.self), KeyList(AfterFunctionKey.self), KeyList(LeaveKey.self),
    KeyList(OnErrorKey.self), KeyList(ShutdownKey.self), KeyList(ChannelKey.self), KeyList(LimiterKey.self),
    KeyList(BeatKey.self), KeyList(AskKey.self), KeyList(AnswerKey.self), KeyList(ExpectKey.self),
    KeyList(ExpectedTaskKey.self), KeyList(ExpectedAfterFunctionKey.self), KeyList(ExpectedContextKey.self),
    KeyList(GoalKey.self),
    KeyList(ContextStepKey.self), KeyList(TalkKey.self), KeyList(TalkStepKey.self),
  ]

  /// The words for how a task ends.
  package static let outcomes = KeyList("an outcome", TaskOutcome.allCases.map { ($0.rawValue, $0.meaning) })

  private init<Key: FileKey>(_: Key.Type) {
    self.init(Key.owner, Key.allCases.map { ($0.rawValue, $0.meaning) })
  }

  private init(_ owner: String, _ keys: [(name: String, meaning: String)]) {
    self.owner = owner
    self.keys = keys
  }

  /// It as text, in lines: the names in one column, the meanings in another.
  package var lines: [String] {
    let width = keys.map(\.name.count).max() ?? 0
    return ["\(owner):"]
      + keys.map { name, meaning in "  \(name)\(String(repeating: " ", count: width - name.count))  \(meaning)" }
  }
}
