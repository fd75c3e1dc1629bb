package main

import "go/ast"

// fates says of the groups what becomes of their errors, where the walk through the code hasn't.
func (s *story) fates(r *reader) {
	s.group.fated(r, nil)
	s.group.each(func(_ *task, steps []step) []step {
		for i := range steps {
			if steps[i].kind == nested {
				steps[i].group.fated(r, &steps[i])
			}
		}
		return steps
	})
}

// fated is what becomes of a group's error; where it is a step, of its caller's task.
func (g *group) fated(r *reader, one *step) {
	if g.waitAt == nil || g.isFated || g.isWaitGroup || g.isRetry {
		return
	}
	found, isWhole := r.fateTo(g)
	if one != nil {
		if r.isDeferred(g.waitAt) && !one.isTried && found.rest == "ok" && len(found.ok) == 0 {
			one.isIgnored = true
		}
		if !one.isIgnored && !one.isTried && found.rest == "" && found.wrap == "" && len(g.okErrors) == 0 {
			g.okErrors = found.ok
		}
		for _, note := range found.notes {
			g.note(note + ".")
		}
		return
	}
	if !isWhole && (g.wrap != "" || g.onError != "" && g.onError != "ok" || len(g.causeErrors) > 0) {
		return
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
	if len(g.okErrors) == 0 {
		g.okErrors = found.ok
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

// fateTo is what becomes of a group's error where its Wait stands, and where the functions are called that return it, up to the one that
// makes the group, or that was asked for: whole where that is reached.
func (r *reader) fateTo(g *group) (found *fate, isWhole bool) {
	found = r.fateOf(g.waitAt, 0)
	at := g.waitAt
	for range deepestFate {
		path := r.pathTo(at)
		if len(path) == 0 {
			return found, false
		}
		waiter, ok := path[0].(*ast.FuncDecl)
		isMaker := ok && waiter.Pos() <= g.pos && g.pos < waiter.End()
		if !ok || waiter == r.decl || isMaker && r.wanted == "" || found.rest != "" {
			return found, ok
		}
		if at = r.callOf(waiter, g); at == nil {
			return found, false
		}
		inner := found
		found = r.fateOf(at, 0)
		if found.rest == "" {
			found.wrap = wrapBoth(found.wrap, inner.wrap)
		}
		found.ok, found.cause = append(inner.ok, found.ok...), append(inner.cause, found.cause...)
		found.notes, found.guesses, found.src = append(inner.notes, found.notes...), append(inner.guesses, found.guesses...), append(inner.src, found.src...)
	}
	return found, false
}

// callOf is the one call of a function in the one whose story is read, or else in the one that makes a group; nil where there are several.
func (r *reader) callOf(waiter *ast.FuncDecl, g *group) ast.Expr {
	for _, isIn := range []func(ast.Decl) bool{
		func(d ast.Decl) bool { return d == ast.Decl(r.decl) },
		func(d ast.Decl) bool { return d.Pos() <= g.pos && g.pos < d.End() },
	} {
		var calls []ast.Expr
		for _, declaration := range r.declarations() {
			if isIn(declaration) && declaration != ast.Decl(waiter) {
				ast.Inspect(declaration, func(n ast.Node) bool {
					if call, ok := n.(*ast.CallExpr); ok && last(name(call.Fun)) == waiter.Name.Name {
						calls = append(calls, call)
					}
					return true
				})
			}
		}
		if len(calls) > 0 {
			if len(calls) > 1 {
				return nil
			}
			return calls[0]
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
