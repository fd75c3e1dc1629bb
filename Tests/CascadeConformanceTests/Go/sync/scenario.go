// Package conformance plays programs with golang.org/x/sync's semaphore and singleflight in virtual time, and writes
// down what came of them:
//
//	go test -run Curated  -args -out FILE
//	go test -run Generate -args -seed 1 -count 300 -out FILE
//
// All times are whole virtual milliseconds since the program began.
package conformance

// Scenario is a program: workers that each do one thing after the other.
type Scenario struct {
	ID   string `json:"id"`
	Type string `json:"type"` // "semaphore" or "singleflight"
	Note string `json:"note,omitempty"`
	Size int64  `json:"size"` // of the semaphore
	// Contexts that several workers use.
	Contexts []Ctx    `json:"contexts,omitempty"`
	Workers  []Worker `json:"workers"`
}

// Ctx is a shared context, made when the program begins: WithTimeout where there is one, else WithCancel.
type Ctx struct {
	Name      string `json:"name"`
	TimeoutMS *int   `json:"timeout_ms,omitempty"`
}

type Worker struct {
	Name    string `json:"name"`
	StartMS int    `json:"start_ms"`
	Steps   []Step `json:"steps"`
}

type Step struct {
	// sleep, cancel; acquire, try, release; call, forget
	Op string `json:"op"`
	// How long a sleep, or a call's function, takes.
	MS int `json:"ms,omitempty"`
	// The shared context to use or to cancel; none means one that never ends.
	Ctx string `json:"ctx,omitempty"`
	// Puts WithTimeout on top of that, for this step alone.
	TimeoutMS *int `json:"timeout_ms,omitempty"`
	// How many permits; a release gives back so many at most, and what the worker holds at most.
	N int64 `json:"n,omitempty"`

	Key string `json:"key,omitempty"`
	// Whether the call's function looks at its context.
	Listens bool `json:"listens,omitempty"`
	// What it returns in the end; none means a value that names the worker and its step.
	Error string `json:"error,omitempty"`
}

// Outcome is what came of a program by its horizon, long after its last timer.
type Outcome struct {
	Workers []WorkerOutcome `json:"workers"`
	// In the order of their start.
	Calls []CallOutcome `json:"calls,omitempty"`
}

type WorkerOutcome struct {
	Name  string        `json:"name"`
	Steps []StepOutcome `json:"steps"`
}

// StepOutcome is of every step that began and isn't a sleep or a cancel.
type StepOutcome struct {
	Step int   `json:"step"`
	At   int64 `json:"at"`
	// None when it hadn't ended by the horizon.
	End    *int64  `json:"end"`
	OK     bool    `json:"ok"`
	Err    *string `json:"err"`
	N      int64   `json:"n,omitempty"` // given back
	Value  string  `json:"value,omitempty"`
	Shared bool    `json:"shared,omitempty"`
}

// CallOutcome is of a call's function.
type CallOutcome struct {
	By    string `json:"by"`
	Key   string `json:"key"`
	Start int64  `json:"start"`
	End   *int64 `json:"end"`
	// When its context ended, and the cause, if that was before it returned.
	ToldAt *int64  `json:"told_at"`
	Cause  *string `json:"cause"`
}
