package core

import (
	"context"
	"fmt"
	"time"

	"cascade.example/go/internal/line"
)

// recorded is a context whose record is known. It behaves as the one inside.
type recorded struct {
	context.Context
	node *Node
}

type nodeKey struct{}

func (c *recorded) Value(key any) any {
	if key == (nodeKey{}) {
		return c.node
	}
	return c.Context.Value(key)
}

// Err notes which tasks have seen that they are told.
func (c *recorded) Err() error {
	err := c.Context.Err()
	if err != nil {
		c.node.run.sawCancellation()
	}
	return err
}

func (c *recorded) String() string {
	if inner, ok := c.Context.(fmt.Stringer); ok {
		return inner.String()
	}
	return fmt.Sprintf("%T", c.Context)
}

// named is a context that gives a name to what is derived from it next.
type named struct {
	context.Context
	name string
}

// Named gives a name to what is derived next from the context that it returns.
func Named(parent context.Context, name string) context.Context {
	return &named{parent, cut(name, mostName)}
}

// A Parent is what something is derived from.
type Parent struct {
	// Plain is the context inside.
	Plain     context.Context
	node      *Node
	name      string
	isForeign bool
}

// Look says what is known of a context.
func (r *Run) Look(ctx context.Context) Parent {
	p := Parent{Plain: ctx}
	if with, ok := ctx.(*named); ok {
		p.name, ctx = with.name, with.Context
		p.Plain = ctx
	}
	if ctx == nil {
		return p
	}
	if known, ok := ctx.(*recorded); ok {
		p.Plain, p.node = known.Context, known.node
	} else {
		p.node, _ = ctx.Value(nodeKey{}).(*Node)
		p.isForeign = ctx.Done() != nil
	}
	if p.node != nil && p.node.run != r {
		p.node, p.isForeign = nil, ctx.Done() != nil
	}
	return p
}

func (p Parent) named(name string) string {
	if p.name != "" {
		return p.name
	}
	return name
}

func (p Parent) id() string {
	if p.node != nil {
		return p.node.id
	}
	return ""
}

// place says where something that is derived from p by the goroutine's code belongs: who tells it, and whose part of the
// paths it is in.
func (r *Run) place(p Parent) (parent, owner *Node) {
	task := r.current()
	parent = p.node
	switch {
	case task != nil:
		owner = task
		// What a task derives from its group's context is told after the task itself.
		if parent != nil && parent == task.context() {
			parent = task
		}
	case parent != nil && parent.kind != ofContext:
		owner = parent
	case parent != nil:
		owner = parent.owner
	default:
		owner = &r.root
	}
	return parent, owner
}

// A Derivation says what was derived.
type Derivation struct {
	What, Name string
	// HasDeadline says that it is done at Deadline, if nothing comes first.
	HasDeadline bool
	Deadline    time.Time
	// Location is where the program stood.
	Location string
	// Cause is what ends it at its deadline; nil for the usual.
	Cause error
}

// Derived records a context that was derived.
func (r *Run) Derived(p Parent, made context.Context, d Derivation) (context.Context, *Node) {
	var said *line.Problem
	if d.Cause != nil {
		said = describe(d.Cause)
	}
	r.lock(func() *Node { return p.node })
	defer r.mu.Unlock()
	parent, owner := r.place(p)
	n := &Node{run: r, kind: ofContext, owner: owner, ctx: made, isForeign: p.isForeign, hasDeadline: d.HasDeadline,
		location: d.Location}
	if said != nil {
		n.know(d.Cause, said)
	}
	r.born(n)
	if r.isOver.Load() {
		return made, n
	}
	n.id = r.newID(owner, p.named(d.Name))
	if parent != nil {
		r.openAll(parent)
	}
	r.settle(parent)
	fields := []line.Field{
		line.Text(line.Parent, parentID(parent)), line.Text(line.What, d.What), line.Text(line.Name, p.named(d.Name)),
		line.Text(line.Location, d.Location),
	}
	if d.HasDeadline {
		fields = append(fields, line.Int(line.Deadline, int64(d.Deadline.Sub(r.start))))
	}
	r.emit(line.ContextMade, n.id, fields...)
	if d.What == line.MadeWithoutCancel {
		return &recorded{made, n}, n
	}
	r.join(n, parent)
	if n.told == nil && (n.hasDeadline || n.isForeign) {
		r.watch(n)
		r.settle(n)
	}
	return &recorded{made, n}, n
}

// Wrap is a context that carries the record of the one that it was derived from.
func (p Parent) Wrap(made context.Context) context.Context {
	if p.node == nil {
		return made
	}
	return &recorded{made, p.node}
}

// Cancel records what a cancel function does.
func (n *Node) Cancel(location string, cause error, cancel func()) {
	r := n.run
	if r.isOver.Load() {
		cancel()
		return
	}
	var said *line.Problem
	if cause != nil {
		said = describe(cause)
	}
	r.lock(func() *Node { return n })
	r.settle(n)
	if n.told == nil && !n.isEnded && n.asked == nil {
		n.asked = &telling{origin: n.id, location: location, cause: cause}
		if said != nil {
			n.know(cause, said)
		}
		if task := r.current(); task != nil {
			n.asked.origin = task.id
		}
	}
	r.mu.Unlock()
	cancel()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.isOver.Load() || n.told != nil || n.isEnded {
		return
	}
	if cause == nil && n.first == nil {
		// Nothing hangs on it: it is given back, as `defer cancel()` does.
		n.isEnded = true
		r.emit(line.ContextEnded, n.id)
		n.unlink()
		return
	}
	r.settle(n)
}

// AfterFunc records an after-function.
func (r *Run) AfterFunc(p Parent, location string, f func()) (stop func() bool) {
	r.lock(func() *Node { return p.node })
	parent, owner := r.place(p)
	n := &Node{run: r, kind: ofAfter, owner: owner}
	n.id = r.newID(owner, p.named(line.NameAfter))
	if parent != nil {
		r.openAll(parent)
	}
	r.settle(parent)
	r.emit(line.ContextMade, n.id, line.Text(line.Parent, parentID(parent)), line.Text(line.What, line.MadeAfter),
		line.Text(line.Name, p.named(line.NameAfter)), line.Text(line.Location, location))
	r.join(n, parent)
	r.mu.Unlock()
	stopReal := context.AfterFunc(p.Plain, func() {
		r.lock(func() *Node { return n })
		r.settle(n)
		r.emit(line.AfterFired, n.id)
		n.unlink()
		r.mu.Unlock()
		f()
		r.mu.Lock()
		defer r.mu.Unlock()
		if !r.isOver.Load() {
			r.emit(line.AfterReturned, n.id)
		}
	})
	return func() bool {
		if !stopReal() {
			return false
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.emit(line.AfterStopped, n.id)
		n.unlink()
		return true
	}
}

func parentID(parent *Node) string {
	if parent == nil {
		return ""
	}
	return parent.id
}

// sawCancellation notes that the goroutine's task looked at a context, and found it done.
func (r *Run) sawCancellation() {
	if r.isOver.Load() {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if task := r.current(); task != nil {
		task.sawCancellation = true
	}
}
