package main

import (
	"go/ast"
	"go/token"
	"strings"
)

func (f *frame) loopFor(s *ast.ForStmt) {
	if s.Init != nil {
		f.statement(s.Init)
	}
	n, known, name := 0, false, ""
	if binary, ok := s.Cond.(*ast.BinaryExpr); ok && (binary.Op == token.LSS || binary.Op == token.LEQ) {
		n, known = f.r.count(binary.Y)
		if known && binary.Op == token.LEQ {
			n++
		}
		if first, ok := s.Init.(*ast.AssignStmt); ok && len(first.Rhs) == 1 {
			if start, ok := f.r.count(first.Rhs[0]); ok && known {
				n = max(0, n-start)
			}
		}
	}
	f.walkLoop(s, s.Body, n, known, s.Cond == nil && s.Post == nil && !leaves(s), name)
}

// leaves says whether a loop ends by itself: it has a way out that is neither the end of a context nor an error.
func leaves(loop *ast.ForStmt) bool {
	out := false
	ast.Inspect(loop, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ForStmt, *ast.RangeStmt:
			if n != ast.Node(loop) {
				// Its breaks end only itself.
				out = out || returns(n)
				return false
			}
		case *ast.IfStmt:
			return !isErrorCheck(n.Cond) && !strings.Contains(calls(n.Cond), "Err ")
		case *ast.CommClause:
			// case <-ctx.Done(): return …
			return !strings.Contains(calls(n.Comm), "Done ")
		case *ast.SelectStmt:
			return true
		case *ast.BranchStmt:
			out = out || n.Tok == token.BREAK && n.Label == nil || n.Tok == token.GOTO
		case *ast.ReturnStmt:
			out = true
		}
		return true
	})
	return out
}

// returns says whether a loop in another has a return that is neither for an error nor for the end of a context.
func returns(loop ast.Node) bool {
	found := false
	ast.Inspect(loop, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.IfStmt:
			return !isErrorCheck(n.Cond) && !strings.Contains(calls(n.Cond), "Err ")
		case *ast.CommClause:
			return !strings.Contains(calls(n.Comm), "Done ")
		case *ast.ReturnStmt:
			found = true
		}
		return true
	})
	return found
}

// calls are the names of what is called in a piece of code, each with a space behind it.
func calls(n ast.Node) string {
	var b strings.Builder
	if n == nil || n == ast.Node((*ast.ExprStmt)(nil)) {
		return ""
	}
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && b.Len() < 1000 {
			b.WriteString(last(name(call.Fun)) + " ")
		}
		return true
	})
	return b.String()
}

func (f *frame) loopRange(s *ast.RangeStmt) {
	n, known := f.r.count(s.X)
	if literal := f.literal(s.X); literal != nil {
		n, known = len(literal.Elts), true
	}
	if _, isCall := s.X.(*ast.CallExpr); isCall {
		f.expression(s.X)
	}
	name := ""
	if value, ok := s.Value.(*ast.Ident); ok && value.Name != "_" {
		name = kebab(value.Name)
	}
	isTicker := false
	if selector, ok := s.X.(*ast.SelectorExpr); ok && selector.Sel.Name == "C" {
		isTicker = true
	}
	f.walkLoop(s, s.Body, n, known, isTicker, name)
}

// literal is the list that an expression stands for, if it is written in the file.
func (f *frame) literal(e ast.Expr) *ast.CompositeLit {
	e = f.r.resolved(e)
	if name, ok := e.(*ast.Ident); ok && name.Obj != nil {
		switch decl := name.Obj.Decl.(type) {
		case *ast.AssignStmt:
			if i := index(decl.Lhs, name.Name); i >= 0 && len(decl.Lhs) == len(decl.Rhs) {
				e = decl.Rhs[i]
			}
		case *ast.ValueSpec:
			for i, other := range decl.Names {
				if other.Name == name.Name && i < len(decl.Values) {
					e = decl.Values[i]
				}
			}
		}
	}
	literal, _ := e.(*ast.CompositeLit)
	if literal != nil {
		switch literal.Type.(type) {
		case *ast.ArrayType, *ast.MapType:
			return literal
		}
	}
	return nil
}

func (f *frame) walkLoop(s ast.Stmt, body *ast.BlockStmt, n int, known, isEndless bool, name string) {
	r := f.r
	r.budget -= int(body.End()-body.Pos()) / 2000
	spawns := false
	ast.Inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			if selector, ok := node.Fun.(*ast.SelectorExpr); ok {
				if (selector.Sel.Name == "Go" || selector.Sel.Name == "TryGo") &&
					(f.groupOf(selector) != nil || r.elsewhere(selector.X) != "") {
					spawns = true
				}
			}
		case *ast.GoStmt:
			spawns = true
		}
		return true
	})
	if spawns {
		before := *f
		if known {
			f.count = min(f.count*max(n, 1), mostTasks)
		} else {
			f.count = min(f.count*guessCount, mostTasks)
			f.isGuess = true
		}
		f.loop = name
		// A loop's own returns don't end what comes after it.
		f.body(body)
		f.count, f.isGuess, f.loop, f.isOver = before.count, before.isGuess, before.loop, before.isOver
		return
	}
	if isEndless {
		f.endless(s, body)
		return
	}
	if f.retries(s, body, n, known) {
		return
	}
	before := len(*f.steps)
	over := f.isOver
	f.maybe(func() { f.body(body) })
	f.isOver = over
	if len(*f.steps) == before {
		return
	}
	if known && n > 1 && n <= 10 {
		once := append([]step{}, (*f.steps)[before:]...)
		for range n - 1 {
			for _, again := range once {
				again.note = ""
				f.add(again)
			}
		}
		return
	}
	if ranged, ok := s.(*ast.RangeStmt); ok && r.isChannel(ranged.X) {
		f.note(r.where(s) + ": a loop over what comes through the channel " + short(lastOf(ranged.X), 40) + "; its body stands here once.")
		return
	}
	f.note(r.where(s) + ": a loop; its body stands here once.")
}

// isChannel says whether a variable is seen to be a channel.
func (r *reader) isChannel(e ast.Expr) bool {
	identifier, ok := r.resolved(e).(*ast.Ident)
	if !ok || identifier.Obj == nil {
		return false
	}
	switch decl := identifier.Obj.Decl.(type) {
	case *ast.Field:
		_, ok := decl.Type.(*ast.ChanType)
		return ok
	case *ast.AssignStmt:
		if i := index(decl.Lhs, identifier.Name); i >= 0 && len(decl.Lhs) == len(decl.Rhs) {
			if call, ok := decl.Rhs[i].(*ast.CallExpr); ok && len(call.Args) > 0 {
				_, ok := call.Args[0].(*ast.ChanType)
				return ok
			}
		}
	}
	return false
}

// endless is a loop that ends only with its context or an error: it works until it is told.
func (f *frame) endless(s ast.Stmt, body *ast.BlockStmt) {
	var inside []step
	sub := *f
	sub.steps, sub.isMaybe, sub.isLoop = &inside, true, true
	notes := len(f.task.notes)
	sub.body(body)
	// What it may do in between doesn't end it, but for what a channel can't say.
	kept := f.task.notes[:min(notes, len(f.task.notes)):min(notes, len(f.task.notes))]
	for _, note := range f.task.notes[len(kept):] {
		if strings.Contains(note, "channel") || strings.Contains(note, "cancel") {
			kept = append(kept, note)
		}
	}
	f.task.notes = kept
	listens := strings.Contains(calls(body), "Done ") || strings.Contains(calls(body), "Err ")
	var what []string
	for _, one := range inside {
		listens = listens || one.kind == work
		if one.isPause && !one.isGuess {
			what = append(what, "every "+duration(one.d))
		}
	}
	note := f.r.where(s) + ": a loop without an end"
	if len(what) > 0 {
		note += ", " + what[0]
	}
	if !listens {
		note += "; nothing in it looks at a context, so something else has to end it. Here it listens"
	}
	for _, one := range inside {
		// A group in it stands here once.
		if one.kind == nested && len(*f.steps) < 200 {
			one.isIgnored = true
			*f.steps = append(*f.steps, one)
			f.note(f.r.where(s) + ": a loop without an end; the group in it stands here once.")
		}
	}
	f.add(step{kind: until, text: "told", isGuess: true, note: note + ".", src: f.r.listening(s)})
	f.isTold = !f.isOuter
	// What is done when it is told.
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CommClause:
			if n.Comm != nil && strings.Contains(calls(n.Comm), "Done ") {
				f.told(n.Body)
			}
			return false
		case *ast.IfStmt:
			if strings.Contains(calls(n.Cond), "Err ") {
				f.afterTold(n.Body.List)
			}
		}
		return true
	})
}

// told reads what is done as soon as a context is done.
func (f *frame) told(statements []ast.Stmt) {
	if f.isOuter {
		return
	}
	isSimple := true
	for _, statement := range statements {
		switch s := statement.(type) {
		case *ast.ReturnStmt:
			for _, value := range s.Results {
				called := calls(value)
				isSimple = isSimple && (called == "" || strings.Contains(called, "Err ") || strings.Contains(called, "Cause ") ||
					f.r.words(value) != "")
			}
		case *ast.ExprStmt:
			called := calls(s)
			isSimple = isSimple && (strings.HasPrefix(called, "Sleep ") || strings.HasPrefix(called, "Print") ||
				strings.HasPrefix(called, "Stop ") || strings.HasPrefix(called, "Close "))
		case *ast.BranchStmt:
		default:
			isSimple = false
		}
	}
	if isSimple {
		f.afterTold(statements)
		return
	}
	f.list(statements)
}

// retries is a loop that tries something again until it works.
func (f *frame) retries(s ast.Stmt, body *ast.BlockStmt, n int, known bool) bool {
	r := f.r
	isRetry := false
	ast.Inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncLit, *ast.ForStmt, *ast.RangeStmt:
			return false
		case *ast.IfStmt:
			if isSuccessCheck(node.Cond) {
				for _, statement := range node.Body.List {
					switch statement.(type) {
					case *ast.ReturnStmt, *ast.BranchStmt:
						isRetry = true
					}
				}
			}
		}
		return true
	})
	if !isRetry || f.isOuter || len(*f.steps) > 0 || f.task.attempts > 0 {
		return false
	}
	t := f.task
	over := f.isOver
	first := r.takesFirst
	r.takesFirst = true
	f.maybe(func() { f.body(body) })
	r.takesFirst = first
	f.isOver = over
	var kept []step
	for _, one := range *f.steps {
		if !one.isPause {
			kept = append(kept, one)
			continue
		}
		t.pause = one.d
		if one.isGuess {
			t.pauseGuess = one.note
		}
	}
	*f.steps = kept
	t.attempts = min(n, 1000)
	if !known || n < 2 {
		t.attempts, t.attemptsGuess = guessCount, r.where(s)+": it tries again: how many attempts?"
	}
	for object := range r.changed {
		if r.paused == object {
			t.notes = append(t.notes, r.where(s)+": the pause changes from attempt to attempt; here all are like the first.")
		}
	}
	return true
}
