import Cascade

extension Scenario {
  /// Plays what it is about.
  ///
  /// - Throws: what the outermost group's wait throws.
  func play(in root: Context, on stage: Stage) async throws {
    if let contexts {
      var player = ContextPlayer(root: root, on: stage)
      await player.play(contexts)
    } else {
      try await GroupPlayer(stage: stage, plan: group, path: group.name).play(in: root)
    }
  }
}
