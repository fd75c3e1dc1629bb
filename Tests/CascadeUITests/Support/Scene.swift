import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import CascadeUI
import TestSupport
import Testing

/// Screens that the tests look at, each by a name.
struct Scene: CustomTestStringConvertible, Sendable {
  var name: String
  /// Which pictures of it are kept.
  var kept = Kept.twoSizes
  var make: @Sendable (Size, Charset, ColorDepth) -> Stage

  enum Kept: Sendable {
    /// Every size, ASCII and without colours.
    case everything
    case twoSizes
    /// None: parts of it are looked at (`RegionTests`).
    case regions
  }

  var testDescription: String { name }

  static let all =
    [
      Scene(name: "gallery", kept: .everything) { size, charset, colors in
        var stage = Stage(size, charset: charset, colors: colors)
        stage.type("j")
        return stage
      },
      Scene(name: "course") { size, charset, colors in
        var stage = Stage(size, charset: charset, colors: colors, gallery: Stage.course)
        stage.type("9G")
        return stage
      },
      run("start", keeping: .regions, Script.dashboard) { _ in },
      run("running", keeping: .regions, Script.dashboard) {
        $0.press(.pageDown, .right, .right, .right, .right, .right, .right, .right)
      },
      run("first-failure", Script.dashboard) { $0.type("f") },
      run("told", keeping: .everything, Script.dashboard) {
        $0.type("f")
        $0.press(.pageDown, .pageDown)
      },
      run("leaving", keeping: .regions, Script.dashboard) { $0.type("54l") },
      run("end", keeping: .regions, Script.dashboard) { $0.type("G") },
      run("deadline", keeping: .regions, Script.deadline) { $0.type("G") },
      run("calm", keeping: .regions, Script.calm) { $0.type("G") },
      run("crowd", Script.crowd) { $0.type("f8l") },
      // A question with an answer typed, and the truth beside what a room said.
      Scene(name: "question", kept: .everything) { size, charset, colors in
        var stage = Stage.asked(size, charset, colors)
        stage.type("3")
        return stage
      },
      Scene(name: "truth", kept: .everything) { size, charset, colors in
        var stage = Stage.asked(size, charset, colors)
        stage.type("9 4 12 5")
        stage.press(.enter)
        return stage
      },
      // The cascade has reached three of the tasks.
      Scene(name: "travelling", kept: .everything) { size, charset, colors in
        var stage = Stage(watching: Script.dashboard, size, charset: charset, colors: colors)
        stage.type("f")
        stage.arrivesAtOnce = false
        stage.forgetSpeed()
        stage.press(.pageDown)
        stage.play(220)
        return stage
      },
      run("detail-task", Script.dashboard) {
        $0.type("Gjjjjj")
        $0.press(.enter)
      },
      run("detail-group", keeping: .regions, Script.dashboard) {
        $0.type("G")
        $0.press(.enter)
      },
      run("help", Script.dashboard) { $0.type("?") },
      run("audience-told", keeping: .everything, Script.dashboard) {
        $0.type("zf")
        $0.press(.pageDown)
      },
      run("audience-end", Script.dashboard) { $0.type("zG") },
      run("audience-crowd", Script.crowd) { $0.type("zf8l") },
      run("words", keeping: .regions, Script.calm) { $0.type("f5") },
    ] + dialogs + comparisons + programs

  /// What if, in a small run whose changes are written down.
  static let dialogs = [
    whatIf("inject", keeping: .everything) { $0.type("jjji") },
    whatIf("inject-add") {
      $0.type("jjjig")
      $0.press(.right)
    },
    whatIf("inject-refused", keeping: .regions) { $0.type("jjjit") },
    whatIf("inject-typing", keeping: .regions) { $0.type("jjjife nobody is home") },
    whatIf("options") { $0.type("jjojjj9+") },
    whatIf("branches") { stage in
      stage.type("jjjx")
      stage.press(.enter)
      stage.type("ukin")
      stage.press(.enter)
      stage.type("Bpaid in time")
      stage.press(.enter)
      stage.type("b")
    },
    whatIf("branch") { stage in
      stage.type("jjjx")
      stage.press(.enter)
    },
  ]

  /// Two runs side by side, really run.
  static let comparisons = [
    real("waste") { $0.type("Gw") },
    real("compare", keeping: .everything) { $0.type("v") },
    real("compare-cause", keeping: .regions) { $0.type("vf") },
    real("compare-differing", keeping: .regions) { $0.type("vdj") },
    real("compare-sides") { $0.type("Vjj") },
    Scene(name: "compare-batch") { size, charset, colors in
      var stage = Stage(running: ComparedPage.batch, size, charset: charset, colors: colors)
      stage.type("v")
      return stage
    },
    Scene(name: "compare-grace") { size, charset, colors in
      guard let scenario = try? Gallery.named("shutdown").scenario() else { return Stage() }
      var stage = Stage(running: scenario, size, charset: charset, colors: colors)
      stage.type("v")
      return stage
    },
  ]

  /// A run and its program.
  static let programs = [
    code("code-swift", keeping: .everything, .swift) { $0.type("f") },
    code("code-go", .go) {
      $0.type("f")
      $0.press(.pageDown)
    },
    code("code-contexts", .swift, of: "contexts") { stage in
      while stage.session.state.row("search")?.toldAt == nil { stage.press(.right) }
    },
  ]

  /// A small page that is really run.
  private static func real(
    _ name: String, keeping kept: Kept = .twoSizes, _ act: @escaping @Sendable (inout Stage) -> Void
  ) -> Scene {
    Scene(name: name, kept: kept) { size, charset, colors in
      var stage = Stage(running: ComparedPage.page, size, charset: charset, colors: colors)
      act(&stage)
      return stage
    }
  }

  /// A run of the gallery, which a program can be written for.
  private static func code(
    _ name: String, keeping kept: Kept = .twoSizes, _ language: CodeListing.Language,
    of scenario: String = "first-failure",
    _ act: @escaping @Sendable (inout Stage) -> Void
  ) -> Scene {
    Scene(name: name, kept: kept) { size, charset, colors in
      var stage = Stage(size, charset: charset, colors: colors)
      stage.open(scenario, showing: language)
      act(&stage)
      return stage
    }
  }

  private static func whatIf(
    _ name: String, keeping kept: Kept = .twoSizes, _ act: @escaping @Sendable (inout Stage) -> Void
  ) -> Scene {
    Scene(name: name, kept: kept) { size, charset, colors in
      var stage = Stage.pair(size, charset: charset, colors: colors)
      act(&stage)
      return stage
    }
  }

  private static func run(
    _ name: String, keeping kept: Kept = .twoSizes, _ events: [Event], _ act: @escaping @Sendable (inout Stage) -> Void
  ) -> Scene {
    Scene(name: name, kept: kept) { size, charset, colors in
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

extension Stage {
  /// At the question of a built-in scenario.
  fileprivate static func asked(_ size: Size, _ charset: Charset, _ colors: ColorDepth) -> Stage {
    var stage = Stage(size, charset: charset, colors: colors, motion: .off)
    guard let scenario = try? Gallery.named("first-failure").scenario(), let run = try? ScenarioRun(scenario) else {
      return stage
    }
    var recording = Recording(run.events)
    recording.useBeats(BeatPlaces(scenario, in: run.events).places)
    stage.send(
      .opened(
        Opening(
          name: "first-failure", title: scenario.title, about: scenario.about ?? "", recording: recording)))
    stage.type("PG")
    return stage
  }
}
