// Package line writes events of a run as lines of text, one JSON object a line, as `cascade run NAME --json` prints them.
package line

// Version is the version of the format. This file is the only one that knows names of kinds, keys and words.
const Version = 2

// Kinds of events.
const (
	RunStarted       = "run.started"
	RunEnded         = "run.ended"
	ContextMade      = "context.made"
	ContextTold      = "context.told"
	ContextEnded     = "context.ended"
	GroupOpened      = "group.opened"
	GroupWaiting     = "group.waiting"
	GroupFailureKept = "group.failureKept"
	GroupClosed      = "group.closed"
	TaskSpawned      = "task.spawned"
	TaskQueued       = "task.queued"
	TaskStarted      = "task.started"
	TaskRefused      = "task.refused"
	TaskTold         = "task.told"
	TaskOut          = "task.out"
	AfterFired       = "after.fired"
	AfterReturned    = "after.returned"
	AfterStopped     = "after.stopped"
	Dropped          = "dropped"
	Intervention     = "intervention"
	NoteStep         = "note.step"
	NoteCleanup      = "note.cleanup"
	NotePlan         = "note.plan"
	NoteLog          = "note.log"
	NoteRetry        = "note.retry"
	NotePause        = "note.pause"
)

// Keys that come first in each line, in this order. The others follow by name.
const (
	Seq  = "seq"
	T    = "t"
	Kind = "kind"
	ID   = "id"
)

// The other keys.
const (
	Attempt  = "attempt"
	Cancels  = "cancelsOn"
	Cause    = "cause"
	Clock    = "clock"
	Count    = "count"
	Deadline = "deadline"
	Ending   = "ending"
	Error    = "error"
	Group    = "group"
	Index    = "index"
	Keeps    = "keeps"
	Kept     = "kept"
	Label    = "label"
	Limit    = "limit"
	Listens  = "listens"
	Location = "location"
	Name     = "name"
	Nature   = "nature"
	Options  = "options"
	Origin   = "origin"
	Outcome  = "outcome"
	Parent   = "parent"
	Planned  = "planned"
	Policy   = "policy"
	Reason   = "reason"
	Scenario = "scenario"
	Seed     = "seed"
	Task     = "task"
	TextK    = "text"
	Through  = "through"
	Total    = "total"
	Type     = "type"
	VersionK = "version"
	What     = "what"
	Who      = "who"
	Why      = "why"
	Wraps    = "wraps"
)

// Words that stand for a value.
const (
	Virtual = "virtual"
	Live    = "live"

	EndedCompleted = "completed"
	EndedCrashed   = "crashed"

	MadeBackground    = "background"
	MadeCancel        = "cancel"
	MadeDeadline      = "deadline"
	MadeWithoutCancel = "withoutCancel"
	MadeAfter         = "after"

	KeepsFirst       = "first"
	CancelsOnFailure = "failure"
	CancelsNever     = "never"

	Cancellation = "cancellation"
	Deadlined    = "deadline"
	Panic        = "panic"

	PolicyErrgroup     = "errgroup"
	PolicyZeroErrgroup = "zero-errgroup"

	Requested        = "requested"
	DeadlineExceeded = "deadlineExceeded"
	SiblingFailed    = "siblingFailed"
	ScopeEnded       = "scopeEnded"

	Completed  = "completed"
	Failed     = "failed"
	Cancelled  = "cancelled"
	Propagated = "propagated"
)

// Names of contexts, groups and after-functions that were given none.
const (
	NameCancel   = "cancel"
	NameTimeout  = "timeout"
	NameDeadline = "deadline"
	NameDetached = "detached"
	NameAfter    = "after"
	NameGroup    = "group"
	NameRoot     = "root"
)
