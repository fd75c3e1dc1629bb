import ArgumentParser
import CascadeNcurses
import CascadeScenarios
import CascadeTerminal
import CascadeText
import CascadeTrace
import CascadeUI

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What `NAME|FILE` on the command line stands for.
struct ScenarioArgument {
  /// As it was given.
  let text: String

  /// Reads it: a built-in scenario by its name, anything that looks like a path from the disk.
  ///
  /// - Throws: ``ExitStatus/unusable``, after saying what is wrong.
  func read() throws -> Scenario {
    do {
      if looksLikePath, Talk.isTalk(path: text) {
        let name = SafeText.make(text)
        printError("\(name): this is a talk, not a scenario; give it with: cascade talk \(name)")
        throw ExitStatus.unusable
      }
      if looksLikePath { return try Scenario.read(path: text) }
      return try Gallery.named(text).scenario()
    } catch let status as ExitStatus {
      throw status
    } catch {
      // Problems of a file begin with its name.
      printError(looksLikePath ? "\(error)" : "cascade: \(error)")
      throw ExitStatus.unusable
    }
  }

  /// Whether it is the name of a built-in scenario, or looks like that of a file.
  var looksLikeScenario: Bool { looksLikePath || (try? Gallery.named(text)) != nil }

  /// The name, or that of the file without folders and extension.
  var shortName: String {
    let file = text.split(separator: "/").last ?? ""
    return String(file.split(separator: ".").first ?? file)
  }

  /// The name of the file without its folders; a built-in scenario is in one that is called after it.
  var fileName: String {
    looksLikePath ? text.split(separator: "/").last.map(String.init) ?? text : text + ".yaml"
  }

  var looksLikePath: Bool {
    text.contains("/") || text.contains(".")
  }
}

/// What `--at TIME` stands for.
enum TimeArgument {
  /// - Throws: words that say why it is no time of a run.
  static func read(_ text: String) throws -> Duration {
    do {
      return try DurationText.read(text)
    } catch {
      throw ValidationError(error.description)
    }
  }
}

/// How the screen looks, where the user knows better than the environment.
struct LookOptions: ParsableArguments {
  @Option(
    name: .customLong("color"), help: "How many colours; auto goes by the terminal and NO_COLOR. (default: auto)")
  var givenColor: ColorOption?

  @Option(name: .customLong("charset"), help: "Characters to draw with; auto goes by the locale. (default: auto)")
  var givenCharset: CharsetOption?

  @Option(name: .customLong("theme"), help: "The background that the colours are for. (default: dark)")
  var givenTheme: Theme?

  @Option(
    name: .customLong("motion"), help: "How much moves: all, what the beats show, or events alone. (default: full)")
  var givenMotion: Motion?

  @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal, for selecting text.")
  var noMouse = false

  // What isn't given is as the user's file has it.

  /// The file stands below `NO_COLOR`.
  var color: ColorOption {
    let refusesColor = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    return givenColor ?? (refusesColor ? nil : Configuration.current.word(.color, as: ColorOption.self)) ?? .auto
  }
  var charset: CharsetOption {
    givenCharset ?? Configuration.current.word(.charset, as: CharsetOption.self) ?? .auto
  }
  var usesMouse: Bool { !noMouse && Configuration.current.word(.mouse, as: MouseOption.self) != .off }
  var theme: Theme { givenTheme ?? Configuration.current.word(.theme, as: Theme.self) ?? .dark }
  var motion: Motion { givenMotion ?? Configuration.current.word(.motion, as: Motion.self) ?? .full }
}

extension Theme: ExpressibleByArgument {}
extension Motion: ExpressibleByArgument {}

/// How the program shows itself: on the full screen, or in plain text.
enum OutputMode {
  case screen(any Terminal)
  /// Plain text; with the reason, where the user didn't ask for it.
  case plain(because: String?)

  /// Opens the screen, unless the user or the surroundings want plain text.
  ///
  /// - Parameter keys: Where keys come from; standard input by default.
  static func choose(plain: Bool, look: LookOptions, keys: Int32 = 0) -> OutputMode {
    if plain { return .plain(because: nil) }
    let environment = TerminalEnvironment.ofProcess()
    if getenv("ACCESSIBLE") != nil { return .plain(because: "ACCESSIBLE is set") }
    for problem in Configuration.current.problems { printError(problem) }
    do {
      let options = TerminalOptions(colors: look.color.depth, charset: look.charset.charset)
      return .screen(try NcursesTerminal(environment: environment, options: options, input: keys))
    } catch {
      return .plain(because: String(describing: error))
    }
  }
}
