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

/// The keys for asking what if, and for the dialogs that it takes.
extension KeyMap {
  static let whatIfKeys = [
    Binding(
      .inject, [char("i")], in: watching, help: "what if: act on this row", bar: BarHint("what if", rank: 7)),
    Binding(
      .options, [char("o")], in: watching, help: "what if: options of its group", bar: BarHint("options", rank: 9)
    ),
    Binding(.cancelTarget, [char("x")], in: watching, help: "what if it is cancelled"),
    Binding(.toggleListening, [char("!")], in: watching, help: "what if it were deaf or not"),
    Binding(.undo, [char("u")], in: watching, help: "undo: to the branch before"),
    Binding(.redo, [[.control("r")]], in: watching, help: "redo: to the branch left"),
    Binding(.branches, [char("b")], in: watching, help: "choose among the branches"),
    Binding(.nameBranch, [char("B")], in: watching, help: "name this branch"),
  ]

  static let dialogKeys =
    actionKeys + valueKeys + [
      Binding(
        .selectNext, [char("j"), [.down]], in: dialogs, help: "choose the next", bar: BarHint("choose", rank: 2)),
      Binding(
        .selectPrevious, [char("k"), [.up]], in: dialogs, help: "choose the one above", bar: BarHint("choose", rank: 2)),
      Binding(.start, [char("g") + char("g"), [.home]], in: [.branches, .sides], help: "to the top"),
      Binding(.end, [char("G"), [.end]], in: [.branches, .sides], help: "to the bottom"),
      Binding(
        .accept, [[.enter]], in: [.inject, .options], help: "make the branch, look at it",
        bar: BarHint("apply", rank: 1)),
      Binding(.accept, [[.enter]], in: [.branches], help: "look at this branch", bar: BarHint("look at it", rank: 1)),
      Binding(.accept, [[.enter]], in: [.field], help: "take this text", bar: BarHint("take it", rank: 1)),
      Binding(.nextField, [[.tab]], in: [.field], help: "take it, and on to the next", bar: BarHint("next", rank: 2)),
      Binding(
        .back, [[.escape], char("q"), char("i")], in: [.inject], help: "one level up", bar: BarHint("close", rank: 0)),
      Binding(
        .back, [[.escape], char("q"), char("o")], in: [.options], help: "one level up", bar: BarHint("close", rank: 0)),
      Binding(
        .back, [[.escape], char("q"), char("b")], in: [.branches], help: "one level up", bar: BarHint("close", rank: 0)),
      Binding(.back, [[.escape]], in: [.field], help: "leave it as it was", bar: BarHint("leave it", rank: 0)),
    ]

  private static let actionKeys = [
    Binding(.cancelTarget, [char("x")], in: [.inject], help: "cancel its context"),
    Binding(.failTarget, [char("f")], in: [.inject], help: "let it fail"),
    Binding(.delayTarget, [char("d")], in: [.inject], help: "delay it"),
    Binding(.finishTarget, [char("n")], in: [.inject], help: "let it return now"),
    Binding(.toggleListening, [char("!")], in: [.inject], help: "make it deaf, or listen"),
    Binding(.panicTarget, [char("p")], in: [.inject], help: "let it panic"),
    Binding(.setDeadline, [char("t")], in: [.inject], help: "set a deadline"),
    Binding(.addTask, [char("g")], in: [.inject], help: "add a task to the group"),
  ]

  private static let valueKeys = [
    Binding(.less, [char("-")], in: [.inject, .options], help: "less", bar: BarHint("change", rank: 3)),
    Binding(
      .more, [char("+"), char("=")], in: [.inject, .options], help: "more",
      bar: BarHint("change", rank: 3)),
    Binding(.previousChoice, [[.left], char("h")], in: [.inject, .options], help: "the value before"),
    Binding(.nextChoice, [[.right], char("l")], in: [.inject, .options], help: "the next value"),
    Binding(
      .nextGroup, [[.tab]], in: [.options], help: "options of the next group", bar: BarHint("next group", rank: 5)),
    Binding(
      .edit, [char("e")], in: [.inject, .options], help: "type it; a digit begins",
      bar: BarHint("edit", rank: 4)),
  ]

  private static let dialogs: Set<Place> = [.inject, .options, .branches]
}

/// The keys of the screen with two runs, and of the dialog that chooses them.
extension KeyMap {
  static let compareKeys = [
    Binding(
      .compare, [char("v")], in: [.main, .detail], help: "two runs side by side",
      bar: BarHint("compare", rank: 10)),
    Binding(.chooseSides, [char("V")], in: [.main, .detail], help: "choose two runs to compare"),
    Binding(
      .play, [char(" "), [.function(5)]], in: [.compare], help: "play both, pause", bar: BarHint("play", rank: 1)),
    Binding(
      .previousEvent, [[.left], char("h")], in: [.compare], help: "the event before, either side",
      bar: BarHint("step", rank: 2)),
    Binding(
      .nextEvent, [[.right], char("l")], in: [.compare], help: "the next event, either side",
      bar: BarHint("step", rank: 2)),
    Binding(
      .firstFailure, [char("f")], in: [.compare], help: "to where it first goes wrong",
      bar: BarHint("first failure", rank: 9)),
    Binding(.start, [char("g") + char("g"), [.home]], in: [.compare], help: "to the start of both"),
    Binding(.end, [char("G"), [.end]], in: [.compare], help: "to the end of both"),
    Binding(.slower, [char("-")], in: [.compare], help: "slower"),
    Binding(.faster, [char("+"), char("=")], in: [.compare], help: "faster"),
    Binding(
      .selectNext, [char("j"), [.down]], in: [.compare], help: "the next task, on both sides",
      bar: BarHint("select", rank: 8)),
    Binding(
      .selectPrevious, [char("k"), [.up]], in: [.compare], help: "the task above, on both sides",
      bar: BarHint("select", rank: 8)),
    Binding(.nextBeat, [[.pageDown]], in: [.compare], help: "a page of tasks down"),
    Binding(.previousBeat, [[.pageUp]], in: [.compare], help: "a page of tasks up"),
    Binding(
      .onlyDiffering, [char("d")], in: [.compare], help: "only rows that differ: on, off",
      bar: BarHint("differing", rank: 6)),
    Binding(.swapSides, [char("x")], in: [.compare], help: "A becomes B", bar: BarHint("swap", rank: 7)),
    Binding(
      .chooseSides, [char("V")], in: [.compare], help: "choose the two sides", bar: BarHint("choose sides", rank: 3)),
    Binding(
      .back, [[.escape], char("v"), char("q")], in: [.compare], help: "back to the run", bar: BarHint("back", rank: 0)),
    Binding(
      .selectNext, [char("j"), [.down]], in: [.sides], help: "the next offer", bar: BarHint("choose", rank: 3)),
    Binding(
      .selectPrevious, [char("k"), [.up]], in: [.sides], help: "the offer above", bar: BarHint("choose", rank: 3)),
    Binding(.takeAsA, [char("a")], in: [.sides], help: "take it as side A", bar: BarHint("as A", rank: 1)),
    Binding(.takeAsB, [char("b")], in: [.sides], help: "take it as side B", bar: BarHint("as B", rank: 1)),
    Binding(.accept, [[.enter]], in: [.sides], help: "compare the two", bar: BarHint("compare", rank: 0)),
    Binding(
      .back, [[.escape], char("q"), char("V")], in: [.sides], help: "one level up", bar: BarHint("close", rank: 2)),
  ]
}
