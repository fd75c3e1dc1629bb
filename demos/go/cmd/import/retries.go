package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// retries is a loop that tries something again until it works.
func (f *frame) retries(s ast.Stmt, body *ast.BlockStmt, n int, known bool) bool {
	r := f.r
	if f.isOuter && !f.isBeforeGo() || !r.isRetry(s, body) {
		return false
	}
	if f.isOuter {
		f.note(r.where(s) + ": it tries again before the first task, which can't be said there; here it does so once.")
		from := len(*f.steps)
		f.once(body)
		for i := from; i < len(*f.steps); i++ {
			(*f.steps)[i].isChecked = true
		}
		return true
	}
	if f.inRetry || f.depth > 0 {
		// What is tried again can't be part of a step.
		f.note(r.where(s) + ": it tries again within a loop or another retry; its body stands here once.")
		f.once(body)
		return true
	}
	if len(*f.steps) > 0 || f.task.attempts > 0 {
		return f.retriesInside(s, body, n, known)
	}
	f.inRetry = true
	defer func() { f.inRetry = false }()
	t := f.task
	over := f.isOver
	first := r.takesFirst
	r.takesFirst, r.paused = true, nil
	f.maybe(func() { f.round(body) })
	r.takesFirst = first
	f.isOver = over
	places := r.placesOfRetry(s, body)
	for i := 0; i < len(*f.steps); {
		one := (*f.steps)[i]
		if !one.isPause {
			i++
			continue
		}
		if t.pause == 0 || t.pause == one.d {
			places = append(places, one.src...)
		}
		if t.pause == 0 {
			t.pause = one.d
			if one.isGuess {
				t.pauseGuess = one.note
			}
		}
		f.replace(i, i+1)
	}
	for _, one := range *f.steps {
		if one.kind == nested || one.kind == spawn {
			f.note(r.where(s) + ": it tries again; what opens a group can't, so its body stands here once.")
			t.pause, t.pauseGuess = 0, ""
			return true
		}
	}
	t.src = append(t.src, places...)
	t.isRetryIgnored = f.forgets(s, body)
	t.retried, t.retryAt, t.retryFor = len(*f.steps), r.where(s), r.mainCall(body)
	t.attempts = min(n, 1000)
	if !known || n < 2 {
		t.attempts, t.attemptsGuess = guessCount, r.where(s)+": it tries again: how many attempts?"
	}
	if r.doubles {
		t.factor, r.doubles = 2, false
	}
	f.growth(body)
	for object := range r.changed {
		if r.paused == object && t.factor == 0 {
			t.notes = append(t.notes, r.where(s)+": the pause changes from attempt to attempt; here all are like the first.")
		}
	}
	return true
}

// once is one round of a loop that tries something again.
func (f *frame) once(body *ast.BlockStmt) {
	over := f.isOver
	for _, one := range f.inside(func(sub *frame) { f.maybe(func() { f.round(body) }) }) {
		if !one.isPause {
			f.add(one)
		}
	}
	f.isOver = over
}

// placesOfRetry are the loop of a retry, and where success ends it.
func (r *reader) placesOfRetry(loop ast.Stmt, body *ast.BlockStmt) []token.Pos {
	places := []token.Pos{loop.Pos()}
	if counted, ok := loop.(*ast.ForStmt); ok {
		for _, part := range []ast.Stmt{counted.Init, counted.Post} {
			if part != nil {
				places = append(places, part.Pos())
			}
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.ForStmt, *ast.RangeStmt:
			return false
		case *ast.IfStmt:
			if r.isSuccessCheck(n.Cond) && leavesIn(n.Body) {
				places = append(places, n.Pos(), n.Body.List[len(n.Body.List)-1].Pos())
			}
		}
		return true
	})
	return places
}

// isRetry says whether a loop tries something again until it works.
func (r *reader) isRetry(s ast.Stmt, body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncLit, *ast.ForStmt, *ast.RangeStmt:
			return false
		case *ast.IfStmt:
			if r.isSuccessCheck(node.Cond) {
				for _, statement := range node.Body.List {
					switch statement := statement.(type) {
					case *ast.ReturnStmt:
						found = true
					case *ast.BranchStmt:
						found = found || statement.Tok == token.BREAK
					}
				}
			}
		}
		return true
	})
	if found {
		return true
	}
	// for attempt := range attempts { if err != nil { last = err; continue }; return nil }
	if !countsAttempts(s) {
		return false
	}
	goesOn, ends := false, false
	for _, statement := range body.List {
		ast.Inspect(statement, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.FuncLit, *ast.ForStmt, *ast.RangeStmt:
				return false
			case *ast.BranchStmt:
				goesOn = goesOn || node.Tok == token.CONTINUE
			case *ast.ReturnStmt:
				if n := len(node.Results); n == 0 {
					ends = true
				} else if value, ok := node.Results[n-1].(*ast.Ident); ok && value.Name == "nil" {
					ends = true
				}
			}
			return true
		})
	}
	return goesOn && ends
}

// forgets says whether code goes on behind a retry whatever came of it: success leaves the loop with a break, and nothing behind it looks
// at the error, or decides by anything else that the loop sets.
func (f *frame) forgets(loop ast.Stmt, body *ast.BlockStmt) bool {
	breaks := false
	errors, others := map[*ast.Object]bool{}, map[*ast.Object]bool{}
	ast.Inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncLit, *ast.ForStmt, *ast.RangeStmt:
			return false
		case *ast.IfStmt:
			if checked := f.r.successOf(node.Cond); checked != nil && len(node.Body.List) > 0 {
				leave, isJump := node.Body.List[len(node.Body.List)-1].(*ast.BranchStmt)
				breaks = breaks || isJump && leave.Tok == token.BREAK
				errors[checked.Obj] = true
			}
		}
		return true
	})
	if !breaks || len(f.r.stack) == 0 {
		return false
	}
	ast.Inspect(loop, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.AssignStmt:
			for i, left := range node.Lhs {
				set := root(left)
				if set == nil {
					continue
				}
				others[set.Obj] = true
				if kept := root(node.Rhs[min(i, len(node.Rhs)-1)]); kept != nil && errors[kept.Obj] {
					errors[set.Obj] = true
				}
			}
		case *ast.IncDecStmt:
			if set := root(node.X); set != nil {
				others[set.Obj] = true
			}
		}
		return true
	})
	isLooked := false
	if endless, ok := loop.(*ast.ForStmt); ok && endless.Cond == nil {
		// It goes on behind it only with success.
		return false
	}
	ast.Inspect(f.r.stack[len(f.r.stack)-1], func(node ast.Node) bool {
		if node == nil || node.End() <= loop.Pos() {
			return false
		}
		if node.Pos() < loop.End() {
			// if attempt == last { return err }
			branch, ok := node.(*ast.IfStmt)
			if ok && node.Pos() > loop.Pos() && mentions(branch.Cond, others) && !mentions(branch.Cond, errors) {
				isLooked = isLooked || endsInReturn(branch.Body)
			}
			return true
		}
		if call, ok := node.(*ast.CallExpr); ok && isLogging(strings.ToLower(owner(name(call.Fun))), last(name(call.Fun))) && !isFatal(call) {
			return false
		}
		switch node := node.(type) {
		case *ast.Ident:
			isLooked = isLooked || node.Obj != nil && errors[node.Obj]
		case *ast.IfStmt:
			isLooked = isLooked || mentions(node.Cond, others)
		case *ast.ReturnStmt:
			for object := range errors {
				_, isResult := object.Decl.(*ast.Field)
				isLooked = isLooked || isResult && len(node.Results) == 0
			}
		}
		return true
	})
	return !isLooked
}

// successOf is the variable that a condition like err == nil looks at; nil where it is no such condition.
func (r *reader) successOf(cond ast.Expr) *ast.Ident {
	if binary, ok := cond.(*ast.BinaryExpr); ok && r.isSuccessCheck(cond) {
		return root(binary.X)
	}
	return nil
}

// countsAttempts says whether a loop has a counter whose name, or that of its limit, says that it counts attempts.
func countsAttempts(s ast.Stmt) bool {
	var names []string
	switch s := s.(type) {
	case *ast.RangeStmt:
		if s.Value != nil {
			return false
		}
		if s.Key != nil {
			names = append(names, name(s.Key))
		}
		names = append(names, last(name(s.X)))
	case *ast.ForStmt:
		if s.Cond == nil {
			return false
		}
		if binary, ok := s.Cond.(*ast.BinaryExpr); ok {
			names = append(names, last(name(binary.X)), last(name(binary.Y)))
		}
	}
	for _, name := range names {
		name = strings.ToLower(name)
		if strings.Contains(name, "attempt") || strings.Contains(name, "retr") || strings.Contains(name, "tries") || name == "try" {
			return true
		}
	}
	return false
}

// growth reads by how much the pauses of a retry grow, and how long they get: pause *= 2, if pause > longest { pause = longest }.
func (f *frame) growth(body *ast.BlockStmt) {
	r, t := f.r, f.task
	from := map[*ast.Object]bool{r.paused: true}
	for object := r.paused; object != nil; {
		// What it was made of: wait := backoff.
		assign, ok := object.Decl.(*ast.AssignStmt)
		object = nil
		if ok && len(assign.Rhs) == 1 {
			if other, ok := assign.Rhs[0].(*ast.Ident); ok && other.Obj != nil && !from[other.Obj] {
				object = other.Obj
				from[object] = true
			}
		}
	}
	isPause := func(e ast.Expr) bool {
		name, ok := e.(*ast.Ident)
		return ok && name.Obj != nil && from[name.Obj]
	}
	longest := func(e ast.Expr) {
		if d, ok := r.duration(e); ok && d > 0 {
			t.longest = d
			t.src = append(t.src, e.Pos())
		}
	}
	grows := func(e ast.Expr) {
		if n, ok := r.count(e); ok && n > 1 && n <= 100 && t.factor == 0 {
			t.factor = n
			t.src = append(t.src, e.Pos())
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if len(n.Lhs) != 1 || !isPause(n.Lhs[0]) {
				break
			}
			value := n.Rhs[0]
			if n.Tok == token.MUL_ASSIGN {
				grows(value)
			}
			if call, ok := value.(*ast.CallExpr); ok && name(call.Fun) == "min" && len(call.Args) == 2 {
				longest(call.Args[1])
				value = call.Args[0]
			}
			if product, ok := value.(*ast.BinaryExpr); ok && product.Op == token.MUL && n.Tok == token.ASSIGN {
				if isPause(product.X) {
					grows(product.Y)
				} else if isPause(product.Y) {
					grows(product.X)
				}
			}
		case *ast.IfStmt:
			if more, ok := n.Cond.(*ast.BinaryExpr); ok && (more.Op == token.GTR || more.Op == token.GEQ) && isPause(more.X) && len(n.Body.List) == 1 {
				if set, ok := n.Body.List[0].(*ast.AssignStmt); ok && len(set.Rhs) == 1 && isPause(set.Lhs[0]) {
					longest(set.Rhs[0])
					t.src = append(t.src, n.Pos())
				}
			}
		}
		return true
	})
}

// splitRetry makes of what is tried again a task of a group of its own, where more comes after it.
func (t *task) splitRetry() {
	if t.attempts < 2 || t.retried >= len(t.steps) && !t.isRetryIgnored || t.group == nil {
		return
	}
	more := t.isRetryIgnored
	for _, s := range t.steps[t.retried:] {
		more = more || s.takesTime() || s.kind == fail
	}
	if !more {
		return
	}
	g := &group{at: t.retryAt, kind: "zero-errgroup", limit: -1, names: map[string]int{}, isWaited: true, isRetry: true,
		depth: t.group.depth + 1, notes: []string{t.retryAt + ": what is tried again is a task of a group of its own here."}}
	inner := &task{at: t.retryAt, group: g, count: 1, hasGroupContext: true, attempts: t.attempts, attemptsGuess: t.attemptsGuess,
		pause: t.pause, pauseGuess: t.pauseGuess, factor: t.factor, longest: t.longest, steps: append([]step{}, t.steps[:t.retried]...)}
	label := t.retryFor
	if label == "" {
		label = "attempt"
	}
	g.call(inner, label)
	g.tasks = []*task{inner}
	t.attempts, t.attemptsGuess, t.pause, t.pauseGuess, t.factor, t.longest = 0, "", 0, "", 0, 0
	t.steps = append([]step{{kind: nested, group: g, isIgnored: t.isRetryIgnored}}, t.steps[t.retried:]...)
}

// retriesInside is a retry that isn't all that a task does: a task of a group of its own.
func (f *frame) retriesInside(s ast.Stmt, body *ast.BlockStmt, n int, known bool) bool {
	around := f.task.group
	if around == nil || around.depth+1 > deepGroups || f.open != nil {
		return false
	}
	g := &group{at: f.r.where(s), pos: s.Pos(), kind: "zero-errgroup", limit: -1, names: map[string]int{}, ctx: around.ctx, isWaited: true,
		depth: around.depth + 1}
	t := &task{at: f.r.where(s), group: g, count: 1, hasGroupContext: true}
	inner := &frame{r: f.r, task: t, steps: &t.steps, count: 1, total: f.total, base: f.base, isCalled: f.isCalled}
	if !inner.retries(s, body, n, known) {
		return false
	}
	label := f.r.mainCall(body)
	if label == "" {
		label = "attempt"
	}
	g.call(t, label)
	g.tasks = []*task{t}
	if t.attempts < 2 {
		f.task.notes = append(f.task.notes, t.notes...)
		for _, one := range t.steps {
			f.add(one)
		}
		return true
	}
	g.isRetry = true
	g.notes = []string{g.at + ": what is tried again is a task of a group of its own here."}
	if len(*f.steps) < 200 {
		*f.steps = append(*f.steps, step{kind: nested, group: g, isIgnored: t.isRetryIgnored})
	}
	return true
}
