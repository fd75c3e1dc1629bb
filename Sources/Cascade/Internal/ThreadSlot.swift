#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A pointer that every thread has a value of its own for; none until the thread sets one.
package struct ThreadSlot: Sendable {
  private let key: pthread_key_t

  /// Takes one of the system's keys, for good: make it once, as a constant.
  package init() {
    var key = pthread_key_t()
    let code = pthread_key_create(&key, nil)
    precondition(code == 0, "cascade needs a slot of its own on each thread (error \(code))")
    self.key = key
  }

  /// The current thread's value. The caller keeps what it points to alive.
  package var pointer: UnsafeMutableRawPointer? {
    get { pthread_getspecific(key) }
    nonmutating set { pthread_setspecific(key, newValue) }
  }
}
