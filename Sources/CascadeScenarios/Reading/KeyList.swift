/// What a mapping of a scenario file or a talk is, and which keys it may have.
package struct KeyList: Sendable {
  package let owner: String
  package let keys: [(name: String, meaning: String)]

  /// All there are: those of scenarios, those of talks.
  package static let all = [
    KeyList(ScenarioKey.self), KeyList(GroupKey.self), KeyList(TaskKey.self), KeyList(StepKey.self),
    KeyList(RepeatKey.self), KeyList(RetryKey.self), KeyList(AfterFunctionKey.self), KeyList(LeaveKey.self),
    KeyList(OnErrorKey.self), KeyList(ShutdownKey.self), KeyList(ChannelKey.self), KeyList(BeatKey.self),
    KeyList(AskKey.self), KeyList(AnswerKey.self), KeyList(ExpectKey.self), KeyList(ExpectedTaskKey.self),
    KeyList(ExpectedAfterFunctionKey.self), KeyList(ExpectedContextKey.self), KeyList(GoalKey.self),
    KeyList(ContextStepKey.self), KeyList(TalkKey.self), KeyList(TalkStepKey.self),
  ]

  private init<Key: FileKey>(_: Key.Type) {
    owner = Key.owner
    keys = Key.allCases.map { ($0.rawValue, $0.meaning) }
  }
}
