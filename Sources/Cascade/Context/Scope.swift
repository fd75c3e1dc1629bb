/// What a context hands down to everything derived from it. Contexts that add nothing share their parent's.
///
/// Only nodes hold scopes, and each node holds those above it. So what is the same all the way up isn't held again.
final class Scope: Sendable {
  /// That of the whole run. Safe because the scope of the run's root holds it.
  unowned(unsafe) let environment: Environment
  /// The same, in the scope of a root.
  private let held: Environment?
  /// The values in reach, if there are any.
  let values: ValueLayer?
  /// The earliest deadline on the way to the root.
  let deadline: Context.Instant?
  /// The path of the context, when the run is observed; else empty.
  let id: Path
  /// Safe because it is that of ``id``, here or in a scope above.
  private let ownerPlace: Unmanaged<NamedPlace>?

  /// The path that names made under this context go below: that of the nearest task or group.
  var owner: Path { Path(ownerPlace?.takeUnretainedValue()) }

  /// That of a root.
  init(of environment: Environment, id: Path) {
    self.environment = environment
    held = environment
    values = nil
    deadline = nil
    self.id = id
    ownerPlace = nil
  }

  /// That of a child.
  ///
  /// - Parameter ownsNames: Whether names made under the child go below its path.
  init(
    below scope: borrowing Scope, values: ValueLayer?, deadline: Context.Instant?, id: Path, ownsNames: Bool = false
  ) {
    environment = scope.environment
    held = nil
    self.values = values
    self.deadline = deadline
    self.id = id
    ownerPlace = ownsNames ? id.place.map { .passUnretained($0) } : scope.ownerPlace
  }
}
