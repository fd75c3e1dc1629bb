import CascadeTerminal
import Testing

@Suite struct InputDecoderTests {
  static let sequences: [(bytes: String, key: Key)] = [
    ("q", .character("q")), (" ", .character(" ")), ("é", .character("é")), ("漢", .character("漢")),
    ("🎵", .character("🎵")), ("\u{01}", .control("a")), ("\u{03}", .control("c")), ("\u{1A}", .control("z")),
    ("\u{00}", .control("@")), ("\u{1C}", .control("\\")), ("\t", .tab), ("\r", .enter), ("\n", .enter),
    ("\u{7F}", .backspace), ("\u{08}", .backspace), ("\u{1B}[A", .up), ("\u{1B}OA", .up), ("\u{1B}[B", .down),
    ("\u{1B}OD", .left), ("\u{1B}[C", .right), ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}[H", .home),
    ("\u{1B}OF", .end), ("\u{1B}[1~", .home), ("\u{1B}[8~", .end), ("\u{1B}[3~", .delete), ("\u{1B}[2~", .insert),
    ("\u{1B}[Z", .backTab), ("\u{1B}OP", .function(1)), ("\u{1B}[11~", .function(1)), ("\u{1B}[[B", .function(2)),
    ("\u{1B}[15~", .function(5)), ("\u{1B}[17~", .function(6)), ("\u{1B}[21~", .function(10)),
    ("\u{1B}[24~", .function(12)),
  ]

  @Test(arguments: sequences)
  func keysAreKnown(bytes: String, key: Key) {
    #expect(events(bytes) == [.key(key)])
  }

  @Test(arguments: sequences)
  func keysMayArriveInPieces(bytes: String, key: Key) {
    var decoder = InputDecoder()
    var found: [InputEvent] = []
    for byte in bytes.utf8 {
      #expect(found.isEmpty)
      decoder.feed([byte])
      while let event = decoder.next() { found.append(event) }
    }
    #expect(found == [.key(key)])
    #expect(decoder.patience == nil)
  }

  @Test func aRowOfKeysKeepsItsOrder() {
    let all = Self.sequences.map(\.bytes).joined()
    #expect(events(all) == Self.sequences.map { .key($0.key) })
  }

  @Test(arguments: [
    ("\u{1B}", [Key.escape]), ("\u{1B}[", [.escape, .character("[")]), ("\u{1B}O", [.escape, .character("O")]),
    ("\u{1B}[1;5", []), ("\u{1B}\u{1B}", [.escape, .escape]),
  ])
  func whatBreaksOffIsSettledWhenGivenUp(bytes: String, keys: [Key]) {
    #expect(events(bytes, givingUp: true) == keys.map(InputEvent.key))
  }

  @Test func escapeWaitsUntilGivenUp() {
    var decoder = InputDecoder()
    decoder.feed("\u{1B}".utf8)
    #expect(decoder.next() == nil)
    #expect(decoder.patience == InputDecoder.keyPatience)
    #expect(decoder.giveUp() == .key(.escape))
    #expect(decoder.patience == nil)
  }

  @Test func escapeBeforeAnotherKeyIsAKey() {
    #expect(events("\u{1B}q") == [.key(.escape), .key(.character("q"))])
    #expect(events("\u{1B}\u{1B}[A") == [.key(.escape), .key(.up)])
  }

  @Test(arguments: [
    "\u{1B}[1;5C", "\u{1B}[99~", "\u{1B}[?62;22c", "\u{1B}[>q", "\u{1B}Ox", "\u{1B}[27;5;9~",
  ])
  func unknownSequencesNeverActAsKeys(bytes: String) {
    #expect(events(bytes + "k") == [.key(.character("k"))])
  }

  /// Answers of terminals to questions.
  static let replies = [
    "\u{1B}P>|tmux 3.4q\u{1B}\\", "\u{1B}]11;rgb:1e1e/1e1e/2e2e\u{7}", "\u{1B}]11;rgb:1e1e/1e1e/2e2e\u{1B}\\",
    "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}^quiet\u{1B}\\", "\u{1B}Xq\u{7}q\u{1B}\\", "\u{1B}]lqué\u{1B}\\",
    "\u{1B}P\u{1B}\\",
    "\u{1B}]\u{7}", "\u{1B}[" + String(repeating: "1;", count: 500) + "q",
  ]

  @Test(arguments: replies)
  func repliesOfTheTerminalNeverActAsKeys(reply: String) {
    #expect(events(reply + "k") == [.key(.character("k"))])
  }

  /// However it is split, and though every pause but those within its first two bytes is as long as a key's patience.
  @Test(arguments: replies)
  func repliesMayArriveInPieces(reply: String) {
    let bytes = Array(reply.utf8)
    for split in 1..<bytes.count {
      var decoder = InputDecoder()
      decoder.feed(bytes[..<split])
      #expect(decoder.next() == nil)
      #expect(decoder.patience == (split < 3 ? InputDecoder.keyPatience : InputDecoder.passagePatience))
      decoder.feed(bytes[split...])
      #expect(decoder.next() == nil)
      #expect(decoder.patience == nil)
    }
    var decoder = InputDecoder()
    for byte in bytes {
      decoder.feed([byte])
      #expect(decoder.next() == nil)
    }
    #expect(decoder.patience == nil)
  }

  @Test(arguments: ["\u{1B}P>|q", "\u{1B}]11;q", "\u{1B}]11;q\u{1B}", "\u{1B}[" + String(repeating: "1", count: 99)])
  func aReplyThatBreaksOffIsDroppedWhenGivenUp(bytes: String) {
    var decoder = InputDecoder()
    decoder.feed(bytes.utf8)
    #expect(decoder.next() == nil)
    #expect(decoder.patience == InputDecoder.passagePatience)
    #expect(decoder.giveUp() == nil)
    #expect(decoder.patience == nil)
    decoder.feed("k".utf8)
    #expect(decoder.next() == .key(.character("k")))
  }

  @Test(arguments: ["]", "P", "_", "^", "X"])
  func altWithTheLetterOfAStringIsTwoKeys(letter: Character) {
    let keys: [InputEvent] = [.key(.escape), .key(.character(letter))]
    #expect(events("\u{1B}\(letter)", givingUp: true) == keys)
    #expect(events("\u{1B}\(letter)\u{1B}\(letter)", givingUp: true) == keys + keys)
    #expect(events("\u{1B}\(letter)\u{1B}", givingUp: true) == keys + [.key(.escape)])
  }

  @Test func aSequenceBrokenOffByAnotherLosesNothingElse() {
    #expect(events("\u{1B}[1;\u{1B}[A") == [.key(.up)])
    #expect(events("\u{1B}]11;\u{1B}[A") == [.key(.up)])
    #expect(events("\u{1B}[\(String(repeating: "1", count: 99))\u{3}") == [.key(.control("c"))])
  }

  @Test(arguments: [
    [0xFF], [0x80, 0x80], [0xC3, 0x41], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF5, 0x80, 0x80, 0x80],
  ])
  func bytesThatAreNoTextAreShownAsSuch(bytes: [UInt8]) {
    var decoder = InputDecoder()
    decoder.feed(bytes + [0x78])
    var found: [InputEvent] = []
    while let event = decoder.next() { found.append(event) }
    #expect(found.first == .key(.character("\u{FFFD}")))
    #expect(found.last == .key(.character("x")))
  }

  @Test func aTerminalsOwnDescriptionComesFirst() {
    let sequences: [(bytes: [UInt8], key: Key)] = [
      (Array("\u{1B}[A".utf8), .pageUp), (Array("\u{1B}xyz".utf8), .home), (Array("q".utf8), .enter),
    ]
    #expect(
      events("\u{1B}[A\u{1B}xyzq", describedBy: sequences) == [.key(.pageUp), .key(.home), .key(.character("q"))])
  }

  @Test func aPasteIsOneEventAndNeverKeys() {
    let text = "q\u{3}\r\u{1B}[A\u{1B}[201 é"
    let bytes = "a\u{1B}[200~\(text)\u{1B}[201~b"
    let expected: [InputEvent] = [.key(.character("a")), .paste(text), .key(.character("b"))]
    #expect(events(bytes) == expected)
    var decoder = InputDecoder()
    var found: [InputEvent] = []
    for byte in bytes.utf8 {
      decoder.feed([byte])
      while let event = decoder.next() { found.append(event) }
    }
    #expect(found == expected)
  }

  @Test(arguments: ["", "q\u{3}", "q\u{1B}", "q\u{1B}[201"])
  func aPasteWithoutEndIsOverWhenGivenUp(text: String) {
    var decoder = InputDecoder()
    decoder.feed("\u{1B}[200~\(text)".utf8)
    #expect(decoder.next() == nil)
    #expect(decoder.patience == InputDecoder.passagePatience)
    #expect(decoder.giveUp() == .paste(text))
    #expect(decoder.patience == nil)
    decoder.feed("q\u{3}".utf8)
    #expect(decoder.next() == .key(.character("q")))
    #expect(decoder.next() == .key(.control("c")))
  }

  @Test func theRestOfAPasteThatWasGivenUpIsNoKeys() {
    var decoder = InputDecoder()
    decoder.feed("\u{1B}[200~first".utf8)
    #expect(decoder.next() == nil)
    #expect(decoder.giveUp() == .paste("first"))
    decoder.feed("j".utf8)
    #expect(decoder.next() == .key(.character("j")))
    decoder.feed("q\u{3}\u{1B}[201~k".utf8)
    #expect(decoder.next() == .paste("q\u{3}"))
    #expect(decoder.next() == .key(.character("k")))
    decoder.feed("q\u{1B}[201~".utf8)
    #expect(decoder.next() == .key(.character("q")))
    #expect(decoder.next() == nil)
  }

  @Test func anotherPasteIsNoRestOfOneThatWasGivenUp() {
    var decoder = InputDecoder()
    decoder.feed("\u{1B}[200~first".utf8)
    #expect(decoder.next() == nil)
    #expect(decoder.giveUp() == .paste("first"))
    decoder.feed("j\u{1B}[200~second\u{1B}[201~".utf8)
    #expect(decoder.next() == .key(.character("j")))
    #expect(decoder.next() == .paste("second"))
  }

  @Test func aPasteIsCutAtItsLimit() {
    let long = String(repeating: "x", count: InputDecoder.pasteLimit + 10)
    #expect(
      events("\u{1B}[200~\(long)\u{1B}[201~") == [.paste(String(repeating: "x", count: InputDecoder.pasteLimit))])
  }

  private func events(
    _ bytes: String, describedBy sequences: [(bytes: [UInt8], key: Key)] = [], givingUp: Bool = false
  ) -> [InputEvent] {
    var decoder = InputDecoder(sequences: sequences)
    decoder.feed(bytes.utf8)
    var found: [InputEvent] = []
    repeat {
      while let event = decoder.next() { found.append(event) }
      guard givingUp, decoder.patience != nil else { break }
      if let event = decoder.giveUp() { found.append(event) }
    } while true
    return found
  }
}
