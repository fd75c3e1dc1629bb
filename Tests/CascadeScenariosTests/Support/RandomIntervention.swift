import Cascade
import CascadeScenarios
import CascadeTrace
import TestSupport

extension Intervention {
  /// Something at some moment of a run, to something in it.
  static func random(in events: [Event], _ random: inout Seeded) -> Intervention {
    let position = random.below(events.count + 1)
    let isWild = random.chance(20)
    let present = Present(isWild ? events[...] : events[..<position])
    var moment = Cursor(position: position, t: position > 0 ? events[position - 1].t : .zero)
    if random.chance(30) { moment.t = moment.t.advanced(by: .milliseconds(random.below(50))) }
    if random.chance(10) { moment.position = 0 }
    let isTask = random.chance(70)
    let targets = isWild ? present.everything : isTask ? present.tasks : present.groups
    let target = targets.isEmpty ? "root" : targets[random.below(targets.count)]
    let choice = isWild || isTask ? random.below(8) : [0, 7, 8][random.below(3)]
    let action: Action =
      switch choice {
      case 0: .cancel
      case 1: .fail("from outside")
      case 2: .delay(.milliseconds(10 * (1 + random.below(30))))
      case 3: .finish
      case 4: .listen(true)
      case 5: .listen(false)
      case 6: .panic("from outside")
      case 7: .deadline(moment.t.advanced(by: .milliseconds(1 + random.below(300))))
      default:
        .add(
          AddedTask(
            name: "added", work: .milliseconds(random.below(200)), listens: random.chance(70),
            ending: random.chance(30) ? .fails("added fails") : .returns))
      }
    return Intervention(at: moment, on: target, action)
  }
}

/// What is there after some events.
private struct Present {
  private(set) var tasks: [String] = []
  private(set) var groups: [String] = []
  private(set) var everything: [String] = []

  init(_ events: ArraySlice<Event>) {
    for event in events {
      switch event.kind {
      case .taskStarted: tasks.append(event.id)
      case .taskOut: tasks.removeAll { $0 == event.id }
      case .groupOpened: groups.append(event.id)
      case .groupClosed: groups.removeAll { $0 == event.id }
      default: break
      }
      if !event.id.isEmpty, !everything.contains(event.id) { everything.append(event.id) }
    }
  }
}
