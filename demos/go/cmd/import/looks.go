package main

import (
	"go/ast"
	"strings"
)

const mayLook = ": may look at its context: how long?"

// looksWithin is a call of code that isn't here, which gets a context in a part of what it is called with: work, as far as is known.
func (f *frame) looksWithin(call *ast.CallExpr) bool {
	parts := append([]ast.Expr{}, call.Args...)
	switch fun := call.Fun.(type) {
	case *ast.SelectorExpr:
		parts = append(parts, fun.X)
	case *ast.CallExpr:
		parts = append(parts, fun)
	}
	for _, part := range parts {
		c := f.r.within(part, 0)
		if c == nil || c.isRoot {
			continue
		}
		kind, said := work, mayLook
		if !f.uses(c) {
			// Cut off from the group's.
			kind, said = busy, ": how long?"
		}
		f.add(step{kind: kind, d: guess, isGuess: true, isCall: true, note: f.r.where(call) + ": " + short(called(call), 60) + said})
		return true
	}
	return false
}

// within is a context that a part of an expression has: a field of a literal, code that uses it, the receiver of a method. Calls that get
// one themselves have a step of their own, but for those that only put it somewhere.
func (r *reader) within(e ast.Expr, depth int) *ctx {
	if depth > deepest {
		return nil
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.within(e.X, depth+1)
	case *ast.UnaryExpr:
		return r.within(e.X, depth+1)
	case *ast.StarExpr:
		return r.within(e.X, depth+1)
	case *ast.SelectorExpr:
		return r.within(e.X, depth+1)
	case *ast.IndexExpr:
		return r.within(e.X, depth+1)
	case *ast.CompositeLit:
		for _, element := range e.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				element = pair.Value
			}
			if c := r.context(element); c != nil {
				return c
			}
			if c := r.within(element, depth+1); c != nil {
				return c
			}
		}
	case *ast.FuncLit:
		return r.usedIn(e.Body)
	case *ast.Ident:
		if e.Obj == nil {
			return nil
		}
		if bound := r.bound[e.Obj]; bound != nil && bound != ast.Expr(e) {
			return r.within(bound, depth+1)
		}
		made, ok := e.Obj.Decl.(*ast.AssignStmt)
		if !ok || len(made.Lhs) != len(made.Rhs) {
			return nil
		}
		i := index(made.Lhs, e.Name)
		if i < 0 {
			return nil
		}
		switch value := made.Rhs[i].(type) {
		case *ast.CompositeLit, *ast.UnaryExpr, *ast.FuncLit:
			return r.within(value, depth+1)
		}
	case *ast.CallExpr:
		if puts := last(called(e)); isSetting(puts) || puts == "Context" || puts == "Ctx" || puts == "" {
			for _, argument := range e.Args {
				if c := r.context(argument); c != nil {
					return c
				}
			}
		}
		if inner, ok := e.Fun.(*ast.SelectorExpr); ok {
			return r.within(inner.X, depth+1)
		}
	}
	return nil
}

// usedIn is a context that code mentions, apart from what it says, and values that it looks up; nil where it mentions none that anything ends.
func (r *reader) usedIn(body ast.Node) *ctx {
	c, _ := r.useIn(body)
	return c
}

// useIn is also the place.
func (r *reader) useIn(body ast.Node) (c *ctx, at ast.Node) {
	ast.Inspect(body, func(n ast.Node) bool {
		if c != nil {
			return false
		}
		switch n := n.(type) {
		case *ast.CallExpr:
			whole := called(n)
			if isLogging(strings.ToLower(owner(whole)), strings.TrimSuffix(last(whole), "Context")) || r.isPackageCall(n, "context") {
				return false
			}
			if selector, ok := n.Fun.(*ast.SelectorExpr); ok && r.context(selector.X) != nil && selector.Sel.Name != "Done" && selector.Sel.Name != "Err" {
				return false
			}
		case *ast.Ident:
			if found := r.ctxs[n.Obj]; n.Obj != nil && found != nil && !found.isRoot {
				c, at = found, n
			} else if n.Obj != nil && r.holders[n.Obj] != nil {
				c, at = r.holders[n.Obj], n
			}
		case *ast.SelectorExpr:
			if found := r.ctxFields[n.Sel.Name]; found != nil && !found.isRoot {
				c, at = found, n
			}
		}
		return true
	})
	return c, at
}

func (r *reader) isPackageCall(call *ast.CallExpr, pkg string) bool {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	return ok && r.isPackage(selector.X, pkg)
}

// holdsContext remembers that a variable gets something that was made with a context.
func (f *frame) holdsContext(left []ast.Expr, right ast.Expr) {
	if len(left) == 0 {
		return
	}
	variable, ok := left[0].(*ast.Ident)
	if !ok || variable.Obj == nil || f.r.isError(variable) {
		return
	}
	c := f.r.within(right, 0)
	if call, isCall := right.(*ast.CallExpr); isCall && c == nil {
		for _, argument := range call.Args {
			if c = f.r.context(argument); c != nil {
				break
			}
		}
	}
	if c != nil && !c.isRoot {
		f.r.holders[variable.Obj] = c
	}
}

// looksSomewhere notes where a task's code has a context, of which no step says anything.
func (f *frame) looksSomewhere(body ast.Node) {
	c, at := f.r.useIn(body)
	if c == nil || f.task.mayLook != "" {
		return
	}
	for _, one := range f.task.steps {
		if one.takesTime() {
			return
		}
	}
	if f.uses(c) {
		f.task.mayLook = f.r.where(at)
	}
	f.using, f.isDetached = nil, false
}

// learnActs remembers calls whose value is an error that the code treats, or nothing: they do something, whatever they are called.
func (r *reader) learnActs() {
	r.acts = map[*ast.CallExpr]bool{}
	act := func(e ast.Expr) {
		if call, ok := e.(*ast.CallExpr); ok {
			r.acts[call] = true
		}
	}
	var look func(n ast.Node, kind *ast.FuncType)
	look = func(n ast.Node, kind *ast.FuncType) {
		ast.Inspect(n, func(inner ast.Node) bool {
			switch s := inner.(type) {
			case *ast.FuncLit:
				look(s.Body, s.Type)
				return false
			case *ast.ExprStmt:
				act(s.X)
			case *ast.AssignStmt:
				if r.isError(s.Lhs[len(s.Lhs)-1]) {
					act(s.Rhs[len(s.Rhs)-1])
				}
			case *ast.ReturnStmt:
				if results := kind.Results; len(s.Results) > 0 && results != nil && len(results.List) > 0 && name(results.List[len(results.List)-1].Type) == "error" {
					act(s.Results[len(s.Results)-1])
				}
			}
			return true
		})
	}
	for _, declaration := range r.declarations() {
		if decl, ok := declaration.(*ast.FuncDecl); ok && decl.Body != nil {
			look(decl.Body, decl.Type)
		}
	}
}
