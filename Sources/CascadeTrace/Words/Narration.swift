import Cascade

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
  /// The story so far, most important first.
  package let sentences: [String]

  /// All in one line, the author's sentence first.
  package var text: String { ((given.map { [$0] } ?? []) + sentences).joined(separator: " ") }
}

extension Recording {
  /// What to say about the moment that a cursor sees. Names and errors in it are safe to print.
  package func narration(at cursor: Cursor) -> Narration {
    let run = state(at: cursor)
    let story = Story(run: run, now: cursor.t)
    let given = beatIndex(at: cursor).flatMap { beats[$0].sentence }.map(SafeText.make)
    return Narration(
      heading: run.cause == nil && run.deadlock == nil ? .now : .why, given: given, sentences: story.sentences)
  }

  /// What a beat teaches: the author's sentence, or one made from its events.
  package func sentence(for beat: Beat) -> String {
    if let given = beat.sentence { return SafeText.make(given) }
    return BeatStory(recording: self, beat: beat).sentences.joined(separator: " ")
  }
}
