/// A timer: an instant and what to do then.
package protocol TimerEntry: AnyObject, Sendable {
  var instant: Context.Instant { get }

  /// What decides between timers of the same instant.
  var tie: UInt64 { get }

  /// The place in the heap that holds it, or -1. It belongs to the time source that holds the timer, under its lock.
  var index: Int { get set }

  /// What happens at the instant.
  func fire()
}

/// A timer that is nothing else.
///
/// Sendable because `index` is touched only as ``TimerEntry`` says; the rest is constant.
package class PlainTimer: TimerEntry, @unchecked Sendable {
  package let instant: Context.Instant
  package let tie: UInt64
  @exclusivity(unchecked) package final var index = -1

  package init(at instant: Context.Instant, tie: UInt64) {
    self.instant = instant
    self.tie = tie
  }

  /// Subclasses say.
  package func fire() {}
}

/// Timers by instant, then by tie, then by the order in which they were added. Pure: no lock, no clock.
///
/// A four-ary heap whose entries know their place, so that a timer can be removed in O(log n) without a search.
package struct TimerHeap {
  private struct Slot {
    var instant: Context.Instant
    var tie: UInt64
    var order: UInt64
    var timer: any TimerEntry

    func precedes(_ other: Slot) -> Bool {
      if instant != other.instant { return instant < other.instant }
      if tie != other.tie { return tie < other.tie }
      return order < other.order
    }
  }

  private var slots: ContiguousArray<Slot> = []
  private var nextOrder: UInt64 = 0

  package init() {}

  package var isEmpty: Bool { slots.isEmpty }
  package var count: Int { slots.count }

  /// The instant of the first timer. O(1).
  package var earliest: Context.Instant? { slots.first?.instant }

  /// Adds a timer. O(log n).
  package mutating func insert(_ timer: any TimerEntry) {
    precondition(timer.index < 0, "a timer was added twice")
    slots.append(Slot(instant: timer.instant, tie: timer.tie, order: nextOrder, timer: timer))
    nextOrder &+= 1
    timer.index = slots.count - 1
    siftUp(slots.count - 1)
  }

  /// Removes a timer, and says whether it was there. O(log n).
  @discardableResult
  package mutating func remove(_ timer: any TimerEntry) -> Bool {
    let index = timer.index
    guard index >= 0 else { return false }
    let last = slots.count - 1
    if index != last {
      slots.swapAt(index, last)
      slots[index].timer.index = index
    }
    slots.removeLast()
    timer.index = -1
    if index < slots.count {
      siftDown(index)
      siftUp(index)
    }
    return true
  }

  /// Removes and returns the first timer, if it is due by `instant`. O(log n).
  package mutating func popFirst(dueBy instant: Context.Instant) -> (any TimerEntry)? {
    guard let first = slots.first, first.instant <= instant else { return nil }
    remove(first.timer)
    return first.timer
  }

  /// Removes all timers and returns them, in no order. O(n).
  package mutating func removeAll() -> [any TimerEntry] {
    let timers = slots.map(\.timer)
    slots = []
    for timer in timers { timer.index = -1 }
    return timers
  }

  /// Puts a timer at a place that it takes from now on.
  private mutating func put(_ slot: Slot, at index: Int) {
    slot.timer.index = index
    slots[index] = slot
  }

  private mutating func siftUp(_ start: Int) {
    let slot = slots[start]
    var index = start
    while index > 0 {
      let parent = (index - 1) / 4
      guard slot.precedes(slots[parent]) else { break }
      put(slots[parent], at: index)
      index = parent
    }
    if index != start { put(slot, at: index) }
  }

  private mutating func siftDown(_ start: Int) {
    let slot = slots[start]
    var index = start
    while true {
      let first = 4 * index + 1
      guard first < slots.count else { break }
      var smallest = first
      for child in (first + 1)..<max(first + 1, min(first + 4, slots.count))
      where slots[child].precedes(slots[smallest]) {
        smallest = child
      }
      guard slots[smallest].precedes(slot) else { break }
      put(slots[smallest], at: index)
      index = smallest
    }
    if index != start { put(slot, at: index) }
  }
}
