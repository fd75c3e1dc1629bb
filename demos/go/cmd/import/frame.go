package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"time"
)

// A frame is the walk through the code of one task, functions that it calls included.
type frame struct {
	r     *reader
	task  *task
	steps *[]step
	base  *ctx   // what the task's code begins with
	open  *group // a group that was made here and isn't waited for yet
	empty *group // a group that was made here and isn't given a task yet
	// hasMade says that a group was made here.
	hasMade bool
	// behind is that group, where the code is part of a step.
	behind *group
	// delay is how long the code slept since it handed over the last task.
	delay time.Duration
	// total is how many of this task there are, with those around it.
	total int
	// count is how often the code runs, in a loop; loop is a name for what it runs over.
	count   int
	isGuess bool
	loop    string
	// isMaybe says that the code may be left out.
	isMaybe  bool
	isOuter  bool
	isCalled bool // in the code of a function that the task's own calls
	isOver   bool // it returned
	isTold   bool // it waited until it was told
	isTail   bool // what is called now is what the code returns
	isAfter  bool // the code of an after-function
	inRetry  bool // in what is tried again
	// depth is how many steps the code is part of, such as rounds.
	depth int
	// item1 is the channel that a loop which hands over tasks ranges over.
	item1  *channel
	itemAt ast.Node
	// mayReturn says that the code above may have returned already.
	mayReturn bool
	// branchFrom is how many steps there were before the last branch's own code.
	branchFrom int
	// isPaced says that the code is in the rounds of a loop that takes tokens.
	isPaced bool
	isLoop  bool // in a loop without an end: its code is left out only where a branch is, too
	// latest is the context that was derived last, of those that the code around a group works in.
	latest *ctx
	// waited is the group whose Wait came last, and whose error isn't looked at yet.
	waited *group
	// byHand is the group that stands for goroutines of none.
	byHand *group
	// deferred is what the function around the group does last; atEnd what a task does.
	deferred, atEnd []step
	// atReturn is what a function that is called does last.
	atReturn []step
	// deafWaits and listens count what the task waits for without and with its context.
	deafWaits, listens int
	// skips are errors after which the rest of a round or of a function isn't done; loops are how many are around the code in it.
	skips []skip
	// ways are the branches that return, in the code that is read.
	ways []way
	// using is the context with a timeout that the task derived, and that the step which comes next looks at.
	using *ctx
	// isDetached says that the step which comes next looks at a context that is cut off from the group's.
	isDetached bool
	loops      int
	// inChoice says that a break leaves a select or a switch; isNamed that results have names.
	inChoice, isNamed bool
	// label is that of the statement.
	label string
	// inEndless says that what is read is done in a loop without an end.
	inEndless bool
}

// around is the context that a group is in that has none of its own.
func (f *frame) around() *ctx {
	if f.latest != nil {
		return f.latest
	}
	return f.base
}

func (f *frame) add(s step) {
	if f.isTold && s.kind == until && s.text == "told" {
		return
	}
	if f.byHand != nil && f.isOuter && f.open == nil {
		// It waits for what its goroutines answer.
		switch s.kind {
		case work, busy:
			if s.isPause && !s.isGuess {
				f.delay += s.d
			}
			return
		case until, say, signal, cancel, use, fail, crash, back, exit, send, receive, ranges, closing, acquire, release, limits, loads, repeat, keep, tries:
			return
		case nested, spawn:
		}
	}
	if f.open != nil && !f.isMaybe && s.kind == until && s.text == "told" && s.note == "" {
		s.note = f.r.place(s.src) + ": waits until it is told."
	}
	if f.open != nil && (s.isShared() || s.kind == until || s.kind == repeat || s.kind == signal ||
		f.open.caller != nil && (s.kind == work || s.kind == busy || s.kind == loads) || s.kind == say && f.open.speaks()) {
		f.besides(s)
		return
	}
	if f.open != nil && (s.kind == work || s.kind == busy) {
		if s.isGuess {
			f.open.notes = append(f.open.notes, s.note+" It is between the tasks that are handed over; left out.")
		} else {
			f.delay += s.d
		}
		return
	}
	if f.isMaybe && (s.kind == fail || s.kind == crash || s.kind == cancel || s.kind == exit) || f.mayReturn && s.kind == fail {
		word := map[stepKind]string{fail: "fail with", crash: "panic with", cancel: "cancel", exit: "end the process"}[s.kind]
		if f.isOuter {
			return
		}
		said := strings.TrimSuffix(s.note+" It may "+word, " ")
		if s.kind == crash && s.text == unknownPanic {
			said = s.note + " It may panic"
		} else if s.text != "" {
			said += " " + quoted(short(s.text, 80))
		}
		f.note(said + " here.")
		return
	}
	if !s.isGuess && s.kind != until && s.kind != exit {
		s.note = ""
	}
	s.isAlways = f.waited != nil && f.waited.isUnchecked
	switch s.kind {
	case work, limits:
		f.listens++
	case until:
		if s.isGuess {
			f.listens++
		}
	case busy, nested, spawn, cancel, use, say, fail, crash, back, signal, exit, send, receive, ranges, closing, acquire, release, loads, repeat, keep, tries:
	}
	if s.listens() && s.within == nil {
		s.within = f.using
	}
	if s.kind == work {
		s.isDetached = f.isDetached
	}
	f.using, f.isDetached = nil, false
	s.isMaybe = f.isMaybe && (f.isOuter || f.empty != nil)
	if len(*f.steps) < 200 {
		*f.steps = append(*f.steps, s)
	}
}

func (f *frame) note(text string) {
	for _, note := range f.task.notes {
		if note == text {
			return
		}
	}
	if len(f.task.notes) < 30 {
		f.task.notes = append(f.task.notes, text)
	}
}

func (f *frame) body(block *ast.BlockStmt) {
	if block == nil {
		return
	}
	f.sequence(block.List)
}

// maybe walks through code that may be left out.
func (f *frame) maybe(walk func()) {
	before, over, loop := f.isMaybe, f.isOver, f.isLoop
	f.isMaybe, f.isLoop = true, false
	walk()
	f.isMaybe, f.isOver, f.isLoop = before, over, loop
}

func (f *frame) statement(statement ast.Stmt) {
	r := f.r
	if r.budget--; r.budget < 0 {
		f.isOver = true
		return
	}
	switch s := statement.(type) {
	case *ast.AssignStmt:
		f.assign(s)
	case *ast.DeclStmt:
		if decl, ok := s.Decl.(*ast.GenDecl); ok {
			for _, spec := range decl.Specs {
				if value, ok := spec.(*ast.ValueSpec); ok {
					f.declare(value)
				}
			}
		}
	case *ast.ExprStmt:
		from := len(*f.steps)
		f.expression(s.X)
		f.drops(from, false)
		if g := f.waited; g != nil && g.isUnchecked && f.waits(s.X) == g {
			f.drop(g)
		}
	case *ast.ReturnStmt:
		f.returns(s)
	case *ast.IfStmt:
		f.branch(s)
	case *ast.ForStmt:
		f.loopFor(s)
	case *ast.RangeStmt:
		f.loopRange(s)
	case *ast.SelectStmt:
		f.choice(s)
	case *ast.SwitchStmt:
		if s.Init != nil {
			f.statement(s.Init)
		}
		f.expression(s.Tag)
		f.cases(s, s.Body)
	case *ast.TypeSwitchStmt:
		if s.Init != nil {
			f.statement(s.Init)
		}
		f.statement(s.Assign)
		f.cases(s, s.Body)
	case *ast.BlockStmt:
		f.body(s)
	case *ast.LabeledStmt:
		label := f.label
		f.label = s.Label.Name
		f.statement(s.Stmt)
		f.label = label
	case *ast.GoStmt:
		f.goroutine(s)
	case *ast.SendStmt:
		from := len(*f.steps)
		f.expression(s.Value)
		f.swallows(s, from, r.carriesErrors(s.Chan))
		if f.send(s, true, nil) {
			return
		}
		f.note(r.where(s) + ": sends to the channel " + short(last(name(s.Chan)), 40) + "; left out.")
	case *ast.DeferStmt:
		f.deferral(s)
	}
}

// waits is the group that an expression waits for; nil where it is no call of Wait, and no answer of one.
func (f *frame) waits(e ast.Expr) *group {
	if unary, ok := e.(*ast.UnaryExpr); ok && unary.Op == token.ARROW {
		return f.r.waitedAt(unary.X)
	}
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return nil
	}
	if selector, ok := call.Fun.(*ast.SelectorExpr); ok && (selector.Sel.Name == "Wait" || selector.Sel.Name == "Run") {
		return f.groupOf(selector)
	}
	return nil
}

// drop says that no code looks at what a group's Wait returned.
func (f *frame) drop(g *group) {
	g.isUnchecked, f.waited = false, nil
	if g.caller != nil && slices.ContainsFunc(g.caller.steps, func(s step) bool { return s.isTried }) {
		g.note(g.at + ": the errors of its own tasks are dropped in the code, that of the group within it isn't; here none is.")
		g.isSaidOtherwise = true
		return
	}
	if len(g.beforeGo) > 0 && f.made(g) {
		// What fails before the first Go is returned all the same.
		g.onError = "ok"
		return
	}
	for i := range *f.steps {
		if (*f.steps)[i].group == g {
			(*f.steps)[i].isIgnored = true
		}
	}
	if one := f.stepOf(g); one != nil {
		one.isIgnored, one.isTried = true, false
	}
}

// deferral is a defer statement.
func (f *frame) deferral(s *ast.DeferStmt) {
	r := f.r
	if selector, ok := s.Call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Wait" {
		if g := r.groups[key(selector.X)]; g != nil {
			g.isWaited, g.waitAt = true, s.Call
			g.src = append(g.src, s.Call.Pos())
			return
		}
	}
	if c := r.cancel(s.Call.Fun); c != nil {
		c.src = append(c.src, s.Call.Pos())
		return
	}
	var inside []step
	sub := *f
	sub.steps, sub.open, sub.empty, sub.task = &inside, nil, nil, &task{group: f.task.group}
	sub.call(s.Call)
	if inside = flat(inside); len(inside) > 0 {
		f.onlySometimes(s, inside)
	}
	for _, one := range inside {
		switch one.kind {
		case busy, work:
			if f.isOuter {
				one.kind = busy
				f.deferred = append(f.deferred, one)
			} else {
				f.note(r.where(s) + ": what is deferred may take time; left out.")
			}
		case say, signal:
			if f.isOuter {
				f.deferred = append(f.deferred, one)
			} else if one.kind == signal {
				f.atEnd = append(f.atEnd, one)
			}
		case closing:
			switch {
			case f.isCalled:
				f.atReturn = append(f.atReturn, one)
			case f.isOuter:
				f.deferred = append(f.deferred, one)
			default:
				f.task.closes = append(f.task.closes, one.channel)
				f.task.src = append(f.task.src, one.src...)
			}
		case release:
			if f.isCalled && !f.isOuter && (f.empty == nil || !f.makesHere()) {
				f.atReturn = append(f.atReturn, one)
			} else if g := f.group(); g != nil {
				g.src = append(g.src, one.src...)
			} else {
				// A task gives back what it holds as it returns.
				f.task.src = append(f.task.src, one.src...)
				for i := range *f.steps {
					if held := &(*f.steps)[i]; held.kind == acquire && held.permits == one.permits {
						held.src = append(held.src, one.src...)
					}
				}
			}
		case nested, spawn, cancel, use, fail, crash, back, until, exit, send, receive, ranges, acquire, limits, loads, repeat, keep, tries:
		}
	}
	f.task.src = append(f.task.src, sub.task.src...)
	f.task.latches = append(f.task.latches, sub.task.latches...)
}

// onlySometimes says of what is deferred where it isn't always done.
func (f *frame) onlySometimes(s *ast.DeferStmt, steps []step) {
	if handed, ok := s.Call.Fun.(*ast.CallExpr); ok {
		f.fault(s, "%s gets what is deferred, and may not call it; here it is always done.", short(name(handed.Fun), 40))
	}
	ast.Inspect(s.Call.Fun, func(n ast.Node) bool {
		branch, ok := n.(*ast.IfStmt)
		if !ok {
			return true
		}
		lines := map[string]bool{}
		for _, part := range []ast.Node{branch.Body, branch.Else} {
			if part == nil || part == ast.Node((ast.Stmt)(nil)) {
				continue
			}
			ast.Inspect(part, func(n ast.Node) bool {
				if n != nil {
					lines[f.r.where(n)] = true
				}
				return true
			})
		}
		for _, one := range steps {
			if at, _, _ := strings.Cut(one.note, ": "); lines[at] || lines[f.r.place(one.src)] {
				f.fault(branch, "deferred, and done only in this branch; here it is always done.")
				return false
			}
		}
		return true
	})
}

// expression walks through the calls of an expression.
func (f *frame) expression(e ast.Expr) {
	if e == nil {
		return
	}
	switch e := e.(type) {
	case *ast.CallExpr:
		f.call(e)
	case *ast.ParenExpr:
		f.expression(e.X)
	case *ast.UnaryExpr:
		if e.Op == token.ARROW {
			f.receive(e)
			return
		}
		f.expression(e.X)
	case *ast.BinaryExpr:
		f.expression(e.X)
		f.expression(e.Y)
	case *ast.SelectorExpr:
		f.expression(e.X)
	case *ast.StarExpr:
		f.expression(e.X)
	case *ast.IndexExpr:
		f.expression(e.X)
	case *ast.TypeAssertExpr:
		f.expression(e.X)
	case *ast.CompositeLit:
		for i, element := range e.Elts {
			field := ""
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				element = pair.Value
				if name, ok := pair.Key.(*ast.Ident); ok {
					field = name.Name
				}
			} else {
				field = f.r.fieldAt(e.Type, i)
			}
			if field != "" {
				f.r.keep(field, element)
			}
			from := len(*f.steps)
			f.expression(element)
			f.swallows(element, from, strings.HasPrefix(strings.ToLower(field), "err"))
		}
	}
}

// uses notes which context the task looks at, and what it was derived with. It says whether anything around the group ends
// that context, or a timeout.
func (f *frame) uses(c *ctx) bool {
	t := f.task
	if f.isOuter || t.group == nil {
		f.using = f.timeoutBeforeGo(c)
		return true
	}
	isDetached, whole := false, c
	var src []token.Pos
	f.using, f.isDetached = nil, false
	for ; c != nil; c = c.parent {
		switch {
		case c == t.group.ctx || t.group.anyEnds && c.kind == cancelled:
			t.hasGroupContext = true
			t.detached = t.detached || isDetached
			t.isDirect = t.isDirect || !isDetached
			f.isDetached = isDetached
			t.src = append(t.src, src...)
			return true
		case t.group.ctx != nil && t.group.ctx.isBelow(c):
			t.hasOtherContext, t.other = true, whole
			t.src = append(t.src, src...)
			return !isDetached
		case c.kind == timed && !isDetached && c.task == t:
			if f.using == nil || c.d < f.using.d {
				f.using = c
			}
		case c.kind == detached:
			isDetached = true
			src = append(src, c.src...)
		}
	}
	return f.using != nil
}

func (f *frame) fault(n ast.Node, format string, arguments ...any) {
	f.note(f.r.where(n) + ": " + fmt.Sprintf(format, arguments...))
}
