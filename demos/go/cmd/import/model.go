package main

import (
	"go/ast"
	"go/token"
	"slices"
	"time"
)

// A story is a function with a group of its own.
type story struct {
	name  string
	title string
	pos   token.Pos
	about string
	group *group
	notes []string
	// isCalled says that another function of the file calls it.
	isCalled bool
	channels []*channel
	permits  []*permits
	limiters []*limiter
	// sites are the places of the code that have to be in it, or in a comment; src are those that it stands for itself.
	sites []site
	// places are the statements of tasks' code.
	places []place
	src    []token.Pos
}

// An after-function.
type afterFunction struct {
	name  string
	steps []step
	src   []token.Pos
}

// A group as a scenario knows it.
type group struct {
	at       string // file:line
	pos      token.Pos
	name     string
	kind     string // empty: errgroup
	limit    int    // negative: none
	timeout  time.Duration
	cause    string
	detached bool
	cancelAt time.Duration
	cancelBy string
	wrap     string
	// What becomes of Wait's error: which count as none, for which the cause is returned, and what is returned for the others.
	okErrors, causeErrors []string
	onError               string
	// isDropped says that the caller returns nil whatever Wait returned.
	isDropped bool
	// untilTold says that the caller looks at the context before each Go, and leaves the loop.
	untilTold bool
	// toldChecks are where it looks, by the calls of Go behind that; toldCheckAt is the line of the first, toldCheckSrc its places.
	toldChecks   map[token.Pos]ast.Node
	toldCheckAt  string
	toldCheckSrc []token.Pos
	after        []afterFunction
	// What each of limit, timeout and cancelAt is a guess for; empty where the file says it.
	limitGuess, timeoutGuess, cancelGuess string
	// isWaitGroup says that it is a sync.WaitGroup, whatever it is like.
	isWaitGroup bool
	// anyEnds says that any return ends the others.
	anyEnds bool
	// isUnchecked says that Wait's error is known, and not looked at yet.
	isUnchecked bool
	// waitAt is the expression that gives Wait's error.
	waitAt ast.Expr
	// isWaitedBeside says that this is in a goroutine of no group.
	isWaitedBeside bool
	// isSaidOtherwise says that it is said what becomes of that, though another way than the code does.
	isSaidOtherwise bool
	// held is the variable that has Wait's error.
	held *ast.Object
	// leave are the tasks of which the first that returns lets the caller leave; answers are the channels through which tasks answer.
	leave      []*task
	leavesTold bool // or where the caller's context is done
	// leavesAfter is when it leaves at the latest.
	leavesAfter time.Duration
	leaveGuess  string
	leaveError  string // what it returns then
	answers     map[*ast.Object]*task
	// outside is the group that was open when this one was made, and is waited for after it.
	outside *group
	// hasOwnWait says that the code around it calls Wait itself.
	hasOwnWait bool
	// isSplit says that it stands for a group that a channel is closed behind, and for the code around that.
	isSplit bool
	// isSideBySide says that another group still ran when it was made, though it isn't part of what the code around that does.
	isSideBySide bool
	// isRetry says that it stands for something that is tried again.
	isRetry bool
	// beside are the lines of goroutines of no group that are tasks of it here.
	beside    []string
	deferred  []step
	tasks     []*task
	names     map[string]int
	notes     []string
	ctx       *ctx
	made      *ctx // what ctx was when the group was made, where it has none of its own
	isWaited  bool
	isPending bool // a WaitGroup that was made while another group was open, and has no task yet
	afterWait []step
	depth     int
	key       string // of the variable that holds it
	caller    *task  // what the code around it does before its Wait, where that waits
	// beforeGo is what the code around it does before it hands over the first task.
	beforeGo []step
	// timedFrom is how many steps of that code come before its timeout.
	timedFrom int
	// beforeWait is what the code around it does before its Wait, where that is no task.
	beforeWait []step
	// closes are channels that a goroutine closes after the group's Wait.
	closes   []*channel
	closedAt string
	closeSrc []token.Pos
	// src are the places of the code that it stands for.
	src []token.Pos
}

// A task as a scenario knows it.
type task struct {
	at                               string
	name                             string
	count                            int
	countGuess, timeoutGuess         string
	cleanupGuess                     string
	attempts                         int
	attemptsGuess, pauseGuess        string
	pause                            time.Duration
	deaf                             bool
	isTry                            bool
	delay                            time.Duration
	timeout                          time.Duration
	cause                            string
	detached                         bool
	other                            *ctx // the context around the group's that it looks at
	isDirect                         bool // looks at a context that isn't cut off, too
	isParent                         bool // listens to the caller's context
	cleanup                          time.Duration
	onCancel                         string
	steps                            []step
	notes                            []string
	group                            *group
	hasGroupContext, hasOtherContext bool
	// latches are WaitGroups whose Done it calls.
	latches []*group
	// after are functions that start where its context is done.
	after []afterFunction
	// closes are the channels that it closes as it returns.
	closes []*channel
	// isBeside says that it stands for a goroutine of no group.
	isBeside bool
	// isAround says that it stands for the code around its group, and is what that does before Wait in the end.
	isAround bool
	// rounds is how many of it a step with rounds spawns.
	rounds int
	// isVoid says that its code has no results, so that no error comes out of it.
	isVoid bool
	// endsWell says that its code returns nil in the end.
	endsWell bool
	// factor is how many times longer each pause between attempts is.
	factor int
	// longest is the longest pause.
	longest time.Duration
	// retried is how many steps are tried again, where more come after them; retryAt is the loop, and a name for what is tried.
	retried           int
	retryAt, retryFor string
	// isRetryIgnored says that more is done whatever came of it.
	isRetryIgnored bool
	// mayLook is where its code has a context, of which no step says anything.
	mayLook string
	// checks is where it looks at its context in passing, with Err.
	checks string
	// src are the places of the code that it stands for, apart from its steps.
	src []token.Pos
}

type stepKind int

const (
	work stepKind = iota
	busy
	nested
	spawn
	cancel
	use
	say
	fail
	crash
	back
	until
	signal
	exit
	send
	receive
	ranges
	closing
	acquire
	release
	limits
	loads
	repeat
	keep
	tries
)

// String is the key of a step of a kind.
func (k stepKind) String() string {
	return [...]string{work: "work", busy: "busy", nested: "group", spawn: "spawn", cancel: "cancel", use: "use", say: "log", fail: "fail",
		crash: "panic", back: "return", until: "until", signal: "signal", exit: "exit", send: "send", receive: "receive", ranges: "range",
		closing: "close", acquire: "acquire", release: "release", limits: "limit", loads: "load", repeat: "repeat", keep: "keep", tries: "try"}[k]
}

// passes is what a step's told says where its error is returned as it is.
const passes = "error"

// listens says whether a step is cut short where its task is told.
func (s step) listens() bool {
	switch s.kind {
	case work, loads, repeat, limits:
		return true
	case until:
		return len(s.outs) == 0
	case send, receive, ranges, acquire:
		return !s.isBlocking && !s.hasElse
	case busy, nested, spawn, cancel, use, say, fail, crash, back, signal, exit, closing, release, keep, tries:
	}
	return false
}

// A step as a scenario knows it.
type step struct {
	kind      stepKind
	d         time.Duration
	isGuess   bool
	isPause   bool   // time passes, and nothing else
	isTick    bool   // it waits for a ticker
	serves    bool   // it ends with http.ErrServerClosed
	isCall    bool   // it stands for a call of code that isn't here
	isFiller  bool   // a task has it only for want of another
	isSure    bool   // nothing in the code keeps it from being done
	isChecked bool   // the code around a group returns its error
	isMaybe   bool   // it may be left out
	isToldFor bool   // a try whose else is what the task does for others where it is told
	isAdded   bool   // a release that no code says
	isDelay   bool   // it only lets the next task begin later
	isAlways  bool   // after a Wait, whatever that returned
	wellAt    string // the line that says that it is only done where Wait returned no error
	text      string
	group     *group
	tasks     []*task
	isIgnored bool // the error of a nested group
	isTried   bool // a nested group behind whose error the task does more
	note      string
	inner     []step // what is done in each round, or by a shared call
	// What it sends on, receives from or acquires, how many, and what that is a guess for; for a repeat the rounds.
	channel    *channel
	permits    *permits
	limiter    *limiter
	n          int
	nGuess     string
	isBlocking bool
	every      time.Duration // a round of a repeat begins so often
	everyGuess string
	// latch is a WaitGroup whose Done the awaited tasks call; outs are those tasks.
	latch *group
	outs  []*task
	// isEndless says that nothing in the skeleton ends a repeat.
	isEndless bool
	// otherwise is what is done where the steps of a try fail; isExcepted says that only the end of a context is no error there.
	otherwise  []step
	isExcepted bool
	// hasElse says that otherwise is done where a send, receive or acquire would wait.
	hasElse bool
	// told is what the task returns where it is told in this step, as in on-cancel, or passes; empty where the code doesn't say.
	// toldAt is the line.
	told, toldAt string
	level        int // how deep the code lies that said so
	// isDropped says that no code looks at its error, though some may look at the context.
	isDropped bool
	// isDetached says that it looks at a context that is cut off from the group's.
	isDetached bool
	// keptAt is the line where its error is put aside, to be returned later.
	keptAt string
	// within is the context with a timeout that it looks at, of those that the task derived.
	within *ctx
	// timeout is that of a context around this step alone.
	timeout      time.Duration
	timeoutGuess string
	// fallback stands in its place where its channel is left out; lost is a comment for then.
	fallback []step
	lost     string
	// src are the places of the code that it stands for.
	src []token.Pos
}

// takesTime says whether a step lets time pass, or ends the task's work in another way.
func (s step) takesTime() bool {
	switch s.kind {
	case work, busy, nested, until, use, exit, send, receive, ranges, acquire, limits, loads, repeat, tries:
		return true
	case spawn, say, fail, crash, cancel, back, signal, closing, release, keep:
	}
	return false
}

type ctxKind int

const (
	given ctxKind = iota // a parameter, or a root
	cancelled
	timed
	detached
	ofGroup
)

// A ctx is what a variable of type context.Context stands for.
type ctx struct {
	kind   ctxKind
	parent *ctx
	d      time.Duration
	guess  string // what d is a guess for
	cause  string
	group  *group
	// isRoot says that it is context.Background: nothing ends it.
	isRoot bool
	// isSignal says that it ends with a signal.
	isSignal bool
	// handed is the line where code that isn't here gets its cancel function.
	handed string
	// isOnce says that the task derives it before all else, and not again and again.
	isOnce bool
	// inRounds says that it derives it again and again.
	inRounds bool
	// at and by are an outside cancel that is planned.
	at time.Duration
	by string
	// task is the task in whose code it was derived.
	task *task
	// place is the line.
	place string
	// behind is how many steps come before it.
	behind int
	// src are the places of the code that it stands for.
	src []token.Pos
}

// isFromRoot says whether a context is derived from context.Background.
func (c *ctx) isFromRoot() bool {
	for m := c; m != nil; m = m.parent {
		if m.kind == ofGroup {
			return false
		}
		if m.isRoot {
			return true
		}
	}
	return false
}

func (c *ctx) isBelow(other *ctx) bool {
	for m := c; m != nil; m = m.parent {
		if m == other {
			return true
		}
	}
	return false
}

// nestedIn visits all steps that open a group among steps, and in tasks that they spawn.
func nestedIn(steps []step, visit func(*step)) {
	for i := range steps {
		one := &steps[i]
		if one.kind == nested {
			visit(one)
		}
		for _, t := range one.tasks {
			nestedIn(t.steps, visit)
		}
		nestedIn(one.inner, visit)
		nestedIn(one.otherwise, visit)
	}
}

// appendNew is a list with a text that stands in it once.
func appendNew(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
