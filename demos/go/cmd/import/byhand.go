package main

import (
	"go/ast"
	"go/token"
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
			f.open = nil
		}
		functionType, body, name := r.function(s.Call.Fun)
		if body != nil {
			r.parameters(functionType, s.Call.Args, f.base)
		}
		f.byHand.ctx = f.around()
		f.spawn(f.byHand, s, name, functionType, body, false)
		return
	}
	if f.closer(s) {
		return
	}
	f.note(r.where(s) + ": a goroutine of no group; left out.")
}

// closer is a goroutine that only waits for a group, and closes a channel then.
func (f *frame) closer(s *ast.GoStmt) bool {
	literal, ok := s.Call.Fun.(*ast.FuncLit)
	if !ok || f.open == nil {
		return false
	}
	waits := false
	var closed []*channel
	for _, statement := range literal.Body.List {
		var call ast.Expr
		switch s := statement.(type) {
		case *ast.ExprStmt:
			call = s.X
		case *ast.DeferStmt:
			call = s.Call
		case *ast.AssignStmt:
			if len(s.Rhs) == 1 {
				call = s.Rhs[0]
			}
		}
		one, isCall := call.(*ast.CallExpr)
		if !isCall {
			return false
		}
		if g := f.waits(one); g != nil && g == f.open {
			waits = true
			continue
		}
		if called, isName := one.Fun.(*ast.Ident); isName && called.Name == "close" && len(one.Args) == 1 {
			if c := f.r.channelAt(one.Args[0]); c != nil && f.r.signal(one.Args[0]) == "" {
				closed = append(closed, c)
				continue
			}
		}
		return false
	}
	if !waits || len(closed) == 0 {
		return false
	}
	g := f.open
	g.isWaited = true
	g.closes, g.closedAt = append(g.closes, closed...), f.r.where(s)
	g.closeSrc = append([]token.Pos{s.Pos()}, f.r.sitesIn(literal)...)
	return true
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
	isError := func(e ast.Expr) bool {
		called := strings.ToLower(last(name(e)))
		return strings.Contains(called, "err")
	}
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
				last(called) == "Err" && isError(n.Fun.(*ast.SelectorExpr).X):
				joins = true
			case inTask > 0 && strings.Contains(strings.ToLower(last(called)), "cancel") && len(n.Args) < 2:
				cancels = true
			case inTask > 0 && (last(called) == "Add" || last(called) == "Append"):
				if selector, ok := n.Fun.(*ast.SelectorExpr); ok && isError(selector.X) {
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
			keeps = keeps || inTask > 0 && isError(n.Chan)
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if inTask == 0 || n.Tok == token.DEFINE {
					break
				}
				indexed, isIndex := left.(*ast.IndexExpr)
				switch {
				case isIndex:
					keeps = keeps || isError(indexed.X)
				case i < len(n.Rhs) && isError(left):
					// errs = append(errs, err), first = err; but err = f() is the task's own.
					right := n.Rhs[i]
					call, isCall := right.(*ast.CallExpr)
					keeps = keeps || !isCall || name(call.Fun) == "append"
				case i < len(n.Rhs) && isErrorName(n.Rhs[i]):
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

// isErrorName says whether an expression is a variable like err.
func isErrorName(e ast.Expr) bool {
	name, ok := e.(*ast.Ident)
	return ok && strings.HasPrefix(name.Name, "err")
}

// handKind is what goroutines are whose results come through a channel: a race where only one of them is taken.
func (r *reader) handKind(stack []ast.Node) string {
	starts, receives := 0, 0
	ast.Inspect(stack[0], func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			starts++
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
	if starts > 1 && receives > 0 {
		return "first-success"
	}
	return "waitgroup"
}
