import Cascade
import CascadeText
package import CascadeTrace

/// What a teacher would say about a moment of a run.
package struct Narration: Hashable, Sendable {
  package enum Heading: String, Hashable, Sendable, CaseIterable {
    /// Nothing has gone wrong yet.
    case now = "NOW"
    /// Something has: why things are as they are.
    case why = "WHY"
  }

  package let heading: Heading
  /// The sentence that the author of the scenario wrote for the beat at this moment.
  package let given: String?
  /// The story so far, in the order in which it is told: what wait returned, once it has, and then how it came to that.
  package let sentences: [String]
  /// The same sentences, the most important first, after the author's. A view with little room shows as many of them as
  /// it can, and drops from the end: what the author says stays longest, then the latest development (what wait
  /// returned, who is out), then the cause, then what came of it.
  package let sentencesByImportance: [String]
  /// What must not be missing: the author's sentence, the latest development and the cause.
  package let essential: [String]

  /// The `count` most important sentences of the story, the author's left out, in the order in which they are told.
  package func sentences(fitting count: Int) -> [String] {
    let kept = sentencesByImportance.dropFirst(given == nil ? 0 : 1).prefix(max(0, count))
    return sentences.filter(kept.contains)
  }

  /// All in one line, the author's sentence first.
  package var text: String { ((given.map { [$0] } ?? []) + sentences).joined(separator: " ") }
}

extension Recording {
  /// What to say about the moment that a cursor sees. Names and errors in it are safe to print.
  package func narration(at cursor: Cursor) -> Narration {
    let run = state(at: cursor)
    let story = Story(run: run, now: cursor.t)
    let given = beatIndex(at: cursor).flatMap { beats[$0].sentence }.map(SafeText.make)
    let told = story.told
    // Within a weight they stay in the order in which they are told.
    let ranked = told.indices.sorted { (told[$0].weight, $0) < (told[$1].weight, $1) }
    let author = given.map { [$0] } ?? []
    return Narration(
      heading: run.cause == nil && run.deadlock == nil ? .now : .why, given: given, sentences: told.map(\.text),
      sentencesByImportance: author + ranked.map { told[$0].text },
      essential: author + ranked.filter { told[$0].weight <= .cause }.map { told[$0].text })
  }

  /// What a beat teaches: the author's sentence, or one made from its events.
  package func sentence(for beat: Beat) -> String {
    if let given = beat.sentence { return SafeText.make(given) }
    return BeatStory(recording: self, beat: beat).sentences.joined(separator: " ")
  }
}
