import Cascade
import CascadeEvents
import CascadeTrace

/// The events of a run as lines, which `cascade replay` opens. Of a run that is watched these are the ones that are still here:
/// those that were folded away are counted as dropped.
enum RecordingFile {
  static func text(_ run: ExportedRun) throws(ExportRefusal) -> String {
    let recording = run.recording
    var events = Array(recording.log)
    if recording.folded.events > 0 {
      // Behind the first of what is known: in front of it, it would say that the recorder came late.
      let place = events.firstIndex { !$0.isBeginning }.map { $0 + 1 } ?? events.count
      let t = events.prefix(place).last?.t ?? .zero
      events.insert(Event(seq: 0, t: t, id: "", kind: .dropped(count: recording.folded.events)), at: place)
    }
    for index in events.indices { events[index].seq = index }
    return String(decoding: EventWriter.write(events), as: UTF8.self)
  }
}

extension Event {
  /// Whether it says how a recording begins.
  fileprivate var isBeginning: Bool {
    if case .runStarted = kind { return true }
    if case .dropped = kind { return true }
    return false
  }
}
