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
