public import Cascade

/// Looking up the value that lies deepest, below so many others. Nanoseconds for `count` look-ups.
public enum Values {
  private enum Root: ContextKey { static let defaultValue = 0 }
  private enum Above<Key: ContextKey>: ContextKey {
    static var defaultValue: Int { 0 }
    static var name: String { "above" }
  }

  /// A context with `depth` values, each under a key of its own.
  public static func context(depth: Int) -> Context {
    func add<Key: ContextKey>(_ key: Key.Type, to context: Context, _ rest: Int) -> Context
    where Key.Value == Int {
      let context = context.setting(key, to: 1)
      return rest == 1 ? context : add(Above<Key>.self, to: context, rest - 1)
    }
    return add(Root.self, to: Polling.live.context, depth)
  }

  private enum Number: ContextKey { static let defaultValue = 0 }
  private enum Numbers: ContextKey { static let defaultValue: [Int] = [] }

  /// Nanoseconds for putting a number into a context, `count` times.
  public static func putNumber(count: Int) -> Double {
    nanoseconds { for number in 0..<count { keep(Context.background.setting(Number.self, to: number)) } }
  }

  /// The same of an array with so many elements.
  public static func putArray(of elements: Int, count: Int) -> Double {
    let array = Array(0..<elements)
    return nanoseconds { for _ in 0..<count { keep(Context.background.setting(Numbers.self, to: array)) } }
  }

  public static func lookUp(in context: Context, count: Int) -> Double {
    nanoseconds {
      var sum = 0
      for _ in 0..<count { sum &+= context[Root.self] }
      keep(sum)
    }
  }
}
