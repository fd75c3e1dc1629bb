import Cascade
import CascadeQuestions
package import CascadeTerminal
import CascadeTrace

/// A step of a talk as the audience sees it, press by press: which words are cut, and which rows are out of view.
package struct AudienceScreens: Sendable {
  /// `1 task faile…`, each once.
  package private(set) var cutWords: [String] = []
  /// `rows 1 to 5 of 8`, as it stands last; none where all are in view.
  package private(set) var partInView: String?

  /// No step has more screens.
  private static let most = 500

  package init(_ scene: TalkScene, size: Size) {
    var model = Model(gallery: [], size: size, motion: .off)
    _ = model.update(.talk(TalkOutline(title: "", steps: [TalkOutline.Step(title: "")])))
    _ = model.update(.step(0, scene))
    var presses = 0
    while model.status == nil, presses < Self.most {
      look(at: model.view(size: size, capabilities: TerminalCapabilities()))
      _ = model.update(.key(.pageDown))
      model.changeSession { $0.finishTravel() }
      presses += 1
    }
    // What its author wrote so isn't cut.
    let own = scene.words
    cutWords.removeAll { word in own.contains { $0.contains(word) } }
  }

  private mutating func look(at canvas: Canvas) {
    for line in canvas.lines {
      for match in line.matches(of: /[\w"][^ \u{2502}]*(?: [^ \u{2502}]+)*?(?:\u{2026}|\w\.\.\.)/) {
        let words = String(match.0)
        if !cutWords.contains(words) { cutWords.append(words) }
      }
      if let match = line.firstMatch(of: /rows (?:that differ )?\d+ to \d+ of \d+/) { partInView = String(match.0) }
    }
  }
}

extension TalkScene {
  /// What stands in it as it was written.
  fileprivate var words: [String] {
    switch self {
    case .sentence(let text): [text]
    case .question(let own): [own.text, own.rule ?? ""] + own.answers.flatMap { [$0.text, $0.why ?? ""] }
    case .ask(let opening, let question):
      opening.words + [question.text, question.rule] + question.answers.flatMap { [$0.text, $0.why] }
    case .run(let opening, from: _, until: _): opening.words
    case .whatIf(let opening, _, let recording, let change, let question):
      opening.words + recording.words + [change, question]
    case .compare(let opening, let a, let b):
      opening.words + a.recording.words + b.recording.words + [a.side.wholeName, b.side.wholeName]
    }
  }
}

extension Opening {
  fileprivate var words: [String] { [title, about] + recording.words }
}

extension Recording {
  fileprivate var words: [String] {
    beats.compactMap(\.sentence) + roster.members.map(\.name)
      + log.compactMap { event in
        if case .note(.log(let text)) = event.kind { return text }
        return event.kind.out?.error?.description
      }
  }
}
