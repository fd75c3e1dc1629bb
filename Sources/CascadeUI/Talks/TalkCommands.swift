import Cascade
import CascadeQuestions
import CascadeTrace

extension Model {
  mutating func perform(_ command: TalkCommand) -> [Effect] {
    if command == .list {
      listSteps()
      return []
    }
    guard case .card(let card, behind: let session) = screen else { return [] }
    switch (command, card) {
    case (.next, .question(var question)) where question.reply == nil:
      let reply = question.ballot.reply ?? .none
      keep(reply, typed: question.ballot.typed)
      question.reply = reply
      screen = .card(.question(question), behind: session)
    case (.previous, .question(let question)) where question.reply != nil:
      screen = .card(.question(CardQuestion(question.question, typed: draft)), behind: session)
    case (.next, _): return goOn(.onward)
    case (.previous, _): return goOn(.back)
    case (.list, _): break
    }
    return []
  }

  /// Shows the list of the steps; what was in view is there again after it, as it was left.
  mutating func listSteps() {
    guard talk != nil else {
      status = "There are no steps: this is no talk."
      return
    }
    changeSession { $0.stopPlaying() }
    leftPage = screen
    gallery.markLeft()
    screen = .gallery(behind: session)
  }

  /// Keeps what was answered to the question of this step: going back to it shows that again.
  mutating func keep(_ reply: Reply, typed: String?) {
    guard let step = talk?.step else { return }
    talk?.replies[step] = reply
    talk?.drafts[step] = typed
  }

  /// What was typed at the question of this step.
  var draft: String { talk.flatMap { talk in talk.step.flatMap { talk.drafts[$0] } } ?? "" }

  /// To the next step of the talk, or the one before.
  mutating func goOn(_ way: Way) -> [Effect] {
    guard let talk else { return [] }
    let step = (talk.step ?? 0) + (way == .onward ? 1 : -1)
    guard talk.outline.steps.indices.contains(step) else {
      status = way == .onward ? "The end of the talk." : "The start of the talk."
      return []
    }
    opensAtEnd = way == .back
    return [.show(step: step)]
  }

  /// Begins a talk, or goes on with it as its file says now.
  mutating func begin(_ outline: TalkOutline, unchanged: Set<Int>) {
    if talk == nil { settings.isForAudience = true }
    let step = talk?.step.map { min($0, outline.steps.count - 1) }
    // What a room answered belongs to a question that may be another one now.
    let (replies, drafts) = (talk?.replies ?? [:], talk?.drafts ?? [:])
    talk = TalkState(
      outline: outline, step: step, replies: replies.filter { unchanged.contains($0.key) },
      drafts: drafts.filter { unchanged.contains($0.key) })
    // The file can be used again.
    if dialog is FileProblems { dialog = nil }
    status = nil
    gallery = GalleryList(
      outline.steps.enumerated().map { GalleryEntry(name: "step \($0.offset + 1)", title: $0.element.title, about: "") }
    )
    gallery.select(step ?? 0)
  }

  /// Shows a step.
  mutating func show(_ scene: TalkScene, step: Int) -> [Effect] {
    let isBack = opensAtEnd
    opensAtEnd = false
    leftPage = nil
    // What is typed stays with its question, whether it was locked or not.
    if let old = talk?.step, let ballot = openBallot { talk?.drafts[old] = ballot.typed }
    let reply = talk?.replies[step] ?? .none
    talk?.step = step
    help = nil
    status = nil
    var effects: [Effect] = []
    switch scene {
    case .sentence(let text): leave(for: .sentence(text))
    case .question(let question):
      leave(for: .question(CardQuestion(question, reply: isBack ? reply : nil, typed: draft)))
    case .ask(let opening, let question):
      show(opening)
      let typed = draft
      changeSession { session in
        session.ask(question, answered: isBack ? reply : nil)
        session.asking.open?.ballot.put(typed)
      }
    case .run(let opening, let from, let until):
      show(opening)
      changeSession { session in
        session.bounds = RunBounds(from: from, until: until)
        if let place = isBack ? until ?? session.recording.end : from { session.jump(to: place) }
      }
    case .whatIf(let opening, let variation, let recording, let change, let question):
      show(opening)
      changeSession { $0.runs.add(variation, recording) }
      branchOff(variation, change: change, isMadeHere: false)
      seekFirstDifference()
      status = nil
      changeSession { session in
        session.jump(to: session.recording.start(ofChangeAfter: session.branches.branch.start))
        session.bounds = RunBounds(from: session.cursor, until: nil)
        session.caption = RunSession.Caption(position: session.cursor.position, text: question)
        if isBack { session.jump(to: session.recording.end) }
      }
    case .compare(let opening, let a, let b):
      show(opening)
      for run in [a, b] {
        switch run.side.source {
        case .variation(let variation): changeSession { $0.runs.add(variation, run.recording) }
        case .file(let path): recordings[path] = .here(run.recording)
        }
      }
      effects = compare(a.side, b.side, at: isBack ? max(a.recording.endTime, b.recording.endTime) : .zero)
      changeComparing { $0.isPage = true }
    }
    gallery.select(step)
    return effects
  }

  /// Shows a page in the place of what is in view.
  private mutating func leave(for card: Card) {
    changeSession { $0.stopPlaying() }
    dialog = nil
    screen = .card(card, behind: session)
  }
}
