package import CascadeEvents
import CascadeText
import CascadeTrace

/// What recordings of several processes can't know of each other, said of the run that is joined of them.
package struct JoinedWords: Hashable, Sendable {
  /// A sentence for each thing; they are safe to print.
  package let sentences: [String]
  /// All that isn't known in one line.
  package let line: String

  /// - Parameters:
  ///   - run: What was joined.
  ///   - names: What all recordings that were given are called.
  ///   - words: What each of those can't know by itself.
  package init(_ run: JoinedRun, names: [String], words: [RecordingWords]) {
    let names = names.map { SafeText.make($0) }
    let parts = run.parts.map { (name: names[$0.recording], start: $0.start) }
    var sentences = [
      "\(English.count(run.calls, "call")) \(run.calls == 1 ? "ties" : "tie") together \(English.list(parts.map(\.name)))."
    ]
    var short: [String] = []
    if let first = parts.min(by: { $0.start < $1.start }) {
      let places = parts.filter { $0.name != first.name }.map { part in
        "\(part.name) begins \(TimeText.duration(part.start)) after \(first.name)"
      }
      sentences.append(
        "How their clocks differ isn't known. Each stands as early as the calls allow: \(English.list(places)). "
          + "So what one process does because of another may look too early.")
      short.append("how the clocks of \(English.list(parts.map(\.name))) differ")
    }
    func add(_ count: Int, _ one: String, _ more: String, _ words: String) {
      guard count > 0 else { return }
      sentences.append("\(count) \(count == 1 ? one : more).")
      short.append("\(count) \(words)")
    }
    add(
      run.untaken, "call that was made is taken in none of these recordings",
      "calls that were made are taken in none of these recordings", "untaken")
    add(
      run.unmade, "call that was taken is made in none of these recordings",
      "calls that were taken are made in none of these recordings", "made elsewhere")
    add(
      run.shared, "call is taken in a context or group that works for others, too, and stands beside what made it",
      "calls are taken in a context or group that works for others, too, and stand beside what made them",
      "not below what made them")
    add(
      run.impossible, "call arrives before it is made: the two clocks don't go alike, or an id is wrong",
      "calls arrive before they are made: the clocks don't go alike, or ids are wrong", "arrive before they are made")
    for part in run.parts {
      sentences += words[part.recording].sentences.map { "\(names[part.recording]): \($0)" }
      let lack = words[part.recording].short
      if !lack.isEmpty { short.append("\(names[part.recording]): \(lack)") }
    }
    self.sentences = sentences
    line = "Not all is known: \(short.joined(separator: "; "))."
  }
}
