package main

import (
	"go/ast"
	"strings"
)

// A way is the steps of a branch that returns.
type way struct {
	span
	at ast.Node
}

// sequence walks through statements in a row. A branch that returns is another way than what comes after it: of work in both, only
// the latter stands.
func (f *frame) sequence(statements []ast.Stmt) {
	first := len(f.ways)
	for _, statement := range statements {
		if f.isOver {
			break
		}
		f.branchFrom = len(*f.steps)
		f.statement(statement)
		before := f.branchFrom
		branch, isBranch := statement.(*ast.IfStmt)
		if isBranch && !f.r.isErrorCheck(branch.Cond) && endsInReturn(branch.Body) && len(*f.steps) > before && onlyWorks((*f.steps)[before:]) {
			f.ways = append(f.ways, way{span{f.steps, before, len(*f.steps)}, statement})
		}
		f.mayReturn = f.mayReturn || f.r.mayReturn(statement)
	}
	for len(f.ways) > first {
		w := f.ways[len(f.ways)-1]
		f.ways = f.ways[:len(f.ways)-1]
		if w.steps != f.steps || w.to > len(*f.steps) || !works((*f.steps)[w.to:]) {
			continue
		}
		f.replace(w.from, w.to)
		f.fault(w.at, "another way, which returns; left out.")
	}
}

func endsInReturn(block *ast.BlockStmt) bool {
	if len(block.List) == 0 {
		return false
	}
	_, ok := block.List[len(block.List)-1].(*ast.ReturnStmt)
	return ok
}

func endsInFatal(block *ast.BlockStmt) bool {
	if len(block.List) == 0 {
		return false
	}
	e, ok := block.List[len(block.List)-1].(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := e.X.(*ast.CallExpr)
	return ok && isFatal(call)
}

func onlyWorks(steps []step) bool {
	for _, s := range steps {
		switch s.kind {
		case work, busy, loads, acquire, release, repeat, say, tries:
		case nested, spawn, cancel, use, fail, crash, back, until, signal, exit, send, receive, ranges, closing, keep:
			return false
		}
	}
	return true
}

func works(steps []step) bool {
	for _, s := range steps {
		if s.kind == work || s.kind == busy || s.kind == nested || s.kind == repeat || s.kind == tries {
			return true
		}
	}
	return false
}

// mayReturn says whether code may return without an error: what fails after it only may.
func (r *reader) mayReturn(statement ast.Stmt) bool {
	switch statement.(type) {
	case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt, *ast.BlockStmt, *ast.LabeledStmt:
	default:
		return false
	}
	found := false
	ast.Inspect(statement, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CommClause:
			return !strings.Contains(calls(n.Comm), "Done ")
		case *ast.IfStmt:
			return !r.isErrorCheck(n.Cond) && !strings.Contains(calls(n.Cond), "Err ")
		case *ast.CaseClause:
			for _, e := range n.List {
				if r.isErrorCheck(e) {
					return false
				}
			}
		case *ast.ReturnStmt:
			found = true
		}
		return true
	})
	return found
}

// cases are those of a switch. Of work in several the first stands for all, as only one of them is done.
func (f *frame) cases(s ast.Stmt, body *ast.BlockStmt) {
	hasWork, others := false, 0
	choice := f.inChoice
	f.inChoice = true
	defer func() { f.inChoice = choice }()
	f.maybe(func() {
		for _, clause := range body.List {
			before := len(*f.steps)
			f.list(clause.(*ast.CaseClause).Body)
			added := (*f.steps)[before:]
			isWork := len(added) > 0
			for _, step := range added {
				isWork = isWork && (step.kind == work || step.kind == busy)
			}
			if isWork && hasWork {
				f.replace(before, len(*f.steps))
				others++
			}
			hasWork = hasWork || isWork
		}
	})
	if others > 0 {
		f.fault(s, "a switch; the first of its %d cases stands here.", others+1)
	}
}

func (f *frame) list(statements []ast.Stmt) {
	over := f.isOver
	f.sequence(statements)
	if f.isMaybe {
		f.isOver = over
	}
}

// branch is an if. What stands behind err != nil says how a task ends that was told, or what its caller makes of an error.
func (f *frame) branch(s *ast.IfStmt) {
	if s.Init != nil {
		f.statement(s.Init)
	}
	if g := f.waited; g != nil && f.r.isSuccessCheck(s.Cond) {
		// if err := g.Wait(); err == nil { … }
		g.isUnchecked = false
		f.list(s.Body.List)
		g.isUnchecked = true
		return
	}
	if f.triesAcquire(s) {
		return
	}
	if !f.r.isErrorCheck(s.Cond) && (len(f.r.areErrors(s.Cond)) == 0 || f.isOuter || f.open != nil || f.r.takesFirst) {
		f.expression(s.Cond)
		from := len(*f.steps)
		f.maybe(func() { f.body(s.Body) })
		f.branchFrom = from
		middle := len(*f.steps)
		if s.Else != nil {
			f.maybe(func() { f.statement(s.Else) })
		}
		switch to := len(*f.steps); {
		case !f.isOuter && f.open == nil && f.loops == 0 && !f.r.takesFirst && f.r.isSuccessCheck(s.Cond) && endsInReturn(s.Body):
			f.fault(s, "what comes after it is done only after an error; here it is.")
		case f.isOuter || to == from:
		case from < middle && middle < to:
			f.fault(s, "one branch or the other; here both, one after the other.")
		default:
			f.fault(s, "a branch that may not be taken; here it is.")
		}
		return
	}
	if g := f.waited; g != nil && g.isUnchecked {
		if endsInReturn(s.Body) || endsInFatal(s.Body) {
			g.okErrors = append(g.okErrors, f.r.excepted(s.Cond)...)
		}
		f.checked(g, s.Cond, s.Body.List)
	} else if f.isOuter || f.open != nil || f.r.takesFirst {
		f.maybe(func() { f.otherwise(s.Body.List) })
	} else {
		f.handles(s)
		return
	}
	if s.Else != nil {
		f.maybe(func() { f.statement(s.Else) })
	}
}
