package main

import (
	"go/ast"
	"strings"
)

// carry remembers that a variable holds a request or a command that was made with a context, which does nothing yet.
func (f *frame) carry(left, right ast.Expr) bool {
	r := f.r
	variable, isName := left.(*ast.Ident)
	call, isCall := right.(*ast.CallExpr)
	if !isName || !isCall || variable.Obj == nil || len(r.stack) == 0 {
		return false
	}
	c := r.carriedBy(call)
	if c == nil || !r.isPassedOn(r.stack[len(r.stack)-1], variable.Obj) {
		return false
	}
	for _, argument := range call.Args {
		if inner, ok := argument.(*ast.CallExpr); ok && r.context(argument) == nil {
			f.expression(inner)
		}
	}
	r.carriers[variable.Obj] = c
	return true
}

// carriedBy is the context that a call puts into what it makes: http.NewRequestWithContext, exec.CommandContext, req.WithContext.
func (r *reader) carriedBy(call *ast.CallExpr) *ctx {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	switch {
	case r.isOf(selector, "http", "NewRequestWithContext") || r.isOf(selector, "exec", "CommandContext"):
	case selector.Sel.Name == "WithContext" && len(call.Args) == 1 && root(selector.X) != nil:
	default:
		return nil
	}
	return r.context(call.Args[0])
}

// carried is the context of a request or a command; nil of other things.
func (r *reader) carried(e ast.Expr) *ctx {
	switch e := r.resolved(e).(type) {
	case *ast.Ident:
		if e.Obj != nil {
			return r.carriers[e.Obj]
		}
	case *ast.CallExpr:
		return r.carriedBy(e)
	}
	return nil
}

// sends says whether a call does what the request says that it gets, or a command is run by its own method.
func (r *reader) sends(call *ast.CallExpr, is func(ast.Expr) bool) bool {
	called := last(name(call.Fun))
	selector, isMethod := call.Fun.(*ast.SelectorExpr)
	switch called {
	case "Run", "Output", "CombinedOutput", "Wait":
		return isMethod && is(selector.X)
	}
	lower := strings.ToLower(called)
	isSending := lower == "do" || strings.HasPrefix(called, "do") || strings.HasPrefix(called, "Do")
	for _, word := range []string{"send", "fetch", "exec", "perform", "roundtrip", "call"} {
		isSending = isSending || strings.Contains(lower, word)
	}
	for _, argument := range call.Args {
		if isSending && is(argument) {
			return true
		}
	}
	return false
}

// isPassedOn says whether code does what a request or a command says.
func (r *reader) isPassedOn(body ast.Node, variable *ast.Object) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			found = found || r.sends(call, func(e ast.Expr) bool { return mentions(e, map[*ast.Object]bool{variable: true}) })
		}
		return !found
	})
	return found
}

// sentWith is the context of the request that a call sends; nil where it sends none.
func (r *reader) sentWith(call *ast.CallExpr) *ctx {
	var c *ctx
	r.sends(call, func(e ast.Expr) bool {
		c = r.carried(e)
		return c != nil
	})
	return c
}

// requests says whether a call sends a request that was made of a context, or that Go's own package makes itself: http.Get.
func (r *reader) requests(call *ast.CallExpr) string {
	if selector, ok := call.Fun.(*ast.SelectorExpr); ok && r.isPackage(selector.X, "http") {
		switch selector.Sel.Name {
		case "Get", "Head", "Post", "PostForm":
			return selector.Sel.Name
		}
	}
	if lower := strings.ToLower(last(name(call.Fun))); len(call.Args) == 1 && (lower == "do" || lower == "roundtrip") {
		if argument := strings.ToLower(last(name(call.Args[0]))); strings.HasPrefix(argument, "req") {
			return "request"
		}
		if r.carried(call.Args[0]) != nil {
			return "request"
		}
	}
	return ""
}
