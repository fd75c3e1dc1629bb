import CascadeText
import Yams

/// A part of a YAML file, free of the parser that read it: text, a list or a mapping, and where it stands.
struct YAMLNode {
  enum Content {
    /// A scalar. Whatever it looks like, it is text.
    case text(String, Spelling)
    case list([YAMLNode])
    /// In the order of the file. No two keys are the same text.
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  /// How a scalar was written, which decides at which column its characters stand.
  enum Spelling { case plain, singleQuoted, doubleQuoted, block }

  var place: Place
  var content: Content

  /// The scalar's text; none for a list or a mapping.
  var text: String? {
    if case .text(let text, _) = content { text } else { nil }
  }

  /// Whether there is nothing here: a key without a value.
  var isNothing: Bool {
    if case .text("", .plain) = content { true } else { false }
  }

  /// What it is, for a message.
  var kind: String {
    switch content {
    case .text("", .plain): "nothing"
    case .text: "text"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  /// Where the character at `offset` (in scalars, from 0) of this scalar stands in the file. The place of the node
  /// itself where that can't be told: in text that goes over several lines.
  func place(ofCharacter offset: Int, in source: SourceText) -> Place {
    guard case .text(let text, let spelling) = content, spelling != .block else { return place }
    let line = source.line(place.line)
    var raw = line.dropFirst(place.column - 1)
    if spelling != .plain { raw = raw.dropFirst() }
    for scalar in text.unicodeScalars.prefix(offset) {
      guard let first = raw.first else { return place }
      if spelling == .doubleQuoted, first == "\\" {
        let digits: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]
        raw = raw.dropFirst(2 + (raw.dropFirst().first.flatMap { digits[$0] } ?? 0))
      } else if spelling == .singleQuoted, first == "'" {
        raw = raw.dropFirst(2)
      } else {
        guard first == scalar else { return place }
        raw = raw.dropFirst()
      }
    }
    return Place(line: place.line, column: line.distance(from: line.startIndex, to: raw.startIndex) + 1)
  }
}

extension YAMLNode {
  /// Parses the whole text as one YAML document.
  ///
  /// Throws a single problem: what the file can't have (``YAMLGuard``), a mistake of syntax, a key that is used twice,
  /// no document or more than one.
  ///
  /// - Parameter content: What a file of this kind has in it, for the message about an empty one.
  static func parse(
    _ source: SourceText, problems: ProblemList, content: String = "a scenario has a title and a group"
  ) throws(UnreadableScenario) -> YAMLNode {
    var problems = problems
    do {
      try YAMLGuard.check(source.text)
      // The basic resolver keeps every scalar a text. The default one would look for numbers and dates in each.
      let parser = try Parser(yaml: source.text, resolver: .basic, encoding: .utf8)
      guard let root = try parser.singleRoot(), !root.isNothing else {
        throw Refusal(
          place: Place(line: 1, column: 1), message: "the file is empty; \(content)")
      }
      return try YAMLNode(root, depth: 0)
    } catch let refusal as YAMLGuard.Refusal {
      problems.add(refusal.message, at: refusal.place)
    } catch let error as YamlError {
      let (place, message) = explain(error, in: source)
      problems.add(message, at: place)
    } catch {
      problems.add("this can't be read: \(SafeText.make(String(describing: error)))", at: nil)
    }
    throw problems.error
  }

  private typealias Refusal = YAMLGuard.Refusal

  private init(_ node: Node, depth: Int) throws(Refusal) {
    place = node.mark.map { Place(line: $0.line, column: $0.column) } ?? Place(line: 1, column: 1)
    guard depth <= YAMLGuard.deepest else { throw Refusal(place: place, message: YAMLGuard.tooDeep) }
    switch node {
    case .scalar(let scalar):
      content = .text(scalar.string, Spelling(scalar.style))
    case .sequence(let list):
      var nodes: [YAMLNode] = []
      for item in list { nodes.append(try YAMLNode(item, depth: depth + 1)) }
      content = .list(nodes)
    case .mapping(let mapping):
      var pairs: [(key: YAMLNode, value: YAMLNode)] = []
      for (key, value) in mapping {
        pairs.append((try YAMLNode(key, depth: depth + 1), try YAMLNode(value, depth: depth + 1)))
      }
      content = .mapping(pairs)
    case .alias:
      throw Refusal(place: place, message: "YAML aliases (*) can't be used here")
    }
  }

  // MARK: Messages

  private static func explain(_ error: YamlError, in source: SourceText) -> (Place?, String) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      syntaxError(problem, context: context, at: mark, in: source)
    case .composer(let context, let problem, let mark, _):
      if context?.text.contains("single document") == true {
        (place(mark), "a second document begins here; a file holds one scenario")
      } else {
        (place(mark), "this isn't valid YAML: \(SafeText.make(problem))")
      }
    case .duplicatedKeysInMapping(let names, let context):
      duplicate(names.first ?? "", firstAt: place(context.mark), in: source)
    case .reader(let problem, _, _, _):
      (nil, "this isn't valid YAML: \(SafeText.make(problem))")
    default:
      (nil, "this isn't valid YAML")
    }
  }

  private static func place(_ mark: Mark) -> Place { Place(line: mark.line, column: mark.column) }

  /// What the parser said, and what mostly lies behind it.
  private static func syntaxError(
    _ problem: String, context: YamlError.Context?, at mark: Mark, in source: SourceText
  ) -> (Place?, String) {
    let hint: String
    switch problem {
    case let text where text.contains("mapping values are not allowed"):
      hint = "; text with \": \" in it needs quotes, and keys of one level begin at the same column"
    case let text where text.contains("unexpected end of stream") && context?.text.contains("quoted") == true:
      hint = "; a quote isn't closed"
    case let text where text.contains("could not find expected ':'"):
      hint = "; a key needs a colon and a space after it"
    case let text where text.contains("cannot start any token"):
      hint = "; text that begins with this character needs quotes"
    case let text where text.contains("',' or"):
      hint = "; a bracket isn't closed, or text with , [ ] { } needs quotes"
    case let text where text.contains("block end") || text.contains("block mapping"):
      hint = "; lines of one level begin at the same column"
    default: hint = ""
    }
    if context?.text.contains("quoted") != true, mark.line < source.lineCount,
      let quote = YAMLGuard.longQuote(endingIn: mark.line, of: source.text)
    {
      return (
        quote,
        "this isn't valid YAML: the text in the quotes that begin here ends in line \(mark.line); is a quote missing?"
      )
    }
    let before = context.map { $0.text + ", " } ?? ""
    // What was never closed is best shown where it was opened.
    let isAtEnd = mark.line >= source.lineCount
    return (
      place(isAtEnd ? context?.mark ?? mark : mark), "this isn't valid YAML: \(SafeText.make(before + problem))\(hint)"
    )
  }

  /// The second of two equal keys of a mapping in block form stands at the same column as the first.
  private static func duplicate(_ name: String, firstAt first: Place, in source: SourceText) -> (Place?, String) {
    let key = Array(name.unicodeScalars)
    for number in first.line..<max(first.line, source.lineCount) {
      let line = source.line(number + 1)
      let indent = line.prefix { $0 == " " }.count
      if line.dropFirst(indent).isEmpty || line.dropFirst(indent).first == "#" { continue }
      if indent < first.column - 1 { break }
      let rest = line.dropFirst(indent)
      let isQuoted = rest.first == "\"" || rest.first == "'"
      let after = rest.dropFirst(isQuoted ? 1 : 0)
      guard indent == first.column - 1, after.starts(with: key) else { continue }
      let next = after.dropFirst(key.count + (isQuoted ? 1 : 0)).first { $0 != " " }
      guard next == ":" else { continue }
      return (
        Place(line: number + 1, column: indent + 1),
        "the key \(SafeText.brief(name)) is already used in line \(first.line)"
      )
    }
    return (first, "the key \(SafeText.brief(name)) is used twice")
  }
}

extension YAMLNode.Spelling {
  fileprivate init(_ style: Node.Scalar.Style) {
    self =
      switch style {
      case .any, .plain: .plain
      case .singleQuoted: .singleQuoted
      case .doubleQuoted: .doubleQuoted
      case .literal, .folded: .block
      }
  }
}

extension Node {
  /// Whether the document is empty.
  fileprivate var isNothing: Bool {
    if case .scalar(let scalar) = self { scalar.string.isEmpty && scalar.style == .plain } else { false }
  }
}
