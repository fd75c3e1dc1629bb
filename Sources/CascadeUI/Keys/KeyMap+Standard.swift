import CascadeTerminal

extension KeyMap {
  /// The keys that the program comes with. The order is that of the help and of the bar.
  package static let standard = KeyMap(
    timeKeys + listKeys + whatIfKeys + compareKeys + dialogKeys + placeKeys + programKeys)

  private static let timeKeys = [
    Binding(.play, [char(" ")], in: watching, help: "play, pause; waits at each beat", bar: BarHint("play", rank: 1)),
    Binding(
      .previousEvent, [[.left], char("h")], in: watching, help: "one event back", bar: BarHint("step", rank: 2)),
    Binding(
      .nextEvent, [[.right], char("l")], in: watching, help: "one event on; 5l five", bar: BarHint("step", rank: 2)),
    Binding(.previousBeat, [[.pageUp]], in: watching, help: "one beat back", bar: BarHint("beat", rank: 3)),
    Binding(.nextBeat, [[.pageDown]], in: watching, help: "one beat on", bar: BarHint("beat", rank: 3)),
    Binding(
      .firstFailure, [char("f")], in: watching, help: "to the first failure", bar: BarHint("first failure", rank: 9)),
    Binding(.beforeFirstFailure, [char("F")], in: watching, help: "just before the first failure"),
    Binding(
      .previousFailure, [char("[")], in: watching, help: "to the failure or cancel before",
      bar: BarHint("failure", rank: 12)),
    Binding(
      .nextFailure, [char("]")], in: watching, help: "to the next failure or cancel", bar: BarHint("failure", rank: 12)),
    Binding(.start, [char("g") + char("g"), [.home]], in: watching, help: "to the start"),
    Binding(.end, [char("G"), [.end]], in: watching, help: "to the end or now; 3G to beat 3"),
    Binding(.slower, [char("-")], in: watching, help: "slower", bar: BarHint("speed", rank: 10)),
    Binding(.faster, [char("+"), char("=")], in: watching, help: "faster", bar: BarHint("speed", rank: 10)),
  ]

  private static let listKeys = [
    Binding(
      .selectNext, [char("j"), [.down]], in: watching, help: "select the next row", bar: BarHint("select", rank: 8)),
    Binding(
      .selectPrevious, [char("k"), [.up]], in: watching, help: "select the row above", bar: BarHint("select", rank: 8)),
    Binding(.selectNextSibling, [char("J")], in: watching, help: "select the next sibling"),
    Binding(.selectPreviousSibling, [char("K")], in: watching, help: "select the sibling above"),
    Binding(
      .selectNext, [char("j"), [.down]], in: [.gallery], help: "choose the next", bar: BarHint("choose", rank: 2)),
    Binding(
      .selectPrevious, [char("k"), [.up]], in: [.gallery], help: "choose the one above", bar: BarHint("choose", rank: 2)
    ),
    Binding(.selectNext, [char("j"), [.down]], in: [.help], help: "scroll down", bar: BarHint("scroll", rank: 2)),
    Binding(.selectPrevious, [char("k"), [.up]], in: [.help], help: "scroll up", bar: BarHint("scroll", rank: 2)),
    Binding(.nextBeat, [[.pageDown]], in: [.gallery], help: "the next (clicker)"),
    Binding(.previousBeat, [[.pageUp]], in: [.gallery], help: "the one above (clicker)"),
    Binding(.nextBeat, [[.pageDown]], in: [.help], help: "one page down"),
    Binding(.previousBeat, [[.pageUp]], in: [.help], help: "one page up"),
    Binding(.start, [char("g") + char("g"), [.home]], in: lists, help: "to the top"),
    Binding(.end, [char("G"), [.end]], in: lists, help: "to the bottom; 3G to scenario 3"),
  ]

  private static let placeKeys = [
    Binding(.open, [[.enter]], in: [.gallery], help: "open the scenario", bar: BarHint("open", rank: 1)),
    Binding(.resume, [[.function(5)]], in: [.gallery], help: "back to the open scenario"),
    Binding(.play, [[.function(5)]], in: watching, help: "the same (clicker)"),
    Binding(.detail, [[.enter]], in: [.main], help: "all about the selected row", bar: BarHint("detail", rank: 6)),
    Binding(.turnPage, [[.tab]], in: [.detail], help: "turn the page"),
    Binding(.waste, [char("w")], in: [.main], help: "wasted and saved work: on, off", bar: BarHint("waste", rank: 14)),
    Binding(
      .code, [char("c")], in: watching, help: "the program: Swift, Go, off", bar: BarHint("code", rank: 10)),
    Binding(.codeLeft, [char("<")], in: watching, help: "the program: to the left"),
    Binding(.codeRight, [char(">")], in: watching, help: "the program: to the right"),
    Binding(.restart, [char("r")], in: watching, help: "run again from the start", bar: BarHint("restart", rank: 11)),
    Binding(.gallery, [char("s")], in: watching, help: "to the list of scenarios", bar: BarHint("scenarios", rank: 7)),
    Binding(
      .help, [char("?"), [.function(1)]], in: everywhere.subtracting([.help, .field]), help: "this help",
      bar: BarHint("help", rank: 4)),
    Binding(.back, [[.escape]], in: [.gallery, .main], help: "one level up"),
    Binding(
      .back, [[.escape], [.enter], char("q")], in: [.detail], help: "one level up", bar: BarHint("close", rank: 0)),
    Binding(
      .back, [[.escape], [.enter], char("q"), char("?"), [.function(1)]], in: [.help], help: "one level up",
      bar: BarHint("close", rank: 0)),
  ]

  private static let programKeys = [
    Binding(.charset, [char("A")], in: commanded, help: "characters: Unicode or ASCII"),
    Binding(.theme, [char("T")], in: commanded, help: "colours: for dark or for light"),
    Binding(.redraw, [[.control("l")]], in: everywhere, help: "draw the screen again"),
    Binding(.suspend, [[.control("z")]], in: everywhere, help: "to the shell; fg comes back"),
    Binding(.quit, [char("q"), [.control("c")]], in: [.gallery, .main], help: "quit", bar: BarHint("quit", rank: 5)),
    Binding(.quit, [[.control("c")]], in: everywhere.subtracting([.gallery, .main]), help: "quit"),
  ]

  static let watching: Set<Place> = [.main, .detail]
  private static let lists: Set<Place> = [.gallery, .help]
  static let everywhere = Set(Place.allCases)
  /// Where letters are commands.
  private static let commanded = everywhere.subtracting([.field])
  static func char(_ character: Character) -> [Key] { [.character(character)] }
}
