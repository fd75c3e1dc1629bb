import CascadeScenarios
import CascadeText
import CascadeTrace
import CascadeUI

extension RunSource {
  /// The run of one side of a comparison.
  ///
  /// - Throws: ``ExitStatus/unusable``, after saying why it can't be had.
  func recording(of side: CompareSide) throws -> Recording {
    do {
      switch side.source {
      case .file(let path): return try RecordingFile.read(path: path)
      case .variation(let variation): return recording(of: try ScenarioRun(scenario, variation: variation))
      }
    } catch {
      // What is wrong with a file begins with its path.
      if case .file = side.source {
        printError("cascade: \(error)")
      } else {
        printError("cascade: \(SafeText.make(side.name)): \(error)")
      }
      throw ExitStatus.unusable
    }
  }
}
