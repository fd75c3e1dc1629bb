#if CASCADE_TSAN
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
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

    /// For code that a closure would hinder: ``withLock(_:)`` can't be left without unlocking.
    package func lock() { pthread_mutex_lock(mutex) }
    package func unlock() { pthread_mutex_unlock(mutex) }
  #else
    private let mutex = Mutex<Void>(())

    package init() {}

    /// For code that a closure would hinder: ``withLock(_:)`` can't be left without unlocking.
    package func lock() { mutex._unsafeLock() }
    package func unlock() { mutex._unsafeUnlock() }
  #endif

  @inline(__always)
  package func withLock<Result: ~Copyable, Thrown: Error>(
    _ body: () throws(Thrown) -> Result
  ) throws(Thrown) -> Result {
    lock()
    defer { unlock() }
    return try body()
  }
}

/// A value that is only ever touched under its lock.
///
/// Sendable because every access to `value` goes through ``withLock(_:)``.
package final class Locked<Value>: @unchecked Sendable {
  private let lock = Lock()
  // The lock is what keeps accesses apart; checking that again costs more than the lock.
  @exclusivity(unchecked) private var value: Value

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
