/// The services behind the dashboard.
public enum ServiceName: String, Hashable, Sendable, CaseIterable {
  /// Knows the user's name: `/profiles/1`.
  case profile
  /// Counts the user's orders: `/orders/1/count`. It streams its answer.
  case orders
}
