package main

import (
	"go/ast"
	"go/token"
	"slices"
	"time"
)

// waitsWithin says whether a group that is made now is waited for before one that is open: it is part of what the code around that does.
func (f *frame) waitsWithin(open *group, left ast.Expr, at ast.Node) bool {
	if open == nil || open.isWaited || len(open.tasks) == 0 && open.ctx.kind != ofGroup || open.key == "" || len(f.r.stack) == 0 || f.isMaybe || f.loops > 0 || f.count > 1 {
		return false
	}
	own, others := f.waitOf(key(left), at.Pos()), f.waitOf(open.key, at.Pos())
	return own != token.NoPos && others != token.NoPos && own < others
}

// waitOf is the first Wait behind a place for what a variable holds, in the code that is read.
func (f *frame) waitOf(held string, from token.Pos) token.Pos {
	found := token.NoPos
	ast.Inspect(f.r.stack[len(f.r.stack)-1], func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if selector, isMethod := callee(call, ok); isMethod && found == token.NoPos && call.Pos() > from && selector.Sel.Name == "Wait" && key(selector.X) == held {
			found = call.Pos()
		}
		_, isCode := n.(*ast.FuncLit)
		return !isCode
	})
	return found
}

func callee(call *ast.CallExpr, ok bool) (*ast.SelectorExpr, bool) {
	if !ok {
		return nil, false
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	return selector, ok
}

// within makes a group a step of the code around one that is open.
func (f *frame) within(open, g *group, parent *ctx) {
	f.besides(step{kind: nested, group: g, src: []token.Pos{g.pos}})
	g.outside = open
	isRoot := func(c *ctx) bool { return c != nil && c.isFromRoot() }
	around := open.ctx
	if around != nil && around.kind == ofGroup {
		around = around.parent
	}
	switch {
	case parent.isBelow(open.ctx):
	case isRoot(parent):
		g.detached = true
	case isRoot(around):
		open.detached = true
	case open.kind == "" && open.ctx != nil:
		g.note(g.at + ": here the end of the group around it ends this one, too, which it doesn't in the code.")
	}
}

// stepOf is the step that opens a group; nil where there is none.
func (f *frame) stepOf(g *group) *step {
	lists := [][]step{*f.steps}
	if g.outside != nil && g.outside.caller != nil {
		lists = append(lists, g.outside.caller.steps)
	}
	for _, steps := range lists {
		for i := range steps {
			if steps[i].kind == nested && steps[i].group == g {
				return &steps[i]
			}
		}
	}
	return nil
}

// holds keeps the variable that has the error of a group's Wait. Where the group is a step of the code around another, that goes on behind it.
func (f *frame) holds(g *group, left ast.Expr) {
	g.held = nil
	variable := root(left)
	if variable == nil {
		return
	}
	g.held = variable.Obj
	if one := f.stepOf(g); one != nil && g.outside != nil {
		one.isTried = true
		f.r.heldBy[variable.Obj] = g
	}
}

// heldBefore reads if err != nil { return err } over the error of a group that was a step of the code around another.
func (f *frame) heldBefore(s *ast.IfStmt) bool {
	for _, e := range f.r.errorsIn(s.Cond) {
		variable := root(e)
		if variable == nil || f.r.heldBy[variable.Obj] == nil || f.r.heldBy[variable.Obj] == f.waited {
			continue
		}
		g := f.r.heldBy[variable.Obj]
		back, ok := lastIn(s.Body).(*ast.ReturnStmt)
		if !ok || !f.r.isErrorCheck(s.Cond) || len(back.Results) == 0 {
			return false
		}
		g.okErrors = append(g.okErrors, f.r.excepted(s.Cond)...)
		switch v := f.r.verdictOf(back.Results[len(back.Results)-1]); v.kind {
		case wrapped:
			g.wrap = v.text
		case another:
			g.onError = "fail " + v.text
		case noError, asCause, asItCame:
		}
		if s.Else != nil {
			f.statement(s.Else)
		}
		return true
	}
	return false
}

// tellsAround is a cancel by the code around a group of the context that the group's is derived from: what looks at that is told, too.
func (g *group) tellsAround(c *ctx, at string) {
	isAll := true
	for _, t := range g.tasks {
		if t == g.caller {
			continue
		}
		if t.isParent && t.other.isBelow(c) {
			t.isParent = false
		} else {
			isAll = false
		}
	}
	switch {
	case isAll && g.kind == "":
		// No task looks at the group's own context.
		g.kind = "zero-errgroup"
	case g.kind == "":
		g.note(at + ": it also tells tasks that look at the context around the group's; here an error of another task does, too.")
	}
}

// otherwise says what the code around a group does where a group in it fails: the same as where it doesn't, and it returns the error later.
func (t *task) otherwise() {
	for i := range t.steps {
		one := &t.steps[i]
		if !one.isTried {
			continue
		}
		for _, next := range t.steps[i+1:] {
			switch next.kind {
			case cancel, busy, say, signal, closing:
				one.otherwise = append(one.otherwise, next)
			case work, nested, spawn, use, fail, crash, back, until, exit, send, receive, ranges, acquire, release, limits, loads, repeat, keep, tries:
			}
		}
		g := t.group
		if g.kind == "waitgroup" {
			// The error is what the caller returns.
			g.kind = "zero-errgroup"
			for _, other := range g.tasks {
				if other.isVoid && other.onCancel == "" {
					other.onCancel = "ok"
				}
			}
		}
		if g.kind == "" && !has(one.otherwise, cancel) {
			t.note(one.group.at + ": an error of this group ends the context of the group around it here, which it doesn't in the code.")
		}
		if len(one.otherwise) == 0 {
			one.isTried = false
			continue
		}
		one.otherwise = append(one.otherwise, step{kind: fail, text: "failed", isGuess: true, note: one.group.at + ": the error of this group, which is returned later: which?"})
	}
}

// ender is the group whose context something outside ends, where that of the outermost is cut off from it.
func (s *story) ender() *group {
	if g := s.group; g.detached && g.caller != nil {
		for _, one := range g.caller.steps {
			if one.kind == nested && one.group.outside == g && !one.group.detached {
				return one.group
			}
		}
	}
	return s.group
}

// answersOf are the channels that a goroutine sends on, or gets.
func (r *reader) answersOf(s *ast.GoStmt) []*ast.Object {
	var all []*ast.Object
	ast.Inspect(s.Call, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SendStmt:
			if channel := root(n.Chan); channel != nil {
				all = append(all, channel.Obj)
			}
		case *ast.CallExpr:
			for _, argument := range n.Args {
				if channel, ok := argument.(*ast.Ident); ok && channel.Obj != nil && r.channelType(channel) != nil {
					all = append(all, channel.Obj)
				}
			}
		}
		return true
	})
	return all
}

// leaves is a select between the answers of several goroutines of no group: the caller leaves with the first.
func (f *frame) leaves(s *ast.SelectStmt) {
	g := f.byHand
	if g == nil || !f.isOuter || f.isMaybe || f.loops > 0 || f.depth > 0 || len(g.leave) > 0 || g.kind == "first-success" {
		return
	}
	var first []*task
	told, after, guess := false, time.Duration(0), ""
	src := []token.Pos{s.Pos()}
	for _, clause := range s.Body.List {
		c := clause.(*ast.CommClause)
		from := received(c.Comm)
		if from == nil {
			return
		}
		if d, known, ok := f.timer(from); ok {
			after, src = d, append(src, f.r.timers(c.Comm)...)
			if !known {
				guess = f.r.where(c) + ": a timer, after which the caller leaves: when?"
			}
		}
		if call, ok := from.(*ast.CallExpr); ok && last(name(call.Fun)) == "Done" && len(call.Args) == 0 {
			told, src = true, append(src, call.Pos())
		}
		if channel := root(from); channel != nil && g.answers[channel.Obj] != nil {
			if t := g.answers[channel.Obj]; t.count == 1 && !slices.Contains(first, t) {
				first = append(first, t)
			}
			src = append(src, f.r.sitesIn(c.Comm)...)
		}
	}
	if len(first) < 2 {
		return
	}
	g.leave, g.leavesTold, g.kind = first, told, "zero-errgroup"
	g.leavesAfter, g.leaveGuess = after, guess
	g.src = append(g.src, src...)
	g.notes = []string{f.r.where(s) + ": goroutines of no group; the caller leaves with the first of these answers, and waits for no other. What it makes of the answer isn't read."}
}
