/// The list of branches, while somebody chooses one.
package struct BranchList: Hashable, Sendable {
  /// Which branch the bar stands on.
  package var selected: Int
}
