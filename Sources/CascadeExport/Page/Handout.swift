import CascadeNarration
import CascadeQuestions
package import CascadeTerminal
import CascadeText
import CascadeTrace
package import CascadeUI

/// A talk to take home, as one page: what the audience saw, step by step. The answers to its questions are turned up on a
/// screen, and stand at the end of what is printed.
package struct Handout {
  private let outline: TalkOutline
  private let scenes: [TalkScene]
  private let size: Size
  private let capabilities: TerminalCapabilities
  private let theme: Theme
  private let motion: Motion
  /// Does what the model asks for at a step.
  private let answers: (Int) -> ExportedRun.Answers
  private let hasNotes: Bool

  /// - Parameters:
  ///   - scenes: What each step shows.
  ///   - size: How large the pictures are.
  ///   - hasNotes: Whether what only the speaker saw is on it, too.
  package init(
    _ outline: TalkOutline, scenes: [TalkScene], size: Size,
    capabilities: TerminalCapabilities = TerminalCapabilities(), theme: Theme = .dark, motion: Motion = .full,
    hasNotes: Bool = false, answers: @escaping (Int) -> ExportedRun.Answers = { _ in { _ in nil } }
  ) {
    self.outline = outline
    self.scenes = scenes
    self.size = size
    self.capabilities = capabilities
    self.theme = theme
    self.motion = motion
    self.answers = answers
    self.hasNotes = hasNotes
  }

  package func text() throws(ExportRefusal) -> String {
    var frames = PageFrames()
    var pages: [String] = []
    var solutions: [String] = []
    for (step, scene) in scenes.enumerated() {
      pages.append(try page(step, scene, &frames))
      if let asked = Asked(scene) { solutions.append("<h3>\(Markup.escaped(asked.text))</h3>\n\(asked.solution)") }
    }
    let count = scenes.count == 1 ? "1 step" : "\(scenes.count) steps"
    let minutes = outline.minutes.map { "\(Int(($0 / .seconds(60)).rounded())) minutes, " } ?? ""
    let end =
      solutions.isEmpty
      ? ""
      : "<section class=\"solutions\"><h2>Answers</h2>\n\(solutions.joined(separator: "\n"))</section>"
    return HTMLPage.document(
      title: outline.title, frames: frames,
      body: """
        <main class="talk">
        <header><h1>\(Markup.escaped(outline.title))</h1>
        <p>\(minutes)\(count). PgDn and PgUp go through it as through the talk.</p></header>
        \(pages.joined(separator: "\n"))
        \(end)
        </main>
        """)
  }

  // MARK: A step

  private func page(_ step: Int, _ scene: TalkScene, _ frames: inout PageFrames) throws(ExportRefusal) -> String {
    let notes = notes(hasNotes ? outline.steps[step].note : nil)
    var place = PageArticle.Place(number: step + 1, count: scenes.count, notes: notes, hasNotes: hasNotes)
    switch scene {
    case .sentence(let text):
      return section("say", place, "<p class=\"sentence\">\(Markup.escaped(text))</p>")
    case .run(let opening, let from, let until):
      (place.from, place.until) = (from, until)
      return try PageArticle(try run(step, opening), &frames, at: place).markup
    case .whatIf(let opening, let variation, let recording, let change, let question):
      var run = try run(step, opening)
      try run.branch(variation, recording, change: change)
      place.from = recording.start(ofChangeAfter: recording.sharedEvents(with: opening.recording))
      place.title = question
      return try PageArticle(run, &frames, at: place).markup
    case .compare(let opening, let a, let b):
      let model = model(step, scene)
      let lesson = (model.comparing?.moment?.lesson ?? []).map { "<p class=\"sentence\">\(Markup.escaped($0))</p>" }
      let sides = Markup.escaped("A: \(a.side.wholeName). B: \(b.side.wholeName).")
      return section(
        "comparison", place,
        "<h2>\(Markup.escaped(opening.title))</h2>\n<p>\(sides)</p>\n\(picture(of: model, &frames))\n\(lesson.joined(separator: "\n"))"
      )
    case .question, .ask:
      guard let asked = Asked(scene) else { return "" }
      var pictures = ("", "")
      if case .ask = scene {
        var model = model(step, scene)
        pictures.0 = picture(of: model, &frames)
        _ = model.update(.key(.pageDown))
        pictures.1 = picture(of: model, &frames)
      }
      return section(
        "question", place,
        """
        \(pictures.0)
        \(asked.question)
        <details class="answer"><summary>Answer</summary>
        \(asked.solution)
        \(pictures.1)
        </details>
        """)
    }
  }

  private func section(_ name: String, _ place: PageArticle.Place, _ content: String) -> String {
    """
    <section class="page \(name)" aria-label="\(place.label)" tabindex="-1">
    \(content)
    \(place.notes)
    </section>
    """
  }

  private func notes(_ text: String?) -> String {
    guard let text, !text.isEmpty else { return "" }
    let lines = text.split(separator: "\n").map { "<p>\(Markup.escaped(String($0)))</p>" }
    return "<aside class=\"notes\" aria-label=\"Notes\">\(lines.joined())</aside>"
  }

  // MARK: The program's own screens

  private func run(_ step: Int, _ opening: Opening) throws(ExportRefusal) -> ExportedRun {
    var model = Model(gallery: [], size: size, capabilities: capabilities, theme: theme, motion: motion)
    _ = model.update(.opened(opening))
    return try ExportedRun(model, size: size, capabilities: capabilities, answers: answers(step))
  }

  /// The audience's screen at a step.
  private func model(_ step: Int, _ scene: TalkScene) -> Model {
    var model = Model(gallery: [], size: size, capabilities: capabilities, theme: theme, motion: .off)
    _ = model.update(.talk(outline))
    _ = model.update(.step(step, scene))
    // What a comparison teaches is known at its end.
    if case .compare = scene { _ = model.update(.key(.end)) }
    return model
  }

  private func picture(of model: Model, _ frames: inout PageFrames) -> String {
    func canvas(_ theme: Theme) -> Canvas { model.forPaper.with(theme).view(size: size, capabilities: capabilities) }
    let rows = frames.take(light: canvas(.light), dark: canvas(.dark))
    return """
      <div class="picture" role="img" aria-label="The audience's screen; the words below it say the same." \
      style="--points:\(PageArticle.points(for: size))pt">
      \(frames.markup(rows))
      </div>
      """
  }
}

/// A question of a talk in words.
private struct Asked {
  let text: String
  let answers: [(text: String, why: String)]
  let right: Int
  let rule: String

  /// Nil for what is no question.
  init?(_ scene: TalkScene) {
    switch scene {
    case .sentence, .run, .whatIf, .compare: return nil
    case .question(let own):
      (text, right, rule) = (own.text, own.right, own.rule ?? "")
      answers = own.answers.map { ($0.text, $0.why ?? "") }
    case .ask(_, let question):
      (text, right, rule) = (question.text, question.right, question.rule)
      answers = question.answers.map { ($0.text, $0.why) }
    }
  }

  /// What is asked, and the answers there are.
  var question: String {
    let items = answers.map { "<li>\(Markup.escaped($0.text))</li>" }
    return "<h2>\(Markup.escaped(text))</h2>\n<ol class=\"answers\">\(items.joined())</ol>"
  }

  /// Which one is right, why, and why the others aren't.
  var solution: String {
    // It may begin with a task's name, which is written as it is.
    func reason(_ index: Int, _ mark: String) -> String {
      let why = answers[index].why
      return why.isEmpty ? "." : "\(mark) \(Markup.escaped(why))\(why.hasSuffix(".") ? "" : ".")"
    }
    let others = answers.indices.filter { $0 != right && !answers[$0].why.isEmpty }
      .map { "<p>\($0 + 1), \(Markup.escaped(answers[$0].text)): wrong\(reason($0, ";"))</p>" }
    let words =
      "<p><strong>\(right + 1), \(Markup.escaped(answers[right].text))</strong>\(reason(right, ":"))</p>"
    let remember = rule.isEmpty ? "" : "<p><strong>\(Markup.escaped(rule))</strong></p>"
    return words + others.joined() + remember
  }
}
