import CascadeTrace

/// What is said of somebody, for one and for several: `is told`, `are told`.
struct Predicate: Hashable {
  let singular: String
  let plural: String

  init(_ singular: String, _ plural: String) {
    self.singular = singular
    self.plural = plural
  }

  /// For so many.
  func of(_ count: Int) -> String { count == 1 ? singular : plural }

  func then(_ other: Predicate) -> Predicate {
    Predicate("\(singular) and \(other.singular)", "\(plural) and \(other.plural)")
  }
}
