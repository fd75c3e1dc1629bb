import CascadeText
import Foundation

/// The reader of Go code: a Go program of this repository (`demos/go/cmd/import`), whose source is part of this one. Go's
/// own packages read Go best, and who has Go code has Go.
enum GoReader {
  /// What it had to say.
  struct Result {
    /// Whether it could read the code.
    var isRead: Bool
    /// The text of a scenario.
    var scenario: String
    /// What else there is to know, in lines.
    var notes: String
  }

  /// Why it couldn't be asked, in words that are safe to print.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Its source, file by file.
  private static let sources: [(name: String, bytes: [UInt8])] = [
    ("assign.go", PackageResources.assign_go), ("before_go.go", PackageResources.before_go_go),
    ("beside.go", PackageResources.beside_go), ("branches.go", PackageResources.branches_go),
    ("byhand.go", PackageResources.byhand_go), ("caller.go", PackageResources.caller_go),
    ("calls.go", PackageResources.calls_go), ("carriers.go", PackageResources.carriers_go),
    ("channels.go", PackageResources.channels_go), ("conditions.go", PackageResources.conditions_go),
    ("dispatch.go", PackageResources.dispatch_go), ("dryrun.go", PackageResources.dryrun_go),
    ("endless.go", PackageResources.endless_go), ("errors.go", PackageResources.errors_go),
    ("flights.go", PackageResources.flights_go), ("frame.go", PackageResources.frame_go),
    ("groups.go", PackageResources.groups_go), ("handed.go", PackageResources.handed_go),
    ("lawful.go", PackageResources.lawful_go), ("limiters.go", PackageResources.limiters_go),
    ("lines.go", PackageResources.lines_go), ("literals.go", PackageResources.literals_go),
    ("looks.go", PackageResources.looks_go), ("loops.go", PackageResources.loops_go),
    ("main.go", PackageResources.main_go), ("model.go", PackageResources.model_go),
    ("naming.go", PackageResources.naming_go), ("outcomes.go", PackageResources.outcomes_go),
    ("permits.go", PackageResources.permits_go), ("plain.go", PackageResources.plain_go),
    ("reader.go", PackageResources.reader_go), ("receivers.go", PackageResources.receivers_go),
    ("retries.go", PackageResources.retries_go), ("rounds.go", PackageResources.rounds_go),
    ("select.go", PackageResources.select_go), ("servers.go", PackageResources.servers_go),
    ("settle.go", PackageResources.settle_go), ("sites.go", PackageResources.sites_go),
    ("stories.go", PackageResources.stories_go), ("texts.go", PackageResources.texts_go),
    ("timers.go", PackageResources.timers_go), ("told_branch.go", PackageResources.told_branch_go),
    ("tries.go", PackageResources.tries_go), ("types.go", PackageResources.types_go),
    ("values.go", PackageResources.values_go), ("verdicts.go", PackageResources.verdicts_go),
    ("wait_error.go", PackageResources.wait_error_go),
    ("wait_error_branches.go", PackageResources.wait_error_branches_go),
    ("wait_error_checks.go", PackageResources.wait_error_checks_go),
    ("wait_error_ends.go", PackageResources.wait_error_ends_go),
    ("wait_error_groups.go", PackageResources.wait_error_groups_go), ("waiters.go", PackageResources.waiters_go),
    ("windows.go", PackageResources.windows_go), ("yaml.go", PackageResources.yaml_go),
  ]

  /// The names of the files of its source.
  static var files: [String] { sources.map(\.name) }

  /// Builds the reader in a folder of its own, which takes a second at most, and reads with it.
  static func read(_ paths: [String], function: String?) throws -> Result {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: "cascade-import-\(UUID().uuidString)")
    do {
      try files.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(description: "no folder for temporary files: \(SafeText.make(folder.path))")
    }
    defer { try? files.removeItem(at: folder) }
    do {
      for source in sources { try Data(source.bytes).write(to: folder.appending(path: source.name)) }
      try Data("module cascade.example/import\n\ngo 1.22\n".utf8).write(to: folder.appending(path: "go.mod"))
    } catch {
      throw Failure(description: "the temporary folder can't be written to: \(SafeText.make(folder.path))")
    }
    let built = try run(["go", "build", "-o", "reader", "."], in: folder, scratch: folder)
    guard built.status != 127 else {
      throw Failure(description: "there is no Go here: it needs the go command, 1.22 or newer, on the PATH")
    }
    guard built.status == 0 else {
      throw Failure(description: "this Go can't build the reader (it needs 1.22 or newer): \(built.errors)")
    }
    let options = function.map { ["-func", $0] } ?? []
    let answer = try run([folder.appending(path: "reader").path] + options + ["--"] + paths, in: nil, scratch: folder)
    return Result(isRead: answer.status == 0, scenario: answer.output, notes: answer.errors)
  }

  /// Runs another program to its end. What it says goes through files: no pipe can be full.
  private static func run(
    _ arguments: [String], in folder: URL?, scratch: URL
  ) throws -> (status: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    var environment = ProcessInfo.processInfo.environment
    let own = [
      "GOFLAGS": "", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOWORK": "off", "GO111MODULE": "on", "CGO_ENABLED": "0",
    ]
    environment.merge(own) { _, new in new }
    // Without a home Go doesn't know where to keep what it built.
    if environment["HOME"] == nil, environment["GOCACHE"] == nil {
      environment["GOCACHE"] = scratch.appending(path: "cache").path
    }
    process.environment = environment
    let places = ["output", "errors"].map { scratch.appending(path: $0) }
    do {
      let handles = try places.map { place in
        try Data().write(to: place)
        return try FileHandle(forWritingTo: place)
      }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = handles[0]
      process.standardError = handles[1]
      try process.run()
      process.waitUntilExit()
      for handle in handles { try handle.close() }
      let texts = try places.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
      let status = process.terminationReason == .exit ? process.terminationStatus : 1
      return (status, texts[0], texts[1].trimmingCharacters(in: .whitespacesAndNewlines))
    } catch {
      throw Failure(description: "\(SafeText.make(arguments[0])) can't be run")
    }
  }
}
