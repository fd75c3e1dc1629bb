import Cascade
import CascadeShow

/// Not run: it would take the terminal.
private func showCheckout() async throws -> Int {
  @Sendable func checkOut(in context: Context) async throws -> Int { 1 }
  // snippet: show
  let price = try await show("checkout") { context in
    try await checkOut(in: context)
  }
  // snippet: end
  return price
}
