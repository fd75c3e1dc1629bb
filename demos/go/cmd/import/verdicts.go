package main

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// checked walks through a branch over the error of a group's Wait. What becomes of the error is read later, by a follower.
func (f *frame) checked(g *group, cond ast.Expr, statements []ast.Stmt) {
	for _, statement := range statements {
		if branch, ok := statement.(*ast.IfStmt); ok {
			if f.sorted(g, branch); f.waited != g {
				return
			}
		}
		back, ok := statement.(*ast.ReturnStmt)
		if !ok {
			continue
		}
		g.isUnchecked, f.waited = false, nil
		if len(back.Results) == 0 {
			return
		}
		if f.r.verdictOf(back.Results[len(back.Results)-1]).kind == noError {
			f.drop(g)
		}
		return
	}
	for _, statement := range statements {
		if endsAll(statement) != nil {
			// log.Fatal: nothing comes after it.
			g.isUnchecked, f.waited = false, nil
			return
		}
	}
	// It is only said.
	f.drop(g)
	g.isDropped = g.isDropped || !f.returnsLater(cond, cond.Pos())
	if one := f.stepOf(g); one != nil && g.outside != nil && !g.isDropped {
		one.isIgnored, one.isTried = false, true
	}
}

// returnsLater says whether the function around a check gives back the error that it looks at, behind a place.
func (f *frame) returnsLater(cond ast.Expr, from token.Pos) bool {
	checked := map[*ast.Object]bool{}
	ast.Inspect(cond, func(n ast.Node) bool {
		if name, ok := n.(*ast.Ident); ok && name.Obj != nil {
			checked[name.Obj] = true
		}
		return true
	})
	found := f.isNamed
	for _, declaration := range f.r.declarations() {
		if declaration.Pos() > cond.Pos() || cond.Pos() >= declaration.End() {
			continue
		}
		ast.Inspect(declaration, func(n ast.Node) bool {
			if back, ok := n.(*ast.ReturnStmt); ok && back.Pos() > from {
				found = found || mentions(back, checked)
			}
			return true
		})
	}
	return found
}

// status is the one with which a call ends the process, and what that is a guess for.
func (r *reader) status(call *ast.CallExpr) (n int, guess string) {
	if last(name(call.Fun)) != "Exit" {
		return 1, ""
	}
	if n, ok := r.count(first(call)); ok && n < 256 {
		return n, ""
	}
	return 1, r.where(call) + ": the status that os.Exit gets: which?"
}

// exitOf is how a caller ends the process, as in on-error, and what that is a guess for: log.Fatal(err), log.Fatalf("serve: %v", err),
// os.Exit(2).
func (r *reader) exitOf(call *ast.CallExpr) (text, guess string) {
	if last(name(call.Fun)) == "Exit" {
		n, guess := r.status(call)
		if guess != "" {
			guess += " FILL IN, 1 stands here."
		}
		return "exit " + strconv.Itoa(n), guess
	}
	for _, verb := range []string{"%v", "%s", "%w", "%+v"} {
		if before, ok := strings.CutSuffix(strings.TrimSpace(r.words(first(call))), verb); ok {
			if before = strings.TrimRight(strings.TrimSpace(before), ":"); before != "" && !strings.Contains(before, "%") {
				return "exit " + short(before, 80), ""
			}
		}
	}
	return "exit", ""
}

// sorted reads if errors.Is(err, …) { return nil }, or one that returns the context's cause.
func (f *frame) sorted(g *group, branch *ast.IfStmt) bool {
	texts := f.r.areErrors(branch.Cond)
	if of := f.r.lookedAt(branch.Cond, token.NEQ); of != nil {
		if isDone(g, of) {
			// Behind Wait that context is always done.
			g.src = append(g.src, f.r.sitesIn(branch.Cond)...)
			f.fault(branch, "the group's context is always done here, since Wait has returned.")
			f.checked(g, branch.Cond, branch.Body.List)
			return f.waited != g
		}
		texts, _ = f.r.callersEnd(g, branch, of)
	}
	if len(texts) == 0 || branch.Else != nil || len(branch.Body.List) == 0 {
		return false
	}
	back, ok := branch.Body.List[len(branch.Body.List)-1].(*ast.ReturnStmt)
	if !ok || len(back.Results) == 0 {
		return false
	}
	value := back.Results[len(back.Results)-1]
	kind := f.r.verdictOf(value).kind
	return kind == noError || kind == asCause
}

// lookedAt is the context of ctx.Err() != nil, or of == nil: a part that has to be true. It is nil where none is looked at.
func (r *reader) lookedAt(e ast.Expr, op token.Token) *ctx {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.lookedAt(e.X, op)
	case *ast.BinaryExpr:
		if e.Op == token.LAND {
			if c := r.lookedAt(e.X, op); c != nil {
				return c
			}
			return r.lookedAt(e.Y, op)
		}
		if r.looksAtErr(e, op) {
			return r.context(e.X.(*ast.CallExpr).Fun.(*ast.SelectorExpr).X)
		}
	}
	return nil
}

// errorsIn are the errors that a condition looks at.
func (r *reader) errorsIn(cond ast.Expr) (all []ast.Expr) {
	ast.Inspect(cond, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && r.isError(e) {
			all = append(all, e)
		}
		return true
	})
	return all
}

// isDone says whether a context is done once a group's Wait has returned.
func isDone(g *group, c *ctx) bool {
	for ; c != nil; c = c.parent {
		if c.kind == ofGroup && c.group == g {
			return true
		}
	}
	return false
}

// callersEnd are the errors that stand for the end of the caller's context, and a comment that says so.
func (r *reader) callersEnd(g *group, at ast.Node, of *ctx) (texts []string, guess string) {
	texts = []string{ofContext}
	if g.timeout > 0 || of.kind == timed {
		texts = append(texts, sentinels["context.DeadlineExceeded"])
	}
	return texts, r.where(at) + ": the code asks whether the caller's context is done; here the error's text says so."
}

// excepted are the errors of err != nil && !errors.Is(err, …), in any order.
func (r *reader) excepted(e ast.Expr) []string {
	switch e := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND:
			return append(r.excepted(e.X), r.excepted(e.Y)...)
		case token.NEQ:
			return r.areErrors(&ast.BinaryExpr{X: e.X, Op: token.EQL, Y: e.Y})
		}
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return r.areErrors(e.X)
		}
	}
	return nil
}

// isNever is a branch that isn't taken since Wait has returned, so that the group's context is done: if err != nil && ctx.Err() == nil.
func (f *frame) isNever(s *ast.IfStmt) bool {
	g, of := f.asked(s.Cond), f.r.lookedAt(s.Cond, token.EQL)
	if g == nil || of == nil || !isDone(g, of) {
		return false
	}
	g.src = append(g.src, f.r.sitesIn(s.Cond)...)
	f.fault(s, "the group's context is always done here, since Wait has returned: what is in this branch is never done.")
	if g.isUnchecked && len(f.r.errorsIn(s.Cond)) > 0 && !f.returnsLater(s.Cond, s.End()) {
		f.drop(g)
		g.isDropped = true
	}
	if s.Else != nil {
		f.statement(s.Else)
	}
	return true
}

const doneWell = ": done only where Wait returned no error; here it is done after any."

// waitedWell is if err := g.Wait(); err == nil { … }: where nothing returns the error, the code goes on whatever it is.
func (f *frame) waitedWell(g *group, s *ast.IfStmt) {
	before := f.waited
	if leavesIn(s.Body) || f.returnsLater(s.Cond, s.End()) {
		g.isUnchecked = false
		f.list(s.Body.List)
		g.isUnchecked, f.waited = true, before
		return
	}
	f.drop(g)
	g.isDropped = true
	from := len(*f.steps)
	f.list(s.Body.List)
	switch {
	case len(*f.steps) <= from:
	case !f.isOuter:
		f.task.note(f.r.where(s) + doneWell)
	default:
		for i := from; i < len(*f.steps); i++ {
			(*f.steps)[i].wellAt = f.r.where(s)
		}
	}
	if s.Else != nil {
		f.maybe(func() { f.statement(s.Else) })
	}
}

// onlyWell is if s, err := load(ctx); err == nil { … }, whose steps begin at a place: where nothing returns the error, the task goes on
// behind the branch.
func (f *frame) onlyWell(s *ast.IfStmt, body int) bool {
	if !f.r.isWellCheck(s.Cond) || s.Else != nil || leavesIn(s.Body) || f.open != nil || f.r.takesFirst || f.byHand != nil && f.isOuter {
		return false
	}
	from, to := f.spanOf(s.Cond)
	of := f.r.errorsIn(s.Cond)
	if from == to || to != body || !mayFail((*f.steps)[from:to]) || len(of) == 0 || f.isReturned(of[0]) {
		return false
	}
	if !canTry((*f.steps)[from:]) {
		f.fault(s, "done only where there is no error.")
		f.try(outcome{kind: goesOn}, from, to, s)
		return true
	}
	f.try(outcome{kind: goesOn}, from, len(*f.steps), s)
	return true
}

// goesOnBehind is a branch over an error in the code around groups behind which that goes on.
func (f *frame) goesOnBehind(s *ast.IfStmt) {
	if !f.isOuter || f.open != nil || f.byHand != nil || f.r.takesFirst {
		return
	}
	from, to := f.spanOf(s.Cond)
	of := f.r.errorsIn(s.Cond)
	if from == to || !mayFail((*f.steps)[from:to]) || !canTry((*f.steps)[from:to]) || len(of) == 0 || f.isReturned(of[0]) {
		return
	}
	out := f.outcomeOf(s)
	isExit := out.kind == leavesRun && isFatal(endsAll(lastIn(s.Body)))
	if isExit {
		f.task.src = append(f.task.src, f.r.sitesIn(s.Body)...)
	}
	if out.kind == goesOn || isExit {
		f.try(out, from, to, s)
	}
}
