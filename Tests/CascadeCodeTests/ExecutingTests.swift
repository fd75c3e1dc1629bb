import Cascade
import CascadeCode
import CascadeScenarios
import CascadeTrace
import Testing

/// Which lines are executing, at any moment of a run.
@Suite struct ExecutingTests {
  private struct Story {
    var recording: Recording
    var listing: CodeListing

    init(_ scenario: Scenario, _ language: CodeListing.Language) throws {
      recording = Recording(try ScenarioRun(scenario).events)
      listing = try Program.listing(scenario, named: "story", in: language)
    }

    init(_ text: String, _ language: CodeListing.Language = .swift) throws {
      try self.init(Scenario.read(text, file: "story.yaml"), language)
    }

    /// The lines at a time, each once, without what they are indented by.
    func lines(at time: Duration) -> [String] {
      let cursor = recording.cursor(at: Context.Instant.zero.advanced(by: time))
      let places = listing.executing(in: recording.state(at: cursor), at: Context.Instant.zero.advanced(by: time))
      return Set(places.map(\.line)).sorted().map { line in
        String(listing.lines[line].drop { $0 == " " || $0 == "\t" })
      }
    }
  }

  @Test func `tasks are in their steps, and the caller waits`() throws {
    let story = try Story(Gallery.named("first-failure").scenario(), .swift)
    #expect(
      story.lines(at: .milliseconds(900)) == [
        "try await ctx.sleep(for: .milliseconds(1200))",
        "try await ctx.sleep(for: .seconds(2))",
        "try await ctx.sleep(for: .milliseconds(1300))",
        "try await ctx.sleep(for: .milliseconds(1600))",
        "}  // waits until all are out",
        "await ctx.busy(for: .milliseconds(2600))",
        "}  // waits until all are out",
      ])
    #expect(
      story.lines(at: .milliseconds(1210)) == [
        "await ctx.busy(for: .milliseconds(30))",
        "await ctx.busy(for: .milliseconds(20))",
        "await ctx.busy(for: .milliseconds(180))",
        "}  // waits until all are out",
        "await ctx.busy(for: .milliseconds(2600))",
        "}  // waits until all are out",
      ])
    #expect(story.lines(at: .seconds(3)) == [])
  }

  @Test func `the spawner stands where the next task is`() throws {
    let story = try Story(Gallery.named("first-failure").scenario(), .swift)
    #expect(story.lines(at: .milliseconds(200)).contains("await ctx.busy(for: .milliseconds(300))"))
  }

  @Test(arguments: CodeListing.Language.allCases)
  func `at the limit the caller is held where it spawns`(language: CodeListing.Language) throws {
    let story = try Story("title: T\ntick: 100ms\ngroup: {limit: 1, tasks: {a: '--|', b: '--|', c: '-|'}}", language)
    let lines = story.lines(at: .milliseconds(100))
    #expect(lines.count == 2)
    #expect(lines.last?.contains("\"b\"") == true, "\(lines)")
  }

  @Test(arguments: CodeListing.Language.allCases)
  func `between two attempts it pauses`(language: CodeListing.Language) throws {
    let story = try Story(
      "title: T\ntick: 100ms\ngroup: {tasks: {a: {lines: ['-^ no', '--|'], retry: {delay: 300ms}}}}", language)
    func isAt(_ time: Int, _ duration: Int) -> Bool {
      let word = language == .swift ? ".milliseconds(\(duration))" : "\(duration)*time.Millisecond"
      return story.lines(at: .milliseconds(time)).contains { $0.contains(word) }
    }
    #expect(isAt(50, 100))
    #expect(isAt(250, 300))
    #expect(isAt(450, 200))
  }

  @Test(arguments: CodeListing.Language.allCases)
  func `what comes after wait is lit when it happens`(language: CodeListing.Language) throws {
    let story = try Story(
      """
      title: T
      group:
        tasks:
          a:
            group: {tasks: {b: '--|'}, after-wait: [{busy: 700ms}]}
        after-wait: [{busy: 900ms}]
      """, language)
    #expect(story.lines(at: .milliseconds(300)).contains { $0.contains("700") })
    #expect(story.lines(at: .milliseconds(900)).contains { $0.contains("900") })
    #expect(story.lines(at: .milliseconds(900)).count == 1)
  }

  @Test(arguments: CodeListing.Language.allCases)
  func `what comes before the first task, and before wait, is lit`(language: CodeListing.Language) throws {
    let story = try Story(
      """
      title: T
      group:
        before-go: [busy: 700ms, busy: 800ms]
        tasks: {a: '..-|', b: {delay: 0s, line: '----------------------|'}}
        before-wait: [busy: 900ms]
      """, language)
    #expect(story.lines(at: .milliseconds(300)).map { $0.contains("700") } == [true])
    #expect(story.lines(at: .milliseconds(900)).map { $0.contains("800") } == [true])
    #expect(story.lines(at: .milliseconds(1700)).contains { $0.contains("900") })
  }

  /// A group that may be cancelled is made below a context of its own, and has the same caller.
  @Test(arguments: CodeListing.Language.allCases)
  func `what comes before wait is lit below a context, too`(language: CodeListing.Language) throws {
    let story = try Story(
      """
      title: T
      group: { cancel-at: 5s, tasks: { a: '----------------------|' }, before-wait: [busy: 900ms, busy: 800ms] }
      """, language)
    #expect(story.lines(at: .milliseconds(500)).contains { $0.contains("900") })
    #expect(story.lines(at: .milliseconds(950)).contains { $0.contains("800") })
  }

  @Test(arguments: CodeListing.Language.allCases)
  func `what waits for a channel stands where it sends or receives`(language: CodeListing.Language) throws {
    let story = try Story(
      """
      title: T
      channels: {items: 0, sums: 0}
      group:
        tasks:
          sends: {steps: [busy: 100ms, {send: items, blocking: true}, busy: 200ms, {receive: sums, count: 2}]}
          ranges: {steps: [busy: 200ms, {range: items, each: [busy: 50ms]}]}
          closes: {steps: [busy: 600ms, close: items, busy: 100ms, close: sums]}
        before-wait: [{range: sums, blocking: true}]
      """, language)
    func isAt(_ time: Int, _ swift: String, _ go: String) -> Bool {
      story.lines(at: .milliseconds(time)).contains(language == .swift ? swift : go)
    }
    #expect(isAt(150, "try await items.send(1)", "items <- 1"))
    #expect(isAt(150, "while try await sums.receive() != nil {}", "for range sums {"))
    #expect(isAt(220, "while try await items.receive(in: ctx) != nil {", "for {"))
    #expect(isAt(450, "for _ in 1...2 {", "for range 2 {"))
    #expect(!isAt(650, "while try await items.receive(in: ctx) != nil {", "for {"))
    #expect(isAt(650, "await ctx.busy(for: .milliseconds(100))", "time.Sleep(100 * time.Millisecond)"))
  }

  @Test func `contexts alone are lit when they are made, told and asked`() throws {
    let story = try Story(Gallery.named("contexts").scenario(), .swift)
    #expect(story.lines(at: .milliseconds(200)) == ["try await ctx.sleep(for: .milliseconds(1500))"])
    #expect(
      story.lines(at: .milliseconds(300)) == [
        "let ads = request.context.makeCancelScope(", "try await ctx.sleep(for: .milliseconds(1500))",
      ])
    #expect(
      story.lines(at: .seconds(1)) == [
        "let request = server.context.makeCancelScope(", "let search = request.context.makeCancelScope(",
        "print(\"close-rows\")", "try await ctx.sleep(for: .milliseconds(1500))",
      ])
    #expect(story.lines(at: .seconds(2)) == [])
  }

  /// Whatever happens to a context or an after-function, the line that says so names it.
  @Test(arguments: CodeListing.Language.allCases)
  func `every event of contexts alone has its line`(language: CodeListing.Language) throws {
    let story = try Story(
      """
      title: T
      contexts:
        - {with-cancel: page}
        - {with-timeout: query, of: page, timeout: 1s}
        - {after: first, of: query}
        - {after: second, of: page}
        - {with-value: user, of: page, key: user, value: ada}
        - {stop: second, at: 200ms}
        - {check: user}
        - {cancel: page, at: 300ms}
      """, language)
    let made = ["page": "page", "query": "query", "first": "first", "second": "second", "user": "user"]
    for event in story.recording.log.prefix(story.recording.count - 1) {
      let cursor = story.recording.cursor(at: event.seq + 1)
      let places = story.listing.executing(in: story.recording.state(at: cursor), at: event.t)
      let lines = places.map { story.listing.lines[$0.line].lowercased() }
      guard let name = made[event.id] else { continue }
      #expect(lines.contains { $0.contains(name) }, "\(event): \(lines)")
      switch event.kind {
      case .contextTold where event.id == "page": #expect(lines[0].contains("cancel"))
      case .afterStopped: #expect(lines[0].contains("stop"))
      case .afterFired: #expect(lines.contains { $0.contains("print") })
      case .note: #expect(lines[0].contains("check("))
      default: #expect(!lines[0].contains("check("))
      }
    }
  }

  /// No running task is nowhere, and none is in the code of another.
  @Test(arguments: Gallery.all, CodeListing.Language.allCases)
  func `every running task has a line of its own`(entry: Gallery.Entry, language: CodeListing.Language) throws {
    let scenario = try entry.scenario()
    let story = try Story(scenario, language)
    let recording = story.recording
    // A thousand tasks are looked at now and then.
    for position in stride(from: 0, through: recording.count, by: entry.name == "batch" ? 401 : 1) {
      let t = position == 0 ? .zero : recording.log[position - 1].t
      let state = recording.state(at: Cursor(position: position, t: t))
      let rows = Set(story.listing.executing(in: state, at: t).compactMap(\.row))
      guard state.ending == nil else { continue }
      let inside = state.tasks.filter { $0.taskState?.isInside == true }
      // One expectation a moment: there are many rows at each of many moments.
      let lost = inside.filter { task in
        !rows.contains(task.number) && !task.children.contains { rows.contains($0.number) }
      }
      #expect(lost.isEmpty, "\(lost.map(\.id)) after event \(position)")
      let strays = rows.subtracting(inside.map(\.number)).filter { state.row(number: $0).kind == .task }
      #expect(strays.isEmpty, "\(strays) after event \(position)")
    }
  }
}
