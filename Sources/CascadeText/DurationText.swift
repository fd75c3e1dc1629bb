/// A duration as people write it: `30ms`, `1.2s`, `2m`, `1m30s`.
package enum DurationText {
  /// The longest that a file may say.
  package static let longest = Duration.seconds(1_000 * 3_600)

  /// A text isn't a duration.
  package struct Refusal: Error, Hashable, CustomStringConvertible {
    package var message: String
    /// A text that is a duration and was probably meant.
    package var suggestion: String?

    /// What is wrong and what was probably meant, in one line that is safe to print.
    package var description: String { message + (suggestion.map { " (did you mean \($0)?)" } ?? "") }
  }

  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
  ]

  /// Reads a whole number of nanoseconds between 0 and ``longest``. Several parts are added: `1m30s`.
  package static func read(_ text: String) throws(Refusal) -> Duration {
    if text.isEmpty { throw Refusal(message: "a duration is missing here, such as 30ms") }
    if text.hasPrefix("-") { throw Refusal(message: "a duration can't be negative: \(SafeText.brief(text))") }
    var rest = Substring(text)
    var total: Int64 = 0
    var lastUnit = Int64.max
    while !rest.isEmpty {
      guard let (amount, unit, after) = part(of: rest), unit < lastUnit else { throw notOne(text) }
      guard let nanoseconds = try product(amount, unit, of: text) else {
        throw Refusal(message: "\(SafeText.brief(text)) is finer than a nanosecond")
      }
      let (sum, overflow) = total.addingReportingOverflow(nanoseconds)
      if overflow || .nanoseconds(sum) > longest { throw tooLong(text) }
      (total, lastUnit, rest) = (sum, unit, after)
    }
    return .nanoseconds(total)
  }

  /// A number, its unit in nanoseconds, and what follows. None where the text doesn't begin with those.
  private static func part(of text: Substring) -> (amount: Substring, unit: Int64, rest: Substring)? {
    let amount = text.prefix { $0 == "." || $0.isDigit }
    let unitName = text[amount.endIndex...].prefix { $0.isLetter }
    guard let unit = units.first(where: { $0.name == unitName }) else { return nil }
    let halves = amount.split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count <= 2, halves.allSatisfy({ !$0.isEmpty }) else { return nil }
    return (amount, unit.nanoseconds, text[unitName.endIndex...])
  }

  /// The amount times the unit; none where that isn't a whole number.
  private static func product(_ amount: Substring, _ unit: Int64, of text: String) throws(Refusal) -> Int64? {
    let halves = amount.split(separator: ".")
    guard let whole = Int64(halves[0]) else { throw tooLong(text) }
    let (scaled, overflow) = whole.multipliedReportingOverflow(by: unit)
    if overflow { throw tooLong(text) }
    var nanoseconds = scaled
    var place = unit
    for digit in halves.count == 2 ? halves[1] : "" {
      let value = Int64(digit.wholeNumberValue ?? 0)
      guard value == 0 || (place > 0 && place % 10 == 0) else { return nil }
      place /= 10
      let (sum, overflow) = nanoseconds.addingReportingOverflow(value * place)
      if overflow { throw tooLong(text) }
      nanoseconds = sum
    }
    return nanoseconds
  }

  private static func tooLong(_ text: String) -> Refusal {
    Refusal(message: "\(SafeText.brief(text)) is longer than 1000h, the longest that a scenario may say")
  }

  private static func notOne(_ text: String) -> Refusal {
    Refusal(
      message: "\(SafeText.brief(text)) isn't a duration, such as 30ms, 1.2s or 2m", suggestion: suggestion(for: text))
  }

  /// Mends what people get wrong: no unit, a comma, a space, capitals, a unit spelled out, `.5`.
  private static func suggestion(for text: String) -> String? {
    let spelled = [
      "msec": "ms", "msecs": "ms", "millis": "ms", "millisecond": "ms", "milliseconds": "ms",
      "sec": "s", "secs": "s", "second": "s", "seconds": "s", "min": "m", "mins": "m", "minute": "m", "minutes": "m",
      "hour": "h", "hours": "h", "hr": "h", "µs": "us", "μs": "us", "": "ms",
    ]
    guard text.unicodeScalars.count <= 32 else { return nil }
    let packed = text.lowercased().filter { !$0.isWhitespace }.map { $0 == "," ? "." : $0 }
    var amount = String(packed.prefix { $0 == "." || $0.isDigit })
    let unit = String(packed.dropFirst(amount.count))
    if amount.hasPrefix(".") { amount = "0" + amount }
    if amount.hasSuffix(".") { amount.removeLast() }
    let mended = amount + (spelled[unit] ?? unit)
    guard mended != text, (try? read(mended)) != nil else { return nil }
    return mended
  }
}

extension Character {
  /// Whether it is one of 0 to 9, without an accent.
  package var isDigit: Bool { isASCII && isNumber }
}
