import CascadeTrace
import Testing

@testable import CascadeCode

/// Texts of files in programs: whatever they are, they stay texts.
@Suite struct LiteralTests {
  @Test(arguments: [
    ("503 from orders", #""503 from orders""#, #""503 from orders""#),
    (#"say "no""#, #""say \"no\"""#, #""say \"no\"""#),
    (#"\(ctx)"#, #""\\(ctx)""#, #""\\(ctx)""#),
    ("a\nb\r\tc", #""a\nb\r\tc""#, #""a\nb\r\tc""#),
    ("\u{0}\u{1B}[2J", #""\u{0}\u{1B}[2J""#, #""\u0000\u001B[2J""#),
    ("\u{202E}gnp", #""\u{202E}gnp""#, #""\u202Egnp""#),
    ("\u{E0001}", #""\u{E0001}""#, #""\U000E0001""#),
    ("müde 日本", #""müde 日本""#, #""müde 日本""#),
  ])
  func `a text is a literal in either language`(text: String, swift: String, go: String) {
    #expect(Literal.swift(text) == swift)
    #expect(Literal.go(text) == go)
  }

  @Test(arguments: [
    ("first-failure", "firstFailure"), ("a.b c_d", "aBCD"), ("3-times", "story3Times"), ("for", "forStory"),
    ("日本", "story"), ("", "story"), ("--", "story"), ("Über", "ber"),
  ])
  func `a name is an identifier`(text: String, name: String) {
    var names = Identifiers(reserved: ["for"])
    #expect(names.unique(text) == name)
    #expect(names.unique(text) == name + "2", "and never the same twice")
  }

  @Test(arguments: ["one\ntwo", "one\r\ntwo", "\u{2028}*/ exit(1)", String(repeating: "long ", count: 50)])
  func `a comment stays a comment`(text: String) {
    for line in CommentText.lines(text) {
      #expect(line.hasPrefix("//"))
      #expect(line.count <= CodeWriter.columns)
      #expect(!line.contains { $0.isNewline })
    }
  }

  /// Go compiles no name that nothing has. A comment and a text have none.
  @Test func `a name that nothing has is dropped`() {
    var code = CodeWriter(indentation: "\t")
    for line in ["func f(ctx context.Context) {", "\tcaller := ctx", "\tgctx := ctx", "\tn := 1 + 2"] {
      code.line(line)
    }
    let start = code.next
    code.line("\t// The caller's context, not the group's.")
    code.line("\tfmt.Println(\"caller\", gctx)")
    code.mark([.group("root")], from: start)
    code.line("}")
    code.dropUnusedNames(from: 1)
    #expect(
      code.lines == [
        "func f(ctx context.Context) {", "\tgctx := ctx", "\tn := 1 + 2", "\t// The caller's context, not the group's.",
        "\tfmt.Println(\"caller\", gctx)", "}",
      ])
    #expect(code.parts[.group("root")] == 3..<5)
  }

  @Test(
    arguments: [
      (#"log.Println("a\"b", caller)"#, true), (#"log.Println("a\\", caller, "\"")"#, true),
      (#"log.Println("say \"caller\"")"#, false),
      (#"log.Println("caller")"#, false), (#"log.Println(callers)"#, false), ("// caller", false),
      (#"log.Println("" + caller)"#, true),
    ])
  func `a name in a text is no use of it`(line: String, isUsed: Bool) {
    var code = CodeWriter(indentation: "\t")
    for line in ["func f(ctx context.Context) {", "\tcaller := ctx", "\t\(line)", "}"] { code.line(line) }
    code.dropUnusedNames(from: 1)
    #expect(code.lines.contains("\tcaller := ctx") == isUsed)
  }
}
