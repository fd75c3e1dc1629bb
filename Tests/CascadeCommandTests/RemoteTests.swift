import Cascade
import CascadeTerminal
import CascadeUI
import Foundation
import Testing

@testable import CascadeCommand

/// Lines of other programs: what is meant, or why it is nothing.
@Suite struct RemoteTests {
  private func read(_ line: String) throws(RemoteRequest.Refusal) -> RemoteRequest {
    try RemoteRequest(line: Array(line.utf8))
  }

  @Test(arguments: [
    (["next"], RemoteCommand.next), (["prev"], .previous), (["play"], .play), (["pause"], .pause), (["blank"], .blank),
    (["seek", "1.2s"], .seek(.zero.advanced(by: .milliseconds(1_200)))), (["goto", "5"], .beat(5)),
    (["goto", "step", "3"], .step(3)), (["vote", "2"], .vote("2")), (["vote", "3", "14", "2"], .vote("3 14 2")),
  ])
  func whatIsTypedIsALine(_ words: [String], _ command: RemoteCommand) throws {
    #expect(try read(ControlCommand.request(words)).action == .command(command))
  }

  @Test(arguments: [
    [], ["seek"], ["seek", "soon"], ["goto"], ["goto", "0"], ["goto", "x"], ["next", "one"], ["reboot"], ["vote"],
    ["vote", "two"], ["vote", "1\n2"], ["\u{1B}[2J"],
  ])
  func whatCannotBeMeantIsRefused(_ words: [String]) {
    #expect(throws: (any Error).self) { try ControlCommand.request(words) }
  }

  @Test func stateMayWait() throws {
    #expect(try read(#"{"do":"state","after":17}"#) == RemoteRequest(.state, after: 17))
    #expect(try read(#"{"do":"screen"}"#) == RemoteRequest(.screen))
  }

  /// Each kind of line that is none, with words that say so and that are safe to print.
  @Test(arguments: [
    ("", "a request is a JSON object"), ("next", "a request is a JSON object"), ("[1]", "a request is a JSON object"),
    ("{\"do\":\"next\"", "a request is a JSON object"), ("{}", "a request says what to do"),
    ("{\"do\":1}", "a request says what to do"), ("{\"do\":\"reboot\"}", "there is no \"reboot\""),
    ("{\"do\":\"next\",\"x\":1}", "next has no key \"x\""), ("{\"do\":\"seek\"}", "seek says where to"),
    ("{\"do\":\"seek\",\"to\":\"-1s\"}", ""), ("{\"do\":\"goto\"}", "goto says which"),
    ("{\"do\":\"vote\",\"votes\":\"<b>\"}", "vote has one number"),
    ("{\"do\":\"vote\",\"votes\":1}", "vote has one number"),
    ("{\"do\":\"goto\",\"beat\":-1}", "beat is a whole number"),
    ("{\"do\":\"goto\",\"beat\":1.5}", "beat is a whole number"),
    ("{\"do\":\"goto\",\"beat\":99999999999999999999}", "beat is a whole number"),
    ("{\"do\":\"goto\",\"beat\":1,\"step\":1}", "goto says which"),
    ("{\"do\":\"\\u001b[2J\"}", "there is no"), (String(repeating: "[", count: 4_000), "a request is a JSON object"),
    (String(repeating: " ", count: 5_000), "a request has at most 4096 bytes"),
  ])
  func aHostileLineIsRefusedInWords(_ line: String, _ why: String) {
    do throws(RemoteRequest.Refusal) {
      _ = try read(line)
      Issue.record("it was taken")
    } catch {
      #expect(error.description.hasPrefix(why))
      #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 })
    }
  }

  @Test func bytesThatAreNoTextAreRefused() {
    for bytes: [UInt8] in [[0xFF, 0xFE], [0], Array(repeating: 0x80, count: 100), Array(0...255)] {
      #expect(throws: RemoteRequest.Refusal.self) { try RemoteRequest(line: bytes) }
    }
  }

  @Test func anAnswerComesBackAsItWas() throws {
    let reply = RemoteReply.refused("no \"thing\"\n")
    #expect(!reply.line.contains(UInt8(ascii: "\n")))
    #expect(try RemoteReply(line: reply.line) == reply)
  }

  /// A mirrored screen is the screen, whatever is on it.
  @Test func aPictureIsTheSameCanvas() {
    var canvas = Canvas(size: Size(columns: 20, rows: 3), charset: .unicode)
    canvas.write(
      "✗ 503", at: Point(x: 2, y: 1),
      style: Style(foreground: .palette(16), background: .palette(203), attributes: .bold))
    canvas.write("told", at: Point(x: 10, y: 2), style: Style(attributes: [.reverse]))
    #expect(RemoteReply.Picture(canvas).canvas(charset: .unicode) == canvas)
    var hostile = RemoteReply.Picture(canvas)
    hostile.columns = .max
    hostile.rows = -5
    hostile.pieces = [[RemoteReply.Picture.Piece(text: "\u{1B}[2J", ink: nil, ground: nil, attributes: 255)]]
    let shown = hostile.canvas(charset: .unicode)
    #expect(shown.size == Size(columns: 1_000, rows: 1) && !shown.description.contains("\u{1B}"))
  }
}
