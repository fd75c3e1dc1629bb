import Cascade
import CascadeNarration
import CascadeTrace

/// What groups can be, and the marks of the screens that show two runs or a program.
extension HelpPage {
  /// - Parameter wrapped: a text in as many lines as it takes.
  static func groupLines(_ wrapped: (String) -> [Line]) -> [Line] {
    [.blank, .heading("Kinds of groups")]
      + KindWords.all.map { .value($0, words: KindWords.meaning(of: $0) ?? "") }
      + [.blank, .heading("Options of a group")]
      + wrapped("queued tasks: what becomes of those that wait at the limit, once a task has failed")
      + zip(GroupSetup.queuedWork, ErrGroup.QueuedWork.allCases).map { .value($0, words: $1.words) }
      + wrapped("lone cancellations: a task that is cancelled alone, and says so, counts as a failure or not")
      + [.value("counted", words: "it has failed"), .value("ignored", words: "it hasn't, the others go on")]
  }

  static var compareLines: [Line] {
    [
      .blank, .heading("Tasks of two runs, once it went wrong"),
      .term("kept", words: "finished, with a result of use"),
      .term("discarded", words: "finished before, thrown away"),
      .term("wasted", words: "finished later, thrown away"),
    ]
  }

  static func programLines(_ glyphs: Glyphs) -> [Line] {
    [
      .blank, .heading("Beside the lines of a program"),
      .sign(glyphs.selected, .chrome, words: "the line that makes the selected row"),
      .mark(TaskState.running.look, word: "and the others", words: "state of who is made here"),
      .sign(glyphs.happening, .chrome, words: "somebody is at this line now"),
    ]
  }
}

extension ErrGroup.QueuedWork {
  fileprivate var words: String {
    switch self {
    case .start: "they start all the same"
    case .startWithoutSpawner: "the same, the spawner goes on"
    case .skipAfterFailure: "after a failure none starts"
    }
  }
}
