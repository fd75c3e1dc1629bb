package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// leaves says whether a loop ends by itself: it has a way out that is neither the end of a context nor an error.
func (r *reader) leaves(loop *ast.ForStmt, label string) bool {
	out := false
	var look func(n ast.Node, isInside bool)
	look = func(around ast.Node, isInside bool) {
		ast.Inspect(around, func(n ast.Node) bool {
			if r.isForError(n) {
				return false
			}
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ForStmt, *ast.RangeStmt:
				if n != ast.Node(loop) {
					// Its breaks end only itself.
					out = out || r.returns(n)
					return false
				}
			case *ast.SelectStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt:
				if n != around {
					look(n, true)
					return false
				}
			case *ast.BranchStmt:
				out = out || n.Tok == token.BREAK && (n.Label == nil && !isInside || n.Label != nil && n.Label.Name == label) || n.Tok == token.GOTO
			case *ast.ReturnStmt:
				out = true
			}
			return true
		})
	}
	look(loop, false)
	return out
}

// returns says whether code has a return that is neither for an error nor for the end of a context.
func (r *reader) returns(code ast.Node) bool {
	found := false
	ast.Inspect(code, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			found = true
		}
		return !r.isForError(n)
	})
	return found
}

// isForError says whether a branch or a case is for an error, or for the end of a context.
func (r *reader) isForError(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.IfStmt:
		return r.isErrorCheck(n.Cond) || r.isToldCheck(n.Cond) || strings.Contains(calls(n.Cond), "Err ")
	case *ast.CommClause:
		return strings.Contains(calls(n.Comm), "Done ")
	}
	return false
}

const neverEnds = "told, the code goes on with its loop, and nothing ends that; here it returns."

// endless is a loop that ends only with its context or an error: it works until it is told.
func (f *frame) endless(s ast.Stmt, body *ast.BlockStmt) {
	var inside []step
	sub := *f
	sub.steps, sub.isMaybe, sub.isLoop, sub.open, sub.empty = &inside, true, true, nil, nil
	sub.depth++
	notes := len(f.task.notes)
	sub.round(body)
	// What it may do in between doesn't end it, but for what a channel can't say.
	kept := f.task.notes[:min(notes, len(f.task.notes)):min(notes, len(f.task.notes))]
	for _, note := range f.task.notes[len(kept):] {
		if strings.Contains(note, "channel") || strings.Contains(note, "cancel") || strings.Contains(note, "branch") || strings.Contains(note, "error") {
			kept = append(kept, note)
		}
	}
	f.task.notes = kept
	listens := strings.Contains(calls(body), "Done ") || strings.Contains(calls(body), "Err ")
	if listens {
		f.hears(body)
	}
	listens = listens || anyListens(inside)
	if loop, ok := s.(*ast.ForStmt); ok && loop.Cond != nil {
		listens = listens || f.r.looksAtErr(loop.Cond, token.EQL)
	}
	var what []string
	for _, one := range inside {
		if one.isPause && !one.isGuess {
			what = append(what, "every "+duration(one.d))
		}
	}
	note := f.r.where(s) + ": a loop without an end"
	if len(what) > 0 {
		note += ", " + what[0]
	}
	if c, _ := f.r.useIn(body); !listens && c != nil {
		note += "; what it calls gets a context, and may look at it. Here it listens"
	} else if !listens {
		note += "; nothing in it looks at a context, so something else has to end it. Here it listens"
	}
	if f.again(s, body, inside, listens, note) {
		f.whenTold(body)
		return
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
	f.whenTold(body)
}

// hears notes the contexts that code looks at in passing.
func (f *frame) hears(body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && len(call.Args) == 0 && (last(name(call.Fun)) == "Done" || last(name(call.Fun)) == "Err") {
			if selector, ok := call.Fun.(*ast.SelectorExpr); ok && f.r.context(selector.X) != nil {
				f.uses(f.r.context(selector.X))
			}
		}
		_, isCode := n.(*ast.FuncLit)
		return !isCode
	})
	f.using, f.isDetached = nil, false
}

// again is a loop without an end whose rounds can be written: at each tick, with a pause in between, or for each item.
func (f *frame) again(s ast.Stmt, body *ast.BlockStmt, inside []step, listens bool, note string) bool {
	if f.isOuter && f.open == nil {
		return false
	}
	told := []step{{kind: until, text: "told", isGuess: true, note: note + ".", src: f.r.listening(s)}}
	inside = f.flat(s, inside)
	hasShared := false
	for _, inner := range inside {
		hasShared = hasShared || inner.hasShared()
	}
	if places := f.endsItself(body); len(places) > 0 {
		if one, ok := f.rounds(s, inside, 0, false); ok {
			one.fallback = told
			one.src = append(one.src, places...)
			f.add(one)
			return true
		}
	}
	if !listens && !hasShared || !areForRounds(inside) {
		return false
	}
	if hasShared && !lasts(inside) {
		long := step{kind: busy, d: guess, isGuess: true, isPause: true, note: f.r.where(s) + ": how long does a round take?"}
		if called := f.r.mainCall(body); called != "" && !strings.Contains(called, "-") {
			long.note = f.r.where(s) + ": " + short(called, 40) + ", in each round: how long?"
		}
		inside = append(inside, long)
	}
	one := step{kind: repeat, src: append(f.r.listening(s), s.Pos()), isGuess: true, fallback: told}
	hasPause := false
	for _, inner := range inside {
		if inner.isTick && one.every == 0 {
			one.every = inner.d
			one.src = append(one.src, inner.src...)
			if inner.isGuess {
				one.everyGuess = inner.note
			}
			continue
		}
		hasPause = hasPause || inner.isPause || inner.kind == tries || inner.isDetached || isDeafly([]step{inner})
		one.inner = append(one.inner, inner)
	}
	if ranged, ok := s.(*ast.RangeStmt); ok && one.every == 0 {
		if d, known, ok := f.timer(ranged.X); ok {
			one.every = d
			if !known {
				one.everyGuess = f.r.where(s) + ": a ticker: how often?"
			}
		}
	}
	works := false
	for _, inner := range one.inner {
		works = works || !inner.isPause && inner.takesTime()
	}
	if !works || one.every == 0 && !hasPause && !hasShared {
		return false
	}
	one.inner = balanced(one.inner)
	f.add(one)
	f.isTold = !f.isOuter
	return true
}

// endsToldRound says whether a round of the last step returns where it is told somewhere in it.
func (f *frame) endsToldRound() bool {
	n := len(*f.steps)
	if n == 0 {
		return false
	}
	for _, one := range (*f.steps)[n-1].inner {
		if one.listens() && one.told != "" {
			return true
		}
	}
	return false
}

// endsItself is where a loop ends well as an error of some kind comes: if err == io.EOF { return nil }.
func (f *frame) endsItself(body *ast.BlockStmt) (places []token.Pos) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.IfStmt:
			if len(f.r.areErrors(n.Cond)) > 0 && !f.r.isToldCheck(n.Cond) {
				if out := f.outcomeIn(n.Body.List); out.kind == endsWell || out.kind == leavesLoop {
					places = append(append(places, n.Pos()), out.src...)
				}
			}
		}
		return len(places) == 0
	})
	return places
}

// lasts says whether time passes in a round, whatever others do.
func lasts(steps []step) bool {
	for _, s := range steps {
		if s.kind == work || s.kind == busy || lasts(s.inner) {
			return true
		}
	}
	return false
}

// whenTold reads what a loop does when its context is done.
func (f *frame) whenTold(body *ast.BlockStmt) {
	before := f.inEndless
	f.inEndless = true
	defer func() { f.inEndless = before }()
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CommClause:
			if n.Comm != nil && strings.Contains(calls(n.Comm), "Done ") {
				f.told(n.Body, n)
			}
			return false
		case *ast.IfStmt:
			if strings.Contains(calls(n.Cond), "Err ") || f.r.isToldCheck(n.Cond) {
				f.afterTold(n.Body.List, n)
			}
		}
		return true
	})
}

// told reads what is done as soon as a context is done.
func (f *frame) told(statements []ast.Stmt, at ast.Node) {
	if f.isOuter {
		if f.open != nil {
			f.list(statements)
		}
		return
	}
	if out := f.outcomeIn(statements); f.inEndless && (out.kind == goesOn || out.kind == nextRound) && !f.endsToldRound() {
		f.fault(at, neverEnds)
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
		f.afterTold(statements, at)
		return
	}
	f.list(statements)
}

// isDeafly says whether work that doesn't listen is among steps.
func isDeafly(steps []step) bool {
	for _, one := range steps {
		if one.kind == busy && !one.isPause || isDeafly(one.inner) {
			return true
		}
	}
	return false
}

// serves is a loop over what a call of other code gives until its context is done: client.Watch(ctx).
func (f *frame) serves(s *ast.RangeStmt) bool {
	call, ok := s.X.(*ast.CallExpr)
	if variable, isName := s.X.(*ast.Ident); isName && variable.Obj != nil {
		if made, isMade := variable.Obj.Decl.(*ast.AssignStmt); isMade && len(made.Rhs) == 1 {
			call, ok = made.Rhs[0].(*ast.CallExpr)
		}
	}
	if !ok || f.isOuter || f.open != nil || len(call.Args) == 0 || !isWatch(last(called(call))) {
		return false
	}
	c := f.r.context(call.Args[0])
	if _, body, _ := f.r.function(call.Fun); c == nil || body != nil || f.r.reachesGroups(s.Body, 0) || len(f.r.sitesIn(s.Body)) > 0 || !f.uses(c) {
		return false
	}
	if n := len(*f.steps); n > 0 && (*f.steps)[n-1].isCall && (*f.steps)[n-1].kind == work {
		// The call itself.
		f.replace(n-1, n)
	}
	f.add(step{kind: until, text: "told", isGuess: true, src: []token.Pos{call.Pos(), s.Pos()},
		note: f.r.where(s) + ": what comes through " + short(called(call), 40) + " ends with its context, as far as is known."})
	f.isTold = !f.isOuter
	f.maybe(func() { f.list(s.Body.List) })
	return true
}

// isWatch says whether a call gives something until its context is done.
func isWatch(called string) bool {
	for _, word := range []string{"Watch", "Subscribe", "Listen", "Notify", "Tail", "Follow"} {
		if strings.HasPrefix(called, word) || strings.HasPrefix(called, strings.ToLower(word)) {
			return true
		}
	}
	return false
}
