import Cascade
import CascadeTrace
import Foundation
import Testing

@testable import CascadeScenarios

/// The reader's lists of keys, the JSON Schema and the written documentation say the same.
@Suite struct KeyListTests {
  /// One kind of mapping: its keys as the reader has them, its place in the schema, its heading in the documentation.
  struct List: Sendable, CustomTestStringConvertible {
    var definition: String?
    var schema = "scenario.schema.json"
    var heading: String
    var keys: [String: String]

    init<Key: FileKey>(_ type: Key.Type, definition: String?, schema: String = "scenario.schema.json", heading: String)
    {
      self.schema = schema
      self.definition = definition
      self.heading = heading
      keys = Dictionary(uniqueKeysWithValues: Key.allCases.map { ($0.rawValue, $0.meaning) })
    }

    var testDescription: String { heading }
  }

  static let lists = [
    List(ScenarioKey.self, definition: nil, heading: "The file"),
    List(GroupKey.self, definition: "group", heading: "A group"),
    List(ShutdownKey.self, definition: "shutdown", heading: "A shutdown"),
    List(LeaveKey.self, definition: "leave", heading: "A caller that leaves"),
    List(OnErrorKey.self, definition: "onError", heading: "What becomes of Wait's error"),
    List(AfterFunctionKey.self, definition: "afterFunction", heading: "An after-function"),
    List(TaskKey.self, definition: "taskKeys", heading: "A task"),
    List(RetryKey.self, definition: "retry", heading: "A retry"),
    List(RepeatKey.self, definition: "repeat", heading: "A repeat"),
    List(StepKey.self, definition: "stepKeys", heading: "A step"),
    List(ChannelKey.self, definition: "channel", heading: "A channel"),
    List(LimiterKey.self, definition: "limiter", heading: "A limiter"),
    List(ContextStepKey.self, definition: "contextStep", heading: "A step of contexts"),
    List(ExpectedContextKey.self, definition: "expectedContext", heading: "A context in expect"),
    List(ExpectedAfterFunctionKey.self, definition: "expectedAfterFunction", heading: "An after-function in expect"),
    List(BeatKey.self, definition: "beat", heading: "A beat"),
    List(AskKey.self, definition: "question", heading: "A question"),
    List(AnswerKey.self, definition: "answer", heading: "An answer"),
    List(ExpectKey.self, definition: "expect", heading: "expect"),
    List(GoalKey.self, definition: "goal", heading: "goal"),
    List(ExpectedTaskKey.self, definition: "expectedTask", heading: "A task in expect"),
    List(TalkKey.self, definition: nil, schema: "talk.schema.json", heading: "Writing a talk"),
    List(TalkStepKey.self, definition: "step", schema: "talk.schema.json", heading: "A step of a talk"),
  ]

  /// And so does what the program prints.
  @Test func allArePrinted() {
    let printed = KeyList.all.map { Dictionary(uniqueKeysWithValues: $0.keys.map { ($0.name, $0.meaning) }) }
    #expect(printed.count == Self.lists.count)
    for list in Self.lists { #expect(printed.contains(list.keys), "\(list)") }
  }

  private typealias Object = [String: Any]

  private func schema(_ name: String) throws -> Object {
    let data = try Data(contentsOf: demos.appending(path: name))
    return try #require(JSONSerialization.jsonObject(with: data) as? Object)
  }

  private func definition(_ name: String?, of schema: String = "scenario.schema.json") throws -> Object {
    let schema = try self.schema(schema)
    guard let name else { return schema }
    return try #require((schema["$defs"] as? Object)?[name] as? Object)
  }

  @Test(arguments: lists)
  func `the schema has the reader's keys`(list: List) throws {
    let definition = try definition(list.definition, of: list.schema)
    let properties = try #require(definition["properties"] as? [String: Object])
    #expect(properties.mapValues { $0["description"] as? String } == list.keys.mapValues(Optional.some))
    #expect(definition["additionalProperties"] as? Bool == false)
  }

  @Test func `the schema has the reader's words`() throws {
    func words(_ definition: String, _ key: String) throws -> [String]? {
      (try self.definition(definition)["properties"] as? [String: Object])?[key]?["enum"] as? [String]
    }
    #expect(try words("group", "kind") == GroupPlan.Kind.allCases.map(\.rawValue))
    #expect(try words("group", "queued") == ErrGroup.QueuedWork.allCases.map(\.rawValue))
    #expect(try words("taskKeys", "on-shutdown") == TaskPlan.ShutdownResponse.allCases.map(\.rawValue))
    #expect(try words("taskKeys", "spawn") == TaskPlan.Spawn.allCases.map(\.rawValue))
    #expect(try words("taskKeys", "context") == TaskPlan.CapturedContext.allCases.map(\.rawValue))
    #expect(try definition("questionKind")["enum"] as? [String] == QuestionKind.allCases.map(\.rawValue))
    #expect(try definition("afterFunctionState")["enum"] as? [String] == AfterFunctionState.allCases.map(\.rawValue))
    #expect(try definition("outcome")["enum"] as? [String] == TaskOutcome.allCases.map(\.rawValue))
  }

  /// A teacher reads one page: it stays short, and every example on it is a whole file that can be played.
  @Test func `the reference is one page that begins with six examples`() throws {
    let text = try String(contentsOf: demos.appending(path: "README.md"), encoding: .utf8)
    #expect(text.count { $0 == "\n" } < 400)
    let examples = text.components(separatedBy: "## A line")[0].components(separatedBy: "```yaml\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }.filter { $0.contains("title:") }
    #expect(examples.count == 6)
    for example in examples { _ = try ScenarioRun(Scenario.read(example, file: "README.md")) }
  }

  @Test(arguments: lists)
  func `the documentation has the reader's keys`(list: List) throws {
    let pages = try ["README.md", "QUESTIONS.md", "CONTEXTS.md", "TALKS.md"].map {
      try String(contentsOf: demos.appending(path: $0), encoding: .utf8)
    }
    let section = try #require(
      pages.flatMap { $0.components(separatedBy: "\n## ") }.first { $0.hasPrefix(list.heading + "\n") })
    var found: [String: String] = [:]
    for row in section.split(separator: "\n") where row.hasPrefix("| `") {
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      found[cells[0].trimmingCharacters(in: ["`"])] = cells[1]
    }
    #expect(found == list.keys)
  }

  @Test func `the schema's patterns take what the reader takes`() throws {
    let definitions = try #require(schema("scenario.schema.json")["$defs"] as? [String: Object])
    func takes(_ name: String, _ text: String) throws -> Bool {
      let pattern = try #require(definitions[name]?["pattern"] as? String)
      return text.range(of: pattern, options: .regularExpression) != nil
    }
    for line in ["-|", "..--==;-|", "^ x", "--! boom", "|", "-|  ", "^x", ">", "..-=>  ", "-=<"] {
      #expect(try takes("line", line), "\(line)")
    }
    for line in ["--", "-x|", "--|-", "-.|", "-^ ", "", "->-", ">|", "-<-"] {
      #expect(try !takes("line", line), "\(line)")
    }
    for text in ["30ms", "1.2s", "1m30s"] { #expect(try takes("duration", text), "\(text)") }
    for text in ["30", "1,2s", ".5s", "-5ms", ""] { #expect(try !takes("duration", text), "\(text)") }
  }
}
