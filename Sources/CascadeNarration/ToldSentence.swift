import CascadeTrace

/// A sentence of a story and how much would be missing without it.
struct ToldSentence {
  /// What stays when there is little room, most important first.
  enum Weight: Int, Comparable {
    /// What wait returned, or that nothing can go on.
    case latest
    /// How those who were told are doing, or how things stand while nothing has failed.
    case standing
    /// What began it.
    case cause
    /// What came of it on the way.
    case consequence
    case detail
    /// What a later cause has overtaken.
    case earlier

    static func < (one: Weight, other: Weight) -> Bool { one.rawValue < other.rawValue }
  }

  let text: String
  let weight: Weight

  static func all(_ texts: [String], _ weight: Weight) -> [ToldSentence] {
    texts.map { ToldSentence(text: $0, weight: weight) }
  }

  /// The first one weighs more than the others.
  static func first(_ texts: [String], _ first: Weight, _ rest: Weight) -> [ToldSentence] {
    texts.indices.map { ToldSentence(text: texts[$0], weight: $0 == 0 ? first : max(first, rest)) }
  }
}
