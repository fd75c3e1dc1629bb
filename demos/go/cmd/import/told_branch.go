package main

import (
	"go/ast"
	"slices"
	"strings"
)

// toldDoes reads the branch of a select that is taken where the context is done, and does what others wait for, before it returns: it ends a
// server, or sends, receives or closes. The step that waits becomes a try, with that branch in its else. False where there is no such branch.
func (f *frame) toldDoes(out outcome, from int, statements []ast.Stmt, at ast.Node) bool {
	if f.isOuter || f.isCalled || f.open != nil || out.kind != ends && out.kind != endsWell || out.isExcepted || out.mayBe != nil || out.isKept ||
		from >= len(*f.steps) || !(*f.steps)[from].listens() || !canTry((*f.steps)[from:from+1]) || !f.r.actsIn(out.body) {
		return false
	}
	last, ok := f.endingOf(out, statements)
	if !ok {
		return false
	}
	src, notes := f.task.src, f.task.notes
	f.task.src = slices.Clone(src)
	// The other branch may have returned.
	over := f.isOver
	f.isOver = false
	otherwise := f.elseOf(out.body)
	f.isOver = over
	if !slices.ContainsFunc(otherwise, func(one step) bool { return one.isShared() || one.kind == signal }) {
		f.task.src, f.task.notes = src, notes
		return false
	}
	inner := (*f.steps)[from]
	inner.told = ""
	f.task.src = append(append(f.task.src, at.Pos()), out.src...)
	f.replace(from, from+1, step{kind: tries, inner: []step{inner}, otherwise: append(otherwise, last), toldAt: f.r.where(at), isToldFor: true})
	return true
}

// endingOf is how a branch ends: as the task returns nil, or fails with a text. An error of what the branch does counts as none.
func (f *frame) endingOf(out outcome, statements []ast.Stmt) (step, bool) {
	end, ok := lastIn(&ast.BlockStmt{List: statements}).(*ast.ReturnStmt)
	if !ok || out.told == "cause" {
		return step{}, false
	}
	isContext := false
	for _, value := range end.Results {
		ast.Inspect(value, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			selector, isMethod := callee(call, ok)
			isContext = isContext || isMethod && selector.Sel.Name == "Err" && f.r.isContext(selector.X)
			return true
		})
	}
	text, isFail := strings.CutPrefix(out.told, "fail ")
	wrap, isWrap := strings.CutPrefix(out.told, "wrap ")
	switch {
	case isFail:
		return stepOf(fail, text), true
	case isContext && isWrap:
		return stepOf(fail, failAround(wrap, ofContext)), true
	case isContext:
		return stepOf(fail, ofContext), true
	}
	return stepOf(back, ""), true
}

// actsIn says whether code does anything that others wait for, or calls code of the files that may.
func (r *reader) actsIn(statements []ast.Stmt) bool {
	found := false
	for _, statement := range statements {
		found = found || len(r.sitesIn(statement)) > 0
		ast.Inspect(statement, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && !found {
				if _, body, _ := r.function(call.Fun); body != nil {
					found = r.reachesSites(body, 0)
				}
			}
			return !found
		})
	}
	return found
}

// givesWhenTold says whether a task of a group gives others what they wait for where its context ends.
func (g *group) givesWhenTold() bool {
	found := false
	g.each(func(_ *task, steps []step) []step {
		found = found || slices.ContainsFunc(steps, func(one step) bool { return one.isToldFor })
		return steps
	})
	return found
}
