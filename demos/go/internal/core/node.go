package core

import (
	"context"

	"cascade.example/go/internal/line"
)

type nodeKind int

const (
	ofContext nodeKind = iota
	ofGroup
	ofTask
	ofAfter
)

// A Node is a context, a group with its context, a task or an after-function.
type Node struct {
	run  *Run
	kind nodeKind
	id   string
	// owner is the group or task whose part of the paths this is in.
	owner *Node
	// taken counts the names used below it.
	taken map[string]int

	// parent is who tells this node; nil for one that nobody tells. Its children are linked in the order in which they
	// came.
	parent                  *Node
	first, last, prev, next *Node
	ctx                     context.Context // nil for tasks, after-functions and zero groups
	told                    *telling
	isEnded                 bool
	isForeign               bool // derived from a context that isn't recorded
	hasDeadline             bool
	asked                   *telling // what the cancel call that is on its way says
	openedAt                int64
	isOpened                bool
	policy, name, parentID  string
	limit                   int
	hasLimit                bool
	unnamed                 int64
	running                 int
	keeper                  *Node
	kept                    error
	keptInfo                *line.Problem
	location                string
	// known are errors that were given as a cause here, with what they say.
	known                  []knownError
	isOut, sawCancellation bool
	passedThrough          string
	passedError            error
	steps                  int64
}

// telling is why a context is done.
type telling struct {
	reason, origin, location string
	err, cause               error
	// said is what the cause says; nil where none was given.
	said *line.Problem
}

func (n *Node) link(parent *Node) {
	n.parent = parent
	if parent == nil {
		return
	}
	n.prev = parent.last
	if parent.last != nil {
		parent.last.next = n
	} else {
		parent.first = n
	}
	parent.last = n
}

func (n *Node) unlink() {
	parent := n.parent
	if parent == nil {
		return
	}
	if n.prev != nil {
		n.prev.next = n.next
	} else {
		parent.first = n.next
	}
	if n.next != nil {
		n.next.prev = n.prev
	} else {
		parent.last = n.prev
	}
	n.parent, n.prev, n.next = nil, nil, nil
}

// handOver gives the children of a task that is out to its group.
func (n *Node) handOver() {
	parent := n.parent
	for child := n.first; child != nil; child = n.first {
		child.unlink()
		child.link(parent)
	}
	n.unlink()
}

// context is the nearest one above a task.
func (n *Node) context() *Node {
	m := n.parent
	for m != nil && m.ctx == nil {
		m = m.parent
	}
	return m
}

// settle writes what has become of the contexts that n depends on, before anything that may have come of it is written.
//
// One that isn't recorded and came to its end since the run was locked is left for the next time: nothing that is being
// written can have come of it.
func (r *Run) settle(n *Node) {
	if r.unread(n) != nil {
		return
	}
	var top *Node
	for m := n; m != nil; m = m.parent {
		if m.ctx != nil && m.told == nil && !m.isEnded && m.ctx.Err() != nil {
			top = m
		}
	}
	if top != nil {
		r.tell(top, r.why(top))
	}
}

// why says what ended the context of n, which is done, while no recorded context above it is.
func (r *Run) why(n *Node) *telling {
	t := &telling{reason: line.Requested, origin: n.id, err: n.ctx.Err(), cause: context.Cause(n.ctx)}
	isGiven := !same(t.cause, t.err)
	switch {
	case t.err == context.DeadlineExceeded:
		t.reason = line.DeadlineExceeded
		if n.hasDeadline {
			t.location = n.location
		}
	case n.asked != nil:
		t.origin, t.location = n.asked.origin, n.asked.location
		isGiven = isGiven || n.asked.cause != nil
	case n.keeper != nil:
		t.reason, t.origin = line.SiblingFailed, n.keeper.id
		isGiven = isGiven || same(t.cause, n.kept)
	case n.kind == ofGroup && !n.isForeign:
		t.reason = line.ScopeEnded
	case n.kind == ofGroup && n.running == 0:
		t.reason = line.ScopeEnded
	}
	if isGiven {
		t.said = n.said(t.cause)
	}
	return t
}

// tell writes that n is done, and all below it: depth first, in the order in which they came.
func (r *Run) tell(n *Node, t *telling) {
	if n.told != nil || n.isEnded {
		return
	}
	if n.ctx != nil {
		if err := n.ctx.Err(); err != nil {
			// It may have been done before those above it.
			if !same(err, t.err) || !same(context.Cause(n.ctx), t.cause) {
				if n.isUnread() {
					return
				}
				t = r.why(n)
			}
		} else if n.isForeign {
			return
		}
	}
	n.told = t
	switch {
	case n.kind == ofTask:
		r.emitTold(line.TaskTold, n)
	case n.kind != ofAfter:
		r.open(n)
		r.emitTold(line.ContextTold, n)
	}
	for child := n.first; child != nil; {
		next := child.next
		if child.kind != ofAfter {
			r.tell(child, t)
		}
		child = next
	}
	if n.kind == ofContext {
		n.unlink()
	}
}

func (r *Run) emitTold(kind string, n *Node) {
	t := n.told
	fields := []line.Field{
		line.Text(line.Error, t.err.Error()), line.Text(line.Reason, t.reason), line.Text(line.Origin, t.origin),
	}
	if t.said != nil {
		fields = append(fields, line.Err(line.Cause, t.said))
	}
	if t.location != "" {
		fields = append(fields, line.Text(line.Location, t.location))
	}
	r.emit(kind, n.id, fields...)
}

// join links a new node, and tells it at once if those above it are done.
func (r *Run) join(n, parent *Node) {
	n.link(parent)
	if parent == nil || n.kind == ofAfter {
		return
	}
	r.settle(parent)
	if parent.told != nil {
		r.tell(n, parent.told)
	}
}

// watch makes sure that an end is written that no call of a recorded function brings about: that of a deadline, of a
// context that isn't recorded, and of a group, which the group itself brings about.
func (r *Run) watch(n *Node) {
	context.AfterFunc(n.ctx, func() {
		r.lock(func() *Node { return n })
		defer r.mu.Unlock()
		if !r.isOver.Load() {
			r.settle(n)
		}
	})
}
