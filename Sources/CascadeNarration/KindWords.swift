import Cascade

/// What kinds of groups do, in a few words: ``GroupKind`` by name.
package enum KindWords {
  /// The names of the kinds that there are.
  package static let all = GroupKind.allCases.map(\.rawValue)

  /// For the name of a policy; nil for one that isn't known.
  package static func meaning(of kind: String) -> String? { GroupKind(rawValue: kind)?.meaning }
}
