package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"regexp"
	"sort"
	"strings"
)

// A site is a place of the code where something waits, ends, starts or joins. Each is in the skeleton or named in a comment.
type site struct {
	pos  token.Pos
	line string // file:line
	what string
	// of is the function around it.
	of string
}

// sites are all those of the files, in their order.
func (r *reader) sites() []site {
	var all []site
	for _, declaration := range r.declarations() {
		of := ""
		if decl, ok := declaration.(*ast.FuncDecl); ok {
			of = decl.Name.Name
		}
		var inside []site
		ast.Inspect(declaration, func(n ast.Node) bool {
			if n == nil {
				return true
			}
			if what := r.siteAt(n); what != "" {
				inside = append(inside, site{pos: n.Pos(), line: r.where(n), what: what, of: of})
			}
			return true
		})
		sort.SliceStable(inside, func(i, j int) bool { return inside[i].pos < inside[j].pos })
		all = append(all, inside...)
	}
	return all
}

// sitesIn are the places of all sites in a piece of code.
func (r *reader) sitesIn(n ast.Node) []token.Pos {
	var all []token.Pos
	ast.Inspect(n, func(n ast.Node) bool {
		if n != nil && r.siteAt(n) != "" {
			all = append(all, n.Pos())
		}
		return true
	})
	return all
}

// listening are the places in a piece of code that look at a context or a timer.
func (r *reader) listening(n ast.Node) []token.Pos {
	var all []token.Pos
	ast.Inspect(n, func(n ast.Node) bool {
		if n == nil {
			return true
		}
		switch what := r.siteAt(n); {
		case what == "select" || strings.HasSuffix(what, ".Done()") || strings.HasSuffix(what, ".Err()") || what == "context.Cause" ||
			strings.HasPrefix(what, "receive") && strings.HasSuffix(what, ".C"):
			all = append(all, n.Pos())
		}
		return true
	})
	return all
}

// siteAt is what waits, ends, starts or joins right here; empty where nothing does.
func (r *reader) siteAt(n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return "go"
	case *ast.SelectStmt:
		return "select"
	case *ast.SendStmt:
		return "send " + short(name(n.Chan), 40)
	case *ast.UnaryExpr:
		if n.Op != token.ARROW {
			return ""
		}
		if call, ok := n.X.(*ast.CallExpr); ok && r.siteAt(call) != "" {
			return "" // <-ctx.Done() is one
		}
		return "receive " + short(name(n.X), 40)
	case *ast.RangeStmt:
		if r.isChannel(n.X) {
			return "range " + short(name(n.X), 40)
		}
	case *ast.CallExpr:
		return r.siteOfCall(n)
	}
	return ""
}

func (r *reader) siteOfCall(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		switch {
		case fun.Obj == nil && fun.Name == "close":
			return "close " + short(name(first(call)), 40)
		case fun.Obj == nil && fun.Name == "make" && len(call.Args) > 0:
			if _, ok := call.Args[0].(*ast.ChanType); ok {
				return "make(chan)"
			}
		case fun.Obj != nil && (r.cancelNames[fun.Obj] || fun.Name == "cancel" && len(call.Args) == 0):
			return fun.Name + "()"
		}
	case *ast.SelectorExpr:
		whole, called := short(name(fun), 60), fun.Sel.Name
		if r.cancelFields[called] && len(call.Args) < 2 && !r.isImported(fun.X) {
			return whole + "()"
		}
		if r.isImported(fun.X) {
			switch {
			case r.isPackage(fun.X, "context") && (strings.HasPrefix(called, "With") && called != "WithValue" || called == "AfterFunc" || called == "Cause"),
				r.isPackage(fun.X, "time") && (called == "Sleep" || called == "AfterFunc" || called == "After" || called == "Tick"),
				r.isPackage(fun.X, "signal") && (called == "Notify" || called == "NotifyContext"),
				r.isPackage(fun.X, "errgroup") && called == "WithContext",
				r.isPackage(fun.X, "semaphore") && called == "NewWeighted",
				isFatal(call):
				return whole
			case strings.HasPrefix(called, "ListenAndServe"):
				return whole
			}
			return ""
		}
		switch called {
		case "Go", "TryGo":
			if len(call.Args) == 1 {
				return whole
			}
		case "Acquire":
			if len(call.Args) == 2 || len(call.Args) == 1 && r.isContext(call.Args[0]) {
				return whole
			}
		case "SetLimit", "TryAcquire", "Release":
			if len(call.Args) == 1 {
				return whole
			}
		case "Wait", "DoChan":
			return whole
		case "Add":
			if r.waitGroupNames[last(name(fun.X))] {
				return whole
			}
		case "Done":
			// Others end something of their own, such as a progress bar.
			held := last(name(fun.X))
			if len(call.Args) == 0 && (r.waitGroupNames[held] || strings.HasSuffix(strings.ToLower(held), "wg") || r.isContext(fun.X)) {
				return whole + "()"
			}
		case "Err":
			if len(call.Args) == 0 && r.isContext(fun.X) {
				return whole + "()"
			}
		case "Do":
			if r.isFlight(call) {
				return whole
			}
		case "ListenAndServe", "ListenAndServeTLS", "Serve", "ServeTLS", "Shutdown", "GracefulStop":
			return whole
		}
		if isFatal(call) && last(name(fun.X)) != "t" && last(name(fun.X)) != "b" {
			return whole
		}
	}
	return ""
}

// isContext says whether an expression is a context, as far as its type or name says.
func (r *reader) isContext(e ast.Expr) bool {
	owner := strings.ToLower(last(name(e)))
	if strings.Contains(owner, "ctx") || strings.Contains(owner, "context") || r.contextNames[owner] {
		return true
	}
	call, ok := e.(*ast.CallExpr)
	return ok && last(name(call.Fun)) == "Context"
}

// learnNames finds variables and fields that are known by their type: cancel functions, WaitGroups, singleflight groups.
func (r *reader) learnNames() {
	r.contextNames, r.cancelFields = map[string]bool{}, map[string]bool{}
	r.cancelNames, r.waitGroupNames, r.flightNames = map[*ast.Object]bool{}, map[string]bool{}, map[string]bool{}
	r.limiterNames = map[string]bool{}
	typed := func(names []*ast.Ident, kind ast.Expr) {
		if star, ok := kind.(*ast.StarExpr); ok {
			kind = star.X
		}
		for _, name := range names {
			if r.isOf(kind, "sync", "WaitGroup") {
				r.waitGroupNames[name.Name] = true
			}
			if r.isOf(kind, "context", "Context") {
				r.contextNames[strings.ToLower(name.Name)] = true
			}
			if name.Obj != nil && (r.isOf(kind, "context", "CancelFunc") || r.isOf(kind, "context", "CancelCauseFunc")) {
				r.cancelNames[name.Obj] = true
			}
			if r.isOf(kind, "rate", "Limiter") {
				r.limiterNames[name.Name] = true
			}
			if r.isOf(kind, "singleflight", "Group") {
				r.flightNames[name.Name] = true
			}
		}
	}
	for _, file := range r.parsed {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Field:
				typed(n.Names, n.Type)
			case *ast.ValueSpec:
				typed(n.Names, n.Type)
				if len(n.Values) == 1 && len(n.Names) == 2 {
					r.learnCancel(n.Names[1], n.Values[0])
				}
			case *ast.KeyValueExpr:
				if field, ok := n.Key.(*ast.Ident); ok {
					r.learnHeld(field.Name, n.Value)
				}
			case *ast.AssignStmt:
				for i, left := range n.Lhs {
					if field, ok := left.(*ast.SelectorExpr); ok && len(n.Lhs) == len(n.Rhs) {
						r.learnHeld(field.Sel.Name, n.Rhs[i])
					}
				}
				if len(n.Lhs) == 2 && len(n.Rhs) == 1 {
					r.learnCancel(n.Lhs[1], n.Rhs[0])
					r.learnContext(n.Lhs[0], n.Rhs[0])
				}
				for i, left := range n.Lhs {
					if name, ok := left.(*ast.Ident); ok && len(n.Lhs) == len(n.Rhs) {
						r.learnContext(left, n.Rhs[i])
						right := n.Rhs[i]
						if address, ok := right.(*ast.UnaryExpr); ok {
							right = address.X
						}
						switch made := right.(type) {
						case *ast.CompositeLit:
							typed([]*ast.Ident{name}, made.Type)
						case *ast.CallExpr:
							if called, ok := made.Fun.(*ast.Ident); ok && called.Name == "new" && len(made.Args) == 1 {
								typed([]*ast.Ident{name}, made.Args[0])
							}
						}
					}
				}
			}
			return true
		})
	}
}

// learnHeld finds fields that get a cancel function from a variable.
func (r *reader) learnHeld(field string, value ast.Expr) {
	if name, ok := value.(*ast.Ident); ok && name.Obj != nil && r.cancelNames[name.Obj] {
		r.cancelFields[field] = true
	}
}

func (r *reader) learnCancel(left, right ast.Expr) {
	name, isName := left.(*ast.Ident)
	field, isField := left.(*ast.SelectorExpr)
	call, isCall := right.(*ast.CallExpr)
	if !isCall || !isField && (!isName || name.Obj == nil) {
		return
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if ok && isField && (r.isPackage(selector.X, "context") && strings.HasPrefix(selector.Sel.Name, "With") || r.isOf(selector, "signal", "NotifyContext")) {
		r.cancelFields[field.Sel.Name] = true
		return
	}
	if ok && (r.isPackage(selector.X, "context") && strings.HasPrefix(selector.Sel.Name, "With") || r.isOf(selector, "signal", "NotifyContext")) {
		r.cancelNames[name.Obj] = true
	}
}

// learnContext keeps the name of a variable that gets a derived context: ctx, cancel := context.WithCancel(…).
func (r *reader) learnContext(left, right ast.Expr) {
	name, isName := left.(*ast.Ident)
	call, isCall := right.(*ast.CallExpr)
	if !isName || !isCall {
		return
	}
	if selector, ok := call.Fun.(*ast.SelectorExpr); ok && (r.isPackage(selector.X, "context") || r.isOf(selector, "signal", "NotifyContext")) {
		r.contextNames[strings.ToLower(name.Name)] = true
	}
}

// said are the places that the parts of a story stand for.
func (s *story) said() map[token.Pos]bool {
	said := map[token.Pos]bool{}
	add := func(places []token.Pos) {
		for _, pos := range places {
			said[pos] = true
		}
	}
	var ofSteps func(steps []step)
	var ofGroup func(g *group)
	ofTask := func(t *task) {
		add(t.src)
		for _, after := range t.after {
			add(after.src)
			ofSteps(after.steps)
		}
		ofSteps(t.steps)
	}
	ofSteps = func(steps []step) {
		for _, one := range steps {
			add(one.src)
			ofSteps(one.inner)
			ofSteps(one.otherwise)
			if one.group != nil {
				ofGroup(one.group)
			}
			for _, t := range one.tasks {
				ofTask(t)
			}
		}
	}
	ofGroup = func(g *group) {
		add(g.src)
		if g.untilTold {
			add(g.toldCheckSrc)
		}
		for _, after := range g.after {
			add(after.src)
			ofSteps(after.steps)
		}
		for _, t := range g.tasks {
			ofTask(t)
		}
		ofSteps(g.beforeGo)
		ofSteps(g.beforeWait)
		ofSteps(g.afterWait)
		ofSteps(g.deferred)
	}
	add(s.src)
	ofGroup(s.group)
	return said
}

var lineInText = regexp.MustCompile(`[^\s"',;()]+\.go:\d+`)

const (
	mostUnsaid     = 400 // lines of comments
	longestComment = 180
)

// unsaid are comments that name what is neither in the skeleton nor in another comment.
func (s *story) unsaid(text string) []string {
	said, named := s.said(), map[string]bool{}
	for _, line := range strings.Split(text, "\n") {
		if at := strings.Index(line, "# "); at >= 0 {
			for _, found := range lineInText.FindAllString(line[at:], -1) {
				named[found] = true
			}
		}
	}
	var notes []string
	before, at, line := "", "", ""
	flush := func() {
		if line != "" {
			notes = append(notes, line+".")
		}
		line = ""
	}
	left := 0
	// Those lines are named here, and need no other comment.
	here := map[string]bool{}
	for _, one := range s.sites {
		if said[one.pos] || named[one.line] {
			continue
		}
		if len(notes) >= mostUnsaid {
			left++
			continue
		}
		here[one.line] = true
		piece := one.line + " " + one.what
		switch {
		case line == "" || one.of != before || len(line)+len(piece) > longestComment:
			flush()
			line = "Not in the skeleton: " + piece
			if one.of != "" {
				line = "Not in the skeleton, of " + short(one.of, 40) + ": " + piece
			}
		case one.line == at:
			line += " and " + one.what
		default:
			line += ", " + piece
		}
		before, at = one.of, one.line
	}
	maps.Copy(named, here)
	flush()
	notes = append(notes, s.plain(said, named)...)
	if left > 0 {
		notes = append(notes, fmt.Sprintf("Not in the skeleton: %d more places that wait, end, start or join.", left))
	}
	return notes
}
