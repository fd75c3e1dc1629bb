/// Resumes tasks in a way that ThreadSanitizer understands.
///
/// Where a task hasn't suspended yet when it is resumed, Swift's runtime tells it so by an atomic that ThreadSanitizer
/// doesn't see: it then takes the next use of the task's memory for a race with the call of `resume`. So what that call
/// reads and writes is hidden from it, in a build with `-DCASCADE_TSAN`.
extension UnsafeContinuation where E == Never {
  @inline(__always)
  func resumeTask(returning value: sending T) {
    #if CASCADE_TSAN
      ignoreReadsBegin("", 0)
      ignoreWritesBegin("", 0)
      defer {
        ignoreWritesEnd("", 0)
        ignoreReadsEnd("", 0)
      }
    #endif
    resume(returning: value)
  }
}

extension UnsafeContinuation where T == Void, E == Never {
  @inline(__always)
  func resumeTask() { resumeTask(returning: ()) }
}

#if CASCADE_TSAN
  // What ThreadSanitizer's runtime has for this. Each takes the place of the call, for its reports.
  @_silgen_name("AnnotateIgnoreReadsBegin")
  private func ignoreReadsBegin(_ file: UnsafePointer<CChar>, _ line: CInt)
  @_silgen_name("AnnotateIgnoreReadsEnd")
  private func ignoreReadsEnd(_ file: UnsafePointer<CChar>, _ line: CInt)
  @_silgen_name("AnnotateIgnoreWritesBegin")
  private func ignoreWritesBegin(_ file: UnsafePointer<CChar>, _ line: CInt)
  @_silgen_name("AnnotateIgnoreWritesEnd")
  private func ignoreWritesEnd(_ file: UnsafePointer<CChar>, _ line: CInt)
#endif
