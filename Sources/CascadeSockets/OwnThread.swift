#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A thread of its own, for what waits: for other processes, or for keys.
package enum OwnThread {
  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  /// Runs this on a new thread.
  ///
  /// - Parameter takesSignals: Whether handlers of the program's may run on it.
  /// - Returns: false where there is no thread to have: then nothing runs.
  package static func start(takesSignals: Bool, _ run: @escaping @Sendable () -> Void) -> Bool {
    // A thread begins with the mask of the one that makes it.
    var all = sigset_t()
    var before = sigset_t()
    if !takesSignals {
      sigfillset(&all)
      pthread_sigmask(SIG_SETMASK, &all, &before)
    }
    defer { if !takesSignals { pthread_sigmask(SIG_SETMASK, &before, nil) } }
    let context = Unmanaged.passRetained(Body(run)).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let result = pthread_create(
      &thread, nil,
      { context in
        #if canImport(Darwin)
          let pointer = context
        #else
          guard let pointer = context else { return nil }
        #endif
        // Balanced with the retain above.
        Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
        return nil
      }, context)
    guard result == 0 else {
      Unmanaged<Body>.fromOpaque(context).release()
      return false
    }
    #if canImport(Darwin)
      if let thread { pthread_detach(thread) }
    #else
      pthread_detach(thread)
    #endif
    return true
  }
}
