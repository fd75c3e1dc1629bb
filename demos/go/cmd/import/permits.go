package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// A permit is a semaphore: that of x/sync, or a channel that is used as one.
type permits struct {
	name  string
	n     int
	guess string
	at    string
	src   []token.Pos
	// isLimit says that the code around a group acquires it before each task.
	isLimit bool
	isLost  bool
}

// learnPermits finds channels that are used as semaphores: what is received from them is dropped, never in a select, and by
// the task that sent to them, or by one that it is part of.
func (r *reader) learnPermits() {
	sent, dropped, used := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, file := range r.parsed {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SendStmt:
				if literal, ok := n.Value.(*ast.CompositeLit); ok && len(literal.Elts) == 0 {
					sent[last(name(n.Chan))] = true
				} else {
					used[last(name(n.Chan))] = true
				}
			case *ast.ExprStmt:
				if from := received(n); from != nil {
					dropped[last(name(from))] = true
				}
			case *ast.AssignStmt:
				if from := received(n); from != nil {
					used[last(name(from))] = true
				}
			case *ast.CommClause:
				if from := received(n.Comm); from != nil {
					used[last(name(from))] = true
				}
			case *ast.RangeStmt:
				used[last(name(n.X))] = true
			case *ast.CallExpr:
				if called, ok := n.Fun.(*ast.Ident); ok && called.Name == "close" && len(n.Args) == 1 {
					used[last(name(n.Args[0]))] = true
				}
			}
			return true
		})
	}
	r.permitNames = map[string]bool{}
	for channel := range dropped {
		r.permitNames[channel] = channel != "" && sent[channel] && !used[channel] && !r.isWindow(channel)
	}
}

func (r *reader) hold(left ast.Expr, p *permits, known bool) {
	p.name = r.unique(p.name)
	p.n = min(max(p.n, 1), 100000)
	if !known {
		p.n, p.guess = guessLimit, p.at+": the permits: how many?"
	}
	r.permits[key(left)] = p
	if field, ok := left.(*ast.SelectorExpr); ok {
		r.permits["field "+field.Sel.Name] = p
	}
	r.allPermits = append(r.allPermits, p)
}

func (r *reader) permitsAt(e ast.Expr) *permits {
	e = r.resolved(e)
	if p := r.permits[key(e)]; p != nil {
		return p
	}
	if field, ok := e.(*ast.SelectorExpr); ok {
		return r.permits["field "+field.Sel.Name]
	}
	return nil
}

// acquire takes permits. Where the code around a group does, before each task, that is the group's limit.
func (f *frame) acquire(p *permits, n int, guess string, isBlocking bool, src []token.Pos) {
	if f.open != nil {
		g := f.open
		if g.limit < 0 {
			g.limit, g.limitGuess = max(1, p.n/max(n, 1)), p.guess
			g.notes = append(g.notes, f.r.place(src)+": the code around the group acquires "+short(p.name, 40)+" before each task, which gives it back: here it is the limit.")
		}
		g.src = append(append(g.src, src...), p.src...)
		p.isLimit = true
		return
	}
	f.add(step{kind: acquire, permits: p, n: n, nGuess: guess, isBlocking: isBlocking, src: src})
}

func (f *frame) release(p *permits, n int, src []token.Pos) {
	if p.isLimit {
		f.task.src = append(f.task.src, src...)
		return
	}
	f.add(step{kind: release, permits: p, n: n, src: src})
}

// semaphore is a method of a semaphore of x/sync.
func (f *frame) semaphore(call *ast.CallExpr, selector *ast.SelectorExpr) bool {
	r := f.r
	p := r.permitsAt(selector.X)
	if p == nil {
		p = r.givenPermits(call, selector)
	}
	if p == nil {
		return false
	}
	src := []token.Pos{call.Pos()}
	switch selector.Sel.Name {
	case "Acquire":
		if len(call.Args) != 2 {
			return false
		}
		n, known := r.count(call.Args[1])
		guess := ""
		if !known || n < 1 {
			n, guess = 1, r.where(call)+": how many permits?"
		}
		c := r.context(call.Args[0])
		if c != nil {
			f.uses(c)
		}
		f.acquire(p, min(n, p.n), guess, c != nil && c.isRoot, src)
		return true
	case "Release":
		n, known := r.count(first(call))
		if !known || n < 1 {
			n = 1
		}
		f.release(p, min(n, p.n), src)
		return true
	}
	return false
}

// balanced gives back what is acquired in each round.
func balanced(steps []step) []step {
	held := map[*permits]int{}
	for _, s := range steps {
		switch s.kind {
		case acquire:
			held[s.permits] += s.n
		case release:
			held[s.permits] -= s.n
		}
	}
	steps = steps[:len(steps):len(steps)]
	for _, s := range steps {
		if s.kind == acquire && held[s.permits] > 0 {
			steps = append(steps, step{kind: release, permits: s.permits, n: held[s.permits], isAdded: true})
			held[s.permits] = 0
		}
	}
	return steps
}

// triesAcquire is if !sem.TryAcquire(1) { … }.
func (f *frame) triesAcquire(s *ast.IfStmt) bool {
	not, ok := s.Cond.(*ast.UnaryExpr)
	if !ok || not.Op != token.NOT || f.isOuter || f.open != nil || s.Else != nil {
		return false
	}
	call, ok := not.X.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return false
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "TryAcquire" {
		return false
	}
	p := f.r.permitsAt(selector.X)
	n, known := f.r.count(call.Args[0])
	if p == nil || !known || n < 1 {
		return false
	}
	one := step{kind: acquire, permits: p, n: 1, hasElse: true, src: []token.Pos{call.Pos()}}
	if n > 1 {
		f.fault(s, "it asks for several permits; here for one.")
	}
	f.elseEnds(&one, s.Body.List, s)
	f.add(one)
	f.branchFrom = len(*f.steps)
	return true
}

// elseEnds reads what is done where a step would wait.
func (f *frame) elseEnds(one *step, statements []ast.Stmt, at ast.Node) {
	one.otherwise = f.elseOf(statements)
	switch out := f.outcomeIn(statements); out.kind {
	case endsWell, ends:
		text, isFail := strings.CutPrefix(out.told, "fail ")
		switch {
		case (f.isCalled || f.isOuter && (f.open != nil || !isFail)) && !(f.empty != nil && f.makesHere()) || out.kind == ends && !isFail:
			f.fault(at, "it returns where it would have to wait; here it goes on.")
		case isFail:
			one.otherwise = append(one.otherwise, stepOf(fail, text))
		default:
			one.otherwise = append(one.otherwise, stepOf(back, ""))
		}
		f.task.src = append(append(f.task.src, at.Pos()), out.src...)
	case nextRound, leavesLoop:
		f.fault(at, "it leaves the round where it would have to wait; here it goes on.")
	case goesOn, leavesRun:
	}
}

// noteUsed keeps what steps share.
func noteUsed(steps []step, used map[any]bool) []step {
	for _, s := range steps {
		if s.channel != nil {
			used[s.channel] = true
		}
		if s.permits != nil {
			used[s.permits] = true
		}
		if s.limiter != nil {
			used[s.limiter] = true
		}
		noteUsed(s.inner, used)
		noteUsed(s.otherwise, used)
	}
	return steps
}

// givenPermits is a semaphore of x/sync that is made elsewhere, and whose permits are acquired and released here; nil for other things.
func (r *reader) givenPermits(call *ast.CallExpr, selector *ast.SelectorExpr) *permits {
	isImported := false
	for _, whole := range r.importsAt(call.Pos()) {
		isImported = isImported || strings.HasSuffix(whole, "x/sync/semaphore")
	}
	if !isImported || selector.Sel.Name != "Acquire" || len(call.Args) != 2 || r.context(call.Args[0]) == nil || name(selector.X) == "" {
		return nil
	}
	isReleased := false
	for _, declaration := range r.declarations() {
		ast.Inspect(declaration, func(n ast.Node) bool {
			other, ok := n.(*ast.CallExpr)
			if released, isMethod := callee(other, ok); isMethod && released.Sel.Name == "Release" && last(name(released.X)) == last(name(selector.X)) {
				isReleased = true
			}
			return !isReleased
		})
	}
	if !isReleased {
		return nil
	}
	r.hold(selector.X, &permits{name: last(name(selector.X)), at: r.where(call), src: []token.Pos{call.Pos()}}, false)
	return r.permitsAt(selector.X)
}

// ownReleases leaves out releases that were added to rounds where another task gives those permits back. Of the others it says that they
// were added.
func (s *story) ownReleases(r *reader) {
	givers := map[*permits]map[*task]bool{}
	var look func(t *task, steps []step)
	look = func(t *task, steps []step) {
		for _, one := range steps {
			if one.kind == release && !one.isAdded {
				if givers[one.permits] == nil {
					givers[one.permits] = map[*task]bool{}
				}
				givers[one.permits][t] = true
			}
			look(t, one.inner)
			look(t, one.otherwise)
		}
	}
	s.group.each(func(t *task, steps []step) []step {
		look(t, steps)
		return steps
	})
	s.group.each(func(t *task, steps []step) []step {
		return withoutAdded(steps, func(p *permits) bool { return len(givers[p]) > 0 && !givers[p][t] }, func(p *permits, at string) {
			if t != nil {
				t.note(at + ": no release of " + short(p.name, 40) + " is read in these rounds; here each gives back what it acquired.")
			}
		}, r)
	})
}

// withoutAdded are steps without releases that were added, of some permits; those that stay are said.
func withoutAdded(steps []step, isGiven func(*permits) bool, say func(p *permits, at string), r *reader) []step {
	var kept []step
	at := map[*permits]string{}
	for _, one := range steps {
		if one.kind == acquire {
			at[one.permits] = r.place(one.src)
		}
		if one.kind == release && one.isAdded {
			if isGiven(one.permits) {
				continue
			}
			say(one.permits, at[one.permits])
		}
		one.inner, one.otherwise = withoutAdded(one.inner, isGiven, say, r), withoutAdded(one.otherwise, isGiven, say, r)
		kept = append(kept, one)
	}
	return kept
}
