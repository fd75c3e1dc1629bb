import Cascade

/// The programs of this folder. Recorded with them.
let programs: [String: @Sendable (Context) async throws -> Void] = [
  "all-well": { ctx in try await allWell(ctx) },
  "first-failure": { ctx in try await firstFailure(ctx) },
  "deaf-task": { ctx in try await deafTask(ctx) },
  "two-failures": { ctx in try await twoFailures(ctx) },
  "nested-groups": { ctx in try await nestedGroups(ctx) },
  "deadline": { ctx in try await deadline(ctx) },
  "contexts": { ctx in try await contexts(ctx) },
  "retry": { ctx in try await retry(ctx) },
  "detached": { ctx in try await detached(ctx) },
  "shutdown": { ctx in try await shutdown(ctx) },
  "hidden-error": { ctx in try await hiddenError(ctx) },
  "late-start": { ctx in try await lateStart(ctx) },
  "wrong-context": { ctx in try await wrongContext(ctx) },
  "used-after-wait": { ctx in try await usedAfterWait(ctx) },
  "panic": { ctx in try await panic(ctx) },
  "batch": { ctx in try await batch(ctx) },
  "every-derivation": { ctx in try await everyDerivation(ctx) },
  "asked-to-finish": { ctx in try await askedToFinish(ctx) },
  "inner-hands": { ctx in try await innerHands(ctx) },
  "swift-waitforall": { ctx in try await swiftWaitforall(ctx) },
  "swift-foreach": { ctx in try await swiftForeach(ctx) },
  "swift-discarding": { ctx in try await swiftDiscarding(ctx) },
  "swift-cancelled": { ctx in try await swiftCancelled(ctx) },
  "swift-nested": { ctx in try await swiftNested(ctx) },
]
