#if CASCADE_TSAN
  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif
#else
  import Synchronization
#endif

/// The one kind of lock in the project: not recursive, held for a few field accesses, never while anyone's code runs.
///
/// It is the standard library's mutex. Under ThreadSanitizer, which doesn't see that mutex's futex and reports correct
/// code, building with `-DCASCADE_TSAN` puts a POSIX mutex in its place.
package struct Lock: ~Copyable, Sendable {
  #if CASCADE_TSAN
    // Safe to share: a POSIX mutex is made to be used from several threads, and the pointer itself never changes.
    nonisolated(unsafe) private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    package init() {
      mutex = .allocate(capacity: 1)
      pthread_mutex_init(mutex, nil)
    }

    deinit {
      pthread_mutex_destroy(mutex)
      mutex.deallocate()
    }

    @inline(__always)
    package func withLock<Result: ~Copyable, Thrown: Error>(
      _ body: () throws(Thrown) -> Result
    ) throws(Thrown) -> Result {
      pthread_mutex_lock(mutex)
      defer { pthread_mutex_unlock(mutex) }
      return try body()
    }
  #else
    private let mutex = Mutex<Void>(())

    package init() {}

    @inline(__always)
    package func withLock<Result: ~Copyable, Thrown: Error>(
      _ body: () throws(Thrown) -> Result
    ) throws(Thrown) -> Result {
      mutex._unsafeLock()
      defer { mutex._unsafeUnlock() }
      return try body()
    }
  #endif
}

/// A value that is only ever touched under its lock.
///
/// Sendable because every access to `value` goes through ``withLock(_:)``.
package final class Locked<Value>: @unchecked Sendable {
  private let lock = Lock()
  private var value: Value

  package init(_ value: Value) {
    self.value = value
  }

  @inline(__always)
  package func withLock<Result, Thrown: Error>(
    _ body: (inout Value) throws(Thrown) -> Result
  ) throws(Thrown) -> Result {
    try lock.withLock { () throws(Thrown) -> Result in try body(&value) }
  }
}
