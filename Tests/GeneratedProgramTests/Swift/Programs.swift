import Cascade

/// The programs of this folder. Recorded with them.
let programs: [String: @Sendable (Context) async throws -> Void] = [
  "all-well": { ctx in try await allWell(ctx) },
  "first-failure": { ctx in try await firstFailure(ctx) },
  "deaf-task": { ctx in try await deafTask(ctx) },
  "nested-groups": { ctx in try await nestedGroups(ctx) },
  "deadline": { ctx in try await deadline(ctx) },
]
