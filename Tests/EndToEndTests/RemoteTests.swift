import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A talk and what belongs to it in other terminals, over a real socket.
@Suite(.serialized) final class RemoteTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "cascade-\(UUID().uuidString.prefix(8))")
  private static let next = "\u{1B}[6~"

  init() throws {
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private var environment: [String: String] { ["XDG_RUNTIME_DIR": folder.path] }

  private func open(_ arguments: String...) throws -> ScreenProgram {
    try ScreenProgram(arguments, columns: 80, rows: 24, environment: environment)
  }

  private func control(_ arguments: String...) throws -> Program.Result {
    try Program.run(["ctl"] + arguments, environment: environment)
  }

  private func talk() throws -> ScreenProgram {
    let talk = try open("talk", TalkTests.example, "--motion", "off")
    try talk.wait(for: "What happens to")
    return talk
  }

  /// The socket of the talk, once it is there.
  private var socketPath: String? {
    let sockets = folder.appendingPathComponent("cascade")
    return (try? FileManager.default.contentsOfDirectory(atPath: sockets.path))?.first { $0.hasPrefix("screen-") }
      .map { sockets.appendingPathComponent($0).path }
  }

  @Test func theNotesMoveTheAudiencesScreenAndEitherMayDie() throws {
    let talk = try talk()
    var notes = try open("notes")
    try notes.wait(for: "two or three answers")
    notes.type(Self.next)
    try talk.wait(for: "two of them for render")
    // Only what changes is sent: of "Who is who, then the error" not every letter.
    try notes.wait(for: "then th")
    #expect(try control("goto", "step", "3").status == 0)
    try talk.wait(for: "When does Wait return?")
    try notes.wait(for: "Count hands")
    // What the room chose, typed at the notes, is on both screens.
    #expect(try control("vote", "2", "5", "9", "1").status == 0)
    try talk.wait(for: "most chose 3")
    try notes.wait(for: "(9)")
    notes.type("\u{7F}4")
    try notes.wait(for: "(4)")
    #expect(try control("state").output.contains("\"votes\":\"2 5 9 4\""))
    // The notes die; the audience sees nothing of that.
    notes.send(SIGKILL)
    talk.type(Self.next)
    try talk.wait(for: "RIGHT")
    notes = try open("notes")
    try notes.wait(for: "Votes: 2 5 9 4")
    // The talk dies; the notes wait for it, and find the next one.
    talk.send(SIGKILL)
    try notes.wait(for: "looking for it again")
    let again = try self.talk()
    try notes.wait(for: "two or three answers")
    notes.type(Self.next)
    try again.wait(for: "two of them for render")
    notes.type("q")
    #expect(try notes.status() == 0)
    #expect(notes.isRestored)
    again.type("qq")
    #expect(try again.status() == 0)
    #expect(socketPath == nil, "the socket is taken away")
  }

  @Test func otherProgramsAskInOneLine() throws {
    let talk = try talk()
    let state = try control("state")
    #expect(state.status == 0)
    let facts = try #require(JSONSerialization.jsonObject(with: Data(state.output.utf8)) as? [String: Any])
    #expect((facts["talk"] as? [String: Any])?["steps"] as? Int == 10)
    #expect(
      facts["sentence"] as? String == "Five requests build one page. One of them fails. What happens to the others?")
    #expect(try control("goto", "step", "2").status == 0)
    try talk.wait(for: "g.Wait()")
    #expect(try control("seek", "1.2s").output.contains("1.200 s"))
    #expect(try control("goto", "2").output.contains("\"beat\":2"))
    #expect(try control("blank").output.contains("\"blank\":true"))
    #expect(try control("next").output.contains("\"blank\":false"), "as any key")
    // What can't be done is status 2, in words, and changes nothing.
    let before = try control("state").output
    for (words, why) in [
      (["goto", "step", "99"], "There are 10 steps."), (["goto", "99"], "There are 8 beats."),
      (["vote", "2"], "No question is open."),
    ] {
      let refused = try Program.run(["ctl"] + words, environment: environment)
      #expect(refused.status == 2 && refused.errors == "cascade: \(why)\n", "\(words): \(refused.errors)")
    }
    #expect(try control("goto", "step", "3").status == 0)
    for (words, why) in [(["seek", "1s"], "A question is open"), (["vote", "9"], "Type 1 to 4")] {
      let refused = try Program.run(["ctl"] + words, environment: environment)
      #expect(refused.status == 2 && refused.errors.contains(why), "\(words): \(refused.errors)")
    }
    #expect(before.contains("\"step\":2"))
    let wrong = try control("--session", "nowhere", "state")
    #expect(wrong.status == 2 && wrong.errors.contains("there is no session nowhere; begin one with: cascade talk"))
    talk.type("qq")
    #expect(try talk.status() == 0)
    #expect(try control("state").status == 2)
  }

  /// A second talk of the same name says so, and the first one stays within reach.
  @Test func aSecondTalkOfOneNameSaysSo() throws {
    let talk = try talk()
    let second = try open("talk", TalkTests.example, "--motion", "off", "--from", "10")
    try second.wait(for: "another screen is called talk")
    #expect(second.output.contains("Only they can stop"))
    #expect(try control("state").output.contains("\"step\":1"))
    second.type("qq")
    #expect(try second.status() == 0)
    #expect(try control("next").status == 0)
    talk.type("qq")
    #expect(try talk.status() == 0)
    let wrong = try Program.run("talk", TalkTests.example, "--plain", "--from", "11")
    #expect(wrong.status == 2 && wrong.errors.contains("there are the steps 1 to 10, no step 11"))
  }

  @Test func theSocketIsTheUsersAlone() throws {
    let talk = try talk()
    let path = try #require(socketPath)
    for (path, mode) in [(path, 0o600), ((path as NSString).deletingLastPathComponent, 0o700)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == mode)
    }
    talk.type("qq")
    #expect(try talk.status() == 0)
  }

  @Test func withoutAWishNothingListens() throws {
    let program = try open("run", "all-well")
    try program.wait(for: "none so far")
    #expect(socketPath == nil)
    program.type("q")
    #expect(try program.status() == 0)
  }

  /// Two MiB, half a line, bytes, unknown keys: words, and nothing is changed; the next one is served.
  @Test func aStrangersLineChangesNothing() throws {
    let talk = try talk()
    let path = try #require(socketPath)
    let before = try control("state").output
    for line in [
      Data(repeating: UInt8(ascii: "a"), count: 2 << 20), Data("{\"do\":\"ne".utf8), Data((0...255).map { UInt8($0) }),
      Data("{\"do\":\"next\",\"please\":1}\n".utf8), Data("{\"do\":\"reboot\"}\n".utf8), Data("\n".utf8),
      Data("[[[[[[[[[[[[[[[[[[[[\n".utf8),
    ] {
      let answer = Self.send(line, to: path)
      // Half a line is no request yet, and so has no answer.
      if line.contains(UInt8(ascii: "\n")) || line.count > 4_096 { #expect(answer.hasPrefix("{\"error\":")) }
    }
    let after = try control("state").output
    func facts(_ text: String) -> NSDictionary? {
      var object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      object?["frame"] = nil
      return object.map { $0 as NSDictionary }
    }
    #expect(facts(before) == facts(after))
    talk.type("qq")
    #expect(try talk.status() == 0)
  }

  @Test func aFollowerSeesWhatTheAudienceSees() throws {
    let talk = try talk()
    let follower = try open("follow", "talk")
    try follower.wait(for: "What happens to")
    talk.type(Self.next)
    try follower.wait(for: "two of them for render")
    // It touches nothing.
    follower.type(Self.next + "q")
    #expect(try follower.status() == 0)
    #expect(try control("state").output.contains("\"step\":2"))
    talk.type("qq")
    #expect(try talk.status() == 0)
  }

  /// Sends bytes as they are, and gives what comes back within a moment.
  private static func send(_ data: Data, to path: String) -> String {
    #if canImport(Glibc)
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let connected = withUnsafePointer(to: &address) { pointer in
      // Right because the system reads no more than the size that goes with it.
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(connected == 0)
    let bytes = Array(data)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      // It is refused before it is all there.
      guard count > 0 else { break }
      sent += count
    }
    shutdown(descriptor, Int32(SHUT_WR))
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // The limit only turns a hang into a failure.
      guard poll(&source, 1, 10_000) == 1 else { break }
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      answer += buffer.prefix(count)
    }
    return String(decoding: answer, as: UTF8.self)
  }
}
