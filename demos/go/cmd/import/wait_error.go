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

// A follower follows an error through a function.
type follower struct {
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
	f := &follower{r: r, g: g, fate: &fate{}, names: map[string]string{}, own: e, from: e, depth: depth}
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
func (f *follower) follow(path []ast.Node) {
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

func (f *follower) stretches(all []stretch) {
	for _, one := range all {
		f.statements(one.list)
		f.lands(one.of)
	}
}

// behind is the code that comes after the statement at the end of a path, to the end of the function.
func (f *follower) behind(path []ast.Node) []stretch {
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
func (f *follower) say(n ast.Node, what string) {
	f.notes = append(f.notes, f.r.where(n)+": Wait's error "+what)
}

func (f *follower) dropped() {
	clear(f.names)
	f.isGone = true
}

func (f *follower) has(n ast.Node) bool {
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
func (f *follower) isName(e ast.Expr) bool {
	at := key(e)
	_, isKnown := f.names[at]
	return at != "" && isKnown
}

// isSaid says whether a call only writes what it gets.
func (f *follower) isSaid(call *ast.CallExpr) bool {
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
func (f *follower) exits(call *ast.CallExpr) {
	text, guess := f.r.exitOf(call)
	if f.rest, f.isEnded = text, true; guess != "" {
		f.guesses = append(f.guesses, guess)
	}
	f.src = append(f.src, call.Pos())
}

func (r *reader) isJoin(call *ast.CallExpr) bool { return r.isOf(call.Fun, "errors", "Join") }

// wraps says whether a call puts a text around an error.
func (f *follower) wraps(call *ast.CallExpr) bool {
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
func (f *follower) wrapOf(e ast.Expr) string {
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
func (f *follower) isWrap(call *ast.CallExpr) bool {
	sub := &follower{r: f.r, g: f.g, fate: &fate{}}
	return sub.wraps(call)
}

// given is an assignment of the error; true where the variable is one of the code around the function.
func (f *follower) given(s *ast.AssignStmt, e ast.Expr) (isOutside bool) {
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
func (f *follower) keeps(to ast.Expr) {
	if _, isName := to.(*ast.Ident); !isName {
		f.kept = append(f.kept, f.r.where(to)+": Wait's error is kept in "+short(name(to), 40))
	}
}

// isOutside says whether an expression is a variable of the code around the function.
func (f *follower) isOutside(to ast.Expr) bool {
	variable, ok := to.(*ast.Ident)
	if !ok || variable.Obj == nil {
		return false
	}
	_, isParameter := variable.Obj.Decl.(*ast.Field)
	if isParameter {
		return !f.isResult(variable.Obj) && f.isParameterOutside(variable.Obj)
	}
	return variable.Obj.Pos() < f.body.Pos() || variable.Obj.Pos() >= f.body.End()
}

func (f *follower) isParameterOutside(o *ast.Object) bool {
	return o.Pos() < f.kind.Pos() || o.Pos() >= f.kind.End()
}

// isResult says whether a variable is a result of the function that has a name.
func (f *follower) isResult(o *ast.Object) bool {
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
