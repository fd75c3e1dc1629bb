/// A functional option: a value that changes one thing about how something is made.
///
///     let (group, _) = try ErrGroup.withContext(ctx, .limit(4), .named("dashboard"))
///
/// Options are made by static factories, found after a leading dot; they can be stored, put together
/// (``combining(_:)-(FunctionalOption<Root>...)``) and passed on; later ones win; a bad value throws an ``OptionError`` that
/// names the option and the value. Third parties add their own in an extension over any public property of the
/// configuration:
///
///     extension FunctionalOption where Root == ErrGroup.Configuration {
///       static var gentle: Self { .limit(2) }
///     }
public struct FunctionalOption<Root: OptionConfiguration>: Sendable, CustomStringConvertible {
  @usableFromInline let content: OptionContent

  /// The option as it was given, `limit(4)`. It is spelled when it is asked for.
  public var description: String {
    switch content {
    case .group(let choice): String(describing: choice)
    case .other(let other): body(other).description
    }
  }

  /// Makes an option that can refuse its value.
  ///
  /// - Parameters:
  ///   - description: The option as people write it, with its value: `limit(4)`. Evaluated when it is asked for.
  ///   - change: What it does to the configuration. Spell the closure `{ root throws(OptionError) in … }`.
  public init(
    validating description: @autoclosure @escaping @Sendable () -> String,
    _ change: @escaping @Sendable (inout Root) throws(OptionError) -> Void
  ) {
    content = .other(OptionBody<Root>(.custom(describe: description, change: change)))
  }

  /// Makes an option that takes any value.
  ///
  /// - Parameters:
  ///   - description: The option as people write it, with its value: `limit(4)`. Evaluated when it is asked for.
  ///   - change: What it does to the configuration.
  public init(
    _ description: @autoclosure @escaping @Sendable () -> String, _ change: @escaping @Sendable (inout Root) -> Void
  ) {
    content = .other(OptionBody<Root>(.custom(describe: description, change: change)))
  }

  /// Makes an option of one of the configuration's own choices, which costs no closure.
  ///
  /// - Parameter choice: What is chosen; it describes the option, too.
  @inlinable
  public init(choosing choice: Root.Choice) {
    // Where types are known, the compiler decides this.
    if let choice = choice as? ErrGroup.Configuration.Choice {
      content = .group(choice)
    } else {
      content = .other(OptionBody<Root>(choice))
    }
  }

  /// One option that does what all of these do, in order.
  public static func combining(_ options: Self...) -> Self {
    combining(options)
  }

  /// One option that does what all of these do, in order.
  public static func combining(_ options: [Self]) -> Self {
    Self(all: options)
  }

  private init(all settings: [Self]) {
    content = .other(OptionBody<Root>(.all(settings)))
  }

  /// Makes the change.
  ///
  /// - Parameter root: The configuration to change.
  /// - Throws: an ``OptionError`` when the value can't be.
  @inlinable @inline(__always)
  public func apply(to root: inout Root) throws(OptionError) {
    if case .group(let choice) = content, let choice = choice as? Root.Choice {
      try root.apply(choice)
    } else {
      try applyFully(to: &root)
    }
  }

  /// The same for any option.
  @usableFromInline
  func applyFully(to root: inout Root) throws(OptionError) {
    switch content {
    case .group(let choice): if let choice = choice as? Root.Choice { try root.apply(choice) }
    case .other(let other):
      switch body(other).form {
      case .choice(let choice): try root.apply(choice)
      case .custom(_, let change): try change(&root)
      case .all(let options): for option in options { try option.applyFully(to: &root) }
      }
    }
  }

  /// The options that this one consists of, each by itself, in order.
  var parts: [Self] {
    if case .other(let other) = content, case .all(let options) = body(other).form {
      options.flatMap(\.parts)
    } else {
      [self]
    }
  }

  private func body(_ other: AnyObject) -> OptionBody<Root> {
    // An option is only ever made with a body for its own configuration.
    unsafeDowncast(other, to: OptionBody<Root>.self)
  }
}

/// What an option consists of. It isn't generic: to let go of options whose layout has to be looked up takes as long as all
/// the rest.
@usableFromInline
enum OptionContent: Sendable {
  /// One of a group's own choices, as it is.
  case group(ErrGroup.Configuration.Choice)
  /// An ``OptionBody`` for the option's configuration.
  case other(any AnyObject & Sendable)
}

/// Any option but one of a group's own choices.
@usableFromInline
final class OptionBody<Root: OptionConfiguration>: Sendable, CustomStringConvertible {
  enum Form: Sendable {
    case choice(Root.Choice)
    case custom(
      describe: @Sendable () -> String, change: @Sendable (inout Root) throws(OptionError) -> Void)
    case all([FunctionalOption<Root>])
  }

  let form: Form

  init(_ form: Form) {
    self.form = form
  }

  @usableFromInline
  init(_ choice: Root.Choice) {
    form = .choice(choice)
  }

  @usableFromInline
  var description: String {
    switch form {
    case .choice(let choice): String(describing: choice)
    case .custom(let describe, _): describe()
    case .all(let options): options.map(\.description).joined(separator: ", ")
    }
  }
}

/// Something that is made with options: a struct with a default for everything.
public protocol OptionConfiguration: Sendable {
  /// The options that come with the configuration, as values: an enum with a case for each, which describes itself as
  /// the option is written. The default is none: every option is then made of closures, which costs a little more.
  associatedtype Choice: Sendable = Never

  /// The defaults.
  init()

  /// Makes the change that a ``Choice`` stands for. Needed where there are such.
  ///
  /// - Throws: an ``OptionError`` when the value can't be.
  mutating func apply(_ choice: consuming Choice) throws(OptionError)

  /// Checks what no option can check by itself. Called once, after the last option. The default accepts everything.
  ///
  /// - Throws: an ``OptionError`` when options don't go together.
  func validate() throws(OptionError)
}

extension OptionConfiguration where Choice == Never {
  /// There is nothing to choose from.
  @inlinable
  public mutating func apply(_ choice: Never) throws(OptionError) {}
}

extension OptionConfiguration {
  /// Accepts everything.
  @inlinable
  public func validate() throws(OptionError) {}

  // Not inlined: made once for each configuration it copies less.
  /// The defaults, changed by these options in order, and checked.
  ///
  /// - Parameter options: The options; of two that change the same thing the later one wins.
  /// - Throws: the first ``OptionError``.
  @inlinable @inline(never)
  public init(_ options: borrowing [FunctionalOption<Self>]) throws(OptionError) {
    self.init()
    for index in 0..<options.count { try options[index].apply(to: &self) }
    try validate()
  }
}

/// An option was given a value that it can't take, or was given where nothing can be made of it.
public struct OptionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The option's name, `limit`.
  public var option: String
  /// The value as given; empty for an option without one.
  public var value: String
  /// What is wrong with it.
  public var reason: String

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - option: The option's name, `limit`.
  ///   - value: The value as given, `-1`; empty for an option without one.
  ///   - reason: What is wrong with it, `a limit can't be negative`.
  public init(option: String, value: String, reason: String) {
    self.option = option
    self.value = value
    self.reason = reason
  }

  /// `limit(-1): a limit can't be negative`.
  public var description: String {
    value.isEmpty ? "\(option): \(reason)" : "\(option)(\(value)): \(reason)"
  }
}
