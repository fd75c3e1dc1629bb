import CascadeTerminal
import Foundation
import Testing

@testable import CascadeExport

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Whatever a run, its title, its tasks and its errors are called: in every format that stays text, and nothing else.
@Suite struct HostileExportTests {
  static let texts = [
    "\u{1B}]0;pwned\u{07}\u{1B}[2J\u{9B}2J\r\n\u{85}\u{2028}\t\u{08}",
    "<script>alert(1)</script><!--]]>--&amp;&#0;\"'/><![CDATA[",
    "</title></style></svg></script>{{%%%}} %%{init: {}}%%",
    "\u{202E}\u{200B}\u{FEFF}\u{E0041}\u{E000}\u{378}e\u{301}\u{1F468}\u{200D}\u{1F469}",
    "a:b;c#quot;#35;-->>x: y\"]end\nend note\nclass A\n\\\\\\\"\u{0}",
    String(repeating: "long ", count: 400),
  ]

  static func files(_ format: ExportFormat, of run: ExportedRun) throws -> [String] {
    let all = try format.files(of: run, .moment(nil))
    return format.isOfAMoment ? all + (try format.files(of: run, .beats)) : all
  }

  /// Formats that play the run take long: they get all texts at once.
  private static let cases: [(ExportFormat, String)] = ExportFormat.allCases.flatMap { format in
    switch format {
    case .movingSVG, .cast, .cast3, .html: [(format, texts.joined())]
    case .svg, .text, .ansi, .mermaid, .perfetto, .json, .recording: texts.map { (format, $0) }
    }
  }

  @Test(arguments: cases)
  func `text stays text`(format: ExportFormat, text: String) throws {
    for file in try Self.files(format, of: Runs.hostile(text)) {
      #expect(!file.isEmpty)
      let found = Set(Self.harmful(file, in: format))
      #expect(found.isEmpty, "\(format): \(found.map { String($0.value, radix: 16) })")
      try Self.expectWellFormed(file, format)
    }
  }

  /// What a terminal might obey, hide or reorder by, but line ends and, where the format has them, styles.
  private static func harmful(_ file: String, in format: ExportFormat) -> [Unicode.Scalar] {
    let text = format == .ansi ? file.replacing(/\u{1B}\[[0-9;]*m/, with: "") : file
    return text.unicodeScalars.filter { $0 != "\n" && ($0.value < 0x20 || $0.value == 0x7F || !$0.takesNoOrders) }
  }

  private static func expectWellFormed(_ file: String, _ format: ExportFormat) throws {
    switch format {
    case .svg, .movingSVG:
      let document = try XMLDocumentReader(file)
      #expect(document.elements.subtracting(["svg", "title", "desc", "rect", "text", "g", "style"]).isEmpty)
      #expect(document.attributes.allSatisfy { !$0.hasPrefix("on") && !$0.contains("href") })
    case .cast, .cast3:
      for line in file.split(separator: "\n") {
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
        guard let event = value as? [Any], let code = event[1] as? String, code == "o" else { continue }
        let output = try #require(event[2] as? String)
        let rest = output.replacing(/\u{1B}\[[?0-9;]*[A-Za-z]/, with: "")
        #expect(rest.unicodeScalars.allSatisfy { $0.takesNoOrders && $0.value >= 0x20 })
      }
    case .html: try expectWellFormedPage(file)
    case .perfetto, .json: _ = try JSONSerialization.jsonObject(with: Data(file.utf8))
    case .mermaid: MermaidGrammar.expect(file)
    case .recording:
      for line in file.split(separator: "\n") { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    case .text, .ansi: break
    }
  }

  /// The tags and attributes that pages have, nothing else that a browser would take for one, and data that can be read.
  private static func expectWellFormedPage(_ file: String) throws {
    let scripts = file.matches(of: /<script[^>]*>([\s\S]*?)<\/script>/)
    #expect(scripts.count == file.matches(of: /<script/).count && scripts.count == file.matches(of: /<\/script>/).count)
    for script in scripts where script.0.contains("application/json") {
      #expect(!script.1.contains("<"))
      _ = try JSONSerialization.jsonObject(with: Data(script.1.utf8))
    }
    let rest = file.replacing(/<script[\s\S]*?<\/script>/, with: "").replacing(/<style>[\s\S]*?<\/style>/, with: "")
    let tags = rest.matches(of: /<\/?([a-zA-Z!][a-zA-Z0-9]*)((?:\s[^>]*)?)>/)
    #expect(tags.count == rest.count { $0 == "<" } && tags.count == rest.count { $0 == ">" })
    let known: Set = [
      "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "article", "h1", "h2", "p", "div", "span", "button",
      "label", "select", "option", "details", "summary", "table", "tr", "th", "td", "kbd", "section", "ol", "li",
      "strong",
    ]
    let attributes: Set = [
      "lang", "charset", "http-equiv", "content", "name", "class", "style", "role", "aria-label", "aria-live", "type",
      "data-does", "data-step", "title", "value", "hidden", "scope",
    ]
    for tag in tags {
      #expect(known.contains(String(tag.1)))
      guard tag.1 != "!DOCTYPE" else { continue }
      for attribute in String(tag.2).matches(of: /([^\s="]+)(?:="[^"]*")?/) {
        #expect(attributes.contains(String(attribute.1)), "\(tag.0)")
      }
    }
  }
}

extension Unicode.Scalar {
  /// Said anew here, so that the check doesn't rest on what it checks.
  fileprivate var takesNoOrders: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: self == "\n"
    default: !properties.isDefaultIgnorableCodePoint
    }
  }
}

/// Reads XML, and says what is in it.
final class XMLDocumentReader: NSObject, XMLParserDelegate {
  struct Malformed: Error {
    let why: String
  }

  private(set) var elements: Set<String> = []
  private(set) var attributes: Set<String> = []
  /// The elements in their order, with their texts.
  private(set) var texts: [(name: String, attributes: [String: String], text: String)] = []
  private var open: [(name: String, attributes: [String: String], text: String)] = []

  init(_ text: String) throws {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw Malformed(why: "line \(parser.lineNumber): \(String(describing: parser.parserError))")
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes given: [String: String]
  ) {
    elements.insert(name)
    attributes.formUnion(given.keys)
    open.append((name, given, ""))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if !open.isEmpty { open[open.count - 1].text += string }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    if let last = open.popLast() { texts.append(last) }
  }
}
