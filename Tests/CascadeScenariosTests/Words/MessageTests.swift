import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// The short words of the screen and the lines of plain text are about the same thing and say the same of it.
@Suite struct MessageTests {
  @Test(arguments: Effort.rounds(5)) func agreesInRandomScenarios(round: Int) throws {
    var random = Seeded(UInt64(9000 + round))
    for _ in 0..<25 {
      let scenario = RandomScenario.make(seed: random.next())
      let run = try ScenarioRun(scenario)
      check(Recording(run.events))
      guard
        let branch = try? ScenarioRun(scenario, variation: Variation([.intervention(.random(in: run.events, &random))]))
      else { continue }
      check(Recording(branch.events))
    }
  }

  @Test(arguments: Gallery.shown) func agreesInTheGallery(entry: Gallery.Entry) throws {
    let recording = Recording(try ScenarioRun(entry.scenario()).events)
    check(recording)
    for number in recording.log.indices {
      let message = recording.message(ofEvent: number)
      #expect(message.full.count <= 90, "\(message.full)")
      // What is in quotes is as long as its author made it.
      #expect(message.short.replacing(/"(?:[^"\\]|\\.)*"/, with: "").count <= 50, "\(message.short)")
    }
    for line in PlainText.lines(of: recording) where line.message != nil {
      #expect(line.text.count <= PlainText.mostColumns, "\(line.text)")
    }
  }

  private func check(_ recording: Recording) {
    // What plain text says of each event: its lines, and what they were made from.
    var lines: [Int: [PlainLine]] = [:]
    for line in PlainText.lines(of: recording) {
      for number in Set([line.event, line.last]) { lines[number, default: []].append(line) }
    }
    for number in recording.log.indices {
      let message = recording.message(ofEvent: number)
      checkForms(of: message)
      // The line of an event that is no other's too, as the screen says it at that event.
      for line in lines[number] ?? [] {
        guard let said = line.message, line.event == number, line.last == number, said.verb == message.verb else {
          continue
        }
        #expect(said.subject == message.subject, "\(line.text) | \(message.short)")
        #expect(Facts(message.short).isPart(of: Facts(line.text)), "\(line.text) | \(message.short)")
      }
      // An event of which plain text has no line is one with another, which is about the same.
      if let said = lines[number]?.compactMap(\.message).first, said.verb != message.verb {
        #expect(Self.together.contains([message.verb, said.verb]), "\(message.short) | \(said.full)")
      }
    }
  }

  /// Both forms name the subject, use the same verb, and the short one has no error and no number that the full one hasn't.
  private func checkForms(of message: EventMessage) {
    for text in [message.full, message.short] {
      #expect(text.contains(message.subject), "\(text): \(message.subject)")
    }
    #expect(
      message.verb.forms.contains { message.full.contains($0) && message.short.contains($0) }
        || message.verb == .isMade || message.verb == .ends || message.verb == .works || message.verb == .isRefused
        || message.verb == .plans,
      "\(message.full) | \(message.short)")
    #expect(message.verb.forms.contains { message.short.contains($0) }, "\(message.short): \(message.verb)")
    #expect(message.verb.forms.contains { message.full.contains($0) }, "\(message.full): \(message.verb)")
    #expect(Facts(message.short).isPart(of: Facts(message.full)), "\(message.full) | \(message.short)")
  }

  /// What makes one line in plain text: the verb that the screen says at one event, and that of the line.
  private static let together: Set<[EventMessage.Verb]> = [
    // The start and the first step.
    [.works, .starts], [.plans, .starts], [.isSpawned, .starts], [.starts, .opens], [.works, .opens],
    // An intervention and what it begins.
    [.isChanged, .isCancelled], [.isChanged, .asks], [.isChanged, .isTold],
  ]

  /// The errors in quotes and the numbers of a text, names left out.
  private struct Facts {
    var errors: Set<String> = []
    var numbers: Set<String> = []

    init(_ text: String) {
      var rest = ""
      var quote: String?
      var isEscaped = false
      for character in text.unicodeScalars {
        if quote != nil {
          quote?.unicodeScalars.append(character)
          if character == "\"", !isEscaped {
            errors.insert(quote ?? "")
            quote = nil
          }
          isEscaped = character == "\\" && !isEscaped
        } else if character == "\"" {
          quote = "\""
        } else {
          rest.unicodeScalars.append(character)
        }
      }
      var number: String?
      for word in rest.split(separator: " ") {
        let plain = word.trimmingPrefix { "(+".contains($0) }.trimmingSuffix { ".,:;)".contains($0) }
        if let last = number {
          numbers.insert(["ms", "s", "us"].contains(plain) ? "\(last) \(plain)" : last)
        }
        number = plain.first?.isNumber == true && plain.allSatisfy { $0.isNumber || $0 == "." } ? String(plain) : nil
      }
      if let number { numbers.insert(number) }
    }

    func isPart(of other: Facts) -> Bool { errors.isSubset(of: other.errors) && numbers.isSubset(of: other.numbers) }
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while isEnd: (Character) -> Bool) -> Substring {
    var rest = self
    while let last = rest.last, isEnd(last) { rest.removeLast() }
    return rest
  }
}
