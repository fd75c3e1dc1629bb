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
	if g.waitAt == nil || g.isFated || g.isWaitGroup || g.isRetry || g.wrap != "" || g.onError != "" && g.onError != "ok" || len(g.causeErrors) > 0 {
		return
	}
	found := r.fateOf(g.waitAt, 0)
	if other := r.calledFor(g); other != nil && found.rest == "" && found.wrap == "" && len(found.ok) == 0 {
		found = r.fateOf(other, 0)
	}
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
	for _, note := range found.notes {
		g.note(note + "; here the caller " + map[bool]string{true: "drops it.", false: "returns it."}[found.rest == "ok"])
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
		g.isDropped = true
	default:
		g.isDropped, g.onError = false, found.rest
	}
}

// calledFor is the one call, in the function that makes a group, of another that waits for it; nil where that is the same.
func (r *reader) calledFor(g *group) ast.Expr {
	path := r.pathTo(g.waitAt)
	if len(path) == 0 || path[0].Pos() <= g.pos && g.pos < path[0].End() {
		return nil
	}
	waiter, ok := path[0].(*ast.FuncDecl)
	if !ok {
		return nil
	}
	var calls []ast.Expr
	for _, declaration := range r.declarations() {
		if declaration.Pos() <= g.pos && g.pos < declaration.End() {
			ast.Inspect(declaration, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok && last(name(call.Fun)) == waiter.Name.Name {
					calls = append(calls, call)
				}
				return true
			})
		}
	}
	if len(calls) != 1 {
		return nil
	}
	return calls[0]
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
