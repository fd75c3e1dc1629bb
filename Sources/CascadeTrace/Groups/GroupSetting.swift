package import Cascade
import CascadeText

/// One option of a group, with its value. This is the one table of them: files, phrases, the command line, the dialog,
/// runs and programs go through it, and know by name only what is more than a value to them. What is said of an option
/// on the screen is beside it in CascadeNarration (`GroupWords`).
package enum GroupSetting: Hashable, Sendable {
  /// How many tasks may run at once; none for no limit.
  case limit(Int?)
  /// What kind of group it is.
  case kind(GroupKind)
  /// So long after its start it ends by itself; none for never.
  case timeout(Duration?)
  /// What becomes of tasks that wait for a slot when the group's context ends.
  case queued(ErrGroup.QueuedWork)
  /// Whether a task that was cancelled alone counts as a failure.
  case ignoresLoneCancellations(Bool)

  /// What an option is called, in files and phrases.
  package enum Name: String, Hashable, Sendable, CaseIterable {
    case limit
    case kind
    case timeout
    case queued
    case ignoreLoneCancellations = "ignore-lone-cancellations"
  }

  /// What values an option has.
  package enum Form: Hashable, Sendable, CaseIterable {
    /// A number or none.
    case number
    /// A length of time or none.
    case time
    /// Yes or no.
    case flag
    /// One of several words.
    case words
  }

  package var name: Name {
    switch self {
    case .limit: .limit
    case .kind: .kind
    case .timeout: .timeout
    case .queued: .queued
    case .ignoresLoneCancellations: .ignoreLoneCancellations
    }
  }
}

extension GroupSetting.Name {
  /// What its key says in a file, in one line.
  package var meaning: String {
    switch self {
    case .limit:
      "How many tasks may run at the same time. 0 only if every task is spawned with try-go."
    case .kind:
      "What it does when a task returns: \(Self.ownKinds), or one of Swift's own groups: \(Self.swiftKinds)."
    case .timeout: "Its context is cancelled this long after its start."
    case .queued:
      "Whether queued tasks start after the context is done: start (default), "
        + "start-without-spawner or skip-after-failure."
    case .ignoreLoneCancellations: "Ignore the error of a task that only an intervention cancelled."
    }
  }

  private static var ownKinds: String {
    GroupKind.allCases.filter { !$0.isSwift }.map { $0 == .errgroup ? "errgroup (default)" : $0.rawValue }
      .joined(separator: ", ")
  }

  private static var swiftKinds: String {
    let words = GroupKind.allCases.filter(\.isSwift).map(\.rawValue)
    return words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
  }

  /// The value of a group that was made without saying so.
  package var initial: GroupSetting {
    switch self {
    case .limit: .limit(nil)
    case .kind: .kind(.errgroup)
    case .timeout: .timeout(nil)
    case .queued: .queued(.start)
    case .ignoreLoneCancellations: .ignoresLoneCancellations(false)
    }
  }

  package var form: GroupSetting.Form {
    switch self {
    case .limit: .number
    case .timeout: .time
    case .kind, .queued: .words
    case .ignoreLoneCancellations: .flag
    }
  }

  /// All values of one that is chosen from words, in order; none of a number or a length of time.
  package var choices: [GroupSetting] {
    switch self {
    case .limit, .timeout: []
    case .kind: GroupKind.allCases.map { .kind($0) }
    case .queued: ErrGroup.QueuedWork.allCases.map { .queued($0) }
    case .ignoreLoneCancellations:
      [.ignoresLoneCancellations(false), .ignoresLoneCancellations(true)]
    }
  }
}

extension GroupSetting.Name {
  /// Why one of Swift's own groups can't have the option, to follow "a group of kind swift-foreach".
  package var refusalBySwift: String? {
    switch self {
    case .limit: "has no limit"
    case .kind: nil
    case .timeout: "has no context that could have a timeout"
    case .queued: "has no queue"
    case .ignoreLoneCancellations: "can't tell a task that was cancelled alone"
    }
  }
}

// MARK: Where it is used

extension GroupSetting {
  /// The value, in a word, as ``Name/read(_:)`` takes it.
  package var value: String {
    switch self {
    case .limit(let limit): limit.map(String.init) ?? "none"
    case .kind(let kind): kind.rawValue
    case .timeout(let timeout): timeout?.inWords ?? "none"
    case .queued(let work): work.rawValue
    case .ignoresLoneCancellations(let ignores): ignores ? "yes" : "no"
    }
  }

  /// The option of the library's groups that says so; none where its default does, or where it is no option of theirs.
  package var option: ErrGroup.Option? {
    if self == name.initial, name != .kind { return nil }
    return switch self {
    case .limit(let limit): limit.map { .limit($0) }
    case .kind(let kind): kind.joinPolicy.map { .policy($0) }
    case .timeout: nil
    case .queued(let work): .queued(work)
    case .ignoresLoneCancellations: .ignoringLoneCancellations
    }
  }

  /// The same as Swift code writes it; none, too, where the way in which the group is made says it.
  package var code: String? {
    switch self {
    case .kind(let kind): kind.choice.map { ".policy(.\($0))" }
    case .queued(let work): option.map { _ in ".queued(.\(work))" }
    case .limit, .timeout, .ignoresLoneCancellations: option.map { ".\($0)" }
    }
  }

  /// What an event says of a group; none for what can't be changed here.
  package init?(_ given: Event.GroupOption) {
    switch given {
    case .limit(let limit): self = .limit(limit)
    case .queued(let work): self = .queued(work)
    case .ignoringLoneCancellations: self = .ignoresLoneCancellations(true)
    case .cancellingBody, .sharingSwiftTasks, .custom: return nil
    }
  }

  /// Why one of Swift's own groups can't have it so, to follow "a group of kind swift-foreach".
  package var refusalBySwift: String? { self == name.initial ? nil : name.refusalBySwift }

  /// Why there is nothing like it in Go; none where there is.
  package var refusalByGo: String? {
    if self == name.initial { return nil }
    return switch self {
    case .limit, .timeout: nil
    case .kind(let kind): kind.refusalByGo
    case .queued: "errgroup starts what waits for its turn, whatever happened meanwhile"
    case .ignoresLoneCancellations: "errgroup counts every error, a task cancelled alone included"
    }
  }

  /// The number of one that is a number.
  package var number: Int? { if case .limit(let limit) = self { limit } else { nil } }

  /// The length of one that is a length of time.
  package var time: Duration? { if case .timeout(let timeout) = self { timeout } else { nil } }
}

// MARK: Reading

extension GroupSetting {
  /// Why a word is no value of an option.
  package struct Refusal: Error {
    package let message: String
    /// The words that there are.
    package let words: [String]
    package var suggestion: String?

    init(_ message: String, words: [String] = [], suggestion: String? = nil) {
      self.message = message
      self.words = words
      self.suggestion = suggestion
    }
  }
}

extension GroupSetting.Name {
  /// The option with the value that a word stands for.
  package func read(_ word: String) throws(GroupSetting.Refusal) -> GroupSetting {
    switch self {
    case .limit: .limit(try number(word))
    case .kind: .kind(try one(of: "kind of group", word))
    case .timeout: .timeout(try time(word))
    case .queued: .queued(try one(of: "queued setting", word))
    case .ignoreLoneCancellations: .ignoresLoneCancellations(try flag(word))
    }
  }

  private func number(_ word: String) throws(GroupSetting.Refusal) -> Int? {
    if word == "none" { return nil }
    guard let number = Int(word) else {
      throw GroupSetting.Refusal(
        "a \(rawValue) is a whole number, or none, not \(SafeText.quoted(word))")
    }
    return number
  }

  private func time(_ word: String) throws(GroupSetting.Refusal) -> Duration? {
    if word == "none" { return nil }
    do {
      // A negative one is refused in better words where it is set.
      let isNegative = word.hasPrefix("-")
      let size = try DurationText.read(isNegative ? String(word.dropFirst()) : word)
      return isNegative ? .zero - size : size
    } catch {
      throw GroupSetting.Refusal(error.message, suggestion: error.suggestion)
    }
  }

  private func flag(_ word: String) throws(GroupSetting.Refusal) -> Bool {
    if word == "yes" || word == "true" { return true }
    if word == "no" || word == "false" { return false }
    throw GroupSetting.Refusal("\(SafeText.quoted(word)) is neither yes nor no")
  }

  private func one<Word: RawRepresentable<String> & CaseIterable>(
    of what: String, _ word: String
  ) throws(GroupSetting.Refusal) -> Word {
    if let found = Word(rawValue: word) { return found }
    let words = Word.allCases.map(\.rawValue)
    throw GroupSetting.Refusal(
      "there is no \(what) called \(SafeText.quoted(word)); there are \(words.joined(separator: ", "))",
      words: words)
  }
}

/// How a group is made: a value for each of its options.
package struct GroupSettings: Hashable, Sendable {
  /// Those that aren't as they are without saying so.
  private var chosen: [GroupSetting.Name: GroupSetting] = [:]

  package init() {}

  package subscript(_ name: GroupSetting.Name) -> GroupSetting { chosen[name] ?? name.initial }

  package mutating func set(_ setting: GroupSetting) {
    chosen[setting.name] = setting == setting.name.initial ? nil : setting
  }

  /// All of them.
  package var all: [GroupSetting] { GroupSetting.Name.allCases.map { self[$0] } }

  // A wait group overlooks every failure, and refuses the option.
  private var heeded: [GroupSetting] {
    all.filter { kind != .waitgroup || $0 != .ignoresLoneCancellations(true) }
  }

  /// What the library's group is made with.
  package var options: [ErrGroup.Option] { heeded.compactMap(\.option) }

  /// The same as Swift code writes it.
  package var code: [String] { heeded.compactMap(\.code) }
}

/// Those that code asks for by name.
extension GroupSettings {
  package var limit: Int? {
    get { self[.limit].number }
    set { set(.limit(newValue)) }
  }

  package var kind: GroupKind {
    get { if case .kind(let kind) = self[.kind] { kind } else { .errgroup } }
    set { set(.kind(newValue)) }
  }

  package var timeout: Duration? {
    get { self[.timeout].time }
    set { set(.timeout(newValue)) }
  }

  package var queued: ErrGroup.QueuedWork {
    get { if case .queued(let work) = self[.queued] { work } else { .start } }
    set { set(.queued(newValue)) }
  }

  package var ignoresLoneCancellations: Bool {
    get { self[.ignoreLoneCancellations] == .ignoresLoneCancellations(true) }
    set { set(.ignoresLoneCancellations(newValue)) }
  }
}

extension Row {
  /// How this group was made, as far as it can be changed.
  package var settings: GroupSettings {
    var settings = GroupSettings()
    for option in options { if let setting = GroupSetting(option) { settings.set(setting) } }
    settings.kind = groupKind ?? .errgroup
    settings.timeout = timeout
    return settings
  }
}
