package main

import (
	"go/ast"
	"go/token"
	"strings"
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
	f.walkLoop(s, s.Body, n, known, s.Cond == nil && s.Post == nil && !leaves(s), name)
}

// calls are the names of what is called in a piece of code, each with a space behind it.
func calls(n ast.Node) string {
	var b strings.Builder
	if n == nil || n == ast.Node((*ast.ExprStmt)(nil)) {
		return ""
	}
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && b.Len() < 1000 {
			b.WriteString(last(name(call.Fun)) + " ")
		}
		return true
	})
	return b.String()
}

func (f *frame) loopRange(s *ast.RangeStmt) {
	n, known := f.r.count(s.X)
	if literal := f.literal(s.X); literal != nil {
		n, known = len(literal.Elts), true
	}
	if _, isCall := s.X.(*ast.CallExpr); isCall {
		f.expression(s.X)
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
		f.looksFirst(body)
		before := *f
		if known {
			f.count = min(f.count*max(n, 1), mostTasks)
		} else {
			f.count = min(f.count*guessCount, mostTasks)
			f.isGuess = true
		}
		f.loop = name
		if ranged, ok := s.(*ast.RangeStmt); ok {
			f.item1 = r.channelAt(ranged.X)
			f.itemAt = s
		}
		// A loop's own returns don't end what comes after it.
		f.body(body)
		f.item1 = nil
		f.count, f.isGuess, f.loop, f.isOver = before.count, before.isGuess, before.loop, before.isOver
		return
	}
	if ranged, ok := s.(*ast.RangeStmt); ok {
		if c := r.channelAt(ranged.X); c != nil {
			if f.ranged(s, c, body, true, []token.Pos{s.Pos()}) {
				return
			}
			f.receives(ranged.X, s, true, []token.Pos{s.Pos()})
		}
	} else if f.worker(s, body) {
		return
	}
	if isEndless {
		f.endless(s, body)
		return
	}
	if f.retries(s, body, n, known) {
		return
	}
	over := f.isOver
	steps := f.inside(func(sub *frame) { f.maybe(func() { f.round(body) }) })
	f.isOver = over
	if one, ok := f.rounds(s, steps, n, known); ok {
		f.add(one)
		return
	}
	before := len(*f.steps)
	for _, one := range steps {
		f.add(one)
	}
	if len(*f.steps) == before {
		return
	}
	if known && n > 1 && n <= 10 && !opensOrSpawns((*f.steps)[before:]) {
		once := append([]step{}, (*f.steps)[before:]...)
		for range n - 1 {
			for _, again := range once {
				if again.note = ""; again.isGuess {
					again.note = r.where(s) + ": another round: how long?"
				}
				f.add(again)
			}
		}
		return
	}
	if ranged, ok := s.(*ast.RangeStmt); ok && r.isChannel(ranged.X) {
		f.note(r.where(s) + ": a loop over what comes through the channel " + short(lastOf(ranged.X), 40) + "; its body stands here once.")
		return
	}
	f.note(r.where(s) + ": a loop; its body stands here once.")
}

// looksFirst reads if ctx.Err() != nil { break } before a Go: the caller leaves the loop once it is told.
func (f *frame) looksFirst(body *ast.BlockStmt) {
	var look *ast.CallExpr
	for _, statement := range body.List {
		if branch, ok := statement.(*ast.IfStmt); ok && look == nil && len(branch.Body.List) == 1 {
			leave, isLeave := branch.Body.List[0].(*ast.BranchStmt)
			check, isCheck := branch.Cond.(*ast.BinaryExpr)
			if isLeave && leave.Tok == token.BREAK && isCheck && check.Op == token.NEQ {
				if call, ok := check.X.(*ast.CallExpr); ok {
					if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Err" && f.r.isContext(selector.X) {
						look = call
					}
				}
			}
		}
		if e, ok := statement.(*ast.ExprStmt); ok && look != nil {
			if call, ok := e.X.(*ast.CallExpr); ok {
				if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Go" {
					if g := f.groupOf(selector); g != nil && g.kind == "" {
						g.untilTold = true
						g.src = append(g.src, look.Pos())
					}
				}
			}
		}
	}
}

// isChannel says whether a variable is seen to be a channel.
func (r *reader) isChannel(e ast.Expr) bool {
	identifier, ok := r.resolved(e).(*ast.Ident)
	if !ok || identifier.Obj == nil {
		return false
	}
	switch decl := identifier.Obj.Decl.(type) {
	case *ast.Field:
		_, ok := decl.Type.(*ast.ChanType)
		return ok
	case *ast.AssignStmt:
		if i := index(decl.Lhs, identifier.Name); i >= 0 && len(decl.Lhs) == len(decl.Rhs) {
			if call, ok := decl.Rhs[i].(*ast.CallExpr); ok && len(call.Args) > 0 {
				_, ok := call.Args[0].(*ast.ChanType)
				return ok
			}
		}
	}
	return false
}

func opensOrSpawns(steps []step) bool {
	for _, s := range steps {
		if s.kind == nested || s.kind == spawn {
			return true
		}
	}
	return false
}
