import CascadeCode
import CascadeScenarios
import CascadeTrace
import Testing

/// Programs, and which of their lines belong to what.
@Suite struct ListingTests {
  private func listing(_ text: String, _ language: CodeListing.Language) throws -> CodeListing {
    try Program.listing(Scenario.read(text, file: "story.yaml"), named: "story", in: language)
  }

  @Test(arguments: Gallery.shown, CodeListing.Language.allCases)
  func `every task has a line that names it`(entry: Gallery.Entry, language: CodeListing.Language) throws {
    let scenario = try entry.scenario()
    let listing = try Program.listing(scenario, named: entry.name, in: language)
    for task in ScenarioPaths(scenario.group).entries {
      let lines = try #require(listing.parts[.spawn(task.eventID)])
      let head = listing.lines[lines.upperBound - 1]
      let name = task.path.split(separator: "/").last ?? ""
      let isInRounds = head.contains("round+1") || head.contains("\\(round)")
      #expect(head.contains(name) || head.contains("number") || isInRounds, "\(head)")
    }
  }

  @Test(arguments: Gallery.shown, CodeListing.Language.allCases)
  func `fits a pane`(entry: Gallery.Entry, language: CodeListing.Language) throws {
    let listing = try Program.listing(entry.scenario(), named: entry.name, in: language)
    for line in listing.lines { #expect(line.replacing("\t", with: "  ").count <= 72, "\(line)") }
  }

  @Test(arguments: CodeListing.Language.allCases)
  func `many of a kind are a loop`(language: CodeListing.Language) throws {
    let listing = try listing(
      "title: T\ngroup: {tasks: {a: {line: '--|', count: 1000}, b: {line: '-|', count: 2}}}", language)
    #expect(listing.lines.count < 60)
    #expect(listing.parts[.spawn("root/a-1")] == listing.parts[.spawn("root/a-1000")])
    #expect(listing.parts[.spawn("root/b-1")] != listing.parts[.spawn("root/b-2")])
    #expect(listing.spawns["root"]?.count == 1002)
  }

  @Test(arguments: [
    ("collect-all", "errors.Join"), ("first-success", "racing("), ("first-return", "ending("),
    ("supervised", "noticing("),
  ])
  func `what errgroup hasn't is a wait group`(kind: String, idiom: String) throws {
    let text = "title: T\ngroup: {tasks: {a: {group: {kind: \(kind), tasks: {b: '-|'}}}}}"
    let go = try listing(text, .go).text
    #expect(go.contains("sync.WaitGroup") && go.contains(idiom))
    #expect(try listing(text, .swift).text.contains(".policy(."))
  }

  @Test(arguments: [
    "{kind: swift-discarding, tasks: {b: '-|'}}",
    "{kind: collect-all, limit: 1, tasks: {b: {line: '-|', spawn: try-go}}}",
    "{queued: skip-after-failure, limit: 1, tasks: {b: '-|'}}",
  ])
  func `what Go has nothing for is refused in words`(inner: String) throws {
    let text = "title: T\ngroup: {tasks: {a: {group: \(inner)}}}"
    let refusal = #expect(throws: UnwritableScenario.self) { try listing(text, .go) }
    #expect(refusal?.description.hasPrefix("no Go program for this: ") == true)
  }

  @Test(arguments: [
    "{shutdown: {at: 1s, grace: 1s}, tasks: {b: {line: '-|', on-shutdown: finish}}}",
    "{detached: true, tasks: {b: {line: '-|', on-shutdown: finish}}}",
  ])
  func `two shutdowns for one task are refused in words in Go`(inner: String) throws {
    let text = "title: T\ngroup: {shutdown: {at: 2s, grace: 1s}, tasks: {a: {group: \(inner)}}}"
    let refusal = #expect(throws: UnwritableScenario.self) { try listing(text, .go) }
    #expect(refusal?.description.hasPrefix("no Go program for this: ") == true)
    #expect(try listing(text.replacing(", on-shutdown: finish", with: ""), .go).text.contains("insist"))
  }

  @Test(arguments: [
    "a: {steps: [close: c], closes: c}",
    "a: {line: '-|', closes: c}, b: {line: '-|', closes: c}",
    "a: {group: {kind: swift-discarding, tasks: {b: {steps: [{receive: c, blocking: true}]}}}}",
    "a: {group: {kind: swift-foreach, tasks: {b: {deaf: true, steps: [{send: c}]}}}}",
  ])
  func `what Swift can't say of a channel is refused in words`(tasks: String) throws {
    let text = "title: T\nchannels: {c: 0}\ngroup: {tasks: {\(tasks)}}"
    let refusal = #expect(throws: UnwritableScenario.self) { try listing(text, .swift) }
    #expect(refusal?.description.hasPrefix("no Swift program for this: ") == true)
  }

  /// A program brings along what it uses of a channel, and no more.
  @Test(arguments: [
    ("{send: c}", []), ("{receive: c}", []), ("{send: c, else: []}", ["trySend"]),
    ("{receive: c, else: []}", ["tryReceive"]),
    ("close: c", ["close"]), ("{range: c}", []),
  ])
  func `a program has the part of a channel that it uses`(step: String, parts: [String]) throws {
    let text = try listing("title: T\nchannels: {c: 1}\ngroup: {tasks: {a: {steps: [\(step)]}}}", .swift).text
    for part in ["trySend", "tryReceive", "close"] {
      #expect(text.contains("func \(part)(") == parts.contains(part), "\(text)")
    }
    #expect(text.contains("AppError") == parts.contains("close"))
    let none = try listing("title: T\nchannels: {c: {items: 1}}\ngroup: {tasks: {a: {steps: [range: c]}}}", .swift).text
    #expect(!none.contains("Channel"))
  }

  /// What closes a channel after everything that is sent needs no care.
  @Test(arguments: [
    ("a: {steps: [{send: c, count: 2}], closes: c, cleanup: 1s}", "", false),
    ("a: {steps: [{send: c, count: 2}], cleanup: 1s}", "closes: c, ", false),
    ("a: {steps: [{send: c, count: 2}], cleanup: 1s}, b: {line: '-|', closes: c}", "", true),
    ("a: {steps: [{send: c, count: 2}], cleanup: 1s}", "defer: [close: c], ", true),
  ])
  func `only a send that may find its channel closed has two errors`(tasks: String, group: String, careful: Bool) throws
  {
    let text = try listing("title: T\nchannels: {c: 2}\ngroup: {\(group)tasks: {\(tasks)}}", .swift).text
    #expect(text.contains("} catch let error as ContextError {") == careful, "\(text)")
  }

  /// `go vet` takes a percent sign in what Println prints for a mistake.
  @Test func `a percent sign is printed as it stands`() throws {
    let text = try listing("title: T\ngroup: {tasks: {a: {steps: [{log: '100%d'}, return]}}}", .go).text
    #expect(text.contains(#"fmt.Printf("%s\n", "100%d")"#))
  }

  /// What catches a cancellation gives it a name only where its answer uses it.
  @Test(arguments: [
    ("ok", "} catch is ContextError {"), ("fail late", "} catch is ContextError {"),
    ("error", "} catch let error as ContextError {"), ("cause", "} catch let error as ContextError {"),
  ])
  func `a cancellation is caught by what is done about it`(answer: String, line: String) throws {
    let text = try listing(
      "title: T\ngroup: {tasks: {a: {lines: ['-^ x', '---|'], on-cancel: \(answer), cleanup: 1s}, b: '--^ y'}}", .swift
    ).text
    #expect(text.contains(line), "\(text)")
  }

  /// A file can't write code: names, errors, logs and titles are texts wherever they stand.
  @Test(arguments: CodeListing.Language.allCases)
  func `texts of files stay texts`(language: CodeListing.Language) throws {
    let evil = #"\"\nexit(7)\n//\\(x)"#
    let text = """
      title: "*/ exit(7)"
      group:
        timeout: 1s
        cause: "\(evil)"
        tasks:
          "x\\"y": {steps: [{log: "\(evil)"}, {fail: "\(evil)"}]}
      """
    for line in try listing(text, language).lines {
      #expect(!line.drop { $0 == " " || $0 == "\t" }.hasPrefix("exit(7"), "\(line)")
    }
  }
}
