import Cascade
import CascadeTrace
import TestSupport
import Testing

/// Any moment of a recording, read from what each event changed, beside the events taken one by one.
@Suite struct FoldTests {
  /// Takes the events one after the other, and compares at each of them.
  private func compare(_ events: [Event]) {
    let recording = Recording(events)
    var naive = FoldMachine()
    var log = EventLog()
    for position in 0...recording.count {
      let isSame = recording.state(at: position).fold == naive.fold
      #expect(isSame, "after \(position) events")
      guard position < recording.count else { break }
      let event = recording.log[position]
      naive.apply(event, subject: recording.subject(ofEvent: position), roster: recording.roster, log: log)
      log.append(event)
    }
  }

  @Test(arguments: 0..<12) func anyMomentIsTheSameAsFoldedFromTheStart(seed: UInt64) {
    var dice = Seeded(seed)
    compare(randomRun(using: &dice))
  }

  @Test(arguments: 0..<6) func evenOfEventsInAForgedOrder(seed: UInt64) {
    var dice = Seeded(seed)
    compare(Stories.all.flatMap(\.script.events).shuffled(using: &dice))
  }

  /// A recording that grows is at each of its lengths what one of that many events is.
  @Test(arguments: 0..<4) func growingChangesNoMoment(seed: UInt64) {
    var dice = Seeded(seed)
    let events = randomRun(using: &dice)
    var growing = Recording()
    var earlier: [RunState] = []
    for event in events {
      earlier.append(growing.latestState)
      growing.append(event)
    }
    for (position, state) in earlier.enumerated() where position.isMultiple(of: 7) {
      let isSame = state.fold == growing.state(at: position).fold
      #expect(isSame, "after \(position) events")
    }
  }

  @Test func theHistoryOfARowIsTheEventsAboutIt() {
    var dice = Seeded(3)
    let recording = Recording(randomRun(using: &dice))
    for row in recording.latestState.rows {
      let expected = recording.log.indices.filter { recording.subject(ofEvent: $0) == row.number }
      #expect(recording.history(ofRow: row.number) == expected)
    }
  }

  /// Some groups, some tasks of which a few are talked about very much, and everything that can happen to them, possible
  /// or not.
  private func randomRun(using dice: inout Seeded) -> [Event] {
    var script = Script()
    if Bool.random(using: &dice) { script.begin() } else { script.beginLive() }
    var groups = ["root"]
    script.group("root")
    var tasks: [String] = []
    for number in 0..<400 {
      script.at(Int64(number / 3))
      let group = groups.randomElement(using: &dice) ?? "root"
      let task = (Bool.random(using: &dice) ? tasks.first : tasks.randomElement(using: &dice)) ?? "root/none"
      let told = Event.Told(
        reason: Cancellation.Reason.allCases.randomElement(using: &dice) ?? .requested, cause: "503",
        origin: tasks.randomElement(using: &dice) ?? "root")
      switch Int.random(in: 0..<20, using: &dice) {
      case 0...2:
        tasks.append("\(group)/t\(number)")
        script.go("\(group)/t\(number)")
      case 3:
        groups.append("\(task)/g\(number)")
        script.group("\(task)/g\(number)", in: task)
      case 4: script.context("\(task)/c", in: task, .withoutCancel)
      case 5: script.add("\(task)/c", .contextTold(told))
      case 6: script.wait(group, by: task)
      case 7: script.close(group)
      case 8: script.keep(group, task, "503")
      case 9: script.fail(task, "503", kept: Bool.random(using: &dice))
      case 10: script.cut(task)
      case 11: script.done(task)
      case 12: script.add(group, .contextTold(told))
      case 13: script.add(task, .taskTold(told))
      case 14: script.add("", .intervention(.init(.listen(Bool.random(using: &dice)), on: task)))
      case 15: script.add("", .intervention(.init(.cancel, on: task)))
      case 16: script.add("", .dropped(count: 3))
      case 17: script.add("", .deadlock([.init(who: task, what: .other("a slot"))]))
      case 18: script.spawn(task)
      default: script.step(task, listens: Event.Listening.allCases.randomElement(using: &dice) ?? .yes)
      }
    }
    script.end()
    return script.events
  }
}
