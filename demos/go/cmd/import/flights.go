package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// flight is a call that tasks share: singleflight's Do.
func (f *frame) flight(call *ast.CallExpr, selector *ast.SelectorExpr) bool {
	if selector.Sel.Name != "Do" {
		return false
	}
	one, ok := f.shared(call)
	switch {
	case !ok:
	case one.kind == loads:
		f.add(one)
	default:
		for _, inner := range one.inner {
			f.add(inner)
		}
	}
	return ok
}

// shared is the step of a call that tasks share. One that can't be shared here has another kind.
func (f *frame) shared(call *ast.CallExpr) (one step, ok bool) {
	r := f.r
	if f.open != nil || !r.isFlight(call) {
		return step{}, false
	}
	kind, body, _ := r.function(call.Args[1])
	if body == nil || r.isWalked(body) || len(r.stack) > deepest {
		return step{}, false
	}
	one = step{kind: loads, text: short(r.words(call.Args[0]), 60), isBlocking: true, src: []token.Pos{call.Pos()}}
	if one.text == "" {
		one.text = kebab(last(name(call.Args[0])))
		if one.text == "" {
			one.text = "key"
		}
		one.isGuess, one.note = true, r.where(call)+": here all share one key; in the code each has its own?"
	}
	one.inner = f.inside(func(sub *frame) {
		r.parameters(kind, nil, f.base)
		f.enter(body)
		sub.isCalled = true
		sub.body(body)
		r.stack = r.stack[:len(r.stack)-1]
	})
	if !areForRounds(one.inner) {
		one.kind = nested
		return one, true
	}
	takesTime := false
	for _, inner := range one.inner {
		takesTime = takesTime || inner.takesTime()
	}
	if !takesTime {
		one.inner = append([]step{{kind: busy, d: guess, isGuess: true, note: r.where(call) + ": the shared call: how long?"}}, one.inner...)
	}
	return one, true
}

// flies remembers a channel through which the result of a shared call comes: flight.DoChan.
func (f *frame) flies(left, right ast.Expr) bool {
	variable, ok := left.(*ast.Ident)
	if one, isShared := f.flown(right); ok && isShared && variable.Obj != nil {
		f.r.flown[variable.Obj] = one
		return true
	}
	return false
}

// flown is the step of a call of DoChan.
func (f *frame) flown(e ast.Expr) (step, bool) {
	call, ok := e.(*ast.CallExpr)
	selector, ok := callee(call, ok)
	if !ok || selector.Sel.Name != "DoChan" {
		return step{}, false
	}
	one, ok := f.shared(call)
	return one, ok && one.kind == loads
}

// answered is the shared call whose result comes through a channel; false for other channels.
func (f *frame) answered(from ast.Expr) (step, bool) {
	if variable, ok := from.(*ast.Ident); ok && variable.Obj != nil {
		if one, isKnown := f.r.flown[variable.Obj]; isKnown {
			return one, true
		}
		return step{}, false
	}
	return f.flown(from)
}

// serves is a loop over what a call of other code gives until its context is done: client.Watch(ctx).
func (f *frame) serves(s *ast.RangeStmt) bool {
	call, ok := s.X.(*ast.CallExpr)
	if variable, isName := s.X.(*ast.Ident); isName && variable.Obj != nil {
		if made, isMade := variable.Obj.Decl.(*ast.AssignStmt); isMade && len(made.Rhs) == 1 {
			call, ok = made.Rhs[0].(*ast.CallExpr)
		}
	}
	if !ok || f.isOuter || f.open != nil || len(call.Args) == 0 || !isWatch(last(called(call))) {
		return false
	}
	c := f.r.context(call.Args[0])
	if _, body, _ := f.r.function(call.Fun); c == nil || body != nil || f.r.reachesGroups(s.Body, 0) || len(f.r.sitesIn(s.Body)) > 0 || !f.uses(c) {
		return false
	}
	if n := len(*f.steps); n > 0 && (*f.steps)[n-1].isCall && (*f.steps)[n-1].kind == work {
		// The call itself.
		f.replace(n-1, n)
	}
	f.add(step{kind: until, text: "told", isGuess: true, src: []token.Pos{call.Pos(), s.Pos()},
		note: f.r.where(s) + ": what comes through " + short(called(call), 40) + " ends with its context, as far as is known."})
	f.isTold = !f.isOuter
	f.maybe(func() { f.list(s.Body.List) })
	return true
}

// isWatch says whether a call gives something until its context is done.
func isWatch(called string) bool {
	for _, word := range []string{"Watch", "Subscribe", "Listen", "Notify", "Tail", "Follow"} {
		if strings.HasPrefix(called, word) || strings.HasPrefix(called, strings.ToLower(word)) {
			return true
		}
	}
	return false
}

// isFlight says whether Do or DoChan is called of a singleflight.Group. One that is declared elsewhere is known by the code that it gets,
// which returns a value and an error, in a file that imports the package.
func (r *reader) isFlight(call *ast.CallExpr) bool {
	selector, ok := callee(call, true)
	if !ok || len(call.Args) != 2 || selector.Sel.Name != "Do" && selector.Sel.Name != "DoChan" {
		return false
	}
	if r.flightNames[last(name(selector.X))] {
		return true
	}
	isImported := false
	for _, whole := range r.importsAt(call.Pos()) {
		isImported = isImported || strings.HasSuffix(whole, "x/sync/singleflight")
	}
	kind, _, _ := r.function(call.Args[1])
	return isImported && name(selector.X) != "" && kind != nil && kind.Params.NumFields() == 0 && kind.Results.NumFields() == 2 &&
		name(kind.Results.List[len(kind.Results.List)-1].Type) == "error"
}
