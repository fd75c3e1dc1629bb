import CascadeNcurses
import CascadeTerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the program shows itself: on the full screen, or in plain text.
enum Face {
  case screen(any Terminal)
  /// Plain text; with the reason, where the user didn't ask for it.
  case plain(because: String?)

  /// Opens the screen, unless the user or the surroundings want plain text.
  static func choose(plain: Bool, look: LookOptions) -> Face {
    if plain { return .plain(because: nil) }
    let environment = TerminalEnvironment.ofProcess()
    if getenv("ACCESSIBLE") != nil { return .plain(because: "ACCESSIBLE is set") }
    do {
      let wishes = TerminalWishes(colors: look.color.depth, charset: look.charset.charset)
      return .screen(try NcursesTerminal(environment: environment, wishes: wishes))
    } catch {
      return .plain(because: String(describing: error))
    }
  }
}
