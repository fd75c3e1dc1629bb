import Cascade
import CascadeEvents
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Programs that are watched as they run: this one is the program. Its sockets are in the user's own folder, under names that no
/// other process has: the environment of a process whose tests run side by side can't be changed.
@Suite struct AttachTests {
  private let shop = "e2e-shop-\(getpid())"
  private let plain = "e2e-plain-\(getpid())"

  private func work(in context: Context, _ name: String, fails: Bool = false) async {
    struct Boom: Error {}
    _ = try? await withErrGroup(in: context, .named(name)) { group in
      await group.go("fetch") { _ in if fails { throw Boom() } }
      await group.go("render") { _ in }
    }
  }

  @Test func `it waits for a program, follows it, and finds the next one`() async throws {
    let screen = try ScreenProgram("attach", shop)
    try screen.wait(for: "Waiting for a program that listens as \(shop)")
    do {
      let context = Context.background(observedBy: .socket(shop), titled: "The shop")
      await work(in: context, "first-request")
      try screen.wait(for: "LIVE")
      #expect(screen.output.contains("The shop"))
      await work(in: context, "second-request", fails: true)
      try screen.wait(for: "Boom")
      // Back, while it goes on, and to the present again.
      screen.type("gg")
      // Only what changes is sent.
      try screen.wait(for: "PAUSED")
      await work(in: context, "third-request")
      screen.type("G")
      try screen.wait(for: "third")
      screen.type("i")
      try screen.wait(for: "a program that is watched")
      screen.type("l")
    }
    // It is over, and another one of the same name begins.
    let next = Context.background(observedBy: .socket(shop), titled: "Another shop")
    await work(in: next, "fourth-request")
    screen.type("G")
    try screen.wait(for: "Another")
    screen.type("s")
    try screen.wait(for: "choose")
    screen.type("q")
    #expect(try screen.status() == 0)
    #expect(screen.isRestored)
    next.note(.log("it runs on without"))
  }

  @Test func `the next program is opened even where it began before the end of the last was seen`() throws {
    let name = "e2e-next-\(getpid())"
    let screen = try ScreenProgram("attach", name)
    try screen.wait(for: "Waiting for a program")
    do {
      let context = Context.background(observedBy: .socket(name), titled: "The shop")
      context.note(.log("one"))
      try screen.wait(for: "The shop")
      screen.type("gg")
      try screen.wait(for: "PAUSED")
      context.note(.log("two"))
    }
    let next = Context.background(observedBy: .socket(name), titled: "Another shop")
    next.note(.log("three"))
    screen.type("s")
    try screen.wait(for: "Another shop")
    // F5 goes back to it.
    screen.type("\u{1B}[15~")
    try screen.wait(for: "detail")
    screen.type("G")
    try screen.wait(for: "Another")
    screen.type("q")
    #expect(try screen.status() == 0)
    next.note(.log("it runs on without"))
  }

  /// Much comes while a failure of the past is looked at: that stays, and G shows what came.
  @Test func `a server under load is scrolled back to a failure, and joined again`() async throws {
    let name = "e2e-load-\(getpid())"
    let screen = try ScreenProgram("attach", name, "--keep", "1000")
    try screen.wait(for: "Waiting for a program")
    let context = Context.background(observedBy: .socket(name), titled: "The shop")
    for number in 0..<40 { await work(in: context, "early", fails: number == 20) }
    try screen.wait(for: "Boom")
    screen.type("[")
    try screen.wait(for: "PAUSED")
    for _ in 0..<400 { await work(in: context, "meanwhile") }
    try screen.wait(for: "waits for G.")
    // The detail of what failed is still there.
    screen.type("\r")
    try screen.wait(for: "Boom()")
    screen.type("q")
    try screen.wait(for: "fetch")
    await work(in: context, "latest")
    screen.type("G")
    try screen.wait(for: "latest")
    screen.type("q")
    #expect(try screen.status() == 0)
    #expect(screen.isRestored)
    context.note(.log("it runs on without"))
  }

  @Test func `in plain words, to its end`() async throws {
    let screen = try ScreenProgram("attach", plain, "--plain")
    try screen.wait(for: "Ctrl-C ends")
    do {
      let context = Context.background(observedBy: .socket(plain))
      await work(in: context, "request", fails: true)
      try withExtendedLifetime(context) { try screen.wait(for: "fetch FAILS: \"Boom()\"") }
    }
    try screen.wait(for: "the run is over.")
    #expect(!screen.output.contains("\u{1B}"))
  }

  @Test func `what comes through a pipe is followed`() throws {
    let cascade = Program.url.path
    let result = try Program.shell("'\(cascade)' run first-failure --json | '\(cascade)' attach - --plain")
    #expect(result.status == 0)
    #expect(result.output.contains("fetch-orders FAILS"))
    #expect(result.output.contains("the run is over."))
    let cut = try Program.shell("'\(cascade)' run first-failure --json | head -c 3000 | '\(cascade)' attach - --plain")
    #expect(cut.status == 0)
    #expect(cut.output.contains("? The recording is cut off in its last line"))
    let same = try Program.shell("'\(cascade)' run all-well --json | '\(cascade)' attach - --json")
    #expect(same.output == (try Program.run("run", "all-well", "--json").output))
  }

  @Test(arguments: ["nonsense\n", "{}\n"]) func `what is no event is said`(text: String) throws {
    let result = try Program.shell("printf '\(text)' | '\(Program.url.path)' attach - --plain")
    #expect(result.status == 2)
    #expect(result.errors.contains("no line of this is an event"))
  }

  @Test func `a file is followed while it is written`() throws {
    let file = try TemporaryFile("", name: "grows.jsonl")
    let events = try Program.run("run", "first-failure", "--json").output
    let screen = try ScreenProgram("attach", file.path, "--plain")
    let handle = try #require(FileHandle(forWritingAtPath: file.path))
    // The end of one piece is in the middle of a line.
    let half = events.utf8.index(events.startIndex, offsetBy: events.utf8.count / 3)
    handle.write(Data(events[..<half].utf8))
    try screen.wait(for: "root opens")
    handle.write(Data(events[half...].utf8))
    try screen.wait(for: "the run is over.")
  }

  @Test func `what can't be a name is said`() throws {
    let result = try Program.run("attach", "a b")
    #expect(result.status == 2)
    #expect(result.errors.contains("can't be the name of a program"))
  }
}
