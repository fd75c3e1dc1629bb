package main

import (
	"go/token"
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
	// sites are the places of the code that have to be in it, or in a comment; src are those that it stands for itself.
	sites []site
	src   []token.Pos
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
	after    []afterFunction
	// What each of limit, timeout and cancelAt is a guess for; empty where the file says it.
	limitGuess, timeoutGuess, cancelGuess string
	// isWaitGroup says that it is a sync.WaitGroup, whatever it is like.
	isWaitGroup bool
	// anyEnds says that any return ends the others.
	anyEnds bool
	// isUnchecked says that Wait's error is known, and not looked at yet.
	isUnchecked bool
	deferred    []step
	tasks       []*task
	names       map[string]int
	notes       []string
	ctx         *ctx
	made        *ctx // what ctx was when the group was made, where it has none of its own
	isWaited    bool
	afterWait   []step
	depth       int
	key         string // of the variable that holds it
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
	isParent                         bool // listens to the caller's context
	cleanup                          time.Duration
	onCancel                         string
	steps                            []step
	notes                            []string
	group                            *group
	hasGroupContext, hasOtherContext bool
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
)

// A step as a scenario knows it.
type step struct {
	kind      stepKind
	d         time.Duration
	isGuess   bool
	isPause   bool // time passes, and nothing else
	isAlways  bool // after a Wait, whatever that returned
	text      string
	group     *group
	tasks     []*task
	isIgnored bool // the error of a nested group
	note      string
	inner     []step // what is done in each round, or by a shared call
	// src are the places of the code that it stands for.
	src []token.Pos
}

// takesTime says whether a step lets time pass, or ends the task's work in another way.
func (s step) takesTime() bool {
	switch s.kind {
	case work, busy, nested, until, use, exit:
		return true
	case spawn, say, fail, crash, cancel, back, signal:
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
	// at and by are an outside cancel that is planned.
	at time.Duration
	by string
	// task is the task in whose code it was derived.
	task *task
	// src are the places of the code that it stands for.
	src []token.Pos
}

func (c *ctx) isBelow(other *ctx) bool {
	for m := c; m != nil; m = m.parent {
		if m == other {
			return true
		}
	}
	return false
}
