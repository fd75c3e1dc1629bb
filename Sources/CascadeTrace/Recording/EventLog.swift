package import Cascade

/// A growing list of events, kept in chunks: appending while an older copy is still held copies one chunk and
/// never the whole list.
package struct EventLog: RandomAccessCollection, Sendable {
  /// How many events a chunk holds.
  private static let chunk = 256

  private var chunks: [[Event]] = []
  package private(set) var count = 0

  package init() {}

  package init(_ events: some Sequence<Event>) {
    for event in events { append(event) }
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { count }

  package subscript(index: Int) -> Event {
    chunks[index / Self.chunk][index % Self.chunk]
  }

  package mutating func append(_ event: Event) {
    if count.isMultiple(of: Self.chunk) {
      chunks.append([])
      chunks[chunks.count - 1].reserveCapacity(Self.chunk)
    }
    chunks[chunks.count - 1].append(event)
    count += 1
  }
}

extension Event {
  /// Of the beginning of a step: when its work is done, where it says how much there is and nothing ends it before.
  var plannedEnd: Context.Instant? {
    if case .note(.step(_, _, let planned?, _)) = kind { t.advanced(by: planned) } else { nil }
  }
}
