package main

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// goroutine is a go statement: a task of a WaitGroup, or nothing that a scenario has.
func (f *frame) goroutine(s *ast.GoStmt) {
	r := f.r
	var g *group
	var elsewhere ast.Expr
	var done []token.Pos
	ast.Inspect(s.Call, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Done" {
				if r.waitGroupNames[last(name(selector.X))] {
					done = append(done, call.Pos())
				}
				if found := r.groups[key(selector.X)]; found != nil && found.isWaitGroup {
					g = found
				} else if found == nil && r.elsewhere(selector.X) == "waitgroup" {
					elsewhere = selector.X
				}
			}
		}
		return true
	})
	for _, argument := range s.Call.Args {
		// go worker(&wg, …)
		if found := r.groups[key(argument)]; found != nil && found.isWaitGroup && g == nil {
			g = found
		}
	}
	if g == nil && elsewhere != nil {
		g = f.foreign(elsewhere, s, "waitgroup")
	}
	if g != nil {
		functionType, body, name := r.function(s.Call.Fun)
		if body != nil {
			r.parameters(functionType, s.Call.Args, f.base)
			if _, isLiteral := s.Call.Fun.(*ast.FuncLit); !isLiteral {
				for _, pos := range r.sitesIn(body) {
					if r.isDone(body, pos) {
						done = append(done, pos)
					}
				}
			}
		}
		g.src = append(g.src, done...)
		f.spawn(g, s, name, functionType, body, false)
		return
	}
	if f.isOuter && f.open == nil && f.r.waitsByHand {
		// It answers through a channel.
		if f.byHand == nil {
			f.byHand = f.zeroGroup(&ast.Ident{Name: "goroutines"}, s)
			f.byHand.kind, f.byHand.isWaited = f.r.handKind(f.r.stack), true
			f.byHand.notes = append(f.byHand.notes, f.byHand.at+": goroutines of no group. Here the caller waits for them all, which the code may not do.")
			f.open, f.empty = nil, nil
		}
		functionType, body, name := r.function(s.Call.Fun)
		if body != nil {
			r.parameters(functionType, s.Call.Args, f.base)
		}
		f.byHand.ctx = f.around()
		t := f.spawn(f.byHand, s, name, functionType, body, false)
		for _, channel := range r.answersOf(s) {
			if f.byHand.answers == nil {
				f.byHand.answers = map[*ast.Object]*task{}
			}
			f.byHand.answers[channel] = t
		}
		return
	}
	if f.open == nil && !f.hasGroup() && (f.isOuter || r.makesIn(r.stack[len(r.stack)-1])) {
		// It works for the group that comes.
		r.goroutines = append(r.goroutines, goroutine{s, f.task})
		return
	}
	if f.closer(s) || f.signalled(s) || f.afterDone(s) || f.beside(s) {
		return
	}
	f.note(r.where(s) + ": a goroutine of no group; left out.")
}

// hasGroup says whether a group was made in this code.
func (f *frame) hasGroup() bool {
	for _, one := range *f.steps {
		if one.kind == nested {
			return true
		}
	}
	return false
}

// startGoroutines starts goroutines that were started before the group was made.
func (f *frame) startGoroutines() {
	all := f.r.goroutines
	f.r.goroutines = nil
	for _, one := range all {
		if one.task == f.task {
			f.goroutine(one.s)
		} else {
			f.r.goroutines = append(f.r.goroutines, one)
		}
	}
}

// A goroutine is one that was started before a group was made.
type goroutine struct {
	s    *ast.GoStmt
	task *task
}

// makesIn says whether a group is made right in a body.
func (r *reader) makesIn(body ast.Node) bool {
	makes, _ := r.makesGroup(body)
	return makes
}

// afterDone is a goroutine that waits until a context is done, and does something then: an after-function. In a task it is one of the
// task's.
func (f *frame) afterDone(s *ast.GoStmt) bool {
	r := f.r
	kind, body, _ := r.function(s.Call.Fun)
	if body == nil || len(body.List) < 2 || r.isWalked(body) {
		return false
	}
	r.parameters(kind, s.Call.Args, f.base)
	wait, ok := body.List[0].(*ast.ExprStmt)
	if !ok {
		return false
	}
	receive, ok := wait.X.(*ast.UnaryExpr)
	if !ok || receive.Op != token.ARROW {
		return false
	}
	call, ok := receive.X.(*ast.CallExpr)
	if !ok || last(name(call.Fun)) != "Done" || len(call.Args) > 0 {
		return false
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	c := r.context(selector.X)
	for ; c != nil && c.kind != ofGroup && (f.isOuter || c != f.task.group.ctx); c = c.parent {
		if c.kind == timed || c.kind == detached {
			return false
		}
	}
	var g *group
	switch {
	case c == nil:
		return false
	case !f.isOuter && c == f.task.group.ctx && f.open == nil:
	case c.group != nil:
		g = c.group
	default:
		return false
	}
	rest := &ast.BlockStmt{Lbrace: body.Lbrace, List: body.List[1:], Rbrace: body.Rbrace}
	after, notes, ok := f.readAfter(s, c, kind, rest)
	if !ok {
		return false
	}
	after.src = append(append(after.src, receive.Pos(), call.Pos()), s.Pos())
	if g != nil {
		after.name = g.free(after.name)
		g.after = append(g.after, after)
		g.notes = append(g.notes, notes...)
		return true
	}
	f.task.hasGroupContext = true
	if len(f.task.after) > 0 {
		after.name += "-" + strconv.Itoa(len(f.task.after)+1)
	}
	f.task.after = append(f.task.after, after)
	f.task.notes = append(f.task.notes, notes...)
	return true
}

// onlySpawns says whether code does nothing but hand over tasks.
func onlySpawns(body *ast.BlockStmt) bool {
	for _, statement := range body.List {
		e, ok := statement.(*ast.ExprStmt)
		if !ok {
			return false
		}
		if call, ok := e.X.(*ast.CallExpr); !ok || last(name(call.Fun)) != "Go" && last(name(call.Fun)) != "TryGo" || len(call.Args) != 1 {
			return false
		}
	}
	return len(body.List) > 0
}

// signalled is a goroutine that waits for a signal of the system, and cancels the group's context then.
func (f *frame) signalled(s *ast.GoStmt) bool {
	r := f.r
	_, body, _ := r.function(s.Call.Fun)
	if body == nil || f.group() == nil {
		return false
	}
	waits, ends, isPlain := false, false, true
	text := ""
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.GoStmt:
			isPlain = false
		case *ast.UnaryExpr:
			if from, ok := n.X.(*ast.Ident); ok && n.Op == token.ARROW && from.Obj != nil {
				waits = waits || r.notified[from.Obj]
			}
		case *ast.CallExpr:
			if c := r.cancel(n.Fun); c != nil && f.group().ctx.isBelow(c) {
				ends = true
				text = r.words(first(n))
			}
		}
		return true
	})
	if !waits || !ends || !isPlain {
		return false
	}
	g := f.group()
	g.cancelAt, g.cancelBy, g.cancelGuess = guessAt, text, r.where(s)+": a signal ends it: when?"
	g.src = append(append(g.src, s.Pos()), r.sitesIn(body)...)
	return true
}

// beside is a goroutine that has to do with what tasks share, or looks at their context: here it is a task, too.
func (f *frame) beside(s *ast.GoStmt) bool {
	r := f.r
	kind, body, label := r.function(s.Call.Fun)
	if body == nil || r.isWalked(body) || len(r.sitesIn(body)) == 0 && !r.reachesSites(body, 0) {
		return false
	}
	g := f.group()
	if g == nil && !f.isOuter && f.depth == 0 && f.loops == 0 && f.total == 1 && f.task.count == 1 {
		g = f.task.group
	}
	if g == nil || g.anyEnds || g.tasks == nil && g.names == nil {
		return false
	}
	r.parameters(kind, s.Call.Args, f.base)
	if onlySpawns(body) {
		f.fault(s, "a goroutine that only hands over a task; here the code around it does.")
		f.task.src = append(f.task.src, s.Pos())
		f.maybe(func() { f.body(body) })
		return true
	}
	if label == "" {
		if label = r.mainCall(body); label == "" {
			label = "goroutine"
		}
	}
	before := f.loop
	f.loop = ""
	t := f.spawn(g, s, label, kind, body, false)
	f.loop = before
	t.onCancel, t.isVoid, t.isBeside = "ok", true, true
	t.note(r.where(s) + ": a goroutine of no group; here it is a task, for which Wait waits.")
	g.beside = append(g.beside, r.where(s))
	if g.limit >= 0 {
		g.raise(r.where(s))
	}
	return true
}

// raise makes room for a goroutine of no group.
func (g *group) raise(at string) {
	if g.limit >= 0 {
		g.limit++
		g.note(at + ": the limit is one higher than in the code, for a goroutine of no group.")
	}
}

// isDone says whether a place in a body is a WaitGroup's Done.
func (r *reader) isDone(body *ast.BlockStmt, pos token.Pos) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && call.Pos() == pos && last(name(call.Fun)) == "Done" && len(call.Args) == 0 {
			selector, ok := call.Fun.(*ast.SelectorExpr)
			found = found || ok && r.waitGroupNames[last(name(selector.X))]
		}
		return !found
	})
	return found
}

// byHand reads what code around a WaitGroup makes of its tasks' errors.
func (r *reader) byHand(body ast.Node, g *group) {
	joins, keeps, cancels := false, false, false
	inTask := 0
	var walk func(n ast.Node) bool
	walk = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			inTask++
			ast.Inspect(n.Call, walk)
			if _, called, _ := r.function(n.Call.Fun); called != nil {
				if _, isLiteral := n.Call.Fun.(*ast.FuncLit); !isLiteral && inTask < 3 {
					ast.Inspect(called, walk)
				}
			}
			inTask--
			return false
		case *ast.CallExpr:
			called := name(n.Fun)
			switch {
			case called == "errors.Join" || strings.HasPrefix(called, "multierr") || last(called) == "ErrorOrNil" ||
				last(called) == "Err" && r.isError(n.Fun.(*ast.SelectorExpr).X):
				joins = true
			case inTask > 0 && strings.Contains(strings.ToLower(last(called)), "cancel") && len(n.Args) < 2:
				cancels = true
			case inTask > 0 && (last(called) == "Add" || last(called) == "Append"):
				if selector, ok := n.Fun.(*ast.SelectorExpr); ok && r.isError(selector.X) {
					keeps = true
				}
			}
			if selector, ok := n.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Go" && inTask == 0 && len(n.Args) == 1 {
				inTask++
				ast.Inspect(n.Args[0], walk)
				inTask--
				return false
			}
		case *ast.SendStmt:
			keeps = keeps || inTask > 0 && r.isError(n.Chan)
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if inTask == 0 || n.Tok == token.DEFINE {
					break
				}
				indexed, isIndex := left.(*ast.IndexExpr)
				switch {
				case isIndex:
					keeps = keeps || r.isError(indexed.X)
				case i < len(n.Rhs) && r.isError(left):
					// errs = append(errs, err), first = err; but err = f() is the task's own.
					right := n.Rhs[i]
					call, isCall := right.(*ast.CallExpr)
					keeps = keeps || !isCall || name(call.Fun) == "append"
				case i < len(n.Rhs) && r.isError(n.Rhs[i]):
					keeps = true
				}
			}
		}
		return true
	}
	ast.Inspect(body, walk)
	switch {
	case keeps && cancels:
		g.kind = ""
		g.notes = append(g.notes, g.at+": made by hand of a WaitGroup: the first error cancels the context of all, as in an errgroup.")
	case keeps && joins:
		g.kind = "collect-all"
	case keeps:
		g.kind = "zero-errgroup"
		g.notes = append(g.notes, g.at+": made by hand of a WaitGroup: its errors are kept. Here the first is returned.")
	}
}

// handKind is what goroutines are whose results come through a channel: a race where only one of them is taken.
func (r *reader) handKind(stack []ast.Node) string {
	starts, receives := 0, 0
	channels := map[*ast.Object]bool{}
	ast.Inspect(stack[0], func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			starts++
			for _, channel := range r.answersOf(n) {
				channels[channel] = true
			}
			return false
		case *ast.FuncLit:
			return false
		case *ast.ForStmt, *ast.RangeStmt:
			return starts == 0
		case *ast.UnaryExpr:
			if n.Op == token.ARROW && !strings.Contains(calls(n), "Done ") {
				receives++
			}
		}
		return true
	})
	if starts > 1 && receives > 0 && len(channels) < 2 {
		return "first-success"
	}
	return "waitgroup"
}
