import Cascade
import CascadeShow

// A script as the product is made for. With `fails` its first task does, and so does what it shows.

struct NoStock: Error, CustomStringConvertible { let description = "no stock" }

let fails = CommandLine.arguments.contains("fails")
do {
  let price = try await show("checkout") { context in
    try await withErrGroup(in: context, .named("checkout")) { group in
      await group.go("reserve") { _ in if fails { throw NoStock() } }
      await group.go("charge") { context in try await context.sleep(for: .milliseconds(50)) }
    }
    return 7
  }
  print("the price is \(price)")
} catch {
  print("it failed: \(error)")
}
