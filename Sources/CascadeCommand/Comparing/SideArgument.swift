import Cascade
import CascadeScenarios
import CascadeText
import CascadeTrace
import CascadeUI

/// What `--a SIDE` or `--b SIDE` stands for.
struct SideArgument {
  /// As it was given.
  let text: String

  /// - Throws: ``ExitStatus/unusable``, after saying what is wrong.
  func side(of source: RunSource) throws -> CompareSide {
    do {
      return CompareSide(try ComparedSide(text, of: source.scenario))
    } catch {
      printError("cascade: \(SafeText.quoted(text)): \(error)")
      throw ExitStatus.unusable
    }
  }

  /// The scenario itself, called by the kind of its group.
  static func asWritten(_ scenario: Scenario) -> CompareSide {
    CompareSide(.variation(.none), name: scenario.group.kind.rawValue)
  }
}

extension CompareSide {
  init(_ side: ComparedSide) {
    switch side {
    case .variation(let variation, let name): self.init(.variation(variation), name: name)
    case .file(let path): self.init(file: path)
    }
  }
}

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
