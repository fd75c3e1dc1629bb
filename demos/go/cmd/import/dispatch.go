package main

import (
	"go/ast"
	"go/token"
)

// reachesToken says whether code, or what it calls in the files, takes a token of a limiter, apart from code that it hands on.
func (r *reader) reachesToken(code ast.Node, depth int) bool {
	found := false
	ast.Inspect(code, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			found = found || r.takesToken(n)
			if _, called, _ := r.function(n.Fun); called != nil && called != code && !found && depth < 3 {
				found = r.reachesToken(called, depth+1)
			}
		}
		return !found
	})
	return found
}

// choosesItem says whether the code of a loop takes an item of a channel, or gives one to it, where its context isn't done.
func (r *reader) choosesItem(body *ast.BlockStmt) bool {
	for _, statement := range body.List {
		choice, ok := statement.(*ast.SelectStmt)
		if !ok || len(choice.Body.List) != 2 {
			continue
		}
		isDone, isItem := false, false
		for _, clause := range choice.Body.List {
			comm := clause.(*ast.CommClause).Comm
			if sent, ok := comm.(*ast.SendStmt); ok && r.channelAt(sent.Chan) != nil {
				isItem = true
			}
			from := received(comm)
			if from == nil {
				continue
			}
			call, isCall := from.(*ast.CallExpr)
			isDone = isDone || isCall && last(name(call.Fun)) == "Done"
			isItem = isItem || !isCall && r.channelAt(from) != nil && r.signal(from) == ""
		}
		if isDone && isItem {
			return true
		}
	}
	return false
}

// dispatches is a loop that takes a token of a limiter before it hands over a task: what it does in each round. False where it is another
// loop.
func (f *frame) dispatches(s ast.Stmt, body *ast.BlockStmt, n int, known bool, name string) bool {
	r := f.r
	if f.byHand != nil || !r.reachesToken(body, 0) && (f.open == nil || !r.choosesItem(body)) || f.open == nil && f.isOuter {
		return false
	}
	loop, over, isPaced := f.loop, f.isOver, f.isPaced
	defer func() { f.loop, f.isOver, f.isPaced = loop, over, isPaced }()
	f.loop = name
	if f.isPaced {
		f.fault(s, "a loop within this loop stands here once.")
		f.body(body)
		return true
	}
	f.isPaced = true
	g := f.open
	var inside []step
	if g == nil {
		inside = f.inside(func(*frame) { f.round(body) })
	} else {
		before := f.caller([]token.Pos{s.Pos()}).steps
		g.caller.steps = nil
		f.loops++
		f.body(body)
		f.loops--
		g.caller.steps, inside = before, g.caller.steps
	}
	one := step{kind: repeat, n: min(n, 1000), src: append(r.listening(s), s.Pos()), inner: balanced(f.flat(s, inside))}
	if !known || n < 1 {
		one.n, one.nGuess = guessCount, r.where(s)+": a loop: how many rounds?"
	}
	if len(one.inner) > 1 && one.inner[0].isTick {
		// A round at each tick.
		tick := one.inner[0]
		one.every, one.src, one.inner = tick.d, append(one.src, tick.src...), one.inner[1:]
		if tick.isGuess {
			one.everyGuess = tick.note
		}
	}
	for _, inner := range one.inner {
		for _, t := range inner.tasks {
			t.rounds = one.n
		}
	}
	if ranged, ok := s.(*ast.RangeStmt); ok {
		if c := r.channelAt(ranged.X); c != nil && r.signal(ranged.X) == "" {
			once := one
			once.src = nil
			one = step{kind: ranges, channel: c, isBlocking: true, src: one.src, inner: one.inner, fallback: []step{once}}
		}
	}
	if loop, ok := s.(*ast.ForStmt); ok && loop.Cond == nil && len(one.inner) > 0 && one.inner[0].kind == receive && !one.inner[0].hasElse {
		// for { select { case job, ok := <-jobs: …; case <-ctx.Done(): … } }
		first, once := one.inner[0], one
		once.inner, once.src = one.inner[1:], nil
		one = step{kind: ranges, channel: first.channel, isBlocking: first.isBlocking, src: append(one.src, first.src...), inner: one.inner[1:], fallback: []step{once}}
	}
	if len(one.inner) == 0 {
		return true
	}
	if g != nil {
		f.besides(one)
	} else {
		f.add(one)
	}
	return true
}

// behindToken is what the code around a group does where its wait for a token ended with an error, if that is nothing but to leave the
// loop: told, it goes on behind that here, too.
func (f *frame) behindToken(s *ast.IfStmt) bool {
	assign, ok := s.Init.(*ast.AssignStmt)
	if !ok || f.open == nil || s.Else != nil || len(assign.Rhs) != 1 || !f.r.isErrorCheck(s.Cond) {
		return false
	}
	if call, ok := assign.Rhs[0].(*ast.CallExpr); !ok || !f.r.takesToken(call) {
		return false
	}
	statements := s.Body.List
	isUntold := f.r.isUntoldCheck(s.Cond)
	if len(statements) == 0 {
		return false
	}
	if inner, ok := statements[0].(*ast.IfStmt); len(statements) == 2 && ok && f.r.looksAtErr(inner.Cond, token.EQL) && endsInReturn(inner.Body) {
		// Where its deadline comes before the token.
		statements = statements[1:]
	} else if isUntold && endsInReturn(s.Body) {
		statements = nil
	}
	if len(statements) > 1 {
		return false
	}
	for _, statement := range statements {
		if leave, ok := statement.(*ast.BranchStmt); !ok || leave.Tok != token.BREAK {
			return false
		}
	}
	f.open.src = append(f.open.src, f.r.sitesIn(s.Cond)...)
	f.open.src = append(f.open.src, f.r.sitesIn(s.Body)...)
	return true
}

// isPaced says whether the code around a group takes tokens, or hands over tasks in rounds.
func (g *group) isPaced() bool {
	if g.caller == nil {
		return false
	}
	for _, one := range g.caller.steps {
		if has(one.inner, spawn) {
			return true
		}
	}
	return has(g.caller.steps, limits)
}

// speaks says whether what the code around a group logs before Wait has a place.
func (g *group) speaks() bool { return g.isPaced() || g.caller != nil && len(g.beforeGo) > 0 }

// around finds the callers that take tokens before Wait, or do something before the first Go: what they do stands there in the end, and is a task of their group's until then.
func (g *group) around() {
	if c := g.caller; g.speaks() && len(g.closes) == 0 && canBeforeWait(c.steps) {
		c.isAround = true
	}
	for _, t := range g.tasks {
		nestedIn(t.steps, func(s *step) { s.group.around() })
	}
}

// canBeforeWait says whether steps can stand before Wait.
func canBeforeWait(steps []step) bool {
	for _, one := range steps {
		switch one.kind {
		case nested, use, crash:
			return false
		case until:
			if len(one.outs) > 0 || one.latch != nil || one.d > 0 {
				return false
			}
		case work, busy, spawn, cancel, say, fail, back, signal, exit, send, receive, ranges, closing, acquire, release, limits, loads, repeat, keep, tries:
		}
		if !canBeforeWait(one.inner) {
			return false
		}
	}
	return true
}

// settleAround makes of a caller what stands before Wait.
func (g *group) settleAround() {
	c := g.caller
	if c == nil || !c.isAround {
		return
	}
	var kept []*task
	for _, t := range g.tasks {
		if t != c {
			kept = append(kept, t)
		}
	}
	g.tasks, g.caller = kept, nil
	for _, one := range c.steps {
		if !one.isFiller {
			g.beforeWait = append(g.beforeWait, one)
		}
	}
	g.src = append(g.src, c.src...)
	for _, note := range c.notes {
		g.note(note)
	}
}

// callersSteps are steps of the code around the group that is written.
func (w *writer) callersSteps(indent int, steps []step) {
	before := w.prefix
	w.prefix += "caller/"
	w.steps(indent, steps)
	w.prefix = before
}

// dispatcher parts what a caller does until it has handed over its last task from what comes behind it: the first is a task of the group
// then, for which what closes a channel waits, too.
func (t *task) dispatcher(inner *group) *task {
	last := -1
	for i, one := range t.steps {
		if has([]step{one}, spawn) {
			last = i
		}
	}
	if last < 0 {
		return nil
	}
	first := &task{at: t.at, name: t.name, count: 1, group: inner, onCancel: t.onCancel, hasGroupContext: true, steps: t.steps[: last+1 : last+1]}
	first.note(t.at + ": the code around the group hands over tasks one by one; here that is a task of its own.")
	t.steps = t.steps[last+1:]
	if inner.limit >= 0 {
		inner.limit++
		inner.note(t.at + ": the limit is one higher than in the code, for the task that hands over the others.")
	}
	return first
}

// inRounds leaves out what tasks hand over that are handed over in rounds themselves.
func inRounds(t *task, steps []step) {
	for i := range steps {
		for _, one := range steps[i].inner {
			for _, other := range one.tasks {
				if has(other.steps, spawn) {
					t.note(other.at + ": what is handed over in rounds can't hand over more; left out.")
					other.steps = without(other.steps, spawn)
				}
			}
		}
	}
}

// without are steps but for those of a kind.
func without(steps []step, kind stepKind) []step {
	var kept []step
	for _, one := range steps {
		if one.kind != kind {
			one.inner, one.otherwise = without(one.inner, kind), without(one.otherwise, kind)
			kept = append(kept, one)
		}
	}
	return kept
}

// callersLast is how many steps the code around the group that is open has done.
func (f *frame) callersLast() int {
	if f.open == nil || f.open.caller == nil {
		return 0
	}
	return len(f.open.caller.steps)
}

// callerTries is a branch over an error of what the code around a group does before Wait, behind which it goes on or returns nil.
func (f *frame) callerTries(s *ast.IfStmt, from int) bool {
	to := f.callersLast()
	if from >= to || s.Else != nil || !f.open.speaks() || !f.r.isErrorCheck(s.Cond) || !f.r.isSimpleCheck(s.Cond) {
		return false
	}
	steps := f.open.caller.steps
	inner := append([]step{}, steps[from:to]...)
	out := f.outcomeIn(s.Body.List)
	isBack := out.kind == endsWell && f.made(f.open)
	if !mayFail(inner) || !canTry(inner) || out.kind != goesOn && !isBack {
		return false
	}
	one := step{kind: tries, inner: inner, src: append(append([]token.Pos{s.Pos()}, out.src...), f.r.sitesIn(s.Cond)...)}
	if one.otherwise = f.elseOf(out.body); isBack {
		one.otherwise = append(one.otherwise, step{kind: back})
	}
	f.open.caller.steps = append(steps[:from:from], one)
	return true
}
