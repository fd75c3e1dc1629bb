package main

import (
	"go/ast"
	"go/token"
	"strings"
	"time"
)

// choice is a select.
func (f *frame) choice(s *ast.SelectStmt) {
	f.leaves(s)
	if f.waitsAmong(s) || f.orElse(s) || f.item(s) {
		return
	}
	f.inRound(func() { f.among(s) })
}

// among is a select between a context, timers and channels.
func (f *frame) among(s *ast.SelectStmt) {
	r := f.r
	var told *ctx
	hasDone, hasDefault, hasTime, timeKnown, isTick := false, false, false, false, false
	var d time.Duration
	var toldBody []ast.Stmt
	var others []*ast.CommClause
	signalled := ""
	for _, clause := range s.Body.List {
		c := clause.(*ast.CommClause)
		if c.Comm == nil {
			hasDefault = true
			continue
		}
		from := received(c.Comm)
		if call, ok := from.(*ast.CallExpr); ok {
			if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Done" {
				hasDone, told, toldBody = true, r.context(selector.X), c.Body
				continue
			}
		}
		if from != nil {
			if length, known, ok := f.timer(from); ok {
				d, hasTime, timeKnown = length, true, known
				_, isTick = from.(*ast.SelectorExpr)
				others = append(others, c)
				continue
			}
			if text := r.signal(from); text != "" {
				signalled = text
			}
		}
		others = append(others, c)
	}
	place := r.where(s) + ":"
	src := r.listening(s)
	timing := step{kind: work, d: d, isPause: true, isTick: isTick, src: append(src, r.timers(s)...)}
	if !timeKnown {
		timing.isGuess, timing.note = true, place+" waits for a timer: how long?"
	}
	if !hasDone {
		timing.kind = busy
	}
	channels := len(others)
	if hasTime {
		channels--
	}
	switch {
	case hasDefault:
	case signalled != "" && channels == 1 && !hasTime:
		if !hasDone {
			f.deafWaits++
		}
		f.add(step{kind: until, text: signalled, isGuess: hasDone, src: src})
	case hasTime && channels == 1 && signalled != "" && !hasDone:
		timing.src = append(timing.src, r.sitesIn(s)...)
		f.note(place + " ends with " + signalled + ", too, which a scenario's task can't wait for beside a timer; left out.")
		f.add(timing)
	case hasTime && (channels == 0 || f.byHand != nil):
		f.uses(told)
		f.add(timing)
	case hasTime && hasDone:
		f.uses(told)
		f.add(step{kind: work, d: guess, isGuess: true, note: place + " waits for a channel, at most for a time: how long?", src: src})
	case hasDone && channels > 0:
		f.uses(told)
		f.add(step{kind: work, d: guess, isGuess: true, note: place + " waits for a channel or its context: how long?", src: src})
	case hasDone:
		f.uses(told)
		f.add(step{kind: until, text: "told", isGuess: true, src: src})
		f.isTold = !f.isOuter
	case channels > 0:
		f.deafWaits++
		f.add(step{kind: busy, d: guess, isGuess: true, note: place + " waits for a channel, and not for a context: how long?"})
	}
	if hasDone && !hasDefault {
		if len(others) == 0 {
			f.told(toldBody, s)
		} else {
			f.afterTold(toldBody, s)
		}
	}
	for _, clause := range s.Body.List {
		c := clause.(*ast.CommClause)
		if c.Comm == nil && len(others) > 0 {
			f.maybe(func() { f.list(c.Body) })
		} else if c.Comm == nil {
			f.list(c.Body)
		}
	}
	for _, c := range others {
		if len(others) == 1 && !hasDefault || f.isLoop {
			// Either that or the end of the context.
			f.list(c.Body)
		} else {
			f.maybe(func() { f.list(c.Body) })
		}
	}
}

// timers are the places where a timer is started, in a piece of code.
func (r *reader) timers(n ast.Node) []token.Pos {
	var all []token.Pos
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && (r.isOf(call.Fun, "time", "After") || r.isOf(call.Fun, "time", "Tick")) {
			all = append(all, call.Pos())
		}
		if unary, ok := n.(*ast.UnaryExpr); ok && unary.Op == token.ARROW {
			if call, ok := unary.X.(*ast.CallExpr); ok && r.siteAt(call) != "" {
				all = append(all, call.Pos())
			}
		}
		return true
	})
	return all
}

// isEnding says whether anything but time ends a context: what it is derived from.
func (c *ctx) isEnding() bool {
	for m := c.parent; m != nil; m = m.parent {
		switch m.kind {
		case detached:
			return false
		case cancelled, ofGroup, timed:
			return true
		case given:
			return !m.isRoot
		}
	}
	return false
}

// timer is how long an expression lets time pass: time.After(d), or the channel of a timer or ticker.
func (f *frame) timer(e ast.Expr) (d time.Duration, known, ok bool) {
	r := f.r
	if call, isCall := e.(*ast.CallExpr); isCall && (r.isOf(call.Fun, "time", "After") || r.isOf(call.Fun, "time", "Tick")) &&
		len(call.Args) == 1 {
		d, known = r.duration(call.Args[0])
		r.notePause(call.Args[0])
		if !known {
			d = guess
		}
		return d, known, true
	}
	selector, isField := e.(*ast.SelectorExpr)
	if !isField || selector.Sel.Name != "C" {
		return 0, false, false
	}
	if made, isMade := f.literalCall(selector.X); isMade {
		if d, known = r.duration(first(made)); known {
			return d, true, true
		}
	}
	return guess, false, true
}

// literalCall is the call that a variable has its value from: time.NewTicker(d).
func (f *frame) literalCall(e ast.Expr) (*ast.CallExpr, bool) {
	name, ok := e.(*ast.Ident)
	if !ok || name.Obj == nil {
		return nil, false
	}
	assign, ok := name.Obj.Decl.(*ast.AssignStmt)
	if !ok || len(assign.Lhs) != len(assign.Rhs) {
		return nil, false
	}
	i := index(assign.Lhs, name.Name)
	if i < 0 {
		return nil, false
	}
	call, ok := assign.Rhs[i].(*ast.CallExpr)
	return call, ok && (f.r.isOf(call.Fun, "time", "NewTicker") || f.r.isOf(call.Fun, "time", "NewTimer"))
}

// notePause keeps the variable that a pause has its length from.
func (r *reader) notePause(e ast.Expr) {
	if name, ok := e.(*ast.Ident); ok && name.Obj != nil {
		r.paused = name.Obj
	}
}

// received is what a case of a select receives from.
func received(statement ast.Stmt) ast.Expr {
	var e ast.Expr
	switch s := statement.(type) {
	case *ast.ExprStmt:
		e = s.X
	case *ast.AssignStmt:
		if len(s.Rhs) == 1 {
			e = s.Rhs[0]
		}
	}
	if unary, ok := e.(*ast.UnaryExpr); ok && unary.Op == token.ARROW {
		return unary.X
	}
	return nil
}

// receive is a value taken from a channel.
func (f *frame) receive(e *ast.UnaryExpr) {
	r := f.r
	if g := r.waitedAt(e.X); g != nil {
		g.src = append(g.src, r.sitesIn(e)...)
		f.awaits(g, e)
		return
	}
	place := r.where(e) + ":"
	src := append(r.sitesIn(e), r.timers(e)...)
	if call, ok := e.X.(*ast.CallExpr); ok {
		if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Done" {
			c := r.context(selector.X)
			if c != nil && c.kind == timed && !c.isEnding() {
				// A context that nothing but its timeout ends is a timer.
				f.add(step{kind: busy, d: c.d, isPause: true, isGuess: c.guess != "", note: c.guess, src: append(src, c.src...)})
				return
			}
			if wait, ok := f.interrupted(c, place, src); ok {
				f.add(wait)
				return
			}
			f.uses(c)
			f.add(step{kind: until, text: "told", isGuess: true, src: src})
			f.isTold = !f.isOuter
			return
		}
	}
	if d, known, ok := f.timer(e.X); ok {
		_, isTick := e.X.(*ast.SelectorExpr)
		s := step{kind: busy, d: d, isPause: true, isTick: isTick, src: src}
		if !known {
			s.isGuess, s.note = true, place+" waits for a timer: how long?"
		}
		f.add(s)
		return
	}
	if f.receives(e.X, e, true, src) {
		return
	}
	if one, ok := f.answered(e.X); ok {
		one.src = append(one.src, src...)
		f.add(one)
		return
	}
	if call, ok := e.X.(*ast.CallExpr); ok {
		// <-q.async(ctx)
		if c, _ := r.useIn(call); c != nil && r.signal(e.X) == "" && f.uses(c) {
			f.add(step{kind: work, d: guess, isGuess: true, src: src, note: place + " " + short(called(call), 60) + mayLook})
			return
		}
	}
	f.deafWaits++
	if text := r.signal(e.X); text != "" {
		f.add(step{kind: until, text: text, src: src})
		return
	}
	f.add(step{kind: busy, d: guess, isGuess: true,
		note: place + " waits for a channel, and not for a context: how long?"})
}

// interrupted is how the code around a group waits for a context that is derived from the group's and ends with a signal, too.
func (f *frame) interrupted(c *ctx, place string, src []token.Pos) (step, bool) {
	if f.open == nil || !f.isOuter || c == nil || !c.isBelow(f.open.ctx) {
		return step{}, false
	}
	isSignal := false
	for m := c; m != f.open.ctx; m = m.parent {
		isSignal = isSignal || m.isSignal
		src = append(src, m.src...)
	}
	if !isSignal {
		return step{}, false
	}
	var parts []string
	for _, t := range f.open.tasks {
		if t.count == 1 && t != f.open.caller && len(parts) < 6 {
			parts = append(parts, t.name+" fails")
		}
	}
	if len(parts) == 0 {
		return step{}, false
	}
	return step{kind: until, text: strings.Join(append(parts, duration(guessAt)), " or "), d: guessAt, isGuess: true, src: src,
		note: place + " a signal ends it, too: when?"}, true
}
