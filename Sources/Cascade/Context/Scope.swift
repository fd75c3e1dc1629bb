/// What a context hands down to everything derived from it. Contexts that add nothing share their parent's.
final class Scope: Sendable {
  let environment: Environment
  /// The values in reach, if there are any.
  let values: ValueLayer?
  /// The earliest deadline on the way to the root.
  let deadline: Context.Instant?
  /// The path of the context, when the run is observed; else empty.
  let id: Path
  /// The path that names made under this context go below: that of the nearest task or group.
  let owner: Path

  init(environment: Environment, values: ValueLayer?, deadline: Context.Instant?, id: Path, owner: Path) {
    self.environment = environment
    self.values = values
    self.deadline = deadline
    self.id = id
    self.owner = owner
  }
}
