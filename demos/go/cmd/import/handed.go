package main

import (
	"go/ast"
	"strings"
)

// callback is code that is handed to code of another file: mostly that calls it.
func (f *frame) callback(call *ast.CallExpr) bool {
	called := last(name(call.Fun))
	if strings.HasPrefix(called, "Handle") || strings.HasPrefix(called, "On") || strings.HasPrefix(called, "Sort") ||
		strings.HasPrefix(called, "With") {
		return false
	}
	return f.walksHanded(call)
}

// walksHanded walks through code that a call hands on, as if it was called.
func (f *frame) walksHanded(call *ast.CallExpr) bool {
	r := f.r
	before, open := len(*f.steps), f.open
	for _, argument := range call.Args {
		for _, code := range r.handed(argument) {
			if len(r.stack) > deepest || r.isWalked(code.body) {
				continue
			}
			r.parameters(code.kind, nil, f.base)
			for _, other := range call.Args {
				// Run(ctx, func(ctx context.Context) …)
				if c := r.context(other); c != nil {
					r.parameters(code.kind, nil, c)
					break
				}
			}
			f.enter(code.body)
			over, called := f.isOver, f.isCalled
			f.isCalled = true
			f.body(code.body)
			f.isOver, f.isCalled = over, called
			r.stack = r.stack[:len(r.stack)-1]
		}
	}
	for i := before; i < len(*f.steps); i++ {
		if one := &(*f.steps)[i]; (one.kind == send || one.kind == receive) && one.n == 1 && !one.hasElse {
			one.n, one.nGuess = guessCount, r.where(call)+": called for each of many: how many?"
		}
	}
	return len(*f.steps) > before || f.open != open
}

type code struct {
	kind *ast.FuncType
	body *ast.BlockStmt
}

// handed is the code that an argument hands on: a function, or those in a list of fields where something in it waits, starts
// or joins.
func (r *reader) handed(argument ast.Expr) []code {
	if address, ok := argument.(*ast.UnaryExpr); ok {
		argument = address.X
	}
	switch e := argument.(type) {
	case *ast.FuncLit:
		return []code{{e.Type, e.Body}}
	case *ast.Ident, *ast.SelectorExpr:
		if kind, body, _ := r.function(e); body != nil {
			if r.reachesSites(body, 0) {
				return []code{{kind, body}}
			}
			return nil
		}
		if name, ok := e.(*ast.Ident); ok && name.Obj != nil {
			if made, ok := name.Obj.Decl.(*ast.AssignStmt); ok && len(made.Lhs) == len(made.Rhs) {
				if i := index(made.Lhs, name.Name); i >= 0 {
					if literal := composite(made.Rhs[i]); literal != nil {
						return r.handed(literal)
					}
				}
			}
		}
	case *ast.CompositeLit:
		var all []code
		for _, element := range e.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				element = pair.Value
			}
			if literal := composite(element); literal != nil {
				all = append(all, r.handed(literal)...)
			} else if kind, body, _ := r.function(element); body != nil && r.reachesSites(body, 0) {
				all = append(all, code{kind, body})
			}
		}
		return all
	}
	return nil
}

// composite is the literal of an expression with fields; nil where it is none.
func composite(e ast.Expr) *ast.CompositeLit {
	if address, ok := e.(*ast.UnaryExpr); ok {
		e = address.X
	}
	literal, _ := e.(*ast.CompositeLit)
	return literal
}

// reachesSites says whether a body, or what it calls in the files, has something that waits, starts or joins.
func (r *reader) reachesSites(body *ast.BlockStmt, depth int) bool {
	if len(r.sitesIn(body)) > 0 {
		return true
	}
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !found && depth < 3 {
			if _, called, _ := r.function(call.Fun); called != nil && called != body {
				found = r.reachesSites(called, depth+1)
			}
		}
		return !found
	})
	return found
}

// reachesGroups says whether a body, or what it calls in the files, makes a group or hands over a task.
func (r *reader) reachesGroups(body *ast.BlockStmt, depth int) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			found = true
		case *ast.SelectorExpr:
			found = found || r.isOf(n, "errgroup", "WithContext") || r.kindOf(n) != ""
		case *ast.CallExpr:
			if selector, ok := n.Fun.(*ast.SelectorExpr); ok && (selector.Sel.Name == "Go" || selector.Sel.Name == "TryGo") && len(n.Args) == 1 {
				found = true
			}
			if _, called, _ := r.function(n.Fun); called != nil && called != body && !found && depth < 4 {
				found = r.reachesGroups(called, depth+1)
			}
		}
		return !found
	})
	return found
}

// isWalked says whether the walk is inside of a body.
func (r *reader) isWalked(body *ast.BlockStmt) bool {
	for _, above := range r.stack {
		if above == ast.Node(body) {
			return true
		}
	}
	return false
}
