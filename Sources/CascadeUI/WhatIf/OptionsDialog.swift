import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

/// What a group was made with, as switches. Turned ones make a branch that differs from where the group was opened.
struct OptionsDialog: TrialDialog {
  /// The path of the group.
  let group: String
  /// What sentences call it.
  let target: String
  /// As it was made.
  let made: GroupSettings
  /// As it would be.
  private(set) var wanted: GroupSettings
  private(set) var selected = 0
  /// The value that is being typed.
  private(set) var entry: TextField?
  var trial = Trial()
  private let step: TimeStep
  /// The largest limit that can mean something.
  private let tasks: Int
  private let longest: Duration

  init(on group: Row, run: Duration) {
    self.group = group.id
    target = group.phrase
    made = group.settings
    wanted = made
    step = TimeStep(of: run)
    tasks = max(1, group.limit ?? 0, group.children.count { $0.kind == .task })
    longest = run
  }

  /// What can be turned, in the order in which it is shown: the kind first.
  static let options: [GroupSetting.Name] = [.kind] + GroupSetting.Name.allCases.filter { $0 != .kind }

  var option: GroupSetting.Name { Self.options[selected] }

  /// What is different from how the group was made.
  var changes: [Variation.Change] {
    Self.options.filter { made[$0] != wanted[$0] }.map { .option(OptionChange(group, wanted[$0])) }
  }

  // MARK: Keys

  var place: Place { .options }
  var chosen: Int? {
    get { selected }
    set { selected = max(0, min(newValue ?? selected, Self.options.count - 1)) }
  }
  var acceptance: Command? { .options(.accept) }
  var field: TextField? {
    get { entry }
    set { if let newValue { entry = newValue } }
  }

  mutating func perform(_ command: Command, count: Int, in model: inout Model) -> DialogOutcome {
    if case .field = command {
      if let words = takeEntry() {
        trial.outlook = .refused(words)
        return .stays
      }
      entry = nil
      return .changed
    }
    guard case .options(let command) = command else { return .stays }
    switch command {
    case .next: selected = min(selected + count, Self.options.count - 1)
    case .previous: selected = max(selected - count, 0)
    case .more, .nextChoice:
      if let words = mostWords {
        model.status = words
        return .stays
      }
      turn(by: count)
    case .less, .previousChoice: turn(by: -count)
    case .nextGroup:
      guard let next = next(in: model.session) else {
        model.status = "This is the only group."
        return .stays
      }
      self = next
    case .edit:
      if let words = type() {
        model.status = words
        return .stays
      }
    case .accept: return model.apply(trial) ? .closed() : .stays
    }
    return .changed
  }

  /// The options of the group that comes next in the tree; nil where there is no other. What was turned and not applied
  /// is forgotten.
  private func next(in session: RunSession?) -> OptionsDialog? {
    guard let session else { return nil }
    let groups = session.recording.latestState.groups
    guard groups.count > 1, let place = groups.firstIndex(where: { $0.id == group }) else { return nil }
    var next = OptionsDialog(on: groups[(place + 1) % groups.count], run: session.recording.duration)
    next.selected = selected
    return next
  }

  mutating func leaveField() -> Bool {
    defer { entry = nil }
    return entry != nil
  }

  func offers(_ command: Command) -> Bool { command != .options(.accept) || trial.isReady }

  // MARK: Turning

  /// Where there is no more to turn to: words that say so.
  var mostWords: String? {
    guard option.choices.isEmpty, wanted[option] == option.initial else { return nil }
    return "There is no \(option.label). Press - to set one."
  }

  mutating func turn(by steps: Int) {
    switch option.form {
    case .words, .flag: wanted.set(Self.turned(wanted[option], by: steps, in: option.choices))
    case .number:
      // Beyond the number of tasks a limit limits nothing: there comes none.
      let value = (wanted.limit ?? tasks + 1) + steps
      wanted.limit = value > tasks ? nil : max(0, value)
    case .time:
      let beyond = longest + step.duration
      let value = (wanted.timeout ?? beyond) + step.times(steps)
      wanted.timeout = value > longest ? nil : max(step.duration, value)
    }
  }

  private static func turned<Word: Equatable>(_ word: Word, by steps: Int, in words: [Word]) -> Word {
    guard let place = words.firstIndex(of: word) else { return words[0] }
    return words[((place + steps) % words.count + words.count) % words.count]
  }

  // MARK: Typing

  /// - Returns: words where there is nothing to type.
  mutating func type() -> String? {
    guard option.choices.isEmpty else { return "Use - and + to change this value." }
    entry = TextField(label: "", text: wanted[option].value)
    return nil
  }

  /// Begins to type a number: a timeout where the bar stands on it, else a limit.
  mutating func type(digit: Character) -> Bool {
    if option != .timeout { selected = Self.options.firstIndex(of: .limit) ?? selected }
    _ = type()
    entry?.insert(String(digit))
    return true
  }

  /// Takes what was typed.
  /// - Returns: words when it can't be that.
  mutating func takeEntry() -> String? {
    guard let text = entry?.text else { return nil }
    switch option.form {
    case .number:
      guard text == "none" || Int(text) != nil else { return "A limit is a whole number, or none." }
      if let limit = Int(text), limit < 0 {
        return "A limit is at least 1."
      }
      wanted.limit = Int(text)
    case .time:
      do {
        wanted.timeout = text == "none" ? nil : try DurationText.read(text)
      } catch {
        return error.sentence
      }
    case .words, .flag: break
    }
    return nil
  }

  // MARK: Drawing

  func draw(on canvas: inout Canvas, model: Model, session: RunSession, appearance: Appearance) {
    let options = Self.options
    canvas.drawTrial(
      "What if \(target) had other options?", trial: trial, isTyping: entry != nil, branches: session.branches,
      lines: options.count, place: place, note: wanted[option].meaning, appearance: appearance
    ) { box, index, y in
      let isSelected = index == selected
      box.drawChoice(
        choice(options[index]), field: isSelected ? entry : nil, isSelected: isSelected, y: y, appearance: appearance)
    }
  }

  private func choice(_ option: GroupSetting.Name) -> DialogChoice {
    let (was, value) = (made[option].shown, wanted[option].shown)
    let isChanged = was != value
    return DialogChoice(
      words: option.label, columns: 20, value: isChanged ? "\(value)  (was \(was))" : value,
      hint: option.choices.isEmpty ? "(- + or e)" : "(- +)", isChanged: isChanged)
  }
}

extension DurationText.Refusal {
  /// What is wrong, as a sentence.
  var sentence: String {
    English.sentence(description) + "."
  }
}

extension Model {
  /// Opens them for the group that the chosen row is, or is in; where no row is chosen, for the outermost one.
  mutating func openOptions() -> [Effect] {
    guard let session, pauseForWhatIf() else { return [] }
    // What a group was made with stands in its first event, wherever the cursor is.
    let run = session.recording.latestState
    let group: Row?
    switch session.selection {
    case .pinned(let row): group = run.row(number: row).groupAround
    case .following: group = run.outermostGroup
    }
    guard let group else {
      status = "This row is not in a group."
      return []
    }
    return open(OptionsDialog(on: group, run: session.recording.duration))
  }
}

extension Row {
  /// This group, the group of this task, or the one group that this context was made for.
  fileprivate var groupAround: Row? {
    switch kind {
    case .group: return self
    case .task, .after: return parent.flatMap(\.groupAbove)
    case .context: return children.first { $0.kind == .group } ?? children.first { $0.groupAround != nil }?.groupAround
    }
  }

  private var groupAbove: Row? { kind == .group ? self : parent.flatMap(\.groupAbove) }
}
