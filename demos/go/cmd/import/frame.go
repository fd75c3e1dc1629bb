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
		f.maybe(func() {
			for _, clause := range s.Body.List {
				f.list(clause.(*ast.CaseClause).Body)
			}
		})
	case *ast.TypeSwitchStmt:
		f.maybe(func() {
			for _, clause := range s.Body.List {
				f.list(clause.(*ast.CaseClause).Body)
			}
		})
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

func (f *frame) declare(value *ast.ValueSpec) {
	r := f.r
	for _, name := range value.Names {
		switch {
		case r.isOf(value.Type, "errgroup", "Group"):
			f.zeroGroup(name, value)
		case r.isOf(value.Type, "sync", "WaitGroup"):
			f.waitGroup(name, value)
		}
	}
	if len(value.Values) == len(value.Names) {
		for i, name := range value.Names {
			f.give(name, value.Values[i])
		}
	} else if len(value.Values) == 1 {
		f.results(identifiers(value.Names), value.Values[0])
	}
}

func identifiers(names []*ast.Ident) []ast.Expr {
	list := make([]ast.Expr, len(names))
	for i, name := range names {
		list[i] = name
	}
	return list
}

func (f *frame) assign(s *ast.AssignStmt) {
	if len(s.Lhs) == len(s.Rhs) {
		for i := range s.Lhs {
			f.give(s.Lhs[i], s.Rhs[i])
		}
		return
	}
	if len(s.Rhs) == 1 {
		f.results(s.Lhs, s.Rhs[0])
	}
}

// give is an assignment of one value.
func (f *frame) give(left, right ast.Expr) {
	r := f.r
	made := right
	if address, ok := right.(*ast.UnaryExpr); ok && address.Op == token.AND {
		made = address.X
	}
	if literal, ok := made.(*ast.CompositeLit); ok {
		switch {
		case r.isOf(literal.Type, "errgroup", "Group"):
			f.zeroGroup(left, right)
			return
		case r.isOf(literal.Type, "sync", "WaitGroup"):
			f.waitGroup(left, right)
			return
		}
	}
	if call, ok := right.(*ast.CallExpr); ok {
		if name, isName := call.Fun.(*ast.Ident); isName && name.Name == "new" && len(call.Args) == 1 {
			switch {
			case r.isOf(call.Args[0], "errgroup", "Group"):
				f.zeroGroup(left, right)
				return
			case r.isOf(call.Args[0], "sync", "WaitGroup"):
				f.waitGroup(left, right)
				return
			}
		}
	}
	if g := r.groups[key(right)]; g != nil && key(right) != "" {
		r.groups[key(left)] = g
		if field, ok := left.(*ast.SelectorExpr); ok {
			r.groups["field "+field.Sel.Name] = g
		}
		return
	}
	if c := r.context(right); c != nil {
		f.setContext(left, c)
		return
	}
	if _, ok := right.(*ast.FuncLit); ok {
		return
	}
	before := len(*f.steps)
	f.expression(right)
	if name, ok := left.(*ast.Ident); ok && name.Name == "_" {
		for i := before; i < len(*f.steps); i++ {
			(*f.steps)[i].isIgnored = true
		}
	}
}

func (f *frame) setContext(left ast.Expr, c *ctx) {
	if name, ok := left.(*ast.Ident); ok && name.Obj != nil {
		f.r.ctxs[name.Obj] = c
	}
}

// results is an assignment of the results of one call.
func (f *frame) results(left []ast.Expr, right ast.Expr) {
	r := f.r
	call, ok := right.(*ast.CallExpr)
	if !ok || len(left) < 2 {
		f.expression(right)
		return
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		f.expression(right)
		return
	}
	argument := func(i int) ast.Expr {
		if i < len(call.Args) {
			return call.Args[i]
		}
		return nil
	}
	switch {
	case r.isOf(selector, "errgroup", "WithContext"):
		g := f.newGroup(left[0], call, f.parent(call))
		f.setContext(left[1], g.ctx)
	case r.isOf(selector, "signal", "NotifyContext"):
		f.derive(left, &ctx{kind: cancelled, parent: f.parent(call), isSignal: true})
	case r.isPackage(selector.X, "context"):
		switch selector.Sel.Name {
		case "WithCancel", "WithCancelCause":
			f.derive(left, &ctx{kind: cancelled, parent: f.parent(call)})
		case "WithTimeout", "WithTimeoutCause", "WithDeadline", "WithDeadlineCause":
			c := &ctx{kind: timed, parent: f.parent(call)}
			d, known := r.duration(argument(1))
			if strings.HasPrefix(selector.Sel.Name, "WithDeadline") {
				d, known = f.fromNow(argument(1))
			}
			if !known || d < time.Microsecond {
				d = guessAt
				f.note(r.where(call) + ": a timeout or deadline that isn't written here: how long?")
			}
			c.d = d
			if cause := argument(2); cause != nil {
				c.cause = r.words(cause)
			}
			f.derive(left, c)
		}
	default:
		f.expression(right)
	}
}

// fromNow reads time.Now().Add(d).
func (f *frame) fromNow(e ast.Expr) (time.Duration, bool) {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return 0, false
	}
	if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Add" {
		return f.r.duration(call.Args[0])
	}
	return 0, false
}

func (f *frame) parent(call *ast.CallExpr) *ctx {
	if c := f.r.context(call.Args[0]); c != nil {
		return c
	}
	return f.base
}

func (f *frame) derive(left []ast.Expr, c *ctx) {
	c.task = f.task
	if before := f.r.context(left[0]); f.isMaybe && c.kind == cancelled && before != nil && before.kind == timed &&
		before.parent == c.parent {
		// One branch has a timeout and the other hasn't.
		return
	}
	f.setContext(left[0], c)
	if name, ok := left[1].(*ast.Ident); ok && name.Obj != nil {
		f.r.cancels[name.Obj] = c
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
	f.loop2(s, s.Body, n, known, s.Cond == nil && s.Post == nil && !leaves(s.Body), name)
}

// leaves says whether a loop ends by itself: it has a way out that isn't the end of a context.
func leaves(body *ast.BlockStmt) bool {
	waits, out := false, false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.SelectorExpr:
			waits = waits || n.Sel.Name == "Done" || n.Sel.Name == "C"
		case *ast.BranchStmt:
			out = out || n.Tok == token.BREAK
		case *ast.ReturnStmt:
			out = true
		}
		return true
	})
	return out && !waits
}

func (f *frame) loopRange(s *ast.RangeStmt) {
	n, known := f.r.count(s.X)
	if literal := f.literal(s.X); literal != nil {
		n, known = len(literal.Elts), true
	}
	name := ""
	if value, ok := s.Value.(*ast.Ident); ok && value.Name != "_" {
		name = kebab(value.Name)
	}
	isTicker := false
	if selector, ok := s.X.(*ast.SelectorExpr); ok && selector.Sel.Name == "C" {
		isTicker = true
	}
	f.loop2(s, s.Body, n, known, isTicker, name)
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

func (f *frame) loop2(s ast.Stmt, body *ast.BlockStmt, n int, known, isEndless bool, name string) {
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
		var inside []step
		sub := *f
		sub.steps, sub.isMaybe = &inside, true
		sub.body(body)
		f.add(step{kind: work, d: untilTold, isGuess: true,
			note: r.where(s) + ": a loop without an end: it works until it is told. How long is guessed."})
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
	f.note(r.where(s) + ": a loop; its body stands here once.")
}

// choice is a select.
func (f *frame) choice(s *ast.SelectStmt) {
	r := f.r
	var told *ctx
	hasDone, hasDefault, others := false, false, 0
	var d time.Duration
	hasTime := false
	var toldBody []ast.Stmt
	for _, clause := range s.Body.List {
		c := clause.(*ast.CommClause)
		if c.Comm == nil {
			hasDefault = true
			continue
		}
		from := received(c.Comm)
		if call, ok := from.(*ast.CallExpr); ok {
			if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Done" {
				hasDone, told, toldBody = true, r.context(selector.X), c.Body
				continue
			}
			if r.isOf(call.Fun, "time", "After") && len(call.Args) == 1 {
				if known, ok := r.duration(call.Args[0]); ok {
					d, hasTime = known, true
					continue
				}
			}
		}
		others++
	}
	place := r.where(s) + ":"
	switch {
	case hasDefault:
	case hasDone && hasTime && others == 0:
		f.uses(told)
		f.add(step{kind: work, d: d})
	case hasDone && hasTime:
		f.uses(told)
		f.add(step{kind: work, d: d})
		f.note(place + " waits for a channel, too.")
	case hasDone && others > 0:
		f.uses(told)
		f.add(step{kind: work, d: guess, isGuess: true, note: place + " waits for a channel or its context: how long?"})
	case hasDone:
		f.uses(told)
		f.add(step{kind: work, d: untilTold, isGuess: true, note: place + " waits until it is told. How long is guessed."})
		f.isTold = !f.isOuter
	case hasTime:
		f.add(step{kind: busy, d: d})
	case others > 0:
		f.add(step{kind: busy, d: guess, isGuess: true, note: place + " waits for a channel, and not for a context: how long?"})
	}
	if hasDone && !hasDefault {
		f.afterTold(toldBody)
	}
	for _, clause := range s.Body.List {
		c := clause.(*ast.CommClause)
		if c.Comm == nil {
			f.list(c.Body)
			continue
		}
		if call, ok := received(c.Comm).(*ast.CallExpr); ok {
			if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Done" {
				continue
			}
		}
		f.maybe(func() { f.list(c.Body) })
	}
}

// received is what a case of a select receives from.
func received(statement ast.Stmt) ast.Expr {
	var e ast.Expr
	switch s := statement.(type) {
	case *ast.ExprStmt:
		e = s.X
	case *ast.AssignStmt:
		if len(s.Rhs) == 1 {
			e = s.Rhs[0]
		}
	}
	if unary, ok := e.(*ast.UnaryExpr); ok && unary.Op == token.ARROW {
		return unary.X
	}
	return nil
}

// goroutine is a go statement: a task of a WaitGroup, or nothing that a scenario has.
func (f *frame) goroutine(s *ast.GoStmt) {
	r := f.r
	var g *group
	var elsewhere ast.Expr
	ast.Inspect(s.Call, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Done" {
				if found := r.groups[key(selector.X)]; found != nil && found.kind == "waitgroup" {
					g = found
				} else if found == nil && r.elsewhere(selector.X) == "waitgroup" {
					elsewhere = selector.X
				}
			}
		}
		return true
	})
	if g == nil && elsewhere != nil {
		g = f.foreign(elsewhere, s, "waitgroup")
	}
	if g != nil {
		functionType, body, name := r.function(s.Call.Fun)
		if body != nil {
			r.parameters(functionType, s.Call.Args, f.base)
		}
		f.spawn(g, s, name, body, false)
		return
	}
	// Often it only waits for the group, or closes a channel.
	f.note(r.where(s) + ": a goroutine of no group; left out.")
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

// receive is a value taken from a channel.
func (f *frame) receive(e *ast.UnaryExpr) {
	r := f.r
	place := r.where(e) + ":"
	if call, ok := e.X.(*ast.CallExpr); ok {
		if selector, ok := call.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Done" {
			f.uses(r.context(selector.X))
			f.add(step{kind: work, d: untilTold, isGuess: true, note: place + " waits until it is told. How long is guessed."})
			f.isTold = !f.isOuter
			return
		}
		if r.isOf(call.Fun, "time", "After") && len(call.Args) == 1 {
			if d, ok := r.duration(call.Args[0]); ok {
				f.add(step{kind: busy, d: d})
				return
			}
		}
	}
	f.add(step{kind: busy, d: guess, isGuess: true,
		note: place + " waits for a channel, and not for a context: how long?"})
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
