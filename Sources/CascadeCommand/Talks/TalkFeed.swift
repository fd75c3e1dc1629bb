import Cascade
import CascadeNarration
import CascadeQuestions
import CascadeScenarios
import CascadeTerminal
import CascadeText
import CascadeTrace
import CascadeUI

/// A talk that is given: what the screen asks for, from what was read and played before it began.
struct TalkFeed {
  let path: String
  let talk: Talk

  /// The steps as the screen, and the speaker's notes, know them.
  var outline: TalkOutline {
    TalkOutline(
      title: talk.title, minutes: talk.minutes,
      steps: talk.steps.map { TalkOutline.Step(title: $0.content.title, note: $0.note, minutes: $0.minutes) })
  }

  /// What a step shows; nil where there is no such step.
  func scene(_ step: Int) -> TalkScene? {
    guard talk.steps.indices.contains(step) else { return nil }
    let scene = talk.steps[step].content.scene(named: "step \(step + 1)")
    guard case .run(var opening, let from, let until) = scene else { return scene }
    opening.recording.secrets = secrets(after: step)
    return .run(opening, from: from, until: until)
  }

  /// What is asked about the same run right after it was shown.
  private func secrets(after step: Int) -> Set<Secret> {
    let name = talk.steps[step].content.shown?.name
    var secrets: Set<Secret> = []
    for next in talk.steps[(step + 1)...] {
      guard case .askAbout(let shown, _, let question) = next.content, shown.name == name else { break }
      secrets.formUnion(question.secrets)
    }
    return secrets
  }

  /// The scenario that a step shows, for what is asked of it besides.
  func source(_ step: Int) -> RunSource? {
    guard talk.steps.indices.contains(step) else { return nil }
    return talk.steps[step].content.shown.map { RunSource(name: $0.name, scenario: $0.scenario, isLive: false) }
  }
}

extension Talk.Content {
  var shown: Talk.Shown? {
    switch self {
    case .run(let shown, from: _, until: _), .whatIf(let shown, _), .compare(let shown, a: _, b: _),
      .askAbout(let shown, _, _):
      shown
    case .say, .ask: nil
    }
  }

  /// What it shows, in a few words.
  var title: String {
    switch self {
    case .say(let text): text
    case .ask(let question): question.text
    case .askAbout(_, _, let question): question.text
    case .run(let shown, from: _, until: _): shown.scenario.title
    case .whatIf(_, let change): change.question
    case .compare(let shown, let a, let b):
      [shown.scenario.title, Self.named([a, b])].filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  /// `(waitgroup)`: the sides that a comparison names.
  private static func named(_ sides: [Talk.Side?]) -> String {
    let names = sides.compactMap { $0?.compared.side.name }
    return names.isEmpty ? "" : "(\(names.joined(separator: ", ")))"
  }

  fileprivate func scene(named name: String) -> TalkScene {
    switch self {
    case .say(let text): return .sentence(text)
    case .ask(let question): return .question(question)
    case .askAbout(let shown, _, let question): return .ask(shown.opening(named: name), question)
    case .run(let shown, let from, let until):
      return .run(shown.opening(named: name), from: from, until: until)
    case .whatIf(let shown, let change):
      return .whatIf(
        shown.opening(named: name), change.variation, shown.source.recording(of: change.run),
        change: change.change.phrase(naming: change.names.name), question: change.question)
    case .compare(let shown, let a, let b):
      let opening = shown.opening(named: name)
      let own = ComparedRun(SideArgument.asWritten(shown.scenario), opening.recording)
      if let a { return .compare(opening, a.compared(in: shown), b?.compared(in: shown) ?? own) }
      guard let contrast = Contrast(opening.recording),
        let other = try? ScenarioRun(shown.scenario, variation: Variation([contrast.change]))
      else { return .compare(opening, own, b?.compared(in: shown) ?? own) }
      return .compare(
        opening, ComparedRun(CompareSide(other: contrast), shown.source.recording(of: other)),
        b?.compared(in: shown) ?? ComparedRun(CompareSide(own: contrast), opening.recording))
    }
  }
}

extension Talk.Shown {
  var source: RunSource { RunSource(name: name, scenario: scenario, isLive: false) }

  func opening(named name: String) -> Opening { source.opening(source.recording(of: run), named: name) }
}

extension Talk.Change {
  var question: String { change.question(naming: names.name) }
}

extension Talk.Side {
  /// The side by its name.
  fileprivate var compared: (side: CompareSide, path: String?) {
    switch self {
    case .variation(let variation, let name, _): (CompareSide(.variation(variation), name: name), nil)
    case .file(let path, _): (CompareSide(file: path), path)
    }
  }

  fileprivate func compared(in shown: Talk.Shown) -> ComparedRun {
    switch self {
    case .variation(_, name: _, let run): ComparedRun(compared.side, shown.source.recording(of: run))
    case .file(_, let recording): ComparedRun(compared.side, recording)
    }
  }
}

/// What would go wrong with a talk that can be given: what is cut on the audience's screen, and what its scenarios claim and
/// don't hold.
struct TalkCheck {
  let talk: Talk
  /// In the order of the file.
  let findings: [Mismatch]
  /// What isn't wrong and good to know: words beside lanes that are cut, and rows that are out of view.
  let notes: [Mismatch]

  init(_ talk: Talk, path: String) {
    self.talk = talk
    let size = Size(columns: talk.audience.columns, rows: talk.audience.rows)
    let fit = AudienceFit(size)
    let feed = TalkFeed(path: path, talk: talk)
    var findings: [Mismatch] = []
    var notes: [Mismatch] = []
    var checked = Set<String>()
    let planned = talk.steps.compactMap(\.minutes).reduce(.zero, +)
    if let minutes = talk.minutes, planned > minutes {
      let words = "the steps are planned for \(MinutesText.of(planned)), the talk for \(MinutesText.of(minutes))"
      findings.append(Mismatch(place: nil, message: words))
    }
    for (index, step) in talk.steps.enumerated() {
      func add(_ words: String) { findings.append(Mismatch(place: step.place, message: "step \(index + 1): \(words)")) }
      if let shown = step.content.shown, checked.insert(shown.name).inserted {
        let claims = try? ScenarioCheck(shown.scenario, otherSeeds: 0)
        for mismatch in claims?.mismatches ?? [] { add("\(SafeText.make(shown.name)): \(mismatch.message)") }
      }
      if case .askAbout(let shown, let plan?, _) = step.content {
        findings += plan.mismatches(in: shown).map {
          Mismatch(place: $0.place, message: "step \(index + 1): \($0.message)")
        }
      }
      if let earlier = talk.stepThatTells(index) { add("step \(earlier + 1) has shown the answer") }
      let name = step.content.shown.map { "\(SafeText.make($0.name)), " } ?? ""
      if let scene = feed.scene(index) {
        for cut in fit.cuts(of: scene) { add("\(name)\(cut) at \(talk.audience.words)") }
        let screens = AudienceScreens(scene, size: size)
        let words =
          (screens.partInView.map { ["\($0) are in view"] } ?? [])
          + (screens.cutWords.isEmpty ? [] : ["cut: " + screens.cutWords.map(SafeText.quoted).joined(separator: ", ")])
        if !words.isEmpty {
          let message = "step \(index + 1), at \(talk.audience.words): \(name)\(words.joined(separator: "; "))"
          notes.append(Mismatch(place: step.place, message: message))
        }
      }
      for cut in step.note.map({ fit.cuts(ofNote: $0, answers: step.content.answers) }) ?? [] {
        add("\(cut) at \(talk.audience.words)")
      }
    }
    self.findings = findings
    self.notes = notes
  }
}

extension Talk {
  /// The step before a question that has shown its answer: a run that went as far as where the truth shows.
  fileprivate func stepThatTells(_ index: Int) -> Int? {
    guard case .askAbout(let asked, _, let question) = steps[index].content else { return nil }
    return steps[..<index].firstIndex { step in
      switch step.content {
      case .run(let shown, from: _, let until):
        shown.name == asked.name && until?.position ?? .max >= question.shows.position
      case .askAbout(let shown, _, let other):
        shown.name == asked.name && other.shows.position >= question.shows.position
      case .compare(let shown, a: _, b: nil): shown.name == asked.name
      case .say, .ask, .whatIf, .compare: false
      }
    }
  }
}

extension Talk.Content {
  /// How many answers there are to choose from.
  fileprivate var answers: Int {
    switch self {
    case .say, .run, .whatIf, .compare: 0
    case .ask(let question): question.answers.count
    case .askAbout(_, _, let question): question.answers.count
    }
  }
}
