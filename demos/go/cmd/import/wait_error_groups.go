package main

import (
	"go/ast"
	"slices"
	"strings"
)

// waitErrors says of the groups what becomes of their errors, where the walk through the code hasn't.
func (s *story) waitErrors(r *reader) {
	s.group.takesFate(r, nil)
	s.group.each(func(_ *task, steps []step) []step {
		for i := range steps {
			if steps[i].kind == nested {
				steps[i].group.takesFate(r, &steps[i])
			}
		}
		return steps
	})
}

// takesFate reads what becomes of a group's error; where it is a step, of its caller's task.
func (g *group) takesFate(r *reader, one *step) {
	if g.waitAt == nil || g.isSaidOtherwise || g.isWaitGroup || g.isRetry {
		return
	}
	found, isWhole := r.fateTo(g, one != nil)
	if one != nil {
		if r.isDeferred(g.waitAt) && !one.isTried && found.rest == "ok" && len(found.ok) == 0 {
			one.isIgnored = true
		}
		if !one.isIgnored && !one.isTried && found.rest == "" && found.wrap == "" && len(g.okErrors) == 0 {
			g.okErrors = found.ok
		}
		if isWhole && !one.isIgnored && !one.isTried && !g.isChecked() && found.rest != "ok" {
			g.wrap, g.onError, g.causeErrors = found.wrap, found.rest, found.cause
		}
		for _, note := range found.notes {
			g.note(note + ".")
		}
		return
	}
	if !isWhole && g.isChecked() && g.onError != "ok" {
		return
	}
	if found.rest == "" && found.wrap == "" && strings.HasPrefix(g.onError, "exit") {
		// It is the caller's caller that ends the process.
		found.rest = g.onError
	}
	becomes := "returns it."
	if found.rest == "ok" {
		becomes = "drops it."
	}
	for _, note := range found.notes {
		g.note(note + "; here the caller " + becomes)
	}
	for _, guess := range found.guesses {
		g.note(guess)
	}
	if isWhole || len(g.okErrors) == 0 {
		g.okErrors = nil
		for _, text := range found.ok {
			g.okErrors = appendNew(g.okErrors, text)
		}
	}
	g.causeErrors, g.wrap = found.cause, found.wrap
	g.src = append(g.src, found.src...)
	switch {
	case found.wrap != "":
		g.isDropped, g.onError = false, ""
	case found.rest == "ok":
		g.isDropped, g.onError = true, ""
	default:
		g.isDropped, g.onError = false, found.rest
	}
}

// isChecked says that the walk through the code has read what becomes of a group's error.
func (g *group) isChecked() bool { return g.wrap != "" || g.onError != "" || len(g.causeErrors) > 0 }

// fateTo is what becomes of a group's error where its Wait stands, and where the functions are called that return it, up to the one that
// makes the group, or that was asked for: whole where that is reached.
func (r *reader) fateTo(g *group, isStep bool) (found *fate, isWhole bool) {
	found = r.fateOf(g, g.waitAt, 0)
	for range 2 * deepestFate {
		decl, isDecl := found.of.(*ast.FuncDecl)
		if isDecl && (decl == r.decl || r.wanted == "" && decl.Pos() <= g.pos && g.pos < decl.End()) {
			return found, true
		}
		if found.of == nil || found.rest == "ok" || strings.HasPrefix(found.rest, "exit") {
			return found, found.of != nil
		}
		at := r.callOf(found.of, g)
		if at == nil {
			return found, !isDecl && r.isHandedTo(found, isStep)
		}
		if !found.then(r.fateOf(g, at, 0)) {
			found.notes = append(found.notes, r.where(at)+": Wait's error is wrapped, and is the context's cause here")
		}
	}
	return found, false
}

// isHandedTo says that the function which returns an error is given to other code, whose name is noted unless that is a task's.
func (r *reader) isHandedTo(found *fate, isStep bool) bool {
	path := r.pathTo(found.of)
	if len(path) < 2 {
		return false
	}
	call, ok := path[len(path)-2].(*ast.CallExpr)
	if ok && !isStep && !isGroupMethod(last(name(call.Fun))) {
		found.notes = append(found.notes, r.where(call)+": Wait's error is what a function returns that goes to "+short(called(call), 40))
	}
	return ok
}

// callOf is the one call of a function in the one whose story is read, or else in the one that makes a group; nil where there are several.
func (r *reader) callOf(function ast.Node, g *group) ast.Expr {
	isOf := func(call *ast.CallExpr) bool { return call.Fun == function }
	switch function := function.(type) {
	case *ast.FuncDecl:
		isOf = func(call *ast.CallExpr) bool { return last(name(call.Fun)) == function.Name.Name }
	case *ast.FuncLit:
		if variable := r.variableOf(function); variable != nil {
			isOf = func(call *ast.CallExpr) bool { return root(call.Fun) != nil && root(call.Fun).Obj == variable }
		}
	}
	for _, isIn := range []func(ast.Decl) bool{
		func(d ast.Decl) bool { return d == ast.Decl(r.decl) },
		func(d ast.Decl) bool { return d.Pos() <= g.pos && g.pos < d.End() },
		func(d ast.Decl) bool { return d.Pos() <= function.Pos() && function.Pos() < d.End() },
	} {
		var calls []ast.Expr
		for _, declaration := range r.declarations() {
			if isIn(declaration) && declaration != function {
				ast.Inspect(declaration, func(n ast.Node) bool {
					if call, ok := n.(*ast.CallExpr); ok && isOf(call) {
						calls = append(calls, call)
					}
					return true
				})
			}
		}
		if len(calls) > 1 {
			return nil
		} else if len(calls) == 1 {
			return calls[0]
		}
	}
	return nil
}

// variableOf is the variable that a function is given to; nil where there is none.
func (r *reader) variableOf(code *ast.FuncLit) *ast.Object {
	path := r.pathTo(code)
	if len(path) < 2 {
		return nil
	}
	switch s := path[len(path)-2].(type) {
	case *ast.AssignStmt:
		if i := slices.Index(s.Rhs, ast.Expr(code)); i >= 0 && i < len(s.Lhs) {
			if variable, ok := s.Lhs[i].(*ast.Ident); ok {
				return variable.Obj
			}
		}
	case *ast.ValueSpec:
		if len(s.Names) == 1 {
			return s.Names[0].Obj
		}
	}
	return nil
}

// isDeferred says whether an expression is done as its function ends.
func (r *reader) isDeferred(e ast.Expr) bool {
	for _, n := range r.pathTo(e) {
		if _, isDefer := n.(*ast.DeferStmt); isDefer {
			return true
		}
	}
	return false
}
