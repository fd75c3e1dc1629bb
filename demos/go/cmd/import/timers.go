package main

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
)

// cancels is a call of a cancel function.
func (f *frame) cancels(call *ast.CallExpr, c *ctx) {
	text := ""
	if len(call.Args) == 1 {
		text = f.r.words(call.Args[0])
	}
	place := f.r.where(call) + ":"
	if c.kind == timed && c.task == f.task && !f.isOuter {
		// What it was for is over.
		c.src = append(c.src, call.Pos())
		return
	}
	if g := f.task.group; !f.isOuter && g.ctx != nil && g.ctx.isBelow(c) && c.kind == cancelled {
		f.add(step{kind: cancel, text: text, note: place, src: []token.Pos{call.Pos()}})
		return
	}
	if f.empty != nil && f.isOuter && f.empty.ctx.isBelow(c) && !f.isMaybe {
		f.add(step{kind: cancel, text: text, src: []token.Pos{call.Pos()}})
		return
	}
	if f.open != nil && f.open.ctx.isBelow(c) {
		if f.open.caller != nil {
			f.besides(step{kind: cancel, text: text, src: []token.Pos{call.Pos()}})
			f.open.tellsAround(c, f.r.where(call))
			return
		}
		at := max(f.delay, tick)
		f.open.cancelAt, f.open.cancelBy = at, text
		f.open.src = append(f.open.src, call.Pos())
		f.open.cancelGuess = place + " the code around the group cancels it: when?"
		return
	}
	if !f.isMaybe {
		f.note(place + " cancels a context that is no group's of this task; left out.")
	}
}

// timesOut reads which timeout a task has that it gives itself: one that all it does looks at. What only some of it looks at is a
// timeout of those steps.
func (t *task) timesOut() {
	var order []*ctx
	uses := map[*ctx][]*step{}
	isAll := true
	var look func(steps []step)
	look = func(steps []step) {
		for i := range steps {
			one := &steps[i]
			if c := sharedContext(one.inner); one.kind == tries && len(one.inner) > 1 && c != nil {
				// One timeout around them all.
				one.within = c
				for j := range one.inner {
					one.inner[j].within = nil
				}
				order, uses[c] = appendOnce(order, c), append(uses[c], one)
				look(one.otherwise)
				continue
			}
			if one.listens() && one.kind != repeat {
				if isAll = isAll && one.within != nil; one.within != nil {
					order, uses[one.within] = appendOnce(order, one.within), append(uses[one.within], one)
				}
			}
			look(one.inner)
			look(one.otherwise)
		}
	}
	look(t.steps)
	if isAll && len(order) == 1 && order[0].isOnce {
		c := order[0]
		t.timeout, t.cause, t.timeoutGuess = c.d, c.cause, c.guess
		t.src = append(t.src, c.src...)
		return
	}
	for _, c := range order {
		if len(uses[c]) > 1 && !c.inRounds {
			t.note(c.place + ": one timeout for several steps; here each of them has it.")
		}
		for _, one := range uses[c] {
			switch one.kind {
			case work, send, receive, loads, tries:
				one.timeout, one.timeoutGuess = c.d, c.guess
				one.src = append(one.src, c.src...)
				if c.cause != "" {
					t.note(c.place + ": its cause is " + quoted(short(c.cause, 80)) + "; left out.")
				}
			case busy, nested, spawn, cancel, use, say, fail, crash, back, until, signal, exit, ranges, closing, acquire, release, limits, repeat, keep:
				t.note(c.place + ": a timeout of a step that can't have one; left out.")
			}
		}
	}
}

// sharedContext is the context with a timeout that all steps which listen look at; nil where there is none.
func sharedContext(steps []step) *ctx {
	var c *ctx
	for _, one := range steps {
		if one.listens() && (one.within == nil || c != nil && one.within != c) {
			return nil
		} else if one.listens() {
			c = one.within
		}
	}
	return c
}

func appendOnce(order []*ctx, c *ctx) []*ctx {
	if slices.Contains(order, c) {
		return order
	}
	return append(order, c)
}

// anyListens says whether one of the steps is cut short where its task is told.
func anyListens(steps []step) bool {
	for _, s := range steps {
		if s.listens() || anyListens(s.inner) {
			return true
		}
	}
	return false
}

// later is time.AfterFunc: a cancel from outside, if that is what it does.
func (f *frame) later(call *ast.CallExpr) {
	r := f.r
	if len(call.Args) != 2 {
		return
	}
	d, ok := r.duration(call.Args[0])
	if !ok || d <= 0 {
		d = guessAt
	}
	var c *ctx
	text := ""
	if direct := r.cancel(call.Args[1]); direct != nil {
		c = direct
	} else if literal, ok := call.Args[1].(*ast.FuncLit); ok {
		for _, statement := range literal.Body.List {
			if e, ok := statement.(*ast.ExprStmt); ok {
				if inner, ok := e.X.(*ast.CallExpr); ok {
					if found := r.cancel(inner.Fun); found != nil {
						c = found
						if len(inner.Args) == 1 {
							text = r.words(inner.Args[0])
						}
					}
				}
			}
		}
	}
	if c == nil {
		f.fault(call, "a timer that does something else than cancel; left out.")
		return
	}
	c.at, c.by = d, text
	c.src = append(c.src, r.sitesIn(call)...)
	if g := f.group(); g != nil && g.ctx.isBelow(c) {
		g.cancelAt, g.cancelBy = d, text
		g.src = append(g.src, r.sitesIn(call)...)
	}
}

// afterFunction is context.AfterFunc on a group's context.
func (f *frame) afterFunction(call *ast.CallExpr) {
	r := f.r
	c := r.context(call.Args[0])
	for ; c != nil && c.kind != ofGroup; c = c.parent {
	}
	if c == nil || c.group == nil {
		f.fault(call, "an after-function on a context that is no group's; left out.")
		return
	}
	kind, body, label := r.function(call.Args[1])
	if body != nil {
		if called := r.mainCall(body); label == "" {
			label = called
		}
	}
	name := kebab(label)
	if name == "" {
		name = "after-" + strconv.Itoa(len(c.group.after)+1)
	}
	after := afterFunction{name: c.group.free(name), src: []token.Pos{call.Pos()}}
	if body != nil && len(r.stack) <= deepest {
		read, notes, _ := f.readAfter(call, c, kind, body)
		after.steps = read.steps
		c.group.notes = append(c.group.notes, notes...)
	}
	c.group.after = append(c.group.after, after)
}

// readAfter reads the code of an after-function; false where it does what one can't.
func (f *frame) readAfter(at ast.Node, c *ctx, kind *ast.FuncType, body *ast.BlockStmt) (after afterFunction, notes []string, ok bool) {
	r := f.r
	r.parameters(kind, nil, f.base)
	inside := &task{at: r.where(at), group: &group{limit: -1, names: map[string]int{}}}
	inner := &frame{r: r, task: inside, steps: &inside.steps, count: 1, total: 1, base: c, isAfter: true}
	inner.enter(body)
	inner.body(body)
	inner.closeOpen()
	r.stack = r.stack[:len(r.stack)-1]
	ok = true
	for _, one := range inside.steps {
		switch one.kind {
		case work, busy:
			one.kind = busy
			after.steps = append(after.steps, one)
		case until:
			if one.d > 0 {
				one.kind, one.text = busy, ""
				after.steps = append(after.steps, one)
			} else {
				ok = false
			}
		case signal, say, cancel, closing:
			after.steps = append(after.steps, one)
		case exit:
			notes = append(notes, one.note+" the after-function ends the process, which only tasks can do in a scenario; left out.")
		case nested, spawn, use, fail, crash, back, send, receive, ranges, acquire, release, limits, loads, repeat, keep, tries:
			ok = false
		}
	}
	after.name = kebab(r.mainCall(body))
	if after.name == "" {
		after.name = "after-done"
	}
	after.src = inside.src
	return after, append(notes, inside.notes...), ok
}
