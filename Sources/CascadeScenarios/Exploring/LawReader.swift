import CascadeText

/// Reads a ``Law`` from text.
///
///     law      either ("or" either)*
///     either   claim ("and" claim)*
///     claim    "not" claim | "(" law ")" | SUBJECT RELATION VALUE
///
/// A subject is `wait`, `wait-time`, `cause`, `kept`, `slowest`, `left`, `wasted`, `failed`, `wait-after`, or a task with or without one of
/// `told`, `out`, `error`. A text or a name with spaces stands in double quotes.
package struct LawReader {
  /// The paths of all tasks, as files write them.
  private let tasks: [String]
  private var tokens: [Token]
  private var next = 0
  private let end: Int

  private struct Token {
    var text: String
    var isQuoted = false
    /// From 1, in characters (Unicode scalars).
    var column: Int
  }

  private enum Word: String, CaseIterable {
    case wait, cause, kept, slowest, left, wasted, failed
    case waitTime = "wait-time"
    case waitAfter = "wait-after"

    var subject: Law.Subject {
      switch self {
      case .wait: .wait
      case .waitTime: .waitTime
      case .cause: .cause
      case .kept: .kept
      case .slowest: .slowest
      case .left: .left
      case .wasted: .wasted
      case .failed: .failed
      case .waitAfter: .waitAfter
      }
    }
  }

  /// How deep parentheses and `not` may be.
  private static let deepest = 64

  /// - Parameter scenario: Its tasks can be named.
  /// - Throws: a ``PhraseError``, which says where the text is no law, and why.
  package static func read(_ text: String, of scenario: Scenario) throws(PhraseError) -> Law {
    var reader = try LawReader(text, tasks: scenario.contexts == nil ? NameTable(scenario).tasks.map(\.path) : [])
    let law = try reader.law(depth: 0)
    if let token = reader.peek { throw reader.error("nothing more can follow here: \(SafeText.brief(token.text))") }
    return law
  }

  private init(_ text: String, tasks: [String]) throws(PhraseError) {
    self.tasks = tasks
    let scalars = Array(text.unicodeScalars)
    end = scalars.count + 1
    tokens = []
    var index = 0
    func string(_ range: Range<Int>) -> String {
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars[range])
      return text
    }
    while index < scalars.count {
      let start = index
      let scalar = scalars[index]
      if scalar.properties.isWhitespace {
        index += 1
        continue
      }
      if scalar == "\"" {
        index += 1
        while index < scalars.count, scalars[index] != "\"" { index += 1 }
        guard index < scalars.count else {
          throw PhraseError(column: start + 1, message: "this text has no closing quote", suggestion: nil)
        }
        index += 1
        tokens.append(Token(text: string(start + 1..<index - 1), isQuoted: true, column: start + 1))
        continue
      }
      if scalar == "(" || scalar == ")" {
        index += 1
      } else if Self.isOperator(scalar) {
        while index < scalars.count, Self.isOperator(scalars[index]) { index += 1 }
      } else {
        while index < scalars.count, !Self.endsWord(scalars[index]) { index += 1 }
      }
      tokens.append(Token(text: string(start..<index), column: start + 1))
    }
  }

  private static func isOperator(_ scalar: Unicode.Scalar) -> Bool { ["<", ">", "=", "!"].contains(scalar) }

  private static func endsWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || isOperator(scalar) || ["(", ")", "\""].contains(scalar)
  }

  private var peek: Token? { next < tokens.count ? tokens[next] : nil }

  private func isNext(_ word: String) -> Bool { peek.map { !$0.isQuoted && $0.text == word } ?? false }

  private mutating func take(_ word: String) -> Bool {
    guard isNext(word) else { return false }
    next += 1
    return true
  }

  private func error(_ message: String, _ suggestion: String? = nil, at column: Int? = nil) -> PhraseError {
    PhraseError(column: column ?? peek?.column ?? end, message: message, suggestion: suggestion)
  }

  // MARK: Grammar

  private mutating func law(depth: Int) throws(PhraseError) -> Law {
    if depth > Self.deepest { throw error("this is nested too deep") }
    var parts = [try both(depth: depth)]
    while take("or") { parts.append(try both(depth: depth)) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func both(depth: Int) throws(PhraseError) -> Law {
    var parts = [try one(depth: depth)]
    while take("and") { parts.append(try one(depth: depth)) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func one(depth: Int) throws(PhraseError) -> Law {
    if depth > Self.deepest { throw error("this is nested too deep") }
    if take("not") { return .not(try one(depth: depth + 1)) }
    if take("(") {
      let law = try law(depth: depth + 1)
      guard take(")") else { throw error("a closing parenthesis is missing here") }
      return law
    }
    return .claim(try claim())
  }

  private mutating func claim() throws(PhraseError) -> Law.Claim {
    let start = next
    let subject = try subject()
    let relation = try relation()
    let value = try value(of: subject, relation)
    let text = tokens[start..<next].map { $0.isQuoted ? "\"\($0.text)\"" : $0.text }.joined(separator: " ")
    return Law.Claim(subject: subject, relation: relation, value: value, text: text)
  }

  private mutating func subject() throws(PhraseError) -> Law.Subject {
    guard let token = peek else { throw error("a claim is missing here, such as: wait = none") }
    if !token.isQuoted, let word = Word(rawValue: token.text) {
      next += 1
      return word.subject
    }
    let path = try task()
    guard let aspect = peek.flatMap({ $0.isQuoted ? nil : Law.Aspect(rawValue: $0.text) }) else {
      return .task(path, .outcome)
    }
    next += 1
    return .task(path, aspect)
  }

  /// The path of a task, or its last name where only one has it.
  private mutating func task() throws(PhraseError) -> String {
    guard let token = peek else { throw error("the name of a task is missing here") }
    let found = tasks.filter { $0 == token.text || (!token.text.isEmpty && $0.hasSuffix("/" + token.text)) }
    guard let path = found.first(where: { $0 == token.text }) ?? (found.count == 1 ? found[0] : nil) else {
      let name = SafeText.brief(token.text)
      if found.count > 1 { throw error("\(name) may be \(found.map(SafeText.make).joined(separator: " or "))") }
      let candidates = Word.allCases.map(\.rawValue) + tasks
      let suggestion = closest(to: token.text, in: candidates)
      let facts = suggestion == nil ? "; facts are \(Word.allCases.map(\.rawValue).joined(separator: ", "))" : ""
      throw error("there is no task and no fact called \(name)" + facts, suggestion)
    }
    next += 1
    return path
  }

  private mutating func relation() throws(PhraseError) -> Law.Relation {
    if take("is") { return take("not") ? .unequal : .equal }
    guard let token = peek, !token.isQuoted, let relation = Law.Relation(rawValue: token.text) else {
      throw error("one of \(Law.Relation.allCases.map(\.rawValue).joined(separator: " ")) is missing here")
    }
    next += 1
    return relation
  }

  private mutating func value(of subject: Law.Subject, _ relation: Law.Relation) throws(PhraseError) -> Law.Fact {
    let kind = subject.kind
    if relation.isOrder, !kind.isOrdered {
      let hint = subject == .wait ? "; when Wait returns is wait-time" : ""
      throw error("only times and numbers can be more or less" + hint)
    }
    guard let token = peek else { throw error("a value is missing here, such as \(kind.example)") }
    if !token.isQuoted, token.text == "none", kind != .outcome, kind != .count {
      next += 1
      return .none
    }
    switch kind {
    case .text:
      if !token.isQuoted, token.text == "never", subject == .wait {
        next += 1
        return .never
      }
      return .text(try words())
    case .time:
      next += 1
      if token.text == "never" { return subject == .waitTime ? .never : .none }
      do { return .time(try DurationText.read(token.text)) } catch {
        throw self.error(error.message, error.suggestion, at: token.column)
      }
    case .count:
      guard let count = Int(token.text), count >= 0 else { throw error("a whole number from 0 is missing here") }
      next += 1
      return .count(count)
    case .outcome:
      guard let outcome = TaskOutcome(rawValue: token.text) else {
        let words = TaskOutcome.allCases.map(\.rawValue)
        throw error(
          "\(SafeText.brief(token.text)) is no outcome; there are \(words.joined(separator: ", "))",
          closest(to: token.text, in: words))
      }
      next += 1
      return .outcome(outcome)
    case .task:
      if take("first") {
        guard take("failure") else { throw error("\"failure\" is missing here") }
        return .firstFailure
      }
      return .task(try task())
    }
  }

  /// A quoted text, or the words up to `and`, `or` or a parenthesis.
  private mutating func words() throws(PhraseError) -> String {
    if let token = peek, token.isQuoted {
      next += 1
      return token.text
    }
    var words: [String] = []
    while let token = peek, token.isQuoted || !["and", "or", "(", ")"].contains(token.text) {
      words.append(token.text)
      next += 1
    }
    if words.isEmpty { throw error("a text is missing here") }
    return words.joined(separator: " ")
  }
}

extension Law.Relation {
  fileprivate var isOrder: Bool {
    switch self {
    case .equal, .unequal: false
    case .less, .more, .atMost, .atLeast: true
    }
  }
}

/// What kind of value a subject has.
private enum ValueKind {
  case text, time, count, outcome, task

  var isOrdered: Bool { self == .time || self == .count }

  var example: String {
    switch self {
    case .text: "none"
    case .time: "500ms"
    case .count: "0"
    case .outcome: "completed"
    case .task: "first failure"
    }
  }
}

extension Law.Subject {
  fileprivate var kind: ValueKind {
    switch self {
    case .wait, .cause, .task(_, .error): .text
    case .waitTime, .waitAfter, .slowest, .wasted, .task(_, .told), .task(_, .out): .time
    case .left, .failed: .count
    case .task(_, .outcome): .outcome
    case .kept: .task
    }
  }
}
