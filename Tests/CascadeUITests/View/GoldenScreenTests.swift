import CascadeTerminal
import CascadeUI
import TestSupport
import Testing

/// Whole screens, compared with files under `Golden`.
@Suite struct GoldenScreenTests {
  @Test(arguments: GoldenScreen.all) func screen(_ screen: GoldenScreen) throws {
    try Golden.expect(screen.text(), matches: screen.name)
  }

  /// Delete what this names.
  @Test func everyFileIsOfAScreen() throws {
    let orphans = try Golden.names().subtracting(GoldenScreen.all.map(\.name))
    #expect(orphans.isEmpty)
  }
}

/// A screen that is kept as a file.
struct GoldenScreen: CustomTestStringConvertible, Sendable {
  var name: String
  var text: @Sendable () -> String

  var testDescription: String { name }

  static let all = Scene.all.flatMap(pictures) + styles

  private static func pictures(of scene: Scene) -> [GoldenScreen] {
    let (small, large) = (Size(columns: 80, rows: 24), Size(columns: 100, rows: 30))
    switch scene.kept {
    case .everything:
      return Size.tested.map { picture(of: scene, $0) } + [picture(of: scene, small, .ascii)] + [
        GoldenScreen(name: "\(scene.name)-without-colour") {
          shown(scene.make(small, .unicode, .none)).styledDescription
        }
      ]
    case .twoSizes: return [small, large].map { picture(of: scene, $0) }
    case .regions: return []
    }
  }

  private static func picture(of scene: Scene, _ size: Size, _ charset: Charset = .unicode) -> GoldenScreen {
    GoldenScreen(name: "\(scene.name)-\(size.columns)x\(size.rows)-\(charset)") {
      shown(scene.make(size, charset, .full)).description
    }
  }

  /// One moment with most of the states, in all depths of colour.
  private static let styles = [
    (ColorDepth.full, Theme.dark), (.full, .light), (.sixteen, .light), (.eight, .dark), (.none, .dark),
  ].map { depth, theme in
    GoldenScreen(name: "styles-\(depth)-\(theme)") {
      var stage = Stage(watching: Script.dashboard, Size(columns: 80, rows: 24), colors: depth)
      if theme == .light { stage.type("T") }
      stage.type("54l")
      return shown(stage).styledDescription
    }
  }

  /// What a terminal is given.
  private static func shown(_ stage: Stage) -> Canvas {
    let terminal = InMemoryTerminal(size: stage.size, capabilities: stage.capabilities)
    _ = terminal.present(stage.canvas)
    return terminal.frames[0]
  }
}
