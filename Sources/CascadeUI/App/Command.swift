/// Where a key means something.
package enum Place: String, CaseIterable, Hashable, Sendable {
  case gallery, main, detail
  /// A question that waits for an answer, or shows the truth.
  case question
  /// What can be done to a row from outside.
  case intervention
  /// The options of a group as switches.
  case options
  /// The list of branches.
  case branches
  /// Two runs side by side.
  case compare
  /// The choice of the two.
  case sides
  /// The choice of a format and a file.
  case export
  /// On a page of a talk that is no run.
  case card
  /// What is wrong with a file.
  case problems
  /// A line of text, where letters and digits are text.
  case field
  case help

  /// Where it is, in words.
  var words: String {
    switch self {
    case .gallery: "in the list of scenarios"
    case .main: "in a run"
    case .detail: "on a detail page"
    case .question: "at a question"
    case .intervention: "in a what-if box"
    case .options: "in the options of a group"
    case .branches: "in the list of branches"
    case .compare: "comparing two runs"
    case .sides: "choosing the two sides"
    case .export: "exporting a run"
    case .card: "on a page of a talk"
    case .problems: "in the list of a file's problems"
    case .field: "in a text field"
    case .help: "in this help"
    }
  }
}

/// Everything that a key can ask for. Each feature has commands of its own, and its handler gets no others.
package enum Command: Hashable, Sendable {
  /// What means the same on every screen.
  case app(AppCommand)
  case gallery(GalleryCommand)
  case watching(WatchingCommand)
  case asking(AskingCommand)
  case whatIf(WhatIfCommand)
  case branches(BranchCommand)
  case code(CodeCommand)
  case comparing(ComparingCommand)
  case help(HelpCommand)
  case talk(TalkCommand)
  // Dialogs.
  case action(ActionKind)
  case intervention(InterventionCommand)
  case options(OptionsCommand)
  case branchList(BranchListCommand)
  case sides(SidesCommand)
  case export(ExportCommand)
  case field(FieldCommand)

  /// Whether it is about the row with the bar.
  var isAboutRow: Bool {
    switch self {
    case .watching(let command):
      [.detail, .selectNext, .selectPrevious, .selectNextSibling, .selectPreviousSibling].contains(command)
    case .whatIf, .action: true
    case .app, .gallery, .asking, .branches, .code, .comparing, .help, .talk, .intervention, .options, .branchList,
      .sides, .export, .field:
      false
    }
  }

  /// Where it can be given. A binding gives it nowhere else.
  var places: Set<Place> {
    switch self {
    case .app: Set(Place.allCases)
    case .gallery: [.gallery]
    case .watching(.questions): [.main, .detail, .question]
    case .asking: [.question]
    case .watching, .whatIf, .branches, .code: [.main, .detail]
    case .comparing: [.compare]
    case .help: [.help]
    case .talk(.list): [.card, .compare, .question]
    case .talk: [.card]
    case .action, .intervention: [.intervention]
    case .options: [.options]
    case .branchList: [.branches]
    case .sides: [.sides]
    case .export: [.export]
    case .field: [.field]
    }
  }

  /// Whether it has a meaning only for what this program can run again.
  var needsScenario: Bool {
    switch self {
    case .whatIf, .branches, .code, .asking: true
    case .watching(let command): command == .compare || command == .chooseSides
    case .app, .gallery, .comparing, .help, .action, .intervention, .options, .branchList, .sides, .export, .field,
      .talk:
      false
    }
  }

  /// What a file calls it: `run.next-event`.
  package var name: String {
    let (place, command) =
      switch self {
      case .app(let command): ("app", "\(command)")
      case .gallery(let command): ("gallery", "\(command)")
      case .watching(let command): ("run", "\(command)")
      case .asking(let command): ("question", "\(command)")
      case .whatIf(let command): ("what-if", "\(command)")
      case .branches(let command): ("branches", "\(command)")
      case .code(let command): ("code", "\(command)")
      case .comparing(let command): ("compare", "\(command)")
      case .help(let command): ("help", "\(command)")
      case .talk(let command): ("talk", "\(command)")
      case .action(let command): ("action", "\(command)")
      case .intervention(let command): ("intervention", "\(command)")
      case .options(let command): ("options", "\(command)")
      case .branchList(let command): ("branch-list", "\(command)")
      case .sides(let command): ("sides", "\(command)")
      case .export(let command): ("export", "\(command)")
      case .field(let command): ("field", "\(command)")
      }
    return place + "." + command.map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined()
  }
}

extension Command: CaseIterable {
  package static var allCases: [Command] {
    AppCommand.allCases.map(Command.app) + GalleryCommand.allCases.map(Command.gallery)
      + WatchingCommand.allCases.map(Command.watching)
      + AskingCommand.allCases.map(Command.asking) + WhatIfCommand.allCases.map(Command.whatIf)
      + BranchCommand.allCases.map(Command.branches) + CodeCommand.allCases.map(Command.code)
      + ComparingCommand.allCases.map(Command.comparing) + HelpCommand.allCases.map(Command.help)
      + TalkCommand.allCases.map(Command.talk)
      + ActionKind.allCases.map(Command.action) + InterventionCommand.allCases.map(Command.intervention)
      + OptionsCommand.allCases.map(Command.options) + BranchListCommand.allCases.map(Command.branchList)
      + SidesCommand.allCases.map(Command.sides) + ExportCommand.allCases.map(Command.export)
      + FieldCommand.allCases.map(Command.field)
  }
}

/// What can be asked for on every screen.
package enum AppCommand: CaseIterable, Hashable, Sendable {
  case help
  /// One level up.
  case back
  case charset, theme
  /// Nothing, until the next key.
  case blank
  /// The picture for a room, or with everything around it.
  case audience
  /// Looks for a text in a list.
  case find, findNext, findPrevious
  /// The mouse for the program, or for selecting text.
  case mouse
  case redraw, suspend, quit
}

/// What can be asked for in a line of text.
package enum FieldCommand: CaseIterable, Hashable, Sendable {
  case accept
  /// Takes the text, and goes on to the next one.
  case next
}

package enum ExportCommand: CaseIterable, Hashable, Sendable {
  case next, previous, scope, edit, accept
}

package enum HelpCommand: CaseIterable, Hashable, Sendable {
  case up, down, pageUp, pageDown, top, bottom
}

package enum SidesCommand: CaseIterable, Hashable, Sendable {
  case next, previous, first, last
  case takeAsA, takeAsB, accept
}

package enum BranchListCommand: CaseIterable, Hashable, Sendable {
  case next, previous, first, last, accept
}

/// What asks what if, while a run is watched.
package enum WhatIfCommand: CaseIterable, Hashable, Sendable {
  case intervene, cancel, toggleListening
  case options
}

/// The kind of an action, whatever its parameters.
package enum ActionKind: Hashable, Sendable, CaseIterable {
  case cancel, fail, delay, finish, listening, panic, deadline, add
}

package enum InterventionCommand: CaseIterable, Hashable, Sendable {
  case next, previous
  case more, less, nextChoice, previousChoice
  case edit, accept
}

package enum OptionsCommand: CaseIterable, Hashable, Sendable {
  case next, previous
  case more, less, nextChoice, previousChoice, nextGroup
  case edit, accept
}

/// What performs commands: each feature's with a handler of its own.
protocol CommandPerformer {
  mutating func perform(_ command: AppCommand) -> [Effect]
  mutating func perform(_ command: GalleryCommand, count: Int?) -> [Effect]
  mutating func perform(_ command: WatchingCommand, count: Int?) -> [Effect]
  mutating func perform(_ command: AskingCommand) -> [Effect]
  mutating func perform(_ command: WhatIfCommand) -> [Effect]
  mutating func perform(_ command: BranchCommand) -> [Effect]
  mutating func perform(_ command: CodeCommand, count: Int) -> [Effect]
  mutating func perform(_ command: ComparingCommand, count: Int) -> [Effect]
  mutating func perform(_ command: HelpCommand, count: Int) -> [Effect]
  mutating func perform(_ command: TalkCommand) -> [Effect]
  /// Lets the box that is open perform one of its own.
  mutating func performInDialog(_ command: Command, count: Int) -> [Effect]
}

extension Command {
  /// Lets the handler perform it that it belongs to.
  func perform(by performer: inout some CommandPerformer, count: Int?) -> [Effect] {
    switch self {
    case .app(let command): performer.perform(command)
    case .gallery(let command): performer.perform(command, count: count)
    case .watching(let command): performer.perform(command, count: count)
    case .asking(let command): performer.perform(command)
    case .whatIf(let command): performer.perform(command)
    case .branches(let command): performer.perform(command)
    case .code(let command): performer.perform(command, count: count ?? 1)
    case .comparing(let command): performer.perform(command, count: count ?? 1)
    case .help(let command): performer.perform(command, count: count ?? 1)
    case .talk(let command): performer.perform(command)
    case .action, .intervention, .options, .branchList, .sides, .export, .field:
      performer.performInDialog(self, count: count ?? 1)
    }
  }
}
