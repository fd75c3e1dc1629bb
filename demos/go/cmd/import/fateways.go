package main

import (
	"go/ast"
	"go/token"
	"maps"
	"strings"
)

// isNot says whether a condition is another's contrary.
func isNot(e ast.Expr) bool {
	unary, ok := e.(*ast.UnaryExpr)
	return ok && unary.Op == token.NOT
}

// statements follow the error through code.
func (f *fates) statements(list []ast.Stmt) {
	for _, one := range list {
		if f.isEnded {
			return
		}
		f.statement(one)
	}
}

func (f *fates) statement(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.ReturnStmt:
		f.isEnded = true
		f.rest = f.back(s)
	case *ast.BlockStmt:
		f.statements(s.List)
	case *ast.LabeledStmt:
		f.statement(s.Stmt)
	case *ast.IfStmt:
		f.branch(s)
	case *ast.SendStmt:
		if f.has(s.Value) {
			f.sent(s)
		}
	case *ast.AssignStmt:
		f.assigned(s)
	case *ast.ExprStmt:
		if call, ok := s.X.(*ast.CallExpr); ok && f.has(s) && !f.isSaid(call) {
			if isFatal(call) {
				f.rest, f.isEnded = "exit", true
				return
			}
			f.say(s, "goes to "+short(called(call), 40))
		}
	case *ast.SelectStmt:
		for _, clause := range s.Body.List {
			if sent, ok := clause.(*ast.CommClause).Comm.(*ast.SendStmt); ok && f.has(sent.Value) {
				f.sent(sent)
				return
			}
		}
		if f.has(s) {
			f.say(s, "is looked at in a select")
		}
	case *ast.DeferStmt, *ast.GoStmt:
		if f.has(s) {
			f.say(s, "is looked at in code that is done later")
		}
	case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt:
		if f.has(s) {
			f.say(s, "is looked at in another way")
		}
	}
}

// assigned is an assignment behind Wait.
func (f *fates) assigned(s *ast.AssignStmt) {
	for i, left := range s.Lhs {
		right := s.Rhs[min(i, len(s.Rhs)-1)]
		switch {
		case right == f.own:
			f.given(s, right)
		case f.has(right):
			if call, ok := right.(*ast.CallExpr); ok {
				switch {
				case f.wraps(call, nil), f.r.isJoin(call), last(name(call.Fun)) == "append":
				case strings.HasPrefix(name(call.Fun), "errors."):
					continue
				case len(s.Lhs) > 1 || !f.r.isError(left):
					continue
				default:
					f.say(s, "goes to "+short(called(call), 40))
				}
			}
			if i == len(s.Lhs)-1 && name(left) != "_" {
				f.names[key(left)] = true
				f.keeps(left)
				if f.isOutside(left) {
					f.escapes(s)
					return
				}
			}
		case f.names[key(left)]:
			if delete(f.names, key(left)); len(f.names) == 0 {
				f.dropped()
			}
		}
	}
}

// back is what a return makes of the error.
func (f *fates) back(s *ast.ReturnStmt) string {
	if len(s.Results) == 0 {
		return f.bare()
	}
	value := s.Results[len(s.Results)-1]
	if f.has(value) {
		switch v := f.r.verdictOf(value); v.kind {
		case wrapped:
			f.wrap = v.text
			return ""
		case another:
			return "fail " + v.text
		case noError, asCause, asItCame:
		}
		call, ok := value.(*ast.CallExpr)
		if !ok || f.r.isOf(call.Fun, "fmt", "Errorf") {
			if _, isPart := value.(*ast.SelectorExpr); !ok && !isPart && root(value) != value {
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
	}
	if f.returnsError() {
		what := short(name(value), 40)
		if call, ok := value.(*ast.CallExpr); ok {
			what = short(called(call), 40)
		}
		if what != "" {
			f.say(s, "isn't what the caller returns, which is that of "+what)
		}
	}
	return "ok"
}

// returnsError says whether the function's last result is an error.
func (f *fates) returnsError() bool {
	if f.kind == nil || f.kind.Results == nil || len(f.kind.Results.List) == 0 {
		return false
	}
	return name(f.kind.Results.List[len(f.kind.Results.List)-1].Type) == "error"
}

func (f *fates) bare() string {
	if f.kind != nil && f.kind.Results != nil {
		for _, field := range f.kind.Results.List {
			for _, name := range field.Names {
				if f.names[key(name)] {
					return ""
				}
			}
		}
	}
	return "ok"
}

// branch is an if that may look at the error.
func (f *fates) branch(s *ast.IfStmt) {
	if s.Init != nil {
		f.statement(s.Init)
	}
	if f.isEnded || !f.has(s.Cond) {
		if !f.isGone && f.has(s.Body) {
			sub := f.inside(s.Body.List)
			f.notes, f.kept = append(f.notes, sub.notes...), append(f.kept, sub.kept...)
		}
		return
	}
	r := f.r
	texts, isAll := r.areErrors(s.Cond), false
	except := []string(nil)
	switch {
	case len(texts) > 0:
	case isNot(s.Cond) && len(r.areErrors(s.Cond.(*ast.UnaryExpr).X)) > 0:
		except, isAll = r.areErrors(s.Cond.(*ast.UnaryExpr).X), true
	case f.isOwn(s.Cond, token.NEQ):
		except = r.excepted(s.Cond)
		isAll = f.isWhole(s.Cond, except)
	case f.isOwn(s.Cond, token.EQL):
		if s.Else != nil {
			f.statement(s.Else)
		}
		return
	}
	sub := f.inside(s.Body.List)
	clears := !sub.isEnded && !sub.hasAny(f.names)
	f.kept = append(f.kept, sub.kept...)
	switch {
	case sub.isEscaped:
		f.notes = append(f.notes, sub.notes...)
		f.rest, f.isEnded, f.isEscaped = sub.rest, true, true
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
		}
	case isAll:
		f.notes = append(f.notes, sub.notes...)
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
	case sub.isEnded && len(texts) == 0 && (sub.rest != "" || sub.wrap != "") || clears:
		f.say(s, "is treated otherwise in this branch: "+becomesIn(sub, clears))
	case sub.isEnded && len(texts) > 0 && (sub.rest != "" || sub.wrap != ""):
		f.say(s, "is treated otherwise where it is "+quoted(short(strings.Join(texts, " or "), 60))+": "+becomesIn(sub, clears))
	default:
		f.notes = append(f.notes, sub.notes...)
	}
	if s.Else != nil && !f.isEnded && !isAll {
		f.statement(s.Else)
	}
}

func becomesIn(sub *fates, clears bool) string {
	switch {
	case clears || sub.rest == "ok":
		return "it is no error there"
	case sub.rest != "":
		return "it is another there, " + short(sub.rest, 60)
	}
	return "it is wrapped there"
}

func (f *fates) take(sub *fates) {
	if sub.wrap != "" {
		f.wrap = sub.wrap
	}
	if sub.others != nil {
		f.others = sub.others
	}
	f.ok, f.cause = append(f.ok, sub.ok...), append(f.cause, sub.cause...)
	f.src = append(f.src, sub.src...)
}

func (f *fates) hasAny(names map[string]bool) bool {
	for one := range f.names {
		if names[one] {
			return true
		}
	}
	return false
}

// inside follows the error through a branch.
func (f *fates) inside(list []ast.Stmt) *fates {
	sub := &fates{r: f.r, fate: &fate{}, body: f.body, kind: f.kind, names: maps.Clone(f.names), own: f.own, from: f.from, isGone: f.isGone, depth: f.depth, around: f.around}
	sub.statements(list)
	return sub
}

// isOwn says whether a condition, or a part that has to be true, compares the error with nil.
func (f *fates) isOwn(e ast.Expr, op token.Token) bool {
	if not, ok := e.(*ast.UnaryExpr); ok && not.Op == token.NOT {
		_, isName := not.X.(*ast.Ident)
		return isName && op == token.EQL && f.has(not.X)
	}
	if variable, ok := e.(*ast.Ident); ok {
		return op == token.NEQ && f.has(variable)
	}
	binary, ok := e.(*ast.BinaryExpr)
	if ok && binary.Op == token.LAND {
		return f.isOwn(binary.X, op) || f.isOwn(binary.Y, op)
	}
	return ok && binary.Op == op && f.has(binary.X) && name(binary.Y) == "nil"
}

// isWhole says whether a check of an error has no other part than the errors that it excepts.
func (f *fates) isWhole(e ast.Expr, except []string) bool {
	if _, isName := e.(*ast.Ident); isName {
		return true
	}
	binary, ok := e.(*ast.BinaryExpr)
	if !ok || binary.Op != token.LAND {
		return ok
	}
	return f.isWhole(binary.X, except) && len(f.r.excepted(&ast.BinaryExpr{X: &ast.Ident{Name: "err"}, Op: token.LAND, Y: binary.Y})) > 0
}
