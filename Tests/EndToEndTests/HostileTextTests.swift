import Foundation
import TestSupport
import Testing

/// Whatever text the program is given, and wherever: nothing that a terminal might obey, hide or reorder by gets out.
@Suite struct HostileTextTests {
  /// A scalar of each kind that a terminal might obey, hide or reorder by.
  static let scalars: [Unicode.Scalar] = [
    "\u{07}", "\u{08}", "\u{09}", "\u{0B}", "\u{0D}", "\u{1B}", "\u{7F}",  // controls
    "\u{85}", "\u{9B}", "\u{9D}",  // the C1 controls: next line, CSI, OSC
    "\u{AD}", "\u{200B}", "\u{200D}", "\u{FEFF}",  // format: soft hyphen, zero width
    "\u{202E}", "\u{2067}", "\u{061C}",  // writing direction
    "\u{2028}", "\u{2029}",  // separators
    "\u{034F}", "\u{3164}", "\u{FE0F}", "\u{E0041}",  // invisible without being controls
    "\u{E000}", "\u{10FFFD}", "\u{0378}",  // private and unassigned
  ]

  static let texts = [
    "a" + String(String.UnicodeScalarView(scalars)) + "z", "\u{1B}]0;pwned\u{07}", "a\r\nPWNED", "-\u{1B}[2J",
    "a=\u{1B}c",
  ]

  /// A command line, `%` where the text goes.
  static let places: [[String]] = [
    ["%"], ["--%"], ["-%"], ["help", "%"], ["--generate-completion-script", "%"],
    ["list", "%"], ["gallery", "%"], ["gallery", "--color=%"],
    ["run", "%"], ["run", "./%"], ["run", "%.yaml"], ["run", "first-failure", "%"], ["run", "first-failure", "--%"],
    ["run", "first-failure", "--seed", "%"], ["run", "first-failure", "--seed=%"],
    ["run", "first-failure", "--json=%"],
    ["run", "first-failure", "--color", "%"], ["run", "first-failure", "--charset=%"],
    ["run", "first-failure", "--theme=%"], ["run", "first-failure", "--motion=%"], ["run", "--", "%"],
    ["what-if", "%", "cancel a"], ["what-if", "first-failure", "%"], ["what-if", "first-failure", "cancel %"],
    ["what-if", "first-failure", "fail fetch-recs: %"], ["what-if", "first-failure", "--json", "fail fetch-recs: %"],
    ["what-if", "first-failure", "delay fetch-recs by %"], ["what-if", "first-failure", "add % to root: 1ms"],
    ["what-if", "first-failure", "add x to root: 1ms, %"], ["what-if", "first-failure", "set kind of root to %"],
    ["what-if", "first-failure", "set % of root to 1"], ["what-if", "first-failure", "cancel root %"],
    ["what-if", "first-failure", "cancel root", "--at", "%"], ["what-if", "first-failure", "cancel root", "--at=%"],
    ["what-if", "first-failure", "cancel root", "--after-event=%"],
    ["compare", "%"], ["compare", "first-failure", "--a", "%"], ["compare", "first-failure", "--a=%"],
    ["compare", "first-failure", "--b", "kind=%"], ["compare", "first-failure", "--a", "limit=%"],
    ["compare", "first-failure", "--a", "timeout=%"], ["compare", "first-failure", "--a", "file=%"],
    ["compare", "first-failure", "--a", "1s: cancel %"], ["compare", "first-failure", "--a", "fail fetch-recs: %"],
    ["check", "%"], ["check", "%/x.yaml"], ["check", "demos/%"],
    ["detail", "%", "a"], ["detail", "first-failure", "%"], ["detail", "first-failure", "root", "--at=%"],
    ["detail", "first-failure", "root", "--after-event=%"],
    ["export", "%", "--as=text"], ["export", "first-failure", "--as=%"],
    ["export", "first-failure", "--as=text", "--at=%"],
    ["export", "first-failure", "--as=text", "--at", "% told"], ["export", "first-failure", "--as=text", "--size=%"],
    ["export", "first-failure", "--as=text", "--what-if=%"],
    ["export", "first-failure", "--as=text", "-o", "/nowhere/%"],
    ["code", "%"], ["code", "first-failure", "--lang", "%"], ["code", "first-failure", "--lang=%"],
  ]

  /// - Parameter isCode: Whether it is a program, which Go indents by tabs.
  private func expectHarmless(_ result: Program.Result, _ arguments: [String], isCode: Bool = false) {
    let text = result.output + result.errors
    let found = text.unicodeScalars.filter { scalar in
      if scalar == "\n" || (isCode && scalar == "\t") { return false }
      return scalar.value < 0x20 || Self.scalars.contains(scalar)
    }
    #expect(found.isEmpty, "\(arguments.map(\.debugDescription)): \(found.map { String($0.value, radix: 16) })")
    let lines = text.split(separator: "\n")
    #expect(!lines.contains { $0.hasPrefix("PWNED") }, "\(arguments.map(\.debugDescription))")
  }

  /// By default the text with all scalars and one of the others, in turn; all of them in longer runs.
  @Test(arguments: Array(places.enumerated())) func `in an argument`(index: Int, place: [String]) throws {
    let texts = Effort.factor > 1 ? Self.texts : [Self.texts[0], Self.texts[1 + index % (Self.texts.count - 1)]]
    for text in texts {
      let arguments = place.map { $0.replacing("%", with: text) }
      expectHarmless(try Program.run(arguments), arguments)
    }
  }

  @Test(arguments: texts) func `in the name of a file`(text: String) throws {
    let story = "title: T\ngroup: {tasks: {a: '-^ no', b: '--|'}}\nexpect: {wait: yes}\n"
    let events = try Program.run("run", "first-failure", "--json").output
    let name = text.replacing("/", with: "")
    for (content, arguments) in [
      (story, ["check"]), (story, ["run", "--plain"]), (story, ["run", "--json"]), (story, ["detail"]),
      (story, ["compare"]), (story, ["export", "--as=text"]), (story, ["export", "--as=html"]),
      (story, ["export", "--as=json"]), (story, ["code"]), (story, ["code", "--lang=go"]), ("title: [", ["check"]),
      ("", ["run"]),
    ] {
      let file = try TemporaryFile(content, name: name + ".yaml")
      let all = [arguments[0], file.path] + (arguments[0] == "detail" ? ["a"] : []) + arguments.dropFirst()
      expectHarmless(try Program.run(all), all, isCode: arguments[0] == "code")
    }
    let recorded = try TemporaryFile(events + "{", name: name + ".jsonl")
    let compared = ["compare", "first-failure", "--a", "file=\(recorded.path)"]
    expectHarmless(try Program.run(compared), compared)
  }

  /// As YAML escapes it, in every place of a file that takes a text.
  @Test func `in what a file says`() throws {
    // A text that has to be one line can't have an end of one.
    let text = Self.scalars.filter { ![0x0D, 0x85, 0x2028, 0x2029].contains($0.value) }
      .map { "\\U" + zeros(8, String($0.value, radix: 16)) }.joined()
    let story = """
      title: "t\(text)"
      about: "a\(text)"
      group:
        cancel-at: 1s
        cancel-cause: "c\(text)"
        tasks:
          a: {steps: [{log: "l\(text)"}, {work: 10ms}, {fail: "f\(text)"}]}
          b: {steps: [{work: 20ms}, {panic: "p\(text)"}], on-cancel: "fail o\(text)"}
      beats:
        - {at: a starts, say: "s\(text)", note: "n\(text)"}
      expect: {wait: "w\(text)", tasks: {a: {error: "e\(text)"}}}
      """
    let wrong = "title: T\n\"k\(text)\": 1\ngroup: {kind: \"x\(text)\", tasks: {\"n\(text)\": '-|', b: \"\(text)\"}}\n"
    for content in [story, wrong] {
      let file = try TemporaryFile(content)
      for arguments in [
        ["check"], ["run", "--plain"], ["run", "--json"], ["compare"], ["code"], ["code", "--lang", "go"],
        ["export", "--as=svg"], ["export", "--as=html"], ["export", "--as=mermaid"], ["export", "--as=json"],
      ] {
        let all = [arguments[0], file.path] + arguments.dropFirst()
        let result = try Program.run(all)
        expectHarmless(result, all, isCode: arguments[0] == "code")
        if content == story, arguments[0] != "check" { #expect(result.status == 0, "\(result.errors)") }
      }
    }
  }

  private func zeros(_ count: Int, _ digits: String) -> String {
    String(repeating: "0", count: count - digits.count) + digits
  }
}
