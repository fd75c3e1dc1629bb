import Testing

@testable import Cascade

/// Nothing that counts is lost where a group's scope closes, in a generated table. Instants are milliseconds.
@Suite struct ClosingBraceTests {
  struct Row: CustomStringConvertible, Sendable {
    /// How the body ends, once the group is over or two seconds have gone.
    enum BodyEnd: CaseIterable { case value, ownError, echo }
    /// What becomes of the group, a second after its start, by whose hand.
    enum Ask: CaseIterable { case nothing, cancel, cancelAndWait, taskCancels, outerCancel, deadline }
    enum Work: CaseIterable {
      /// Succeeds early.
      case completes
      /// Waits on its context, and says what that says.
      case echoes
      /// Fails early.
      case failsBefore
      /// Fails while it cleans up.
      case failsAfter
      /// Looks at nothing, and succeeds late.
      case deaf
    }
    enum Rules: CaseIterable {
      case failFast, collectAll, supervised, firstSuccess
      /// Those without a context of their own.
      case keepFirst, ignoreErrors
      /// Go's, by the handle.
      case handle, zeroHandle
    }

    var body: BodyEnd
    var ask: Ask
    var work: [Work]
    var rules: Rules

    var description: String {
      "\(rules): body ends with \(body), \(ask), tasks \(work.map { "\($0)" })"
    }

    static let all: [Row] = {
      var lists = Work.allCases.map { [$0] } + [[]]
      for first in Work.allCases {
        for second in Work.allCases { lists.append([first, second]) }
      }
      lists += [[.echoes, .failsAfter, .completes], [.deaf, .echoes, .failsBefore], [.failsAfter, .echoes, .deaf]]
      var rows: [Row] = []
      for rules in Rules.allCases {
        for ask in Ask.allCases {
          for body in BodyEnd.allCases {
            // What the code does that waits on a handle is its own affair.
            if rules == .handle || rules == .zeroHandle, body != .value { continue }
            for work in lists { rows.append(Row(body: body, ask: ask, work: work, rules: rules)) }
          }
        }
      }
      return rows
    }()
  }

  // MARK: The model

  private struct Expected {
    var time: Int
    var text: String
    var isEcho: Bool

    /// In one instant, what others echo comes first.
    func isBefore(_ other: Expected) -> Bool {
      time != other.time ? time < other.time : !isEcho && other.isEcho
    }
  }

  /// What comes out, by the text of the law and Go's rules.
  private static func expected(_ row: Row) -> String {
    let isFailFast = row.rules == .failFast || row.rules == .handle
    let asksByOwner = row.ask == .cancel || row.ask == .cancelAndWait
    // When the tasks are told, if they are.
    var told: Int? = row.ask == .nothing ? nil : 1_000
    if isFailFast && row.work.contains(.failsBefore) || row.rules == .firstSuccess && row.work.contains(.completes) {
      told = 500
    }
    let isEffective = told == 1_000
    // A task that asks is one that succeeds then.
    if row.rules == .firstSuccess, row.ask == .taskCancels, told != 500 { told = 1_000 }
    // The body waits on the group's context, which may be the one around it.
    let hasOwnContext = row.rules != .keepFirst && row.rules != .ignoreErrors
    let bodyTold = hasOwnContext || row.ask == .outerCancel || row.ask == .deadline ? told : nil
    var bodyEnd = row.ask == .cancel ? 1_250 : min(bodyTold ?? 2_000, 2_000) + 250
    if row.body == .ownError, isFailFast, told == nil { told = bodyEnd }

    var failures: [Expected] = []
    var succeeded = row.ask == .taskCancels ? 1 : 0
    var out = row.ask == .taskCancels ? 1_000 : 0
    for work in row.work {
      switch (work, told) {
      case (.completes, _):
        succeeded += 1
        out = max(out, 500)
      case (.deaf, _):
        succeeded += 1
        out = max(out, 3_000)
      case (.failsBefore, _):
        failures.append(Expected(time: 500, text: "before", isEcho: false))
        out = max(out, 500)
      case (.echoes, let told?):
        failures.append(Expected(time: told, text: "echo", isEcho: true))
        out = max(out, told)
      case (.failsAfter, let told?):
        failures.append(Expected(time: told + 500, text: "after", isEcho: false))
        out = max(out, told + 500)
      case (.echoes, nil), (.failsAfter, nil):
        succeeded += 1
        out = max(out, 10_000)
      }
    }
    failures.sort { $0.isBefore($1) }
    // What the code around the tasks hears without them.
    func conclusion(withoutEchoes: Bool, isInterrupted: Bool) -> String? {
      if withoutEchoes, failures.allSatisfy(\.isEcho) { return nil }
      switch row.rules {
      case .ignoreErrors: return nil
      case .failFast, .keepFirst, .handle, .zeroHandle:
        return (withoutEchoes ? failures.first { !$0.isEcho } : failures.first)?.text
      case .collectAll: return failures.isEmpty ? nil : "group(\(failures.count))"
      case .firstSuccess: return succeeded > 0 || failures.isEmpty ? nil : "group(\(failures.count))"
      case .supervised: return isInterrupted && failures.contains(where: \.isEcho) ? "echo" : nil
      }
    }
    let isInterrupted = isEffective && (row.ask == .outerCancel || row.ask == .deadline)
    let isOwners = isEffective && asksByOwner

    if row.rules == .handle || row.rules == .zeroHandle {
      let hides = row.ask == .cancelAndWait && isEffective
      return conclusion(withoutEchoes: hides, isInterrupted: isInterrupted) ?? "value"
    }
    var thrown: String?
    if row.ask == .cancelAndWait {
      bodyEnd = max(out, 1_000) + 250
      if let error = conclusion(withoutEchoes: isOwners, isInterrupted: isInterrupted) {
        thrown = error
        bodyEnd -= 250
      }
    }
    if thrown == nil {
      switch row.body {
      case .value: break
      case .ownError: thrown = "body"
      // There is nothing to echo where the group lives.
      case .echo: if let bodyTold, bodyTold <= bodyEnd { thrown = "echo" }
      }
    }
    guard let thrown else { return conclusion(withoutEchoes: isOwners, isInterrupted: isInterrupted) ?? "value" }
    // The body's error counts as a task's would.
    failures.append(Expected(time: bodyEnd, text: thrown, isEcho: thrown == "echo"))
    failures.sort { $0.isBefore($1) }
    return conclusion(withoutEchoes: isOwners, isInterrupted: isInterrupted) ?? thrown
  }

  // MARK: The run

  private static func play(_ row: Row, _ root: Context) async -> String {
    let outer = Owner(row.ask == .deadline ? root.makeCancelScope(timeout: .seconds(1)) : root.makeCancelScope())
    if row.ask == .outerCancel {
      _ = root.schedule(at: .zero.advanced(by: .seconds(1))) { outer.cancel() }
    }
    do {
      switch row.rules {
      case .failFast: try await scope(row, outer.context, root, .failFast)
      case .keepFirst: try await scope(row, outer.context, root, .keepFirst)
      case .ignoreErrors: try await scope(row, outer.context, root, .ignoreErrors)
      case .collectAll: try await scope(row, outer.context, root, .collectAll)
      case .supervised: try await scope(row, outer.context, root, .supervised)
      case .firstSuccess: try await scope(row, outer.context, root, .firstSuccess)
      case .handle: try await handle(row, ErrGroup.withContext(outer.context).group, root)
      case .zeroHandle: try await handle(row, ErrGroup(in: outer.context, .policy(.keepFirst)), root)
      }
      return "value"
    } catch {
      return words(error)
    }
  }

  private static func words(_ error: any Error) -> String {
    switch error {
    case is ContextError: "echo"
    case let error as GroupError: "group(\(error.count))"
    default: "\(error)"
    }
  }

  private static func scope(_ row: Row, _ outer: Context, _ root: Context, _ policy: JoinPolicy) async throws {
    try await withErrGroup(in: outer, .policy(policy)) { group in
      await start(row, group, root)
      switch row.ask {
      case .nothing, .taskCancels, .outerCancel, .deadline: try? await group.context.sleep(for: .seconds(2))
      case .cancel:
        await root.pause(for: .seconds(1))
        group.cancel()
      case .cancelAndWait:
        await root.pause(for: .seconds(1))
        try await group.cancelAndWait()
      }
      await root.pause(for: .milliseconds(250))
      switch row.body {
      case .value: break
      case .ownError: throw Boom("body")
      case .echo: try group.context.checkCancellation()
      }
    }
  }

  private static func handle(_ row: Row, _ group: ErrGroup, _ root: Context) async throws {
    await start(row, group, root)
    switch row.ask {
    case .nothing, .taskCancels, .outerCancel, .deadline: break
    case .cancel:
      await root.pause(for: .seconds(1))
      group.cancel()
    case .cancelAndWait:
      await root.pause(for: .seconds(1))
      return try await group.cancelAndWait()
    }
    try await group.wait()
  }

  private static func start(_ row: Row, _ group: ErrGroup, _ root: Context) async {
    for work in row.work {
      await group.go { ctx in
        switch work {
        case .completes: await root.pause(for: .milliseconds(500))
        case .echoes: try await ctx.sleep(until: .zero.advanced(by: .seconds(10)))
        case .failsBefore:
          await root.pause(for: .milliseconds(500))
          throw Boom("before")
        case .failsAfter:
          do { try await ctx.sleep(until: .zero.advanced(by: .seconds(10))) } catch {
            await root.pause(for: .milliseconds(500))
            throw Boom("after")
          }
        case .deaf: await root.pause(for: .seconds(3))
        }
      }
    }
    if row.ask == .taskCancels {
      await group.go { _ in
        await root.pause(for: .seconds(1))
        group.cancel()
      }
    }
  }

  @Test func nothingThatCountsIsLost() throws {
    var wrong: [String] = []
    for (number, row) in Row.all.enumerated() {
      let seed = UInt64(number % 20)
      let answer = (try? simulated(seed: seed) { root in await Self.play(row, root) }) ?? "deadlock"
      let expected = Self.expected(row)
      if answer != expected { wrong.append("\(row): \(answer), not \(expected)") }
    }
    if !wrong.isEmpty {
      Issue.record("\(wrong.count) of \(Row.all.count):\n\(wrong.prefix(40).joined(separator: "\n"))")
    }
  }
}
