import Cascade
import Testing

/// What *How it works* shows.
@Suite struct InsideSnippets {
  @Test func parentsBeforeChildrenInOrder() {
    // snippet: inside-walk
    let recorder = EventRecorder()
    let outer = Context.background(observedBy: recorder).makeCancelScope(name: "outer")
    let left = outer.context.makeCancelScope(name: "left")
    let leaf = left.context.makeCancelScope(name: "leaf")
    let right = outer.context.makeCancelScope(name: "right")

    outer.cancel()
    let told = recorder.events.compactMap { event -> String? in
      if case .contextTold = event.kind { event.id } else { nil }
    }
    assert(told == ["outer", "left", "leaf", "right"])
    // snippet: end
    #expect(leaf.context.isCancelled && right.context.isCancelled)
  }

  @Test func everybodyIsMarkedBeforeAnybodyIsTold() {
    let outer = Context.background.makeCancelScope()
    let inner = outer.context.makeCancelScope()
    // snippet: inside-mark
    outer.context.onCancel { [context = inner.context] _ in
      assert(context.isCancelled)
    }
    outer.cancel()
    // snippet: end
  }
}
