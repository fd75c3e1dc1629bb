import Cascade
import CascadeEvents
import Foundation
import Testing

/// What is in the file of a program, however that ends.
@Suite struct ExitTests {
  /// How it ends, its status as a shell would say it, and how its run ends: nothing where no line can say so.
  struct Ending: CustomTestStringConvertible, Sendable {
    let how: String
    let status: Int32
    let ending: Event.RunEnding?
    /// Whether the run ends before the process does: its end is written where there is time for that.
    var isRace = false
    var testDescription: String { how }
  }

  private static let endings = [
    Ending(how: "return", status: 0, ending: .completed), Ending(how: "exit", status: 3, ending: .stopped),
    Ending(how: "exit-at-once", status: 3, ending: .stopped), Ending(how: "term", status: 128 + SIGTERM, ending: nil),
    Ending(how: "kill", status: 128 + SIGKILL, ending: nil), Ending(how: "abort", status: 128 + SIGABRT, ending: nil),
    Ending(how: "trap", status: 128 + SIGILL, ending: nil),
    Ending(how: "throw", status: 128 + SIGILL, ending: .completed, isRace: true),
  ]

  private static let program = Program.url.deletingLastPathComponent().appendingPathComponent("ExitExample")

  /// A program that exits says everything. One that is killed loses what the last 20 ms had, and nothing before; what is
  /// there is whole, but for the last line.
  @Test(arguments: endings) func whatHappenedIsInTheFile(ending: Ending) throws {
    let file = try TemporaryFile("", name: "run.jsonl")
    let result = try Program.run(
      Self.program, [file.path, ending.how], environment: ["SWIFT_BACKTRACE": "enable=no"])
    let isTrap = ending.status == 128 + SIGILL
    #expect(result.status == ending.status || isTrap && result.status == 128 + SIGTRAP, "\(result.errors)")
    let run = RecordedRun(reading: try Data(contentsOf: URL(fileURLWithPath: file.path)))
    #expect(run.gaps.missing == 0 && run.gaps.dropped == 0 && run.gaps.version == 2)
    #expect(run.gaps.problemCount == (run.gaps.cutOff == nil ? 0 : 1))
    let said = run.events.compactMap { if case .note(.log(let text)) = $0.kind { text } else { nil } }
    #expect(said.prefix(100) == (0..<100).map { "note \($0)" }[...])
    let ends = run.events.compactMap { if case .runEnded(let ending) = $0.kind { ending } else { nil } }
    let isLost = ending.isRace && ends.isEmpty
    #expect(isLost || ends == [ending.ending].compactMap { $0 })
    #expect(run.gaps.isUnfinished == (ending.ending == nil || isLost))
    if ending.ending != nil, !isLost { #expect(said.last == "last words" && run.gaps.cutOff == nil) }
    let told = try Program.run("replay", file.path, "--plain")
    #expect(told.status == 0)
    #expect(
      told.output.contains("The recording ends before the run does") == (ending.ending == nil || isLost)
        || run.gaps.cutOff != nil)
  }
}
