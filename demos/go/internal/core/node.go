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
	location                string
	isOut, sawCancellation  bool
	passedThrough           string
	passedError             error
	steps                   int64
}

// telling is why a context is done.
type telling struct {
	reason, origin, err, cause string
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
func (r *Run) settle(n *Node) {
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
	err := n.ctx.Err()
	t := &telling{reason: line.Requested, origin: n.id, err: text(err), cause: text(context.Cause(n.ctx))}
	switch {
	case err == context.DeadlineExceeded:
		t.reason = line.DeadlineExceeded
	case n.asked != nil:
		t.origin = n.asked.origin
	case n.keeper != nil:
		t.reason, t.origin = line.SiblingFailed, n.keeper.id
	case n.kind == ofGroup && !n.isForeign:
		t.reason = line.ScopeEnded
	case n.kind == ofGroup && n.running == 0:
		t.reason = line.ScopeEnded
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
			if cause := text(context.Cause(n.ctx)); text(err) != t.err || cause != t.cause {
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
	r.emit(kind, n.id, line.Text(line.Error, n.told.err), line.Text(line.Reason, n.told.reason),
		line.Text(line.Cause, n.told.cause), line.Text(line.Origin, n.told.origin))
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
		r.mu.Lock()
		defer r.mu.Unlock()
		if !r.isOver.Load() {
			r.settle(n)
		}
	})
}

// text is the text of an error, whatever its method does.
func text(err error) (text string) {
	if err == nil {
		return ""
	}
	defer func() {
		if recover() != nil {
			text = "an error whose Error method panics"
		}
	}()
	return err.Error()
}
