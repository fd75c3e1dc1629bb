extension Event {
  /// An error as events carry it: what it says, what it is, and what it wraps. It doesn't change when the error does.
  public struct ErrorInfo: Sendable {
    /// What kind of thing an error says.
    @nonexhaustive
    public enum Nature: String, Hashable, Sendable, CaseIterable {
      /// Anything that the kinds below aren't.
      case failure
      /// The work was cancelled (Go: `context.Canceled`), or a Swift task was.
      case cancellation
      /// A deadline passed (Go: `context.DeadlineExceeded`).
      case deadline
      /// A panic of a scripted run.
      case panic
    }

    /// Shared by the events that carry the same error.
    private final class Content: Sendable {
      let text: String
      let nature: Nature
      let type: TypeName?
      let wraps: [ErrorInfo]

      init(_ text: String, _ nature: Nature, _ type: TypeName?, _ wraps: [ErrorInfo]) {
        self.text = text
        self.nature = nature
        self.type = type
        self.wraps = wraps
      }
    }

    /// A type, whose name is spelled when it is read.
    private enum TypeName: Sendable {
      case type(any Any.Type)
      case text(String)

      var text: String {
        switch self {
        case .type(let type): String(describing: type)
        case .text(let text): text
        }
      }
    }

    private let content: Content

    /// What the error said of itself. A panic's is what it panicked with.
    public var text: String { content.text }
    /// What kind of thing it says.
    public var nature: Nature { content.nature }
    /// The name of its type, where it is known.
    public var type: String? { content.type?.text }
    /// What it wraps, the first 16 of several.
    public var wraps: [ErrorInfo] { content.wraps }

    /// Makes the value. By default it is a failure of an unknown type that wraps nothing.
    public init(_ text: String, _ nature: Nature = .failure, type: String? = nil, wraps: [ErrorInfo] = []) {
      content = Content(text, nature, type.map(TypeName.text), wraps)
    }

    /// What an error says now. Calls people's code: no lock may be held.
    package init(_ error: any Error) {
      self.init(error, depth: 0)
    }

    private init(_ error: any Error, depth: Int) {
      var nature = Nature.failure
      var wrapped: [any Error] = []
      switch error {
      case let error as any WrappingError:
        if let known = error.known {
          self = known
          return
        }
        nature = error.nature
        wrapped = error.wrapped(most: 16)
      case let error as any PanicReporting:
        content = Content(error.panicText, .panic, .type(Swift.type(of: error)), [])
        return
      case let error as any CancellationReporting where error.reportsCancellation: nature = .cancellation
      default: break
      }
      content = Content(
        String(describing: error), nature, .type(Swift.type(of: error as Any)),
        depth < 8 ? wrapped.map { ErrorInfo($0, depth: depth + 1) } : [])
    }

    /// `context canceled`, as Go spells it.
    public static let contextCanceled = ErrorInfo("context canceled", .cancellation, type: "ContextError")
    /// `context deadline exceeded`, as Go spells it.
    public static let deadlineExceeded = ErrorInfo("context deadline exceeded", .deadline, type: "ContextError")
    /// What a Swift task throws that was cancelled.
    static let swiftCancellation = ErrorInfo(CancellationError())

    /// Whether this error or one that it wraps is of this kind.
    public func contains(_ nature: Nature) -> Bool {
      self.nature == nature || wraps.contains { $0.contains(nature) }
    }

    /// Whether it says no more than that the work was cancelled: by a cancellation or a deadline, or because of `cause`.
    package func says(_ cause: ErrorInfo?) -> Bool {
      switch nature {
      case .cancellation, .deadline: true
      case .failure, .panic: self == cause || wraps.contains { $0.says(cause) }
      }
    }
  }
}

extension Event.ErrorInfo: Hashable {
  /// Whether both say the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.content === right.content
      || (left.text == right.text && left.nature == right.nature && left.type == right.type
        && left.wraps == right.wraps)
  }

  /// Hashes what the error says.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(nature)
  }
}

extension Event.ErrorInfo: CustomStringConvertible, ExpressibleByStringLiteral {
  /// What the error says; of a panic that it is one.
  public var description: String { nature == .panic ? "panic: " + text : text }

  /// A failure of an unknown type.
  public init(stringLiteral text: String) { self.init(text) }
}

extension Event.Told {
  /// What the cause says; where none was given, the error.
  package var causeText: String { (cause ?? error).description }
}

/// An error of the library that stands for others.
package protocol WrappingError: Error {
  /// The errors that it stands for, at most so many.
  func wrapped(most count: Int) -> [any Error]

  /// What kind of thing it says.
  var nature: Event.ErrorInfo.Nature { get }

  /// What events carry for it, where that is always the same.
  var known: Event.ErrorInfo? { get }
}

extension WrappingError {
  package var nature: Event.ErrorInfo.Nature { .failure }
  package var known: Event.ErrorInfo? { nil }
}

/// An error of a scripted run that stands for a panic, which would end a real process.
package protocol PanicReporting: Error {
  /// What it panicked with.
  var panicText: String { get }
}
