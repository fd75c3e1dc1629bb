package core

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"cascade.example/go/internal/line"
)

// Group records a group that was derived from a context.
//
// Its opening is held back until something happens in it or time passes, because limits are set after it.
func (r *Run) Group(key any, p Parent, made context.Context) context.Context {
	r.lock(func() *Node { return p.node })
	defer r.mu.Unlock()
	if r.isOver.Load() {
		return made
	}
	parent, owner := r.place(p)
	r.settle(parent)
	n := r.newGroup(key, parent, owner, p.name)
	n.ctx, n.policy, n.isForeign = made, line.PolicyErrgroup, p.isForeign
	r.born(n)
	if parent != nil && parent.told != nil || made.Err() != nil {
		r.open(n)
	}
	r.join(n, parent)
	r.watch(n)
	return &recorded{made, n}
}

func (r *Run) newGroup(key any, parent, owner *Node, name string) *Node {
	if name == "" {
		name = line.NameGroup
		if owner.id == "" {
			name = line.NameRoot
		}
	}
	n := &Node{run: r, kind: ofGroup, owner: owner, name: name, parentID: parentID(parent), openedAt: r.now()}
	n.id = r.newID(owner, name)
	if parent != nil {
		r.openAll(parent)
	}
	r.groups[key] = n
	r.pending = append(r.pending, n)
	return n
}

// group is the record of a group; that of a zero group begins with its first use.
func (r *Run) group(key any) *Node {
	if n := r.groups[key]; n != nil {
		return n
	}
	owner, parent := &r.root, (*Node)(nil)
	if task := r.current(); task != nil {
		owner, parent = task, task
	}
	n := r.newGroup(key, parent, owner, "")
	n.policy = line.PolicyZeroErrgroup
	r.join(n, parent)
	return n
}

// open writes the opening of a group that was held back.
func (r *Run) open(n *Node) {
	if n.kind != ofGroup || n.isOpened {
		return
	}
	n.isOpened = true
	index := slices.Index(r.pending, n)
	if index >= 0 {
		r.pending = slices.Delete(r.pending, index, index+1)
	}
	fields := []line.Field{
		line.Text(line.Parent, n.parentID), line.Text(line.Name, n.name), line.Text(line.Policy, n.policy),
		line.Text(line.Keeps, line.KeepsFirst), line.Text(line.Cancels, line.CancelsOnFailure),
	}
	if n.policy == line.PolicyZeroErrgroup {
		fields[len(fields)-1] = line.Text(line.Cancels, line.CancelsNever)
	}
	if n.hasLimit {
		fields = append(fields, line.List(line.Options, []string{limitText(n.limit)}))
	}
	r.write(n.openedAt, line.GroupOpened, n.id, fields)
}

// openAll writes the openings of the groups above n.
func (r *Run) openAll(n *Node) {
	for m := n; m != nil; m = m.parent {
		r.open(m)
	}
}

func limitText(limit int) string { return "limit(" + strconv.Itoa(limit) + ")" }

// SetLimit records a limit.
func (r *Run) SetLimit(key any, limit int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.isOver.Load() {
		return
	}
	n := r.group(key)
	n.limit, n.hasLimit = limit, limit >= 0
	if n.isOpened {
		r.emit(line.NoteLog, n.id, line.Text(line.TextK, limitText(limit)))
	}
}

// Go records a call of Go. tryGo and wait are those of the group itself.
func (r *Run) Go(key any, f func() error, location string, tryGo func(func() error) bool, wait func(func() error)) {
	r.lock(func() *Node { return r.groups[key] })
	if r.isOver.Load() {
		r.mu.Unlock()
		wait(f)
		return
	}
	t := r.newTask(key, f, location)
	// The group itself says whether there is a slot. What it starts waits for the lock.
	hasSlot := tryGo(t.runs(f))
	r.spawned(t)
	if !hasSlot {
		r.emit(line.TaskQueued, t.id)
	}
	r.mu.Unlock()
	if !hasSlot {
		wait(t.runs(f))
	}
}

// TryGo records a call of TryGo.
func (r *Run) TryGo(key any, f func() error, location string, tryGo func(func() error) bool) bool {
	r.lock(func() *Node { return r.groups[key] })
	defer r.mu.Unlock()
	if r.isOver.Load() {
		return tryGo(f)
	}
	t := r.newTask(key, f, location)
	if tryGo(t.runs(f)) {
		r.spawned(t)
		return true
	}
	group := t.owner
	r.emitSpawned(t)
	r.emit(line.TaskRefused, t.id, line.Text(line.Why, fmt.Sprintf("the limit of %d is reached", group.limit)))
	group.running--
	return false
}

func (r *Run) newTask(key any, f func() error, location string) *Node {
	group := r.group(key)
	r.open(group)
	if task := r.current(); task != nil {
		r.settle(task)
	}
	r.settle(group)
	name := r.names.of(f)
	if name == "" {
		name = strconv.FormatInt(group.unnamed, 10)
		group.unnamed++
	}
	group.running++
	t := &Node{run: r, kind: ofTask, owner: group, name: name, location: location}
	t.id = r.newID(group, name)
	return t
}

func (r *Run) emitSpawned(t *Node) {
	r.emit(line.TaskSpawned, t.id, line.Text(line.Group, t.owner.id), line.Text(line.Name, t.name),
		line.Text(line.Location, t.location))
}

func (r *Run) spawned(t *Node) {
	r.emitSpawned(t)
	r.join(t, t.owner)
}

// runs is the function of a task with what is recorded around it.
func (t *Node) runs(f func() error) func() error {
	return func() error {
		number := goroutine()
		t.begins(number)
		hasReturned := false
		defer func() {
			if hasReturned {
				return
			}
			// A panic, or runtime.Goexit. A panic goes on after it is written down.
			value := recover()
			t.crashed(number, value)
			if value != nil {
				panic(value)
			}
		}()
		err := f()
		hasReturned = true
		return t.returned(number, err)
	}
}

func (t *Node) begins(number int64) {
	r := t.run
	r.lock(func() *Node { return t })
	defer r.mu.Unlock()
	if r.isOver.Load() {
		return
	}
	r.settle(t)
	r.emit(line.TaskStarted, t.id)
	r.tasks[number] = t
}

func (t *Node) returned(number int64, err error) error {
	outcome := line.Completed
	through := ""
	switch {
	case err != nil && t.passedError != nil && is(err, t.passedError):
		outcome, through = line.Propagated, t.passedThrough
	case is(err, context.Canceled) || is(err, context.DeadlineExceeded):
		outcome = line.Cancelled
	case err != nil:
		outcome = line.Failed
	}
	var said *line.Problem
	if err != nil {
		said = describe(err)
	}
	r, group := t.run, t.owner
	r.lock(func() *Node { return t })
	if r.isOver.Load() {
		r.mu.Unlock()
		return err
	}
	r.settle(t)
	if outcome != line.Propagated && t.sawCancellation {
		outcome = line.Cancelled
	}
	isKept := err != nil && group.keeper == nil
	fields := []line.Field{line.Text(line.Outcome, outcome), line.Bool(line.Kept, isKept)}
	if err != nil {
		fields = append(fields, line.Err(line.Error, said))
	}
	if through != "" {
		fields = append(fields, line.Text(line.Through, through))
	}
	r.leave(t, number)
	r.emit(line.TaskOut, t.id, fields...)
	if isKept {
		group.keeper, group.kept, group.keptInfo = t, err, said
		r.emit(line.GroupFailureKept, group.id, line.Text(line.Task, t.id), line.Err(line.Error, said))
	}
	r.mu.Unlock()
	if err != nil && !isKept && group.ctx != nil {
		// The task whose error is kept is on its way to cancel the group. This one mustn't overtake it.
		<-group.ctx.Done()
	}
	return err
}

func (r *Run) leave(t *Node, number int64) {
	t.isOut = true
	t.owner.running--
	t.handOver()
	delete(r.tasks, number)
}

func (t *Node) crashed(number int64, value any) {
	r := t.run
	said := &line.Problem{Text: "runtime.Goexit"}
	if value != nil {
		said = panicked(value)
	}
	r.lock(func() *Node { return t })
	if r.isOver.Load() {
		r.mu.Unlock()
		return
	}
	r.settle(t)
	r.leave(t, number)
	r.emit(line.TaskOut, t.id, line.Text(line.Outcome, line.Failed), line.Bool(line.Kept, false),
		line.Err(line.Error, said))
	if value != nil {
		active.CompareAndSwap(r, nil)
		r.end(line.EndedCrashed)
	}
	r.mu.Unlock()
	if value != nil {
		// The process ends with this panic.
		r.sink.flush(crashPatience)
	}
}

// Wait records a call of Wait.
func (r *Run) Wait(key any, wait func() error) error {
	r.lock(func() *Node { return r.groups[key] })
	n := r.groups[key]
	task := r.current()
	if r.isOver.Load() || n == nil {
		r.mu.Unlock()
		return wait()
	}
	r.open(n)
	r.settle(n)
	who := ""
	if task != nil {
		who = task.id
	}
	r.emit(line.GroupWaiting, n.id, line.Text(line.Who, who))
	r.mu.Unlock()
	err := wait()
	var said *line.Problem
	if err != nil {
		said = describe(err)
	}
	r.lock(func() *Node { return n })
	defer r.mu.Unlock()
	if n.kept != nil {
		// Of errors that came at the same time the one that was written down.
		err, said = n.kept, n.keptInfo
	}
	if r.isOver.Load() || r.groups[key] != n {
		return err
	}
	r.settle(n)
	fields := []line.Field{}
	if err != nil {
		fields = append(fields, line.Err(line.Error, said))
		if task != nil {
			task.passedThrough, task.passedError = n.id, err
		}
	}
	r.emit(line.GroupClosed, n.id, fields...)
	delete(r.groups, key)
	n.handOver()
	return err
}
