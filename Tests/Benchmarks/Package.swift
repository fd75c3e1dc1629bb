// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that whoever uses the library doesn't build its measurements.
let package = Package(
  name: "cascade-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "cascade", path: "../.."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    // What is measured: the library's side and its raw twin, one function each.
    .target(
      name: "Workloads", dependencies: ["CHeap", .product(name: "Cascade", package: "cascade")], path: "Workloads"),
    // How much heap is in use, which Swift's C library module doesn't say.
    .target(name: "CHeap", path: "CHeap"),
    // Both sides in one run, in adjacent pairs, with Go's where a peer is given.
    // Not beside the next one: the plugin takes every program in a folder called Benchmarks for its own.
    .executableTarget(
      name: "Ratios", dependencies: ["Workloads", .product(name: "Cascade", package: "cascade")], path: "Paired/Ratios"),
    // What only shows after a million rounds, or on busy cores.
    .executableTarget(
      name: "Endurance", dependencies: [.product(name: "Cascade", package: "cascade")], path: "Paired/Endurance"),
    // One side alone, for thresholds and for comparing two commits.
    .executableTarget(
      name: "CascadeBenchmarks",
      dependencies: ["Workloads", .product(name: "Benchmark", package: "benchmark")],
      path: "CascadeBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ])

for target in package.targets where target.name != "CHeap" {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ]
}
