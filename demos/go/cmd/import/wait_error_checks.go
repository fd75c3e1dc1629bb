package main

import (
	"go/ast"
	"go/token"
)

// A check is what a condition says of the error.
type check struct {
	// texts are the errors of which it is one.
	texts []string
	// isAll says that it is any error, but for those in except; isNone that it is none.
	isAll, isNone bool
	except        []string
	// mayBeNone says that it may be none, too, where it is none of those.
	mayBeNone bool
	// of is the caller's context, of which it says that it is done.
	of *ctx
}

// check reads the condition of a branch; neither texts, isAll nor isNone where that may be about something else.
func (f *follower) check(s *ast.IfStmt) check {
	var c check
	r, cond := f.r, f.asks(s.Cond, s, &c)
	switch {
	case c.isNone:
	case cond == nil:
		c.isAll = len(c.texts) == 0
	case !f.has(cond):
		return check{}
	case f.isOwn(cond, token.NEQ):
		if !f.isWhole(cond) {
			return check{}
		}
		c.isAll, c.except = len(c.texts) == 0, append(c.except, r.excepted(cond)...)
	case f.isOwn(cond, token.EQL):
		c.isNone = true
	case cond != s.Cond:
		return check{}
	case f.isWhole(cond):
		// err != errFull
		c.except, c.isAll, c.mayBeNone = r.excepted(cond), true, true
	default:
		c.texts = r.areErrors(cond)
	}
	return c
}

// asks reads the parts of a condition that ask contexts, all of which have to be true, and gives back the others. Behind Wait the group's
// own context is always done.
func (f *follower) asks(e ast.Expr, s *ast.IfStmt, c *check) ast.Expr {
	switch e := e.(type) {
	case *ast.ParenExpr:
		if rest := f.asks(e.X, s, c); rest != e.X {
			return rest
		}
	case *ast.BinaryExpr:
		if e.Op == token.LAND {
			left, right := f.asks(e.X, s, c), f.asks(e.Y, s, c)
			switch {
			case left == nil:
				return right
			case right == nil:
				return left
			case left != e.X || right != e.Y:
				return &ast.BinaryExpr{X: left, OpPos: e.OpPos, Op: e.Op, Y: right}
			}
			return e
		}
		for _, op := range []token.Token{token.NEQ, token.EQL} {
			of := f.r.lookedAt(e, op)
			if of == nil {
				continue
			}
			f.src = append(f.src, f.r.sitesIn(s.Cond)...)
			switch {
			case isDone(f.g, of):
				c.isNone = c.isNone || op == token.EQL
			case op == token.NEQ:
				c.of, c.texts = of, f.callersEnd(s, of)
			default:
				c.except = append(c.except, f.callersEnd(s, of)...)
			}
			return nil
		}
	}
	return e
}

// callersEnd are the errors that stand for the end of the caller's context.
func (f *follower) callersEnd(s *ast.IfStmt, of *ctx) []string {
	texts, guess := f.r.callersEnd(f.g, s, of)
	f.guesses = append(f.guesses, guess)
	return texts
}

// endOf is the context whose error an expression is: ctx.Err().
func (r *reader) endOf(e ast.Expr) *ctx {
	if r.looksAtErr(&ast.BinaryExpr{X: e, Op: token.NEQ, Y: &ast.Ident{Name: "nil"}}, token.NEQ) {
		return r.context(e.(*ast.CallExpr).Fun.(*ast.SelectorExpr).X)
	}
	return nil
}

// isOwn says whether a condition, or a part that has to be true, compares the error with nil.
func (f *follower) isOwn(e ast.Expr, op token.Token) bool {
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

// isWhole says whether each part of a check of an error compares it with nil, or excepts errors.
func (f *follower) isWhole(e ast.Expr) bool {
	e = ast.Unparen(e)
	if binary, ok := e.(*ast.BinaryExpr); ok && binary.Op == token.LAND {
		return f.isWhole(binary.X) && f.isWhole(binary.Y)
	}
	return f.isOwn(e, token.NEQ) || len(f.r.excepted(e)) > 0
}
