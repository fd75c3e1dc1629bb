package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// special is a call that a scenario has a word for, though its code isn't here: what serves, and what ends that.
func (f *frame) special(call *ast.CallExpr) bool {
	r := f.r
	place := r.where(call) + ": "
	whole := name(call.Fun)
	called := last(whole)
	owner := last(strings.TrimSuffix(strings.TrimSuffix(whole, called), "."))
	if selector, ok := call.Fun.(*ast.SelectorExpr); ok {
		if held, ok := selector.X.(*ast.Ident); ok && held.Obj != nil && r.otherNames[held.Obj] != "" {
			owner = r.otherNames[held.Obj]
		}
	}
	switch {
	case called == "ListenAndServe" || called == "ListenAndServeTLS" || called == "Serve" || called == "ServeTLS":
		switch {
		case r.servers[owner] && len(r.servers) == 1:
			f.deafWaits++
			f.add(step{kind: until, text: "shutdown", serves: !r.stopped[owner], src: []token.Pos{call.Pos()}})
		case r.servers[owner]:
			f.deafWaits++
			f.add(step{kind: until, text: kebab(owner) + "-shutdown", serves: !r.stopped[owner], src: []token.Pos{call.Pos()}})
		default:
			f.add(step{kind: until, text: "told", isGuess: true, note: place + short(whole, 60) +
				" serves, and nothing here ends it with Shutdown: what does?"})
			f.isTold = true
			return true
		}
		if f.isTail && !r.stopped[owner] {
			text := "http: Server closed"
			f.add(step{kind: fail, text: text, note: place})
		}
		return true
	case (called == "Run" || called == "Start" || called == "Listen") && r.servers[owner]:
		text := "shutdown"
		if len(r.servers) > 1 {
			text = kebab(owner) + "-shutdown"
		}
		f.deafWaits++
		f.add(step{kind: until, text: text, src: r.sitesIn(call)})
		return true
	case (called == "Close" || called == "Stop") && r.closedServers[owner]:
		text := "shutdown"
		if len(r.servers) > 1 {
			text = kebab(owner) + "-shutdown"
		}
		f.add(step{kind: signal, text: text, src: []token.Pos{call.Pos()}})
		return true
	case isShutdown(called) && owner != "":
		text := "shutdown"
		if len(r.servers) > 1 {
			text = kebab(owner) + "-shutdown"
		}
		src := []token.Pos{call.Pos()}
		if c := r.context(first(call)); c != nil && c.kind == timed {
			src = append(src, c.src...)
		}
		f.add(step{kind: signal, text: text, src: src})
		f.add(step{src: src, kind: busy, d: guess, isGuess: true, note: place + short(whole, 60) + " waits for the last requests: how long?"})
		return true
	case (called == "Retry" || called == "RetryNotify" || called == "Do" || called == "RetryWithData") &&
		(r.isLike(call.Fun, "backoff") || r.isLike(call.Fun, "retry")):
		if !f.callback(call) {
			f.unknown(call)
		}
		if f.depth > 0 || f.inRetry {
			f.note(place + short(whole, 60) + " tries again within a loop or another retry; its body stands here once.")
			return true
		}
		f.task.attempts, f.task.attemptsGuess = guessCount, place+short(whole, 60)+": how many attempts?"
		f.task.pause, f.task.pauseGuess = guess, place+short(whole, 60)+": how long between two?"
		return true
	}
	return false
}

func isShutdown(name string) bool { return name == "Shutdown" || name == "GracefulStop" }

// learnClosed finds servers that are ended by Close or Stop: those that serve somewhere.
func (r *reader) learnClosed() {
	serve := map[string]bool{}
	each := func(visit func(owner, called string)) {
		for _, file := range r.parsed {
			ast.Inspect(file, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if selector, ok := call.Fun.(*ast.SelectorExpr); ok && !r.isImported(selector.X) {
						visit(last(name(selector.X)), selector.Sel.Name)
					}
				}
				return true
			})
		}
	}
	each(func(owner, called string) {
		switch called {
		case "ListenAndServe", "ListenAndServeTLS", "Serve", "ServeTLS":
			serve[owner] = owner != ""
		}
	})
	each(func(owner, called string) {
		if serve[owner] && (called == "Close" || called == "Stop") && !r.servers[owner] {
			r.servers[owner], r.closedServers[owner] = true, true
			r.stopped[owner] = called == "Stop"
		}
	})
}

// learnServers finds servers that are made in one function, given back, and ended where that is called: srv := start(g).
func (r *reader) learnServers() {
	for _, file := range r.parsed {
		ast.Inspect(file, func(n ast.Node) bool {
			assign, ok := n.(*ast.AssignStmt)
			if !ok || len(assign.Rhs) != 1 || len(assign.Lhs) == 0 {
				return true
			}
			call, ok := assign.Rhs[0].(*ast.CallExpr)
			kept, isName := assign.Lhs[0].(*ast.Ident)
			if !ok || !isName || !r.servers[kept.Name] {
				return true
			}
			called, ok := call.Fun.(*ast.Ident)
			if !ok || r.funcs[called.Name] == nil {
				return true
			}
			ast.Inspect(r.funcs[called.Name].Body, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.FuncLit:
					return false
				case *ast.ReturnStmt:
					if len(n.Results) > 0 {
						if given, ok := n.Results[0].(*ast.Ident); ok && given.Obj != nil {
							r.otherNames[given.Obj] = kept.Name
						}
					}
				}
				return true
			})
			return true
		})
	}
}

// isLike says whether a package's path has a word in it.
func (r *reader) isLike(e ast.Expr, word string) bool {
	selector, ok := e.(*ast.SelectorExpr)
	if !ok || !r.isImported(selector.X) {
		return false
	}
	return strings.Contains(r.importsAt(selector.Pos())[selector.X.(*ast.Ident).Name], word)
}
