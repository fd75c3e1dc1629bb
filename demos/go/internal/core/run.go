// Package core keeps the tree of contexts, groups and tasks of a recorded run, and writes what happens to it.
package core

import (
	"fmt"
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
	mu     sync.Mutex
	sink   sink
	isOver atomic.Bool
	start  time.Time
	seq    int64
	lastT  int64
	buffer []byte
	// lost counts the lines that were dropped since the last one that says so; dropped counts them all.
	lost, dropped int64
	reading       []reading

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
	// Room is how many bytes may wait for the writer.
	Room int
}

// Begin starts a recording, in place of the one before.
func Begin(w io.Writer, settings Settings) *Run {
	r := &Run{start: time.Now(), groups: map[any]*Node{}, tasks: map[int64]*Node{}}
	r.root.run = r
	r.sink.w, r.sink.room = w, settings.Room
	if r.sink.room <= 0 {
		r.sink.room = usualRoom
	}
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

// End ends the recording. It returns what the writer had to say, if that was an error, and how much is missing.
func (r *Run) End() error {
	active.CompareAndSwap(r, nil)
	r.mu.Lock()
	r.end(line.EndedCompleted)
	dropped := r.dropped
	r.mu.Unlock()
	isWritten := r.sink.flush(endPatience)
	unwritten, err := r.sink.state()
	switch missing := dropped + unwritten; {
	case err != nil:
		return fmt.Errorf("recorder: %d events aren't written: %w", missing, err)
	case !isWritten:
		return fmt.Errorf("recorder: %d events aren't written: the writer doesn't return", missing)
	case missing > 0:
		return fmt.Errorf("recorder: %d events are dropped: the writer is too slow", missing)
	}
	return nil
}

func (r *Run) end(ending string) {
	if r.isOver.Load() {
		return
	}
	r.sink.makeRoom()
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

// write hands a line to the sink. What doesn't fit is dropped, and counted; a line says so as soon as there is room.
func (r *Run) write(t int64, kind, id string, fields []line.Field) {
	r.lastT = max(r.lastT, t)
	if r.lost > 0 {
		r.buffer = line.Append(r.buffer[:0], r.seq, r.lastT, line.Dropped, "", line.Int(line.Count, r.lost))
		if r.sink.offer(r.buffer) {
			r.lost = 0
			r.seq++
		}
	}
	r.buffer = line.Append(r.buffer[:0], r.seq, r.lastT, kind, id, fields...)
	if r.lost == 0 && len(r.buffer) <= longest && r.sink.offer(r.buffer) {
		r.seq++
		return
	}
	r.lost++
	r.dropped++
	if r.sink.isBroken() {
		active.CompareAndSwap(r, nil)
	}
}

// Note writes a note of the goroutine's task.
func (r *Run) Note(kind string, fields ...line.Field) {
	r.lock(func() *Node { return r.current() })
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
