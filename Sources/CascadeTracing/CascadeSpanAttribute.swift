#if Tracing
  /// The names of what this library says in spans.
  ///
  /// A span says at its beginning which ``id`` its context has in the events of the run, and which ``call`` it is part of.
  /// While the work runs, the event `told` says that its context ended, with ``reason``, ``cause``, ``origin`` and
  /// ``location``. When it is out, the span has ``outcome``, and if it was told, ``cause`` and ``toldToOut``.
  public enum CascadeSpanAttribute {
    /// The name of the event: the context ended while the work was going on.
    public static let told = "told"
    /// How it went: `completed`, `failed` (an error of its own), or `cancelled` (cut short, and no more than that).
    public static let outcome = "cascade.outcome"
    /// What kind of thing ended the context: the raw value of a `Cancellation.Reason`.
    public static let reason = "cascade.reason"
    /// The text of the cause that the context ended with.
    public static let cause = "cascade.cause"
    /// The path of the context or task where the cancellation began; only where the run is observed by a recorder.
    public static let origin = "cascade.origin"
    /// `Module/File.swift:12`, where the call stands that cancelled, if one did.
    public static let location = "cascade.location"
    /// The seconds between the end of the context and the end of the work, in the context's time.
    public static let toldToOut = "cascade.told_to_out_s"
    /// The path of the context: what events call it; only where the run is observed by a recorder.
    public static let id = "cascade.id"
    /// The id of the call from another process that this is part of, as in its events: the context's `CallID`.
    public static let call = "cascade.call"
    /// The name of the policy of a group's span.
    public static let policy = "cascade.policy"
  }
#endif
