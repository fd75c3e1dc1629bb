package main

import (
	"go/ast"
	"go/token"
	"time"
)

func (f *frame) loopFor(s *ast.ForStmt) {
	if s.Init != nil {
		f.statement(s.Init)
	}
	n, known, name := 0, false, ""
	if binary, ok := s.Cond.(*ast.BinaryExpr); ok && (binary.Op == token.LSS || binary.Op == token.LEQ) {
		n, known = f.r.count(binary.Y)
		if known && binary.Op == token.LEQ {
			n++
		}
		if first, ok := s.Init.(*ast.AssignStmt); ok && len(first.Rhs) == 1 {
			if start, ok := f.r.count(first.Rhs[0]); ok && known {
				n = max(0, n-start)
			}
		}
	}
	f.walkLoop(s, s.Body, n, known, s.Cond == nil && s.Post == nil && !leaves(s.Body), name)
}

// leaves says whether a loop ends by itself: it has a way out that isn't the end of a context.
func leaves(body *ast.BlockStmt) bool {
	waits, out := false, false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.SelectorExpr:
			waits = waits || n.Sel.Name == "Done" || n.Sel.Name == "C"
		case *ast.BranchStmt:
			out = out || n.Tok == token.BREAK
		case *ast.ReturnStmt:
			out = true
		}
		return true
	})
	return out && !waits
}

func (f *frame) loopRange(s *ast.RangeStmt) {
	n, known := f.r.count(s.X)
	if literal := f.literal(s.X); literal != nil {
		n, known = len(literal.Elts), true
	}
	name := ""
	if value, ok := s.Value.(*ast.Ident); ok && value.Name != "_" {
		name = kebab(value.Name)
	}
	isTicker := false
	if selector, ok := s.X.(*ast.SelectorExpr); ok && selector.Sel.Name == "C" {
		isTicker = true
	}
	f.walkLoop(s, s.Body, n, known, isTicker, name)
}

// literal is the list that an expression stands for, if it is written in the file.
func (f *frame) literal(e ast.Expr) *ast.CompositeLit {
	e = f.r.resolved(e)
	if name, ok := e.(*ast.Ident); ok && name.Obj != nil {
		switch decl := name.Obj.Decl.(type) {
		case *ast.AssignStmt:
			if i := index(decl.Lhs, name.Name); i >= 0 && len(decl.Lhs) == len(decl.Rhs) {
				e = decl.Rhs[i]
			}
		case *ast.ValueSpec:
			for i, other := range decl.Names {
				if other.Name == name.Name && i < len(decl.Values) {
					e = decl.Values[i]
				}
			}
		}
	}
	literal, _ := e.(*ast.CompositeLit)
	if literal != nil {
		switch literal.Type.(type) {
		case *ast.ArrayType, *ast.MapType:
			return literal
		}
	}
	return nil
}

func (f *frame) walkLoop(s ast.Stmt, body *ast.BlockStmt, n int, known, isEndless bool, name string) {
	r := f.r
	r.budget -= int(body.End()-body.Pos()) / 2000
	spawns := false
	ast.Inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			if selector, ok := node.Fun.(*ast.SelectorExpr); ok {
				if (selector.Sel.Name == "Go" || selector.Sel.Name == "TryGo") &&
					(f.groupOf(selector) != nil || r.elsewhere(selector.X) != "") {
					spawns = true
				}
			}
		case *ast.GoStmt:
			spawns = true
		}
		return true
	})
	if spawns {
		before := *f
		if known {
			f.count = min(f.count*max(n, 1), mostTasks)
		} else {
			f.count = min(f.count*guessCount, mostTasks)
			f.isGuess = true
		}
		f.loop = name
		// A loop's own returns don't end what comes after it.
		f.body(body)
		f.count, f.isGuess, f.loop, f.isOver = before.count, before.isGuess, before.loop, before.isOver
		return
	}
	if isEndless {
		var inside []step
		sub := *f
		sub.steps, sub.isMaybe = &inside, true
		sub.body(body)
		f.add(step{kind: work, d: untilTold, isGuess: true,
			note: r.where(s) + ": a loop without an end: it works until it is told. How long is guessed."})
		return
	}
	before := len(*f.steps)
	over := f.isOver
	f.maybe(func() { f.body(body) })
	f.isOver = over
	if len(*f.steps) == before {
		return
	}
	if known && n > 1 && n <= 10 {
		once := append([]step{}, (*f.steps)[before:]...)
		for range n - 1 {
			for _, again := range once {
				again.note = ""
				f.add(again)
			}
		}
		return
	}
	f.note(r.where(s) + ": a loop; its body stands here once.")
}

// choice is a select.
func (f *frame) choice(s *ast.SelectStmt) {
	r := f.r
	var told *ctx
	hasDone, hasDefault, others := false, false, 0
	var d time.Duration
	hasTime := false
	var toldBody []ast.Stmt
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
			if r.isOf(call.Fun, "time", "After") && len(call.Args) == 1 {
				if known, ok := r.duration(call.Args[0]); ok {
					d, hasTime = known, true
					continue
				}
			}
		}
		others++
	}
	place := r.where(s) + ":"
	switch {
	case hasDefault:
	case hasDone && hasTime && others == 0:
		f.uses(told)
		f.add(step{kind: work, d: d})
	case hasDone && hasTime:
		f.uses(told)
		f.add(step{kind: work, d: d})
		f.note(place + " waits for a channel, too.")
	case hasDone && others > 0:
		f.uses(told)
		f.add(step{kind: work, d: guess, isGuess: true, note: place + " waits for a channel or its context: how long?"})
	case hasDone:
		f.uses(told)
		f.add(step{kind: work, d: untilTold, isGuess: true, note: place + " waits until it is told. How long is guessed."})
		f.isTold = !f.isOuter
	case hasTime:
		f.add(step{kind: busy, d: d})
	case others > 0:
		f.add(step{kind: busy, d: guess, isGuess: true, note: place + " waits for a channel, and not for a context: how long?"})
	}
	if hasDone && !hasDefault {
		f.afterTold(toldBody)
	}
	for _, clause := range s.Body.List {
		c := clause.(*ast.CommClause)
		if c.Comm == nil {
			f.list(c.Body)
			continue
		}
		if call, ok := received(c.Comm).(*ast.CallExpr); ok {
			if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Done" {
				continue
			}
		}
		f.maybe(func() { f.list(c.Body) })
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

// goroutine is a go statement: a task of a WaitGroup, or nothing that a scenario has.
func (f *frame) goroutine(s *ast.GoStmt) {
	r := f.r
	var g *group
	var elsewhere ast.Expr
	ast.Inspect(s.Call, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Done" {
				if found := r.groups[key(selector.X)]; found != nil && found.kind == "waitgroup" {
					g = found
				} else if found == nil && r.elsewhere(selector.X) == "waitgroup" {
					elsewhere = selector.X
				}
			}
		}
		return true
	})
	if g == nil && elsewhere != nil {
		g = f.foreign(elsewhere, s, "waitgroup")
	}
	if g != nil {
		functionType, body, name := r.function(s.Call.Fun)
		if body != nil {
			r.parameters(functionType, s.Call.Args, f.base)
		}
		f.spawn(g, s, name, body, false)
		return
	}
	// Often it only waits for the group, or closes a channel.
	f.note(r.where(s) + ": a goroutine of no group; left out.")
}

// receive is a value taken from a channel.
func (f *frame) receive(e *ast.UnaryExpr) {
	r := f.r
	place := r.where(e) + ":"
	if call, ok := e.X.(*ast.CallExpr); ok {
		if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Done" {
			f.uses(r.context(selector.X))
			f.add(step{kind: work, d: untilTold, isGuess: true, note: place + " waits until it is told. How long is guessed."})
			f.isTold = !f.isOuter
			return
		}
		if r.isOf(call.Fun, "time", "After") && len(call.Args) == 1 {
			if d, ok := r.duration(call.Args[0]); ok {
				f.add(step{kind: busy, d: d})
				return
			}
		}
	}
	f.add(step{kind: busy, d: guess, isGuess: true,
		note: place + " waits for a channel, and not for a context: how long?"})
}
