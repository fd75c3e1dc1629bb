/// What is to go wrong in a request: which services fail, and how long each takes.
public struct Knobs: Hashable, Sendable {
  /// The services that answer with an error. The default is none.
  public var failing: Set<ServiceName> = []
  /// How long a service takes before its answer is complete. The default is no time.
  public var slow: [ServiceName: Duration] = [:]

  /// Nothing goes wrong.
  public init() {}

  /// A mistake in the text of a knob.
  public struct Mistake: Error, CustomStringConvertible {
    /// What is wrong.
    public let description: String
  }

  /// Lets the service of this name fail: `profile`.
  ///
  /// - Throws: ``Mistake`` for a name that isn't a service's.
  public mutating func fail(_ text: String) throws(Mistake) {
    failing.insert(try Self.service(text[...]))
  }

  /// Slows a service down: `orders=2s`, `profile:300ms`.
  ///
  /// - Throws: ``Mistake`` for a name that isn't a service's, and for a time that isn't one.
  public mutating func slow(_ text: String) throws(Mistake) {
    guard let mark = text.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
      throw Mistake(description: "'\(text)' isn't SERVICE=TIME, as in orders=2s")
    }
    let time = text[text.index(after: mark)...]
    guard let duration = Duration(shop: time) else {
      throw Mistake(description: "'\(time)' isn't a time, as in 2s, 300ms")
    }
    slow[try Self.service(text[..<mark])] = duration
  }

  private static func service(_ text: Substring) throws(Mistake) -> ServiceName {
    guard let name = ServiceName(rawValue: String(text)) else {
      let names = ServiceName.allCases.map(\.rawValue).joined(separator: ", ")
      throw Mistake(description: "there is no service '\(text)'; there are \(names)")
    }
    return name
  }
}

extension Duration {
  /// Reads `2s`, `1.5s` or `300ms`, up to an hour; none for anything else.
  public init?(shop text: some StringProtocol) {
    let (digits, scale): (Substring, Double) =
      text.hasSuffix("ms") ? (Substring(text).dropLast(2), 0.001) : (Substring(text).dropLast(1), 1)
    guard text.hasSuffix("s"), let number = Double(digits), number >= 0, number * scale <= 3600 else { return nil }
    self = .seconds(number * scale)
  }

  /// The same in words for a query: whole milliseconds.
  var inMilliseconds: String {
    "\(components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)ms"
  }
}
