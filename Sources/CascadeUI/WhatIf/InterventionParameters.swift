import Cascade
import CascadeNarration
import CascadeText
import CascadeTrace

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
    case .cancel, .fail, .finish, .listen, .panic: break
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
    switch (entry.parameter, item.action) {
    case (.text, .fail): set(.fail(text))
    case (.text, .panic): set(.panic(text))
    case (.text, .add(var task)):
      task.ending = .fails(text)
      set(.add(task))
    case (.name, .add(var task)):
      task.name = text
      set(.add(task))
    case (.duration, _), (.instant, _):
      do {
        take(try DurationText.read(text))
      } catch {
        return error.sentence
      }
    default: break
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
        "A delay has to be longer than nothing."
      } else {
        nil
      }
    case .instant:
      (try? DurationText.read(text)).flatMap { duration in
        Context.Instant.zero.advanced(by: duration) <= item.moment.t
          ? "\(duration.inWords) is over: it is \(TimeText.instant(item.moment.t))." : nil
      }
    }
  }

  private mutating func take(_ duration: Duration) {
    switch item.action {
    case .delay: set(.delay(duration))
    case .deadline: set(.deadline(Context.Instant.zero.advanced(by: duration)))
    case .add(var task):
      task.work = duration
      set(.add(task))
    default: break
    }
  }

  private func text(of parameter: Parameter) -> String {
    switch (parameter, item.action) {
    case (.text, .fail(let text)), (.text, .panic(let text)): text
    case (.duration, .delay(let duration)): duration.inWords
    case (.instant, .deadline(let t)): Context.Instant.zero.duration(to: t).inWords
    case (.name, .add(let task)): task.name
    case (.duration, .add(let task)): task.work.inWords
    case (.text, .add(let task)): if case .fails(let text) = task.ending { text } else { "" }
    default: ""
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
