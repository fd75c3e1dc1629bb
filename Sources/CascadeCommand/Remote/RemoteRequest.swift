import Cascade
import CascadeTerminal
import CascadeText
import CascadeUI
import Foundation

/// A line that another program sends: one JSON object.
///
///     {"do":"next"} {"do":"seek","to":"1.2s"} {"do":"goto","beat":5} {"do":"state","after":17}
struct RemoteRequest: Hashable, Sendable {
  enum Action: Hashable, Sendable {
    case command(RemoteCommand)
    /// What is on the screen, in facts.
    case state
    /// The screen itself.
    case screen
  }

  var action: Action
  /// Answer only when the screen isn't this one any more.
  var after: Int?

  /// No line is longer, in bytes.
  static let longest = 4_096

  /// A line that is no request, in words that are safe to print.
  struct Refusal: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
      self.description = description
    }
  }

  init(_ action: Action, after: Int? = nil) {
    self.action = action
    self.after = after
  }

  /// - Throws: why it is none.
  init(line: [UInt8]) throws(Refusal) {
    guard line.count <= Self.longest else { throw Refusal("a request has at most \(Self.longest) bytes") }
    guard let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] else {
      throw Refusal("a request is a JSON object on one line, such as {\"do\":\"next\"}")
    }
    guard let name = object["do"] as? String else { throw Refusal("a request says what to do: {\"do\":\"next\"}") }
    guard let verb = Verb(rawValue: name) else {
      throw Refusal(
        "there is no \(SafeText.brief(name)); there are \(Verb.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    for key in object.keys.sorted() where key != "do" && !verb.keys.contains(key) {
      throw Refusal("\(verb.rawValue) has no key \(SafeText.brief(key))")
    }
    func number(_ key: String) throws(Refusal) -> Int? {
      guard let value = object[key] else { return nil }
      guard let number = value as? Int, (0...1_000_000_000).contains(number) else {
        throw Refusal("\(key) is a whole number")
      }
      return number
    }
    after = try number("after")
    switch verb {
    case .next: action = .command(.next)
    case .prev: action = .command(.previous)
    case .play: action = .command(.play)
    case .pause: action = .command(.pause)
    case .blank: action = .command(.blank)
    case .state: action = .state
    case .screen: action = .screen
    case .seek:
      guard let text = object["to"] as? String else {
        throw Refusal("seek says where to: {\"do\":\"seek\",\"to\":\"1.2s\"}")
      }
      do {
        action = .command(.seek(.zero.advanced(by: try DurationText.read(text))))
      } catch {
        throw Refusal(error.description)
      }
    case .vote:
      guard let text = object["votes"] as? String,
        text.utf8.count <= 100, text.allSatisfy({ $0.isASCII && $0.isWholeNumber || $0 == " " || $0 == "," })
      else { throw Refusal("vote has one number, or a count for each answer: {\"do\":\"vote\",\"votes\":\"3 14 2\"}") }
      action = .command(.vote(text, isPartly: object["partly"] as? Bool ?? false))
    case .goto:
      let (beat, step) = (try number("beat"), try number("step"))
      switch (beat, step) {
      case (let beat?, nil): action = .command(.beat(beat))
      case (nil, let step?): action = .command(.step(step))
      case (nil, nil), (_?, _?): throw Refusal("goto says which beat or which step: {\"do\":\"goto\",\"beat\":5}")
      }
    }
  }

  enum Verb: String, CaseIterable {
    case next, prev, play, pause, seek, goto, blank, vote, state, screen

    var keys: Set<String> {
      switch self {
      case .next, .prev, .play, .pause, .blank: []
      case .seek: ["to"]
      case .goto: ["beat", "step"]
      case .vote: ["votes", "partly"]
      case .state, .screen: ["after"]
      }
    }
  }
}

/// What is answered: one JSON object on one line.
struct RemoteReply: Codable, Hashable, Sendable {
  /// Why nothing was done; nothing else is there then.
  var error: String?
  /// Counts the screens: another number, another screen.
  var frame: Int?
  var screen: String?
  var blank: Bool?
  var sentence: String?
  var message: String?
  /// False where nothing was done of what was asked for; the message says why.
  var done: Bool?
  var run: Run?
  var talk: Talk?
  var question: Question?
  /// The screen itself.
  var picture: Picture?

  struct Run: Codable, Hashable, Sendable {
    var title: String
    var time: String
    var event: Int
    var events: Int
    var beat: Int
    var beats: Int
    var playing: Bool
    var note: String?
  }

  struct Talk: Codable, Hashable, Sendable {
    var title: String
    var step: Int
    var steps: Int
    var now: String
    var next: String?
    var note: String?
    /// Seconds: the whole, what has passed since the first key, and when this step is planned to begin and to end.
    var planned: Double?
    var elapsed: Double?
    var plannedSoFar: Double?
    var plannedUntil: Double?
  }

  struct Question: Codable, Hashable, Sendable {
    var text: String
    var answers: [String]
    /// From 1. It is for the speaker.
    var right: Int
    var votes: String
    var counts: [Int]?
    var open: Bool
  }

  static func refused(_ why: String) -> RemoteReply { RemoteReply(error: why) }

  /// - Parameters:
  ///   - elapsed: How long the talk has gone on.
  ///   - isCommand: Whether something was to be done.
  init(_ facts: ScreenFacts, frame: Int, elapsed: Duration?, isCommand: Bool = false) {
    if isCommand, facts.isRefused { done = false }
    self.frame = frame
    screen = facts.kind.rawValue
    blank = facts.isBlank
    sentence = facts.sentence
    message = facts.message
    question = facts.question.map {
      Question(
        text: $0.text, answers: $0.answers, right: $0.right + 1, votes: $0.votes, counts: $0.counts, open: $0.isOpen)
    }
    run = facts.run.map {
      Run(
        title: $0.title, time: $0.time, event: $0.event, events: $0.events, beat: $0.beat, beats: $0.beats,
        playing: $0.isPlaying, note: $0.note)
    }
    talk = facts.talk.map {
      Talk(
        title: $0.title, step: $0.step, steps: $0.steps, now: $0.now, next: $0.next, note: $0.note,
        planned: $0.minutes.map { $0 / .seconds(1) }, elapsed: elapsed.map { $0 / .seconds(1) },
        plannedSoFar: $0.planned.map { $0.lowerBound / .seconds(1) },
        plannedUntil: $0.planned.map { $0.upperBound / .seconds(1) })
    }
  }

  private init(error: String) {
    self.error = error
  }

  init(frame: Int, picture: Picture) {
    self.frame = frame
    self.picture = picture
  }

  /// Without its end.
  var line: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map(Array.init) ?? Array("{\"error\":\"this can't be written\"}".utf8)
  }

  /// - Throws: words where it is none.
  init(line: [UInt8]) throws(RemoteRequest.Refusal) {
    do {
      self = try JSONDecoder().decode(RemoteReply.self, from: Data(line))
    } catch {
      throw RemoteRequest.Refusal("the answer isn't one of this program's")
    }
  }
}

extension RemoteReply {
  /// A screen, row by row as pieces of one style.
  struct Picture: Codable, Hashable, Sendable {
    struct Piece: Codable, Hashable, Sendable {
      var text: String
      /// Colours of the palette; none for the terminal's own.
      var ink: UInt8?
      var ground: UInt8?
      var attributes: UInt8?
    }

    var columns: Int
    var rows: Int
    var pieces: [[Piece]]
  }
}

extension RemoteReply.Picture {
  init(_ canvas: Canvas) {
    columns = canvas.size.columns
    rows = canvas.size.rows
    pieces = (0..<canvas.size.rows).map { y in
      var row: [Piece] = []
      var style: Style?
      for x in 0..<canvas.size.columns {
        let cell = canvas[Point(x: x, y: y)]
        if cell.style == style {
          row[row.count - 1].text.unicodeScalars.append(cell.scalar)
        } else {
          row.append(Piece(text: String(Character(cell.scalar)), cell.style))
          style = cell.style
        }
      }
      return row
    }
  }

  /// No screen is larger.
  private static let largest = 1_000

  /// As a canvas of the same size; what isn't harmless in it the canvas keeps off the terminal.
  func canvas(charset: Charset) -> Canvas {
    let size = Size(columns: min(max(1, columns), Self.largest), rows: min(max(1, rows), Self.largest))
    var canvas = Canvas(size: size, charset: charset)
    for (y, row) in pieces.prefix(size.rows).enumerated() {
      var x = 0
      for piece in row where x < size.columns {
        x += canvas.write(piece.text, at: Point(x: x, y: y), style: piece.style)
      }
    }
    return canvas
  }
}

extension RemoteReply.Picture.Piece {
  fileprivate init(text: String, _ style: Style) {
    self.text = text
    ink = style.foreground.index
    ground = style.background.index
    attributes = style.attributes.isEmpty ? nil : style.attributes.rawValue
  }

  fileprivate var style: Style {
    Style(
      foreground: ink.map(Color.palette) ?? .default, background: ground.map(Color.palette) ?? .default,
      attributes: Style.Attributes(rawValue: (attributes ?? 0) & 15))
  }
}

extension Color {
  fileprivate var index: UInt8? {
    if case .palette(let index) = self { index } else { nil }
  }
}
