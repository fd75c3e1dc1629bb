package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// escapes is an error that a function puts into a variable of the code around it: what that makes of it.
func (f *follower) escapes(s *ast.AssignStmt) {
	f.isEscaped = true
	around := f.around
	variable := root(s.Lhs[len(s.Lhs)-1])
	for at := len(around) - 1; at >= 0 && variable != nil; at-- {
		kind, body := functionIn(around[at])
		if body == nil {
			continue
		}
		outer := &follower{r: f.r, g: f.g, fate: f.fate, body: body, kind: kind, names: f.names, own: f.own, from: f.from, depth: f.depth,
			around: around[:at]}
		f.of = around[at]
		for i := at; i < len(around); i++ {
			if _, isDefer := around[i].(*ast.DeferStmt); isDefer {
				if !outer.isResult(variable.Obj) {
					f.say(s, "is put into "+short(name(s.Lhs[len(s.Lhs)-1]), 40)+" in what is deferred")
					f.rest = "ok"
				}
				f.isEnded = true
				outer.deferred()
				return
			}
		}
		outer.stretches(outer.behind(around[at:]))
		outer.over()
		f.isEnded = true
		return
	}
	f.isEnded = true
	f.say(s, "is put into "+short(name(s.Lhs[len(s.Lhs)-1]), 40))
}

// sent is an error, with what is wrapped around it, that goes through a channel: what is made of it where that is received.
func (f *follower) sent(s *ast.SendStmt, wrap string) {
	f.isEnded = true
	channel := root(s.Chan)
	if channel == nil || f.depth >= deepestFate {
		f.say(s, "is sent to "+short(last(name(s.Chan)), 40))
		f.of = nil
		return
	}
	var from []ast.Expr
	for _, declaration := range f.r.declarations() {
		ast.Inspect(declaration, func(n ast.Node) bool {
			if unary, ok := n.(*ast.UnaryExpr); ok && unary.Op == token.ARROW {
				if at := root(unary.X); at != nil && at.Obj == channel.Obj {
					from = append(from, unary)
				}
			}
			return true
		})
	}
	if len(from) == 0 {
		f.say(s, "is sent to "+short(last(name(s.Chan)), 40))
		f.of = nil
		return
	}
	f.wrap = wrap
	f.then(f.r.fateOf(f.g, from[0], f.depth+1))
}

// over is the end of the function.
func (f *follower) over() {
	if !f.isEnded {
		f.isEnded, f.rest = true, f.bare()
		if f.left != nil && f.returnsError() {
			f.rest = ""
			f.say(f.left, "goes where a goto leads")
		}
	}
	if one := f.others; one != nil {
		switch {
		case f.rest == "ok":
			f.ok = append(f.ok, one.except...)
		case f.rest != one.rest || f.wrap != one.wrap:
			f.say(one.at, "is treated otherwise where it is "+quoted(short(strings.Join(one.except, " or "), 60)))
		}
		f.rest, f.wrap, f.others = one.rest, one.wrap, nil
	}
	f.mayReturn()
	f.deferred()
	if f.rest == "ok" {
		f.notes = append(f.notes, f.kept...)
	}
}

// mayReturn is the end of a function that may have returned before. Where only that gives the error back, it counts as returned.
func (f *follower) mayReturn() {
	isDropped := f.rest == "ok"
	for _, one := range f.ways {
		switch {
		case one.rest == f.rest && one.wrap == f.wrap:
		case one.rest == "" && isDropped:
			if f.rest == "ok" && f.returnsError() {
				f.rest, f.wrap = "", one.wrap
			}
			f.say(one.at, "is returned only "+one.where)
		case one.rest == "ok":
			f.say(one.at, "is treated otherwise "+one.where+": it is no error there")
		case one.rest != "":
			f.say(one.at, "is treated otherwise "+one.where+": it is another there, "+short(one.rest, 60))
		case one.wrap == "":
			f.say(one.at, "is treated otherwise "+one.where+": it is returned there")
		default:
			f.say(one.at, "is treated otherwise "+one.where+": it is wrapped there")
		}
	}
	f.ways = nil
}

// deferred is what is done with a result that has a name as the function ends: last comes first.
func (f *follower) deferred() {
	if f.rest == "ok" || strings.HasPrefix(f.rest, "exit") || f.kind == nil || f.kind.Results == nil {
		return
	}
	var result string
	for _, field := range f.kind.Results.List {
		for _, name := range field.Names {
			if f.r.isError(name) {
				result = key(name)
			}
		}
	}
	statements := f.body.(*ast.BlockStmt).List
	for i := len(statements) - 1; i >= 0; i-- {
		later, ok := statements[i].(*ast.DeferStmt)
		if !ok || result == "" {
			continue
		}
		sub := &follower{r: f.r, g: f.g, fate: &fate{}, body: f.body, kind: f.kind, names: map[string]string{result: ""}, depth: f.depth}
		if !sub.has(later) || f.isLaterIn(later) {
			continue
		}
		code, ok := later.Call.Fun.(*ast.FuncLit)
		if !ok {
			if !f.isSaid(later.Call) {
				f.say(later, "goes to "+short(called(later.Call), 40)+" as the function ends")
			}
			continue
		}
		sub.statements(code.Body.List)
		f.notes, f.ok = append(f.notes, sub.notes...), append(f.ok, sub.ok...)
		wrap, isKept := sub.names[result]
		switch {
		case strings.HasPrefix(sub.rest, "exit"):
			f.rest, f.wrap = sub.rest, ""
		case !isKept:
			f.say(later, "becomes another as the function ends")
		case !f.wrapIn(wrap):
			f.say(later, "is wrapped as the function ends, and is the context's cause here")
		}
	}
}

// wrapIn puts a text around what has become of the error; false where that can't be said.
func (f *fate) wrapIn(wrap string) bool {
	text, isFail := strings.CutPrefix(f.rest, "fail ")
	switch {
	case wrap == "":
	case f.rest == "":
		f.wrap = wrapBoth(wrap, f.wrap)
	case isFail:
		f.rest = "fail " + failAround(wrap, text)
	default:
		return false
	}
	return true
}

// then adds what becomes of the error where it goes on; false where what it is wrapped with there can't be said.
func (f *fate) then(later *fate) (isSaid bool) {
	isSaid = true
	if later.rest == "" {
		isSaid = f.wrapIn(later.wrap)
	} else {
		f.rest, f.wrap = later.rest, later.wrap
	}
	f.ok, f.cause = append(f.ok, later.ok...), append(f.cause, later.cause...)
	f.notes, f.guesses, f.src = append(f.notes, later.notes...), append(f.guesses, later.guesses...), append(f.src, later.src...)
	f.of, f.isEnded = later.of, true
	return isSaid
}

// isLaterIn says whether what is deferred is done before there is the error: it is where the error comes from, or stands behind that.
func (f *follower) isLaterIn(later *ast.DeferStmt) bool {
	if later.Pos() <= f.from.Pos() && f.from.Pos() < later.End() {
		return true
	}
	for _, one := range f.body.(*ast.BlockStmt).List {
		if own, ok := one.(*ast.DeferStmt); ok && own.Pos() <= f.from.Pos() && f.from.Pos() < own.End() {
			return later.Pos() > own.Pos()
		}
	}
	return false
}
