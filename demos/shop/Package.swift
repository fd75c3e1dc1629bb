// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that a build of `cascade` needs neither HTTP nor gRPC.
let package = Package(
  name: "shop",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "shop", targets: ["ShopCommand"]), .executable(name: "stock", targets: ["StockCommand"]),
  ],
  dependencies: [
    .package(name: "cascade", path: "../..", traits: ["ServiceLifecycle"]),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    // The server and the client that Swift programs have.
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    // Deadline and cancellation are part of its protocol.
    .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.3"),
    .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // The services, the aggregator in front of them, and the HTTP client between.
    .target(
      name: "Shop",
      dependencies: [
        .product(name: "Cascade", package: "cascade"),
        .product(name: "CascadeServiceLifecycle", package: "cascade"),
        .product(name: "UserAggregator", package: "cascade"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),
    // The third service, asked over gRPC from another process, and what ties a call's context to ours on both sides.
    .target(
      name: "Stock",
      dependencies: [
        .product(name: "Cascade", package: "cascade"),
        .product(name: "GRPCCore", package: "grpc-swift-2"),
        .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
      ]),
    .executableTarget(
      name: "StockCommand",
      dependencies: [
        "Stock", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Cascade", package: "cascade"), .product(name: "CascadeEvents", package: "cascade"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),
    .executableTarget(
      name: "ShopCommand",
      dependencies: [
        "Shop", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Cascade", package: "cascade"), .product(name: "CascadeEvents", package: "cascade"),
      ]),
    .testTarget(
      name: "ShopTests",
      dependencies: [
        "Shop", .product(name: "Cascade", package: "cascade"),
        .product(name: "UserAggregator", package: "cascade"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),
    .testTarget(
      name: "StockTests",
      dependencies: [
        "Stock", "StockCommand",
        .product(name: "Cascade", package: "cascade"), .product(name: "CascadeEvents", package: "cascade"),
        .product(name: "GRPCCore", package: "grpc-swift-2"),
      ]),
  ])

for target in package.targets {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ]
}
