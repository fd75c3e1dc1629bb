package main

import (
	"go/ast"
	"go/token"
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
		if fun.Obj == nil && fun.Name == "close" && len(call.Args) == 1 {
			f.closes(call)
			return
		}
		if fun.Obj == nil && fun.Name == "panic" && len(call.Args) == 1 {
			text := r.words(call.Args[0])
			if text == "" {
				text = unknownPanic
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
		if c := r.cancel(fun); c != nil {
			f.cancels(call, c)
			return
		}
		if f.method(call, fun) {
			return
		}
	case *ast.CallExpr:
		// wrap("name", func(ctx context.Context) error { … })(ctx)
		before := len(*f.steps)
		if _, body, _ := r.function(fun.Fun); body == nil && f.walksHanded(fun) && len(*f.steps) > before {
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
	if f.special(call) {
		return
	}
	if body == nil && f.callback(call) {
		return
	}
	f.unknown(call)
}

// unknownPanic stands for what a panic says that isn't written in the code.
const unknownPanic = "panic"

// unknown is a call of code that isn't in the file: work, if it gets a context.
func (f *frame) unknown(call *ast.CallExpr) {
	r := f.r
	for _, argument := range call.Args {
		if c := r.channelAt(argument); c != nil && key(argument) != "" && !f.isOuter {
			f.fault(call, "gets the channel %s; what is done with it isn't in this code.", short(c.name, 40))
		}
	}
	for _, argument := range call.Args {
		if l := r.limiters[key(r.resolved(argument))]; l != nil && key(argument) != "" && !f.isOuter {
			f.fault(call, "gets the limiter %s; what is done with it isn't in this code.", short(l.name, 40))
		}
		if c := r.cancel(argument); c != nil {
			c.handed = r.where(call) + ": " + short(called(call), 40)
		}
	}
	if whole := called(call); isSetting(last(whole)) && !(r.acts[call] && strings.HasPrefix(last(whole), "With")) || isLogging(strings.ToLower(owner(whole)), strings.TrimSuffix(last(whole), "Context")) {
		return
	}
	if c := r.sentWith(call); c != nil {
		kind := work
		if !f.uses(c) {
			kind = busy
		}
		f.add(step{kind: kind, d: guess, isGuess: true, isCall: true, note: r.where(call) + ": " + short(called(call), 60) + ": how long?"})
		return
	}
	for _, argument := range call.Args {
		c := r.context(argument)
		if c == nil {
			continue
		}
		kind := work
		if !f.uses(c) {
			kind = busy
		}
		if lower := strings.ToLower(last(name(call.Fun))); f.inRetry && (strings.Contains(lower, "backoff") || strings.Contains(lower, "sleep") ||
			strings.Contains(lower, "delay") || strings.Contains(lower, "pause")) {
			one := step{kind: kind, d: guess, isGuess: true, isPause: true, note: r.where(call) + ": " + short(name(call.Fun), 60) + ": how long between two attempts?"}
			for _, other := range call.Args {
				if d, ok := r.duration(other); ok && d >= time.Millisecond {
					one.d, one.isGuess = d, false
				}
			}
			f.add(one)
			return
		}
		for _, other := range call.Args {
			// sleep(ctx, time.Second)
			if d, ok := r.duration(other); ok && d >= time.Millisecond && strings.Contains(strings.ToLower(last(name(call.Fun))), "sleep") {
				f.add(step{kind: kind, d: d})
				return
			}
		}
		f.add(step{kind: kind, d: guess, isGuess: true, isCall: true, note: r.where(call) + ": " + short(called(call), 60) + ": how long?"})
		return
	}
	f.looksWithin(call)
}

// isSetting says whether a call only looks something up in a context, or puts it there: GetConfig, SpanFromContext, WithLogger.
func isSetting(called string) bool {
	for _, end := range []string{"FromContext", "FromCtx"} {
		if strings.HasSuffix(called, end) {
			return true
		}
	}
	if called == "GetConfig" || called == "GetLogger" || called == "Logger" || called == "Context" {
		return true
	}
	rest, ok := strings.CutPrefix(called, "With")
	return ok && (rest == "" || rest[0] >= 'A' && rest[0] <= 'Z')
}

// called is the text of what a call calls; of a call of what a call returns, the inner one.
func called(call *ast.CallExpr) string {
	if inner, ok := call.Fun.(*ast.CallExpr); ok && name(call.Fun) == "" {
		return called(inner)
	}
	return name(call.Fun)
}

// lastOf is the last name of an expression.
func lastOf(e ast.Expr) string { return last(name(e)) }

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
			// A method of the same name may be another's.
			if _, isName := call.Fun.(*ast.Ident); isName {
				f.fault(call, "calls itself; how often can't be read.")
			} else if selector, ok := call.Fun.(*ast.SelectorExpr); ok && r.typeOf(selector.X, 0) != unknownType && len(*f.steps) > 0 {
				f.fault(call, "calls itself; how often can't be read.")
				return true
			}
			return false
		}
	}
	if len(r.stack) > deepest {
		f.fault(call, "calls within calls: not read.")
		return false
	}
	r.parameters(functionType, call.Args, f.base)
	f.givesRoot(functionType)
	f.enter(body)
	before, called, over, told := len(*f.steps), f.isCalled, f.isOver, f.isTold
	notes, latest := len(f.task.notes), f.latest
	mayReturn := f.mayReturn
	f.mayReturn = false
	// What is called last returns for its caller.
	f.isCalled = called || !f.isTail
	f.isTail = false
	r.returned = nil
	atReturn := f.atReturn
	f.atReturn = nil
	loops, isNamed := f.loops, f.isNamed
	f.loops, f.isNamed = 0, hasNames(functionType)
	f.scope(func() { f.body(body) })
	f.loops, f.isNamed = loops, isNamed
	last := f.atReturn
	f.atReturn = atReturn
	for i := len(last) - 1; i >= 0; i-- {
		f.add(last[i])
	}
	f.isCalled, f.isOver, f.latest, f.mayReturn = called, over, latest, mayReturn
	f.isTold = f.isTold && (told || !f.isMaybe)
	r.stack = r.stack[:len(r.stack)-1]
	if !f.isOuter && (len(*f.steps) > before || len(f.task.notes) > notes) {
		f.task.src = append(f.task.src, call.Pos())
	}
	if len(*f.steps) == before && len(f.task.notes) == notes && f.open == nil {
		// Nothing was found in it that takes time.
		f.unknown(call)
	}
	return true
}

// hasNames says whether the results of a function have names.
func hasNames(kind *ast.FuncType) bool {
	return kind != nil && kind.Results != nil && len(kind.Results.List) > 0 && len(kind.Results.List[0].Names) > 0
}

// method is a call of a method or of a function of a package; false where it is nothing special.
func (f *frame) method(call *ast.CallExpr, selector *ast.SelectorExpr) bool {
	r := f.r
	place := r.where(call) + ":"
	name := selector.Sel.Name
	if isGroupMethod(name) {
		g := r.groupAt(selector.X)
		if made, isCall := selector.X.(*ast.CallExpr); isCall && g == nil && name == "Wait" && len(call.Args) == 0 {
			// f().Wait()
			r.returned = nil
			tail := f.isTail
			f.isTail = false
			f.expression(made)
			f.isTail = tail
			if len(r.returned) == 1 {
				g = r.groupAt(r.returned[0])
			}
			r.returned = nil
			if g == nil {
				return true
			}
		}
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
	if f.semaphore(call, selector) || f.limiter(call, selector) || f.flight(call, selector) {
		return true
	}
	switch {
	case r.isPackage(selector.X, "signal") && name == "Notify" && len(call.Args) > 0:
		// What comes through it is a signal, not a task's.
		if c := r.channelAt(call.Args[0]); c != nil {
			f.task.src = append(append(f.task.src, c.src...), call.Pos())
			delete(r.channels, key(r.resolved(call.Args[0])))
		}
		return true
	case r.isPackage(selector.X, "time"):
		switch name {
		case "Sleep":
			d, ok := r.duration(first(call))
			until, isUntil := r.sleepsUntil(first(call))
			if isUntil {
				d, ok = until, true
			}
			s := step{kind: busy, d: d, isPause: true, isDelay: isUntil, src: []token.Pos{call.Pos()}}
			if !ok {
				s = step{src: s.src, kind: busy, d: guess, isPause: true, isGuess: true, note: place + " sleeps: how long?"}
			}
			r.notePause(first(call))
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
			f.exits(call)
			return true
		}
		for _, argument := range call.Args {
			f.expression(argument)
		}
		if text := strings.TrimSpace(r.words(first(call))); text != "" && !strings.ContainsRune(text, '%') && (f.open == nil || f.open.speaks()) &&
			!f.isMaybe && len(call.Args) == 1 {
			f.add(step{kind: say, text: text})
		}
		return true
	case r.isPackage(selector.X, "errors") || r.isPackage(selector.X, "fmt") || r.isPackage(selector.X, "strings") ||
		r.isPackage(selector.X, "strconv") || r.isPackage(selector.X, "atomic"):
		if r.isOf(selector, "errors", "Join") {
			f.joins(call)
		}
		for _, argument := range call.Args {
			f.expression(argument)
		}
		return true
	case name == "Done" && r.groupAt(selector.X) != nil && r.groupAt(selector.X).isWaitGroup && !f.isOuter:
		f.task.latches = append(f.task.latches, r.groupAt(selector.X))
		f.task.src = append(f.task.src, call.Pos())
		return true
	case name == "Err" && r.context(selector.X) != nil:
		if f.uses(r.context(selector.X)); f.task.checks == "" {
			f.task.checks = r.where(call)
		}
		f.task.src = append(f.task.src, call.Pos())
		return true
	case name == "Err" || name == "Done" || name == "Add" || name == "Lock" || name == "Unlock":
		f.expression(selector.X)
		return true
	case r.isPackage(selector.X, "os") && name == "Exit":
		f.exits(call)
		return true
	case isFatal(call) && isLogging(strings.ToLower(lastOf(selector.X)), name) && strings.HasPrefix(name, "Fatal") && lastOf(selector.X) != "t" &&
		lastOf(selector.X) != "b":
		f.exits(call)
		return true
	}
	f.expression(selector.X)
	return false
}

// joins is errors.Join: of a group's Wait and an error of the caller's own, that is what a task keeps.
func (f *frame) joins(call *ast.CallExpr) {
	var g *group
	var others []ast.Expr
	for _, argument := range call.Args {
		if found := f.waits(argument); found != nil {
			g = found
		} else {
			others = append(others, argument)
		}
	}
	if g == nil || len(others) == 0 {
		if !f.isOuter {
			f.fault(call, "joins its errors, and returns them together.")
		}
		return
	}
	if text := f.r.words(others[0]); text != "" && !f.isMaybe && f.open == g {
		f.besides(step{kind: keep, text: text, src: []token.Pos{call.Pos()}})
		return
	}
	g.notes = append(g.notes, f.r.where(call)+": the caller joins an error of its own with Wait's, where it has one: a step with keep.")
}

// exits is a call that ends the process: log.Fatal, os.Exit.
func (f *frame) exits(call *ast.CallExpr) {
	text := f.r.words(first(call))
	if strings.ContainsRune(text, '%') {
		text = ""
	}
	one := step{kind: exit, text: text, note: f.r.where(call) + ":", src: []token.Pos{call.Pos()}}
	one.n, one.nGuess = f.r.status(call)
	f.add(one)
}

func (r *reader) hasGroups() bool {
	for _, names := range r.imports {
		for _, whole := range names {
			if strings.HasSuffix(whole, "/errgroup") {
				return true
			}
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

// call gives a task a name that no other has in its group.
func (g *group) call(t *task, label string) {
	name := kebab(label)
	if name == "" {
		name = "task"
	}
	name = g.free(name)
	if t.count > 1 {
		for i := range t.count {
			g.names[name+"-"+strconv.Itoa(i+1)]++
		}
	}
	t.name = name
}

// free is a name that nothing else has in a group: itself, or with a number.
func (g *group) free(name string) string {
	base := name
	for g.names[name] > 0 {
		g.names[base]++
		name = base + "-" + strconv.Itoa(g.names[base])
	}
	g.names[name] = 1
	return name
}

func isBuiltin(name string) bool {
	switch name {
	case "append", "cap", "clear", "close", "copy", "delete", "len", "make", "max", "min", "new", "print", "println",
		"recover", "string", "int", "int64", "float64", "byte", "error", "panic":
		return true
	}
	return false
}
