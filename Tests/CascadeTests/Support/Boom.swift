/// An error of a test's own.
struct Boom: Error, Hashable, CustomStringConvertible {
  var description: String

  init(_ description: String = "boom") {
    self.description = description
  }
}

/// The text of whatever `body` throws; none when it throws nothing.
func thrown(_ body: () async throws -> Void) async -> String? {
  do {
    try await body()
    return nil
  } catch {
    return "\(error)"
  }
}
