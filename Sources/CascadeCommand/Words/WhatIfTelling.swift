import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeText
import CascadeTrace

/// Tells what a change made of a run: what was asked, what matters in the answer, and the story from there on.
///
/// - Throws: an ``ExitStatus`` that isn't fine, after saying why.
func tell(_ question: WhatIfQuestion) throws {
  var writer = LineWriter()
  try writer.write(SafeText.make(question.source.scenario.title))
  for step in question.steps { try writer.write("What if: \(SafeText.make(step.question))?") }
  let recording = question.source.recording(of: question.branch)
  let before = question.source.recording(of: question.base)
  for sentence in Consequences(of: recording, comparedWith: before).sentences { try writer.write(sentence) }
  try writer.write("")
  if let difference = question.difference {
    try writer.write("Everything before event \(difference + 1) stays the same.")
    for line in PlainText.lines(of: recording) where line.event >= difference {
      try writer.write(line.description)
    }
  } else {
    try writer.write("Nothing changes at all.")
  }
  try writer.flush()
}
