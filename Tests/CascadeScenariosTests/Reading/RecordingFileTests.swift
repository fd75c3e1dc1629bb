import CascadeScenarios
import Foundation
import Testing

/// Files with the events of a run, before anything is read from them.
@Suite struct RecordingFileTests {
  @Test func aPipeIsRefusedWhereNobodyMayWait() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).pipe").path
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let refusal = #expect(throws: RecordingFile.Refusal.self) { try RecordingFile.read(path: path, waits: false) }
    #expect(refusal?.description == "\(path): there is no such file, or it isn't one")
  }

  @Test(arguments: [true, false]) func anEmptyFileHasNoEvents(waits: Bool) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).jsonl").path
    try Data().write(to: URL(fileURLWithPath: path))
    defer { unlink(path) }
    let refusal = #expect(throws: RecordingFile.Refusal.self) { try RecordingFile.read(path: path, waits: waits) }
    #expect(refusal?.description == "\(path): there are no events in this file")
  }

  @Test(arguments: ["", "nowhere.jsonl"]) func whatIsNotThereIsSaid(path: String) {
    #expect(throws: RecordingFile.Refusal.self) { try RecordingFile.read(path: path, waits: false) }
  }
}
