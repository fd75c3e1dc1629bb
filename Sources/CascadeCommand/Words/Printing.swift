import Cascade
import CascadeScenarios
import CascadeTrace

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Tells a run in sentences, one fact a line; a live one while it happens.
func tell(_ source: RunSource) throws {
  print(SafeText.make(source.scenario.title))
  if let about = source.scenario.about { print(SafeText.make(about)) }
  print("")
  guard source.isLive else {
    for line in PlainText.lines(of: source.recording(of: try source.record())) { print(line) }
    return
  }
  var recording = Recording()
  var text = PlainText()
  follow(source) { events in
    recording.append(contentsOf: events)
    for line in text.follow(recording) { print(line) }
  }
  for line in text.finish(recording) { print(line) }
}

/// Prints the events of a run as lines of JSON; those of a live one while it happens.
func printLines(_ source: RunSource) throws {
  guard source.isLive else {
    for event in try source.record().events { print(EventWriter.line(event)) }
    return
  }
  follow(source) { events in
    for event in events { print(EventWriter.line(event)) }
  }
}

/// Plays a scenario live, and hands its events over as they come, until it is over.
private func follow(_ source: RunSource, _ take: ([Event]) -> Void) {
  var feed = LiveFeed(source.scenario)
  while !feed.isOver {
    usleep(10_000)
    let events = feed.take()
    guard !events.isEmpty else { continue }
    take(events)
    // Whoever reads through a pipe wants them now.
    fflush(nil)
  }
}
