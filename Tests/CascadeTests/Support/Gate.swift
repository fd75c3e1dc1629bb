import Cascade

/// Something that happens once, and that any number of tasks wait for. It knows nothing of contexts or cancellation.
final class Gate: Sendable {
  private enum State {
    case closed([CheckedContinuation<Void, Never>])
    case open
  }

  private let state = Locked(State.closed([]))

  var isOpen: Bool {
    state.withLock { if case .open = $0 { true } else { false } }
  }

  func open() {
    let waiting: [CheckedContinuation<Void, Never>] = state.withLock { state in
      guard case .closed(let waiting) = state else { return [] }
      state = .open
      return waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        switch state {
        case .open: return true
        case .closed(let waiting):
          state = .closed(waiting + [continuation])
          return false
        }
      }
      if isOpen { continuation.resume() }
    }
  }
}
