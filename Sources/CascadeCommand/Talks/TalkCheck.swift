import CascadeQuestions
import CascadeScenarios
import CascadeTerminal
import CascadeText
import CascadeTrace
import CascadeUI

/// What would go wrong with a talk that can be given: what is cut on the audience's screen, and what its scenarios claim and
/// don't hold.
struct TalkCheck {
  let talk: Talk
  /// In the order of the file.
  let findings: [Mismatch]

  init(_ talk: Talk, path: String) {
    self.talk = talk
    let fit = AudienceFit(Size(columns: talk.audience.columns, rows: talk.audience.rows))
    let feed = TalkFeed(path: path, talk: talk)
    var findings: [Mismatch] = []
    var checked = Set<String>()
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
      let name = step.content.shown.map { "\(SafeText.make($0.name)), " } ?? ""
      for cut in feed.scene(index).map(fit.cuts) ?? [] { add("\(name)\(cut) at \(talk.audience.words)") }
      for cut in step.note.map({ fit.cuts(ofNote: $0, answers: step.content.answers) }) ?? [] {
        add("\(cut) at \(talk.audience.words)")
      }
    }
    self.findings = findings
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
