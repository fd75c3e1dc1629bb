package main

import (
	"go/ast"
	"go/token"
)

// closer is a goroutine that waits for a group and closes channels then, or sends what Wait returned.
func (f *frame) closer(s *ast.GoStmt) bool {
	r, g := f.r, f.group()
	kind, body, _ := r.function(s.Call.Fun)
	if body == nil || g == nil || r.isWalked(body) {
		return false
	}
	if _, isLiteral := s.Call.Fun.(*ast.FuncLit); !isLiteral {
		r.parameters(kind, s.Call.Args, f.base)
	}
	wait := f.waitIn(body, g)
	if wait == nil {
		return false
	}
	var closed []*channel
	var answers []ast.Expr
	var others []ast.Node
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			called, isName := n.Fun.(*ast.Ident)
			switch {
			case isName && called.Name == "close" && called.Obj == nil && len(n.Args) == 1:
				if c := r.channelAt(n.Args[0]); c != nil && !r.isOnlySentIn(n.Args[0], body) {
					closed = append(closed, c)
				} else {
					answers = append(answers, n.Args[0])
				}
			case n != wait && len(r.sitesIn(n)) > 0 && r.siteAt(n) != "":
				others = append(others, n)
			}
		case *ast.SendStmt:
			if answers = append(answers, n.Chan); !r.isOnlySentIn(n.Chan, body) {
				answers = answers[:len(answers)-1]
				others = append(others, n)
			}
		case *ast.GoStmt:
			others = append(others, n)
		}
		return true
	})
	if len(closed)+len(answers) == 0 {
		return false
	}
	for _, one := range answers {
		if at := root(r.resolved(one)); at != nil {
			r.waitedBy[at.Obj] = g
			if c := r.channelAt(one); c != nil {
				g.src = append(g.src, c.src...)
				delete(r.channels, key(r.resolved(one)))
			}
		}
	}
	for _, one := range others {
		if one.Pos() > wait.Pos() || one.End() < wait.End() {
			g.note(r.where(one) + ": done behind Wait, in a goroutine; left out.")
		}
	}
	if g.isWaited = true; g.waitAt == nil {
		g.waitAt, g.isWaitedBeside = wait, true
	}
	src := append([]token.Pos{s.Pos()}, r.sitesIn(body)...)
	if len(closed) == 0 {
		g.src = append(g.src, src...)
		return true
	}
	g.closes, g.closedAt, g.closeSrc = append(g.closes, closed...), r.where(s), src
	return true
}

// waitIn is the Wait for a group in code that does nothing before it but log, and defer; nil for other code.
func (f *frame) waitIn(body *ast.BlockStmt, g *group) *ast.CallExpr {
	for _, statement := range body.List {
		if _, isDefer := statement.(*ast.DeferStmt); isDefer {
			continue
		}
		var wait *ast.CallExpr
		ast.Inspect(statement, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && wait == nil && f.waits(call) == g {
				wait = call
			}
			_, isCode := n.(*ast.FuncLit)
			return !isCode
		})
		if wait != nil || len(f.r.sitesIn(statement)) > 0 {
			return wait
		}
	}
	return nil
}

// isOnlySentIn says whether nothing is sent to a channel but in a piece of code.
func (r *reader) isOnlySentIn(e ast.Expr, body ast.Node) bool {
	channel := root(r.resolved(e))
	if channel == nil {
		return false
	}
	if _, isField := r.resolved(e).(*ast.SelectorExpr); isField {
		return false
	}
	own := root(e)
	is := true
	for _, declaration := range r.declarations() {
		ast.Inspect(declaration, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SendStmt:
				if to := root(n.Chan); to != nil && to.Obj == channel.Obj && (n.Pos() < body.Pos() || n.Pos() >= body.End()) {
					is = false
				}
			case *ast.CallExpr:
				// Other code may send to it.
				if name(n.Fun) == "close" || name(n.Fun) == "len" || name(n.Fun) == "cap" {
					return true
				}
				for _, argument := range n.Args {
					if to, ok := argument.(*ast.Ident); ok && to.Obj == channel.Obj && channel.Obj == own.Obj {
						is = false
					}
				}
			case *ast.RangeStmt:
				if to := root(n.X); to != nil && to.Obj == channel.Obj {
					is = false
				}
			}
			return is
		})
	}
	return is
}

// waitedAt is the group whose Wait a goroutine answers through a channel; nil for other channels.
func (r *reader) waitedAt(e ast.Expr) *group {
	if at, ok := r.resolved(e).(*ast.Ident); ok && at.Obj != nil {
		return r.waitedBy[at.Obj]
	}
	return nil
}

// awaits is a wait of the code for a group.
func (f *frame) awaits(g *group, at ast.Expr) {
	if g.isWaited, g.hasOwnWait = true, true; g.waitAt == nil || g.isWaitedBeside && !f.r.isAnswer(at) {
		g.waitAt, g.isWaitedBeside = at, false
	}
	if g.isWaitGroup && len(g.tasks) == 0 && (!f.isOuter || f.open != nil && f.open != g) {
		f.deafWaits++
		f.add(step{kind: until, text: "out", latch: g, src: []token.Pos{at.Pos()}})
		return
	}
	f.waited = nil
	// A WaitGroup has no error.
	if !g.isWaitGroup && !f.isTail {
		g.isUnchecked, f.waited = true, g
	}
	if f.empty == g {
		f.empty = nil
	}
	if f.open == g {
		f.open = g.outside
		f.delay = 0
	}
}

// isAnswer says whether an expression receives from a channel.
func (r *reader) isAnswer(e ast.Expr) bool {
	unary, ok := e.(*ast.UnaryExpr)
	return ok && unary.Op == token.ARROW
}

// waitsAmong is a select between the answer of a goroutine that waits for a group, the end of a context and a timer: the caller leaves.
func (f *frame) waitsAmong(s *ast.SelectStmt) bool {
	r := f.r
	var g *group
	var answer, told, late *ast.CommClause
	var after step
	for _, clause := range s.Body.List {
		c := clause.(*ast.CommClause)
		from := received(c.Comm)
		if from == nil {
			return false
		}
		if found := r.waitedAt(from); found != nil && g == nil {
			g, answer = found, c
		} else if d, known, ok := f.timer(from); ok && late == nil {
			late, after = c, step{d: d, src: r.timers(c.Comm)}
			if !known {
				after.note = r.where(c) + ": a timer, after which the caller leaves: when?"
			}
		} else if call, ok := from.(*ast.CallExpr); ok && last(name(call.Fun)) == "Done" && len(call.Args) == 0 && told == nil {
			told = c
		} else {
			return false
		}
	}
	if g == nil || !f.isOuter || f.loops > 0 || f.depth > 0 || f.isMaybe || len(g.leave) > 0 {
		return false
	}
	g.src = append(append(append(g.src, s.Pos()), r.listening(s)...), r.sitesIn(answer.Comm)...)
	for _, c := range []*ast.CommClause{told, late} {
		if c == nil || !r.leavesAt(c, g) {
			if c != nil {
				g.src = append(g.src, r.sitesIn(c)...)
			}
			continue
		}
		g.src = append(append(g.src, c.Pos()), r.sitesIn(c.Comm)...)
		for _, one := range c.Body {
			g.src = append(g.src, r.sitesIn(one)...)
		}
		if c == told {
			g.leavesTold = true
		} else {
			g.leavesAfter, g.leaveGuess = after.d, after.note
			g.src = append(g.src, after.src...)
		}
		f.leavesWith(g, c, c == told)
	}
	from := answer.Comm
	var unary ast.Expr
	ast.Inspect(from, func(n ast.Node) bool {
		if e, ok := n.(*ast.UnaryExpr); ok && e.Op == token.ARROW {
			unary = e
		}
		return true
	})
	f.awaits(g, unary)
	f.inRound(func() { f.list(answer.Body) })
	if f.waited == g && endsInReturn(&ast.BlockStmt{List: answer.Body}) {
		// It is returned.
		g.isUnchecked, f.waited = false, nil
	}
	return true
}

// leavesAt says whether code behind the end of a context returns without waiting for a group.
func (r *reader) leavesAt(c *ast.CommClause, g *group) bool {
	leaves, waits := false, false
	for _, statement := range c.Body {
		ast.Inspect(statement, func(n ast.Node) bool {
			if n != nil {
				_, isReturn := n.(*ast.ReturnStmt)
				leaves = leaves || isReturn && !waits && !r.waitsIn(n, g)
				waits = waits || r.isWait(n, g)
			}
			return true
		})
	}
	return leaves
}

// waitsIn says whether code waits for a group.
func (r *reader) waitsIn(n ast.Node, g *group) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		found = found || n != nil && r.isWait(n, g)
		return !found
	})
	return found
}

// isWait says whether a piece of code is a group's Wait, or takes what another's has sent.
func (r *reader) isWait(n ast.Node, g *group) bool {
	switch n := n.(type) {
	case *ast.UnaryExpr:
		return n.Op == token.ARROW && r.waitedAt(n.X) == g
	case *ast.CallExpr:
		selector, ok := n.Fun.(*ast.SelectorExpr)
		return ok && selector.Sel.Name == "Wait" && r.groupAt(selector.X) == g
	}
	return false
}

// leavesWith is the error with which a caller leaves.
func (f *frame) leavesWith(g *group, c *ast.CommClause, isTold bool) {
	back, ok := lastIn(&ast.BlockStmt{List: c.Body}).(*ast.ReturnStmt)
	if !ok || len(back.Results) == 0 {
		return
	}
	value := back.Results[len(back.Results)-1]
	switch v := f.r.verdictOf(value); {
	case v.kind == another && (g.leaveError == "" || g.leaveError == v.text):
		g.leaveError = v.text
	case v.kind == another:
		g.note(f.r.where(c) + ": the caller leaves with another error here, " + quoted(short(v.text, 60)) + ".")
	case v.kind == noError && isTold:
		g.note(f.r.where(c) + ": the caller leaves without an error here; in the skeleton it returns the cause.")
	case v.kind != noError && !isTold && v.text == "":
		g.note(f.r.where(c) + ": the caller leaves with an error whose text isn't here.")
	}
}
