package main

import (
	"go/ast"
	"slices"
	"strings"
)

// waitErrors says of all groups what becomes of their errors.
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
	found, end := r.fateTo(g, one != nil), "."
	switch {
	case one == nil && found.rest == "ok":
		end = "; here the caller drops it."
	case one == nil:
		end = "; here the caller returns it."
	case r.isDeferred(g.waitAt) && !one.isTried && found.rest == "ok" && len(found.ok) == 0:
		one.isIgnored = true
	}
	for _, note := range found.notes {
		g.note(note + end)
	}
	for _, guess := range found.guesses {
		g.note(guess)
	}
	if one != nil && (one.isTried || one.isIgnored && found.rest == "ok") {
		// The step says it.
		return
	}
	g.okErrors = nil
	for _, text := range found.ok {
		g.okErrors = appendNew(g.okErrors, text)
	}
	g.wrap, g.onError, g.causeErrors = found.wrap, found.rest, found.cause
	if g.isDropped = found.rest == "ok"; g.isDropped && one == nil {
		g.onError = ""
	}
	g.src = append(g.src, found.src...)
}

// fateTo is what becomes of a group's error where its Wait stands, and where the functions are called that return it, up to the one whose
// story is read. Behind the one that makes the group only what is put around it counts, unless that other one was asked for. Of a group that is a
// step it is without a call that drops it, which the step says.
func (r *reader) fateTo(g *group, isStep bool) *fate {
	found := r.fateOf(g, g.waitAt, 0)
	isBehind := false // the one that makes the group
	for range 2 * deepestFate {
		decl, isDecl := found.of.(*ast.FuncDecl)
		if isDecl && decl == r.decl {
			break
		}
		if found.of == nil || found.rest == "ok" || strings.HasPrefix(found.rest, "exit") {
			break
		}
		at := r.callOf(found.of, g)
		if at == nil {
			if !isDecl && !isStep {
				r.handedTo(found)
			}
			break
		}
		later := r.fateOf(g, at, 0)
		isBehind = isBehind || isDecl && r.wanted == "" && decl.Pos() <= g.pos && g.pos < decl.End()
		switch {
		case isStep && later.rest == "ok" || isBehind && strings.HasPrefix(later.rest, "exit"):
			// The step says it, or a comment names the end of the process.
			return found
		case isBehind && later.rest != "":
			found.guesses = append(found.guesses, r.where(at)+": what calls "+nameOf(found.of)+" makes something else of its error; here it is returned.")
			return found
		}
		if !found.then(later) {
			found.notes = append(found.notes, r.where(at)+": Wait's error is wrapped, and is the context's cause here")
		}
	}
	return found
}

// nameOf is a function's name as a comment has it.
func nameOf(function ast.Node) string {
	if decl, ok := function.(*ast.FuncDecl); ok {
		return short(decl.Name.Name, 40)
	}
	return "this code"
}

// handedTo notes that the function which returns an error is given to other code.
func (r *reader) handedTo(found *fate) {
	path := r.pathTo(found.of)
	if len(path) < 2 {
		return
	}
	if call, ok := path[len(path)-2].(*ast.CallExpr); ok && !isGroupMethod(last(name(call.Fun))) {
		found.notes = append(found.notes, r.where(call)+": Wait's error is what a function returns that goes to "+short(called(call), 40))
	}
}

// callOf is the one call of a function in the one whose story is read, or else in the one that makes a group, or else in all that the files
// have; nil where there are several.
func (r *reader) callOf(function ast.Node, g *group) ast.Expr {
	isOf := func(call *ast.CallExpr) bool { return call.Fun == function }
	isSure := isOf
	switch function := function.(type) {
	case *ast.FuncDecl:
		isOf = func(call *ast.CallExpr) bool { return last(name(call.Fun)) == function.Name.Name }
		isSure = func(call *ast.CallExpr) bool {
			_, body, _ := r.function(call.Fun)
			return body == function.Body
		}
	case *ast.FuncLit:
		if variable := r.variableOf(function); variable != nil {
			isOf = func(call *ast.CallExpr) bool { return root(call.Fun) != nil && root(call.Fun).Obj == variable }
		}
	}
	for i, isIn := range []func(ast.Decl) bool{
		func(d ast.Decl) bool { return d == ast.Decl(r.decl) },
		func(d ast.Decl) bool { return d.Pos() <= g.pos && g.pos < d.End() },
		func(d ast.Decl) bool { return d.Pos() <= function.Pos() && function.Pos() < d.End() },
		func(ast.Decl) bool { return true },
	} {
		if i == 3 {
			isOf = isSure
		}
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
