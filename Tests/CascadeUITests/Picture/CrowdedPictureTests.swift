import Cascade
import CascadeNarration
import CascadeQuestions
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// A server under load: many groups side by side, of which a screen has room for few. What went wrong has a row, or it is counted
/// beside the key that leads there; what is old and well goes first.
@Suite struct CrowdedPictureTests {
  /// How a request goes.
  private enum Fate: CaseIterable {
    case well, fails, failsLate, deaf, goesOn, deadline
  }

  /// So many requests, each a group of three, some at a time; of a hundred so many go wrong.
  private static func load(_ count: Int, wrong: Int, seed: UInt64) -> [Event] {
    var dice = Seeded(seed)
    var script = Script()
    script.beginLive()
    var open: [(group: String, fate: Fate, left: Int)] = []
    func end(_ request: (group: String, fate: Fate, left: Int)) {
      let (group, tasks) = (request.group, ["user", "orders", "recs"].map { "\(request.group)/\($0)" })
      switch request.fate {
      case .goesOn: return
      case .well:
        script.done(tasks[0], tasks[1], tasks[2])
        script.close(group)
      case .fails, .failsLate, .deaf:
        if request.fate == .deaf { script.step(tasks[2], listens: .no) }
        script.fail(tasks[0], "503")
        script.keep(group, tasks[0], "503")
        script.tell(
          [group, tasks[1], tasks[2]], contexts: [group], .siblingFailed, cause: "503", origin: tasks[0])
        if request.fate == .failsLate { script.fail(tasks[1], "504", kept: false) } else { script.cut(tasks[1]) }
        guard request.fate != .deaf else { return }
        script.cut(tasks[2])
        script.close(group, "503")
      case .deadline:
        script.tell(
          [group] + tasks, contexts: [group], .deadlineExceeded, cause: "deadline exceeded", origin: group)
        script.cut(tasks[0])
        script.cut(tasks[1])
        script.cut(tasks[2])
        script.close(group, "deadline exceeded")
      }
    }
    for number in 0..<count {
      script.micro(Int64(1 + dice.below(400)))
      let group = "request-\(number)"
      script.group(group)
      script.go("\(group)/user", "\(group)/orders", "\(group)/recs")
      let fate = dice.chance(wrong) ? Fate.allCases[dice.below(Fate.allCases.count)] : .well
      open.append((group, fate, dice.below(3)))
      for index in open.indices.reversed() {
        open[index].left -= 1
        if open[index].left < 0 { end(open.remove(at: index)) }
      }
    }
    return script.events
  }

  private static func stage(_ events: [Event], _ size: Size) -> Stage {
    var stage = Stage(watching: [], size, isLive: true)
    stage.send(.appended(events, now: .milliseconds(1_000)))
    return stage
  }

  static let sizes = [(60, 16), (80, 24), (100, 30), (200, 60)].map { Size(columns: $0.0, rows: $0.1) }

  @Test(arguments: sizes, Effort.seeds(2)) func whatWentWrongIsShownOrCounted(_ size: Size, _ seed: UInt64) throws {
    var dice = Seeded(seed)
    for wrong in [1, 10, 80] {
      var stage = Self.stage(Self.load(20 + dice.below(200), wrong: wrong, seed: dice.next()), size)
      for isPinned in [false, true] {
        if isPinned {
          let entries = stage.session.rows.entries
          stage.model.changeSession { $0.selection = .pinned(entries[dice.below(entries.count)].number) }
        }
        try expectAll(stage, "\(size.columns)x\(size.rows), \(wrong) of 100, seed \(seed), pinned \(isPinned)")
      }
      // At any moment of the past, too.
      stage.model.changeSession { $0.seek($0.recording.cursor(at: dice.below($0.recording.count))) }
      try expectAll(stage, "\(size.columns)x\(size.rows), \(wrong) of 100, seed \(seed), in the past")
    }
  }

  private func expectAll(_ stage: Stage, _ words: String) throws {
    let shown = stage.page.shown
    let run = stage.session.state
    let numbers = Set(shown.entries.map(\.number))
    #expect(shown.entries.count + shown.hidden == stage.session.rows.entries.count, "\(words)")
    // No row stands without the one above it.
    let members = stage.session.recording.roster.members
    for number in numbers where members[number].kind == .task {
      #expect(members[number].parent.map(numbers.contains) == true, "\(members[number].id): \(words)")
    }
    let selected = try #require(stage.session.selected)
    #expect(numbers.contains(selected), "\(words)")
    let failed = run.tasks.filter { $0.out?.outcome == .failed }
    let deaf = run.tasks.filter { $0.taskState == .deaf }
    let hidden = (
      failed: failed.filter { !numbers.contains($0.number) }, deaf: deaf.filter { !numbers.contains($0.number) }
    )
    #expect(shown.hiddenFailed == hidden.failed.count && shown.hiddenDeaf == hidden.deaf.count, "\(words)")
    let lanes = stage.words(.lanes)
    for (count, word) in [(hidden.failed.count, "failed"), (hidden.deaf.count, "DEAF")] where count > 0 {
      #expect(lanes.contains("\(count) \(word)"), "\(words)\n\(stage.canvas)")
      // The key leads there.
      var finder = stage
      finder.type("/\(word)")
      finder.press(.enter)
      let found = try #require(finder.session.selected)
      #expect(finder.session.state.row(number: found).state.word.lowercased().contains(word.lowercased()))
      #expect(finder.page.shown.entries.contains { $0.number == found })
    }
    // What is over and well has rows only where all else has, but for one that a pair has no room in; of that the newest.
    let isOver = { (number: Int) in
      let row = run.row(number: number)
      return row.kind == .group ? row.closedAt != nil && row.closingError == nil : row.taskState == .done
    }
    let isAbove = Set(numbers.filter { members[$0].kind == .task && !isOver($0) }.compactMap { members[$0].parent })
    let well = numbers.filter {
      isOver($0) && $0 != selected && members[selected].parent != $0 && !isAbove.contains($0)
    }
    if !hidden.failed.isEmpty || !hidden.deaf.isEmpty { #expect(well.count <= 1, "\(words)\n\(stage.canvas)") }
  }

  /// Of many that return well the newest stand there, each with its tasks.
  @Test(arguments: sizes) func theNewestStandThere(_ size: Size) throws {
    let stage = Self.stage(Self.load(100, wrong: 0, seed: 1), size)
    let groups = stage.page.shown.entries.map { stage.session.state.row(number: $0.number) }.filter {
      $0.kind == .group
    }
    #expect(groups.last?.id == "request-99")
    #expect(groups.map(\.id) == (100 - groups.count..<100).map { "request-\($0)" })
    #expect(stage.words(.lanes).contains("more rows"))
    #expect(!stage.words(.lanes).contains("failed"))
  }

  /// Who looks at the past sees what was there, not contexts and tasks that come later.
  @Test(arguments: sizes) func whatIsToComeGivesWay(_ size: Size) throws {
    var script = Script()
    script.beginLive()
    for number in 0..<60 {
      script.at(Int64(number) * 10)
      script.context("call-\(number)", .cancel)
      script.group("request-\(number)")
      script.go("request-\(number)/a")
      script.done("request-\(number)/a")
      script.close("request-\(number)")
      script.tell(
        ["call-\(number)"], contexts: ["call-\(number)"], .requested, cause: "the client left", origin: "call-\(number)"
      )
    }
    var stage = Self.stage(script.events, size)
    for position in stride(from: 150, to: stage.session.recording.count, by: 37) {
      stage.model.changeSession { $0.seek($0.recording.cursor(at: position)) }
      let state = stage.session.state
      let shown = stage.page.shown.entries.map { state.row(number: $0.number) }
      #expect(shown.count > 3 && shown.allSatisfy(\.isBorn), "\(position)")
    }
  }

  /// Those that never return may be many: what fails has half of the room.
  @Test func deafTasksLeaveRoomForFailures() throws {
    var script = Script()
    script.beginLive()
    for number in 0..<60 {
      let group = "request-\(number)"
      script.group(group)
      script.go("\(group)/a", "\(group)/b")
      script.step("\(group)/b", listens: .no)
      script.fail("\(group)/a", "503")
      script.keep(group, "\(group)/a", "503")
      script.tell([group, "\(group)/b"], contexts: [group], .siblingFailed, cause: "503", origin: "\(group)/a")
    }
    let stage = Self.stage(script.events, Size(columns: 80, rows: 24))
    let states = stage.page.shown.entries.compactMap { stage.session.state.row(number: $0.number).taskState }
    #expect(states.contains(.deaf) && states.contains(.failedFirst))
  }

  /// The end of a group that was dropped isn't known: its lane ends where the first events are missing that may have told, however
  /// many are missing later, and it gives way to the newest.
  @Test func whatIsMissingIsMarkedAndGivesWay() throws {
    var script = Script()
    script.beginLive()
    for number in 0..<40 {
      script.at(Int64(number) * 10)
      let group = "request-\(number)"
      script.group(group)
      script.go("\(group)/a")
      script.wait(group)
      script.at(Int64(number) * 10 + 5)
      if number < 30 {
        script.add("", .dropped(count: 2))
      } else {
        script.done("\(group)/a")
        script.close(group)
      }
    }
    let stage = Self.stage(script.events, Size(columns: 80, rows: 24))
    let session = stage.session
    let lost = try #require(session.state.row("request-3"))
    #expect(
      LaneWords(
        lost, timeline: session.recording.timeline(of: lost, at: session.cursor, index: session.index),
        now: session.cursor.t
      ).words.map(\.text) == ["?"])
    for id in ["request-3", "request-3/a"] {
      let row = try #require(session.state.row(id))
      let timeline = session.recording.timeline(of: row, at: session.cursor, index: session.index)
      #expect(timeline.front == .milliseconds(35), "\(id)")
    }
    #expect(stage.page.shown.entries.allSatisfy { session.state.row(number: $0.number).state.word != "?" })
  }

  /// The rows that a question is about stand first where there is no room for all, by their paths: no word of its text is a name.
  @Test(arguments: ["first-failure", "late-start", "shutdown", "try-go"])
  func whatAQuestionIsAboutStays(_ name: String) throws {
    var stage = Stage(Size(columns: 60, rows: 16))
    stage.open(name)
    stage.press(.character("G"))
    let session = stage.session
    let questions = session.recording.questions.filter { !$0.about.isEmpty }
    try #require(!questions.isEmpty)
    for question in questions {
      let asked = session.rows(of: question)
      #expect(asked.count == question.about.count)
      var choice = RowChoice(
        session.rows.entries, in: session.state, selected: nil, asked: asked, capacity: asked.count + 1)
      choice.choose()
      #expect(Set(choice.kept.map { session.rows.entries[$0].number }) == asked)
    }
  }
}
