package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// A span is the steps that an error comes from.
type span struct {
	steps    *[]step
	from, to int
}

// replace puts other steps in place of some, and moves what is kept about those behind them.
func (f *frame) replace(from, to int, others ...step) {
	*f.steps = append(append((*f.steps)[:from:from], others...), (*f.steps)[to:]...)
	move := func(one span) span {
		if one.steps != f.steps || one.to <= from && one.from < from {
			return one
		}
		grown := len(others) - (to - from)
		switch {
		case one.from >= to:
			one.from += grown
		case one.from > from:
			one.from = from
		}
		switch {
		case one.to >= to:
			one.to += grown
		case one.to > from:
			one.to = from + len(others)
		}
		return one
	}
	for variable, one := range f.r.spans {
		f.r.spans[variable] = move(one)
	}
	for i := range f.skips {
		f.skips[i].span = move(f.skips[i].span)
	}
	for i := range f.ways {
		f.ways[i].span = move(f.ways[i].span)
	}
	f.branchFrom = move(span{f.steps, f.branchFrom, f.branchFrom}).from
}

// gives remembers which steps variables have their errors from.
func (f *frame) gives(left []ast.Expr, from int) {
	if len(left) == 0 {
		return
	}
	if name, ok := left[len(left)-1].(*ast.Ident); ok && name.Obj != nil {
		f.r.spans[name.Obj] = span{f.steps, from, len(*f.steps)}
	}
}

// spanOf are the steps whose error a condition looks at.
func (f *frame) spanOf(cond ast.Expr) (from, to int) {
	n := len(*f.steps)
	found, isKnown := span{}, false
	ast.Inspect(cond, func(node ast.Node) bool {
		if name, ok := node.(*ast.Ident); ok && name.Obj != nil && !isKnown {
			found, isKnown = f.r.spans[name.Obj]
		}
		return true
	})
	switch {
	case !isKnown || found.steps != f.steps || found.to > n:
		return n, n
	}
	return found.from, found.to
}

type outcomeKind int

const (
	goesOn     outcomeKind = iota // with what comes after the branch
	ends                          // with an error, as it came or another
	endsWell                      // with nil
	nextRound                     // of the loop around it
	leavesLoop                    // breaks
	leavesRun                     // the process, or a panic
)

// An outcome is what code does where a step was cut short.
type outcome struct {
	kind outcomeKind
	told string // what is returned, as in on-cancel
	body []ast.Stmt
	// isExcepted says that only the end of a context is treated so.
	isExcepted bool
	// isKept says that the error is put aside, and returned later.
	isKept bool
	// mayBe is a branch of which it isn't known whether it is taken.
	mayBe ast.Node
	// src are the places that say so.
	src []token.Pos
}

const ofContext = "context canceled"

// isToldCheck says whether a condition is true where a context is done, and false where it isn't.
func (r *reader) isToldCheck(e ast.Expr) bool {
	for _, text := range r.areErrors(e) {
		if text == ofContext {
			return true
		}
	}
	return r.looksAtErr(e, token.NEQ)
}

// isUntoldCheck says whether a condition, or a part that has to be true, says that no context is done.
func (r *reader) isUntoldCheck(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.isUntoldCheck(e.X)
	case *ast.UnaryExpr:
		return e.Op == token.NOT && r.isToldCheck(e.X)
	case *ast.BinaryExpr:
		if e.Op == token.LAND {
			return r.isUntoldCheck(e.X) || r.isUntoldCheck(e.Y)
		}
		if e.Op == token.NEQ {
			for _, text := range r.areErrors(&ast.BinaryExpr{X: e.X, Op: token.EQL, Y: e.Y}) {
				if text == ofContext {
					return true
				}
			}
		}
		return r.looksAtErr(e, token.EQL)
	}
	return false
}

// looksAtErr is ctx.Err() == nil, or != nil.
func (r *reader) looksAtErr(e ast.Expr, op token.Token) bool {
	if binary, ok := e.(*ast.BinaryExpr); ok && binary.Op == op && name(binary.Y) == "nil" {
		if call, ok := binary.X.(*ast.CallExpr); ok {
			selector, ok := call.Fun.(*ast.SelectorExpr)
			return ok && selector.Sel.Name == "Err" && r.isContext(selector.X)
		}
	}
	return false
}

// outcomeOf is what a branch behind err != nil does where the error is that of a context.
func (f *frame) outcomeOf(s *ast.IfStmt) outcome {
	if f.r.isUntoldCheck(s.Cond) {
		return outcome{kind: goesOn, isExcepted: true}
	}
	if !f.r.isErrorCheck(s.Cond) && !f.r.isToldCheck(s.Cond) {
		// Another error than that of a context.
		return outcome{kind: ends, told: ""}
	}
	found := f.outcomeIn(s.Body.List)
	found.isExcepted = found.isExcepted || !f.r.isErrorCheck(s.Cond)
	return found
}

// outcomeIn is what code does with an error. Where it keeps it to return it later, that is how the task ends.
func (f *frame) outcomeIn(statements []ast.Stmt) outcome {
	found := f.endOf(statements)
	if canKeep := found.kind == goesOn || found.kind == nextRound || found.kind == leavesLoop; canKeep || found.kind != ends && f.isByHand() {
		if told, ok := f.keepsError(found.body); ok {
			found.kind, found.told, found.isKept = ends, told, true
		}
	}
	return found
}

// endOf is how code ends.
func (f *frame) endOf(statements []ast.Stmt) outcome {
	var src []token.Pos
	as := func(found outcome, others ...ast.Node) outcome {
		found.src = append(append([]token.Pos{}, src...), found.src...)
		for _, one := range others {
			found.src = append(found.src, one.Pos())
		}
		return found
	}
	for i, statement := range statements {
		switch s := statement.(type) {
		case *ast.IfStmt:
			if f.r.isToldCheck(s.Cond) {
				found := f.outcomeIn(s.Body.List)
				src = append(src, s.Pos())
				if found.isExcepted = true; found.kind != goesOn {
					return as(found)
				}
			} else if f.r.isUntoldCheck(s.Cond) && s.Else == nil {
				src = append(src, s.Pos())
				if other := f.outcomeIn(s.Body.List); other.kind == ends {
					// What other errors become.
					src = append(src, other.src...)
				}
				rest := f.outcomeIn(statements[i+1:])
				rest.isExcepted = true
				rest.body = append(statements[:i:i], rest.body...)
				return as(rest)
			} else if len(f.r.areErrors(s.Cond)) > 0 {
				// Another error.
				if s.Else != nil {
					if found := f.outcomeIn(blockOf(s.Else).List); found.kind != goesOn {
						return as(found)
					}
				}
			} else if found := f.either(s); found.kind != goesOn {
				if rest := f.outcomeIn(statements[i+1:]); rest.kind != goesOn {
					f.fault(s, "some errors are treated in another way; left out.")
					return as(rest)
				}
				found.mayBe = s
				return as(found)
			}
		case *ast.ReturnStmt:
			return as(f.returned(s, statements[:i]), s)
		case *ast.BranchStmt:
			switch {
			case s.Tok == token.GOTO:
				f.fault(s, "it jumps to another place after an error; not read.")
				return outcome{kind: ends, told: passes, body: statements[:i]}
			case s.Tok == token.CONTINUE && s.Label == nil:
				return as(outcome{kind: nextRound, body: statements[:i]}, s)
			case s.Tok == token.BREAK && s.Label == nil && f.inChoice:
				return as(outcome{kind: goesOn, body: statements[:i]}, s)
			}
			return as(outcome{kind: leavesLoop, body: statements[:i]}, s)
		case *ast.ExprStmt:
			if endsAll(s) != nil {
				return as(outcome{kind: leavesRun, body: statements})
			}
		}
	}
	return as(outcome{kind: goesOn, body: statements})
}

// either is how one of a branch's two ways ends, where one does.
func (f *frame) either(s *ast.IfStmt) outcome {
	found := f.outcomeIn(s.Body.List)
	if found.kind == goesOn && s.Else != nil {
		return f.outcomeIn(blockOf(s.Else).List)
	}
	return found
}

const keptError = "it keeps the error and goes on; here the error ends the task."

// keepsError says whether code puts an error aside that is returned later, and as what: first = err, err = fmt.Errorf("x: %w", err),
// errs = append(errs, err). In a group that is made by hand, errs <- err and errs.add(err) do the same.
func (f *frame) keepsError(statements []ast.Stmt) (told string, ok bool) {
	isByHand := f.isByHand()
	keep := func(value ast.Expr) {
		text, isWrap := f.r.wrapping(value)
		if isWrap && !ok {
		}
		switch {
		case ok:
		case f.r.isError(value):
			told, ok = passes, true
		case isWrap:
			told, ok = "wrap "+shortWrap(text, 80), true
		}
	}
	for _, statement := range statements {
		ast.Inspect(statement, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return isByHand
			case *ast.SendStmt:
				if isByHand {
					keep(n.Value)
				}
			case *ast.AssignStmt:
				for i, right := range n.Rhs {
					isReturned := isByHand || i < len(n.Lhs) && f.isReturned(n.Lhs[i])
					if call, isCall := right.(*ast.CallExpr); isReturned && isCall && strings.EqualFold(last(name(call.Fun)), "append") {
						for _, argument := range call.Args[min(1, len(call.Args)):] {
							keep(argument)
						}
					}
					if isReturned {
						keep(right)
					}
				}
			case *ast.CallExpr:
				if isByHand && !isLogging(strings.ToLower(owner(name(n.Fun))), last(name(n.Fun))) && !f.r.isOf(n.Fun, "fmt", "Errorf") {
					for _, argument := range n.Args {
						keep(argument)
					}
				}
			}
			return !ok
		})
	}
	return told, ok
}

// isByHand says whether the task is one of a group that is made by hand and keeps errors.
func (f *frame) isByHand() bool {
	g := f.task.group
	return g != nil && g.isWaitGroup && g.kind != "waitgroup"
}

// groupKeeps says whether what the task puts aside is what its group makes its error of.
func (f *frame) groupKeeps() bool {
	g := f.task.group
	return f.isByHand() || g != nil && g.kind == "first-success"
}

// isReturned says whether the function that is read returns a variable's value behind the place where it gets one.
func (f *frame) isReturned(left ast.Expr) bool {
	variable, ok := left.(*ast.Ident)
	if !ok || variable.Obj == nil || len(f.r.stack) == 0 {
		return false
	}
	_, isField := variable.Obj.Decl.(*ast.Field)
	found := false
	ast.Inspect(f.r.stack[len(f.r.stack)-1], func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			if n.Pos() < left.Pos() {
				return false
			}
			found = found || len(n.Results) == 0 && isField && f.isNamed || mentions(n, map[*ast.Object]bool{variable.Obj: true})
		}
		return true
	})
	return found
}

const putAside = "an error is put aside here, and the code goes on; no step has it."

// putsAside says of steps that the code goes on whatever their error is: it is only put into a value, sent or logged.
func (f *frame) putsAside(s *ast.AssignStmt, from int) {
	if f.isOuter || f.open != nil || f.r.takesFirst || f.groupKeeps() || len(f.r.stack) == 0 {
		return
	}
	g := f.waited
	isWait := g != nil && g.isUnchecked && f.waits(s.Rhs[len(s.Rhs)-1]) == g
	if !isWait && len(*f.steps) <= from {
		return
	}
	places, ok := f.r.onlyKept(f.r.stack[len(f.r.stack)-1], s.Lhs[len(s.Lhs)-1], f.isNamed)
	if !ok {
		return
	}
	for _, at := range places {
		f.fault(at, putAside)
	}
	if isWait {
		f.drop(g)
	}
	for i := from; i < len(*f.steps); i++ {
		if one := &(*f.steps)[i]; one.kind == nested && one.group.isRetry {
			one.isIgnored = true
		}
	}
	f.drops(from, true)
}

// onlyKept says whether a function's code does nothing with the error in a variable but put it into a value, send or log it, and where it
// does so apart from logging.
func (r *reader) onlyKept(body ast.Node, left ast.Expr, isNamed bool) (places []ast.Node, ok bool) {
	isLocal := func(variable *ast.Ident) bool {
		_, isField := variable.Obj.Decl.(*ast.Field)
		return isField && isNamed || body.Pos() <= variable.Obj.Pos() && variable.Obj.Pos() < body.End()
	}
	// The variables that have it.
	of := map[*ast.Object]bool{}
	variable := root(left)
	if variable != nil {
		if _, isField := variable.Obj.Decl.(*ast.Field); isField && isNamed {
			return nil, false
		}
		of[variable.Obj] = true
	}
	if variable == nil || !isLocal(variable) {
		places = append(places, left)
	}
	has := func(n ast.Node) bool { return mentions(n, of) }
	for before := -1; before < len(of); {
		before = len(of)
		ast.Inspect(body, func(n ast.Node) bool {
			if assign, ok := n.(*ast.AssignStmt); ok {
				for i, right := range assign.Rhs {
					if to := root(assign.Lhs[min(i, len(assign.Lhs)-1)]); to != nil && isLocal(to) && has(right) {
						of[to.Obj] = true
					}
				}
			}
			return true
		})
	}
	isKept, isUsed := len(places) > 0, false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, right := range n.Rhs {
				to := n.Lhs[min(i, len(n.Lhs)-1)]
				if variable := root(to); !has(right) || variable != nil && isLocal(variable) {
					continue
				}
				if isKept = true; name(to) != "_" {
					places = append(places, n)
				}
			}
		case *ast.SendStmt:
			if has(n.Value) {
				isKept, places = true, append(places, n)
			}
		case *ast.CallExpr:
			called := name(n.Fun)
			isLog := isLogging(strings.ToLower(owner(called)), strings.TrimSuffix(last(called), "Context")) && !isFatal(n)
			isValue := called == "append" || r.isOf(n.Fun, "fmt", "Errorf")
			// failures.Add(err), lastErr.Store(err)
			keeper, isMethod := n.Fun.(*ast.SelectorExpr)
			isKeeper := isMethod && r.isError(keeper.X) && !has(keeper.X)
			for _, argument := range n.Args {
				if _, isCode := argument.(*ast.FuncLit); isCode || isValue || !has(argument) {
					continue
				}
				isKept, isUsed = true, isUsed || !isLog && !isKeeper
				if isKeeper {
					places = append(places, n)
				}
			}
			return !isLog
		case *ast.ReturnStmt:
			isUsed = isUsed || has(n)
		case *ast.IfStmt:
			isUsed = isUsed || has(n.Cond)
		case *ast.SwitchStmt:
			isUsed = isUsed || n.Tag != nil && has(n.Tag)
		case *ast.TypeSwitchStmt:
			isUsed = isUsed || has(n.Assign)
		case *ast.ForStmt:
			isUsed = isUsed || n.Cond != nil && has(n.Cond)
		case *ast.BinaryExpr:
			isUsed = isUsed || has(n)
		}
		return !isUsed
	})
	return places, isKept && !isUsed
}

// returned is what a return gives back of an error.
func (f *frame) returned(s *ast.ReturnStmt, before []ast.Stmt) outcome {
	found := outcome{kind: ends, told: passes, body: before}
	if len(s.Results) == 0 {
		// Named results keep the error; code without results has none to return.
		if f.isNamed {
			return found
		}
		return outcome{kind: endsWell, told: "ok", body: before}
	}
	value := f.r.givenBefore(s.Results[len(s.Results)-1], before)
	v := f.r.verdictOf(value)
	if v.kind == noError {
		found.kind = endsWell
	}
	found.told = v.told()
	return found
}

// isSimpleCheck says whether a condition has nothing in it but looks at an error and a context.
func (r *reader) isSimpleCheck(e ast.Expr) bool {
	if binary, ok := e.(*ast.BinaryExpr); ok && binary.Op == token.LAND {
		return r.isSimpleCheck(binary.X) && r.isSimpleCheck(binary.Y)
	}
	if not, ok := e.(*ast.UnaryExpr); ok && not.Op == token.NOT {
		e = not.X
	}
	if binary, ok := e.(*ast.BinaryExpr); ok && (binary.Op == token.NEQ || binary.Op == token.EQL) && r.isError(binary.X) {
		return true
	}
	return r.isErrorCheck(e) || len(r.areErrors(e)) > 0 || r.isToldCheck(e) || r.isUntoldCheck(e)
}
