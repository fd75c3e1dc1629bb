import CascadeTerminal

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
