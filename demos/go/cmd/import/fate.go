package main

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// A fate is what the code makes of the error that a group's Wait returned, as far as the function around it says.
type fate struct {
	ok, cause []string
	rest      string // as in on-error; empty where it is returned as it came
	wrap      string
	notes     []string
	guesses   []string // comments that are whole
	src       []token.Pos
	// of is the function that all this is done in; nil where it goes on elsewhere.
	of ast.Node
	// isEnded says that all of it is said.
	isEnded bool
	// others is what becomes of all but some errors, which go on.
	others *others
	// ways are those that may not be taken.
	ways []wayBack
}

// Others are all errors but some.
type others struct {
	except     []string
	rest, wrap string
	at         ast.Node
}

// A wayBack is code that may return, and what it makes of the error then.
type wayBack struct {
	at                ast.Node
	where, rest, wrap string
}

// A fates follows an error through a function.
type fates struct {
	r *reader
	g *group
	*fate
	body  ast.Node
	kind  *ast.FuncType
	names map[string]string // the variables that have it, by key, and what each wraps it with
	own   ast.Expr          // what gives it
	from  ast.Expr          // the Wait
	// isGone says that nothing has it any more.
	isGone bool
	// isSure says that the error is one here; asked is the context that is known to be done.
	isSure bool
	asked  *ctx
	// left is the break, or the continue, that has left the statement which is read.
	left   *ast.BranchStmt
	depth  int
	around []ast.Node
	// kept says where it is put into what isn't a variable of the function; isEscaped that a variable around that has it.
	kept      []string
	isEscaped bool
}

const deepestFate = 4

// fateOf follows the error of an expression, such as a call of a group's Wait.
func (r *reader) fateOf(g *group, e ast.Expr, depth int) *fate {
	f := &fates{r: r, g: g, fate: &fate{}, names: map[string]string{}, own: e, from: e, depth: depth}
	path := r.pathTo(e)
	if len(path) == 0 {
		return f.fate
	}
	at := len(path) - 1
	for ; at > 0; at-- {
		if f.kind, f.body = functionIn(path[at]); f.body != nil {
			break
		}
	}
	if f.body == nil {
		if f.kind, f.body = functionIn(path[0]); f.body == nil {
			return f.fate
		}
	}
	f.around, f.of = path[:at], path[at]
	f.follow(path[at:])
	return f.fate
}

// functionIn is the code of a function that a node is; nil for others.
func functionIn(n ast.Node) (*ast.FuncType, ast.Node) {
	switch n := n.(type) {
	case *ast.FuncLit:
		return n.Type, n.Body
	case *ast.FuncDecl:
		if n.Body != nil {
			return n.Type, n.Body
		}
	}
	return nil, nil
}

// pathTo are the nodes around an expression, and itself.
func (r *reader) pathTo(e ast.Node) []ast.Node {
	var path, found []ast.Node
	for _, declaration := range r.declarations() {
		if declaration.Pos() > e.Pos() || e.Pos() >= declaration.End() || found != nil {
			continue
		}
		ast.Inspect(declaration, func(n ast.Node) bool {
			if n == nil {
				path = path[:len(path)-1]
				return true
			}
			path = append(path, n)
			if n == e && found == nil {
				found = slices.Clone(path)
			}
			return true
		})
	}
	return found
}

// follow reads what becomes of the expression at the end of a path that begins with its function.
func (f *fates) follow(path []ast.Node) {
	i := len(path) - 1
	e := path[i].(ast.Expr)
	var statement ast.Node
	for i--; i > 0 && statement == nil; i-- {
		switch n := path[i].(type) {
		case *ast.ParenExpr:
			e = n
		case *ast.CallExpr:
			switch {
			case f.isSaid(n):
				f.dropped()
			case isFatal(n):
				f.exits(n)
			case f.r.isJoin(n):
				return
			case f.wraps(n):
			default:
				f.say(n, "goes to "+short(called(n), 40))
			}
			e = n
		case *ast.KeyValueExpr, *ast.CompositeLit:
			f.say(n, "is put into a value")
			return
		case *ast.BinaryExpr:
			if _, isBranch := path[i-1].(*ast.IfStmt); !isBranch {
				f.say(n, "is only compared")
			}
		case ast.Stmt:
			statement, i = n, i+1
		}
	}
	if statement == nil || f.isEnded && f.rest != "" {
		return
	}
	behind := f.behind(path[:i+1])
	switch s := statement.(type) {
	case *ast.ExprStmt, *ast.DeferStmt, *ast.GoStmt:
		if isSelf(s, e) {
			f.dropped()
		} else {
			return
		}
	case *ast.ReturnStmt:
		f.isEnded = true
		f.over()
		return
	case *ast.AssignStmt:
		if f.given(s, e) {
			f.escapes(s)
			return
		}
	case *ast.DeclStmt:
		ast.Inspect(s, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Names) > 0 {
				f.names[key(spec.Names[len(spec.Names)-1])] = f.wrap
			}
			return true
		})
		f.wrap = ""
	case *ast.SendStmt:
		f.sent(s, f.wrap)
		return
	case *ast.IfStmt:
		// if g.Wait() != nil { … }
		behind = append([]stretch{{list: []ast.Stmt{s}}}, behind...)
	case *ast.SwitchStmt:
		behind = append([]stretch{{list: []ast.Stmt{s}}}, behind...)
	default:
		return
	}
	f.stretches(behind)
	f.over()
}

// isSelf says whether a statement is nothing but an expression.
func isSelf(s ast.Node, e ast.Expr) bool {
	switch s := s.(type) {
	case *ast.ExprStmt:
		return s.X == e
	case *ast.DeferStmt:
		return ast.Expr(s.Call) == e
	case *ast.GoStmt:
		return ast.Expr(s.Call) == e
	}
	return false
}

// A stretch is code behind Wait, or the end of a statement around it.
type stretch struct {
	list []ast.Stmt
	of   ast.Node
}

func (f *fates) stretches(all []stretch) {
	for _, one := range all {
		f.statements(one.list)
		f.lands(one.of)
	}
}

// behind is the code that comes after the statement at the end of a path, to the end of the function.
func (f *fates) behind(path []ast.Node) []stretch {
	var all []stretch
	for i := len(path) - 1; i > 0; i-- {
		all = append(all, stretch{of: path[i]})
		var list []ast.Stmt
		switch n := path[i-1].(type) {
		case *ast.BlockStmt:
			list = n.List
		case *ast.CaseClause:
			list = n.Body
		case *ast.CommClause:
			list = n.Body
			if n.Comm == path[i] {
				all = append(all, stretch{list: list})
				continue
			}
		case ast.Stmt:
			if initOf(n) == path[i] {
				all = append(all, stretch{list: []ast.Stmt{n}})
			}
		}
		for at, one := range list {
			if one == path[i] {
				all = append(all, stretch{list: list[at+1:]})
			}
		}
	}
	return all
}

// initOf is what an if, a for or a switch does first.
func initOf(s ast.Stmt) ast.Node {
	switch s := s.(type) {
	case *ast.IfStmt:
		return s.Init
	case *ast.ForStmt:
		return s.Init
	case *ast.SwitchStmt:
		return s.Init
	case *ast.TypeSwitchStmt:
		return s.Init
	}
	return nil
}

// say is a comment about what is done with the error.
func (f *fates) say(n ast.Node, what string) {
	f.notes = append(f.notes, f.r.where(n)+": Wait's error "+what)
}

func (f *fates) dropped() {
	clear(f.names)
	f.isGone = true
}

func (f *fates) has(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && !found {
			found = e == f.own || f.isName(e)
		}
		return !found
	})
	return found
}

// isName says whether an expression is a variable that has the error.
func (f *fates) isName(e ast.Expr) bool {
	at := key(e)
	_, isKnown := f.names[at]
	return at != "" && isKnown
}

// isSaid says whether a call only writes what it gets.
func (f *fates) isSaid(call *ast.CallExpr) bool {
	whole := name(call.Fun)
	if selector, ok := call.Fun.(*ast.SelectorExpr); ok && f.r.isPackage(selector.X, "fmt") && strings.Contains(selector.Sel.Name, "rint") {
		return true
	}
	if f.isWrap(call) || last(whole) == "Errorf" && strings.HasSuffix(owner(whole), "errors") {
		return false
	}
	return !isFatal(call) && isLogging(strings.ToLower(owner(whole)), strings.TrimSuffix(last(whole), "Context"))
}

// exits is the end of the process.
func (f *fates) exits(call *ast.CallExpr) {
	text, guess := f.r.exitOf(call)
	if f.rest, f.isEnded = text, true; guess != "" {
		f.guesses = append(f.guesses, guess)
	}
	f.src = append(f.src, call.Pos())
}

func (r *reader) isJoin(call *ast.CallExpr) bool { return r.isOf(call.Fun, "errors", "Join") }

// wraps says whether a call puts a text around an error.
func (f *fates) wraps(call *ast.CallExpr) bool {
	v := f.r.verdictOf(call)
	if v.kind == wrapped {
		f.wrap = wrapBoth(v.text, f.wrap)
	}
	return v.kind == wrapped || v.kind == asItCame && f.r.isOf(call.Fun, "fmt", "Errorf")
}

// wrapBoth is a text of wrap around another, of which each may be none.
func wrapBoth(outer, inner string) string {
	if outer == "" || inner == "" {
		return outer + inner
	}
	return wrapAround(outer, inner)
}

// wrapOf is what an expression with the error in it puts around that.
func (f *fates) wrapOf(e ast.Expr) string {
	if e == f.own {
		return ""
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return f.wrapOf(e.X)
	case *ast.CallExpr:
		inner := ""
		for _, argument := range e.Args {
			if f.has(argument) {
				if call, ok := argument.(*ast.CallExpr); ok && argument != f.own && !f.isWrap(call) && !f.r.isJoin(call) {
					f.say(call, "goes to "+short(called(call), 40))
				}
				inner = wrapBoth(inner, f.wrapOf(argument))
			}
		}
		if v := f.r.verdictOf(e); v.kind == wrapped {
			return wrapBoth(v.text, inner)
		}
		return inner
	}
	return f.names[key(e)]
}

// isWrap says whether a call makes an error of one, and does nothing else with it.
func (f *fates) isWrap(call *ast.CallExpr) bool {
	sub := &fates{r: f.r, g: f.g, fate: &fate{}}
	return sub.wraps(call)
}

// given is an assignment of the error; true where the variable is one of the code around the function.
func (f *fates) given(s *ast.AssignStmt, e ast.Expr) (isOutside bool) {
	to := s.Lhs[len(s.Lhs)-1]
	if i := slices.Index(s.Rhs, e); i >= 0 && len(s.Lhs) == len(s.Rhs) {
		to = s.Lhs[i]
	} else if f.r.isAnswer(e) && len(s.Lhs) == 2 {
		// err, ok := <-answers
		to = s.Lhs[0]
		f.names[key(s.Lhs[1])] = ""
	}
	if name(to) == "_" {
		f.dropped()
		return false
	}
	f.isGone = false
	f.names[key(to)], f.wrap = f.wrap, ""
	f.keeps(to)
	return f.isOutside(to)
}

// keeps notes that a field or an element gets the error.
func (f *fates) keeps(to ast.Expr) {
	if _, isName := to.(*ast.Ident); !isName {
		f.kept = append(f.kept, f.r.where(to)+": Wait's error is kept in "+short(name(to), 40))
	}
}

// isOutside says whether an expression is a variable of the code around the function.
func (f *fates) isOutside(to ast.Expr) bool {
	variable, ok := to.(*ast.Ident)
	if !ok || variable.Obj == nil {
		return false
	}
	_, isParameter := variable.Obj.Decl.(*ast.Field)
	return !isParameter && (variable.Obj.Pos() < f.body.Pos() || variable.Obj.Pos() >= f.body.End()) || isParameter && !f.isResult(variable.Obj) && f.isParameterOutside(variable.Obj)
}

func (f *fates) isParameterOutside(o *ast.Object) bool {
	return o.Pos() < f.kind.Pos() || o.Pos() >= f.kind.End()
}

// isResult says whether a variable is a result of the function that has a name.
func (f *fates) isResult(o *ast.Object) bool {
	if f.kind == nil || f.kind.Results == nil {
		return false
	}
	for _, field := range f.kind.Results.List {
		for _, name := range field.Names {
			if name.Obj == o {
				return true
			}
		}
	}
	return false
}

// escapes is an error that a function puts into a variable of the code around it: what that makes of it.
func (f *fates) escapes(s *ast.AssignStmt) {
	f.isEscaped = true
	around := f.around
	variable := root(s.Lhs[len(s.Lhs)-1])
	for at := len(around) - 1; at >= 0 && variable != nil; at-- {
		kind, body := functionIn(around[at])
		if body == nil {
			continue
		}
		outer := &fates{r: f.r, g: f.g, fate: f.fate, body: body, kind: kind, names: f.names, own: f.own, from: f.from, depth: f.depth, around: around[:at]}
		f.of = around[at]
		for i := at; i < len(around); i++ {
			if _, isDefer := around[i].(*ast.DeferStmt); isDefer {
				if !outer.isResult(variable.Obj) {
					f.say(s, "is put into "+short(name(s.Lhs[len(s.Lhs)-1]), 40)+" in what is deferred")
					f.rest = "ok"
				}
				f.isEnded = true
				outer.deferred()
				return
			}
		}
		outer.stretches(outer.behind(around[at:]))
		outer.over()
		f.isEnded = true
		return
	}
	f.isEnded = true
	f.say(s, "is put into "+short(name(s.Lhs[len(s.Lhs)-1]), 40))
}

// sent is an error, with what is wrapped around it, that goes through a channel: what is made of it where that is received.
func (f *fates) sent(s *ast.SendStmt, wrap string) {
	f.isEnded = true
	channel := root(s.Chan)
	if channel == nil || f.depth >= deepestFate {
		f.say(s, "is sent to "+short(last(name(s.Chan)), 40))
		f.of = nil
		return
	}
	var from []ast.Expr
	for _, declaration := range f.r.declarations() {
		ast.Inspect(declaration, func(n ast.Node) bool {
			if unary, ok := n.(*ast.UnaryExpr); ok && unary.Op == token.ARROW {
				if at := root(unary.X); at != nil && at.Obj == channel.Obj {
					from = append(from, unary)
				}
			}
			return true
		})
	}
	if len(from) == 0 {
		f.say(s, "is sent to "+short(last(name(s.Chan)), 40))
		f.of = nil
		return
	}
	if *f.fate = *f.r.fateOf(f.g, from[0], f.depth+1); f.rest == "" {
		f.wrap = wrapBoth(f.wrap, wrap)
	}
	f.isEnded = true
}

// over is the end of the function.
func (f *fates) over() {
	if !f.isEnded {
		f.isEnded, f.rest = true, f.bare()
	}
	if one := f.others; one != nil {
		switch {
		case f.rest == "ok":
			f.ok = append(f.ok, one.except...)
		case f.rest != one.rest || f.wrap != one.wrap:
			f.say(one.at, "is treated otherwise where it is "+quoted(short(strings.Join(one.except, " or "), 60)))
		}
		f.rest, f.wrap, f.others = one.rest, one.wrap, nil
	}
	f.mayReturn()
	f.deferred()
	if f.rest == "ok" {
		f.notes = append(f.notes, f.kept...)
	}
}

// mayReturn is the end of a function that may have returned before. Where only that gives the error back, it counts as returned.
func (f *fates) mayReturn() {
	isDropped := f.rest == "ok"
	for _, one := range f.ways {
		switch {
		case one.rest == f.rest && one.wrap == f.wrap:
		case one.rest == "" && isDropped:
			if f.rest == "ok" && f.returnsError() {
				f.rest, f.wrap = "", one.wrap
			}
			f.say(one.at, "is returned only "+one.where)
		case one.rest == "ok":
			f.say(one.at, "is treated otherwise "+one.where+": it is no error there")
		case one.rest != "":
			f.say(one.at, "is treated otherwise "+one.where+": it is another there, "+short(one.rest, 60))
		case one.wrap == "":
			f.say(one.at, "is treated otherwise "+one.where+": it is returned there")
		default:
			f.say(one.at, "is treated otherwise "+one.where+": it is wrapped there")
		}
	}
	f.ways = nil
}

// deferred is what is done with a result that has a name as the function ends: last comes first.
func (f *fates) deferred() {
	if f.rest == "ok" || strings.HasPrefix(f.rest, "exit") || f.kind == nil || f.kind.Results == nil {
		return
	}
	var result string
	for _, field := range f.kind.Results.List {
		for _, name := range field.Names {
			if f.r.isError(name) {
				result = key(name)
			}
		}
	}
	for _, one := range slices.Backward(f.body.(*ast.BlockStmt).List) {
		later, ok := one.(*ast.DeferStmt)
		if !ok || result == "" {
			continue
		}
		sub := &fates{r: f.r, g: f.g, fate: &fate{}, body: f.body, kind: f.kind, names: map[string]string{result: ""}, depth: f.depth}
		if !sub.has(later) || f.isLaterIn(later) {
			continue
		}
		code, ok := later.Call.Fun.(*ast.FuncLit)
		if !ok {
			if !f.isSaid(later.Call) {
				f.say(later, "goes to "+short(called(later.Call), 40)+" as the function ends")
			}
			continue
		}
		sub.statements(code.Body.List)
		f.notes, f.ok = append(f.notes, sub.notes...), append(f.ok, sub.ok...)
		wrap, isKept := sub.names[result]
		switch {
		case strings.HasPrefix(sub.rest, "exit"):
			f.rest, f.wrap = sub.rest, ""
		case !isKept:
			f.say(later, "becomes another as the function ends")
		case !f.wrapIn(wrap):
			f.say(later, "is wrapped as the function ends, and is the context's cause here")
		}
	}
}

// wrapIn puts a text around what has become of the error; false where that can't be said.
func (f *fate) wrapIn(wrap string) bool {
	text, isFail := strings.CutPrefix(f.rest, "fail ")
	switch {
	case wrap == "":
	case f.rest == "":
		f.wrap = wrapBoth(wrap, f.wrap)
	case isFail:
		f.rest = "fail " + failAround(wrap, text)
	default:
		return false
	}
	return true
}

// isLaterIn says whether what is deferred is done before there is the error: it is where the error comes from, or stands behind that.
func (f *fates) isLaterIn(later *ast.DeferStmt) bool {
	if later.Pos() <= f.from.Pos() && f.from.Pos() < later.End() {
		return true
	}
	for _, one := range f.body.(*ast.BlockStmt).List {
		if own, ok := one.(*ast.DeferStmt); ok && own.Pos() <= f.from.Pos() && f.from.Pos() < own.End() {
			return later.Pos() > own.Pos()
		}
	}
	return false
}
