import ArgumentParser
import CascadeSockets
import CascadeText
import Foundation

/// `cascade ctl`
struct ControlCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ctl",
    abstract: "Control a talk from another program.",
    discussion: """
      What can be asked for:
        next  prev              as a clicker's keys
        play  pause  blank
        seek 1.2s               a time of the open run
        goto 5                  a beat of the open run
        goto step 3             a step of the talk
        vote 2, vote 3 14 2     at a question: an answer, or how many chose each
        state                   what is on the screen
      The answer is one line of JSON. Exit status 2 where nothing was done.

      Examples:
        cascade ctl next
        cascade ctl --session demo seek 1.2s
        cascade ctl state
      """)

  @OptionGroup var option: SessionOption

  @Argument(
    help: ArgumentHelp("What to do.", valueName: "do"),
    completion: .list(["next", "prev", "play", "pause", "blank", "seek", "goto", "vote", "state"]))
  var words: [String]

  func run() throws {
    let request = try Self.request(words)
    do {
      let client = try (option.session ?? .usual).connect()
      let answer = try client.ask(request)
      // Text of a scenario may be in it: what isn't harmless goes to no terminal.
      try LineWriter.write([SafeText.make(String(decoding: answer, as: UTF8.self))])
      let reply = try RemoteReply(line: answer)
      if reply.done == false, let message = reply.message { printError("cascade: \(message)") }
      if reply.error != nil || reply.done == false { throw ExitStatus.unusable }
    } catch let problem as SocketProblem {
      printError("cascade: \(problem)")
      throw ExitStatus.unusable
    } catch let refusal as RemoteRequest.Refusal {
      printError("cascade: \(refusal)")
      throw ExitStatus.unusable
    }
  }

  /// The line for what was typed.
  ///
  /// - Throws: words where it can't be meant.
  static func request(_ words: [String]) throws -> String {
    var object: [String: Any] = [:]
    object["do"] = words.first
    switch (words.first, words.dropFirst()) {
    case ("seek", let rest) where rest.count == 1: object["to"] = rest.first
    case ("goto", let rest) where rest.count == 1: object["beat"] = try number(rest.first)
    case ("goto", let rest) where rest.count == 2 && rest.first == "step": object["step"] = try number(rest.last)
    case ("vote", let rest) where !rest.isEmpty: object["votes"] = rest.joined(separator: " ")
    case ("vote", _): throw ValidationError("vote needs an answer, or a count for each: cascade ctl vote 3 14 2")
    case ("seek", _): throw ValidationError("seek needs a time: cascade ctl seek 1.2s")
    case ("goto", _): throw ValidationError("goto needs a beat or a step: cascade ctl goto 5")
    case (_, let rest) where rest.isEmpty: break
    default: throw ValidationError("\(SafeText.quoted(words[0])) takes nothing after it.")
    }
    let data = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
    do {
      _ = try RemoteRequest(line: Array(data))
    } catch {
      throw ValidationError(error.description)
    }
    return String(decoding: data, as: UTF8.self)
  }

  private static func number(_ text: String?) throws -> Int {
    guard let number = text.flatMap({ Int($0) }), number > 0 else {
      throw ValidationError("\(SafeText.quoted(text ?? "")) is no whole number from 1.")
    }
    return number
  }
}
