import Cascade
import CascadeEvents
import CascadeNarration
import CascadeScenarios
import CascadeTrace
import CascadeUI

/// A run that was read from a file.
struct RecordedSource {
  let path: String
  let run: RecordedRun
  let recording: Recording

  /// - Throws: ``ExitStatus/unusable``, after saying why nothing of the file can be shown.
  init(path: String) throws {
    do {
      run = try RecordingFile.readWhatIsThere(path: path)
    } catch {
      printError(error.description)
      throw ExitStatus.unusable
    }
    self.path = path
    recording = Recording(run.events)
  }

  /// What the run is called, or else the file.
  var title: String { recording.latestState.start?.scenario ?? path }

  /// What the file can't know.
  var words: RecordingWords { RecordingWords(run.gaps, isLive: recording.latestState.isLive) }

  /// How it stands in a list.
  var entry: GalleryEntry {
    GalleryEntry(name: path, title: title, about: words.line)
  }

  var opening: Opening {
    Opening(
      name: path, title: title, about: words.sentences.first ?? "", recording: recording, origin: .recording,
      lack: words.line)
  }
}
