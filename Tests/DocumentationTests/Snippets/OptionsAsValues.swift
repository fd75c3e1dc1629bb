import Cascade
import Testing

private func work(_ ctx: Context) async throws {}

// snippet: options-own
extension FunctionalOption where Root == ErrGroup.Configuration {
  static var polite: Self {
    .combining(.limit(2), .queued(.skipAfterFailure))
  }
}
// snippet: end

// snippet: options-pool
struct Pool: Sendable {
  struct Configuration: OptionConfiguration {
    var size = 4
    var idle = 1

    func validate() throws(OptionError) {
      guard idle <= size else {
        throw OptionError(option: "idle", value: "\(idle)", reason: "more than the size of \(size)")
      }
    }
  }

  typealias Option = FunctionalOption<Configuration>

  let configuration: Configuration

  init(_ options: Option...) throws(OptionError) {
    configuration = try Configuration(options)
  }
}

extension FunctionalOption where Root == Pool.Configuration {
  static func size(_ size: Int) -> Self {
    Self(validating: "size(\(size))") { configuration throws(OptionError) in
      guard size > 0 else {
        throw OptionError(option: "size", value: "\(size)", reason: "a pool needs a connection")
      }
      configuration.size = size
    }
  }

  static func idle(_ idle: Int) -> Self {
    Self("idle(\(idle))") { $0.idle = idle }
  }
}
// snippet: end

/// What *Options* shows.
@Suite struct OptionSnippets {
  @Test func given() async throws {
    let ctx = Context.background
    // snippet: options-use
    try await withErrGroup(in: ctx, .named("upload"), .limit(4)) { group in
      await group.go { ctx in try await work(ctx) }
    }
    // snippet: end
  }

  @Test func stored() async throws {
    let ctx = Context.background
    let isOnline = true
    // snippet: options-store
    var options: [ErrGroup.Option] = [.polite]
    if isOnline { options.append(.limit(16)) }
    try await withErrGroup(in: ctx, options) { group in
      await group.go { ctx in try await work(ctx) }
    }
    assert("\(options)" == "[limit(2), queued(skipAfterFailure), limit(16)]")
    // snippet: end
    #expect(try ErrGroup.Configuration(options).limit == 16)
  }

  @Test func refused() throws {
    // snippet: options-error
    do {
      _ = try Pool(.size(0))
      assertionFailure("a pool of nothing")
    } catch {
      assert("\(error)" == "size(0): a pool needs a connection")
    }
    // snippet: end
    let error = #expect(throws: OptionError.self) { try Pool(.idle(9)) }
    #expect(error?.description == "idle(9): more than the size of 4")
    #expect(try Pool(.idle(9), .size(10)).configuration.idle == 9)
  }
}
