package main

import (
	"go/ast"
	"go/token"
	"math"
	"slices"
	"strings"
)

func (f *frame) loopFor(s *ast.ForStmt) {
	if s.Init != nil {
		f.statement(s.Init)
	}
	n, known := f.r.times(s)
	name := ""
	if !f.isOuter && f.open == nil && f.r.looksAtErr(s.Cond, token.EQL) && s.Post == nil && !f.r.leaves(s, f.label) {
		// for ctx.Err() == nil
		if call, ok := s.Cond.(*ast.BinaryExpr).X.(*ast.CallExpr); ok {
			f.uses(f.r.context(call.Fun.(*ast.SelectorExpr).X))
		}
		f.walkLoop(s, s.Body, n, known, true, name)
		if n := len(*f.steps); n > 0 {
			f.tell((*f.steps)[n-1:], leaving, s)
		}
		return
	}
	f.walkLoop(s, s.Body, n, known, s.Cond == nil && s.Post == nil && !f.r.leaves(s, f.label), name)
}

// times is how often a loop with a counter runs; false where that isn't written.
func (r *reader) times(s *ast.ForStmt) (n int, known bool) {
	cond, ok := s.Cond.(*ast.BinaryExpr)
	if !ok {
		return 0, false
	}
	counter := root(cond.X)
	to, ok := r.number(cond.Y, 0)
	if counter == nil || !ok {
		return 0, false
	}
	from := 0.0
	first := s.Init
	if first == nil && len(r.stack) > 0 {
		if r.isSetOutside(s, counter.Obj) {
			return 0, false
		}
		if made, ok := counter.Obj.Decl.(*ast.AssignStmt); ok {
			first = made
		}
	}
	if assign, ok := first.(*ast.AssignStmt); ok && len(assign.Lhs) == len(assign.Rhs) {
		i := index(assign.Lhs, counter.Name)
		if from, ok = r.number(assign.Rhs[max(i, 0)], 0); !ok || i < 0 {
			return 0, false
		}
	} else if spec, ok := counter.Obj.Decl.(*ast.ValueSpec); !ok || len(spec.Values) > 0 {
		return 0, false
	}
	post := s.Post
	for _, statement := range s.Body.List {
		if step, ok := statement.(*ast.IncDecStmt); ok && post == nil && root(step.X) != nil && root(step.X).Obj == counter.Obj {
			post = step
		}
	}
	by := 1.0
	isDown := false
	switch post := post.(type) {
	case *ast.IncDecStmt:
		isDown = post.Tok == token.DEC
	case *ast.AssignStmt:
		isDown = post.Tok == token.SUB_ASSIGN
		if by, ok = r.number(post.Rhs[0], 0); !ok || by <= 0 || !isDown && post.Tok != token.ADD_ASSIGN {
			return 0, false
		}
	default:
		return 0, false
	}
	rounds := math.Trunc(to) - math.Trunc(from)
	if isDown {
		rounds = -rounds
	}
	switch cond.Op {
	case token.NEQ:
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		if isDown != (cond.Op == token.GTR || cond.Op == token.GEQ) {
			return 0, false
		}
		if cond.Op == token.LEQ || cond.Op == token.GEQ {
			rounds++
		}
	default:
		return 0, false
	}
	if rounds = math.Ceil(rounds / by); rounds > 1e6 {
		return 0, false
	}
	return int(max(0, rounds)), true
}

// isSetOutside says whether code around a loop gives a variable another value than its first.
func (r *reader) isSetOutside(loop ast.Stmt, variable *ast.Object) bool {
	found := false
	ast.Inspect(r.stack[len(r.stack)-1], func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				set := root(left)
				found = found || set != nil && set.Obj == variable && variable.Decl != any(n)
			}
		case *ast.IncDecStmt:
			set := root(n.X)
			found = found || set != nil && set.Obj == variable
		}
		return n != ast.Node(loop)
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
	if f.serves(s) {
		return
	}
	if _, isCall := s.X.(*ast.CallExpr); isCall {
		f.expression(s.X)
	}
	name := ""
	if value, ok := s.Value.(*ast.Ident); ok && value.Name != "_" {
		name = kebab(value.Name)
	}
	isTicker := false
	if selector, ok := s.X.(*ast.SelectorExpr); ok && selector.Sel.Name == "C" || f.r.isTick(s.X) {
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
		f.opens()
		f.saysWhile(s, body)
	}
	if spawns && f.dispatches(s, body, n, known, name) {
		return
	}
	if spawns {
		f.findToldChecks(s, body)
		before := *f
		if known {
			f.count = min(f.count*max(n, 1), mostTasks)
		} else {
			f.count = min(f.count*guessCount, mostTasks)
			f.isGuess = true
		}
		f.loop = name
		if ranged, ok := s.(*ast.RangeStmt); ok {
			f.item1 = r.channelAt(ranged.X)
			f.itemAt = s
		}
		// A loop's own returns don't end what comes after it.
		f.body(body)
		f.item1 = nil
		f.count, f.isGuess, f.loop, f.isOver = before.count, before.isGuess, before.loop, before.isOver
		return
	}
	if ranged, ok := s.(*ast.RangeStmt); ok {
		if c := r.channelAt(ranged.X); c != nil {
			if f.ranged(s, c, body, true, []token.Pos{s.Pos()}) {
				return
			}
			f.receives(ranged.X, s, true, []token.Pos{s.Pos()})
		}
	} else if f.worker(s, body) {
		return
	}
	if isEndless {
		f.endless(s, body)
		return
	}
	if f.retries(s, body, n, known) {
		return
	}
	over := f.isOver
	steps := f.inside(func(sub *frame) { f.maybe(func() { f.round(body) }) })
	f.isOver = over
	if one, ok := f.rounds(s, steps, n, known); ok {
		f.marksMaybe(one.inner)
		f.add(one)
		return
	}
	before := len(*f.steps)
	for _, one := range steps {
		f.add(one)
	}
	if len(*f.steps) == before {
		return
	}
	if known {
		f.marksMaybe((*f.steps)[before:])
	}
	if known && n > 1 && n <= 10 && !opensOrSpawns((*f.steps)[before:]) {
		once := append([]step{}, (*f.steps)[before:]...)
		for range n - 1 {
			for _, again := range once {
				if again.note = ""; again.isGuess {
					again.note = r.where(s) + ": another round: how long?"
				}
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

// findToldChecks finds what leaves a loop before a Go once the caller is told: if ctx.Err() != nil { break }.
func (f *frame) findToldChecks(loop ast.Stmt, body *ast.BlockStmt) {
	var look ast.Node
	var of ast.Expr
	if around, ok := loop.(*ast.ForStmt); ok {
		// for i := 0; i < n && ctx.Err() == nil; i++
		if call := f.r.toldCheckIn(around.Cond); call != nil {
			look, of = around, call.Fun.(*ast.SelectorExpr).X
		}
	}
	hands := func(statement ast.Stmt) {
		one, ok := statement.(*ast.ExprStmt)
		if !ok || look == nil {
			return
		}
		call, ok := one.X.(*ast.CallExpr)
		selector, ok := callee(call, ok)
		if !ok || selector.Sel.Name != "Go" && selector.Sel.Name != "TryGo" {
			return
		}
		if g := f.groupOf(selector); g != nil && g.kind == "" && f.r.context(of) == g.ctx {
			if g.toldChecks == nil {
				g.toldChecks = map[token.Pos]ast.Node{}
			}
			g.toldChecks[call.Pos()] = look
		}
	}
	for _, statement := range body.List {
		switch s := statement.(type) {
		case *ast.IfStmt:
			if !endsInBreak(s.Body.List) && !f.endsInWait(s.Body.List) || look != nil {
				break
			}
			if f.r.looksAtErr(s.Cond, token.NEQ) {
				look, of = s, s.Cond.(*ast.BinaryExpr).X.(*ast.CallExpr).Fun.(*ast.SelectorExpr).X
			} else if asked := f.asksFirst(s); asked != nil {
				look, of = s, asked
			} else if call := f.waitsFirst(s); call != nil {
				look, of = s, call
			}
		case *ast.SelectStmt:
			// select { case <-ctx.Done(): break loop; default: }
			for _, clause := range s.Body.List {
				c := clause.(*ast.CommClause)
				call, ok := received(c.Comm).(*ast.CallExpr)
				if !ok || look != nil || last(name(call.Fun)) != "Done" {
					continue
				}
				if selector, isMethod := callee(call, ok); isMethod && (isBreak(c.Body, f.label) || f.endsInWait(c.Body)) {
					look, of = s, selector.X
				}
			}
			for _, clause := range s.Body.List {
				if c := clause.(*ast.CommClause); c.Comm == nil {
					for _, one := range c.Body {
						hands(one)
					}
				}
			}
		case *ast.ExprStmt:
			hands(s)
		}
	}
}

// toldCheckIn is ctx.Err() of ctx.Err() == nil, or a part of a condition that has to be true; nil where there is none.
func (r *reader) toldCheckIn(cond ast.Expr) *ast.CallExpr {
	binary, ok := cond.(*ast.BinaryExpr)
	switch {
	case !ok:
	case binary.Op == token.LAND:
		if call := r.toldCheckIn(binary.X); call != nil {
			return call
		}
		return r.toldCheckIn(binary.Y)
	case r.looksAtErr(binary, token.EQL):
		return binary.X.(*ast.CallExpr)
	}
	return nil
}

// endsInWait is return g.Wait().
func (f *frame) endsInWait(statements []ast.Stmt) bool {
	back, ok := lastIn(&ast.BlockStmt{List: statements}).(*ast.ReturnStmt)
	return ok && len(statements) == 1 && len(back.Results) > 0 && f.waits(back.Results[len(back.Results)-1]) != nil
}

// asksFirst is the context of if err := ctx.Err(); err != nil { break }.
func (f *frame) asksFirst(s *ast.IfStmt) ast.Expr {
	assign, ok := s.Init.(*ast.AssignStmt)
	if !ok || !f.r.isErrorCheck(s.Cond) || len(assign.Rhs) != 1 {
		return nil
	}
	call, ok := assign.Rhs[0].(*ast.CallExpr)
	if selector, isMethod := callee(call, ok); isMethod && selector.Sel.Name == "Err" && f.r.isContext(selector.X) {
		return selector.X
	}
	return nil
}

// waitsFirst is the context of if err := limiter.Wait(ctx); err != nil { break }.
func (f *frame) waitsFirst(s *ast.IfStmt) ast.Expr {
	assign, ok := s.Init.(*ast.AssignStmt)
	if !ok || !f.r.isErrorCheck(s.Cond) || len(assign.Rhs) != 1 {
		return nil
	}
	call, ok := assign.Rhs[0].(*ast.CallExpr)
	if !ok {
		return nil
	}
	for _, argument := range call.Args {
		if f.r.context(argument) != nil {
			return argument
		}
	}
	return nil
}

// endsInBreak says whether code is a break, behind calls that clean up.
func endsInBreak(statements []ast.Stmt) bool {
	n := len(statements)
	for _, statement := range statements[:max(n-1, 0)] {
		if _, isCall := statement.(*ast.ExprStmt); !isCall {
			return false
		}
	}
	return n > 0 && isBreak(statements[n-1:], "")
}

// isBreak says whether code is nothing but a break, to a label where one is given.
func isBreak(statements []ast.Stmt, label string) bool {
	if len(statements) != 1 {
		return false
	}
	leave, ok := statements[0].(*ast.BranchStmt)
	return ok && leave.Tok == token.BREAK && (leave.Label == nil) == (label == "") && (label == "" || leave.Label.Name == label)
}

// keepsUntilTold keeps whether the caller looks at its context before it hands over a task. What it does for some isn't said of all.
func (g *group) keepsUntilTold(r *reader, at ast.Node) {
	look, isLooked := g.toldChecks[at.Pos()]
	switch {
	case g.toldCheckAt != "" && !g.untilTold:
	case isLooked && g.untilTold:
		g.toldCheckSrc = append(g.toldCheckSrc, r.sitesIn(look)...)
		return
	case isLooked && !g.untilTold:
		g.toldCheckAt = r.where(look)
		g.untilTold = len(g.tasks) == 0 || g.limit < 0
		g.toldCheckSrc = r.sitesIn(look)
	case !isLooked && g.untilTold:
		g.untilTold = false
	default:
		return
	}
	if !g.untilTold {
		g.note(g.toldCheckAt + ": the caller looks at its context before some of the tasks, and leaves the loop; left out, since it doesn't before all.")
	}
}

func (g *group) note(text string) {
	if !slices.Contains(g.notes, text) {
		g.notes = append(g.notes, text)
	}
}

// isChannel says whether a variable is seen to be a channel.
func (r *reader) isChannel(e ast.Expr) bool { return r.channelType(e) != nil }

// carriesErrors says whether what goes through a channel is an error.
func (r *reader) carriesErrors(e ast.Expr) bool {
	kind := r.channelType(e)
	return kind != nil && name(kind.Value) == "error" || kind == nil && r.isError(e)
}

// channelType is the type of a variable that is seen to be a channel; nil of others.
func (r *reader) channelType(e ast.Expr) *ast.ChanType {
	identifier, ok := r.resolved(e).(*ast.Ident)
	if !ok || identifier.Obj == nil {
		return nil
	}
	switch decl := identifier.Obj.Decl.(type) {
	case *ast.Field:
		kind, _ := decl.Type.(*ast.ChanType)
		return kind
	case *ast.AssignStmt:
		if i := index(decl.Lhs, identifier.Name); i >= 0 && len(decl.Lhs) == len(decl.Rhs) {
			if call, ok := decl.Rhs[i].(*ast.CallExpr); ok && len(call.Args) > 0 {
				kind, _ := call.Args[0].(*ast.ChanType)
				return kind
			}
		}
	}
	return nil
}

func opensOrSpawns(steps []step) bool {
	for _, s := range steps {
		if s.kind == nested || s.kind == spawn {
			return true
		}
	}
	return false
}

// isTick is time.Tick(d).
func (r *reader) isTick(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	return ok && r.isOf(call.Fun, "time", "Tick")
}
