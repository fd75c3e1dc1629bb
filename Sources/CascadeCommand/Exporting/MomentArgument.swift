import Cascade
import CascadeScenarios
import CascadeText
import CascadeTrace

/// A moment of a run as the command line names it: a time (`1.2s`), the number of a beat (`3`), `start`, `cause`, `end`, or
/// a task and what happens to it (`render/thumb-1 told`).
struct MomentArgument {
  /// As it was given.
  let text: String

  static let help = "A time (1.2s), a beat's number (3), start, cause, end, or a task and starts, fails, told or out."

  /// Where it is in a run.
  ///
  /// - Throws: words that say why it is nowhere.
  func place(in recording: Recording) throws(Refusal) -> Cursor {
    switch text {
    case "start": return recording.start
    case "end": return recording.end
    case "cause":
      guard let place = recording.firstFailure else {
        throw Refusal("no task fails in this run, and nothing is cancelled")
      }
      return place
    default: break
    }
    if let number = Int(text) { return try beat(number, in: recording) }
    if let time = try? DurationText.read(text) {
      return recording.cursor(at: Context.Instant.zero.advanced(by: time))
    }
    return try happening(in: recording)
  }

  private func beat(_ number: Int, in recording: Recording) throws(Refusal) -> Cursor {
    let beats = recording.beats
    guard beats.indices.contains(number - 1) else {
      throw Refusal("this run has \(beats.count) beats, no beat \(number)")
    }
    return recording.stop(of: beats[number - 1])
  }

  private func happening(in recording: Recording) throws(Refusal) -> Cursor {
    let words = text.split(separator: " ")
    let path = words.dropLast().joined(separator: " ")
    guard let word = words.last, let happening = Beat.Happening(rawValue: String(word)), !path.isEmpty else {
      let near = DurationText.suggestion(of: text).map { " (did you mean \($0)?)" } ?? ""
      throw Refusal("\(SafeText.brief(text)) is no moment\(near): \(Self.help.lowercasedFirst)")
    }
    let ids = recording.ids(matching: path)
    guard ids.count == 1, let id = ids.first else {
      guard ids.isEmpty else {
        let several = ids.prefix(8).map { SafeText.make($0) }
        throw Refusal("\(SafeText.brief(path)) can be \(several.joined(separator: " or "))")
      }
      let names = Set(recording.roster.members.map(\.name))
      let near = closest(to: path, in: names.sorted()).map { " (did you mean \(SafeText.make($0))?)" } ?? ""
      throw Refusal("this run has no \(SafeText.brief(path))\(near)")
    }
    let events = Array(recording.log)
    guard let event = BeatPlaces.event(of: .task(path: id, happening), in: events, eventID: { $0 }) else {
      throw Refusal("\(SafeText.brief(text)) never comes in this run")
    }
    return recording.cursor(at: event + 1)
  }

  struct Refusal: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
      self.description = description
    }
  }
}

extension Recording {
  /// The ids that a path can mean: itself, or those that end with its last name and have its others in order.
  func ids(matching path: String) -> [String] {
    if roster.number(of: path) != nil { return [path] }
    let wanted = path.split(separator: "/")
    return roster.members.map(\.id).filter { id in
      let names = id.split(separator: "/")
      guard names.last == wanted.last else { return false }
      var rest = wanted[...]
      for name in names where name == rest.first { rest.removeFirst() }
      return rest.isEmpty
    }
  }
}

extension DurationText {
  /// A duration that was probably meant by a text that is none.
  fileprivate static func suggestion(of text: String) -> String? {
    do {
      _ = try read(text)
      return nil
    } catch {
      return error.suggestion
    }
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
