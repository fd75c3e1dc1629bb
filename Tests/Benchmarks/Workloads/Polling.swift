public import Cascade

/// Asking a context whether it is over. Nanoseconds for `count` questions.
public enum Polling {
  public static let live = Held()
  public static let dead = Held(isOver: true)

  public static func isCancelled(_ context: Context, count: Int) -> Double {
    nanoseconds {
      var seen = 0
      for _ in 0..<count where context.isCancelled { seen += 1 }
      keep(seen)
    }
  }

  /// The idiom: throws when the context is over.
  public static func check(_ context: Context, count: Int) -> Double {
    nanoseconds {
      var seen = 0
      for _ in 0..<count {
        do { try context.checkCancellation() } catch { seen += 1 }
      }
      keep(seen)
    }
  }

  /// The whole story.
  public static func error(_ context: Context, count: Int) -> Double {
    nanoseconds {
      var seen = 0
      for _ in 0..<count where context.error != nil { seen += 1 }
      keep(seen)
    }
  }
}

/// A context that lives as long as this does, or one that is over.
public final class Held: Sendable {
  private let scope: CancelScope

  public init(in parent: Context = .background, isOver: Bool = false) {
    scope = parent.makeCancelScope()
    if isOver { scope.cancel() }
  }

  public var context: Context { scope.context }
}
