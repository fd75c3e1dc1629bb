/// How a task looks at one moment. Its word is the same everywhere.
package enum TaskState: Hashable, Sendable, CaseIterable {
  /// Known from later events only.
  case notSpawned
  /// Asked for, and neither started nor held back.
  case spawned
  /// The limit holds it back.
  case queued
  case running
  /// Returned without an error.
  case done
  /// It threw, and its group keeps this error as the first.
  case failedFirst
  /// It threw; its group keeps this error beside the first.
  case failedKept
  /// It threw, and no group keeps the error.
  case failedNotKept
  /// It threw what a nested group's wait threw, told before or not.
  case passedOn
  /// Its context is done, it isn't out, and the step it is in listens as far as is known.
  case told
  /// Told, or cut short, and working on for a time it said.
  case cleaningUp
  /// Told, and the step it is in doesn't listen.
  case deaf
  /// Told, and the step it is in listens to another context than its own.
  case listensElsewhere
  /// Its own context is done; it works in one that isn't reached, on purpose.
  case detached
  /// A cancellation cut it short, and it is out.
  case cancelled
  /// Told, and returned without an error all the same.
  case toldCompleted
  /// Told, and threw an error of its own after that.
  case failedLate
  /// A deadline of its own cut it short; no other task was told.
  case timedOutAlone
  /// `tryGo` said no.
  case refused
  /// It waited for a slot and was dropped.
  case skipped
  /// It waits for something that can't come: a deadlock.
  case stuck
  /// It ended the process.
  case exited
  /// The process ended while it was inside.
  case cutOff
  /// Events are missing, and nothing has been heard of it since.
  case unknown

  /// Whether it has begun and not yet returned.
  package var isInside: Bool {
    switch self {
    case .running, .told, .cleaningUp, .deaf, .listensElsewhere, .detached: true
    case .notSpawned, .spawned, .queued, .done, .failedFirst, .failedKept, .failedNotKept, .passedOn, .cancelled,
      .toldCompleted, .failedLate, .timedOutAlone, .refused, .skipped, .stuck, .exited, .cutOff,
      .unknown:
      false
    }
  }

  /// Whether it returned an error of its own.
  package var isFailure: Bool {
    switch self {
    case .failedFirst, .failedKept, .failedNotKept, .failedLate: true
    case .notSpawned, .spawned, .queued, .running, .done, .passedOn, .told, .cleaningUp, .deaf, .listensElsewhere,
      .detached, .cancelled,
      .toldCompleted, .timedOutAlone, .refused, .skipped, .stuck, .exited, .cutOff, .unknown:
      false
    }
  }

  /// Whether nothing more will come of it.
  package var isOver: Bool {
    switch self {
    case .done, .failedFirst, .failedKept, .failedNotKept, .passedOn, .cancelled, .toldCompleted, .failedLate,
      .timedOutAlone, .refused, .skipped, .exited, .cutOff:
      true
    case .notSpawned, .spawned, .queued, .running, .told, .cleaningUp, .deaf, .listensElsewhere, .detached, .stuck,
      .unknown:
      false
    }
  }
}

/// How a context, or the context of a group, looks at one moment.
package enum ContextState: Hashable, Sendable, CaseIterable {
  /// Known from later events only.
  case notMade
  case active
  /// Of a shutdown signal: the group's tasks have been asked to finish.
  case asked
  /// It is done before its time: cancelled, or past its deadline.
  case cancelled
  /// Wait returned, and nothing cancelled it before.
  case closed
  /// The run is over, and nothing has cancelled or released it: one that was cut off from the ends above it, say.
  case leftOver
  /// Events are missing, and nothing has been heard of it since.
  case unknown

}

/// How an after-function looks at one moment.
package enum AfterState: Hashable, Sendable, CaseIterable {
  /// Known from later events only.
  case notMade
  /// It waits for its context.
  case waiting
  /// It was started.
  case fired
  /// It was prevented from running, or its context ended without being told.
  case stopped
  /// Events are missing, and nothing has been heard of it since.
  case unknown

}

/// How a row of the tree looks at one moment.
package enum RowState: Hashable, Sendable {
  case task(TaskState)
  case context(ContextState)
  case group(ContextState)
  case after(AfterState)
}
