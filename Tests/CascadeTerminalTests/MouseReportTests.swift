import CascadeTerminal
import TestSupport
import Testing

/// What terminals send for the mouse, in every form that there is.
@Suite struct MouseReportTests {
  /// A report, and what it says; nothing where it is none of a program's, or no report at all.
  struct Row: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let event: MouseEvent?
    var testDescription: String { String(decoding: bytes, as: UTF8.self).debugDescription }

    init(_ text: String, _ action: MouseEvent.Action? = nil, _ x: Int = 0, _ y: Int = 0) {
      self.init(Array(text.utf8), action, x, y)
    }

    init(_ bytes: [UInt8], _ action: MouseEvent.Action? = nil, _ x: Int = 0, _ y: Int = 0) {
      self.bytes = bytes
      event = action.map { MouseEvent($0, at: Point(x: x, y: y)) }
    }
  }

  private static func old(_ data: [UInt8]) -> [UInt8] { Array("\u{1B}[M".utf8) + data }

  static let rows: [Row] = [
    // Mode 1006.
    Row("\u{1B}[<0;1;1M", .press(.left), 0, 0), Row("\u{1B}[<0;10;5M", .press(.left), 9, 4),
    Row("\u{1B}[<2;10;5M", .press(.right), 9, 4), Row("\u{1B}[<0;10;5m", .release, 9, 4),
    Row("\u{1B}[<2;10;5m", .release, 9, 4), Row("\u{1B}[<32;10;5M", .drag, 9, 4),
    Row("\u{1B}[<64;10;5M", .wheel(.up), 9, 4), Row("\u{1B}[<65;10;5M", .wheel(.down), 9, 4),
    Row("\u{1B}[<66;10;5M", .wheel(.left), 9, 4), Row("\u{1B}[<67;10;5M", .wheel(.right), 9, 4),
    Row("\u{1B}[<0;300;200M", .press(.left), 299, 199), Row("\u{1B}[<0;9999;9999M", .press(.left), 9_998, 9_998),
    // With a modifier, of another button, or motion without a button: the terminal's own.
    Row("\u{1B}[<4;10;5M"), Row("\u{1B}[<8;10;5M"), Row("\u{1B}[<16;10;5M"), Row("\u{1B}[<36;10;5M"),
    Row("\u{1B}[<80;10;5M"), Row("\u{1B}[<1;10;5M"), Row("\u{1B}[<35;10;5M"), Row("\u{1B}[<34;10;5M"),
    Row("\u{1B}[<128;10;5M"), Row("\u{1B}[<64;10;5m"), Row("\u{1B}[<96;10;5M"),
    Row("\u{1B}[<4;10;5m", .release, 9, 4),
    // Nonsense.
    Row("\u{1B}[<0;0;5M"), Row("\u{1B}[<0;10;0M"), Row("\u{1B}[<0;-1;5M"), Row("\u{1B}[<-1;1;5M"),
    Row("\u{1B}[<0;10000;5M"), Row("\u{1B}[<0;99999999999999999999;5M"), Row("\u{1B}[<0;10M"), Row("\u{1B}[<M"),
    Row("\u{1B}[<;;M"), Row("\u{1B}[<0;;5M"), Row("\u{1B}[<0;10;5;7M"), Row("\u{1B}[<0:10:5M"), Row("\u{1B}[<0;+1;5M"),
    Row("\u{1B}[0;10;5m"), Row("\u{1B}[1m"), Row("\u{1B}[<<0;1;1M"), Row("\u{1B}[?0;10;5M"),
    // Mode 1015.
    Row("\u{1B}[32;10;5M", .press(.left), 9, 4), Row("\u{1B}[34;10;5M", .press(.right), 9, 4),
    Row("\u{1B}[35;10;5M", .release, 9, 4), Row("\u{1B}[64;300;5M", .drag, 299, 4),
    Row("\u{1B}[97;10;5M", .wheel(.down), 9, 4), Row("\u{1B}[0;10;5M"), Row("\u{1B}[67;10;5M"),
    Row("\u{1B}[32;99999999999999999999;5M"), Row("\u{1B}[5M"), Row("\u{1B}[32;5M"),
    // The oldest form, in bytes.
    Row(old([32, 33, 33]), .press(.left), 0, 0), Row(old([32, 62, 42]), .press(.left), 29, 9),
    Row(old([34, 113, 42]), .press(.right), 80, 9), Row(old([35, 113, 42]), .release, 80, 9),
    Row(old([64, 62, 42]), .drag, 29, 9), Row(old([96, 62, 42]), .wheel(.up), 29, 9),
    Row(old([32, 127, 34]), .press(.left), 94, 1), Row(old([32, 160, 34]), .press(.left), 127, 1),
    Row(old([32, 255, 255]), .press(.left), 222, 222), Row(old([67, 62, 42])), Row(old([32, 0, 42])),
    Row(old([32, 62, 0])), Row(old([32, 32, 42])), Row(old([0, 0, 0])),
    // The same in mode 1005, as characters: column 130 and row 200.
    Row("\u{1B}[M \u{A2}!", .press(.left), 129, 0), Row("\u{1B}[M \u{A2}\u{E8}", .press(.left), 129, 199),
    Row("\u{1B}[M\u{40}\u{7FF}!", .drag, 2_014, 0),
  ]

  /// Neither a report nor what is no report types anything, and what follows is a key.
  @Test(arguments: rows) func everyFormIsUnderstood(_ row: Row) {
    #expect(events([row.bytes, [0x6B]]) == (row.event.map { [.mouse($0)] } ?? []) + [.key(.character("k"))])
  }

  @Test(arguments: rows) func itMayArriveInPieces(_ row: Row) {
    let expected = (row.event.map { [InputEvent.mouse($0)] } ?? []) + [.key(.character("k"))]
    for split in 1..<row.bytes.count {
      #expect(events([Array(row.bytes[..<split]), Array(row.bytes[split...]), [0x6B]]) == expected, "after \(split)")
    }
    #expect(events((row.bytes + [0x6B]).map { [$0] }) == expected)
  }

  /// Many at once, as of a wheel.
  @Test func aRowOfReportsKeepsItsOrder() {
    let expected = Self.rows.compactMap(\.event).map(InputEvent.mouse)
    #expect(events([Self.rows.flatMap(\.bytes)]) == expected)
  }

  @Test(arguments: ["\u{1B}[M", "\u{1B}[M ", "\u{1B}[M !", "\u{1B}[<0;1", "\u{1B}[M \u{1B}[A", "\u{1B}[M\u{3}"])
  func whatBreaksOffLosesNothingElse(_ text: String) {
    let last: [InputEvent] = text.hasSuffix("[A") ? [.key(.up)] : text.hasSuffix("\u{3}") ? [.key(.control("c"))] : []
    #expect(events([Array(text.utf8)], givingUp: true) == last)
    #expect(events([Array(text.utf8)], thenGivingUpFor: [0x6B]) == last + [.key(.character("k"))])
  }

  /// A key of the terminal's description that begins in the same way is that key.
  @Test func aDescribedKeyComesFirst() {
    var decoder = InputDecoder(sequences: [(Array("\u{1B}[M".utf8), .function(1))])
    decoder.feed("\u{1B}[M".utf8)
    #expect(decoder.next() == .key(.function(1)))
  }

  /// Whatever comes between, the keyboard works again, and no place is beyond every screen.
  @Test(arguments: Effort.seeds(20)) func noiseNeverDeafens(_ seed: UInt64) {
    var random = Seeded(seed)
    let pieces: [[UInt8]] = [
      Array("\u{1B}[M".utf8), Array("\u{1B}[<".utf8), Array("0;".utf8), Array("M".utf8), Array("m".utf8), [0xC3],
      [0xA2],
      [0x1B], [0x20], [0xFF], Array("99999999999".utf8), [0x00],
    ]
    for _ in 0..<20 {
      let bytes = (0..<Int.random(in: 1...9, using: &random)).flatMap { _ in pieces.randomElement(using: &random)! }
      let found = events([bytes], thenGivingUpFor: [0x6B])
      #expect(found.last == .key(.character("k")), "\(bytes)")
      for case .mouse(let event) in found {
        #expect((0..<9_999).contains(event.point.x) && (0..<9_999).contains(event.point.y))
      }
    }
  }

  private func events(
    _ reads: [[UInt8]], givingUp: Bool = false, thenGivingUpFor rest: [UInt8] = []
  ) -> [InputEvent] {
    var decoder = InputDecoder()
    var found: [InputEvent] = []
    for read in reads {
      decoder.feed(read)
      while let event = decoder.next() { found.append(event) }
    }
    while givingUp || !rest.isEmpty, decoder.patience != nil {
      if let event = decoder.giveUp() { found.append(event) }
      while let event = decoder.next() { found.append(event) }
    }
    decoder.feed(rest)
    while let event = decoder.next() { found.append(event) }
    return found
  }
}
