package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// handles is a branch behind an error of steps: it says what the task does where it is told in them.
func (f *frame) handles(s *ast.IfStmt) {
	from, to := f.spanOf(s.Cond)
	out := f.outcomeOf(s)
	isAbout := false
	for _, one := range (*f.steps)[from:to] {
		isAbout = isAbout || one.listens() || one.kind == fail || one.kind == nested && one.group.isRetry
	}
	if !isAbout || out.kind == ends && out.told == "" {
		if f.r.isErrorCheck(s.Cond) {
			f.maybe(func() { f.otherwise(s.Body.List) })
		} else {
			f.maybe(func() { f.body(s.Body) })
		}
		if s.Else != nil {
			f.maybe(func() { f.statement(s.Else) })
		}
		return
	}
	if s.Else != nil {
		// It is done only where there is no error.
		isNext := to == len(*f.steps)
		f.maybe(func() { f.statement(s.Else) })
		if isNext {
			to = len(*f.steps)
		}
	}
	if !f.r.isSimpleCheck(s.Cond) {
		f.fault(s, "more than an error decides here; read as if that did alone.")
	}
	if f.isBetween(from) && (out.kind == ends || out.kind == endsWell) && f.failsWithin(out, from, to, s) {
		return
	}
	f.applies(out, from, to, s)
	if out.kind != goesOn && out.kind != nextRound && out.kind != leavesRun {
		f.maybe(func() { f.otherwise(s.Body.List) })
	}
}

// applies gives steps what their task does where it is told in them.
func (f *frame) applies(out outcome, from, to int, at ast.Node) {
	f.task.src = append(append(f.task.src, at.Pos()), out.src...)
	if out.kind == ends || out.kind == endsWell {
		f.cleansUp(out.body)
	}
	if out.mayBe != nil {
		f.fault(out.mayBe, "only some errors are treated so; here all are.")
	}
	if out.isKept {
		if f.loops > 0 {
			f.fault(at, keptError)
		}
		for _, statement := range out.body {
			f.task.src = append(f.task.src, f.r.sitesIn(statement)...)
		}
		for i := from; i < to; i++ {
			if f.loops == 0 && !f.isCalled {
				(*f.steps)[i].keptAt = f.r.where(at)
			}
		}
	}
	switch out.kind {
	case ends:
		f.tell((*f.steps)[from:to], out.told, at)
	case endsWell:
		switch {
		case !f.isCalled || f.isBetween(from):
			f.tell((*f.steps)[from:to], out.told, at)
		case f.loops > 0:
			f.tell((*f.steps)[from:to], leaving, at)
		default:
			f.skips = append(f.skips, skip{span{f.steps, from, to}, out, at})
		}
	case nextRound:
		f.skips = append(f.skips, skip{span{f.steps, from, to}, out, at})
	case leavesLoop:
		f.tell((*f.steps)[from:to], leaving, at)
	case leavesRun:
		if call := endsAll(out.body[len(out.body)-1]); call != nil && !isFatal(call) {
			f.fault(at, "it panics after an error, which can't be said of one that another step has; here the error ends the task.")
			return
		}
		f.try(out, from, to, at)
	case goesOn:
		f.try(out, from, to, at)
	}
}

// leaving is what a step's told says where its task goes on after the loop or the function around it.
const leaving = "leaves"

// tell keeps what the task returns where it is told in steps.
func (f *frame) tell(steps []step, told string, at ast.Node) {
	level := len(f.r.stack)
	for i := range steps {
		one := &steps[i]
		f.tell(one.inner, told, at)
		f.tell(one.fallback, told, at)
		if one.kind == nested && one.group.isRetry {
			one.group.tell(told)
			one.isIgnored = one.isIgnored || told == leaving
		}
		if one.told == dropping {
			// What no code of a helper looks at stays so.
			if one.level != level {
				continue
			}
			one.told = ""
		}
		if !one.listens() || one.serves || one.told != "" && one.level == level {
			continue
		}
		switch before, isWrap := strings.CutPrefix(one.told, "wrap "); {
		case told == passes && one.told != "":
		case isWrap && strings.HasPrefix(told, "wrap "):
			one.told = "wrap " + wrapAround(strings.TrimPrefix(told, "wrap "), before)
		case strings.HasPrefix(one.told, "fail ") && strings.HasPrefix(told, "wrap "):
			one.told = "fail " + failAround(strings.TrimPrefix(told, "wrap "), strings.TrimPrefix(one.told, "fail "))
		case one.told == leaving || one.told == "ok":
		default:
			one.told = told
		}
		one.toldAt, one.level = f.r.where(at), level
	}
}

// tell says what becomes of the error of a group that stands for something that is tried again.
func (g *group) tell(told string) {
	text, isWrap := strings.CutPrefix(told, "wrap ")
	switch {
	case g.onError != "" || g.wrap != "" || told == passes || told == leaving:
	case isWrap:
		g.wrap = text
	default:
		g.onError = told
	}
}

// drops says of steps that no code looks at their error, or that it is put aside.
func (f *frame) drops(from int, isKept bool) {
	if f.isOuter || f.open != nil {
		return
	}
	for i := from; i < len(*f.steps); i++ {
		if one := &(*f.steps)[i]; (one.kind == work || one.kind == limits) && one.told == "" && (one.within != nil || isKept || !f.task.isVoid) {
			one.told, one.toldAt, one.level, one.isDropped = dropping, strings.SplitN(one.note, ": ", 2)[0], len(f.r.stack), true
		}
	}
}

// swallows is a value that is sent or put into another, an error in it included: the code goes on whatever it is.
func (f *frame) swallows(at ast.Node, from int, isError bool) {
	if f.isOuter || f.open != nil || len(*f.steps) <= from || !canTry((*f.steps)[from:]) {
		return
	}
	if isError && f.groupKeeps() {
		return
	}
	if isError && mayFail((*f.steps)[from:]) {
		f.fault(at, putAside)
	}
	f.try(outcome{kind: goesOn}, from, len(*f.steps), at)
}

// dropping is what a step's told says where no code looks at its error.
const dropping = "drops"

// A skip is an error after which the rest of a round or of a function isn't done.
type skip struct {
	span
	out outcome
	at  ast.Node
}

// scope walks through a round or a function, and makes tries of what is skipped to its end.
func (f *frame) scope(walk func()) {
	before := len(f.skips)
	walk()
	for len(f.skips) > before {
		one := f.skips[len(f.skips)-1]
		f.skips = f.skips[:len(f.skips)-1]
		if one.steps != f.steps || one.to > len(*f.steps) {
			f.fault(one.at, "an error here skips what comes after it; left out.")
			continue
		}
		to := len(*f.steps)
		for _, other := range (*f.steps)[one.to:to] {
			if other.listens() && other.told != "" && other.told != dropping || other.kind == fail || !canTry([]step{other}) {
				to = one.to
				f.fault(one.at, "an error here skips what comes after it; here that is done.")
				break
			}
		}
		if one.out.kind == endsWell && !canTry((*f.steps)[one.from:to]) {
			// Only what is done behind the function can come next.
			f.tell((*f.steps)[one.from:to], leaving, one.at)
			continue
		}
		f.try(one.out, one.from, to, one.at)
	}
}

// round walks through the body of a loop.
func (f *frame) round(body *ast.BlockStmt) {
	loops, choice := f.loops, f.inChoice
	f.loops, f.inChoice = f.loops+1, false
	f.scope(func() { f.body(body) })
	f.loops, f.inChoice = loops, choice
}

// try makes a try of steps, after which the task goes on.
func (f *frame) try(out outcome, from, to int, at ast.Node) {
	inner := append([]step{}, (*f.steps)[from:to]...)
	if len(inner) == 1 && inner[0].kind == nested && inner[0].group.isRetry {
		(*f.steps)[from].isIgnored = true
		return
	}
	if !mayFail(inner) {
		return
	}
	if !canTry(inner) {
		f.fault(at, "it goes on after an error here, which can't be said of what is done before it; left out.")
		return
	}
	one := step{kind: tries, inner: inner, isExcepted: out.isExcepted, src: []token.Pos{at.Pos()}}
	if !out.isExcepted || out.kind != goesOn {
		one.otherwise = f.elseOf(out.body)
	}
	one.toldAt, one.isAlways = f.r.where(at), inner[0].isAlways
	f.replace(from, to, one)
}

// elseOf are the steps of code that is done where a try failed.
func (f *frame) elseOf(statements []ast.Stmt) []step {
	isMaybe := f.isMaybe
	steps := f.inside(func(*frame) {
		f.isMaybe = false
		for _, statement := range statements {
			f.statement(statement)
		}
	})
	f.isMaybe = isMaybe
	var kept []step
	for _, one := range steps {
		switch one.kind {
		case work, limits:
			kept = append(kept, step{kind: tries, inner: []step{one}})
		case busy, say, signal, cancel, exit, closing, tries:
			kept = append(kept, one)
		case send, receive:
			if one.isBlocking {
				kept = append(kept, one)
			}
		case nested, spawn, use, fail, crash, back, until, ranges, acquire, release, loads, repeat, keep:
		}
	}
	return kept
}

// mayFail says whether steps can end with an error, or be cut short.
func mayFail(steps []step) bool {
	for _, one := range steps {
		if one.listens() || one.kind == fail {
			return true
		}
	}
	return false
}

// canTry says whether steps can stand in a try.
func canTry(steps []step) bool {
	held := map[*permits]int{}
	for i, one := range steps {
		switch one.kind {
		case nested, spawn, use, crash, back, ranges, repeat:
			return false
		case until:
			if one.text == "told" || one.d > 0 || one.latch != nil {
				return false
			}
		case fail, exit:
			if i < len(steps)-1 {
				return false
			}
		case acquire:
			held[one.permits] += one.n
		case release:
			held[one.permits] -= one.n
		case work, busy, cancel, say, signal, send, receive, closing, limits, loads, keep, tries:
		}
	}
	for _, n := range held {
		if n != 0 {
			return false
		}
	}
	return true
}

// resolve says what the task returns where it is told: what all its steps say. Where they differ, steps whose error becomes none or
// another one become tries, and the others are said.
func (t *task) resolve() {
	t.unwrap()
	t.isLate(t.steps)
	t.goesOnPast()
	for i, one := range t.steps {
		if one.keptAt != "" && anyTakesTime(t.steps[i+1:], one.keptAt) {
			t.note(one.keptAt + ": " + keptError)
		}
	}
	for i, one := range t.steps {
		if one.told != leaving || one.kind != ranges && one.kind != repeat {
			continue
		}
		for _, next := range t.steps[i+1:] {
			if next.takesTime() && !next.listens() {
				t.note(one.toldAt + ": told here, it goes on with what comes next; here it returns.")
			}
		}
	}
	t.exceptions(t.steps)
	all := map[string][]*step{}
	var order []string
	var look func(steps []step)
	look = func(steps []step) {
		for i := range steps {
			one := &steps[i]
			if t.isVoid && one.told != "" && one.told != leaving {
				one.told = "ok"
			}
			if one.listens() && one.told != "" {
				if all[one.told] == nil {
					order = append(order, one.told)
				}
				all[one.told] = append(all[one.told], one)
			}
			if one.kind != tries {
				look(one.inner)
			}
		}
	}
	look(t.steps)
	if len(order) == 0 || t.onCancel != "" {
		return
	}
	// What a try can't say comes first.
	chosen := order[0]
	for _, told := range order {
		if isSaid := told == "ok" || strings.HasPrefix(told, "fail "); isSaid && canTry([]step{*all[told][0]}) {
			continue
		}
		chosen = told
		break
	}
	for _, told := range order {
		if told == chosen {
			continue
		}
		said := map[string]string{"ok": "it returns nil", passes: "it returns the context's error", leaving: "it goes on", "cause": "it returns the cause"}[told]
		if said == "" {
			said = "it returns " + quoted(told)
		}
		text, isFail := strings.CutPrefix(told, "fail ")
		for _, one := range all[told] {
			if isTry := canTry([]step{*one}); isTry && (told == "ok" || isFail) {
				inner := *one
				*one = step{kind: tries, inner: []step{inner}, otherwise: []step{{kind: back}}}
				if isFail {
					one.otherwise = []step{{kind: fail, text: text}}
				}
				continue
			}
			t.notes = append(t.notes, one.toldAt+": told here, "+said+"; here it is as at "+all[chosen][0].toldAt+".")
		}
	}
	switch chosen {
	case passes:
	case leaving:
		t.onCancel = "ok"
	default:
		t.onCancel = chosen
	}
}

// isLate makes tries of steps with a timeout of their own after which the task goes on, returns nil or another error: none of its contexts
// ends then, so that on-cancel doesn't say it.
func (t *task) isLate(steps []step) {
	for i := range steps {
		one := &steps[i]
		text, isFail := strings.CutPrefix(one.told, "fail ")
		isOK := one.told == "ok" || t.isVoid && one.told != "" && one.told != leaving
		if one.timeout > 0 && (isOK || isFail || one.isDropped) && canTry([]step{*one}) {
			inner := *one
			inner.told = ""
			made := step{kind: tries, inner: []step{inner}}
			switch {
			case one.isDropped:
			case isOK:
				made.otherwise = []step{{kind: back}}
			default:
				made.otherwise = []step{{kind: fail, text: text}}
			}
			*one = made
			continue
		}
		t.isLate(one.inner)
	}
}

// goesOnPast reads what is done after steps whose error no code looks at: where that does anything for a task that is told, they are
// tries. The last of them returns nil.
func (t *task) goesOnPast() {
	for i := range t.steps {
		one := &t.steps[i]
		if one.told != dropping {
			continue
		}
		one.told = ""
		isLast, matters := true, false
		for _, next := range t.steps[i+1:] {
			isLast = isLast && !next.takesTime() && next.kind != fail && next.kind != crash
			matters = matters || next.kind != back && !next.listens()
		}
		switch {
		case isLast && !matters && t.endsWell:
			one.told = "ok"
		case matters && canTry([]step{*one}):
			inner := *one
			*one = step{kind: tries, inner: []step{inner}}
		}
	}
	var clear func(steps []step)
	clear = func(steps []step) {
		for i := range steps {
			if steps[i].told == dropping {
				steps[i].told = ""
			}
			clear(steps[i].inner)
			clear(steps[i].otherwise)
		}
	}
	clear(t.steps)
}

// anyTakesTime says whether any of the steps takes time, apart from those whose error is kept at the same place.
func anyTakesTime(steps []step, keptAt string) bool {
	for _, one := range steps {
		if one.takesTime() && one.keptAt != keptAt {
			return true
		}
	}
	return false
}

// exceptions says of tries in which only the end of a context is no error that others are.
func (t *task) exceptions(steps []step) {
	for _, one := range steps {
		if one.kind == tries && one.isExcepted {
			t.note(one.toldAt + ": only the end of its context is no error; here none is.")
		}
		t.exceptions(one.inner)
	}
}

// unwrap makes a last try, in which only the end of a context is no error, what the task returns nil in.
func (t *task) unwrap() {
	n := len(t.steps)
	for n > 0 && !t.steps[n-1].takesTime() {
		n--
	}
	if n == 0 || t.steps[n-1].kind != tries || len(t.steps[n-1].otherwise) > 0 || !t.steps[n-1].isExcepted && !(t.isVoid && n == len(t.steps)) {
		return
	}
	last := t.steps[n-1]
	for i := range last.inner {
		if last.isExcepted {
			last.inner[i].told, last.inner[i].toldAt = "ok", last.toldAt
		}
	}
	t.src = append(t.src, last.src...)
	t.steps = append(append(t.steps[:n-1:n-1], last.inner...), t.steps[n:]...)
}
