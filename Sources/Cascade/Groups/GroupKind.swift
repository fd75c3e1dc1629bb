/// The kinds of groups, as Go has them, and what each can make of options.
enum GroupKind: CaseIterable {
  /// A group with a context of its own.
  case errGroup
  /// Go's zero group.
  case zeroGroup
  /// Go's wait group.
  case waitGroup

  /// The rules of a kind that has its own.
  var policy: JoinPolicy? {
    switch self {
    case .errGroup: nil
    case .zeroGroup: .keepFirst
    case .waitGroup: .ignore
    }
  }

  /// An option that some kind can't use.
  enum Unusable {
    case policy, ignoringLoneCancellations
  }

  /// The options that mean nothing to this kind. They are refused, so that none is ignored silently.
  var unusable: [Unusable] {
    switch self {
    case .errGroup: []
    case .zeroGroup: [.policy]
    case .waitGroup: [.policy, .ignoringLoneCancellations]
    }
  }

  /// Throws if an option was given that this kind can't use.
  func check(_ configuration: ErrGroup.Configuration) throws(OptionError) {
    for option in unusable {
      switch option {
      case .policy:
        guard let policy = configuration.givenPolicy else { continue }
        throw OptionError(
          option: "policy", value: policy.name, reason: "\(name) has its own; use a group with a context")
      case .ignoringLoneCancellations:
        guard configuration.ignoresLoneCancellations else { continue }
        throw OptionError(
          option: "ignoringLoneCancellations", value: "", reason: "\(name) overlooks every failure anyway")
      }
    }
  }

  private var name: String {
    switch self {
    case .errGroup: "a group with a context"
    case .zeroGroup: "a zero group"
    case .waitGroup: "a wait group"
    }
  }
}

extension GroupNode {
  /// Makes a group of a kind, as the options say.
  ///
  /// - Throws: an ``OptionError`` for an option that can't be, or that this kind can't use.
  convenience init(
    _ kind: GroupKind, in parent: Context, _ options: [ErrGroup.Option]
  ) throws(OptionError) {
    let configuration = try ErrGroup.Configuration(options)
    try kind.check(configuration)
    self.init(kind.policy, in: parent, configuration, given: options.given)
  }
}
