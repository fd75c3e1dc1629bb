import Foundation

/// A Go that can run the programs: `go` on the PATH, 1.25 or newer for its virtual time, and a golang.org/x/sync that is
/// here already. That is looked for in `CASCADE_GO_SYNC` (a checkout of github.com/golang/sync), where Debian's
/// golang-golang-x-sync-dev puts it, and among the modules that were downloaded before; nothing is downloaded. What takes tokens of
/// limiters is tried where a golang.org/x/time is beside it, or `CASCADE_GO_TIME` names one.
struct GoToolchain {
  var gofmt: String
  var sync: String
  /// None where there is none.
  var time: String?
  /// Whether its errgroup gives contexts their causes, as golang.org/x/sync does from 0.2 on.
  var hasCauses: Bool

  static let found = GoToolchain()

  private init?() {
    guard let version = Self.ask("go", "env", "GOVERSION"), Self.minor(of: version) >= 25,
      let root = Self.ask("go", "env", "GOROOT"), let modules = Self.ask("go", "env", "GOMODCACHE")
    else { return nil }
    gofmt = root + "/bin/gofmt"
    let downloaded = modules + "/golang.org/x"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: downloaded)) ?? []
    let places =
      [ProcessInfo.processInfo.environment["CASCADE_GO_SYNC"], "/usr/share/gocode/src/golang.org/x/sync"]
      + versions.filter { $0.hasPrefix("sync@") }.sorted().reversed().map { "\(downloaded)/\($0)" }
    guard let place = places.compactMap(\.self).first(where: Self.holdsSync) else { return nil }
    sync = place
    let beside = URL(filePath: place).deletingLastPathComponent().path
    let versionsBeside = (try? FileManager.default.contentsOfDirectory(atPath: beside)) ?? []
    time =
      ([ProcessInfo.processInfo.environment["CASCADE_GO_TIME"], beside + "/time"]
      + versionsBeside.filter { $0.hasPrefix("time@") }.sorted().reversed().map { "\(beside)/\($0)" })
      .compactMap(\.self).first { FileManager.default.fileExists(atPath: $0 + "/rate/rate.go") }
    let sources = (try? FileManager.default.contentsOfDirectory(atPath: place + "/errgroup")) ?? []
    hasCauses = sources.contains { name in
      let text = try? String(contentsOfFile: "\(place)/errgroup/\(name)", encoding: .utf8)
      return text?.contains("CancelCause") == true
    }
  }

  /// What a go.mod says of these modules.
  var replacements: String {
    "\nreplace golang.org/x/sync => \(sync)\n" + (time.map { "\nreplace golang.org/x/time => \($0)\n" } ?? "")
  }

  private static func holdsSync(_ folder: String) -> Bool {
    let files = FileManager.default
    return files.fileExists(atPath: folder + "/go.mod") && files.fileExists(atPath: folder + "/errgroup")
  }

  private static func ask(_ words: String...) -> String? {
    guard let result = Shell.run(words), result.status == 0 else { return nil }
    return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// 27 of `go1.27.3`.
  private static func minor(of version: String) -> Int {
    let numbers = version.drop { !$0.isNumber }.split(separator: ".")
    return numbers.count > 1 ? Int(numbers[1].prefix { $0.isNumber }) ?? 0 : 0
  }
}
