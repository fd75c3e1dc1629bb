#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Notices work that a run gives to the global pool, through the hook that the runtime has for that.
enum GlobalPool {
  private typealias Enqueue = @convention(thin) (UnownedJob) -> Void
  private typealias Hook = @convention(thin) (UnownedJob, Enqueue) -> Void

  /// Looks from now on. Whoever used the hook before is still asked. A runtime without the hook notices nothing.
  static func watch() { _ = hooked }

  private static let hooked: Void = {
    guard let symbol = dlsym(dlopen(nil, RTLD_LAZY), "swift_task_enqueueGlobal_hook") else { return }
    let hook = symbol.assumingMemoryBound(to: Hook?.self)
    earlier = hook.pointee
    hook.pointee = { job, enqueue in
      VirtualExecutor.current?.note(.startedTaskOutside)
      if let earlier = GlobalPool.earlier { earlier(job, enqueue) } else { enqueue(job) }
    }
  }()

  /// The hook that was there. Safe because it is written once, before ours can be called.
  nonisolated(unsafe) private static var earlier: Hook?
}
