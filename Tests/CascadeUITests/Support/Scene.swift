import Cascade
import CascadeTerminal
import Testing

/// Screens that the tests look at, each by a name.
struct Scene: CustomTestStringConvertible, Sendable {
  var name: String
  var make: @Sendable (Size, Charset, ColorDepth) -> Stage

  var testDescription: String { name }

  static let all = [
    Scene(name: "gallery") { size, charset, colors in
      var stage = Stage(size, charset: charset, colors: colors)
      stage.type("j")
      return stage
    },
    Scene(name: "course") { size, charset, colors in
      var stage = Stage(size, charset: charset, colors: colors, gallery: Stage.course)
      stage.type("9G")
      return stage
    },
    run("start", Script.dashboard) { _ in },
    run("running", Script.dashboard) { $0.press(.pageDown, .right, .right, .right, .right, .right, .right, .right) },
    run("first-failure", Script.dashboard) { $0.type("f") },
    run("told", Script.dashboard) {
      $0.type("f")
      $0.press(.pageDown, .pageDown)
    },
    run("leaving", Script.dashboard) { $0.type("54l") },
    run("end", Script.dashboard) { $0.type("G") },
    run("deadline", Script.deadline) { $0.type("G") },
    run("calm", Script.calm) { $0.type("G") },
    run("crowd", Script.crowd) { $0.type("f8l") },
    run("detail-task", Script.dashboard) {
      $0.type("Gjjjjjj")
      $0.press(.enter)
    },
    run("detail-group", Script.dashboard) {
      $0.type("G")
      $0.press(.enter)
    },
    run("help", Script.dashboard) { $0.type("?") },
    run("words", Script.calm) { $0.type("f5") },
  ]

  private static func run(
    _ name: String, _ events: [Event], _ act: @escaping @Sendable (inout Stage) -> Void
  ) -> Scene {
    Scene(name: name) { size, charset, colors in
      var stage = Stage(watching: events, size, charset: charset, colors: colors)
      act(&stage)
      return stage
    }
  }
}

extension Size: CustomTestStringConvertible {
  public var testDescription: String { "\(columns)x\(rows)" }

  /// The sizes that screens are made for.
  static let tested = [
    Size(columns: 60, rows: 16), Size(columns: 80, rows: 24), Size(columns: 100, rows: 30),
    Size(columns: 200, rows: 60),
  ]
}
