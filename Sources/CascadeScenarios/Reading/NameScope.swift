/// The names that are taken in one group.
struct NameScope {
  /// What stands before a task's name in its path; empty in the outermost group.
  var pathPrefix: String
  var taken: Set<String> = []
  /// What kind of group it is.
  var kind = GroupPlan.Kind.errgroup
}
