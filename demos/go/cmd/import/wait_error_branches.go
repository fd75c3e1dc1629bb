package main

import (
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// statements follow the error through code.
func (f *follower) statements(list []ast.Stmt) {
	for _, one := range list {
		if label, ok := one.(*ast.LabeledStmt); ok && f.left != nil && f.left.Tok == token.GOTO && f.left.Label.Name == label.Label.Name {
			f.left = nil
		}
		if !f.isEnded && f.left == nil {
			f.statement(one)
		}
	}
}

func (f *follower) statement(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.ReturnStmt:
		f.isEnded = true
		f.rest = f.back(s)
	case *ast.BlockStmt:
		f.statements(s.List)
	case *ast.LabeledStmt:
		f.statement(s.Stmt)
		f.lands(s)
	case *ast.BranchStmt:
		if s.Tok != token.FALLTHROUGH {
			f.left = s
		}
	case *ast.IfStmt:
		f.branch(s)
	case *ast.SendStmt:
		if f.has(s.Value) {
			f.sent(s, f.wrapOf(s.Value))
		}
	case *ast.AssignStmt:
		f.assigned(s)
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		switch {
		case !ok:
		case isFatal(call):
			f.exits(call)
		case isAtOnce(call):
			if f.has(call) {
				f.within(call.Fun.(*ast.FuncLit))
			}
		case f.has(s) && !f.isSaid(call):
			f.say(s, "goes to "+short(called(call), 40))
			f.isEnded = name(call.Fun) == "panic"
		}
	case *ast.SelectStmt:
		for _, clause := range s.Body.List {
			if sent, ok := clause.(*ast.CommClause).Comm.(*ast.SendStmt); ok && f.has(sent.Value) {
				f.sent(sent, f.wrapOf(sent.Value))
				return
			}
		}
		for _, clause := range s.Body.List {
			if one := clause.(*ast.CommClause); one.Comm != nil {
				f.perhaps(one, append([]ast.Stmt{one.Comm}, one.Body...), "in this case")
			} else {
				f.perhaps(one, one.Body, "in this case")
			}
		}
	case *ast.DeferStmt, *ast.GoStmt:
		if f.has(s) {
			f.say(s, "is looked at in code that is done later")
		}
	case *ast.ForStmt:
		if s.Init != nil {
			f.statement(s.Init)
		}
		f.loop(s)
	case *ast.RangeStmt:
		f.perhaps(s, s.Body.List, "in this loop")
	case *ast.SwitchStmt:
		// One over the error is a row of branches by now.
		if s.Init != nil {
			f.statement(s.Init)
		}
		for _, clause := range s.Body.List {
			f.perhaps(clause, clause.(*ast.CaseClause).Body, "in this case")
		}
	case *ast.TypeSwitchStmt:
		if s.Init != nil {
			f.statement(s.Init)
		}
		f.statement(s.Assign)
		for _, clause := range s.Body.List {
			f.perhaps(clause, clause.(*ast.CaseClause).Body, "in this case")
		}
	}
}

// isAtOnce says whether a call is that of code which stands there: func() { … }().
func isAtOnce(call *ast.CallExpr) bool {
	_, ok := call.Fun.(*ast.FuncLit)
	return ok
}

// within follows the error through code that is called at once, behind which the function goes on.
func (f *follower) within(code *ast.FuncLit) {
	sub := f.inside(code.Body.List, check{})
	f.notes, f.kept = append(f.notes, sub.notes...), append(f.kept, sub.kept...)
	switch {
	case strings.HasPrefix(sub.rest, "exit"):
		f.take(sub)
		f.rest, f.isEnded = sub.rest, true
	case !sub.isEnded:
		f.names, f.isGone = sub.names, sub.isGone
	}
}

// lands is the end of a statement, which a break may have left, or a continue, too, where it is a loop.
func (f *follower) lands(of ast.Node) {
	if f.left == nil || f.left.Tok == token.GOTO {
		return
	}
	isEnd := false
	switch s := of.(type) {
	case *ast.ForStmt, *ast.RangeStmt:
		isEnd = f.left.Label == nil
	case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt, *ast.CaseClause, *ast.CommClause:
		isEnd = f.left.Label == nil && f.left.Tok == token.BREAK
	case *ast.LabeledStmt:
		isEnd = f.left.Label != nil && f.left.Label.Name == s.Label.Name
	}
	if isEnd {
		f.left = nil
	}
}

// leaves says whether a loop's body has a break that may be the loop's own.
func leaves(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		branch, ok := n.(*ast.BranchStmt)
		found = found || ok && branch.Tok != token.CONTINUE && branch.Tok != token.FALLTHROUGH
		_, isCode := n.(*ast.FuncLit)
		return !found && !isCode
	})
	return found
}

// loop is one without a count: what its first round makes of the error. Behind one that nothing leaves there is nothing.
func (f *follower) loop(s *ast.ForStmt) {
	isWhile := s.Cond != nil && f.isOwn(s.Cond, token.NEQ)
	if s.Cond != nil && !isWhile {
		if !f.isOwn(s.Cond, token.EQL) {
			f.perhaps(s, s.Body.List, "in this loop")
		}
		return
	}
	f.statements(s.Body.List)
	f.lands(s)
	switch {
	case f.isEnded || f.left != nil || leaves(s.Body):
	case isWhile:
		f.dropped()
	default:
		f.rest, f.isEnded = "ok", true
	}
}

// perhaps is code that may not be done: what it makes of the error.
func (f *follower) perhaps(at ast.Node, list []ast.Stmt, where string) {
	if f.isGone || !slices.ContainsFunc(list, func(s ast.Stmt) bool { return f.has(s) }) {
		return
	}
	sub := f.inside(list, check{})
	sub.lands(at)
	f.kept, f.ways = append(f.kept, sub.kept...), append(f.ways, sub.ways...)
	f.mayBecome(at, sub, where)
}

// mayBecome is what code makes of the error that may not be done.
func (f *follower) mayBecome(at ast.Node, sub *follower, where string) {
	f.notes = append(f.notes, sub.notes...)
	switch {
	case sub.isEnded:
		f.ways = append(f.ways, wayBack{at, where, sub.rest, sub.wrap})
	case sub.differs(f):
		f.say(at, "is treated otherwise "+where+": it is wrapped there")
	case len(sub.ok) > 0 || sub.others != nil:
		f.say(at, "is treated otherwise "+where+": it may be no error there")
	case sub.left != nil && sub.left.Tok == token.GOTO:
		f.say(at, "is treated otherwise "+where+": a goto leaves it")
	case sub.left != nil && sub.left.Tok == token.CONTINUE:
		f.say(at, "is treated otherwise "+where+": the loop goes on there")
	case sub.left != nil:
		f.say(at, "is treated otherwise "+where+": the loop ends there")
	}
}

// assigned is an assignment behind Wait.
func (f *follower) assigned(s *ast.AssignStmt) {
	for i, left := range s.Lhs {
		right := s.Rhs[min(i, len(s.Rhs)-1)]
		switch {
		case right == f.own:
			f.given(s, right)
		case f.has(right):
			if call, ok := right.(*ast.CallExpr); ok {
				switch {
				case f.isWrap(call), f.r.isJoin(call), last(name(call.Fun)) == "append":
				case strings.HasPrefix(name(call.Fun), "errors."):
					continue
				case len(s.Lhs) > 1 || !f.r.isError(left):
					continue
				default:
					f.say(s, "goes to "+short(called(call), 40))
				}
			}
			if i == len(s.Lhs)-1 && name(left) != "_" {
				f.names[key(left)] = f.wrapOf(right)
				f.keeps(left)
				if f.isOutside(left) {
					f.escapes(s)
					return
				}
			}
		case f.isName(left):
			if delete(f.names, key(left)); len(f.names) == 0 {
				f.dropped()
			}
		}
	}
}

// back is what a return makes of the error.
func (f *follower) back(s *ast.ReturnStmt) string {
	if len(s.Results) == 0 {
		return f.bare()
	}
	value := s.Results[len(s.Results)-1]
	if f.has(value) {
		if v := f.r.verdictOf(value); v.kind == another {
			return "fail " + v.text
		} else if f.wrap = f.wrapOf(value); v.kind == wrapped {
			return ""
		}
		call, ok := value.(*ast.CallExpr)
		if !ok || f.r.isOf(call.Fun, "fmt", "Errorf") {
			_, isPart := value.(*ast.SelectorExpr)
			switch {
			case ok && strings.TrimSpace(f.r.words(first(call))) != "%w":
				f.say(s, "is wrapped in a text that isn't here")
			case !ok && !isPart && root(value) != value:
				f.say(s, "is a part of what the caller returns")
			}
			return ""
		}
		switch {
		case f.r.isJoin(call):
			f.say(s, "is joined with others")
		default:
			f.say(s, "goes to "+short(called(call), 40))
		}
		return ""
	}
	switch v := f.r.verdictOf(value); {
	case v.kind == noError:
		return "ok"
	case v.kind == another && !f.isGone:
		return "fail " + v.text
	case v.kind == asCause:
		return "cause"
	case f.asked != nil && f.r.endOf(value) == f.asked:
		return ""
	}
	if f.isSure && f.returnsError() {
		if v := f.r.verdictOf(value); v.kind == wrapped {
			f.wrap = v.text
		}
		f.say(s, "becomes another, that of "+short(whatIs(value), 40))
		return ""
	}
	if f.returnsError() {
		if what := whatIs(value); what != "" && f.others == nil {
			f.say(s, "isn't what the caller returns, which is that of "+short(what, 40))
		}
	}
	return "ok"
}

// whatIs is the name of what an error comes from.
func whatIs(e ast.Expr) string {
	if call, ok := e.(*ast.CallExpr); ok {
		return called(call)
	}
	return name(e)
}

// returnsError says whether the function's last result is an error.
func (f *follower) returnsError() bool {
	if f.kind == nil || f.kind.Results == nil || len(f.kind.Results.List) == 0 {
		return false
	}
	return name(f.kind.Results.List[len(f.kind.Results.List)-1].Type) == "error"
}

func (f *follower) bare() string {
	if f.kind != nil && f.kind.Results != nil {
		for _, field := range f.kind.Results.List {
			for _, name := range field.Names {
				if f.isName(name) {
					f.wrap = f.names[key(name)]
					return ""
				}
			}
		}
	}
	return "ok"
}

// branch is an if that may look at the error.
func (f *follower) branch(s *ast.IfStmt) {
	if s.Init != nil {
		f.statement(s.Init)
	}
	if f.isEnded || f.isGone {
		return
	}
	f.assertsIn(s.Cond)
	c := f.check(s)
	texts, except, isAll := c.texts, c.except, c.isAll
	if c.isNone {
		if s.Else != nil {
			f.statement(s.Else)
		}
		return
	}
	sub := f.inside(s.Body.List, c)
	if len(sub.notes) > 0 && !f.has(s.Cond) && !f.has(s.Body) && !c.isAll && len(c.texts) == 0 {
		// What it returns is the error that it is about.
		f.otherBranch(s, sub)
		return
	}
	clears := !sub.isEnded && !sub.hasAny(f.names)
	f.kept, f.ways = append(f.kept, sub.kept...), append(f.ways, sub.ways...)
	switch {
	case sub.isEscaped:
		f.notes = append(f.notes, sub.notes...)
		f.rest, f.of, f.isEnded, f.isEscaped = sub.rest, sub.of, true, true
	case isAll && len(except) == 0:
		f.notes = append(f.notes, sub.notes...)
		switch {
		case sub.isEnded:
			f.rest, f.isEnded = sub.rest, true
			f.take(sub)
		case clears:
			f.dropped()
		default:
			f.take(sub)
			f.names = sub.names
		}
		f.left = sub.left
	case isAll:
		f.notes = append(f.notes, sub.notes...)
		if c.mayBeNone && sub.isEnded && sub.rest+sub.wrap != "" && sub.rest != "ok" {
			f.guesses = append(f.guesses, f.r.where(s)+": done where Wait returns none, too; here only where it returns one.")
		}
		if sub.isEnded && f.others == nil {
			f.src = append(f.src, sub.src...)
			f.others = &others{except, sub.rest, sub.wrap, s}
		} else if clears {
			f.dropped()
		}
	case len(texts) > 0 && (sub.isEnded && sub.rest == "ok" || clears):
		f.notes = append(f.notes, sub.notes...)
		f.ok = append(f.ok, texts...)
	case len(texts) > 0 && sub.isEnded && sub.rest == "cause":
		f.cause = append(f.cause, texts...)
		f.src = append(f.src, sub.src...)
	case clears:
		f.say(s, "is treated otherwise in this branch: it is no error there")
	case len(texts) > 0:
		f.mayBecome(s, sub, "where it is "+quoted(short(strings.Join(texts, " or "), 60)))
	default:
		f.mayBecome(s, sub, "in this branch")
	}
	if isAll || f.isEnded {
		return
	}
	if len(texts) == 0 || sub.isEnded || clears {
		f.otherBranch(s, sub)
	} else if s.Else != nil {
		// The others may end here, while these go on.
		other := f.inside([]ast.Stmt{s.Else}, check{})
		switch {
		case other.isEnded && other.rest != "ok":
			other.others, other.isEnded = &others{texts, other.rest, other.wrap, s}, false
			other.rest, other.wrap, other.names = "", "", f.names
		case other.others != nil:
			other.others.except = append(texts, other.others.except...)
		case other.isGone || !other.hasAny(f.names):
			f.say(s.Else, "is treated otherwise in this branch: it is no error there")
			other.isGone, other.names = false, f.names
		}
		f.becomes(other)
	}
}

// assertsIn remembers the variable that gets an error of a type: errors.As(err, &full).
func (f *follower) assertsIn(cond ast.Expr) {
	ast.Inspect(cond, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if ok && name(call.Fun) == "errors.As" && len(call.Args) == 2 && f.has(call.Args[0]) && key(call.Args[1]) != "" {
			f.names[key(call.Args[1])] = f.wrapOf(call.Args[0])
		}
		return true
	})
}

// otherBranch is an else: done for all errors that come there where the branch before it returns.
func (f *follower) otherBranch(s *ast.IfStmt, sub *follower) {
	switch {
	case s.Else == nil || f.isGone:
	case sub.isEnded || len(f.r.areErrors(s.Cond)) > 0:
		f.statement(s.Else)
	default:
		f.perhaps(s.Else, []ast.Stmt{s.Else}, "in this branch")
	}
}

// becomes takes what code has made of the error, all of which has been done.
func (f *follower) becomes(sub *follower) {
	f.notes, f.kept, f.ways = append(f.notes, sub.notes...), append(f.kept, sub.kept...), append(f.ways, sub.ways...)
	f.take(sub)
	f.names, f.isGone, f.left = sub.names, sub.isGone, sub.left
	f.rest, f.isEnded = sub.rest, sub.isEnded
}

// differs says whether a branch wraps the error, in a variable that had it before.
func (f *follower) differs(before *follower) bool {
	for one, wrap := range f.names {
		if was, isKnown := before.names[one]; isKnown && was != wrap {
			return true
		}
	}
	return false
}

func (f *follower) take(sub *follower) {
	if sub.wrap != "" {
		f.wrap = sub.wrap
	}
	if sub.others != nil {
		f.others = sub.others
	}
	f.of, f.ok, f.cause = sub.of, append(f.ok, sub.ok...), append(f.cause, sub.cause...)
	f.src, f.guesses = append(f.src, sub.src...), append(f.guesses, sub.guesses...)
}

func (f *follower) hasAny(names map[string]string) bool {
	for one := range f.names {
		if _, isKnown := names[one]; isKnown {
			return true
		}
	}
	return false
}

// inside follows the error through a branch behind a check.
func (f *follower) inside(list []ast.Stmt, c check) *follower {
	sub := &follower{r: f.r, g: f.g, fate: &fate{of: f.of}, body: f.body, kind: f.kind, names: maps.Clone(f.names), own: f.own, from: f.from,
		isGone: f.isGone, depth: f.depth, around: f.around, isSure: f.isSure || c.isAll || len(c.texts) > 0, asked: f.asked}
	if c.of != nil {
		sub.asked = c.of
	}
	sub.statements(list)
	return sub
}
