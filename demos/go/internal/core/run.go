// Package core keeps the tree of contexts, groups and tasks of a recorded run, and writes what happens to it.
package core

import (
	"io"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"cascade.example/go/internal/line"
)

// active is the run that is recorded; nil while the recorder is off. The only thing that a program without a recording
// pays for is looking at it.
var active atomic.Pointer[Run]

// Active is the run that is recorded; nil while the recorder is off.
func Active() *Run { return active.Load() }

// A Run is one recording. Everything in it is touched under its lock only, unless said otherwise.
type Run struct {
	mu      sync.Mutex
	w       io.Writer
	err     error
	isOver  atomic.Bool
	start   time.Time
	seq     int64
	lastT   int64
	buffer  []byte
	root    Node
	pending []*Node
	groups  map[any]*Node
	// tasks are the tasks at work, by the number of their goroutine.
	tasks map[int64]*Node
	names names
}

// Settings say what stands in the first line.
type Settings struct {
	Scenario string
	Clock    string
}

// Begin starts a recording, in place of the one before.
func Begin(w io.Writer, settings Settings) *Run {
	r := &Run{w: w, start: time.Now(), groups: map[any]*Node{}, tasks: map[int64]*Node{}}
	r.root.run = r
	if settings.Clock == "" {
		settings.Clock = line.Live
		// The clock of testing/synctest begins with the year 2000.
		if r.start.UTC().Year() == 2000 {
			settings.Clock = line.Virtual
		}
	}
	fields := []line.Field{line.Text(line.Clock, settings.Clock), line.Int(line.VersionK, line.Version)}
	if settings.Scenario != "" {
		fields = append(fields, line.Text(line.Scenario, settings.Scenario))
	}
	r.mu.Lock()
	r.emit(line.RunStarted, "", fields...)
	r.mu.Unlock()
	if before := active.Swap(r); before != nil {
		before.End()
	}
	return r
}

// End ends the recording. It returns what the writer had to say, if that was an error.
func (r *Run) End() error {
	active.CompareAndSwap(r, nil)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.end(line.EndedCompleted)
	return r.err
}

func (r *Run) end(ending string) {
	if r.isOver.Load() {
		return
	}
	r.emit(line.RunEnded, "", line.Text(line.Ending, ending))
	r.isOver.Store(true)
	r.groups, r.tasks, r.pending, r.names = nil, nil, nil, names{}
}

func (r *Run) now() int64 { return int64(time.Since(r.start)) }

// emit writes an event. Groups whose opening is held back are written before anything later.
func (r *Run) emit(kind, id string, fields ...line.Field) {
	if r.isOver.Load() {
		return
	}
	t := r.now()
	for len(r.pending) > 0 && r.pending[0].openedAt < t {
		r.open(r.pending[0])
	}
	r.write(t, kind, id, fields)
}

func (r *Run) write(t int64, kind, id string, fields []line.Field) {
	if r.err != nil {
		return
	}
	r.lastT = max(r.lastT, t)
	r.buffer = line.Append(r.buffer[:0], r.seq, r.lastT, kind, id, fields...)
	r.seq++
	// At once, so that a crash loses nothing.
	if _, err := r.w.Write(r.buffer); err != nil {
		r.err = err
		active.CompareAndSwap(r, nil)
	}
}

// Note writes a note of the goroutine's task.
func (r *Run) Note(kind string, fields ...line.Field) {
	r.mu.Lock()
	defer r.mu.Unlock()
	task := r.current()
	if task == nil {
		r.emit(kind, "", fields...)
		return
	}
	if kind == line.NoteStep {
		fields = append(fields, line.Int(line.Index, task.steps))
		task.steps++
	}
	r.settle(task)
	r.emit(kind, task.id, fields...)
}

// current is the task that the goroutine belongs to; nil for others.
func (r *Run) current() *Node {
	if len(r.tasks) == 0 {
		return nil
	}
	return r.tasks[goroutine()]
}

// newID makes the path of something below an owner: a name that is taken gets a number.
func (r *Run) newID(owner *Node, name string) string {
	if owner.taken == nil {
		owner.taken = map[string]int{}
	}
	owner.taken[name]++
	if count := owner.taken[name]; count > 1 {
		name += "#" + strconv.Itoa(count)
	}
	if owner.id == "" {
		return name
	}
	return owner.id + "/" + name
}
