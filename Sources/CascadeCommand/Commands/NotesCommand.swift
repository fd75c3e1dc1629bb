import ArgumentParser
import CascadeText
import CascadeUI

/// `cascade notes`
struct NotesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notes",
    abstract: "Show the notes of a talk in a second terminal.",
    discussion: """
      Its PgDn and PgUp move the audience's screen; at a question, digits and blanks are \
      what the room chose: the number of one answer, or how many chose each. Either can be closed, and begun \
      again, while the other goes on.

      Examples:
        cascade notes
        cascade notes --plain
      """)

  @OptionGroup var option: SessionOption

  @Flag(help: "Print each step and its notes as text, without drawing.")
  var plain = false

  @OptionGroup var look: LookOptions

  func run() throws {
    let session = option.session ?? .usual
    switch OutputMode.choose(plain: plain, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      try followInWords(session) { $0.notesPage.script }
    case .screen(let terminal):
      var loop = NotesLoop(terminal: terminal, session: session, theme: look.theme)
      try loop.run()
    }
  }
}

extension RemoteReply {
  /// What the speaker sees of it.
  var notesPage: NotesPage {
    var page = NotesPage()
    page.now = sentence ?? ""
    page.isBlank = blank ?? false
    page.message = message
    if let run {
      page.place = run.beats > 0 ? "\(run.time), beat \(run.beat) of \(run.beats)" : run.time
      page.title = run.title
    }
    if let talk {
      page.title = talk.title
      page.step = talk.step
      page.steps = talk.steps
      page.next = talk.next
      page.planned = talk.planned.map { .seconds($0) }
      page.elapsed = talk.elapsed.map { .seconds($0) }
      if let begin = talk.plannedSoFar {
        page.plannedNow = .seconds(begin) ... .seconds(max(begin, talk.plannedUntil ?? begin))
      }
    }
    page.question = question.flatMap { asked in
      // Another version of the program may answer.
      guard asked.answers.indices.contains(asked.right - 1),
        asked.counts.map({ $0.count == asked.answers.count }) ?? true
      else { return nil }
      return ScreenFacts.Asked(
        text: asked.text, answers: asked.answers, right: asked.right - 1, votes: asked.votes, counts: asked.counts,
        isOpen: asked.open)
    }
    page.notes = [talk?.note, run?.note].compactMap(\.self)
    return page
  }
}

extension NotesPage {
  /// The same in lines.
  fileprivate var script: [String] {
    let place = steps > 0 ? ["Step \(step) of \(steps). \(SafeText.make(now))"] : [SafeText.make(now)]
    let notes = notes.flatMap { $0.split(separator: "\n").map { "Note: \(SafeText.make(String($0)))" } }
    let ballot = ballot.filter { !$0.isEmpty }.map { "  \(SafeText.make($0))" }
    return place + ballot + notes + ["Next: \(SafeText.make(next ?? "the end"))"]
  }
}
