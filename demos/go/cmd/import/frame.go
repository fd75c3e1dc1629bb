package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
	"time"
)

// A frame is the walk through the code of one task, functions that it calls included.
type frame struct {
	r     *reader
	task  *task
	steps *[]step
	base  *ctx   // what the task's code begins with
	open  *group // a group that was made here and isn't waited for yet
	// delay is how long the code slept since it handed over the last task.
	delay time.Duration
	// total is how many of this task there are, with those around it.
	total int
	// count is how often the code runs, in a loop; loop is a name for what it runs over.
	count   int
	isGuess bool
	loop    string
	// isMaybe says that the code may be left out.
	isMaybe  bool
	isOuter  bool
	isCalled bool // in the code of a function that the task's own calls
	isOver   bool // it returned
	isTold   bool // it waited until it was told
}

func (f *frame) add(s step) {
	if f.isTold && (s.kind == work || s.kind == busy) {
		if f.task.cleanup == 0 {
			f.task.cleanup = min(s.d, longest)
			if s.isGuess {
				f.task.notes = append(f.task.notes, s.note+" (cleaning up)")
			}
		}
		return
	}
	if f.open != nil && (s.kind == work || s.kind == busy) {
		if s.isGuess {
			f.open.notes = append(f.open.notes, s.note+" Beside the group; left out.")
		} else {
			f.delay += s.d
		}
		return
	}
	if f.isMaybe && (s.kind == fail || s.kind == crash || s.kind == cancel) {
		word := map[stepKind]string{fail: "fail with ", crash: "panic with ", cancel: "cancel "}[s.kind]
		if f.isOuter {
			return
		}
		f.note(s.note + " It may " + word + quoted(short(s.text, 80)) + " here.")
		return
	}
	if !s.isGuess {
		s.note = ""
	}
	if len(*f.steps) < 200 {
		*f.steps = append(*f.steps, s)
	}
}

func (f *frame) note(text string) {
	if len(f.task.notes) < 30 {
		f.task.notes = append(f.task.notes, text)
	}
}

func (f *frame) body(block *ast.BlockStmt) {
	if block == nil {
		return
	}
	for _, statement := range block.List {
		if f.isOver {
			return
		}
		f.statement(statement)
	}
}

// maybe walks through code that may be left out.
func (f *frame) maybe(walk func()) {
	before, over := f.isMaybe, f.isOver
	f.isMaybe = true
	walk()
	f.isMaybe, f.isOver = before, over
}

func (f *frame) statement(statement ast.Stmt) {
	r := f.r
	if r.budget--; r.budget < 0 {
		f.isOver = true
		return
	}
	switch s := statement.(type) {
	case *ast.AssignStmt:
		f.assign(s)
	case *ast.DeclStmt:
		if decl, ok := s.Decl.(*ast.GenDecl); ok {
			for _, spec := range decl.Specs {
				if value, ok := spec.(*ast.ValueSpec); ok {
					f.declare(value)
				}
			}
		}
	case *ast.ExprStmt:
		f.expression(s.X)
	case *ast.ReturnStmt:
		f.returns(s)
	case *ast.IfStmt:
		f.branch(s)
	case *ast.ForStmt:
		f.loopFor(s)
	case *ast.RangeStmt:
		f.loopRange(s)
	case *ast.SelectStmt:
		f.choice(s)
	case *ast.SwitchStmt:
		f.cases(s, s.Body)
	case *ast.TypeSwitchStmt:
		f.cases(s, s.Body)
	case *ast.BlockStmt:
		f.body(s)
	case *ast.LabeledStmt:
		f.statement(s.Stmt)
	case *ast.GoStmt:
		f.goroutine(s)
	case *ast.SendStmt:
		f.expression(s.Value)
		f.note(r.where(s) + ": sends to a channel, which scenarios don't have.")
	case *ast.DeferStmt:
		if selector, ok := s.Call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Wait" {
			if g := r.groups[key(selector.X)]; g != nil {
				g.isWaited = true
			}
		}
	}
}

// cases are those of a switch. Of work in several the first stands for all, as only one of them is done.
func (f *frame) cases(s ast.Stmt, body *ast.BlockStmt) {
	hasWork, others := false, 0
	f.maybe(func() {
		for _, clause := range body.List {
			before := len(*f.steps)
			f.list(clause.(*ast.CaseClause).Body)
			added := (*f.steps)[before:]
			isWork := len(added) > 0
			for _, step := range added {
				isWork = isWork && (step.kind == work || step.kind == busy)
			}
			if isWork && hasWork {
				*f.steps = (*f.steps)[:before]
				others++
			}
			hasWork = hasWork || isWork
		}
	})
	if others > 0 {
		f.fault(s, "a switch; the first of its %d cases stands here.", others+1)
	}
}

func (f *frame) list(statements []ast.Stmt) {
	over := f.isOver
	for _, statement := range statements {
		if f.isOver {
			break
		}
		f.statement(statement)
	}
	if f.isMaybe {
		f.isOver = over
	}
}

// returns is a return with its values.
func (f *frame) returns(s *ast.ReturnStmt) {
	var text string
	for i, value := range s.Results {
		if i == len(s.Results)-1 {
			text = f.r.words(value)
			if call, ok := value.(*ast.CallExpr); ok && text != "" && strings.Contains(text, "%w") {
				// What is wrapped comes from a step above.
				text = ""
				for _, argument := range call.Args[1:] {
					f.expression(argument)
				}
				continue
			}
			if _, isText := value.(*ast.BasicLit); isText {
				text = ""
			}
			if text != "" {
				continue
			}
		}
		f.expression(value)
	}
	if text != "" {
		f.add(step{kind: fail, text: text, note: f.r.where(s) + ":"})
	} else if !f.isMaybe && !f.isCalled && len(*f.steps) == 0 && f.open == nil {
		f.isOver = true
	}
	if !f.isMaybe {
		f.isOver = true
	}
}

// branch is an if. What stands behind err != nil says how a task ends that was told.
func (f *frame) branch(s *ast.IfStmt) {
	if s.Init != nil {
		f.statement(s.Init)
	}
	if !isErrorCheck(s.Cond) {
		f.expression(s.Cond)
		f.maybe(func() { f.body(s.Body) })
		if s.Else != nil {
			f.maybe(func() { f.statement(s.Else) })
		}
		return
	}
	if n := len(*f.steps); n > 0 && (*f.steps)[n-1].kind == work && f.open == nil {
		f.afterTold(s.Body.List)
	}
	if s.Else != nil {
		f.maybe(func() { f.statement(s.Else) })
	}
}

// afterTold reads what is done after a piece of work ended with an error.
func (f *frame) afterTold(statements []ast.Stmt) {
	for _, statement := range statements {
		switch s := statement.(type) {
		case *ast.ExprStmt:
			if call, ok := s.X.(*ast.CallExpr); ok && f.r.isOf(call.Fun, "time", "Sleep") && len(call.Args) == 1 {
				if d, ok := f.r.duration(call.Args[0]); ok {
					f.task.cleanup = d
				}
			}
		case *ast.ReturnStmt:
			if f.isCalled || len(s.Results) == 0 {
				continue
			}
			if name, ok := s.Results[len(s.Results)-1].(*ast.Ident); ok && name.Name == "nil" {
				f.task.onCancel = "ok"
			}
		}
	}
}

// isErrorCheck says whether a condition is err != nil.
func isErrorCheck(e ast.Expr) bool {
	binary, ok := e.(*ast.BinaryExpr)
	if !ok || binary.Op != token.NEQ {
		return false
	}
	left, ok := binary.X.(*ast.Ident)
	right, isNil := binary.Y.(*ast.Ident)
	return ok && isNil && right.Name == "nil" && strings.HasPrefix(strings.ToLower(left.Name), "e")
}

// expression walks through the calls of an expression.
func (f *frame) expression(e ast.Expr) {
	if e == nil {
		return
	}
	switch e := e.(type) {
	case *ast.CallExpr:
		f.call(e)
	case *ast.ParenExpr:
		f.expression(e.X)
	case *ast.UnaryExpr:
		if e.Op == token.ARROW {
			f.receive(e)
			return
		}
		f.expression(e.X)
	case *ast.BinaryExpr:
		f.expression(e.X)
		f.expression(e.Y)
	case *ast.SelectorExpr:
		f.expression(e.X)
	case *ast.StarExpr:
		f.expression(e.X)
	case *ast.IndexExpr:
		f.expression(e.X)
	case *ast.CompositeLit:
		for _, element := range e.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				element = pair.Value
				if field, ok := pair.Key.(*ast.Ident); ok {
					if g := f.r.groupAt(element); g != nil {
						f.r.groups["field "+field.Name] = g
					}
				}
			}
			f.expression(element)
		}
	}
}

// uses notes which context the task looks at, and what it was derived with.
func (f *frame) uses(c *ctx) {
	t := f.task
	var timeout time.Duration
	cause, isDetached := "", false
	for ; c != nil; c = c.parent {
		switch {
		case c == t.group.ctx:
			t.hasGroupContext = true
			t.detached = t.detached || isDetached
			if timeout > 0 && t.timeout == 0 {
				t.timeout, t.cause = timeout, cause
			}
			return
		case t.group.ctx != nil && t.group.ctx.isBelow(c):
			t.hasOtherContext = true
			return
		case c.kind == timed && !isDetached && c.task == t:
			timeout, cause = c.d, c.cause
		case c.kind == detached:
			isDetached = true
		}
	}
}

func (f *frame) fault(n ast.Node, format string, arguments ...any) {
	f.note(f.r.where(n) + ": " + fmt.Sprintf(format, arguments...))
}
