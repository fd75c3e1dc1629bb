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
			if signalled := r.signal(call.Args[0]); signalled != "" {
				f.add(step{kind: signal, text: signalled, src: []token.Pos{call.Pos()}})
			}
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
	if f.special(call) {
		return
	}
	if body == nil && f.callback(call) {
		return
	}
	f.unknown(call)
}

// special is a call that a scenario has a word for, though its code isn't here: what serves, and what ends that.
func (f *frame) special(call *ast.CallExpr) bool {
	r := f.r
	place := r.where(call) + ": "
	whole := name(call.Fun)
	called := last(whole)
	owner := last(strings.TrimSuffix(strings.TrimSuffix(whole, called), "."))
	switch {
	case called == "ListenAndServe" || called == "ListenAndServeTLS" || called == "Serve" || called == "ServeTLS":
		switch {
		case r.servers[owner] && len(r.servers) == 1:
			f.deafWaits++
			f.add(step{kind: until, text: "shutdown", src: []token.Pos{call.Pos()}})
		case r.servers[owner]:
			f.deafWaits++
			f.add(step{kind: until, text: kebab(owner) + "-shutdown", src: []token.Pos{call.Pos()}})
		default:
			f.add(step{kind: until, text: "told", isGuess: true, note: place + short(whole, 60) +
				" serves, and nothing here ends it with Shutdown: what does?"})
			f.isTold = true
			return true
		}
		if f.isTail && !r.stopped[owner] {
			text := "http: Server closed"
			f.add(step{kind: fail, text: text, note: place})
		}
		return true
	case (called == "Run" || called == "Start" || called == "Listen") && r.servers[owner]:
		text := "shutdown"
		if len(r.servers) > 1 {
			text = kebab(owner) + "-shutdown"
		}
		f.deafWaits++
		f.add(step{kind: until, text: text, src: r.sitesIn(call)})
		return true
	case isShutdown(called) && owner != "":
		text := "shutdown"
		if len(r.servers) > 1 {
			text = kebab(owner) + "-shutdown"
		}
		src := []token.Pos{call.Pos()}
		if c := r.context(first(call)); c != nil && c.kind == timed {
			src = append(src, c.src...)
		}
		f.add(step{kind: signal, text: text, src: src})
		f.add(step{src: src, kind: busy, d: guess, isGuess: true, note: place + short(whole, 60) + " waits for the last requests: how long?"})
		return true
	case (called == "Retry" || called == "RetryNotify" || called == "Do" || called == "RetryWithData") &&
		(r.isLike(call.Fun, "backoff") || r.isLike(call.Fun, "retry")):
		if !f.callback(call) {
			f.unknown(call)
		}
		f.task.attempts, f.task.attemptsGuess = guessCount, place+short(whole, 60)+": how many attempts?"
		f.task.pause, f.task.pauseGuess = guess, place+short(whole, 60)+": how long between two?"
		return true
	}
	return false
}

// isLike says whether a package's path has a word in it.
func (r *reader) isLike(e ast.Expr, word string) bool {
	selector, ok := e.(*ast.SelectorExpr)
	if !ok || !r.isImported(selector.X) {
		return false
	}
	return strings.Contains(r.importsAt(selector.Pos())[selector.X.(*ast.Ident).Name], word)
}

// callback is code that is handed to code of another file: mostly that calls it.
func (f *frame) callback(call *ast.CallExpr) bool {
	called := last(name(call.Fun))
	if strings.HasPrefix(called, "Handle") || strings.HasPrefix(called, "On") || strings.HasPrefix(called, "Sort") ||
		strings.HasPrefix(called, "With") {
		return false
	}
	r := f.r
	before, open := len(*f.steps), f.open
	for _, argument := range call.Args {
		for _, code := range r.handed(argument) {
			if len(r.stack) > deepest || r.isWalked(code.body) {
				continue
			}
			r.parameters(code.kind, nil, f.base)
			for _, other := range call.Args {
				// Run(ctx, func(ctx context.Context) …)
				if c := r.context(other); c != nil {
					r.parameters(code.kind, nil, c)
					break
				}
			}
			r.stack = append(r.stack, code.body)
			over, called := f.isOver, f.isCalled
			f.isCalled = true
			f.body(code.body)
			f.isOver, f.isCalled = over, called
			r.stack = r.stack[:len(r.stack)-1]
		}
	}
	return len(*f.steps) > before || f.open != open
}

type code struct {
	kind *ast.FuncType
	body *ast.BlockStmt
}

// handed is the code that an argument hands on: a function, or those in a list of fields where something in it waits, starts
// or joins.
func (r *reader) handed(argument ast.Expr) []code {
	if address, ok := argument.(*ast.UnaryExpr); ok {
		argument = address.X
	}
	switch e := argument.(type) {
	case *ast.FuncLit:
		return []code{{e.Type, e.Body}}
	case *ast.Ident, *ast.SelectorExpr:
		if kind, body, _ := r.function(e); body != nil {
			if len(r.sitesIn(body)) > 0 {
				return []code{{kind, body}}
			}
			return nil
		}
		if name, ok := e.(*ast.Ident); ok && name.Obj != nil {
			if made, ok := name.Obj.Decl.(*ast.AssignStmt); ok && len(made.Lhs) == len(made.Rhs) {
				if i := index(made.Lhs, name.Name); i >= 0 {
					if literal := composite(made.Rhs[i]); literal != nil {
						return r.handed(literal)
					}
				}
			}
		}
	case *ast.CompositeLit:
		var all []code
		for _, element := range e.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				element = pair.Value
			}
			if literal := composite(element); literal != nil {
				all = append(all, r.handed(literal)...)
			} else if kind, body, _ := r.function(element); body != nil && r.reachesSites(body, 0) {
				all = append(all, code{kind, body})
			}
		}
		return all
	}
	return nil
}

// composite is the literal of an expression with fields; nil where it is none.
func composite(e ast.Expr) *ast.CompositeLit {
	if address, ok := e.(*ast.UnaryExpr); ok {
		e = address.X
	}
	literal, _ := e.(*ast.CompositeLit)
	return literal
}

// reachesSites says whether a body, or what it calls in the files, has something that waits, starts or joins.
func (r *reader) reachesSites(body *ast.BlockStmt, depth int) bool {
	if len(r.sitesIn(body)) > 0 {
		return true
	}
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !found && depth < 3 {
			if _, called, _ := r.function(call.Fun); called != nil && called != body {
				found = r.reachesSites(called, depth+1)
			}
		}
		return !found
	})
	return found
}

// isWalked says whether the walk is inside of a body.
func (r *reader) isWalked(body *ast.BlockStmt) bool {
	for _, above := range r.stack {
		if above == ast.Node(body) {
			return true
		}
	}
	return false
}

// unknown is a call of code that isn't in the file: work, if it gets a context.
func (f *frame) unknown(call *ast.CallExpr) {
	r := f.r
	for _, argument := range call.Args {
		c := r.context(argument)
		if c == nil {
			continue
		}
		kind := work
		if !f.uses(c) {
			kind = busy
		}
		for _, other := range call.Args {
			// sleep(ctx, time.Second)
			if d, ok := r.duration(other); ok && d >= time.Millisecond && strings.Contains(strings.ToLower(last(name(call.Fun))), "sleep") {
				f.add(step{kind: kind, d: d})
				return
			}
		}
		f.add(step{kind: kind, d: guess, isGuess: true, note: r.where(call) + ": " + short(name(call.Fun), 60) + ": how long?"})
		return
	}
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
			}
			return false
		}
	}
	if len(r.stack) > deepest {
		f.fault(call, "calls within calls: not read.")
		return false
	}
	r.parameters(functionType, call.Args, f.base)
	r.stack = append(r.stack, body)
	before, called, over, told := len(*f.steps), f.isCalled, f.isOver, f.isTold
	notes, latest := len(f.task.notes), f.latest
	// What is called last returns for its caller.
	f.isCalled = called || !f.isTail
	f.isTail = false
	r.returned = nil
	f.body(body)
	f.isCalled, f.isOver, f.latest = called, over, latest
	f.isTold = f.isTold && (told || !f.isMaybe)
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
		if made, isCall := selector.X.(*ast.CallExpr); isCall && g == nil && name == "Wait" {
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
	switch {
	case r.isPackage(selector.X, "time"):
		switch name {
		case "Sleep":
			d, ok := r.duration(first(call))
			s := step{kind: busy, d: d, isPause: true, src: []token.Pos{call.Pos()}}
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
		if text := strings.TrimSpace(r.words(first(call))); text != "" && !strings.ContainsRune(text, '%') && f.open == nil &&
			!f.isMaybe && len(call.Args) == 1 {
			f.add(step{kind: say, text: text})
		}
		return true
	case r.isPackage(selector.X, "errors") || r.isPackage(selector.X, "fmt") || r.isPackage(selector.X, "strings") ||
		r.isPackage(selector.X, "strconv") || r.isPackage(selector.X, "atomic"):
		for _, argument := range call.Args {
			f.expression(argument)
		}
		return true
	case name == "Err" && r.context(selector.X) != nil:
		if f.uses(r.context(selector.X)); f.task.checks == "" {
			f.task.checks = r.where(call)
		}
		f.task.src = append(f.task.src, call.Pos())
		return true
	case name == "Err" || name == "Done" || name == "Add" || name == "Lock" || name == "Unlock":
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

// exits is a call that ends the process: log.Fatal, os.Exit.
func (f *frame) exits(call *ast.CallExpr) {
	text := f.r.words(first(call))
	if strings.ContainsRune(text, '%') {
		text = ""
	}
	f.add(step{kind: exit, text: text, note: f.r.where(call) + ":", src: []token.Pos{call.Pos()}})
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
	base := name
	for g.names[name] > 0 {
		g.names[base]++
		name = base + "-" + strconv.Itoa(g.names[base])
	}
	g.names[name] = 1
	if t.count > 1 {
		for i := range t.count {
			g.names[name+"-"+strconv.Itoa(i+1)]++
		}
	}
	t.name = name
}

func isBuiltin(name string) bool {
	switch name {
	case "append", "cap", "clear", "close", "copy", "delete", "len", "make", "max", "min", "new", "print", "println",
		"recover", "string", "int", "int64", "float64", "byte", "error", "panic":
		return true
	}
	return false
}
