import ArgumentParser
import CascadeScenarios
import CascadeText
import Foundation

/// What a shell offers for an argument: the names that there are, and files that could be meant.
extension CompletionKind {
  /// What can be played.
  static let scenarios = offers(names: Gallery.shown.map(\.name), extensions: ["yaml", "yml"])
  /// What can be played or was recorded.
  static let runs = offers(names: Gallery.shown.map(\.name), extensions: ["yaml", "yml", "jsonl"])
  static let quizzes = offers(names: ["course"] + Gallery.all.map(\.name), extensions: ["yaml", "yml"])
  static let challenges = offers(names: Gallery.challenges.map(\.name), extensions: ["yaml", "yml"])

  static func files(_ extensions: String...) -> CompletionKind { offers(names: [], extensions: extensions) }

  private static func offers(names: [String], extensions: [String]) -> CompletionKind {
    .custom { _, _, prefix in
      names.filter { $0.hasPrefix(prefix) } + FileOffers(prefix, extensions: extensions).paths
    }
  }
}

/// The files and folders whose path begins with what was typed.
struct FileOffers {
  let paths: [String]

  init(_ prefix: String, extensions: [String]) {
    var paths = Self.paths(prefix, extensions)
    // A folder alone would be taken as the whole word: what is in it is offered as well, down to where there is a choice.
    var depth = 0
    while paths.count == 1, paths[0].hasSuffix("/"), depth < Self.deepest {
      let inside = Self.paths(paths[0], extensions)
      if inside.isEmpty { break }
      paths = inside
      depth += 1
    }
    self.paths = paths
  }

  private static let deepest = 8

  private static func paths(_ prefix: String, _ extensions: [String]) -> [String] {
    let slash = prefix.lastIndex(of: "/")
    let folder = slash.map { String(prefix[...$0]) } ?? ""
    let beginning = slash.map { String(prefix[prefix.index(after: $0)...]) } ?? prefix
    let read = folder.isEmpty ? "." : (folder as NSString).expandingTildeInPath
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: read)) ?? []
    return entries.sorted().compactMap { entry in
      guard entry.hasPrefix(beginning), beginning.hasPrefix(".") || !entry.hasPrefix("."), isHarmless(entry) else {
        return nil
      }
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: read + "/" + entry, isDirectory: &isFolder) else { return nil }
      if isFolder.boolValue { return folder + entry + "/" }
      return extensions.contains((entry as NSString).pathExtension.lowercased()) ? folder + entry : nil
    }
  }

  /// Bash expands what it is offered, and zsh cuts it at a colon: other names must be typed.
  private static func isHarmless(_ name: String) -> Bool {
    SafeText.make(name) == name && !name.hasPrefix("-") && !name.hasPrefix("~")
      && !name.contains { "$`\\\"'*?[]{}()<>|&;!#:".contains($0) }
  }
}
