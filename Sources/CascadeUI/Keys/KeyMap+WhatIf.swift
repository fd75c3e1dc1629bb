import CascadeTerminal

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
