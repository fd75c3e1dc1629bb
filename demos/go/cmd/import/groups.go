package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// foreign is a group that is made in other code.
func (f *frame) foreign(e ast.Expr, at ast.Node, kind string) *group {
	g := f.newGroup(e, at, f.base)
	g.ctx = f.base
	if kind == "waitgroup" {
		g.kind, g.isWaitGroup = kind, true
	}
	g.notes = append(g.notes, f.r.where(at)+": a group that is made elsewhere.")
	g.isWaited = true
	f.open, f.empty = nil, nil
	return g
}

func (f *frame) ofGroup(call *ast.CallExpr, g *group, name string) {
	r := f.r
	switch name {
	case "Add", "SetLimit", "Wait", "Run":
		g.src = append(g.src, call.Pos())
	}
	switch name {
	case "Add":
		// oklog/run: what an actor does, and what interrupts it.
		if g.isWaitGroup || len(call.Args) == 0 || len(call.Args) > 2 {
			return
		}
		g.anyEnds = true
		functionType, body, label := f.code(call.Args[0])
		if body != nil && functionType != nil {
			r.parameters(functionType, nil, f.base)
		}
		f.spawn(g, call, label, functionType, body, false)
	case "Go", "TryGo":
		if len(call.Args) != 1 {
			return
		}
		functionType, body, label := f.code(call.Args[0])
		if body != nil && functionType != nil {
			r.parameters(functionType, nil, f.base)
		}
		f.spawn(g, call, label, functionType, body, name == "TryGo")
	case "SetLimit":
		n, ok := r.count(first(call))
		if !ok {
			n = guessLimit
			if unary, isNegative := first(call).(*ast.UnaryExpr); isNegative && unary != nil {
				n = -1
			} else {
				g.limitGuess = r.where(call) + ": the limit: how many?"
			}
		}
		g.limit = min(n, 100000)
		for _, at := range g.beside {
			g.raise(at)
		}
	case "Wait", "Run":
		if name == "Run" && !g.anyEnds {
			return
		}
		f.awaits(g, call)
	}
}

// code is the function that is handed to a group, and a name for its task.
func (f *frame) code(e ast.Expr) (*ast.FuncType, *ast.BlockStmt, string) {
	r := f.r
	call, ok := r.resolved(e).(*ast.CallExpr)
	if !ok {
		return r.function(e)
	}
	// task("fetch-user", func() error { … }): a name and code, or a function that returns code.
	label := ""
	var code *ast.FuncLit
	for _, argument := range call.Args {
		if text := r.words(argument); text != "" && label == "" {
			label = text
		}
		if inner, ok := argument.(*ast.CallExpr); ok && r.isOf(inner.Fun, "fmt", "Sprintf") && len(inner.Args) > 0 && label == "" {
			label = strings.SplitN(r.words(inner.Args[0]), "%", 2)[0]
		}
		if literal, ok := argument.(*ast.FuncLit); ok {
			code = literal
		}
	}
	if code != nil {
		return code.Type, code.Body, label
	}
	functionType, body, name := r.function(call.Fun)
	if label == "" {
		label = name
	}
	if body == nil {
		return nil, nil, label
	}
	r.parameters(functionType, call.Args, f.base)
	for _, statement := range body.List {
		if back, ok := statement.(*ast.ReturnStmt); ok && len(back.Results) == 1 {
			if literal, ok := back.Results[0].(*ast.FuncLit); ok {
				return literal.Type, literal.Body, label
			}
		}
	}
	return nil, nil, label
}

// spawn reads a task that is handed to a group.
func (f *frame) spawn(g *group, at ast.Node, label string, kind *ast.FuncType, body *ast.BlockStmt, isTry bool) *task {
	r := f.r
	if len(g.tasks) == 0 && g.ctx != nil && g.ctx.kind != ofGroup && g.ctx == g.made {
		// What its tasks look at may have been derived after the group was made.
		g.ctx = f.around()
		g.layers(f.base, g.ctx)
	}
	if g.isPending {
		g.isPending = false
		if around := f.group(); !f.isOver && around != nil && around != g {
			f.closeOpen()
			f.open = g
		}
	}
	if f.empty == g {
		f.opens()
	}
	if !f.isPaced {
		g.keepsUntilTold(r, at)
	}
	t := &task{at: r.where(at), group: g, src: []token.Pos{at.Pos()}, count: min(f.count, max(1, mostTasks/f.total)), isTry: isTry}
	if label == "" {
		label = f.loop
	}
	if body != nil {
		if called := r.mainCall(body); label == "" || f.loop != "" && label == f.loop && called != "" {
			label = called
		}
	}
	g.call(t, label)
	if f.open == g || f.byHand == g {
		t.delay, f.delay = f.delay, 0
	}
	inner := &frame{r: r, task: t, steps: &t.steps, count: 1, total: f.total * t.count, base: g.ctx, isNamed: hasNames(kind)}
	if f.item1 != nil {
		// for item := range items { g.Go(…) }
		t.steps = append(t.steps, step{kind: receive, channel: f.item1, n: 1, isBlocking: true, src: []token.Pos{f.itemAt.Pos()},
			lost: r.where(f.itemAt) + ": a task for each item of the channel " + short(f.item1.name, 40) + "."})
	}
	if body == nil {
		t.steps = append(t.steps, step{kind: work, d: guess, isGuess: true,
			note: t.at + ": its code isn't here: how long?"})
		t.hasGroupContext = true
	} else if g.depth > deepGroups || len(r.stack) > 4*deepest {
		t.notes = append(t.notes, t.at+": groups within groups: not read.")
	} else {
		inner.enter(body)
		t.isVoid = kind != nil && kind.Results == nil && g.kind == "waitgroup"
		inner.scope(func() { inner.body(body) })
		inner.closeOpen()
		inner.looksSomewhere(body)
		r.stack = r.stack[:len(r.stack)-1]
	}
	inner.end(g)
	t.isParent = g.kind == "" && t.hasOtherContext && !t.hasGroupContext
	if around := f.task; g != around.group && !f.isOuter && (g.isWaitGroup || g.kind == "zero-errgroup") {
		// A group without a context of its own looks at what its tasks look at.
		around.hasGroupContext = around.hasGroupContext || t.hasGroupContext
		around.hasOtherContext = around.hasOtherContext || t.hasOtherContext
	}
	if f.isGuess && f.count > 1 {
		t.countGuess = t.at + ": in a loop: how many?"
	}
	if f.isMaybe && !f.isLoop {
		t.notes = append(t.notes, t.at+": it may be left out.")
	}
	if g.caller != nil && f.open == g {
		f.besides(step{kind: spawn, tasks: []*task{t}})
		return t
	}
	if g == f.task.group && !f.isOuter {
		f.add(step{kind: spawn, tasks: []*task{t}})
		return t
	}
	g.tasks = append(g.tasks, t)
	return t
}

// newGroup is a group that is made here: a step of this task.
func (f *frame) newGroup(left ast.Expr, at ast.Node, parent *ctx) *group {
	r := f.r
	f.opens()
	open := f.open
	isWithin := f.waitsWithin(open, left, at)
	runs := !isWithin && open != nil && !open.isWaited && len(f.r.stack) > 0 && f.waitOf(open.key, at.Pos()) != token.NoPos
	if !isWithin {
		f.closeOpen()
	}
	f.waited, f.hasMade = nil, true
	g := &group{at: r.where(at), pos: at.Pos(), src: []token.Pos{at.Pos()}, limit: -1, names: map[string]int{}, depth: f.task.group.depth + 1}
	g.ctx = &ctx{kind: ofGroup, parent: parent, group: g}
	g.layers(f.base, parent)
	if !f.isOuter && parent.isFromRoot() && !parent.isBelow(f.task.group.ctx) {
		// Made of context.Background in a task: what ends the task's context doesn't end it.
		g.detached = true
	}
	r.groups[key(left)] = g
	g.key = key(left)
	if field, ok := left.(*ast.SelectorExpr); ok {
		r.groups["field "+field.Sel.Name] = g
	}
	g.isSideBySide = runs
	if isWithin {
		f.within(open, g, parent)
		f.open = g
	} else {
		if len(*f.steps) < 200 {
			*f.steps = append(*f.steps, step{kind: nested, group: g})
		}
		f.open, f.empty = nil, g
	}
	f.startGoroutines()
	return g
}

// layers reads what a group's context is made of, between the caller's and its own.
func (g *group) layers(base, parent *ctx) {
	for c := parent; c != nil && c != base && c.kind != ofGroup && c.kind != given; c = c.parent {
		if c.kind == timed {
			g.timedFrom = max(g.timedFrom, c.behind)
		}
		g.src = append(g.src, c.src...)
		switch c.kind {
		case timed:
			if g.timeout == 0 || c.d < g.timeout {
				g.timeout, g.cause, g.timeoutGuess = c.d, c.cause, c.guess
			}
		case detached:
			g.detached = true
		case cancelled:
			if c.isSignal {
				g.cancelAt, g.cancelBy, g.cancelGuess = guessAt, signalCause(), g.at+": a signal ends it: when?"
			}
			if c.handed != "" && g.cancelAt == 0 {
				g.cancelAt, g.cancelGuess = guessAt, c.handed+" gets the function that cancels: when does it call that?"
			}
			if c.at > 0 {
				g.cancelAt, g.cancelBy, g.cancelGuess = c.at, c.by, ""
			}
		case given, ofGroup:
		}
	}
}

func (f *frame) zeroGroup(left ast.Expr, at ast.Node) *group {
	g := f.newGroup(left, at, f.around())
	g.kind, g.ctx, g.made = "zero-errgroup", f.around(), f.around()
	return g
}

func (f *frame) waitGroup(left ast.Expr, at ast.Node) *group {
	around, empty := f.open, f.empty
	if f.group() != nil && !f.group().isWaited {
		// Perhaps it only counts tasks of the group that is open: then it gets none itself.
		f.open, f.empty = nil, nil
		g := f.zeroGroup(left, at)
		f.open, f.empty, g.isPending = around, empty, true
		return f.counts(g)
	}
	return f.counts(f.zeroGroup(left, at))
}

// counts makes a group one that is a sync.WaitGroup.
func (f *frame) counts(g *group) *group {
	g.kind, g.isWaitGroup = "waitgroup", true
	if n := len(f.r.stack); n > 0 {
		f.r.byHand(f.r.stack[n-1], g)
	}
	return g
}

// actors is oklog's run.Group: any return ends all.
func (f *frame) actors(left ast.Expr, at ast.Node) {
	g := f.newGroup(left, at, f.around())
	g.anyEnds = true
	g.notes = append(g.notes, g.at+": a group of actors: the first that returns ends the others, and each is told by its group here.")
}

// end is the end of a task's code.
func (f *frame) end(g *group) {
	t := f.task
	if t.detached && t.isDirect {
		// It hears of the end of its context, though not everywhere.
		t.detached = false
		cutOff(t.steps)
	}
	t.splitRetry()
	if n := len(t.steps); len(f.atEnd) > 0 {
		at := n
		if n > 0 && (t.steps[n-1].kind == fail || t.steps[n-1].kind == back) {
			at--
		}
		t.steps = append(t.steps[:at:at], append(f.atEnd, t.steps[at:]...)...)
	}
	if g.anyEnds {
		if n := len(t.steps); n == 0 || t.steps[n-1].kind != fail && t.steps[n-1].kind != crash {
			t.steps = append(t.steps, step{kind: cancel})
		}
	}
	if f.deafWaits > 0 {
		if f.listens == 0 {
			t.deaf = true
		} else {
			t.notes = append(t.notes, t.at+": it waits for a channel alone, too; here that listens to its context.")
		}
	}
}

// cutOff are steps that don't listen where their context is cut off from the group's.
func cutOff(steps []step) {
	for i := range steps {
		if one := &steps[i]; one.isDetached && one.kind == work {
			one.kind = busy
		}
		cutOff(steps[i].inner)
		cutOff(steps[i].otherwise)
		cutOff(steps[i].fallback)
	}
}

// closeOpen is the end of a group's part of the code.
func (f *frame) closeOpen() {
	if g := f.group(); g != nil && !g.isWaited && !f.findWait(g) {
		g.notes = append(g.notes, g.at+": its Wait isn't near; where it is waited for can't be read.")
	}
	f.open, f.empty, f.delay = nil, nil, 0
}

// findWait looks for a group's Wait in code that wasn't walked: a function that is handed on, or a case of a select.
func (f *frame) findWait(g *group) bool {
	if g.key == "" {
		return false
	}
	var found *ast.CallExpr
	for _, declaration := range f.r.declarations() {
		if declaration.Pos() > g.pos || g.pos >= declaration.End() {
			continue
		}
		ast.Inspect(declaration, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && found == nil {
				if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Wait" && key(selector.X) == g.key {
					found = call
				}
			}
			return true
		})
	}
	if found == nil {
		return false
	}
	g.isWaited, g.waitAt = true, found
	g.src = append(g.src, found.Pos())
	g.notes = append(g.notes, f.r.where(found)+": its Wait is called here.")
	return true
}

// prune leaves out groups without tasks, and gives those tasks something to do that have nothing.
func prune(steps []step, depth int) []step {
	var kept []step
	for _, s := range steps {
		switch s.kind {
		case nested:
			s.group.prune(depth)
			if len(s.group.tasks) == 0 {
				continue
			}
		case spawn:
			for _, t := range s.tasks {
				t.prune(depth)
			}
		case repeat, ranges:
			s.inner = prune(s.inner, depth)
		case work, busy, cancel, use, say, fail, crash, back, until, signal, exit, send, receive, closing, acquire, release, limits, loads, keep, tries:
		}
		kept = append(kept, s)
	}
	return kept
}

// goOn leaves out an end that isn't the last step: code that goes on has dropped that error.
func (t *task) goOn() {
	var kept []step
	for i, s := range t.steps {
		if i < len(t.steps)-1 && (s.kind == fail || s.kind == crash || s.kind == back || s.kind == exit) {
			if s.kind != back {
				t.notes = append(t.notes, t.at+": an error "+quoted(short(s.text, 80))+" on the way is dropped.")
			}
			continue
		}
		kept = append(kept, s)
	}
	t.steps = kept
}

func (g *group) prune(depth int) {
	if depth > deepGroups {
		g.tasks = nil
		return
	}
	for _, t := range g.tasks {
		t.prune(depth)
	}
}

func (t *task) prune(depth int) {
	t.steps = prune(t.steps, depth+1)
	t.goOn()
	takesTime := false
	for _, s := range t.steps {
		takesTime = takesTime || s.takesTime()
	}
	if !takesTime {
		s := step{kind: busy, d: guess, isGuess: true, isFiller: true, note: t.at + ": nothing here looks at a context: how long?"}
		if t.mayLook != "" {
			s.kind, s.note = work, t.mayLook+mayLook
		}
		if t.checks != "" {
			s.note = t.checks + ": looks at its context in passing: how long does it work in between?"
		}
		t.steps = append([]step{s}, t.steps...)
	}
}
