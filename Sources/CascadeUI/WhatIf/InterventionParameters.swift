import Cascade
import CascadeNarration
import CascadeText
import CascadeTrace

/// One thing about an action that can be typed.
enum Parameter: Hashable, Sendable {
  case text, duration, instant, name
}

extension Intervention.Action {
  /// What can be typed, in the order in which it is gone through.
  var parameters: [Parameter] {
    switch self {
    case .cancel, .shutdown, .finish, .listen, .other: []
    case .fail, .panic: [.text]
    case .delay: [.duration]
    case .deadline: [.instant]
    case .add(let task): task.ending == .returns ? [.name, .duration] : [.name, .duration, .text]
    }
  }
}

/// Changing the parameters of the chosen action.
extension InterventionDialog {
  /// By so many steps; back when negative.
  mutating func turn(by steps: Int) {
    let change = step.times(steps)
    switch item.action {
    case .delay(let duration): set(.delay(max(step.duration, duration + change)))
    case .deadline(let t):
      set(.deadline(max(step.next(after: item.moment.t), t.advanced(by: change))))
    case .add(var task):
      task.work = max(step.duration, task.work + change)
      set(.add(task))
    case .cancel, .shutdown, .fail, .finish, .listen, .panic, .other: break
    }
  }

  /// The next of the ways in which an added task can end, or the one before.
  mutating func choose(by steps: Int) {
    guard case .add(var task) = item.action else { return turn(by: steps) }
    let ways = Self.ways
    let current = ways.firstIndex { $0.listens == task.listens && $0.fails == (task.ending != .returns) } ?? 0
    let count = ways.count
    let way = ways[((current + steps) % count + count) % count]
    task.listens = way.listens
    switch (way.fails, task.ending) {
    case (true, .returns): task.ending = .fails("it failed")
    case (false, _): task.ending = .returns
    case (true, .fails): break
    }
    set(.add(task))
  }

  private static let ways: [(listens: Bool, fails: Bool)] = [
    (true, false), (true, true), (false, false), (false, true),
  ]

  private mutating func set(_ action: Intervention.Action) { items[selected].action = action }

  // MARK: Typing

  /// Opens a line for the parameter at this place of those that the action has; closes it when there are no more.
  mutating func type(parameter index: Int) {
    let parameters = item.action.parameters
    guard parameters.indices.contains(index) else {
      entry = nil
      return
    }
    let parameter = parameters[index]
    // Of one parameter alone the list says what it is.
    let label = parameters.count > 1 ? parameter.words : ""
    entry = Entry(field: TextField(label: label, text: text(of: parameter)), parameter: parameter)
  }

  /// Begins to type a number, where the action has a length or a time.
  /// - Returns: whether it has one.
  mutating func type(digit: Character) -> Bool {
    let number = item.action.parameters.firstIndex { $0 == .duration || $0 == .instant }
    guard let number else { return false }
    type(parameter: number)
    entry?.field.insert(String(digit))
    return true
  }

  /// Takes what was typed.
  /// - Returns: words when it can't be that.
  mutating func takeEntry() -> String? {
    guard let entry else { return nil }
    let text = entry.field.text
    if let complaint = complaint(about: text, as: entry.parameter) { return complaint }
    switch entry.parameter {
    case .text: takeText(text)
    case .name:
      guard case .add(var task) = item.action else { break }
      task.name = text
      set(.add(task))
    case .duration, .instant:
      do {
        take(try DurationText.read(text))
      } catch {
        return error.sentence
      }
    }
    return nil
  }

  /// What is plainly wrong with a text, so that the line stays open.
  private func complaint(about text: String, as parameter: Parameter) -> String? {
    switch parameter {
    case .text: text.allSatisfy(\.isWhitespace) ? "An error needs a text." : nil
    case .name: takenNames.contains(text) ? "The name \(SafeText.quoted(text)) is already taken." : nil
    case .duration:
      if case .delay = item.action, (try? DurationText.read(text)) == .zero {
        "A delay must be longer than 0."
      } else {
        nil
      }
    case .instant:
      (try? DurationText.read(text)).flatMap { duration in
        Context.Instant.zero.advanced(by: duration) <= item.moment.t
          ? "\(TimeText.instant(.zero.advanced(by: duration))) is in the past: the run is at \(TimeText.instant(item.moment.t))."
          : nil
      }
    }
  }

  private mutating func takeText(_ text: String) {
    switch item.action {
    case .fail: set(.fail(text))
    case .panic: set(.panic(text))
    case .add(var task):
      task.ending = .fails(text)
      set(.add(task))
    case .cancel, .shutdown, .delay, .finish, .listen, .deadline, .other: break
    }
  }

  private mutating func take(_ duration: Duration) {
    switch item.action {
    case .delay: set(.delay(duration))
    case .deadline: set(.deadline(Context.Instant.zero.advanced(by: duration)))
    case .add(var task):
      task.work = duration
      set(.add(task))
    case .cancel, .shutdown, .fail, .finish, .listen, .panic, .other: break
    }
  }

  private func text(of parameter: Parameter) -> String {
    switch item.action {
    case .fail(let text), .panic(let text): text
    case .delay(let duration): duration.inWords
    case .deadline(let t): Context.Instant.zero.duration(to: t).inWords
    case .add(let task): task.text(of: parameter)
    case .cancel, .shutdown, .finish, .listen, .other: ""
    }
  }
}

extension Intervention.AddedTask {
  fileprivate func text(of parameter: Parameter) -> String {
    switch parameter {
    case .name: name
    case .duration: work.inWords
    case .text: if case .fails(let text) = ending { text } else { "" }
    case .instant: ""
    }
  }
}

extension Parameter {
  fileprivate var words: String {
    switch self {
    case .text: "error text"
    case .duration: "how long"
    case .instant: "at which time"
    case .name: "name"
    }
  }
}

/// The actions that make sense for a row, with parameters to begin with.
struct InterventionOffers {
  let row: Row
  let moment: Cursor
  let step: TimeStep

  var items: [Intervention] {
    guard row.run.ending == nil else { return [] }
    switch row.kind {
    case .task: return task
    case .group: return group(row)
    case .context(.background), .context(.todo), .context(.shutdown), .after: return []
    case .context: return row.contextState == .active ? [on(row, .cancel), on(row, deadline)] : []
    }
  }

  private var task: [Intervention] {
    var items: [Intervention] = []
    let isInside = row.taskState?.isInside == true
    let isWaiting = row.taskState == .queued || row.taskState == .spawned
    let isFree = !row.marks.told.isSet
    if isInside || isWaiting, isFree { items.append(on(row, .cancel)) }
    if isInside {
      items += [on(row, .fail("timeout")), on(row, .delay(step.times(5))), on(row, .finish)]
      items.append(on(row, .listen(row.step?.listens == false)))
      items.append(on(row, .panic("index out of range")))
    }
    if isInside || isWaiting, isFree { items.append(on(row, deadline)) }
    if let parent = row.parent, parent.kind == .group { items += group(parent).filter { $0.action.kind == .add } }
    return items
  }

  private func group(_ group: Row) -> [Intervention] {
    guard group.isBorn, group.closedAt == nil else { return [] }
    let added = Intervention.AddedTask(name: freeName(in: group), work: step.times(4))
    let end = group.contextState == .active ? [on(group, .cancel), on(group, deadline)] : []
    return end + [on(group, .add(added))]
  }

  private var deadline: Intervention.Action { .deadline(step.next(after: moment.t)) }

  private func on(_ row: Row, _ action: Intervention.Action) -> Intervention {
    Intervention(at: moment, on: row.id, action)
  }

  /// The names in the group that a task could be added to.
  var takenNames: Set<String> {
    let group = row.kind == .group ? row : row.parent
    return Set(group?.children.map(\.name) ?? [])
  }

  private func freeName(in group: Row) -> String {
    let taken = takenNames
    var name = "extra"
    var number = 2
    while taken.contains(name) {
      name = "extra-\(number)"
      number += 1
    }
    return name
  }
}
