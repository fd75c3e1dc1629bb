package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// saysWhile names what a loop that hands over tasks asks before each, apart from its counter, its context and errors.
func (f *frame) saysWhile(s ast.Stmt, body *ast.BlockStmt) {
	say := func(at ast.Node, what string) {
		if what += "; here it does so as often as is said."; f.open != nil {
			f.open.note(f.r.where(at) + ": " + what)
		} else {
			f.fault(at, "%s", what)
		}
	}
	if loop, ok := s.(*ast.ForStmt); ok && loop.Cond != nil {
		var parts []string
		for _, part := range conjuncts(loop.Cond) {
			if !f.r.looksAtErr(part, token.EQL) && !isCount(part, loop) {
				parts = append(parts, types.ExprString(part))
			}
		}
		if len(parts) > 0 {
			say(s, "the loop hands over tasks only while "+short(strings.Join(parts, " && "), 100))
		}
	}
	for _, statement := range body.List {
		branch, ok := statement.(*ast.IfStmt)
		if !ok || branch.Init != nil || branch.Else != nil || f.r.isToldCheck(branch.Cond) || len(f.r.errorsIn(branch.Cond)) > 0 || f.isAboutEnd(branch.Cond) {
			continue
		}
		leave, ok := lastIn(branch.Body).(*ast.BranchStmt)
		if !ok || leave.Tok != token.BREAK && leave.Tok != token.CONTINUE {
			continue
		}
		what := "the loop hands over no task where "
		if leave.Tok == token.BREAK {
			what = "the loop hands over no more tasks once "
		}
		say(branch, what+short(types.ExprString(branch.Cond), 100))
	}
}

// isAboutEnd says whether a condition asks for the end of a context or of a channel, or waits.
func (f *frame) isAboutEnd(cond ast.Expr) bool {
	found := len(f.r.sitesIn(cond)) > 0
	ast.Inspect(cond, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			for _, argument := range n.Args {
				found = found || f.r.context(argument) != nil
			}
		case *ast.Ident:
			if n.Obj == nil {
				break
			}
			// p, ok := <-pages
			if made, ok := n.Obj.Decl.(*ast.AssignStmt); ok && len(made.Rhs) == 1 && received(made) != nil && index(made.Lhs, n.Name) == 1 {
				found = true
			}
		}
		return !found
	})
	return found
}

// conjuncts are the parts of a condition that all have to be true.
func conjuncts(e ast.Expr) []ast.Expr {
	e = ast.Unparen(e)
	if binary, ok := e.(*ast.BinaryExpr); ok && binary.Op == token.LAND {
		return append(conjuncts(binary.X), conjuncts(binary.Y)...)
	}
	return []ast.Expr{e}
}

// isCount says whether a condition compares a variable that the loop counts with.
func isCount(e ast.Expr, loop *ast.ForStmt) bool {
	binary, ok := e.(*ast.BinaryExpr)
	if !ok {
		return false
	}
	counted := map[*ast.Object]bool{}
	keep := func(n ast.Node) {
		switch n := n.(type) {
		case *ast.IncDecStmt:
			if variable := root(n.X); variable != nil {
				counted[variable.Obj] = true
			}
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if variable, ok := left.(*ast.Ident); ok && variable.Obj != nil && n.Tok != token.DEFINE {
					counted[variable.Obj] = true
				}
			}
		}
	}
	if loop.Post != nil {
		keep(loop.Post)
	}
	for _, statement := range loop.Body.List {
		if _, isStep := statement.(*ast.IncDecStmt); isStep {
			keep(statement)
		}
	}
	return mentions(binary.X, counted) || mentions(binary.Y, counted)
}
