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
      guard step.content.shown?.name == asked.name else { return false }
      if case .run(_, from: _, let until) = step.content { return until?.position ?? .max >= question.shows.position }
      if case .askAbout(_, _, let other) = step.content { return other.shows.position >= question.shows.position }
      if case .compare(_, a: _, b: nil) = step.content { return true }
      return false
    }
  }
}

extension Talk.Content {
  /// How many answers there are to choose from.
  fileprivate var answers: Int {
    if case .ask(let question) = self { return question.answers.count }
    if case .askAbout(_, _, let question) = self { return question.answers.count }
    return 0
  }
}
