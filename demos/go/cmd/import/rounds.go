package main

import (
	"go/ast"
	"go/token"
)

// inside are the steps of code that is part of another step.
func (f *frame) inside(walk func(sub *frame)) []step {
	var steps []step
	before, over, told := f.steps, f.isOver, f.isTold
	f.steps = &steps
	called := f.isCalled
	open, empty, behind := f.open, f.empty, f.behind
	if f.open != nil {
		f.behind = f.open
	}
	f.open, f.empty = nil, nil
	f.depth++
	walk(f)
	f.depth--
	f.steps, f.isOver, f.isTold, f.isCalled, f.open, f.empty, f.behind = before, over, told, called, open, empty, behind
	if empty != nil && len(empty.tasks) > 0 {
		f.opens()
	}
	return steps
}

// areForRounds says whether steps can be done again and again.
func areForRounds(steps []step) bool {
	for _, s := range steps {
		switch s.kind {
		case nested, spawn, ranges, repeat:
			return false
		case until:
			if s.text == "told" {
				return false
			}
		case work, busy, cancel, use, say, fail, crash, back, signal, exit, send, receive, closing, acquire, release, limits, loads, keep, tries:
		}
	}
	return true
}

// ranged is a loop over what comes through a channel; false where that can't be written.
func (f *frame) ranged(s ast.Stmt, c *channel, body *ast.BlockStmt, isBlocking bool, src []token.Pos) bool {
	r := f.r
	if r.reachesGroups(body, 0) {
		return false
	}
	notes := len(f.task.notes)
	over := f.isOver
	inside := f.inside(func(sub *frame) {
		f.maybe(func() { f.round(body) })
	})
	f.isOver = over
	inside = f.flat(s, inside)
	takesTime := false
	for _, one := range inside {
		takesTime = takesTime || one.kind != send && one.kind != limits && one.takesTime()
	}
	if called := r.mainCall(body); !takesTime && called != "" && called != "-" {
		long := step{kind: busy, d: guess, isGuess: true, note: r.where(body) + ": " + short(called, 40) + ", for each item: how long?"}
		if has(inside, limits) {
			inside = append(inside, long)
		} else {
			inside = append([]step{long}, inside...)
		}
	}
	if !areForRounds(inside) {
		f.task.notes = f.task.notes[:min(notes, len(f.task.notes))]
		return false
	}
	f.marksMaybe(inside)
	fallback := append([]step{}, inside...)
	if len(fallback) == 0 {
		fallback = []step{{kind: busy, d: guess, isGuess: true, note: r.where(s) + ": ranges over a channel: how long?"}}
	} else {
		fallback[0].lost = r.where(s) + ": a loop over what comes through the channel " + short(c.name, 40) + "; its body stands here once."
	}
	f.add(step{kind: ranges, channel: c, isBlocking: isBlocking, inner: balanced(inside), src: src, fallback: fallback})
	return true
}

// worker is a loop that takes items until its context is done: for { select { case x := <-ch: …; case <-ctx.Done(): … } }.
func (f *frame) worker(s ast.Stmt, body *ast.BlockStmt) bool {
	loop, ok := s.(*ast.ForStmt)
	if !ok || loop.Cond != nil {
		return false
	}
	var choice *ast.SelectStmt
	var rest []ast.Stmt
	for i, statement := range body.List {
		if found, ok := statement.(*ast.SelectStmt); ok {
			choice, rest = found, body.List[i+1:]
			break
		}
		if _, ok := statement.(*ast.DeclStmt); !ok {
			return false
		}
	}
	if choice == nil {
		return false
	}
	done, other, told := f.selected(choice)
	if done == nil {
		return false
	}
	from := received(other.Comm)
	if from == nil || f.r.signal(from) != "" {
		return false
	}
	c := f.r.channelAt(from)
	if c == nil {
		return false
	}
	f.uses(told)
	src := append(append(f.r.listening(choice), s.Pos()), f.r.sitesIn(other.Comm)...)
	before := len(*f.steps)
	if !f.ranged(s, c, &ast.BlockStmt{List: append(other.Body[:len(other.Body):len(other.Body)], rest...), Lbrace: other.Pos(), Rbrace: other.End()}, false, src) {
		return false
	}
	if n := len(*f.steps); n > before {
		// Without the channel it is what works until it is told.
		(*f.steps)[n-1].fallback = []step{{kind: until, text: "told", isGuess: true, src: f.r.listening(choice),
			note: f.r.where(s) + ": a loop without an end."}}
	}
	if out := f.outcomeIn(done.Body); (out.kind == goesOn || out.kind == nextRound) && len(rest) == 0 {
		f.fault(done, neverEnds)
	} else {
		f.told(done.Body, done)
	}
	return true
}

// rounds are the steps of a loop's body as one step; false where the loop is to stand here once.
func (f *frame) rounds(s ast.Stmt, steps []step, n int, known bool) (step, bool) {
	steps = f.flat(s, steps)
	hasShared := false
	for _, one := range steps {
		hasShared = hasShared || one.hasShared()
	}
	if !hasShared || !areForRounds(steps) {
		return step{}, false
	}
	guess := ""
	if !known || n < 1 {
		n, guess = guessCount, f.r.where(s)+": a loop: how many rounds?"
	}
	n = min(n, 1000)
	if len(steps) == 1 && (steps[0].kind == send || steps[0].kind == receive) && steps[0].n == 1 && !steps[0].hasElse {
		one := steps[0]
		one.n, one.nGuess = n, guess
		return one, true
	}
	one := step{kind: repeat, n: n, nGuess: guess, inner: balanced(steps), fallback: steps, src: []token.Pos{s.Pos()}}
	one.fallback = append([]step{}, steps...)
	one.fallback[0].lost = f.r.where(s) + ": a loop; its body stands here once."
	return one, true
}

// flat are steps in which a loop within the loop stands once.
func (f *frame) flat(s ast.Stmt, steps []step) []step {
	var all []step
	for _, one := range steps {
		if one.kind != repeat || one.n == 0 {
			all = append(all, one)
			continue
		}
		f.note(f.r.where(s) + ": a loop within this loop stands here once.")
		all = append(all, one.inner...)
	}
	return all
}
