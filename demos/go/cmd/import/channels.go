package main

import (
	"go/ast"
	"go/token"
	"strconv"
)

// A channel as a scenario knows it.
type channel struct {
	name     string
	capacity int
	guess    string
	at       string
	src      []token.Pos
	// isLost says that what goes through it isn't in the skeleton; isMany that each of several tasks makes one.
	isLost, isMany bool
	// isList says that it stands for a list of channels.
	isList bool
}

// listNote is a comment of one that stands for a list of channels.
func (c *channel) listNote() []string {
	if !c.isList {
		return nil
	}
	return []string{c.at + ": a list of channels; here all are one, so that an item may be taken for another, and in another order."}
}

// made is a channel or semaphore that an expression makes; false where it makes none.
func (r *reader) made(left, right ast.Expr) bool {
	call, ok := right.(*ast.CallExpr)
	if !ok {
		return false
	}
	owner := last(name(left))
	if r.isOf(call.Fun, "semaphore", "NewWeighted") && len(call.Args) == 1 {
		n, known := r.count(call.Args[0])
		r.hold(left, &permits{name: owner, n: n, at: r.where(call), src: []token.Pos{call.Pos()}}, known)
		return true
	}
	if r.makesLimiter(left, call) {
		return true
	}
	called, ok := call.Fun.(*ast.Ident)
	if !ok || called.Name != "make" || called.Obj != nil || len(call.Args) == 0 {
		return false
	}
	if _, ok := call.Args[0].(*ast.ChanType); !ok {
		return false
	}
	n, known := 0, true
	if len(call.Args) > 1 {
		n, known = r.count(call.Args[1])
	}
	if r.permitNames[owner] && len(call.Args) > 1 {
		r.hold(left, &permits{name: owner, n: n, at: r.where(call), src: []token.Pos{call.Pos()}}, known)
		return true
	}
	c := &channel{name: r.unique(owner), capacity: min(n, 100000), at: r.where(call), src: []token.Pos{call.Pos()}}
	if !known {
		c.capacity, c.guess = guessCount, c.at+": the capacity: how many?"
	}
	if _, isList := left.(*ast.IndexExpr); isList {
		c.isList = true
		if known && n > 0 {
			c.capacity, c.guess = min(n*guessCount, 100000), c.at+": what all the channels of the list hold: how many?"
		}
	}
	r.channels[key(left)] = c
	if field, ok := left.(*ast.SelectorExpr); ok {
		r.channels["field "+field.Sel.Name] = c
	}
	r.allChannels = append(r.allChannels, c)
	return true
}

// unique is a name that no other channel or semaphore has.
func (r *reader) unique(name string) string {
	base := kebab(name)
	if base == "" {
		base = "channel"
	}
	name = base
	for r.sharedNames[name] > 0 {
		r.sharedNames[base]++
		name = base + "-" + strconv.Itoa(r.sharedNames[base])
	}
	r.sharedNames[name] = 1
	return name
}

// channelAt is the channel that an expression holds; nil where it was made elsewhere.
func (r *reader) channelAt(e ast.Expr) *channel {
	e = r.resolved(e)
	if c := r.channels[key(e)]; c != nil {
		return c
	}
	if field, ok := e.(*ast.SelectorExpr); ok {
		return r.channels["field "+field.Sel.Name]
	}
	return nil
}

// send is a value given to a channel.
func (f *frame) send(s *ast.SendStmt, isBlocking bool, src []token.Pos) bool {
	r := f.r
	src = append(src, s.Pos())
	if p := r.permitsAt(s.Chan); p != nil {
		f.acquire(p, 1, "", isBlocking, src)
		return true
	}
	c := r.channelAt(s.Chan)
	if c == nil {
		return false
	}
	f.add(step{kind: send, channel: c, n: 1, isBlocking: isBlocking, src: src})
	return true
}

// take is a value received from a known channel.
func (f *frame) receives(from ast.Expr, at ast.Node, isBlocking bool, src []token.Pos) bool {
	r := f.r
	if p := r.permitsAt(from); p != nil {
		f.release(p, 1, src)
		return true
	}
	c := r.channelAt(from)
	if c == nil || r.signal(from) != "" {
		return false
	}
	fallback := step{kind: busy, d: guess, isGuess: true, src: src, note: r.where(at) + ": waits for a channel, and not for a context: how long?"}
	if !isBlocking {
		fallback.kind, fallback.note = work, r.where(at)+": waits for a channel or its context: how long?"
	}
	f.add(step{kind: receive, channel: c, n: 1, isBlocking: isBlocking, src: src, fallback: []step{fallback}})
	return true
}

// place is the line of the first of some places.
func (r *reader) place(src []token.Pos) string {
	if len(src) == 0 {
		return ""
	}
	return r.where(&ast.Ident{NamePos: src[0]})
}

// isShared says whether a step has to do with what tasks share.
func (s step) isShared() bool {
	switch s.kind {
	case send, receive, ranges, closing, acquire, release, limits:
		return true
	case work, busy, nested, spawn, cancel, use, say, fail, crash, back, until, signal, exit, loads, repeat, keep, tries:
	}
	return false
}

// hasShared says whether a step, or one in it, has to do with what tasks share.
func (s step) hasShared() bool {
	if s.isShared() {
		return true
	}
	for _, inner := range append(s.inner[:len(s.inner):len(s.inner)], s.otherwise...) {
		if inner.hasShared() {
			return true
		}
	}
	return false
}

// closes is a close of a channel.
func (f *frame) closes(call *ast.CallExpr) {
	r := f.r
	src := []token.Pos{call.Pos()}
	if signalled := r.signal(call.Args[0]); signalled != "" {
		f.add(step{kind: signal, text: signalled, src: src})
		return
	}
	if c := r.channelAt(call.Args[0]); c != nil {
		f.add(step{kind: closing, channel: c, src: src})
	}
}

// selected is a select between a context and one channel.
func (f *frame) selected(s *ast.SelectStmt) (done *ast.CommClause, other *ast.CommClause, told *ctx) {
	if len(s.Body.List) != 2 {
		return nil, nil, nil
	}
	for _, clause := range s.Body.List {
		c := clause.(*ast.CommClause)
		if c.Comm == nil {
			return nil, nil, nil
		}
		if call, ok := received(c.Comm).(*ast.CallExpr); ok {
			if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Done" && done == nil {
				done, told = c, f.r.context(selector.X)
				continue
			}
		}
		other = c
	}
	if done == nil || other == nil {
		return nil, nil, nil
	}
	return done, other, told
}

// item is a step of a select with a known channel: that, or the end of the context. False where it is another select.
func (f *frame) item(s *ast.SelectStmt) bool {
	done, other, told := f.selected(s)
	if done == nil {
		return false
	}
	src := f.r.listening(s)
	before := len(*f.steps)
	if sent, ok := other.Comm.(*ast.SendStmt); ok {
		if f.r.channelAt(sent.Chan) == nil && f.r.permitsAt(sent.Chan) == nil {
			return false
		}
		f.uses(told)
		f.send(sent, false, src)
	} else {
		from := received(other.Comm)
		if one, ok := f.answered(from); ok {
			f.uses(told)
			one.isBlocking, one.src = false, append(append(one.src, src...), f.r.sitesIn(other.Comm)...)
			f.add(one)
			f.inRound(func() { f.list(other.Body) })
			if out := f.outcomeIn(done.Body); !f.isOuter && f.open == nil && !f.toldDoes(out, before, done.Body, done) {
				f.applies(out, before, before+1, done)
			}
			return true
		}
		if from == nil || f.r.permitsAt(from) != nil || f.r.channelAt(from) == nil || f.r.signal(from) != "" {
			return false
		}
		f.uses(told)
		f.receives(from, s, false, append(src, f.r.sitesIn(other.Comm)...))
	}
	to := len(*f.steps)
	f.inRound(func() { f.list(other.Body) })
	if out := f.outcomeIn(done.Body); to == before+1 && !f.isOuter && f.open == nil {
		if out.kind == goesOn && to < len(*f.steps) && canTry((*f.steps)[before:]) {
			to = len(*f.steps)
		}
		if f.toldDoes(out, before, done.Body, done) {
			return true
		}
		f.applies(out, before, to, done)
	}
	return true
}

// orElse is a select between one channel and a default.
func (f *frame) orElse(s *ast.SelectStmt) bool {
	r := f.r
	if len(s.Body.List) != 2 {
		return false
	}
	var one, other *ast.CommClause
	for _, clause := range s.Body.List {
		if c := clause.(*ast.CommClause); c.Comm == nil {
			other = c
		} else {
			one = c
		}
	}
	if one == nil || other == nil {
		return false
	}
	step := step{n: 1, hasElse: true, src: append(r.sitesIn(one.Comm), s.Pos(), one.Pos(), other.Pos())}
	if sent, ok := one.Comm.(*ast.SendStmt); ok {
		step.kind, step.channel, step.permits = send, r.channelAt(sent.Chan), r.permitsAt(sent.Chan)
		if step.permits != nil {
			step.kind, step.channel = acquire, nil
		}
	} else if from := received(one.Comm); from != nil && r.signal(from) == "" && r.permitsAt(from) == nil {
		step.kind, step.channel = receive, r.channelAt(from)
	}
	if step.channel == nil && step.permits == nil || step.permits != nil && f.open != nil {
		return false
	}
	f.elseEnds(&step, other.Body, other)
	f.add(step)
	before := len(*f.steps)
	f.inRound(func() { f.maybe(func() { f.list(one.Body) }) })
	if len(*f.steps) > before && !f.isOuter {
		f.fault(one, "a branch that may not be taken; here it is.")
	}
	return true
}

func stepOf(kind stepKind, text string) step { return step{kind: kind, text: text} }

// inRound walks through the code of a case, which a break leaves.
func (f *frame) inRound(walk func()) {
	choice := f.inChoice
	f.inChoice = true
	walk()
	f.inChoice = choice
}

// roomy makes channels of a guessed capacity large enough for all that is sent, where a task sends before it receives from the same one.
func (s *story) roomy() {
	sends := map[*channel]int{}
	isBoth := map[*channel]bool{}
	s.group.each(func(t *task, steps []step) []step {
		if t == nil {
			return steps
		}
		own := map[*channel]bool{}
		var look func(steps []step, times int)
		look = func(steps []step, times int) {
			for _, one := range steps {
				switch one.kind {
				case send:
					own[one.channel] = true
					sends[one.channel] += times * max(one.n, 1)
				case receive, ranges:
					isBoth[one.channel] = isBoth[one.channel] || own[one.channel]
				case work, busy, nested, spawn, cancel, use, say, fail, crash, back, until, signal, exit, closing, acquire, release, limits, loads, repeat, keep, tries:
				}
				look(one.inner, min(times*max(one.n, 1), mostTasks))
			}
		}
		look(steps, max(t.count, 1))
		return steps
	})
	for c := range isBoth {
		if isBoth[c] && c.guess != "" {
			c.capacity = min(max(c.capacity, sends[c]), mostTasks)
		}
	}
}

// isEmptyChannel says whether a variable is declared as a channel of nothing, struct{}.
func isEmptyChannel(object *ast.Object) bool {
	assign, ok := object.Decl.(*ast.AssignStmt)
	if !ok || len(assign.Lhs) != len(assign.Rhs) {
		return false
	}
	i := index(assign.Lhs, object.Name)
	if i < 0 {
		return false
	}
	call, ok := assign.Rhs[i].(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return false
	}
	kind, ok := call.Args[0].(*ast.ChanType)
	if !ok {
		return false
	}
	empty, ok := kind.Value.(*ast.StructType)
	return ok && empty.Fields.NumFields() == 0
}
