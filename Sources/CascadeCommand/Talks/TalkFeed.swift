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
    switch scene {
    case .run(var opening, let from, let until):
      opening.recording.secrets = secrets(after: step)
      return .run(opening, from: from, until: until)
    case .ask(var opening, let question):
      opening.recording.secrets = secrets(after: step)
      return .ask(opening, question)
    case .sentence, .whatIf, .compare, .question: return scene
    }
  }

  /// The steps that show what they showed in the talk as it was.
  func steps(unchangedFrom old: TalkFeed) -> Set<Int> {
    Set(
      talk.steps.indices.filter { step in
        guard let now = scene(step), let before = old.scene(step) else { return false }
        return now.shows(before)
      })
  }

  /// What is asked about the same run later, as long as no step shows it to its end.
  private func secrets(after step: Int) -> Set<Secret> {
    let name = talk.steps[step].content.shown?.name
    var secrets: Set<Secret> = []
    for next in talk.steps[(step + 1)...] where next.content.shown?.name == name {
      switch next.content {
      case .askAbout(_, _, let question): secrets.formUnion(question.secrets)
      case .run(_, from: _, until: nil), .whatIf, .compare: return secrets
      case .run, .say, .ask: continue
      }
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
