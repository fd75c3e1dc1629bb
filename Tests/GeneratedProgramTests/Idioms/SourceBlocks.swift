import Foundation

/// The blocks of a program's text, as far as braces at the ends and beginnings of lines say.
///
/// Only for programs of the generator, which put each brace there.
struct SourceBlocks {
  struct Block {
    /// The line that opens it, and the one that closes it, both without what they are indented by.
    var head: String
    var end = ""
    var first: Int
    var last = 0
    var parent: Int?
    /// The lines that are directly in it.
    var own: [Int] = []
  }

  let lines: [String]
  private(set) var blocks: [Block] = []
  /// The innermost block of each line; none for those outside of all. A line that opens or closes one is in that around it.
  private(set) var places: [Int?] = []

  init(_ text: String) {
    self.init(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...])
  }

  init(_ text: ArraySlice<String>) {
    lines = text.map { line in String(line.drop { $0 == " " || $0 == "\t" }) }
    var open: [Int] = []
    for (number, line) in lines.enumerated() {
      let code = Self.code(line)
      if code.first == "}" || code.first == ")", let block = open.last, Self.closes(code, blocks[block].head) {
        open.removeLast()
        blocks[block].last = number
        blocks[block].end = code
      }
      places.append(open.last)
      if let block = open.last { blocks[block].own.append(number) }
      if code.hasSuffix("{") || code.hasSuffix(" in") || code == "import (" {
        blocks.append(Block(head: code, first: number, parent: open.last))
        open.append(blocks.count - 1)
      }
    }
  }

  private static func closes(_ code: String, _ head: String) -> Bool {
    code.first == "}" || head == "import ("
  }

  /// A line without its comment.
  private static func code(_ line: String) -> String {
    if line.hasPrefix("//") { return "" }
    guard line.utf8.contains(UInt8(ascii: "/")), let comment = line.range(of: " // ") else { return line }
    let code = line[..<comment.lowerBound]
    return code.count { $0 == "\"" }.isMultiple(of: 2) ? String(code).trimmed : line
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
