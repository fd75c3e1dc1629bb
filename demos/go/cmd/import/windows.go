package main

import (
	"go/ast"
	"slices"
)

// isWindow says whether a channel that could be a semaphore is one through which a task tells another that there is room: some task gives to
// it and another, which isn't part of that, takes from it. Permits would be given back by the one that has them.
func (r *reader) isWindow(channel string) bool {
	type end struct {
		of    ast.Decl
		tasks []ast.Node // the code of tasks around it, from outside
		loop  bool
	}
	var sends, takes []end
	for _, declaration := range r.declarations() {
		var path []ast.Node
		at := func() end {
			one := end{of: declaration}
			for i, n := range path {
				switch n.(type) {
				case *ast.ForStmt, *ast.RangeStmt:
					one.loop = true
				case *ast.FuncLit:
					if i > 1 && isHandedOver(path[i-1], path[i-2]) {
						one.tasks = append(one.tasks, n)
					}
				}
			}
			return one
		}
		ast.Inspect(declaration, func(n ast.Node) bool {
			if n == nil {
				path = path[:len(path)-1]
				return true
			}
			switch s := n.(type) {
			case *ast.SendStmt:
				if last(name(s.Chan)) == channel {
					sends = append(sends, at())
				}
			case *ast.ExprStmt:
				if from := received(s); from != nil && last(name(from)) == channel {
					takes = append(takes, at())
				}
			}
			path = append(path, n)
			return true
		})
	}
	isPart := func(a, b []ast.Node) bool { return len(a) <= len(b) && slices.Equal(a, b[:len(a)]) }
	found := false
	for _, sent := range sends {
		for _, taken := range takes {
			switch {
			case sent.of != taken.of:
				// Methods that only acquire and release have no loops.
				if !sent.loop || !taken.loop {
					return false
				}
				found = true
			case isPart(sent.tasks, taken.tasks) || isPart(taken.tasks, sent.tasks):
				return false
			default:
				found = true
			}
		}
	}
	return found
}

// isHandedOver says whether a call, or the statement around it, makes a task of what it gets.
func isHandedOver(n, around ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if selector, isMethod := callee(call, ok); isMethod && (selector.Sel.Name == "Go" || selector.Sel.Name == "TryGo") {
		return true
	}
	_, isGo := around.(*ast.GoStmt)
	return ok && isGo
}
