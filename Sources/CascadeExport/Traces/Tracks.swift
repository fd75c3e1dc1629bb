import Cascade
import CascadeNarration
import CascadeTrace
import CascadeUI

/// The rows of the picture, for formats that draw rows of their own.
struct Tracks {
  let recording: Recording
  /// The run at its end.
  let run: RunState
  private let rows: PictureRows
  private let index: CascadeIndex

  init(_ recording: Recording) {
    self.recording = recording
    run = recording.latestState
    rows = PictureRows(recording)
    index = CascadeIndex(recording)
  }

  var count: Int { rows.entries.count }

  /// The row of a track.
  func row(_ track: Int) -> Row { run.row(number: rows.entries[track].number) }

  /// As the picture calls it; tasks with the groups that they are in, where there are several.
  func label(_ track: Int) -> String {
    let row = row(track)
    return row.kind == .group ? row.waitLabel : row.label
  }

  /// The track on which a row is: a nested group is on that of its caller.
  func track(ofRow number: Int) -> Int? { rows.places[number] }

  /// The track on which what has this path is.
  func track(of id: String) -> Int? { recording.roster.number(of: id).flatMap(track(ofRow:)) }

  /// What a row did with its time.
  func timeline(_ track: Int) -> Timeline { recording.timeline(of: row(track), at: recording.end, index: index) }

  /// The telling of the task at this event, if it tells it something.
  func telling(_ number: Int, of row: Row) -> Event.Told? {
    guard let told = recording.log[number].told, told.reason != .scopeEnded else { return nil }
    return row.kind == .task && row.isTold && row.marks.told.value == number ? told : nil
  }
}
