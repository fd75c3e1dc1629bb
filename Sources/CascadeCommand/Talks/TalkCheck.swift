import CascadeScenarios
import CascadeTerminal
import CascadeText
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
      let name = step.content.shown.map { "\(SafeText.make($0.name)), " } ?? ""
      for cut in feed.scene(index).map(fit.cuts) ?? [] { add("\(name)\(cut) at \(talk.audience.words)") }
      for cut in step.note.map(fit.cuts(ofNote:)) ?? [] { add("\(cut) at \(talk.audience.words)") }
    }
    self.findings = findings
  }
}
