import ArgumentParser
import Cascade
import CascadeEvents
import CascadeNarration
import CascadeScenarios
import CascadeText
import CascadeTrace

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A way to print a run instead of drawing it. Another one is a case here, with what prints it.
enum PrintFormat: String, CaseIterable, EnumerableFlag {
  case plain, json

  static func help(for format: PrintFormat) -> ArgumentHelp? {
    switch format {
    case .plain: "Tell it in sentences, one fact a line, without drawing."
    case .json: "Print the events, one JSON object a line."
    }
  }

  /// Prints a run; a live one while it happens.
  func print(_ source: RunSource) throws {
    switch self {
    case .plain: try tell(source, try source.played())
    case .json: try printLines(source)
    }
  }

  /// Prints a run that was read from a file.
  func print(_ source: RecordedSource) throws {
    switch self {
    case .plain: try tell(source)
    case .json: try printLines(source.events)
    }
  }

  /// Prints what changes made of a run.
  func print(_ question: WhatIfQuestion) throws {
    switch self {
    case .plain: try tell(question)
    case .json: try printLines(question.branch.events)
    }
  }
}

/// The flags that ask for a ``PrintFormat``.
struct PrintOptions: ParsableArguments {
  @Flag var formats: [PrintFormat] = []

  /// None to draw.
  var format: PrintFormat? { formats.first }

  func validate() throws {
    guard Set(formats).count > 1 else { return }
    let flags = Set(formats).map { "--\($0.rawValue)" }.sorted(by: >)
    throw ValidationError(
      "Use \(flags.joined(separator: " or ")), not both.")
  }
}

/// Tells a run in sentences, one fact a line; a live one while it happens.
///
/// - Parameter played: What happened in it; none for a live run, which begins now.
/// - Throws: an ``ExitStatus`` that isn't fine, after saying why.
func tell(_ source: RunSource, _ played: Recording?) throws {
  var writer = LineWriter()
  try writer.write(SafeText.make(source.scenario.title))
  if let about = source.scenario.about { try writer.write(SafeText.make(about)) }
  try writer.write("")
  var text = PlainText()
  var recording = played ?? Recording()
  if played == nil {
    try follow(source, into: &writer) { events, beats, writer in
      recording.append(contentsOf: events)
      if !beats.isEmpty { recording.useBeats(beats) }
      for line in text.follow(recording) { try writer.write(line.description) }
    }
  } else {
    for line in text.follow(recording) { try writer.write(line.description) }
  }
  try end(&text, recording, &writer)
}

/// Tells a run that was read from a file in sentences; first what the file can't know.
///
/// - Throws: an ``ExitStatus`` that isn't fine, after saying why.
func tell(_ source: RecordedSource) throws {
  var writer = LineWriter()
  try writer.write(SafeText.make(source.title))
  try writer.write("A recording, read from \(SafeText.make(source.path)).")
  for sentence in source.sentences { try writer.write("? \(sentence)") }
  try writer.write("")
  var text = PlainText()
  for line in text.follow(source.recording) { try writer.write(line.description) }
  try end(&text, source.recording, &writer)
}

/// Tells what a change made of a run: what was asked, what matters in the answer, and the story from there on.
///
/// - Throws: an ``ExitStatus`` that isn't fine, after saying why.
func tell(_ question: WhatIfQuestion) throws {
  var writer = LineWriter()
  try writer.write(SafeText.make(question.source.scenario.title))
  for step in question.steps { try writer.write(SafeText.make(step.question)) }
  let recording = question.source.recording(of: question.branch)
  let before = question.source.recording(of: question.base)
  for sentence in Consequences(of: recording, comparedWith: before).sentences { try writer.write(sentence) }
  try writer.write("")
  if let difference = question.difference {
    if difference > 0 {
      try writer.write(difference == 1 ? "Event 1 is the same." : "Events 1 to \(difference) are the same.")
    }
    for line in PlainText.lines(of: recording) where line.last >= difference {
      try writer.write(line.description)
    }
  } else {
    try writer.write("Nothing changes.")
  }
  try writer.flush()
  try refuseDeadlock(question.branch.events.last?.ending)
}

private func end(_ text: inout PlainText, _ recording: Recording, _ writer: inout LineWriter) throws {
  for line in text.finish(recording) { try writer.write(line.description) }
  let ledger = WorkLedger(recording)
  if ledger.isPlanned, let story = WasteStory(ledger, in: recording.latestState, at: recording.endTime) {
    for sentence in [""] + story.sentences { try writer.write(sentence) }
  }
  try writer.flush()
  try refuseDeadlock(recording.latestState.ending)
}

/// Prints the events of a run as lines of JSON; those of a live one while it happens.
///
/// - Throws: an ``ExitStatus`` that isn't fine, after saying why.
func printLines(_ source: RunSource) throws {
  var writer = LineWriter()
  if source.isLive {
    try follow(source, into: &writer) { events, _, writer in
      for event in events { try writer.write(EventWriter.line(event)) }
    }
  } else {
    return try printLines(try source.record().events)
  }
  try writer.flush()
}

/// Prints these events as lines of JSON.
///
/// - Throws: an ``ExitStatus`` that isn't fine, after saying why.
func printLines(_ events: [Event]) throws {
  var writer = LineWriter()
  for event in events { try writer.write(EventWriter.line(event)) }
  try writer.flush()
  try refuseDeadlock(events.last?.ending)
}

/// - Throws: ``ExitStatus/failed`` where nothing in a run could go on: a script that printed it learns so.
func refuseDeadlock(_ ending: Event.RunEnding?) throws {
  if ending == .deadlocked { throw ExitStatus.failed }
}

/// Plays a scenario live, and passes its events on as they come, until it is over.
private func follow(
  _ source: RunSource, into writer: inout LineWriter, _ take: ([Event], [GivenBeat], inout LineWriter) throws -> Void
) throws {
  var feed = LiveFeed(source)
  while !feed.isOver {
    usleep(10_000)
    let events = feed.take()
    if let problem = feed.problem {
      printError("cascade: \(problem)")
      throw ExitStatus.unusable
    }
    guard !events.isEmpty else { continue }
    try take(events, feed.beats, &writer)
    // At the other end of a pipe they are wanted now.
    try writer.flush()
  }
  if let why = feed.stopped {
    printError("\(SafeText.make(source.name)): \(why)")
    throw ExitStatus.unusable
  }
}

extension Event {
  /// How the run ended, if it ended with this.
  var ending: RunEnding? {
    if case .runEnded(let ending) = kind { ending } else { nil }
  }
}
