import Cascade
import CascadeQuestions
import TestSupport

/// What the events say of a claim, read naively: one pass over all of them for each, and nothing of the program's own.
struct Oracle {
  let events: [Event]
  /// How many had happened when it was asked, and what time it was.
  let position: Int
  let now: Context.Instant

  private var later: ArraySlice<Event> { events[position...] }

  /// The path of the outermost group.
  private var root: String {
    events.first { event in
      if case .groupOpened = event.kind { true } else { false }
    }?.id ?? ""
  }

  private var closed: (t: Context.Instant, error: ErrorText?)? {
    for event in events where event.id == root {
      if case .groupClosed(let error) = event.kind {
        return (event.t, error.map { ErrorText(text: $0.description, parts: $0.wraps.count) })
      }
    }
    return nil
  }

  private struct ErrorText {
    let text: String
    let parts: Int
  }

  /// When tasks return, by path.
  private var outs: [String: Context.Instant] {
    var outs: [String: Context.Instant] = [:]
    for event in events {
      if case .taskOut = event.kind { outs[event.id] = event.t }
    }
    return outs
  }

  private var members: Set<String> {
    Set(
      events.compactMap { event in
        if case .taskSpawned(let spawned) = event.kind, spawned.group == root { event.id } else { nil }
      })
  }

  /// The members that return in the instant in which Wait does.
  private var last: Set<String> {
    guard let closed else { return [] }
    return Set(members.filter { outs[$0] == closed.t })
  }

  /// The tasks that return next, all of one instant.
  private var next: Set<String> {
    let outs = later.filter { if case .taskOut = $0.kind { true } else { false } }
    return Set(outs.filter { $0.t == outs.first?.t }.map(\.id))
  }

  /// Nil where it could be said either way.
  func isTrue(_ claim: Claim) -> Bool? {
    switch claim {
    case .waitReturnsNow: return closed?.t == now
    case .waitReturnsWith(let id): return decided(last, id)
    case .waitReturnsWithAnother(let others): return decided(last, noneOf: others)
    case .nextOut(let id):
      return next.contains(id) ? (later.first { next.contains($0.id) && isOut($0) }?.id == id ? true : nil) : false
    case .nextOutIsAnother(let others):
      guard let first = later.first(where: isOut)?.id else { return nil }
      return others.contains(first) ? false : next.isDisjoint(with: others) ? true : nil
    case .waitError(let text): return closed.map { $0.error?.text == text }
    case .waitErrorsJoined: return closed.map { $0.error?.parts ?? 0 > 1 }
    case .waitErrorIsAnother(let others): return closed.map { $0.error != nil && !others.contains($0.error?.text) }
    case .starts(let id, let start): return self.start(of: id) == start
    case .returns(let id, let when):
      guard let out = outs[id] else { return nil }
      return switch when {
      case .now: out == now
      case .before(let end): out > now && out < end
      case .notBefore(let end): out >= end
      }
    case .told(let count): return toldNow == count
    }
  }

  private func isOut(_ event: Event) -> Bool {
    if case .taskOut = event.kind { true } else { false }
  }

  private func decided(_ ids: Set<String>, _ id: String) -> Bool? {
    ids.contains(id) ? (ids.count == 1 ? true : nil) : false
  }

  private func decided(_ ids: Set<String>, noneOf others: [String]) -> Bool? {
    ids.isEmpty ? nil : ids.isDisjoint(with: others) ? true : ids.isSubset(of: others) ? false : nil
  }

  private func start(of id: String) -> Claim.Start {
    for event in later where event.id == id {
      switch event.kind {
      case .taskStarted, .afterFired: return event.t == now ? .now : .later
      default: continue
      }
    }
    return .never
  }

  private var toldNow: Int {
    var known: Set<String> = []
    var count = 0
    var spared = SparedByEvents()
    for (number, event) in events.enumerated() {
      spared.take(event)
      guard case .taskTold(let told) = event.kind, told.reason != .scopeEnded, !spared.isSpared(event.id, told) else {
        continue
      }
      // A task isn't told of the failure that it began.
      if told.reason == .siblingFailed, told.origin == event.id { continue }
      guard known.insert(event.id).inserted else { continue }
      if number >= position, event.t == now { count += 1 }
    }
    return count
  }
}
