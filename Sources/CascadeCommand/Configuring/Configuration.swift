import ArgumentParser
import CascadeScenarios
import CascadeTerminal
import CascadeText
import CascadeTrace
import CascadeUI
import Foundation

/// What the user's file asks for. Options stand above it, and so does the environment where it says something.
struct Configuration: Sendable {
  /// That of this process, read once.
  static let current = Configuration(path: path(ProcessInfo.processInfo.environment))

  let file: ConfigFile
  let keyMap: KeyMap
  /// What can't be used, each a line that is safe to print.
  let problems: [String]
  /// The same without the folder: on the screen there is more room for what is wrong than for where the file lies.
  let briefProblems: [String]

  init(path: String?) {
    let file = path.map { ConfigFile(path: $0, allowed: Self.allowed) } ?? ConfigFile()
    self.file = file
    var problems = file.problems
    func refuse(_ wish: ConfigFile.KeyWish, _ why: KeyRefusal) {
      let near = closest(to: wish.command, in: Command.allCases.map(\.name))
      problems.append(
        Problem(
          file: path ?? "", place: near == wish.command ? wish.place : wish.commandPlace,
          message: "\(SafeText.brief(wish.command)): \(why)",
          suggestion: near == wish.command ? nil : near))
    }
    var wishes: [(place: ConfigFile.KeyWish, wish: (name: String, keys: [Binding.Sequence]))] = []
    for wish in file.keys {
      do throws(KeyRefusal) {
        wishes.append((wish, (wish.command, try wish.keys.map(Self.keys))))
      } catch {
        refuse(wish, error)
      }
    }
    let (map, refusals) = KeyMap.standard.rebound(wishes.map(\.wish))
    for refusal in refusals { refuse(wishes[refusal.index].place, refusal.why) }
    keyMap = map
    let start = Place(line: 0, column: 0)
    problems.sort { $0.place ?? start < $1.place ?? start }
    self.problems = problems.map(\.description)
    briefProblems = problems.map { problem in
      var problem = problem
      problem.file = path?.split(separator: "/").last.map(String.init) ?? ""
      return problem.description
    }
  }

  /// One key, or several with blanks between.
  private static func keys(_ text: String) throws(KeyRefusal) -> [Key] {
    var keys: [Key] = []
    for name in text.split(separator: " ") {
      guard let key = Key(named: String(name)) else {
        throw KeyRefusal("there is no key \(SafeText.brief(String(name)))")
      }
      keys.append(key)
    }
    return keys
  }

  func word<Word: RawRepresentable>(_ key: ConfigKey, as: Word.Type) -> Word? where Word.RawValue == String {
    file.words[key].flatMap { Word(rawValue: $0) }
  }

  /// The words that each key can have.
  static let allowed: [ConfigKey: [String]] = [
    .theme: Theme.allCases.map(\.rawValue), .color: ColorOption.allCases.map(\.rawValue),
    .charset: CharsetOption.allCases.map(\.rawValue), .motion: Motion.allCases.map(\.rawValue),
    .mouse: MouseOption.allCases.map(\.rawValue),
  ]

  private static let defaults: [ConfigKey: String] = [
    .theme: Theme.dark.rawValue, .color: ColorOption.auto.rawValue, .charset: CharsetOption.auto.rawValue,
    .motion: Motion.full.rawValue, .mouse: MouseOption.on.rawValue,
  ]

  /// `$XDG_CONFIG_HOME/cascade/config.yaml`, or in `~/.config` where that isn't set to an absolute path.
  static func path(_ environment: [String: String]) -> String? {
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/cascade/config.yaml" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.config/cascade/config.yaml"
  }

  /// A file that asks for what is so without one, with comments.
  static var template: String {
    var lines = ["# cascade: settings for every start. `cascade config path` says where this file is looked for."]
    for key in ConfigKey.allCases {
      lines += ["", "# \(key.meaning)"]
      if let words = allowed[key], let word = defaults[key] {
        lines += ["# One of \(words.joined(separator: ", ")).", "\(key.rawValue): \(word)"]
      } else {
        lines.append("\(key.rawValue):")
        for (command, keys, help) in KeyMap.standard.names {
          let ways = keys.map { "\"\($0 == "\"" ? "\\\"" : $0)\"" }
          lines.append("  # \(command): \(ways.count == 1 ? ways[0] : "[\(ways.joined(separator: ", "))]")  # \(help)")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

enum ColorOption: String, ExpressibleByArgument, CaseIterable {
  case auto, none
  case eight = "8"
  case sixteen = "16"
  case full = "256"

  /// The most colours to use; none to go by the environment.
  var depth: ColorDepth? {
    switch self {
    case .auto: nil
    case .none: ColorDepth.none
    case .eight: .eight
    case .sixteen: .sixteen
    case .full: .full
    }
  }
}

enum CharsetOption: String, ExpressibleByArgument, CaseIterable {
  case auto, unicode, ascii

  /// The characters to use; none to go by the environment.
  var charset: Charset? {
    switch self {
    case .auto: nil
    case .unicode: .unicode
    case .ascii: .ascii
    }
  }
}

/// Whose the mouse is at the start, in the user's file.
enum MouseOption: String, CaseIterable {
  case on, off
}
