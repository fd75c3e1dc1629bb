/// The text around an error (Go: `fmt.Errorf("text: %w", err)`).
package struct WrapText: Hashable, Sendable, ExpressibleByStringLiteral {
  package var before: String
  package var after = ""

  package init(before: String, after: String) {
    self.before = before
    self.after = after
  }

  package init(stringLiteral text: String) { before = text + ": " }

  /// What is wrong with a text, and at which of its characters.
  struct Complaint: Error {
    var message: String
    var offset: Int
  }

  /// - Parameter text: The text with `%w` where the error stands; without it the error comes last, behind a colon. `%%` is a per
  ///   cent sign, as in a format of Go.
  init(_ text: String) throws(Complaint) {
    let characters = Array(text)
    var parts = [""]
    var index = 0
    while index < characters.count {
      let rest = characters[(index + 1)...]
      guard characters[index] == "%", let next = rest.first else {
        parts[parts.count - 1].append(characters[index])
        index += 1
        continue
      }
      let verb = rest.drop { "+-#.*[]0123456789".contains($0) }.first
      if next == "w" {
        if parts.count == 2 { throw Complaint(message: "%w can stand in wrap once: it wraps one error", offset: index) }
        parts.append("")
      } else if next != "%", let verb, verb.isASCII, verb.isLetter {
        throw Complaint(
          message: "wrap knows no verb but %w, which is where the error stands; write %% for a per cent sign",
          offset: index)
      } else {
        parts[parts.count - 1].append("%")
      }
      index += next == "w" || next == "%" ? 2 : 1
    }
    (before, after) = parts.count == 2 ? (parts[0], parts[1]) : (parts[0] + ": ", "")
  }

  /// With an error in it.
  package func text(around error: String) -> String { before + error + after }
}
