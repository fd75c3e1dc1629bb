// swift-tools-version: 6.2

import PackageDescription

// The scenarios of the gallery, each compiled into the program.
let demos = [
  "after-func", "all-well", "batch", "blocked-go", "cleanup", "contexts", "deadline", "deaf-task", "detached",
  "first-failure", "hidden-error", "late-start", "nested-groups", "panic", "retry", "serve", "shutdown", "try-go",
  "two-failures", "used-after-wait", "wrong-context",
]

// The reader of Go code, whose source is part of the program: Go compiles it where it is used.
let goReader = [
  "assign", "before_go", "beside", "branches", "byhand", "caller", "calls", "carriers", "channels", "conditions",
  "dispatch", "dryrun", "endless", "errors", "flights", "frame", "groups", "handed", "lawful", "limiters", "lines",
  "literals", "looks", "loops", "main", "model", "naming", "outcomes", "permits", "plain", "reader", "receivers",
  "retries", "rounds", "select", "servers", "settle", "sites", "stories", "texts", "timers", "told_branch", "tries",
  "types", "values", "verdicts", "wait_error", "wait_error_branches", "wait_error_checks", "wait_error_ends",
  "wait_error_groups", "waiters", "windows", "yaml",
]

// Shapes of real programs.
let patterns = ["actors", "hedge", "leader", "pipeline", "rate-limit", "single-flight", "worker-pool"]

// Those that have a goal.
let challenges = [
  "no-error", "answer-sooner", "second-error", "one-second-late", "nothing-in-vain", "both-errors",
]

// Targets in the order of their dependencies. Which target may import which is written here and nowhere else; a test
// reads it here and holds the import lines of the sources to it.
let package = Package(
  name: "cascade",
  platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
  products: [
    .library(name: "Cascade", targets: ["Cascade"]),
    .library(name: "CascadeSimulation", targets: ["CascadeSimulation"]),
    .library(name: "CascadeEvents", targets: ["CascadeEvents"]),
    .library(name: "CascadeShow", targets: ["CascadeShow"]),
    .library(name: "UserAggregator", targets: ["UserAggregator"]),
    .executable(name: "cascade", targets: ["CascadeCommand"]),
    // Adapters, each empty without its trait.
    .library(name: "CascadeServiceLifecycle", targets: ["CascadeServiceLifecycle"]),
    .library(name: "CascadeTracing", targets: ["CascadeTracing"]),
  ],
  // What a dependency is needed for only with a trait that is off, is neither fetched nor built.
  traits: [
    .trait(name: "ServiceLifecycle", description: "Groups as services of swift-service-lifecycle."),
    .trait(name: "Tracing", description: "Groups and tasks as spans of swift-distributed-tracing."),
  ],
  dependencies: [
    // Command-line arguments, help and completions.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // The logger that the aggregator takes as an option: the one that Swift servers have.
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    // YAML with line and column of every node, which is what the messages about a bad scenario file need.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // For the adapters.
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
  ],
  targets: [
    .target(name: "Cascade"),
    .target(name: "CascadeSimulation", dependencies: ["Cascade"]),
    .target(
      name: "UserAggregator", dependencies: ["Cascade", .product(name: "Logging", package: "swift-log")]),
    .target(
      name: "CascadeServiceLifecycle",
      dependencies: [
        "Cascade",
        .product(name: "Logging", package: "swift-log", condition: .when(traits: ["ServiceLifecycle"])),
        .product(
          name: "ServiceLifecycle", package: "swift-service-lifecycle",
          condition: .when(traits: ["ServiceLifecycle"])),
      ]),
    .target(
      name: "CascadeTracing",
      dependencies: [
        "Cascade",
        .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])),
      ]),
    .target(name: "CascadeText"),
    .target(name: "CascadeSockets", dependencies: ["CascadeText"]),
    .target(name: "CascadeEvents", dependencies: ["Cascade", "CascadeSockets", "CascadeText"]),
    .target(name: "CascadeTrace", dependencies: ["Cascade", "CascadeText"]),
    .target(name: "CascadeNarration", dependencies: ["Cascade", "CascadeEvents", "CascadeText", "CascadeTrace"]),
    .target(name: "CascadeQuestions", dependencies: ["Cascade", "CascadeNarration", "CascadeText", "CascadeTrace"]),
    .target(
      name: "CascadeScenarios",
      dependencies: [
        "Cascade", "CascadeEvents", "CascadeNarration", "CascadeQuestions", "CascadeSimulation", "CascadeText",
        "CascadeTrace",
        .product(name: "Yams", package: "Yams"),
      ],
      resources: (demos + patterns.map { "patterns/\($0)" } + challenges.map { "challenges/\($0)" })
        .map { .embedInCode("../../demos/\($0).yaml") }),
    .target(name: "CascadeCode", dependencies: ["Cascade", "CascadeText", "CascadeTrace", "CascadeScenarios"]),
    .target(name: "CascadeTerminal", dependencies: ["CascadeText"]),
    .target(
      name: "CascadeUI",
      dependencies: [
        "Cascade", "CascadeNarration", "CascadeQuestions", "CascadeText", "CascadeTrace", "CascadeTerminal",
      ]),
    // A run as a file of another kind: a picture, a page, a recording, a trace.
    .target(
      name: "CascadeExport",
      dependencies: [
        "Cascade", "CascadeEvents", "CascadeNarration", "CascadeQuestions", "CascadeText", "CascadeTrace",
        "CascadeTerminal", "CascadeUI",
      ],
      resources: ["page.css", "page.js"].map { .embedInCode("Page/\($0)") }),
    .target(
      name: "CNcurses",
      cSettings: [
        .define("NCURSES_WIDECHAR", to: "1"),
        .define("_GNU_SOURCE", .when(platforms: [.linux])),
        .define("_DARWIN_C_SOURCE", .when(platforms: [.macOS])),
        .define("_XOPEN_SOURCE_EXTENDED", to: "1", .when(platforms: [.macOS])),
      ],
      linkerSettings: [
        .linkedLibrary("ncursesw", .when(platforms: [.linux])),
        .linkedLibrary("ncurses", .when(platforms: [.macOS])),
      ]),
    .target(name: "CascadeNcurses", dependencies: ["CascadeTerminal", "CNcurses"]),
    .target(
      name: "CascadeShow",
      dependencies: [
        "Cascade", "CascadeNarration", "CascadeNcurses", "CascadeSockets", "CascadeTerminal", "CascadeText",
        "CascadeTrace", "CascadeUI",
      ]),
    // Its module can't be called `cascade`: on a file system that ignores case it would be the library's.
    .executableTarget(
      name: "CascadeCommand",
      dependencies: [
        "Cascade", "CascadeEvents", "CascadeSimulation", "CascadeSockets", "CascadeText", "CascadeTrace",
        "CascadeNarration", "CascadeQuestions", "CascadeScenarios", "CascadeCode", "CascadeTerminal", "CascadeUI",
        "CascadeExport", "CascadeNcurses",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: goReader.map { .embedInCode("../../demos/go/cmd/import/\($0).go") }),
    // Measurements, run on demand.
    .executableTarget(
      name: "FrameTimes",
      dependencies: ["Cascade", "CascadeScenarios", "CascadeTerminal", "CascadeTrace", "CascadeUI"],
      path: "Tests/Measurements/FrameTimes"),
    .executableTarget(
      name: "FoldTimes", dependencies: ["Cascade", "CascadeEvents", "CascadeTrace", "TestSupport"],
      path: "Tests/Measurements/FoldTimes"),
    .executableTarget(
      name: "WatchedServer", dependencies: ["Cascade", "CascadeEvents"], path: "Tests/Measurements/WatchedServer"),
    // A script that shows a closure, for the end-to-end tests.
    .executableTarget(name: "ShowExample", dependencies: ["Cascade", "CascadeShow"], path: "Tests/ShowExample"),
    // A program that ends in every way, for the end-to-end tests.
    .executableTarget(name: "ExitExample", dependencies: ["Cascade", "CascadeEvents"], path: "Tests/ExitExample"),
    // What several tests need: scripts of events, and random numbers that are the same in every run.
    .target(
      name: "TestSupport", dependencies: ["Cascade", "CascadeEvents", "CascadeTrace"], path: "Tests/TestSupport"),
    .target(
      name: "ScenarioSupport", dependencies: ["Cascade", "CascadeScenarios", "CascadeTrace", "TestSupport"],
      path: "Tests/ScenarioSupport"),
    .testTarget(name: "ArchitectureTests"),
    // How calls look in packages of other settings, which only the compiler itself can say.
    .testTarget(name: "CallSiteTests", dependencies: ["Cascade"], exclude: ["Accepted", "Refused"]),
    .testTarget(name: "CascadeTests", dependencies: ["Cascade", "CascadeSimulation", "TestSupport"]),
    .testTarget(
      name: "CascadeConformanceTests", dependencies: ["Cascade", "CascadeSimulation", "CascadeScenarios"],
      exclude: ["Data", "Go"]),
    .testTarget(
      name: "UserAggregatorTests",
      dependencies: [
        "UserAggregator", "Cascade", "CascadeSimulation", .product(name: "Logging", package: "swift-log"),
        .product(name: "InMemoryLogging", package: "swift-log"),
      ]),
    .testTarget(
      name: "CascadeServiceLifecycleTests",
      dependencies: [
        "Cascade", "CascadeServiceLifecycle",
        .product(name: "Logging", package: "swift-log", condition: .when(traits: ["ServiceLifecycle"])),
        .product(name: "InMemoryLogging", package: "swift-log", condition: .when(traits: ["ServiceLifecycle"])),
        .product(
          name: "ServiceLifecycle", package: "swift-service-lifecycle",
          condition: .when(traits: ["ServiceLifecycle"])),
      ]),
    .testTarget(
      name: "CascadeTracingTests",
      dependencies: [
        "Cascade", "CascadeSimulation", "CascadeTracing",
        .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])),
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])),
      ]),
    .testTarget(
      name: "CascadeTraceTests",
      dependencies: ["Cascade", "CascadeEvents", "CascadeNarration", "CascadeText", "CascadeTrace", "TestSupport"],
      exclude: ["Lines/Version1"]),
    .testTarget(
      name: "CascadeNarrationTests",
      dependencies: ["Cascade", "CascadeNarration", "CascadeScenarios", "CascadeText", "CascadeTrace", "TestSupport"]),
    .testTarget(
      name: "CascadeQuestionsTests",
      dependencies: [
        "Cascade", "CascadeQuestions", "CascadeScenarios", "CascadeTrace", "ScenarioSupport", "TestSupport",
      ]),
    .testTarget(
      name: "CascadeScenariosTests",
      dependencies: [
        "Cascade", "CascadeEvents", "CascadeNarration", "CascadeQuestions", "CascadeText", "CascadeTrace",
        "CascadeScenarios",
        "ScenarioSupport", "TestSupport",
      ]),
    .testTarget(
      name: "CascadeCodeTests", dependencies: ["Cascade", "CascadeCode", "CascadeScenarios", "CascadeTrace"]),
    // The gallery as programs, compiled and run.
    .testTarget(
      name: "GeneratedProgramTests",
      dependencies: [
        "Cascade", "CascadeSimulation", "CascadeCode", "CascadeScenarios", "CascadeTrace", "ScenarioSupport",
        "TestSupport",
      ],
      exclude: ["Go", "Rig"]),
    .testTarget(
      name: "CascadeEventsTests",
      dependencies: ["Cascade", "CascadeEvents", "CascadeSimulation", "CascadeSockets"]),
    .testTarget(name: "CascadeSocketsTests", dependencies: ["CascadeSockets"]),
    .testTarget(name: "CascadeTerminalTests", dependencies: ["CascadeTerminal", "TestSupport"]),
    .testTarget(
      name: "CascadeNcursesTests", dependencies: ["CascadeNcurses", "CascadeTerminal", "CNcurses"]),
    .testTarget(
      name: "CascadeUITests",
      dependencies: [
        "Cascade", "CascadeUI", "CascadeCode", "CascadeNarration", "CascadeQuestions", "CascadeScenarios",
        "CascadeTerminal",
        "CascadeTrace",
        "ScenarioSupport", "TestSupport",
      ],
      // Screens as text, read from their place in the source tree so that they can be recorded anew.
      exclude: ["Golden"]),
    .testTarget(
      name: "CascadeExportTests",
      dependencies: [
        "Cascade", "CascadeEvents", "CascadeExport", "CascadeNarration", "CascadeQuestions", "CascadeScenarios",
        "CascadeTerminal", "CascadeTrace", "CascadeUI", "ScenarioSupport",
        "TestSupport",
      ]),
    .testTarget(
      name: "PictureTests",
      dependencies: ["CascadeExport", "CascadeTerminal", "CascadeTrace", "CascadeUI", "CascadeScenarios"]),
    .testTarget(
      name: "DocumentationTests",
      dependencies: [
        "Cascade", "CascadeEvents", "CascadeSimulation", "CascadeScenarios", "CascadeShow", "CascadeServiceLifecycle",
        "CascadeTracing",
        "UserAggregator", .product(name: "Logging", package: "swift-log"),
        .product(
          name: "ServiceLifecycle", package: "swift-service-lifecycle",
          condition: .when(traits: ["ServiceLifecycle"])),
        .product(
          name: "UnixSignals", package: "swift-service-lifecycle", condition: .when(traits: ["ServiceLifecycle"])),
        .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])),
      ],
      // What is public, read from its place in the source tree so that it can be recorded anew.
      exclude: ["PublicFace"]),
    .testTarget(
      name: "CascadeCommandTests",
      dependencies: ["Cascade", "CascadeCommand", "CascadeScenarios", "CascadeTerminal", "CascadeTrace", "CascadeUI"]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "Cascade", "CascadeCommand", "CascadeEvents", "CascadeSockets", "ExitExample", "ShowExample", "TestSupport",
      ],
      exclude: ["Recordings"]),
  ])

for target in package.targets where target.name != "CNcurses" {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ]
  // The programs leave their `main` out.
  if target.name == "GeneratedProgramTests" { target.swiftSettings?.append(.define("TESTING")) }
}

// `swift package generate-documentation`. Only on demand, since every `swift build` would compile the plugin first.
if Context.environment["CASCADE_DOCUMENTATION"] != nil {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
