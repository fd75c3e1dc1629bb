package main

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"time"
)

// guessBefore is how long a call takes that the caller makes before the first Go.
const guessBefore = 100 * time.Millisecond

// opens is the first Go of a group that was made in this code: what is done between is what its caller does before that.
func (f *frame) opens() {
	g := f.empty
	if g == nil {
		return
	}
	f.empty, f.open = nil, g
	n := len(*f.steps)
	from := n
	for i := range *f.steps {
		if one := (*f.steps)[i]; one.kind == nested && one.group == g {
			from = i + 1
		}
	}
	between := append([]step{}, (*f.steps)[from:]...)
	f.replace(from, n)
	// What only sleeps lets the first task begin later.
	isDelay := true
	for _, one := range between {
		isDelay = isDelay && one.kind == busy && one.isPause && !one.isGuess && !one.isMaybe
	}
	for last := len(between) - 1; last >= 0 && (isDelay || between[last].isDelay); last-- {
		f.delay += between[last].d
		between = between[:last]
	}
	g.beforeGo = append(g.beforeGo, g.stepsBeforeGo(between, false)...)
}

// group is the group that was made in this code and isn't waited for yet.
func (f *frame) group() *group {
	if f.open != nil {
		return f.open
	}
	return f.empty
}

// isBeforeGo says whether the code around groups hasn't handed over a task yet.
func (f *frame) isBeforeGo() bool {
	return f.isOuter && f.open == nil && f.byHand == nil && !f.r.takesFirst && (f.empty != nil || !f.hasMade)
}

// checkedBeforeGo is a branch over an error of what the code around a group does before the first Go.
func (f *frame) checkedBeforeGo(s *ast.IfStmt) {
	if !f.isBeforeGo() {
		return
	}
	from, to := f.spanOf(s.Cond)
	out := f.outcomeOf(s)
	if !f.r.isErrorCheck(s.Cond) {
		// err != nil || !ok
		if out = f.outcomeIn(s.Body.List); !f.r.isErrorOr(s.Cond) {
			return
		}
	}
	if back, ok := lastIn(s.Body).(*ast.ReturnStmt); ok && len(back.Results) == 0 && out.kind == endsWell && f.r.isNamedHere() {
		out.kind, out.told = ends, passes
	}
	if from == to || out.kind != ends && out.kind != endsWell {
		return
	}
	for i := from; i < to; i++ {
		(*f.steps)[i].isChecked = true
	}
	f.task.src = append(append(f.task.src, s.Pos()), out.src...)
	if out.kind == endsWell && f.isCalled && !f.makesHere() {
		f.try(outcome{kind: goesOn}, from, to, s)
		return
	}
	if !f.failsWithin(out, from, to, s) {
		f.tell((*f.steps)[from:to], out.told, s)
	}
}

// failsWithin makes one try of steps before the first Go of which the last fails for certain, where the code returns nothing or another
// error then.
func (f *frame) failsWithin(out outcome, from, to int, at ast.Node) bool {
	text, isFail := strings.CutPrefix(out.told, "fail ")
	if to-from < 2 || (*f.steps)[to-1].kind != fail || out.told != "ok" && !isFail || !canTry((*f.steps)[from:to]) {
		return false
	}
	f.try(outcome{kind: goesOn}, from, to, at)
	one := &(*f.steps)[from]
	if one.otherwise = []step{{kind: back}}; isFail {
		one.otherwise = []step{{kind: fail, text: text}}
	}
	return true
}

// isErrorOr says whether a condition is true where there is an error, and perhaps elsewhere.
func (r *reader) isErrorOr(e ast.Expr) bool {
	binary, ok := e.(*ast.BinaryExpr)
	return r.isErrorCheck(e) || ok && binary.Op == token.LOR && (r.isErrorOr(binary.X) || r.isErrorOr(binary.Y))
}

// isNamedHere says whether the results of the function whose story is read have names, and its own code is read.
func (r *reader) isNamedHere() bool {
	return r.decl != nil && len(r.stack) > 0 && r.stack[len(r.stack)-1] == ast.Node(r.decl.Body) && hasNames(r.decl.Type)
}

// makesHere says whether the function that is read is the one that makes the group.
func (f *frame) makesHere() bool {
	body := f.r.stack[len(f.r.stack)-1]
	if f.empty != nil {
		return f.made(f.empty)
	}
	return f.r.makesIn(body)
}

// made says whether the function that is read makes a group.
func (f *frame) made(g *group) bool {
	body := f.r.stack[len(f.r.stack)-1]
	return body.Pos() <= g.pos && g.pos < body.End()
}

// timeoutBeforeGo is the context with a timeout that what the code around groups does before the first Go looks at; nil where there is none.
func (f *frame) timeoutBeforeGo(c *ctx) *ctx {
	for ; c != nil && f.isBeforeGo() && c.kind != detached; c = c.parent {
		if c.kind == timed {
			return c
		}
	}
	return nil
}

// isBetween says whether a step comes behind the making of a group that has no task yet, in the same function.
func (f *frame) isBetween(at int) bool {
	return f.empty != nil && f.makesHere() && at > slices.IndexFunc(*f.steps, func(s step) bool { return s.kind == nested && s.group == f.empty })
}

// failsBeforeGo is if err := errors.New("no route"); err != nil { return err }.
func (f *frame) failsBeforeGo(s *ast.IfStmt) bool {
	made, ok := s.Init.(*ast.AssignStmt)
	if !ok || f.empty == nil && !f.isBeforeGo() || len(made.Rhs) != 1 || !f.r.isErrorCheck(s.Cond) || !endsInReturn(s.Body) {
		return false
	}
	call, ok := made.Rhs[0].(*ast.CallExpr)
	if !ok || !f.r.isOf(call.Fun, "errors", "New") {
		return false
	}
	f.add(step{kind: fail, text: f.r.words(call), isSure: true})
	return true
}

// stepsBeforeGo are steps as a caller can do them before the first Go, or in a try there.
func (g *group) stepsBeforeGo(steps []step, isTry bool) []step {
	var kept []step
	for _, one := range steps {
		said := one.note
		if said == "" && one.takesTime() {
			said = g.at + ": " + one.kind.String()
		}
		said = strings.TrimSuffix(said, ": how long?")
		switch one.kind {
		case work, busy:
			switch {
			case one.isMaybe:
				g.note(said + ": before the group, in a branch; left out.")
				continue
			case one.isCall && one.isGuess && !one.isChecked && !isTry && (one.told == "" || one.told == dropping):
				g.note(said + ": before the group; left out.")
				continue
			case one.isCall && one.isGuess:
				one.d = guessBefore
			}
		case nested:
			if one.group.isRetry {
				g.note(one.group.at + ": it tries again before the first task, which can't be said there; here it does so once.")
				kept = append(kept, g.stepsBeforeGo(one.group.tasks[0].steps, isTry)...)
			}
			continue
		case until, spawn, use, crash, back:
			continue
		case exit:
			if !one.isMaybe {
				return append(kept, one)
			}
		case repeat, ranges:
			if one.kind == repeat && one.n == 0 {
				continue
			}
			one.inner = g.stepsBeforeGo(one.inner, true)
		case tries:
			one.inner = g.stepsBeforeGo(one.inner, true)
			if len(one.inner) == 0 {
				continue
			}
		case fail:
			if !one.isSure && !isTry {
				// A stand-in for what the code will do.
				one = step{kind: work, d: guessBefore, isGuess: true, note: one.toldAt + ": in this code it only fails; here it works: how long?"}
			}
		case cancel, say, signal, send, receive, closing, acquire, release, limits, loads, keep:
		}
		if one.isMaybe {
			continue
		}
		if c := one.within; c != nil && (g.ctx == nil || !g.ctx.isBelow(c)) {
			switch one.kind {
			case work, send, receive, loads:
				one.timeout, one.timeoutGuess = c.d, c.guess
				one.src = append(one.src, c.src...)
			}
		}
		kept = append(kept, g.toldBeforeGo(one))
		if one.kind == fail {
			break
		}
	}
	return kept
}

// toldBeforeGo is a step of which the code says what becomes of its error: its caller returns it as it is.
func (g *group) toldBeforeGo(one step) step {
	told := one.told
	if one.kind == tries || !one.listens() {
		return one
	}
	one.told = ""
	otherwise := []step{}
	switch text, isFail := strings.CutPrefix(told, "fail "); {
	case told == "ok":
		otherwise = append(otherwise, step{kind: back})
	case isFail:
		otherwise = append(otherwise, step{kind: fail, text: text})
	case told == dropping:
	case strings.HasPrefix(told, "wrap "):
		g.note(one.toldAt + ": the caller wraps the error of what it does before the first task; here it returns it as it is.")
		return one
	default:
		return one
	}
	if !canTry([]step{one}) {
		return one
	}
	return step{kind: tries, inner: []step{one}, otherwise: otherwise, src: one.src}
}

// doneBefore takes what the code around a group does before that is made for what its caller does before the first Go.
func (t *task) doneBefore(g *group, steps []step) {
	for i, one := range steps {
		if g.timedFrom > i && g.timeout > 0 && one.takesTime() && (one.isChecked || !one.isCall) && !one.isMaybe {
			g.note(g.at + ": its timeout begins only behind what is done before the group; here that is part of it.")
			break
		}
	}
	g.beforeGo = append(g.stepsBeforeGo(steps, false), g.beforeGo...)
}

// settleBeforeGo leaves out of what callers do before the first Go what stands for a group's limit.
func (g *group) settleBeforeGo() {
	var kept []step
	for _, one := range g.beforeGo {
		if one.permits != nil && one.permits.isLimit {
			g.src = append(g.src, one.src...)
			continue
		}
		kept = append(kept, one)
	}
	g.beforeGo = kept
	for _, t := range g.tasks {
		nestedIn(t.steps, func(s *step) { s.group.settleBeforeGo() })
	}
}

// sleepsUntil is how long time.Sleep(time.Until(opened.Add(d))) sleeps, counted from the one before.
func (r *reader) sleepsUntil(e ast.Expr) (time.Duration, bool) {
	call, ok := e.(*ast.CallExpr)
	if !ok || !r.isOf(call.Fun, "time", "Until") || len(call.Args) != 1 {
		return 0, false
	}
	add, ok := call.Args[0].(*ast.CallExpr)
	if !ok || len(add.Args) != 1 || last(name(add.Fun)) != "Add" {
		return 0, false
	}
	from := root(add.Fun)
	d, known := r.duration(add.Args[0])
	if !known || from == nil {
		return 0, false
	}
	before := r.slept[from.Obj]
	r.slept[from.Obj] = d
	return max(0, d-before), true
}

// marksMaybe says of steps of a loop whether they may be left out.
func (f *frame) marksMaybe(steps []step) {
	for i := range steps {
		steps[i].isMaybe = f.isMaybe && (f.isOuter || f.empty != nil)
	}
}

// givesRoot takes context.Background(), which the code around groups hands to a function, for the context that it has itself: nothing in
// these files ends it.
func (f *frame) givesRoot(kind *ast.FuncType) {
	if !f.isOuter || kind.Params == nil {
		return
	}
	for _, field := range kind.Params.List {
		for _, name := range field.Names {
			if c := f.r.ctxs[name.Obj]; name.Obj != nil && c != nil && c.isRoot {
				f.r.ctxs[name.Obj] = f.base
			}
		}
	}
}

// endBeforeGo leaves out of what callers do before the first Go what would never end there, such as what stands for a lost channel.
func (g *group) endBeforeGo() {
	g.beforeGo = slices.DeleteFunc(slices.Clone(g.beforeGo), func(s step) bool {
		return s.kind == until || s.kind == repeat && s.n == 0 || s.kind == back
	})
	for _, t := range g.tasks {
		nestedIn(t.steps, func(s *step) { s.group.endBeforeGo() })
	}
}
