import Cascade
import CascadeEvents
import CascadeNarration
import CascadeScenarios
import CascadeTrace
import CascadeUI

/// A run that was read from a file, or joined of several.
struct RecordedSource {
  /// Where it was read from; of several, all of them.
  let path: String
  let events: [Event]
  let recording: Recording
  /// What it can't know: sentences, and all in one line.
  let sentences: [String]
  let line: String
  /// What a file that was read can't know by itself.
  private let words: RecordingWords?

  /// - Throws: ``ExitStatus/unusable``, after saying why nothing of the file can be shown.
  init(path: String) throws {
    let run: RecordedRun
    do {
      run = try RecordingFile.readWhatIsThere(path: path)
    } catch {
      printError(error.description)
      throw ExitStatus.unusable
    }
    self.path = path
    events = run.events
    recording = Recording(run.events)
    let words = RecordingWords(run.gaps, isLive: recording.latestState.isLive)
    sentences = words.sentences
    line = words.line
    self.words = words
  }

  private init(_ run: JoinedRun, of sources: [RecordedSource]) {
    path = run.parts.map { sources[$0.recording].path }.joined(separator: " + ")
    events = run.events
    recording = Recording(run.events)
    let words = JoinedWords(
      run, names: sources.map(\.path), words: sources.compactMap(\.words))
    sentences = words.sentences
    line = words.line
    self.words = nil
  }

  /// Those that call each other as one run each, and those that no other one has to do with.
  static func join(_ sources: [RecordedSource]) -> (runs: [RecordedSource], alone: [RecordedSource]) {
    let runs = JoinedRun.join(sources.map(\.events))
    let tied = Set(runs.flatMap(\.parts).map(\.recording))
    return (
      runs.map { RecordedSource($0, of: sources) },
      sources.indices.filter { !tied.contains($0) }.map { sources[$0] }
    )
  }

  /// What the run is called, or else the file.
  var title: String { recording.latestState.start?.scenario ?? path }

  /// How it stands in a list.
  var entry: GalleryEntry {
    GalleryEntry(name: path, title: title, about: line)
  }

  var opening: Opening {
    Opening(
      name: path, title: title, about: sentences.first ?? "", recording: recording, origin: .recording,
      lack: line)
  }
}
