import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import Testing

@testable import CascadeUI

/// A newcomer's questions about Go's errgroup and context, and what on an ordinary screen answers each: the scenario, the beat,
/// and the words there, in the rows and fields as well as in the author's sentence.
@Suite struct QuestionsTests {
  struct Answer: CustomStringConvertible, Sendable {
    let question: String
    let scenario: String
    let beat: Int
    let words: [String]
    var description: String { question }
  }

  static let answers = [
    Answer(
      question: "Does Wait return at the first error?", scenario: "first-failure", beat: 7,
      words: [
        "the error in hand, still waiting", "fetch-orders ✗ 503 from orders KEPT", "audit-log told, DEAF +180 ms",
        "+180 ms ...", "for audit-log",
      ]),
    Answer(
      question: "When does it return, then?", scenario: "first-failure", beat: 8,
      words: ["⏎ 503 from orders", "+1.400 s since cause", "audit-log ✓ done anyway +1.400 s", "WAIT over", "all out"]),
    Answer(
      question: "Does cancelling a context stop a goroutine?", scenario: "deaf-task", beat: 5,
      words: ["TOLD 3 of 3", "OUT 2 of 3", "sync-crm told, DEAF +300 ms", "reserve-stock ⊘ out +50 ms"]),
    Answer(
      question: "Two tasks fail: which error does Wait return?", scenario: "two-failures", beat: 5,
      words: ["⏎ orders are locked", "orders are locked KEPT", "dropped", "The group drops \"no such mailbox\""]),
    Answer(
      question: "What becomes of the queued tasks when one fails?", scenario: "late-start", beat: 4,
      words: ["blocked in g.Go(indexes)", "receipts ⊘ out +0 ms", "snapshots told, starts next"]),
    Answer(
      question: "Who is blocked when a group is full?", scenario: "late-start", beat: 2,
      words: ["g.Wait() blocked in g.Go(receipts): a slot comes free", "GO", "for a slot", "indexes not spawned yet"]),
    Answer(
      question: "Does an inner failure cancel the outer group?", scenario: "nested-groups", beat: 3,
      words: [
        "g.Wait() waiting", "CAUSE in weather", "TOLD 1 of 1", "radar offline KEPT by weather",
        "satellite told, cleaning up", "told, and no other task",
      ]),
    Answer(
      question: "And the error that the inner group kept?", scenario: "nested-groups", beat: 4,
      words: ["KEPT, weather ignores it", "g.Wait() waiting", "0.320 s so far"]),
    Answer(
      question: "Is ctx still usable after Wait returns nil?", scenario: "used-after-wait", beat: 4,
      words: ["push ✗ context canceled KEPT", "The manifest uses the inner ctx, which Wait has cancelled."]),
    Answer(
      question: "Failure or deadline first: what does Cause say?", scenario: "deadline", beat: 5,
      words: [
        "WithTimeout ✗ the search budget of 1 s", "deadline passed", "shard-2 ⊘ out +50 ms KEPT", "dropped",
      ]),
    Answer(
      question: "When does AfterFunc run, and does Wait wait for it?", scenario: "detached", beat: 6,
      words: ["give-seats-back ▸ ran, Wait didn't wait for it", "the error in hand, still waiting", "for audit"]),
    Answer(
      question: "And one that was stopped?", scenario: "detached", beat: 3,
      words: ["remind-guest ⊘ stopped", "stop() unregisters remind-guest"]),
    Answer(
      question: "Does WithoutCancel cut off the deadline, too?", scenario: "contexts", beat: 6,
      words: ["audit never done", "request ✗ the page has 1 s", "WithoutCancel cuts off cancellation and deadline"]),
    Answer(
      question: "What does TryGo do on a full group?", scenario: "try-go", beat: 2,
      words: ["photo-3 refused: the limit of 2 is reached", "TryGo returns false. photo-3 doesn't start"]),
    Answer(
      question: "Does errgroup recover a panic?", scenario: "panic", beat: 2,
      words: ["✗ PANIC index … KEPT by gallery", "A Go process ends here"]),
    Answer(
      question: "Which context does my task listen to?", scenario: "wrong-context", beat: 4,
      words: ["pull-db told, LISTENS ELSEWHERE +50 ms", "pull-web ⊘ out +50 ms", "WithCancel open", "for pull-db"]),
    Answer(
      question: "What ends a task that listens elsewhere?", scenario: "wrong-context", beat: 6,
      words: ["WithCancel ✗ Ctrl-C", "✗ no such image KEPT", "⏎ no such image", "Ctrl-C cancels the outer context"]),
    Answer(
      question: "Do retries stop when the deadline passes?", scenario: "retry", beat: 5,
      words: ["WithTimeout ✗ the page has 1 s", "prices ⊘ out +0 ms KEPT", "deadline passed"]),
    Answer(
      question: "Can Wait return context canceled instead of the real error?", scenario: "hidden-error", beat: 5,
      words: [
        "⏎ context canceled", "balances ⊘ out +0 ms KEPT", "read-blocks ✗ block 812", "dropped", "read-blocks cancels",
      ]),
    Answer(
      question: "Does Wait wait for cleaning up?", scenario: "cleanup", beat: 4,
      words: ["stock ⊘ out +200 ms", "+200 ms ...", "error in hand"]),
    Answer(
      question: "May a cleanup use ctx?", scenario: "cleanup", beat: 3,
      words: ["seats ✗ seats not released", "ctx is done, so release fails at once", "stock told, cleaning up"]),
    Answer(
      question: "What does one failure in a batch throw away?", scenario: "batch", beat: 4,
      words: ["999 alike", "done, thrown", "started late, out", "cut half way", "TOLD 399 of 399"]),
    Answer(
      question: "Can a server stop without losing requests?", scenario: "shutdown", beat: 5,
      words: ["upload", "✓ finished +400 ms", "grace period over", "live-tail", "⊘ out, nil +50 ms"]),
  ]

  @Test(arguments: answers) func theScreenAnswersIt(answer: Answer) throws {
    var stage = Stage(Size(columns: 80, rows: 24))
    stage.open(answer.scenario)
    let beat = stage.session.recording.beats[answer.beat - 1]
    stage.model.changeSession { $0.seek($0.recording.cursor(at: beat.position)) }
    let text = stage.plainWords
    for words in answer.words { #expect(text.contains(words), "\(words)\n\(stage.canvas)") }
  }
}

extension Stage {
  /// Everything on the screen as running text: without the tree, the bars and the cursor of the selection.
  fileprivate var plainWords: String {
    let drawn: Set<Character> = ["│", "├", "└", "─", "┄", "┴", "▄", "▀", "░", "·"]
    var words: [Substring] = []
    for line in canvas.lines {
      var text = ""
      for character in line { text.append(drawn.contains(character) ? " " : character) }
      // The cursor of the selection stands in the first column.
      if text.hasPrefix("▸") { text.removeFirst() }
      words += text.split(separator: " ")
    }
    return words.joined(separator: " ")
  }
}
