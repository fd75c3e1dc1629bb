package import Cascade

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
