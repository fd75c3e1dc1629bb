import Cascade
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Calls `body` on so many threads at once, and returns when all of them are done. The threads wait for each other
/// before they begin.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
  let ready = Ready()
  let threads = (0..<count).map { index in
    start {
      ready.count.add(1, ordering: .acquiringAndReleasing)
      while ready.count.load(ordering: .acquiring) < count { sched_yield() }
      body(index)
    }
  }
  for thread in threads { pthread_join(thread, nil) }
}

/// Calls `body` on a thread of its own, for which nobody waits.
func onThread(_ body: @escaping @Sendable () -> Void) {
  pthread_detach(start(body))
}

private final class Ready: Sendable {
  let count = Atomic(0)
}

private final class Work: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }
}

private func start(_ body: @escaping @Sendable () -> Void) -> pthread_t {
  let work = Unmanaged.passRetained(Work(body)).toOpaque()
  #if canImport(Glibc)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body() }
        return nil
      }, work)
    precondition(code == 0, "no thread")
    return thread
  #else
    var thread: pthread_t?
    let code = pthread_create(
      &thread, nil,
      { pointer in
        Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body()
        return nil
      }, work)
    guard code == 0, let thread else { preconditionFailure("no thread") }
    return thread
  #endif
}
