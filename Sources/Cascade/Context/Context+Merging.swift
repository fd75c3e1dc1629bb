extension Context {
  /// Derives a context that ends with this one or with `other`, whichever is first, for the same reason. Values come
  /// from this one.
  ///
  /// Go has no such thing; there people combine `WithCancelCause` and `AfterFunc`.
  ///
  /// - Parameters:
  ///   - other: The second context to obey. It may belong to another tree.
  ///   - name: How the context is called in events. The default is `merged`.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  /// - Returns: The context and the right to end it earlier. Its deadline is the earlier of the two.
  /// - Complexity: O(1).
  public func makeCancelScope(
    merging other: Context, name: String = "merged", fileID: StaticString = #fileID, line: UInt = #line
  ) -> CancelScope {
    let earlier = other.deadline.flatMap { theirs in
      deadline.map { theirs < $0 } ?? true ? theirs : nil
    }
    let context = derive(.cancel, as: .merged, name: name, deadline: earlier, fileID, line)
    let node = context.node
    let otherNode = other.node
    if otherNode.canBeReached {
      let link = LinkHook(node)
      if otherNode.add(link) {
        context.register(CallbackHook { _ in link.stop(on: otherNode) })
      } else if let cancellation = other.cancellation {
        node.end(cancellation)
      }
    }
    return CancelScope(context, CallSite(fileID, line))
  }
}
