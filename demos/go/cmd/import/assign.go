package main

import (
	"go/ast"
	"go/token"
	"strings"
	"time"
)

func (f *frame) declare(value *ast.ValueSpec) {
	r := f.r
	for _, name := range value.Names {
		switch {
		case r.isOf(value.Type, "errgroup", "Group"):
			f.zeroGroup(name, value)
		case r.isOf(value.Type, "sync", "WaitGroup"):
			f.waitGroup(name, value)
		case r.isOf(value.Type, "run", "Group"):
			f.actors(name, value)
		}
	}
	if len(value.Values) == len(value.Names) {
		for i, name := range value.Names {
			f.give(name, value.Values[i])
		}
	} else if len(value.Values) == 1 {
		f.results(identifiers(value.Names), value.Values[0])
	}
}

func identifiers(names []*ast.Ident) []ast.Expr {
	list := make([]ast.Expr, len(names))
	for i, name := range names {
		list[i] = name
	}
	return list
}

func (f *frame) assign(s *ast.AssignStmt) {
	from := len(*f.steps)
	defer func() {
		if f.gives(s.Lhs, from); !f.r.isError(s.Lhs[len(s.Lhs)-1]) {
			f.drops(from, false)
		} else {
			f.putsAside(s, from)
		}
	}()
	if len(s.Rhs) == 1 {
		defer f.holdsContext(s.Lhs, s.Rhs[0])
	}
	if len(s.Lhs) == len(s.Rhs) {
		for i := range s.Lhs {
			f.give(s.Lhs[i], s.Rhs[i])
			if g := f.waits(s.Rhs[i]); g != nil && f.waited == g {
				f.holds(g, s.Lhs[i])
			}
		}
		return
	}
	if len(s.Rhs) == 1 {
		f.results(s.Lhs, s.Rhs[0])
	}
}

// asked is the group whose Wait's error a condition is about; nil where it is about another's.
func (f *frame) asked(cond ast.Expr) *group {
	g := f.waited
	if g == nil || g.held == nil || len(f.r.errorsIn(cond)) == 0 || len(f.r.stack) == 0 {
		return g
	}
	if body := f.r.stack[len(f.r.stack)-1]; g.held.Pos() < body.Pos() || g.held.Pos() >= body.End() {
		// A function that was called has returned it.
		return g
	}
	held := map[*ast.Object]bool{g.held: true}
	for _, e := range f.r.errorsIn(cond) {
		variable := root(e)
		if variable == nil || held[variable.Obj] {
			return g
		}
		// wrapped := wrap(err)
		if made, ok := variable.Obj.Decl.(*ast.AssignStmt); ok && mentions(made, held) {
			return g
		}
	}
	return nil
}

// give is an assignment of one value.
func (f *frame) give(left, right ast.Expr) {
	r := f.r
	made := right
	if address, ok := right.(*ast.UnaryExpr); ok && address.Op == token.AND {
		made = address.X
	}
	if literal, ok := made.(*ast.CompositeLit); ok {
		switch {
		case r.isOf(literal.Type, "errgroup", "Group"):
			f.zeroGroup(left, right)
			return
		case r.isOf(literal.Type, "sync", "WaitGroup"):
			f.waitGroup(left, right)
			return
		case r.isOf(literal.Type, "run", "Group"):
			f.actors(left, right)
			return
		}
	}
	if call, ok := right.(*ast.CallExpr); ok {
		if name, isName := call.Fun.(*ast.Ident); isName && name.Name == "new" && len(call.Args) == 1 {
			switch {
			case r.isOf(call.Args[0], "errgroup", "Group"):
				f.zeroGroup(left, right)
				return
			case r.isOf(call.Args[0], "sync", "WaitGroup"):
				f.waitGroup(left, right)
				return
			}
		}
	}
	if g := r.groups[key(right)]; g != nil && key(right) != "" {
		r.groups[key(left)] = g
		if field, ok := left.(*ast.SelectorExpr); ok {
			r.groups["field "+field.Sel.Name] = g
		}
		return
	}
	if field, ok := left.(*ast.SelectorExpr); ok {
		if c := r.cancel(right); c != nil {
			r.heldCancels[field.Sel.Name] = c
			return
		}
	}
	if c := r.context(right); c != nil {
		f.setContext(left, c)
		if c.kind == detached {
			c.task, f.latest = f.task, c
		}
		return
	}
	if _, ok := right.(*ast.FuncLit); ok {
		return
	}
	if r.made(left, right) {
		if c := r.channelAt(left); c != nil && f.total > 1 {
			c.isMany = true
		}
		f.sharesLimiter(left)
		return
	}
	if c := r.channelAt(right); c != nil && key(right) != "" {
		if f.isMaybe && r.channelAt(left) != nil {
			f.fault(right, "another channel may be used from here: %s; left out.", short(c.name, 40))
			return
		}
		r.channels[key(left)] = c
		if field, ok := left.(*ast.SelectorExpr); ok {
			r.channels["field "+field.Sel.Name] = c
		}
		return
	}
	if f.carry(left, right) || f.flies(left, right) {
		return
	}
	before := len(*f.steps)
	r.returned = nil
	f.expression(right)
	f.take([]ast.Expr{left}, right)
	if name, ok := left.(*ast.Ident); ok && name.Name == "_" {
		if g := f.waited; g != nil && g.isUnchecked {
			f.drop(g)
		}
		for i := before; i < len(*f.steps); i++ {
			(*f.steps)[i].isIgnored = true
		}
	}
}

// take gives variables what a function of the files returned, where that is a group or a context.
func (f *frame) take(left []ast.Expr, right ast.Expr) {
	r := f.r
	if _, isCall := right.(*ast.CallExpr); !isCall || len(r.returned) != len(left) {
		return
	}
	for i, value := range r.returned {
		if g := r.groupAt(value); g != nil {
			r.groups[key(left[i])] = g
		} else if c := r.context(value); c != nil {
			f.setContext(left[i], c)
		}
	}
	r.returned = nil
}

func (f *frame) setContext(left ast.Expr, c *ctx) {
	if name, ok := left.(*ast.Ident); ok && name.Obj != nil {
		f.r.ctxs[name.Obj] = c
	}
	if field, ok := left.(*ast.SelectorExpr); ok {
		f.r.ctxFields[field.Sel.Name] = c
	}
}

// results is an assignment of the results of one call.
func (f *frame) results(left []ast.Expr, right ast.Expr) {
	r := f.r
	call, ok := right.(*ast.CallExpr)
	if !ok || len(left) < 2 {
		f.expression(right)
		return
	}
	r.returned = nil
	defer f.take(left, right)
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		f.expression(right)
		return
	}
	argument := func(i int) ast.Expr {
		if i < len(call.Args) {
			return call.Args[i]
		}
		return nil
	}
	switch {
	case r.isOf(selector, "errgroup", "WithContext"):
		g := f.newGroup(left[0], call, f.parent(call))
		f.setContext(left[1], g.ctx)
	case r.isOf(selector, "rungroup", "New"):
		g := f.newGroup(left[0], call, f.parent(call))
		g.anyEnds = true
		f.setContext(left[1], g.ctx)
	case r.isOf(selector, "signal", "NotifyContext"):
		f.derive(left, &ctx{kind: cancelled, parent: f.parent(call), isSignal: true, src: []token.Pos{call.Pos()}})
	case r.isPackage(selector.X, "context"):
		switch selector.Sel.Name {
		case "WithCancel", "WithCancelCause":
			f.derive(left, &ctx{kind: cancelled, parent: f.parent(call), src: []token.Pos{call.Pos()}})
		case "WithTimeout", "WithTimeoutCause", "WithDeadline", "WithDeadlineCause":
			c := &ctx{kind: timed, parent: f.parent(call), src: []token.Pos{call.Pos()}}
			d, known := r.duration(argument(1))
			if strings.HasPrefix(selector.Sel.Name, "WithDeadline") {
				d, known = f.fromNow(argument(1))
			}
			if !known || d < time.Microsecond {
				d = guessAt
				c.guess = r.where(call) + ": a timeout or deadline that isn't written here: how long?"
			}
			c.d = d
			if cause := argument(2); cause != nil {
				c.cause = r.words(cause)
			}
			f.derive(left, c)
		}
	default:
		if !f.carry(left[0], right) {
			f.expression(right)
		}
	}
}

// fromNow reads time.Now().Add(d).
func (f *frame) fromNow(e ast.Expr) (time.Duration, bool) {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return 0, false
	}
	if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Add" {
		return f.r.duration(call.Args[0])
	}
	return 0, false
}

func (f *frame) parent(call *ast.CallExpr) *ctx {
	if c := f.r.context(call.Args[0]); c != nil {
		return c
	}
	return f.base
}

func (f *frame) derive(left []ast.Expr, c *ctx) {
	c.place, c.behind = f.r.where(left[0]), len(*f.steps)
	c.inRounds = f.depth > 0 || f.loops > 0
	c.task, c.isOnce = f.task, f.depth == 0 && f.loops == 0 && !anyListens(*f.steps)
	if before := f.r.context(left[0]); f.isMaybe && c.kind == cancelled && before != nil && before.kind == timed &&
		before.parent == c.parent {
		// One branch has a timeout and the other hasn't.
		return
	}
	f.setContext(left[0], c)
	f.latest = c
	if name, ok := left[1].(*ast.Ident); ok && name.Obj != nil {
		f.r.cancels[name.Obj] = c
	}
	if field, ok := left[1].(*ast.SelectorExpr); ok {
		f.r.heldCancels[field.Sel.Name] = c
	}
}
