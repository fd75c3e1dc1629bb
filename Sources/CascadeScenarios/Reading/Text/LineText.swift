import CascadeText
import CascadeTrace

/// A task told as a line of marks, one character a tick: `....-----===--^ 503 from orders`.
struct LineText {
  /// A line that can't be read: what is wrong, at which character.
  struct Refusal: Error, Hashable {
    /// Counted in Unicode scalars from the beginning of the line, from 0.
    var offset: Int
    var message: String
    var suggestion: String?
  }

  /// How many ticks after the group's start it begins.
  var dots: Int
  /// What follows the dots.
  var steps: [Step]

  /// Reads a line in which every mark is worth one tick.
  init(_ text: String, tick: Duration) throws(Refusal) {
    let marks = Array(text.unicodeScalars)
    dots = marks.prefix { $0 == "." }.count
    steps = []
    var index = dots
    while index < marks.count {
      let mark = marks[index]
      switch mark {
      case "-", "=":
        let run = marks[index...].prefix { $0 == mark }.count
        let worked = tick * run
        guard worked <= DurationText.longest else {
          throw Refusal(offset: index, message: "so many ticks are longer than 1000h, the longest that may be")
        }
        steps.append(.work(worked, listens: mark == "-"))
        index += run
      case ";":
        steps.append(.cancel(cause: nil))
        index += 1
      case "|":
        if let stray = marks[(index + 1)...].firstIndex(where: { $0 != " " }) {
          throw Refusal(offset: stray, message: "nothing can follow |: the task has returned")
        }
        steps.append(.finish)
        return
      case "^", "!":
        steps.append(try Self.ending(mark, marks, at: index))
        return
      case ".":
        throw Refusal(
          offset: index, message: "a dot can only stand at the beginning, where it delays the spawn", suggestion: "-")
      case " ":
        throw Refusal(offset: index, message: "a space isn't a mark: every character is a tick or an end")
      default:
        throw Refusal(
          offset: index, message: "\(quoted(String(mark))) isn't a mark; a line is made of - = . | ^ ! ;",
          suggestion: Self.lookalikes[mark])
      }
    }
    throw Refusal(
      offset: marks.count, message: "the line doesn't end: | returns, ^ fails, ! panics",
      suggestion: marks.count < 60 ? quoted(text + "|") : nil)
  }

  /// `^ text` or `! text`, up to the end of the line.
  private static func ending(_ mark: Unicode.Scalar, _ marks: [Unicode.Scalar], at index: Int) throws(Refusal) -> Step {
    var text = marks[(index + 1)...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    guard !text.isEmpty else {
      throw Refusal(
        offset: index, message: "\(mark) needs the text of its error", suggestion: "\(mark) connection refused")
    }
    var error = ""
    error.unicodeScalars.append(contentsOf: text)
    return mark == "^" ? .fail(error) : .panic(error)
  }

  /// Characters that editors and word processors put in the place of a mark.
  private static let lookalikes: [Unicode.Scalar: String] = [
    "–": "-", "—": "-", "−": "-", "‐": "-", "_": "-", "~": "-", "─": "-", "…": "...", "·": ".", "│": "|", "¦": "|",
    "/": "|", "x": "^", "X": "^", "✗": "^", "¡": "!",
  ]
}
