import Foundation
import Testing

/// The tests and examples of Go's `context`, `errgroup`, `semaphore` and `singleflight`, all of them, and what became of
/// each.
@Suite struct UpstreamCatalogue {
  private enum Fate {
    /// A test of that name, first letter lower-cased, stands in this folder.
    case here
    case cannotApply(String)
  }

  private static let foreign = "a context is one concrete type: nobody else can implement it"
  private static let unregister = "no foreign contexts; that our own unregister is in testCancelRemoves"

  private static let trap = "a trap ends the process: there is no recover"

  private static let catalogue: [(name: String, fate: Fate)] = [
    // context_test.go
    ("TestParentFinishesChild", .here),
    ("TestChildFinishesFirst", .here),
    ("TestCancelRemoves", .here),
    ("TestCustomContextGoroutines", .cannotApply(foreign)),
    // x_test.go
    ("TestBackground", .here),
    ("TestTODO", .here),
    ("TestWithCancel", .here),
    ("TestDeadline", .here),
    ("TestTimeout", .here),
    ("TestCanceledTimeout", .here),
    ("TestValues", .here),
    ("TestAllocs", .here),
    ("TestSimultaneousCancels", .here),
    ("TestInterlockedCancels", .here),
    ("TestLayersCancel", .here),
    ("TestLayersTimeout", .here),
    ("TestWithCancelCanceledParent", .here),
    ("TestWithCancelSimultaneouslyCanceledParent", .here),
    ("TestWithValueChecksKey", .cannotApply("a key is a type: there is no nil and no uncomparable key")),
    ("TestInvalidDerivedFail", .cannotApply("a parent isn't optional: there is no nil parent")),
    ("TestDeadlineExceededSupportsTimeout", .here),
    ("TestCause", .here),
    ("TestCauseRace", .here),
    ("TestWithoutCancel", .here),
    ("TestCustomContextPropagation", .cannotApply(foreign)),
    ("TestCustomContextCause", .cannotApply(foreign)),
    ("TestAfterFuncCalledAfterCancel", .here),
    ("TestAfterFuncCalledAfterTimeout", .here),
    ("TestAfterFuncCalledImmediately", .here),
    ("TestAfterFuncNotCalledAfterStop", .here),
    ("TestAfterFuncCalledAsynchronously", .here),
    ("TestContextErrDoneRace", .here),
    // afterfunc_test.go
    ("TestCustomContextAfterFuncCancel", .cannotApply(foreign)),
    ("TestCustomContextAfterFuncTimeout", .cannotApply(foreign)),
    ("TestCustomContextAfterFuncAfterFunc", .cannotApply(foreign)),
    ("TestCustomContextAfterFuncUnregisterCancel", .cannotApply(unregister)),
    ("TestCustomContextAfterFuncUnregisterTimeout", .cannotApply(unregister)),
    ("TestCustomContextAfterFuncUnregisterAfterFunc", .cannotApply(unregister)),
    // net_test.go
    ("TestDeadlineExceededIsNetError", .here),
    // example_test.go
    ("ExampleWithCancel", .here),
    ("ExampleWithDeadline", .here),
    ("ExampleWithTimeout", .here),
    ("ExampleWithValue", .here),
    ("ExampleAfterFunc_cond", .here),
    ("ExampleAfterFunc_connection", .here),
    ("ExampleAfterFunc_merge", .here),
    // errgroup_test.go
    ("TestZeroGroup", .here),
    ("TestWithContext", .here),
    ("TestTryGo", .here),
    ("TestGoLimit", .here),
    ("TestCancelCause", .here),
    ("ExampleGroup_justErrors", .here),
    ("ExampleGroup_parallel", .here),
    ("BenchmarkGo", .cannotApply("a benchmark: it measures and asserts nothing")),
    // errgroup_example_md5all_test.go
    ("ExampleGroup_pipeline", .here),
    // semaphore_test.go
    ("TestWeighted", .here),
    ("TestWeightedPanic", .here),
    ("TestWeightedTryAcquire", .here),
    ("TestWeightedAcquire", .here),
    ("TestWeightedDoesntBlockIfTooBig", .here),
    ("TestLargeAcquireDoesntStarve", .here),
    ("TestAllocCancelDoesntStarve", .here),
    ("TestWeightedAcquireCanceled", .here),
    // semaphore_bench_test.go
    ("BenchmarkNewSeq", .cannotApply("a benchmark: it measures and asserts nothing")),
    ("BenchmarkAcquireSeq", .cannotApply("a benchmark: it measures and asserts nothing")),
    // semaphore_example_test.go
    ("Example_workerPool", .here),
    // singleflight_test.go
    ("TestPanicErrorUnwrap", .cannotApply(trap)),
    ("TestDo", .here),
    ("TestDoErr", .here),
    ("TestDoDupSuppress", .here),
    ("TestForget", .here),
    ("TestDoChan", .here),
    ("TestPanicDo", .cannotApply(trap)),
    ("TestGoexitDo", .cannotApply("a task can't end itself without returning")),
    ("TestPanicDoChan", .here),
    ("TestPanicDoSharedByDoChan", .cannotApply("the same as testPanicDoChan: there is one form for both")),
    ("ExampleGroup", .here),
  ]

  @Test func everyBehaviourIsTestedOrExplained() throws {
    #expect(Self.catalogue.count == 77)
    #expect(Set(Self.catalogue.map(\.name)).count == 77)

    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let sources = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "swift" }
      .map { try String(contentsOf: $0, encoding: .utf8) }
      .joined()
    for (name, fate) in Self.catalogue {
      let function = "func \(name.prefix(1).lowercased())\(name.dropFirst())("
      switch fate {
      case .here: #expect(sources.contains("@Test") && sources.contains(function), "\(name) has no test")
      case .cannotApply(let reason):
        #expect(!reason.isEmpty)
        #expect(!sources.contains(function), "\(name) has a test after all")
      }
    }
  }
}
