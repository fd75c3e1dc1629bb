import Cascade

/// One row of the table of waits: which wait of the library, in what kind of Swift task, what happened to the code that
/// made that task, and who cancelled what and when. Instants are milliseconds of virtual time.
struct WakeRow: Sendable, CustomStringConvertible {
  /// What suspends. Left alone, each of them lasts ``naturalLength``.
  enum Wait: CaseIterable {
    case sleep, sleepOrSignal, done, timeoutBody, streamInBody, groupTask, groupBody, gather, firstSuccess
    case cancelBody, timeoutOrNil, leavingBehind, subtaskValue, groupWait, goAtLimit
    case semaphore, singleFlight, retryPause, clockSleep, concurrentMap, concurrentForEach, results

    /// Whether it is code that can be stopped by a cancel of its Swift task alone, so that the library's counts, too.
    var knowsSwiftAlone: Bool { self == .streamInBody || self == .clockSleep }
  }

  /// The context that it waits on.
  enum Place: CaseIterable {
    /// That of the code which made the Swift task.
    case own
    /// The same without its end.
    case detached
    /// The root of the run.
    case root
    /// Below a scope of its own, that nobody ends.
    case elsewhere
  }

  /// How the code that waits came by its Swift task.
  enum Origin: CaseIterable {
    /// It has none of its own: the parent itself waits.
    case inline
    /// The parent itself, in one more body.
    case nestedBody
    case asyncLet, groupChild
    case plain, detachedTask, plainInNestedBody, plainInPlain, childOfPlain

    var isStructured: Bool {
      switch self {
      case .inline, .nestedBody, .asyncLet, .groupChild: true
      case .plain, .detachedTask, .plainInNestedBody, .plainInPlain, .childOfPlain: false
      }
    }
  }

  /// The code that made the Swift task.
  enum Parent: CaseIterable {
    case body, groupTask, scopeBody, bodyInTask, taskInBody, after, plainTask

    /// Whether the library cancels its Swift task when its context ends.
    var isWired: Bool {
      switch self {
      case .body, .groupTask, .bodyInTask, .taskInBody: true
      // The body of a group's scope runs in the caller's own Swift task; an after-function belongs to nothing.
      case .scopeBody, .after, .plainTask: false
      }
    }

    /// Whether it runs in a Swift task that the library made, or in its caller's.
    var hasOwnTask: Bool {
      switch self {
      case .groupTask, .bodyInTask, .taskInBody, .after: true
      case .body, .scopeBody, .plainTask: false
      }
    }
  }

  /// How the parent's context ends at ``tellTime``, if it does.
  enum Tell: CaseIterable { case never, requested, deadline, sibling }

  /// Which Swift task a foreign cancel is sent to.
  enum Target: CaseIterable {
    /// The one that waits.
    case itself
    /// The one around the parent.
    case around
  }

  static let tellTime = 2_000
  static let naturalLength = 100_000

  var wait: Wait
  var place: Place
  var origin: Origin
  var parent: Parent
  var tell: Tell
  /// When the Swift task is made.
  var birth: Int
  /// When its wait begins.
  var start: Int
  /// When the parent returns; one that has structured children returns after them.
  var leaves: Int
  /// When somebody who isn't the library cancels.
  var foreign: Int?
  var target: Target

  var description: String {
    "\(wait) on \(place), \(origin) of \(parent), told \(tell), born \(birth), waits from \(start), parent leaves "
      + "\(leaves), cancel of \(target) at \(foreign.map(String.init) ?? "-")"
  }

  /// Whether such a thing can be.
  private var isPossible: Bool {
    if origin.isStructured, leaves != Self.late { return false }
    if leaves < birth { return false }
    if parent == .after, tell == .never || birth < Self.tellTime { return false }
    if tell == .sibling, parent != .groupTask { return false }
    if foreign == nil, target != .itself { return false }
    if let foreign {
      switch (target, origin) {
      // Only the code itself can reach its own Swift task, and not while it waits.
      case (.itself, .inline), (.itself, .nestedBody):
        if foreign < birth || foreign > start || parent == .plainTask { return false }
      case (.itself, _): if foreign < birth { return false }
      case (.around, .inline), (.around, .nestedBody): if parent == .after || parent == .plainTask { return false }
      case (.around, _): return false
      }
    }
    return true
  }

  static let late = 300_000

  /// Every row there is.
  static let all: [WakeRow] = {
    var rows: [WakeRow] = []
    let times = [(1_000, 1_000), (1_000, 4_000), (3_000, 3_000), (3_000, 4_000)]
    for wait in Wait.allCases {
      for place in Place.allCases {
        for origin in Origin.allCases {
          for parent in Parent.allCases {
            for tell in Tell.allCases {
              for (birth, start) in times {
                for leaves in [1_250, 3_250, late] {
                  for foreign in [nil, 1_500, tellTime, 3_500, 5_000] {
                    for target in Target.allCases {
                      let row = WakeRow(
                        wait: wait, place: place, origin: origin, parent: parent, tell: tell, birth: birth,
                        start: start, leaves: leaves, foreign: foreign, target: target)
                      if row.isPossible { rows.append(row) }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    return rows
  }()
}
