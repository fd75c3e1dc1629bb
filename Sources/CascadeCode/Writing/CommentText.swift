import CascadeText
import CascadeTrace

/// Words of a file as a comment of the program. Whatever they are, they stay in it.
enum CommentText {
  /// The lines of a comment, none wider than a program should be where that can be.
  static func lines(_ text: String) -> [String] {
    var lines: [String] = []
    var line = "//"
    for word in SafeText.make(text).split(separator: " ") {
      if line.count + 1 + word.count > CodeWriter.columns, line != "//" {
        lines.append(line)
        line = "//"
      }
      line += " " + word
    }
    return lines + [line]
  }
}
