package main

import (
	"go/ast"
	"go/token"
)

// A way is the steps of a branch that returns.
type way struct {
	span
	at ast.Node
}

// sequence walks through statements in a row. A branch that returns is another way than what comes after it: of work in both, only
// the latter stands.
func (f *frame) sequence(statements []ast.Stmt) {
	first := len(f.ways)
	for _, statement := range statements {
		if f.isOver {
			break
		}
		f.branchFrom = len(*f.steps)
		f.statement(statement)
		before := f.branchFrom
		branch, isBranch := statement.(*ast.IfStmt)
		if isBranch && !f.r.isErrorCheck(branch.Cond) && endsInReturn(branch.Body) && len(*f.steps) > before && onlyWorks((*f.steps)[before:]) {
			f.ways = append(f.ways, way{span{f.steps, before, len(*f.steps)}, statement})
		}
		f.mayReturn = f.mayReturn || f.r.mayReturn(statement)
	}
	for len(f.ways) > first {
		w := f.ways[len(f.ways)-1]
		f.ways = f.ways[:len(f.ways)-1]
		if w.steps != f.steps || w.to > len(*f.steps) || !works((*f.steps)[w.to:]) {
			continue
		}
		f.replace(w.from, w.to)
		f.fault(w.at, "another way, which returns; left out.")
	}
}

func endsInReturn(block *ast.BlockStmt) bool {
	_, ok := lastIn(block).(*ast.ReturnStmt)
	return ok
}

// lastIn is the last statement of a block; nil where it is empty.
func lastIn(block *ast.BlockStmt) ast.Stmt {
	if len(block.List) == 0 {
		return nil
	}
	return block.List[len(block.List)-1]
}

// endsAll is a statement behind which nothing is done, in the whole process or until someone recovers; nil for others.
func endsAll(s ast.Stmt) *ast.CallExpr {
	if e, ok := s.(*ast.ExprStmt); ok {
		if call, ok := e.X.(*ast.CallExpr); ok && (isFatal(call) || name(call.Fun) == "panic") {
			return call
		}
	}
	return nil
}

func onlyWorks(steps []step) bool {
	for _, s := range steps {
		switch s.kind {
		case work, busy, loads, acquire, release, limits, repeat, say, tries:
		case nested, spawn, cancel, use, fail, crash, back, until, signal, exit, send, receive, ranges, closing, keep:
			return false
		}
	}
	return true
}

func works(steps []step) bool {
	for _, s := range steps {
		if s.kind == work || s.kind == busy || s.kind == nested || s.kind == repeat || s.kind == tries {
			return true
		}
	}
	return false
}

// mayReturn says whether code may return without an error: what fails after it only may.
func (r *reader) mayReturn(statement ast.Stmt) bool {
	switch statement.(type) {
	case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt, *ast.BlockStmt, *ast.LabeledStmt:
	default:
		return false
	}
	return r.returns(statement)
}

// cases are those of a switch. Of work in several the first stands for all, as only one of them is done.
func (f *frame) cases(s ast.Stmt, body *ast.BlockStmt) {
	hasWork, others := false, 0
	walk := func() {
		for _, clause := range body.List {
			before := len(*f.steps)
			f.list(clause.(*ast.CaseClause).Body)
			added := (*f.steps)[before:]
			isWork := len(added) > 0
			for _, step := range added {
				isWork = isWork && (step.kind == work || step.kind == busy)
			}
			if isWork && hasWork {
				f.replace(before, len(*f.steps))
				others++
			}
			hasWork = hasWork || isWork
		}
	}
	f.inRound(func() { f.maybe(walk) })
	if others > 0 {
		f.fault(s, "a switch; the first of its %d cases stands here.", others+1)
	}
}

func (f *frame) list(statements []ast.Stmt) {
	over := f.isOver
	f.sequence(statements)
	if f.isMaybe {
		f.isOver = over
	}
}

// branch is an if. What stands behind err != nil says how a task ends that was told, or what its caller makes of an error.
func (f *frame) branch(s *ast.IfStmt) {
	if f.failsBeforeGo(s) {
		return
	}
	done := f.callersLast()
	if s.Init != nil {
		f.statement(s.Init)
	}
	if f.behindToken(s) || f.callerTries(s, done) {
		return
	}
	if g := f.asked(s.Cond); g != nil && f.r.isWellCheck(s.Cond) {
		f.waitedWell(g, s)
		return
	} else if g != nil && g.isUnchecked && f.sorted(g, s) {
		return
	}
	if f.heldBefore(s) || f.isNever(s) || f.triesAcquire(s) || f.asks(s) {
		return
	}
	if !f.r.isErrorCheck(s.Cond) && (len(f.r.areErrors(s.Cond)) == 0 || f.isOuter || f.open != nil || f.r.takesFirst) {
		f.expression(s.Cond)
		from := len(*f.steps)
		f.maybe(func() { f.body(s.Body) })
		f.checkedBeforeGo(s)
		if f.onlyWell(s, from) {
			return
		}
		f.branchFrom = from
		middle := len(*f.steps)
		if s.Else != nil {
			f.maybe(func() { f.statement(s.Else) })
		}
		switch to := len(*f.steps); {
		case !f.isOuter && f.open == nil && f.loops == 0 && !f.r.takesFirst && f.r.isSuccessCheck(s.Cond) && endsInReturn(s.Body):
			f.fault(s, "what comes after it is done only after an error; here it is.")
		case f.isOuter || to == from:
		case from < middle && middle < to:
			f.fault(s, "one branch or the other; here both, one after the other.")
		default:
			f.fault(s, "a branch that may not be taken; here it is.")
		}
		return
	}
	if g := f.asked(s.Cond); g != nil && g.isUnchecked {
		f.checked(g, s.Cond, s.Body.List)
	} else if f.isOuter || f.open != nil || f.r.takesFirst {
		f.maybe(func() { f.otherwise(s.Body.List) })
		f.checkedBeforeGo(s)
		f.goesOnBehind(s)
	} else {
		f.handles(s)
		return
	}
	if s.Else != nil {
		f.maybe(func() { f.statement(s.Else) })
	}
}

// asks is if ctx.Err() != nil { return nil } behind a step: how the task ends where it is told in that.
func (f *frame) asks(s *ast.IfStmt) bool {
	n := len(*f.steps)
	if f.isOuter || f.open != nil || f.r.takesFirst || s.Else != nil || !f.r.looksAtErr(s.Cond, token.NEQ) || n == 0 || !(*f.steps)[n-1].listens() {
		return false
	}
	out := f.outcomeIn(s.Body.List)
	if out.kind != ends && out.kind != endsWell {
		return false
	}
	f.expression(s.Cond)
	f.applies(out, n-1, n, s)
	f.maybe(func() { f.otherwise(s.Body.List) })
	return true
}

// level writes branches over errors in one way: what is done after an error in an if behind which the rest stands. A switch becomes a row of
// ifs, and err == nil becomes err != nil.
func (r *reader) level() {
	for _, file := range r.parsed {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BlockStmt:
				n.List = r.leveled(n.List)
			case *ast.CaseClause:
				n.Body = r.leveled(n.Body)
			case *ast.CommClause:
				n.Body = r.leveled(n.Body)
			case *ast.ForStmt:
				n.Body.List = r.triedFirst(n.Body.List)
			case *ast.RangeStmt:
				n.Body.List = r.triedFirst(n.Body.List)
			}
			return true
		})
	}
}

// triedFirst makes of if err != nil { …; continue }; break at the end of a loop if err == nil { break }; ….
func (r *reader) triedFirst(statements []ast.Stmt) []ast.Stmt {
	n := len(statements)
	if n < 2 || !isBreak(statements[n-1:], "") {
		return statements
	}
	branch, ok := statements[n-2].(*ast.IfStmt)
	if !ok || branch.Else != nil || !r.isErrorCheck(branch.Cond) {
		return statements
	}
	check := branch.Cond.(*ast.BinaryExpr)
	again, ok := lastIn(branch.Body).(*ast.BranchStmt)
	if !ok || again.Tok != token.CONTINUE || again.Label != nil || check.Op != token.NEQ {
		return statements
	}
	cond := *check
	cond.Op = token.EQL
	success := &ast.IfStmt{If: branch.If, Init: branch.Init, Cond: &cond, Body: &ast.BlockStmt{Lbrace: branch.Body.Lbrace, List: statements[n-1:], Rbrace: branch.Body.Rbrace}}
	return append(append(append([]ast.Stmt{}, statements[:n-2]...), success), branch.Body.List[:len(branch.Body.List)-1]...)
}

func (r *reader) leveled(statements []ast.Stmt) []ast.Stmt {
	var all []ast.Stmt
	for i, statement := range statements {
		switch s := statement.(type) {
		case *ast.SwitchStmt:
			statement = r.chain(s, s.Init, s.Tag, s.Body)
		case *ast.TypeSwitchStmt:
			init := s.Assign
			if s.Init != nil {
				init = &ast.BlockStmt{Lbrace: s.Init.Pos(), List: []ast.Stmt{s.Init, s.Assign}, Rbrace: s.Assign.End()}
			}
			statement = r.chain(s, init, asserted(s.Assign), s.Body)
		}
		branch, isBranch := statement.(*ast.IfStmt)
		if !isBranch || !r.isAboutError(branch.Cond) {
			all = append(all, statement)
			continue
		}
		if i == len(statements)-2 && r.isSuccessCheck(branch.Cond) && leavesIn(branch.Body) {
			if back, ok := statements[i+1].(*ast.ReturnStmt); ok {
				// if err == nil { return nil }; return err
				rest := &ast.BlockStmt{Lbrace: back.Pos(), List: []ast.Stmt{back}, Rbrace: back.End()}
				if branch.Else != nil {
					rest.Lbrace, rest.List = branch.Else.Pos(), append(append([]ast.Stmt{}, blockOf(branch.Else).List...), back)
				}
				branch.Else = rest
				return append(all, r.leveled([]ast.Stmt{branch})...)
			}
		}
		if branch.Else == nil {
			all = append(all, branch)
			continue
		}
		otherwise := blockOf(branch.Else)
		otherwise.List = r.leveled(otherwise.List)
		if check, ok := branch.Cond.(*ast.BinaryExpr); ok && r.isSuccessCheck(check) && (leavesIn(otherwise) || !leavesIn(branch.Body)) {
			cond := *check
			cond.Op = token.NEQ
			after := &ast.BlockStmt{Lbrace: branch.Body.Lbrace, List: otherwise.List, Rbrace: otherwise.Rbrace}
			branch.Cond, branch.Body, otherwise = &cond, after, branch.Body
		}
		if branch.Else = otherwise; leavesIn(branch.Body) {
			branch.Else = nil
			all = append(append(all, branch), r.leveled(otherwise.List)...)
			continue
		}
		all = append(all, branch)
	}
	return all
}

// chain is a switch over an error as an if with others in its else; the switch where it can't be one.
func (r *reader) chain(s, init ast.Stmt, tag ast.Expr, body *ast.BlockStmt) ast.Stmt {
	_, isType := s.(*ast.TypeSwitchStmt)
	if tag == nil && isType || tag != nil && !r.isError(tag) {
		return s
	}
	var parts []*ast.IfStmt
	var rest *ast.BlockStmt
	for _, clause := range body.List {
		c := clause.(*ast.CaseClause)
		list := c.Body
		if n := len(list); n > 0 && isBreak(list[n-1:], "") {
			list = list[:n-1]
		}
		if leavesChoice(list) {
			return s
		}
		block := &ast.BlockStmt{Lbrace: c.Colon, List: list, Rbrace: c.End()}
		if c.List == nil {
			rest = block
			continue
		}
		var cond, isNil ast.Expr
		for _, e := range c.List {
			switch isNone := name(e) == "nil"; {
			case isType && !isNone:
				as := &ast.SelectorExpr{X: &ast.Ident{NamePos: e.Pos(), Name: "errors"}, Sel: &ast.Ident{NamePos: e.Pos(), Name: "As"}}
				e = &ast.CallExpr{Fun: as, Lparen: e.Pos(), Args: []ast.Expr{tag, e}, Rparen: e.End()}
			case tag != nil:
				e = &ast.BinaryExpr{X: tag, OpPos: e.Pos(), Op: token.EQL, Y: e}
				if isNone {
					isNil = e
					continue
				}
			}
			if cond != nil {
				e = &ast.BinaryExpr{X: cond, OpPos: e.Pos(), Op: token.LOR, Y: e}
			}
			cond = e
		}
		if cond != nil && (!r.isAboutError(cond) || isNil != nil && calls(block) != "") {
			return s
		}
		for _, one := range []ast.Expr{isNil, cond} {
			if one != nil {
				parts = append(parts, &ast.IfStmt{If: c.Pos(), Cond: one, Body: block})
			}
		}
	}
	if len(parts) == 0 {
		return s
	}
	for i, part := range parts {
		if i+1 < len(parts) {
			part.Else = parts[i+1]
		} else if rest != nil {
			part.Else = rest
		}
	}
	parts[0].If, parts[0].Init = s.Pos(), init
	return parts[0]
}

// isAboutError says whether a condition looks at an error or at a context.
func (r *reader) isAboutError(cond ast.Expr) bool {
	found := false
	ast.Inspect(cond, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok {
			found = found || r.isError(e) || r.looksAtErr(e, token.NEQ) || r.looksAtErr(e, token.EQL)
		}
		return !found
	})
	return found
}

// asserted is what a type switch is over.
func asserted(s ast.Stmt) ast.Expr {
	var e ast.Expr
	switch s := s.(type) {
	case *ast.ExprStmt:
		e = s.X
	case *ast.AssignStmt:
		e = s.Rhs[0]
	}
	if assertion, ok := e.(*ast.TypeAssertExpr); ok {
		return assertion.X
	}
	return nil
}

func blockOf(s ast.Stmt) *ast.BlockStmt {
	if block, ok := s.(*ast.BlockStmt); ok {
		return block
	}
	return &ast.BlockStmt{Lbrace: s.Pos(), List: []ast.Stmt{s}, Rbrace: s.End()}
}

// leavesIn says whether nothing is done behind a block.
func leavesIn(block *ast.BlockStmt) bool {
	switch s := lastIn(block).(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok != token.FALLTHROUGH
	case *ast.IfStmt:
		return s.Else != nil && leavesIn(s.Body) && leavesIn(blockOf(s.Else))
	}
	return endsAll(lastIn(block)) != nil
}

// leavesChoice says whether a jump in the code of a case ends the switch, or goes to the next case.
func leavesChoice(statements []ast.Stmt) bool {
	found := false
	for _, statement := range statements {
		ast.Inspect(statement, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit, *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
				return false
			case *ast.BranchStmt:
				found = found || n.Tok == token.BREAK && n.Label == nil || n.Tok == token.FALLTHROUGH
			}
			return true
		})
	}
	return found
}
