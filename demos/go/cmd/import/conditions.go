package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// saysWhile names what a loop that hands over tasks asks before each, apart from its counter and its context.
func (f *frame) saysWhile(s ast.Stmt) {
	loop, ok := s.(*ast.ForStmt)
	if !ok || loop.Cond == nil {
		return
	}
	var parts []string
	for _, part := range conjuncts(loop.Cond) {
		if !f.r.looksAtErr(part, token.EQL) && !isCount(part, loop) {
			parts = append(parts, types.ExprString(part))
		}
	}
	if len(parts) == 0 {
		return
	}
	text := "the loop hands over tasks only while " + short(strings.Join(parts, " && "), 100) + "; here it does so as often as is said."
	if f.open != nil {
		f.open.note(f.r.where(s) + ": " + text)
	} else {
		f.fault(s, "%s", text)
	}
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
