package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// returns is a return with its values.
func (f *frame) returns(s *ast.ReturnStmt) {
	r := f.r
	if f.isMaybe {
		f.mayLeave(s)
	}
	defer func() {
		f.isTail = false
		if !f.isMaybe {
			r.returned = s.Results
		}
	}()
	if !f.isOuter && !f.isMaybe {
		f.task.src = append(f.task.src, s.Pos())
	}
	var text string
	for i, value := range s.Results {
		f.isTail = i == len(s.Results)-1
		if !f.isTail {
			f.expression(value)
			continue
		}
		v := r.verdictOf(value)
		isEnd := f.isTold && !f.isMaybe && !f.isCalled
		text = ""
		switch call, isCall := value.(*ast.CallExpr); {
		case v.kind == wrapped:
			// What is wrapped comes from a step above, or from what is called here.
			from := len(*f.steps)
			for _, argument := range call.Args {
				if _, isCall := argument.(*ast.CallExpr); isCall {
					f.isTail = false
					f.expression(argument)
				}
				if g := f.waits(argument); g != nil && f.waited == g {
					g.wrap, g.isUnchecked, f.waited = v.text, false, nil
				}
			}
			if !f.isOuter && f.open == nil {
				f.tell((*f.steps)[min(from, len(*f.steps)):], v.told(), s)
			}
			if isEnd {
				f.task.onCancel = v.told()
			}
			continue
		case v.kind == another:
			text = v.text
		case v.kind == asCause && isEnd:
			f.task.onCancel = v.told()
			continue
		case isEnd && isCall && last(name(call.Fun)) == "Err":
			f.task.src = append(f.task.src, call.Pos())
			if n := len(*f.steps); n > 1 && (*f.steps)[n-1].kind != until {
				f.add(step{kind: fail, text: ofContext, src: []token.Pos{call.Pos()}})
			}
			// What was told is returned.
			f.isOver = true
			return
		case v.kind == noError && isEnd:
			n := len(*f.steps)
			switch {
			case n == 1:
				f.task.onCancel = v.told()
			case n > 1 && (*f.steps)[n-1].kind == until:
				f.add(step{kind: back})
			}
		}
		if literal, ok := value.(*ast.FuncLit); ok && f.isOuter && !f.isCalled && !f.isMaybe && r.reachesSites(literal.Body, 0) && !r.isWalked(literal.Body) {
			// What the function gives back is called by its caller.
			r.parameters(literal.Type, nil, f.base)
			r.stack = append(r.stack, literal.Body)
			f.body(literal.Body)
			r.stack = r.stack[:len(r.stack)-1]
			continue
		}
		if kept, ok := value.(*ast.Ident); ok && kept.Obj != nil && !f.isMaybe && !f.isCalled {
			// err = srv.ListenAndServe(); …; return err
			found, isKnown := r.spans[kept.Obj]
			if n := len(*f.steps); isKnown && found.steps == f.steps && found.to == n && n > found.from && (*f.steps)[n-1].serves {
				f.add(step{kind: fail, text: sentinels["http.ErrServerClosed"], note: r.where(s) + ":"})
			}
		}
		if kept := root(value); kept != nil && !f.isMaybe && !f.isOuter && (kept == value || r.isError(value)) {
			if found, ok := r.spans[kept.Obj]; ok && found.steps == f.steps && found.to <= len(*f.steps) {
				f.tell((*f.steps)[found.from:found.to], passes, s)
			}
		}
		if !f.isCalled && !f.isMaybe {
			f.task.endsWell = v.kind == noError
		}
		if text == "" {
			from := len(*f.steps)
			f.expression(value)
			if !f.isOuter && f.open == nil {
				f.tell((*f.steps)[min(from, len(*f.steps)):], passes, s)
			}
		}
	}
	if text != "" {
		f.add(step{kind: fail, text: text, note: r.where(s) + ":", toldAt: r.where(s)})
	}
	if !f.isMaybe {
		f.isOver = true
	}
}

type verdictKind int

const (
	asItCame verdictKind = iota
	noError
	asCause
	wrapped
	another
)

// A verdict is what a return makes of an error, with the text of another or around it.
type verdict struct {
	kind verdictKind
	text string
}

func (r *reader) verdictOf(value ast.Expr) verdict {
	if name(value) == "nil" {
		return verdict{kind: noError}
	}
	if call, ok := value.(*ast.CallExpr); ok && r.isOf(call.Fun, "context", "Cause") {
		return verdict{kind: asCause}
	}
	if inside := r.wrapper(value); inside != nil {
		value = inside
	}
	if text, ok := r.wrapping(value); ok {
		return verdict{wrapped, text}
	}
	if call, ok := value.(*ast.CallExpr); ok && r.isOf(call.Fun, "fmt", "Errorf") && strings.TrimSpace(r.words(first(call))) == "%w" {
		return verdict{}
	}
	if text := r.wrappedText(value); text != "" {
		return verdict{another, text}
	}
	if _, isText := value.(*ast.BasicLit); !isText {
		if text := r.words(value); text != "" {
			return verdict{another, text}
		}
	}
	return verdict{}
}

// told is a verdict as in on-cancel.
func (v verdict) told() string {
	switch v.kind {
	case noError:
		return "ok"
	case asCause:
		return "cause"
	case wrapped:
		return "wrap " + shortWrap(v.text, 80)
	case another:
		return "fail " + short(v.text, 80)
	case asItCame:
	}
	return passes
}

// mayLeave says that the code around a group may return before its Wait.
func (f *frame) mayLeave(s *ast.ReturnStmt) {
	g := f.open
	if g == nil {
		g = f.behind
	}
	if g != nil && !g.isWaited && (len(g.tasks) > 0 || f.isGuess || f.count > 1) && !f.isCalled {
		g.note(f.r.where(s) + ": the code around the group may return here, without Wait; left out.")
	}
}

// areErrors are the errors of errors.Is(err, …) || err == ….
func (r *reader) areErrors(e ast.Expr) []string {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.areErrors(e.X)
	case *ast.BinaryExpr:
		if e.Op == token.EQL && r.isError(e.X) {
			return r.sentinel(e.Y)
		}
		if e.Op != token.LOR {
			return nil
		}
		one, other := r.areErrors(e.X), r.areErrors(e.Y)
		if one == nil || other == nil {
			return nil
		}
		return append(one, other...)
	case *ast.CallExpr:
		if (r.isOf(e.Fun, "errors", "Is") || name(e.Fun) == "errors.Is") && len(e.Args) == 2 {
			return r.sentinel(e.Args[1])
		}
	}
	return nil
}

// What the errors say that packages of Go's own give a name.
var sentinels = map[string]string{
	"context.Canceled": "context canceled", "context.DeadlineExceeded": "context deadline exceeded", "io.EOF": "EOF",
	"http.ErrServerClosed": "http: Server closed", "net.ErrClosed": "use of closed network connection",
	"sql.ErrNoRows": "sql: no rows in result set", "os.ErrNotExist": "file does not exist",
	"grpc.ErrServerStopped": "grpc: the server has been stopped",
}

// sentinel is the text of an error that has a name; the name where the text isn't here.
func (r *reader) sentinel(e ast.Expr) []string {
	if called := name(e); called == "nil" {
		return nil
	} else if text := sentinels[called]; text != "" {
		return []string{text}
	} else if text := r.words(e); text != "" {
		return []string{text}
	} else if called != "" {
		return []string{called}
	}
	return nil
}

// isFatal says whether a call ends the process: log.Fatal, os.Exit.
func isFatal(call *ast.CallExpr) bool {
	called := last(name(call.Fun))
	switch called {
	case "Fatal", "Fatalf", "Fatalln", "Fatalw", "Exit":
		return true
	}
	return false
}

// otherwise reads what is done with an error apart from returning it: what a task may do then. What takes time there is said.
func (f *frame) otherwise(statements []ast.Stmt) {
	before := len(*f.steps)
	for _, statement := range statements {
		back, isReturn := statement.(*ast.ReturnStmt)
		if isReturn {
			f.mayLeave(back)
		}
		if !isReturn {
			f.statement(statement)
		} else if !f.r.takesFirst && !f.isOuter && f.open == nil {
			// What it calls.
			for _, value := range back.Results {
				if call, ok := value.(*ast.CallExpr); ok && f.r.words(value) == "" {
					f.expression(call)
				}
			}
		}
	}
	if f.r.takesFirst {
		// Between two attempts.
		return
	}
	for i := before; i < len(*f.steps); {
		one := (*f.steps)[i]
		isLeft := one.kind == work || one.kind == busy || one.kind == until || one.isShared() || one.kind == tries || one.kind == loads
		if isLeft && !f.isOuter && !(one.isPause && f.task.cleanup > 0) {
			at := one.note
			if place := f.r.place(one.src); !one.isGuess && place != "" {
				at = place + ": " + one.kind.String()
			}
			f.note(strings.TrimSuffix(at, ": how long?") + ": only after an error; left out.")
		}
		if isLeft || one.kind == say {
			f.replace(i, i+1)
		} else {
			i++
		}
	}
}

// afterTold reads what is done after the last step ended because its context is done.
func (f *frame) afterTold(statements []ast.Stmt, at ast.Node) {
	n := len(*f.steps)
	if n == 0 || f.isOuter || f.open != nil {
		return
	}
	out := f.outcomeIn(statements)
	if f.toldDoes(out, n-1, statements, at) {
		return
	}
	if out.kind != goesOn || canTry((*f.steps)[n-1:]) {
		f.applies(out, n-1, n, at)
	} else {
		f.cleansUp(statements)
	}
}

// cleansUp reads how long the task sleeps where it was told.
func (f *frame) cleansUp(statements []ast.Stmt) {
	for _, statement := range statements {
		if s, ok := statement.(*ast.ExprStmt); ok {
			if call, ok := s.X.(*ast.CallExpr); ok && f.r.isOf(call.Fun, "time", "Sleep") && len(call.Args) == 1 {
				f.task.src = append(f.task.src, call.Pos())
				if d, ok := f.r.duration(call.Args[0]); ok {
					f.task.cleanup = d
				} else {
					f.task.cleanup, f.task.cleanupGuess = guess, f.r.where(call)+": sleeps when it was told: how long?"
				}
			}
		}
	}
}
