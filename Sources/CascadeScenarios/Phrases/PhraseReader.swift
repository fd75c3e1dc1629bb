import Cascade
import CascadeText
package import CascadeTrace

/// Reads a change of a scenario from a short phrase that can be read aloud:
///
///     cancel fetch-recs
///     fail fetch-recs: timeout            panic fetch-recs: boom
///     delay fetch-recs by 250ms           finish fetch-recs
///     deafen audit-log                    make audit-log listen
///     end render at 1.5s
///     add retry to root: 300ms            add retry to root: 300ms, deaf, fails: no luck
///     set limit of root to 2              set limit of root to none
///     set kind of root to collect-all     set timeout of root to 2s
///     set seed to 11
package struct PhraseReader: Sendable {
  private static let verbs = [
    "cancel", "fail", "panic", "delay", "finish", "deafen", "make", "end", "add", "set",
  ]

  let names: PhraseNames
  /// When an intervention happens.
  let moment: Cursor

  package init(names: PhraseNames, at moment: Cursor) {
    self.names = names
    self.moment = moment
  }

  /// Whether a phrase begins with a verb: good or not, it is meant as one.
  package static func isPhrase(_ text: String) -> Bool {
    var text = PhraseText(text)
    return verbs.contains(text.takeWord())
  }

  /// - Throws: a ``PhraseError``, which says where and why it isn't one.
  package func read(_ phrase: String) throws(PhraseError) -> Variation.Change {
    if let (option, value) = Self.assignment(phrase) {
      do throws(PhraseError) {
        return try read("set \(option) to \(value)")
      } catch {
        var error = error
        error.column = max(1, error.column - "set  to ".count + "=".count)
        throw error
      }
    }
    var text = PhraseText(phrase)
    let start = text.column
    let verb = text.takeWord()
    let change: Variation.Change
    switch verb {
    case "cancel": change = intervene(try target(&text, upTo: []), .cancel)
    case "finish": change = intervene(try target(&text, upTo: []), .finish)
    case "deafen": change = intervene(try target(&text, upTo: []), .listen(false))
    case "fail":
      let target = try target(&text, upTo: [":"])
      change = intervene(target, .fail(try errorText(&text)))
    case "panic":
      let target = try target(&text, upTo: [":"])
      change = intervene(target, .panic(try errorText(&text)))
    case "delay":
      let target = try target(&text, upTo: [" by "])
      try expect("by", &text, "delay \(names.name(of: target)) by 250ms")
      change = intervene(target, .delay(try duration(&text)))
    case "end":
      let target = try target(&text, upTo: [" at "])
      try expect("at", &text, "end \(names.name(of: target)) at 1.5s")
      change = intervene(target, .deadline(.zero.advanced(by: try duration(&text))))
    case "make": change = try make(&text)
    case "add": change = try add(&text)
    case "set": change = try set(&text)
    case "": throw text.error("a phrase is missing, such as: cancel NAME", at: start)
    default:
      if verb.first?.isNumber == true {
        do { _ = try DurationText.read(verb.replacing(":", with: "")) } catch {
          throw text.error(error.message, error.suggestion, at: start)
        }
      }
      throw text.error(
        "there is no change \(SafeText.brief(verb)); use \(alternatives(Self.verbs))",
        closest(to: verb, in: Self.verbs), at: start)
    }
    guard text.isAtEnd else { throw text.error("nothing more can follow: \(SafeText.brief(text.rest))") }
    return change
  }

  private func intervene(_ target: String, _ action: Intervention.Action) -> Variation.Change {
    .intervention(Intervention(at: moment, on: target, action))
  }

  // MARK: Verbs with more to say

  private func make(_ text: inout PhraseText) throws(PhraseError) -> Variation.Change {
    let target = try target(&text, upTo: [" listen", " deaf"])
    if text.take("listen") { return intervene(target, .listen(true)) }
    if text.take("deaf") { return intervene(target, .listen(false)) }
    throw text.error("\"listen\" or \"deaf\" is missing here: make \(names.name(of: target)) listen")
  }

  private func add(_ text: inout PhraseText) throws(PhraseError) -> Variation.Change {
    let start = text.column
    let name = text.take(upTo: [" to "]) { _ in false }
    guard !name.isEmpty, name != "to" else {
      throw text.error("a name is missing here: add NAME to GROUP: 300ms", at: start)
    }
    try expect("to", &text, "add \(SafeText.make(name)) to GROUP: 300ms")
    let group = try target(&text, upTo: [":"])
    guard text.take(":") else {
      throw text.error("\":\" is missing here: add \(SafeText.make(name)) to \(names.name(of: group)): 300ms")
    }
    var task = Intervention.AddedTask(name: name, work: try duration(&text))
    while text.take(",") {
      let column = text.column
      switch text.takeWord() {
      case "deaf": task.listens = false
      case "listens": task.listens = true
      case "returns": task.ending = .returns
      case "fails": task.ending = .fails(try errorText(&text))
      case let word:
        let words = ["deaf", "listens", "returns", "fails"]
        throw text.error(
          "unknown word \(SafeText.brief(word)); use \(alternatives(words))",
          closest(to: word, in: words), at: column)
      }
    }
    return intervene(group, .add(task))
  }

  private func errorText(_ text: inout PhraseText) throws(PhraseError) -> String {
    guard text.take(":") else { throw text.error("\":\" and the text of the error are missing here, such as: timeout") }
    guard !text.isAtEnd else { throw text.error("the text of the error is missing here") }
    return text.takeRest()
  }

  // MARK: Options

  /// `limit=2`, as a side of a comparison has it.
  private static func assignment(_ phrase: String) -> (option: String, value: String)? {
    guard let equals = phrase.firstIndex(of: "="), options.contains(String(phrase[..<equals])) else { return nil }
    return (String(phrase[..<equals]), String(phrase[phrase.index(after: equals)...]))
  }

  private static let options = GroupSetting.Name.allCases.map(\.rawValue) + ["seed"]

  private func set(_ text: inout PhraseText) throws(PhraseError) -> Variation.Change {
    let start = text.column
    let option = text.takeWord()
    if option == "seed" {
      try expect("to", &text, "set seed to 11")
      return .seed(try number(&text, as: UInt64.self, "a seed is a whole number from 0"))
    }
    guard let name = GroupSetting.Name(rawValue: option) else {
      throw text.error(
        "there is no option \(SafeText.brief(option)); use \(alternatives(Self.options))",
        closest(to: option, in: Self.options), at: start)
    }
    // Without a group the outermost one is meant.
    let group = text.take("of") ? try target(&text, upTo: [" to "]) : names.outermostGroup
    try expect("to", &text, "set \(option) of \(names.name(of: group)) to …")
    return .option(OptionChange(group, try value(of: name, &text)))
  }

  private func value(
    of option: GroupSetting.Name, _ text: inout PhraseText
  ) throws(PhraseError) -> GroupSetting {
    let start = text.column
    guard !text.isAtEnd else { throw text.error("the \(option.rawValue) is missing here") }
    let word = text.takeWord()
    do {
      return try option.read(word)
    } catch {
      throw text.error(error.message, error.suggestion ?? closest(to: word, in: error.words), at: start)
    }
  }

  private func number<Number: FixedWidthInteger>(
    _ text: inout PhraseText, as type: Number.Type, _ what: String
  ) throws(PhraseError) -> Number {
    let start = text.column
    let word = text.takeWord()
    guard let number = Number(word) else { throw text.error("\(what), not \(SafeText.brief(word))", at: start) }
    return number
  }

  // MARK: Parts

  private func expect(_ word: String, _ text: inout PhraseText, _ example: String) throws(PhraseError) {
    guard text.take(word) else { throw text.error("\"\(word)\" is missing here: \(example)") }
  }

  private func duration(_ text: inout PhraseText) throws(PhraseError) -> Duration {
    let start = text.column
    let word = text.takeWord()
    // The check of interventions refuses it in better words.
    if word.hasPrefix("-"), let positive = try? DurationText.read(String(word.dropFirst())) { return .zero - positive }
    do {
      return try DurationText.read(word)
    } catch {
      throw text.error(error.message, error.suggestion, at: start)
    }
  }

  private func target(_ text: inout PhraseText, upTo separators: [String]) throws(PhraseError) -> String {
    let start = text.column
    guard !text.isAtEnd else { throw text.error("a name is missing here") }
    let name = text.take(upTo: separators) { names.path($0) != nil }
    if let path = names.path(name) { return path }
    let several = names.several(name)
    guard several.isEmpty else {
      throw text.error(
        "\(SafeText.brief(name)) can be \(several.map(SafeText.make).joined(separator: " or "))", at: start)
    }
    // A word that has to follow may be missing, so that the rest reads as a part of the name.
    let words = name.split(separator: " ")
    if let separator = separators.first, separator != ":", words.count > 1,
      let known = (1..<words.count).reversed().map({ words[..<$0].joined(separator: " ") }).first(where: {
        names.path($0) != nil
      })
    {
      let missing = separators.map { SafeText.quoted($0.trimmed) }.joined(separator: " or ")
      throw text.error("\(missing) is missing after \(SafeText.make(known))", at: start + known.count)
    }
    throw text.error("there is no task, group or context \(SafeText.brief(name))", names.near(name), at: start)
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0 == " " }.prefix { $0 != " " }) }
}
