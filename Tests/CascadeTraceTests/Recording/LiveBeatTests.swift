import Cascade
import CascadeNarration
import CascadeTrace
import TestSupport
import Testing

/// On a real clock the steps of one cancellation are microseconds apart, and still are one thing.
@Suite struct LiveBeatTests {
  private let recording = Stories.live.recording

  @Test func aWalkIsOneBeat() {
    #expect(recording.beats.map(\.kind) == [.start, .cause, .walk, .out, .out, .close])
    #expect(recording.beats.last?.position == recording.count)
    #expect(
      recording.beats.map { recording.sentence(for: $0) } == [
        "root opens. 4 tasks start.",
        "a returned \"503\" at 1.203 s. It is the first error: root keeps it.",
        "root cancels its context. 3 tasks are told in the same instant. d doesn't listen. b is out, 1.84 ms after it was told.",
        "c is out, 24.6 ms after it was told.", "d completed anyway, 194 ms after it was told.",
        "Wait returned \"503\" at 1.400 s, 196 ms after the failure.",
      ])
  }

  @Test func nothingIsClaimedBecauseTheClockMoved() {
    let cause = recording.cause ?? 0
    for position in cause..<recording.count {
      for late in [Duration.zero, .microseconds(50), .seconds(1)] {
        var cursor = recording.cursor(at: position)
        cursor.t = cursor.t.advanced(by: late)
        let text = recording.narration(at: cursor).text
        #expect(!text.contains("cancels no task") && !text.contains("no other task"))
      }
    }
  }

  @Test func aWalkIsOneLine() {
    let lines = PlainText.lines(of: recording).map(\.description)
    #expect(lines.contains("1.203 s  root cancels its context. Told: b, c, d."))
  }

  @Test func whatIsCertainIsClaimed() {
    let alone = Script { s in
      s.beginLive()
      s.group("root")
      s.go("root/a")
      s.at(10)
      s.fail("root/a", "no")
      s.micro(5)
      s.keep("root", "root/a", "no")
      s.micro(5)
      s.tell(["root"], contexts: ["root"], .siblingFailed, cause: "no", origin: "root/a")
      s.micro(5)
      s.close("root", "no")
    }.recording
    #expect(!alone.narration(at: alone.cursor(at: alone.count - 1)).text.contains("no other task"))
    var later = alone.end
    later.t = .milliseconds(20)
    #expect(alone.narration(at: later).sentences.contains("There was no other task to tell."))
  }

  @Test func aGrowingLiveRunDoesntRunAhead() {
    let events = Stories.live.events
    var growing = Recording()
    for event in events {
      growing.append(event)
      for beat in growing.beats { #expect(!growing.sentence(for: beat).contains("no task was there")) }
    }
    #expect(growing.beats == recording.beats)
  }
}
