package main

import (
	"go/ast"
	"strconv"
	"strings"
	"time"
)

// groupOf is the group whose method is called. One that was made elsewhere is known by its methods alone.
func (f *frame) groupOf(selector *ast.SelectorExpr) *group {
	if !isGroupMethod(selector.Sel.Name) {
		return nil
	}
	return f.r.groupAt(selector.X)
}

// groupAt is the group that an expression holds: a variable, or a field that was given one.
func (r *reader) groupAt(e ast.Expr) *group {
	if g := r.groups[key(e)]; g != nil {
		return g
	}
	if selector, ok := e.(*ast.SelectorExpr); ok && r.fields[selector.Sel.Name] != "" {
		return r.groups["field "+selector.Sel.Name]
	}
	return nil
}

func (f *frame) call(call *ast.CallExpr) {
	r := f.r
	place := r.where(call) + ":"
	switch fun := call.Fun.(type) {
	case *ast.FuncLit:
		f.inline(call, fun.Type, fun.Body)
		return
	case *ast.Ident:
		if c := r.cancel(fun); c != nil {
			f.cancels(call, c)
			return
		}
		if fun.Obj == nil && fun.Name == "panic" && len(call.Args) == 1 {
			text := r.words(call.Args[0])
			if text == "" {
				text = "panic"
			}
			f.add(step{kind: crash, text: text, note: place})
			return
		}
		if fun.Obj == nil && (isBuiltin(fun.Name) || r.funcs[fun.Name] == nil && ast.IsExported(fun.Name) && len(call.Args) < 2) {
			for _, argument := range call.Args {
				f.expression(argument)
			}
			return
		}
	case *ast.SelectorExpr:
		if f.method(call, fun) {
			return
		}
	}
	for _, argument := range call.Args {
		if _, isCall := argument.(*ast.CallExpr); isCall && r.context(argument) == nil {
			f.expression(argument)
		}
	}
	functionType, body, _ := r.function(call.Fun)
	if body != nil && f.inline(call, functionType, body) {
		return
	}
	if body == nil && f.callback(call) {
		return
	}
	f.unknown(call)
}

// callback is code that is handed to code of another file: mostly that calls it.
func (f *frame) callback(call *ast.CallExpr) bool {
	called := name(call.Fun)
	called = called[strings.LastIndexByte(called, '.')+1:]
	if strings.HasPrefix(called, "Handle") || strings.HasPrefix(called, "On") || strings.HasPrefix(called, "Sort") ||
		strings.HasPrefix(called, "With") {
		return false
	}
	r := f.r
	before, open := len(*f.steps), f.open
	for _, argument := range call.Args {
		literal, ok := argument.(*ast.FuncLit)
		if !ok || len(r.stack) > deepest {
			continue
		}
		r.parameters(literal.Type, nil, f.base)
		for _, other := range call.Args {
			// Run(ctx, func(ctx context.Context) …)
			if c := r.context(other); c != nil {
				r.parameters(literal.Type, nil, c)
				break
			}
		}
		r.stack = append(r.stack, literal.Body)
		over, called := f.isOver, f.isCalled
		f.isCalled = true
		f.body(literal.Body)
		f.isOver, f.isCalled = over, called
		r.stack = r.stack[:len(r.stack)-1]
	}
	return len(*f.steps) > before || f.open != open
}

// unknown is a call of code that isn't in the file: work, if it gets a context.
func (f *frame) unknown(call *ast.CallExpr) {
	for _, argument := range call.Args {
		c := f.r.context(argument)
		if c == nil {
			continue
		}
		f.uses(c)
		for _, other := range call.Args {
			// sleep(ctx, time.Second)
			if d, ok := f.r.duration(other); ok && d >= time.Millisecond {
				f.add(step{kind: work, d: d})
				return
			}
		}
		f.add(step{kind: work, d: guess, isGuess: true,
			note: f.r.where(call) + ": " + short(name(call.Fun), 60) + ": how long?"})
		return
	}
}

// name is the text of what is called.
func name(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		if before := name(e.X); before != "" {
			return before + "." + e.Sel.Name
		}
		return e.Sel.Name
	case *ast.ParenExpr:
		return name(e.X)
	case *ast.IndexExpr:
		return name(e.X)
	case *ast.CallExpr:
		return ""
	}
	return ""
}

// inline walks through a function of the file as if its code stood here.
func (f *frame) inline(call *ast.CallExpr, functionType *ast.FuncType, body *ast.BlockStmt) bool {
	r := f.r
	for _, above := range r.stack {
		if above == ast.Node(body) {
			f.fault(call, "calls itself; how often can't be read.")
			return false
		}
	}
	if len(r.stack) > deepest {
		f.fault(call, "calls within calls: not read.")
		return false
	}
	r.parameters(functionType, call.Args, f.base)
	r.stack = append(r.stack, body)
	before, called, over := len(*f.steps), f.isCalled, f.isOver
	notes := len(f.task.notes)
	f.isCalled = true
	f.body(body)
	f.isCalled, f.isOver = called, over
	r.stack = r.stack[:len(r.stack)-1]
	if len(*f.steps) == before && len(f.task.notes) == notes && f.open == nil {
		// Nothing was found in it that takes time.
		f.unknown(call)
	}
	return true
}

// method is a call of a method or of a function of a package; false where it is nothing special.
func (f *frame) method(call *ast.CallExpr, selector *ast.SelectorExpr) bool {
	r := f.r
	place := r.where(call) + ":"
	name := selector.Sel.Name
	if isGroupMethod(name) {
		g := r.groupAt(selector.X)
		if g == nil && (name == "Go" || name == "TryGo") && len(call.Args) == 1 && !r.isImported(selector.X) {
			_, isCode := call.Args[0].(*ast.FuncLit)
			if kind := r.elsewhere(selector.X); kind != "" || isCode && r.hasGroups() {
				g = f.foreign(selector.X, call, kind)
			}
		}
		if g != nil {
			f.ofGroup(call, g, name)
			return true
		}
	}
	switch {
	case r.isPackage(selector.X, "time"):
		switch name {
		case "Sleep":
			d, ok := r.duration(first(call))
			s := step{kind: busy, d: d}
			if !ok {
				s = step{kind: busy, d: guess, isGuess: true, note: place + " sleeps: how long?"}
			}
			if s.d > 0 {
				f.add(s)
			}
		case "AfterFunc":
			f.later(call)
		}
		return true
	case r.isPackage(selector.X, "context"):
		if name == "AfterFunc" && len(call.Args) == 2 {
			f.afterFunction(call)
		}
		return true
	case r.isPackage(selector.X, "log") || r.isPackage(selector.X, "slog") ||
		r.isPackage(selector.X, "fmt") && strings.HasPrefix(name, "Print"):
		if strings.HasPrefix(name, "Fatal") {
			f.fault(call, "ends the process, which scenarios don't have.")
			return true
		}
		for _, argument := range call.Args {
			f.expression(argument)
		}
		if text := strings.TrimSpace(r.words(first(call))); text != "" && !strings.ContainsRune(text, '%') && f.open == nil &&
			!f.isMaybe && len(call.Args) == 1 {
			f.add(step{kind: say, text: text})
		}
		return true
	case r.isPackage(selector.X, "errors") || r.isPackage(selector.X, "fmt") || r.isPackage(selector.X, "strings") ||
		r.isPackage(selector.X, "strconv") || r.isPackage(selector.X, "atomic"):
		return true
	case name == "Err" || name == "Done" || name == "Add" || name == "Lock" || name == "Unlock":
		return true
	}
	f.expression(selector.X)
	return false
}

// foreign is a group that is made in other code.
func (f *frame) foreign(e ast.Expr, at ast.Node, kind string) *group {
	g := f.newGroup(e, at, f.base)
	g.ctx = f.base
	if kind == "waitgroup" {
		g.kind = kind
	}
	g.notes = append(g.notes, f.r.where(at)+": a group that is made elsewhere.")
	g.isWaited = true
	f.open = nil
	return g
}

func (r *reader) hasGroups() bool {
	for _, whole := range r.imports {
		if strings.HasSuffix(whole, "/errgroup") {
			return true
		}
	}
	return false
}

func first(call *ast.CallExpr) ast.Expr {
	if len(call.Args) > 0 {
		return call.Args[0]
	}
	return nil
}

func (f *frame) ofGroup(call *ast.CallExpr, g *group, name string) {
	r := f.r
	switch name {
	case "Go", "TryGo":
		if len(call.Args) != 1 {
			return
		}
		functionType, body, label := f.code(call.Args[0])
		if body != nil && functionType != nil {
			r.parameters(functionType, nil, f.base)
		}
		f.spawn(g, call, label, body, name == "TryGo")
	case "SetLimit":
		n, ok := r.count(first(call))
		if !ok {
			n = guessLimit
			if unary, isNegative := first(call).(*ast.UnaryExpr); isNegative && unary != nil {
				n = -1
			} else {
				g.notes = append(g.notes, r.where(call)+": a limit that isn't written here: how many?")
			}
		}
		g.limit = min(n, 100000)
	case "Wait":
		g.isWaited = true
		if f.open == g {
			f.open = nil
			f.delay = 0
		}
	}
}

// code is the function that is handed to a group, and a name for its task.
func (f *frame) code(e ast.Expr) (*ast.FuncType, *ast.BlockStmt, string) {
	r := f.r
	call, ok := r.resolved(e).(*ast.CallExpr)
	if !ok {
		return r.function(e)
	}
	// task("fetch-user", func() error { … }): a name and code, or a function that returns code.
	label := ""
	var code *ast.FuncLit
	for _, argument := range call.Args {
		if text := r.words(argument); text != "" && label == "" {
			label = text
		}
		if inner, ok := argument.(*ast.CallExpr); ok && r.isOf(inner.Fun, "fmt", "Sprintf") && len(inner.Args) > 0 && label == "" {
			label = strings.SplitN(r.words(inner.Args[0]), "%", 2)[0]
		}
		if literal, ok := argument.(*ast.FuncLit); ok {
			code = literal
		}
	}
	if code != nil {
		return code.Type, code.Body, label
	}
	functionType, body, name := r.function(call.Fun)
	if label == "" {
		label = name
	}
	if body == nil {
		return nil, nil, label
	}
	r.parameters(functionType, call.Args, f.base)
	for _, statement := range body.List {
		if back, ok := statement.(*ast.ReturnStmt); ok && len(back.Results) == 1 {
			if literal, ok := back.Results[0].(*ast.FuncLit); ok {
				return literal.Type, literal.Body, label
			}
		}
	}
	return nil, nil, label
}

// spawn reads a task that is handed to a group.
func (f *frame) spawn(g *group, at ast.Node, label string, body *ast.BlockStmt, isTry bool) {
	r := f.r
	t := &task{at: r.where(at), group: g, count: min(f.count, max(1, mostTasks/f.total)), isTry: isTry}
	if f.open == g {
		t.delay, f.delay = f.delay, 0
	}
	inner := &frame{r: r, task: t, steps: &t.steps, count: 1, total: f.total * t.count, base: g.ctx}
	if body == nil {
		t.steps = append(t.steps, step{kind: work, d: guess, isGuess: true,
			note: t.at + ": its code isn't in this file: how long?"})
		t.hasGroupContext = true
	} else if g.depth > deepGroups || len(r.stack) > 4*deepest {
		t.notes = append(t.notes, t.at+": groups within groups: not read.")
	} else {
		r.stack = append(r.stack, body)
		inner.body(body)
		inner.closeOpen()
		r.stack = r.stack[:len(r.stack)-1]
	}
	t.isParent = g.kind == "" && t.hasOtherContext && !t.hasGroupContext
	if f.isGuess && f.count > 1 {
		t.notes = append(t.notes, t.at+": in a loop: how many?")
	}
	if f.isMaybe {
		t.notes = append(t.notes, t.at+": it may be left out.")
	}
	if label == "" {
		label = f.loop
	}
	if body != nil {
		if called := mainCall(body); label == "" || f.loop != "" && label == f.loop && called != "" {
			label = called
		}
	}
	g.call(t, label)
	if g == f.task.group && !f.isOuter {
		f.add(step{kind: spawn, tasks: []*task{t}})
		return
	}
	g.tasks = append(g.tasks, t)
}

// call gives a task a name that no other has in its group.
func (g *group) call(t *task, label string) {
	name := kebab(label)
	if name == "" {
		name = "task"
	}
	for {
		g.names[name]++
		n := g.names[name]
		if n == 1 {
			break
		}
		name += "-" + strconv.Itoa(n)
	}
	if t.count > 1 {
		for i := range t.count {
			g.names[name+"-"+strconv.Itoa(i+1)]++
		}
	}
	t.name = name
}

// mainCall is the name of what a body calls: that of its last return, or else the first.
func mainCall(body *ast.BlockStmt) string {
	found := ""
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		whole := name(call.Fun)
		last := whole[strings.LastIndexByte(whole, '.')+1:]
		switch {
		case whole == "" || isBuiltin(last) || isGroupMethod(last):
		case strings.HasPrefix(whole, "fmt.") || strings.HasPrefix(whole, "errors.") || strings.HasPrefix(whole, "context.") ||
			strings.HasPrefix(whole, "time.") || strings.HasPrefix(whole, "log.") || strings.HasPrefix(whole, "errgroup."):
		case strings.HasSuffix(strings.ToLower(last), "cancel"):
		case last == "Done" || last == "Err" || last == "Lock" || last == "Unlock" || last == "Close" || last == "Stop" || last == "sleep":
		case found == "":
			found = last
		}
		return true
	})
	return found
}

func isBuiltin(name string) bool {
	switch name {
	case "append", "cap", "clear", "close", "copy", "delete", "len", "make", "max", "min", "new", "print", "println",
		"recover", "string", "int", "int64", "float64", "byte", "error", "panic":
		return true
	}
	return false
}

// newGroup is a group that is made here: a step of this task.
func (f *frame) newGroup(left ast.Expr, at ast.Node, parent *ctx) *group {
	r := f.r
	f.closeOpen()
	g := &group{at: r.where(at), pos: at.Pos(), limit: -1, names: map[string]int{}, depth: f.task.group.depth + 1}
	g.ctx = &ctx{kind: ofGroup, parent: parent, group: g}
	r.groups[key(left)] = g
	if field, ok := left.(*ast.SelectorExpr); ok {
		r.groups["field "+field.Sel.Name] = g
	}
	for c := parent; c != nil && c != f.base && c.kind != ofGroup && c.kind != given; c = c.parent {
		switch c.kind {
		case timed:
			if g.timeout == 0 || c.d < g.timeout {
				g.timeout, g.cause = c.d, c.cause
			}
		case detached:
			g.detached = true
		case cancelled:
			if c.isSignal {
				g.cancelAt, g.cancelBy = guessAt, "interrupt"
				g.notes = append(g.notes, g.at+": a signal ends it: when?")
			}
			if c.at > 0 {
				g.cancelAt, g.cancelBy = c.at, c.by
			}
		case given, ofGroup:
		}
	}
	if len(*f.steps) < 200 {
		*f.steps = append(*f.steps, step{kind: nested, group: g})
	}
	f.open = g
	return g
}

func (f *frame) zeroGroup(left ast.Expr, at ast.Node) {
	g := f.newGroup(left, at, f.base)
	g.kind, g.ctx = "zero-errgroup", f.base
}

func (f *frame) waitGroup(left ast.Expr, at ast.Node) {
	g := f.newGroup(left, at, f.base)
	g.kind, g.ctx = "waitgroup", f.base
}

// closeOpen is the end of a group's part of the code.
func (f *frame) closeOpen() {
	if f.open != nil && !f.open.isWaited {
		f.open.notes = append(f.open.notes, f.open.at+": its Wait isn't near; where it is waited for can't be read.")
	}
	f.open, f.delay = nil, 0
}

// prune leaves out groups without tasks, and gives those tasks something to do that have nothing.
func prune(steps []step, depth int) []step {
	var kept []step
	for _, s := range steps {
		switch s.kind {
		case nested:
			s.group.prune(depth)
			if len(s.group.tasks) == 0 {
				continue
			}
		case spawn:
			for _, t := range s.tasks {
				t.steps = prune(t.steps, depth+1)
			}
		case work, busy, cancel, use, say, fail, crash, back:
		}
		kept = append(kept, s)
	}
	return kept
}

func (g *group) prune(depth int) {
	if depth > deepGroups {
		g.tasks = nil
		return
	}
	for _, t := range g.tasks {
		t.steps = prune(t.steps, depth+1)
		takesTime := false
		for _, s := range t.steps {
			takesTime = takesTime || s.kind != say && s.kind != fail && s.kind != crash && s.kind != cancel && s.kind != back
		}
		if !takesTime {
			s := step{kind: busy, d: guess, isGuess: true, note: t.at + ": nothing here looks at a context: how long?"}
			t.steps = append([]step{s}, t.steps...)
		}
	}
}

// cancels is a call of a cancel function.
func (f *frame) cancels(call *ast.CallExpr, c *ctx) {
	text := ""
	if len(call.Args) == 1 {
		text = f.r.words(call.Args[0])
	}
	place := f.r.where(call) + ":"
	if g := f.task.group; !f.isOuter && g.ctx != nil && g.ctx.isBelow(c) && c.kind == cancelled {
		f.add(step{kind: cancel, text: text, note: place})
		return
	}
	if f.open != nil && f.open.ctx.isBelow(c) {
		at := max(f.delay, tick)
		f.open.cancelAt, f.open.cancelBy = at, text
		f.open.notes = append(f.open.notes, place+" the group's own code cancels it: when?")
		return
	}
	if !f.isMaybe {
		f.note(place + " cancels a context that is no group's of this task; left out.")
	}
}

// later is time.AfterFunc: a cancel from outside, if that is what it does.
func (f *frame) later(call *ast.CallExpr) {
	r := f.r
	if len(call.Args) != 2 {
		return
	}
	d, ok := r.duration(call.Args[0])
	if !ok || d <= 0 {
		d = guessAt
	}
	var c *ctx
	text := ""
	if direct := r.cancel(call.Args[1]); direct != nil {
		c = direct
	} else if literal, ok := call.Args[1].(*ast.FuncLit); ok {
		for _, statement := range literal.Body.List {
			if e, ok := statement.(*ast.ExprStmt); ok {
				if inner, ok := e.X.(*ast.CallExpr); ok {
					if found := r.cancel(inner.Fun); found != nil {
						c = found
						if len(inner.Args) == 1 {
							text = r.words(inner.Args[0])
						}
					}
				}
			}
		}
	}
	if c == nil {
		f.fault(call, "a timer that does something else than cancel; left out.")
		return
	}
	c.at, c.by = d, text
	if f.open != nil && f.open.ctx.isBelow(c) {
		f.open.cancelAt, f.open.cancelBy = d, text
	}
}

// afterFunction is context.AfterFunc on a group's context.
func (f *frame) afterFunction(call *ast.CallExpr) {
	r := f.r
	c := r.context(call.Args[0])
	for ; c != nil && c.kind != ofGroup; c = c.parent {
	}
	if c == nil || c.group == nil {
		f.fault(call, "an after-function on a context that is no group's; left out.")
		return
	}
	label := ""
	if literal, ok := call.Args[1].(*ast.FuncLit); ok {
		label = mainCall(literal.Body)
	} else {
		_, _, label = r.function(call.Args[1])
	}
	name := kebab(label)
	if name == "" {
		name = "after-" + strconv.Itoa(len(c.group.after)+1)
	}
	for _, other := range c.group.after {
		if other == name {
			name += "-" + strconv.Itoa(len(c.group.after)+1)
		}
	}
	c.group.after = append(c.group.after, name)
}
