/// What a context hands down to everything derived from it. Contexts that add nothing share their parent's.
///
/// Only nodes hold scopes, and each node holds those above it. So what is the same all the way up isn't held again.
final class Scope: Sendable {
  /// Safe because the scope of the run's root holds it.
  private let unownedEnvironment: Unmanaged<Environment>
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

  /// That of the whole run.
  var environment: Environment { unownedEnvironment.takeUnretainedValue() }

  /// Performs `body` with the observer of the run, if there is one, and the environment, without counting them.
  @inline(__always)
  func withObservation<Result>(_ body: (Observation, Environment) -> Result) -> Result? {
    unownedEnvironment._withUnsafeGuaranteedRef { environment in
      environment.observation.map { body($0, environment) }
    }
  }

  /// The path that names made under this context go below: that of the nearest task or group.
  var owner: Path { Path(ownerPlace?.takeUnretainedValue()) }

  /// The same, without counting.
  @inline(__always)
  func withOwner(_ body: (Path) -> Void) {
    if let ownerPlace { ownerPlace._withUnsafeGuaranteedRef { body(Path($0)) } } else { body(.empty) }
  }

  /// That of a root.
  init(of environment: Environment, id: Path) {
    unownedEnvironment = .passUnretained(environment)
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
    unownedEnvironment = scope.unownedEnvironment
    held = nil
    self.values = values
    self.deadline = deadline
    self.id = id
    ownerPlace = ownsNames ? id.place.map { .passUnretained($0) } : scope.ownerPlace
  }
}
