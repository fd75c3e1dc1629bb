import CascadeTerminal
import CascadeUI
import TestSupport
import Testing

/// Whole screens, compared with files under `Golden`.
@Suite struct GoldenScreenTests {
  @Test(arguments: Scene.all, Size.tested)
  func screen(_ scene: Scene, _ size: Size) throws {
    // The ASCII screens have a test of their own; of these a few are enough to look at.
    let charsets =
      [
        "gallery", "told", "help", "inject", "options", "branches", "compare", "waste", "detail-task", "code-swift",
      ].contains(scene.name) ? Charset.allCases : [.unicode]
    for charset in charsets {
      let stage = scene.make(size, charset, .full)
      try Golden.expect(shown(stage).description, matches: "\(scene.name)-\(size.columns)x\(size.rows)-\(charset)")
    }
  }

  @Test(arguments: ColorDepth.allCases, Theme.allCases)
  func styles(_ depth: ColorDepth, _ theme: Theme) throws {
    var stage = Stage(watching: Script.dashboard, Size(columns: 80, rows: 24), colors: depth)
    if theme == .light { stage.type("T") }
    stage.type("54l")
    try Golden.expect(shown(stage).styledDescription, matches: "styles-\(depth)-\(theme)")
  }

  @Test(arguments: Scene.dialogs + Scene.programs)
  func withoutColour(_ scene: Scene) throws {
    let stage = scene.make(Size(columns: 80, rows: 24), .unicode, .none)
    try Golden.expect(shown(stage).styledDescription, matches: "\(scene.name)-without-colour")
  }

  /// What a terminal is given.
  private func shown(_ stage: Stage) -> Canvas {
    let terminal = InMemoryTerminal(size: stage.size, capabilities: stage.capabilities)
    _ = terminal.present(stage.canvas)
    return terminal.frames[0]
  }
}
