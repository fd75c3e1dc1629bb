import CascadeTerminal

/// The keys that the program comes with: the one list of them, from which help and bar are made. The order is theirs.
extension KeyMap {
  package static let standard = KeyMap(
    timeKeys + talkKeys + selectionKeys + askingKeys + whatIfKeys + compareKeys + sidesKeys + exportKeys + dialogKeys
      + paneKeys + appKeys)

  private static let timeKeys = [
    Binding(
      [char(" ")], .watching(.play), help: "play or pause; stops at beats", bar: BarHint("play", rank: 1)),
    Binding(
      [[.left], char("h")], .watching(.previousEvent), help: "previous event", bar: BarHint("step", rank: 2)),
    Binding(
      [[.right], char("l")], .watching(.nextEvent), help: "next event (5l: five)", bar: BarHint("step", rank: 2)),
    Binding([[.pageUp]], .watching(.previousBeat), help: "beat or scenario before", bar: BarHint("beat", rank: 3)),
    Binding([[.pageDown]], .watching(.nextBeat), help: "next beat or scenario", bar: BarHint("beat", rank: 3)),
    Binding(
      [char("f")], .watching(.firstFailure), help: "to the first failure", bar: BarHint("first failure", rank: 9)),
    Binding([char("F")], .watching(.beforeFirstFailure), help: "just before the first failure"),
    Binding(
      [char("[")], .watching(.previousFailure), help: "prior failure or cancellation",
      bar: BarHint("failure", rank: 12)),
    Binding(
      [char("]")], .watching(.nextFailure), help: "next failure or cancellation", bar: BarHint("failure", rank: 12)),
    Binding([char("g") + char("g"), [.home]], .watching(.start), help: "to the start"),
    Binding([char("G"), [.end]], .watching(.end), help: "to the end (3G: to beat 3)"),
    Binding([char("-")], .watching(.slower), help: "slower", bar: BarHint("speed", rank: 10)),
    Binding([char("+"), char("=")], .watching(.faster), help: "faster", bar: BarHint("speed", rank: 10)),
  ]

  private static let talkKeys = [
    Binding(
      [[.pageDown]], .talk(.next), help: "on", bar: BarHint("on", rank: 1)),
    Binding([[.pageUp]], .talk(.previous), help: "back", bar: BarHint("back", rank: 2)),
    Binding([[.enter], char(" ")], .talk(.next), help: "on"),
    Binding(
      [char("s")], .talk(.list), in: [.card], help: "list the steps of the talk", bar: BarHint("steps", rank: 3)),
    Binding([char("s")], .talk(.list), in: [.compare, .question], help: "list the steps of the talk"),
  ]

  private static let selectionKeys = [
    Binding(
      [char("j"), [.down]], .watching(.selectNext), help: "select the next row", bar: BarHint("select", rank: 8)),
    Binding(
      [char("k"), [.up]], .watching(.selectPrevious), help: "select the row above", bar: BarHint("select", rank: 8)),
    Binding([char("J")], .watching(.selectNextSibling), help: "select the next sibling"),
    Binding([char("K")], .watching(.selectPreviousSibling), help: "select the sibling above"),
    Binding([char("j"), [.down]], .gallery(.next), help: "choose the next", bar: BarHint("choose", rank: 2)),
    Binding([char("k"), [.up]], .gallery(.previous), help: "choose the one above", bar: BarHint("choose", rank: 2)),
    Binding([char("j"), [.down]], .help(.down), help: "scroll down", bar: BarHint("scroll", rank: 2)),
    Binding([char("k"), [.up]], .help(.up), help: "scroll up", bar: BarHint("scroll", rank: 2)),
    // A clicker has no other keys than those for pages: each must reach every scenario.
    Binding([[.pageDown]], .gallery(.next), help: "the next (clicker)"),
    Binding([[.pageUp]], .gallery(.previous), help: "the one above (clicker)"),
    Binding([[.pageDown]], .help(.pageDown), help: "one page down"),
    Binding([[.pageUp]], .help(.pageUp), help: "one page up"),
    Binding([char("g") + char("g"), [.home]], .gallery(.first), .help(.top), help: "to the top"),
    Binding([char("G"), [.end]], .gallery(.last), .help(.bottom), help: "to the bottom (3G: scenario 3)"),
  ]

  /// At a question, where digits and blanks are the answer.
  private static let askingKeys = [
    Binding([char("P")], .watching(.questions), help: "questions: on, off", bar: BarHint("questions", rank: 13)),
    Binding(
      [[.enter]], .asking(.accept), help: "lock the answer; go on", bar: BarHint("lock", rank: 0)),
    Binding(
      [[.pageDown]], .asking(.reveal), help: "the truth; go on",
      bar: BarHint("truth", rank: 2)),
    Binding([char("r")], .asking(.replay), help: "again from the cause, slowly", bar: BarHint("again", rank: 1)),
    Binding([[.escape]], .asking(.skip), help: "leave the question", bar: BarHint("leave", rank: 3)),
    Binding([[.pageUp]], .asking(.back), help: "back (clicker)"),
    Binding([[.function(5)]], .asking(.play), help: "play to the truth (clicker)"),
  ]

  /// For asking what if, and for the branches that it makes.
  private static let whatIfKeys = [
    Binding([char("i")], .whatIf(.intervene), help: "what if: change this row", bar: BarHint("what if", rank: 7)),
    Binding([char("o")], .whatIf(.options), help: "what if: change its group", bar: BarHint("options", rank: 9)),
    Binding([char("x")], .whatIf(.cancel), help: "what if: cancel it"),
    Binding([char("!")], .whatIf(.toggleListening), help: "what if: toggle listening"),
    Binding([char("u")], .branches(.undo), help: "undo"),
    Binding([[.control("r")]], .branches(.redo), help: "redo"),
    Binding([char("b")], .branches(.list), help: "choose among the branches"),
    Binding([char("B")], .branches(.name), help: "name this branch"),
  ]

  private static let compareKeys = [
    Binding([char("v")], .watching(.compare), help: "two runs side by side", bar: BarHint("compare", rank: 10)),
    Binding([char("V")], .watching(.chooseSides), help: "choose two runs to compare"),
    Binding(
      [char(" "), [.function(5)]], .comparing(.play), help: "play both, pause", bar: BarHint("play", rank: 1)),
    Binding(
      [[.left], char("h")], .comparing(.previousEvent), help: "the event before, either side",
      bar: BarHint("step", rank: 2)),
    Binding(
      [[.right], char("l")], .comparing(.nextEvent), help: "the next event, either side",
      bar: BarHint("step", rank: 2)),
    Binding(
      [char("f")], .comparing(.firstFailure), help: "to the first failure",
      bar: BarHint("first failure", rank: 9)),
    Binding([char("g") + char("g"), [.home]], .comparing(.start), help: "to the start of both"),
    Binding([char("G"), [.end]], .comparing(.end), help: "to the end of both"),
    Binding([char("-")], .comparing(.slower), help: "slower"),
    Binding([char("+"), char("=")], .comparing(.faster), help: "faster"),
    Binding(
      [char("j"), [.down]], .comparing(.selectNext), help: "the next task, on both sides",
      bar: BarHint("select", rank: 8)),
    Binding(
      [char("k"), [.up]], .comparing(.selectPrevious), help: "the task above, on both sides",
      bar: BarHint("select", rank: 8)),
    Binding([[.pageDown]], .comparing(.pageDown), help: "a page down; at the end, back"),
    Binding([[.pageUp]], .comparing(.pageUp), help: "a page up; at the start, back"),
    Binding(
      [char("d")], .comparing(.onlyDiffering), help: "only rows that differ: on, off",
      bar: BarHint("differing", rank: 6)),
    Binding([char("x")], .comparing(.swapSides), help: "swap A and B", bar: BarHint("swap", rank: 7)),
    Binding(
      [char("V")], .comparing(.chooseSides), help: "choose the two sides", bar: BarHint("choose sides", rank: 3)),
    Binding(
      [[.escape], char("v"), char("q")], .app(.back), in: [.compare], help: "back to the run",
      bar: BarHint("back", rank: 0)),
  ]

  private static let sidesKeys = [
    Binding([char("j"), [.down]], .sides(.next), help: "the next offer", bar: BarHint("choose", rank: 3)),
    Binding([char("k"), [.up]], .sides(.previous), help: "the offer above", bar: BarHint("choose", rank: 3)),
    Binding([char("a")], .sides(.takeAsA), help: "take it as side A", bar: BarHint("as A", rank: 1)),
    Binding([char("b")], .sides(.takeAsB), help: "take it as side B", bar: BarHint("as B", rank: 1)),
    Binding([[.enter]], .sides(.accept), help: "compare the two", bar: BarHint("compare", rank: 0)),
    Binding(
      [[.escape], char("q"), char("V")], .app(.back), in: [.sides], help: "back",
      bar: BarHint("close", rank: 2)),
  ]

  private static let exportKeys = [
    Binding([char("j"), [.down]], .export(.next), help: "the next format", bar: BarHint("format", rank: 1)),
    Binding([char("k"), [.up]], .export(.previous), help: "the format above", bar: BarHint("format", rank: 1)),
    Binding([[.tab]], .export(.scope), help: "this moment, or every beat", bar: BarHint("moment, beats", rank: 3)),
    Binding([char("e")], .export(.edit), help: "type the file's name", bar: BarHint("edit", rank: 2)),
    Binding([[.enter]], .export(.accept), help: "write the file", bar: BarHint("write", rank: 0)),
    Binding(
      [[.escape], char("q"), char("E")], .app(.back), in: [.export], help: "back",
      bar: BarHint("close", rank: 4)),
  ]

  private static let dialogKeys = [
    Binding([char("x")], .action(.cancel), help: "cancel its context"),
    Binding([char("f")], .action(.fail), help: "make it fail"),
    Binding([char("d")], .action(.delay), help: "delay it"),
    Binding([char("n")], .action(.finish), help: "make it return now"),
    Binding([char("!")], .action(.listening), help: "make it deaf, or listen"),
    Binding([char("p")], .action(.panic), help: "make it panic"),
    Binding([char("t")], .action(.deadline), help: "set a deadline"),
    Binding([char("g")], .action(.add), help: "add a task to the group"),
    Binding([char("-")], .intervention(.less), .options(.less), help: "less", bar: BarHint("change", rank: 3)),
    Binding(
      [char("+"), char("=")], .intervention(.more), .options(.more), help: "more", bar: BarHint("change", rank: 3)),
    Binding(
      [[.left], char("h")], .intervention(.previousChoice), .options(.previousChoice), help: "previous value"),
    Binding([[.right], char("l")], .intervention(.nextChoice), .options(.nextChoice), help: "next value"),
    Binding(
      [[.tab]], .options(.nextGroup), help: "options of the next group", bar: BarHint("next group", rank: 5)),
    Binding(
      [char("e")], .intervention(.edit), .options(.edit), help: "type a value",
      bar: BarHint("edit", rank: 4)),
    Binding(
      [char("j"), [.down]], .intervention(.next), .options(.next), .branchList(.next), help: "choose the next",
      bar: BarHint("choose", rank: 2)),
    Binding(
      [char("k"), [.up]], .intervention(.previous), .options(.previous), .branchList(.previous),
      help: "choose the one above", bar: BarHint("choose", rank: 2)),
    Binding([char("g") + char("g"), [.home]], .branchList(.first), .sides(.first), help: "to the top"),
    Binding([char("G"), [.end]], .branchList(.last), .sides(.last), help: "to the bottom"),
    Binding(
      [[.enter]], .intervention(.accept), .options(.accept), help: "make the branch",
      bar: BarHint("apply", rank: 1)),
    Binding([[.enter]], .branchList(.accept), help: "look at this branch", bar: BarHint("look at it", rank: 1)),
    Binding([[.enter]], .field(.accept), help: "accept", bar: BarHint("accept", rank: 1)),
    Binding([[.tab]], .field(.next), help: "accept and go to the next field", bar: BarHint("next", rank: 2)),
    Binding(
      [[.escape], char("q"), char("i")], .app(.back), in: [.intervention], help: "back",
      bar: BarHint("close", rank: 0)),
    Binding(
      [[.escape], char("q"), char("o")], .app(.back), in: [.options], help: "back",
      bar: BarHint("close", rank: 0)),
    Binding(
      [[.escape], char("q"), char("b")], .app(.back), in: [.branches], help: "back",
      bar: BarHint("close", rank: 0)),
    Binding(
      [[.escape]], .app(.back), in: [.field], help: "discard", bar: BarHint("discard", rank: 0)),
  ]

  /// What is shown besides the run, and the ways to other screens.
  private static let paneKeys = [
    Binding([[.enter]], .gallery(.open), help: "open the scenario", bar: BarHint("open", rank: 1)),
    Binding([[.function(5)]], .gallery(.resume), help: "open it, or go back to it"),
    Binding([[.function(5)]], .watching(.play), help: "play or pause (clicker)"),
    Binding(
      [char("z")], .app(.audience), in: [.main, .compare, .card, .question], help: "large, for an audience: on, off",
      bar: BarHint("large", rank: 13)),
    Binding(
      [[.enter]], .watching(.detail), in: [.main], help: "all about the selected row",
      bar: BarHint("detail", rank: 6)),
    Binding([[.tab]], .watching(.turnPage), in: [.detail], help: "next page"),
    Binding(
      [char("w")], .watching(.waste), in: [.main], help: "wasted and saved work: on, off",
      bar: BarHint("waste", rank: 14)),
    Binding([char("c")], .code(.next), help: "the program: Swift, Go, off", bar: BarHint("code", rank: 10)),
    Binding([char("<")], .code(.left), help: "the program: to the left"),
    Binding([char(">")], .code(.right), help: "the program: to the right"),
    Binding([char("E")], .watching(.export), help: "export: picture, page, trace"),
    Binding([char("r")], .watching(.restart), help: "run again from the start", bar: BarHint("restart", rank: 11)),
    Binding([char("s")], .watching(.gallery), help: "to the list of scenarios", bar: BarHint("scenarios", rank: 7)),
  ]

  private static let appKeys = [
    Binding(
      [char("?"), [.function(1)]], .app(.help), in: everywhere.subtracting([.help, .field]), help: "this help",
      bar: BarHint("help", rank: 4)),
    Binding(
      [[.escape], [.enter], char("q")], .app(.back), in: [.problems], help: "back", bar: BarHint("close", rank: 0)),
    Binding([[.escape]], .app(.back), in: [.gallery, .main, .card], help: "stop playing; back"),
    Binding(
      [[.escape], [.enter], char("q")], .app(.back), in: [.detail], help: "back",
      bar: BarHint("close", rank: 0)),
    Binding(
      [[.escape], [.enter], char("q"), char("?"), [.function(1)]], .app(.back), in: [.help], help: "back",
      bar: BarHint("close", rank: 0)),
    Binding(
      [char("A")], .app(.charset), in: everywhere.subtracting([.field]), help: "characters: Unicode or ASCII"),
    Binding(
      [char("T")], .app(.theme), in: everywhere.subtracting([.field]), help: "colours: for dark or for light"),
    Binding(
      [char(".")], .app(.blank), in: everywhere.subtracting([.field]), help: "blank until the next key"),
    Binding(
      [char("M")], .app(.mouse), in: everywhere.subtracting([.field]), help: "mouse: on or off"),
    Binding([char("/")], .app(.find), in: [.gallery, .main, .help], help: "find in this list"),
    Binding([char("n")], .app(.findNext), in: [.gallery, .main, .help], help: "the next that has it"),
    Binding([char("N")], .app(.findPrevious), in: [.gallery, .main, .help], help: "the one before"),
    Binding([[.control("l")]], .app(.redraw), help: "redraw"),
    Binding([[.control("z")]], .app(.suspend), help: "suspend (fg resumes)"),
    Binding(
      [char("q"), [.control("c")]], .app(.quit), in: [.gallery, .main, .card, .question], help: "quit",
      bar: BarHint("quit", rank: 5)),
    Binding(
      [[.control("c")]], .app(.quit), in: everywhere.subtracting([.gallery, .main, .card, .question]), help: "quit"),
  ]

  private static let everywhere = Set(Place.allCases)

  private static func char(_ character: Character) -> [Key] { [.character(character)] }
}
