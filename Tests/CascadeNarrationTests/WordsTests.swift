import Cascade
import CascadeNarration
import CascadeTrace
import Testing

@Suite struct WordsTests {
  @Test func statesHaveWordsOfTheirOwn() {
    #expect(Set(TaskState.allCases.map(\.word)).count == TaskState.allCases.count)
    #expect(Set(ContextState.allCases.map(\.word)).count == ContextState.allCases.count)
    #expect(Set(AfterState.allCases.map(\.word)).count == AfterState.allCases.count)
  }

  @Test func kindsOfGroupsHaveMeaningsOfTheirOwn() {
    #expect(Set(GroupKind.allCases.map { GroupWords.meaning(of: $0) }).count == GroupKind.allCases.count)
    #expect(GroupWords.meaning(ofPolicy: "quorum(2)") == nil)
  }
}
