/// A functional option: a value that changes one thing about how something is made.
///
///     let (group, _) = try ErrGroup.withContext(ctx, .limit(4), .named("dashboard"))
///
/// Options are made by static factories, found after a leading dot; they can be stored, put together
/// (``combining(_:)-(Setting<Root>...)``) and passed on; later ones win; a bad value throws an ``OptionError`` that
/// names the option and the value. Third parties add their own in an extension over any public property of the
/// configuration:
///
///     extension Setting where Root == ErrGroup.Configuration {
///       static var gentle: Self { .limit(2) }
///     }
public struct Setting<Root: Configurable>: Sendable, CustomStringConvertible {
  /// The option as it was given, `limit(4)`.
  public let description: String
  private let change: @Sendable (inout Root) throws(OptionError) -> Void

  /// Makes an option that can refuse its value.
  ///
  /// - Parameters:
  ///   - description: The option as people write it, with its value: `limit(4)`.
  ///   - change: What it does to the configuration. Spell the closure `{ root throws(OptionError) in … }`.
  public init(
    validating description: String, _ change: @escaping @Sendable (inout Root) throws(OptionError) -> Void
  ) {
    self.description = description
    self.change = change
  }

  /// Makes an option that takes any value.
  ///
  /// - Parameters:
  ///   - description: The option as people write it, with its value: `limit(4)`.
  ///   - change: What it does to the configuration.
  public init(_ description: String, _ change: @escaping @Sendable (inout Root) -> Void) {
    self.description = description
    self.change = change
  }

  /// One option that does what all of these do, in order.
  public static func combining(_ settings: Self...) -> Self {
    combining(settings)
  }

  /// One option that does what all of these do, in order.
  public static func combining(_ settings: [Self]) -> Self {
    Self(validating: settings.map(\.description).joined(separator: ", ")) { root throws(OptionError) in
      for setting in settings { try setting.apply(to: &root) }
    }
  }

  /// Makes the change.
  ///
  /// - Parameter root: The configuration to change.
  /// - Throws: an ``OptionError`` when the value can't be.
  public func apply(to root: inout Root) throws(OptionError) {
    try change(&root)
  }
}

/// Something that is made with options: a struct with a default for everything.
public protocol Configurable: Sendable {
  /// The defaults.
  init()

  /// Checks what no option can check by itself. Called once, after the last option. The default accepts everything.
  ///
  /// - Throws: an ``OptionError`` when options don't go together.
  func validate() throws(OptionError)
}

extension Configurable {
  /// Accepts everything.
  public func validate() throws(OptionError) {}

  /// The defaults, changed by these options in order, and checked.
  ///
  /// - Parameter settings: The options; of two that change the same thing the later one wins.
  /// - Throws: the first ``OptionError``.
  public init(_ settings: [Setting<Self>]) throws(OptionError) {
    self.init()
    for setting in settings { try setting.apply(to: &self) }
    try validate()
  }
}

/// An option was given a value that it can't take.
public struct OptionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The option's name, `limit`.
  public var option: String
  /// The value as given.
  public var value: String
  /// What is wrong with it.
  public var reason: String

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - option: The option's name, `limit`.
  ///   - value: The value as given, `-1`.
  ///   - reason: What is wrong with it, `a limit can't be negative`.
  public init(option: String, value: String, reason: String) {
    self.option = option
    self.value = value
    self.reason = reason
  }

  /// `limit(-1): a limit can't be negative`.
  public var description: String {
    "\(option)(\(value)): \(reason)"
  }
}
