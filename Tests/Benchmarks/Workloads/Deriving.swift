public import Cascade

/// Making one context and ending it. Nanoseconds for `count` of them.
public enum Deriving {
  public static func cancel(under parent: Context, count: Int) -> Double {
    nanoseconds {
      for _ in 0..<count {
        let scope = parent.makeCancelScope()
        keep(scope)
        scope.cancel()
      }
    }
  }

  /// The same, ended by the scope's own end.
  public static func release(under parent: Context, count: Int) -> Double {
    nanoseconds {
      for _ in 0..<count {
        let scope = parent.makeCancelScope()
        keep(scope)
      }
    }
  }

  public static func timeout(under parent: Context, count: Int) -> Double {
    nanoseconds {
      for _ in 0..<count {
        let scope = parent.makeCancelScope(timeout: .seconds(3600))
        keep(scope)
        scope.cancel()
      }
    }
  }

  /// An after-function, taken back.
  public static func after(under parent: Context, count: Int) -> Double {
    nanoseconds {
      for _ in 0..<count {
        let registration = parent.afterCancel {}
        keep(registration)
        registration.stop()
      }
    }
  }

  /// Bytes of heap per context that is held; cancelled before they are counted, where that is asked for.
  public static func bytes(count: Int, cancelled: Bool) -> Double {
    var scopes = Scopes(capacity: count)
    let parent = Held()
    return heapGrowth {
      for _ in 0..<count {
        let scope = parent.context.makeCancelScope()
        if cancelled { scope.cancel() }
        scopes.append(scope)
      }
    } / Double(count)
  }
}
