package main

import (
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// A fate is what the code makes of the error that a group's Wait returned, as far as the function around it says.
type fate struct {
	ok, cause []string
	rest      string // as in on-error; empty where it is returned as it came
	wrap      string
	notes     []string
	src       []token.Pos
	// isEnded says that all of it is said.
	isEnded bool
	// others is what becomes of all but some errors, which go on.
	others *others
}

// Others are all errors but some.
type others struct {
	except     []string
	rest, wrap string
	at         ast.Node
}

// A fates follows an error through a function.
type fates struct {
	r *reader
	*fate
	body  ast.Node
	kind  *ast.FuncType
	names map[string]bool // the variables that have it, by key
	own   ast.Expr        // what gives it
	from  ast.Expr        // the Wait
	// isGone says that nothing has it any more.
	isGone bool
	depth  int
	around []ast.Node
	// kept says where it is put into what isn't a variable of the function; isEscaped that a variable around that has it.
	kept      []string
	isEscaped bool
}

const deepestFate = 4

// fateOf follows the error of an expression, such as a call of Wait.
func (r *reader) fateOf(e ast.Expr, depth int) *fate {
	f := &fates{r: r, fate: &fate{}, names: map[string]bool{}, own: e, from: e, depth: depth}
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
	f.around = path[:at]
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
				f.rest, f.isEnded = "exit", true
				f.src = append(f.src, n.Pos())
			case f.r.isJoin(n):
				return
			case f.wraps(n, e):
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
				f.names[key(spec.Names[len(spec.Names)-1])] = true
			}
			return true
		})
	case *ast.SendStmt:
		f.sent(s)
		return
	case *ast.IfStmt:
		// if g.Wait() != nil { … }
		behind = append([]ast.Stmt{s}, behind...)
	default:
		return
	}
	f.statements(behind)
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

// behind are the statements that come after the one at the end of a path, to the end of the function.
func (f *fates) behind(path []ast.Node) []ast.Stmt {
	var all []ast.Stmt
	for i := len(path) - 1; i > 0; i-- {
		var list []ast.Stmt
		switch n := path[i-1].(type) {
		case *ast.BlockStmt:
			list = n.List
		case *ast.CaseClause:
			list = n.Body
		case *ast.CommClause:
			list = n.Body
			if n.Comm == path[i] {
				all = append(all, list...)
				continue
			}
		case *ast.IfStmt:
			if n.Init == path[i] {
				all = append(all, n)
			}
		}
		for at, one := range list {
			if one == path[i] {
				all = append(all, list[at+1:]...)
			}
		}
	}
	return all
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
			at := key(e)
			found = e == f.own || at != "" && f.names[at]
		}
		return !found
	})
	return found
}

// isSaid says whether a call only writes what it gets.
func (f *fates) isSaid(call *ast.CallExpr) bool {
	whole := name(call.Fun)
	if selector, ok := call.Fun.(*ast.SelectorExpr); ok && f.r.isPackage(selector.X, "fmt") && strings.Contains(selector.Sel.Name, "rint") {
		return true
	}
	return !isFatal(call) && isLogging(strings.ToLower(owner(whole)), strings.TrimSuffix(last(whole), "Context"))
}

func (r *reader) isJoin(call *ast.CallExpr) bool { return r.isOf(call.Fun, "errors", "Join") }

// wraps says whether a call puts a text around an error.
func (f *fates) wraps(call *ast.CallExpr, _ ast.Expr) bool {
	v := f.r.verdictOf(call)
	if v.kind == wrapped {
		f.wrap = v.text
	}
	return v.kind == wrapped || v.kind == asItCame && f.r.isOf(call.Fun, "fmt", "Errorf")
}

// given is an assignment of the error; true where the variable is one of the code around the function.
func (f *fates) given(s *ast.AssignStmt, e ast.Expr) (isOutside bool) {
	to := s.Lhs[len(s.Lhs)-1]
	if i := slices.Index(s.Rhs, e); i >= 0 && len(s.Lhs) == len(s.Rhs) {
		to = s.Lhs[i]
	} else if f.r.isAnswer(e) && len(s.Lhs) == 2 {
		// err, ok := <-answers
		to = s.Lhs[0]
		f.names[key(s.Lhs[1])] = true
	}
	if name(to) == "_" {
		f.dropped()
		return false
	}
	f.isGone = false
	f.names[key(to)] = true
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
		outer := &fates{r: f.r, fate: f.fate, body: body, kind: kind, names: f.names, own: f.own, from: f.from, depth: f.depth, around: around[:at]}
		for i := at; i < len(around); i++ {
			if _, isDefer := around[i].(*ast.DeferStmt); isDefer {
				if !outer.isResult(variable.Obj) {
					f.say(s, "is put into "+short(name(s.Lhs[len(s.Lhs)-1]), 40)+" in what is deferred")
					f.rest = "ok"
				}
				f.isEnded = true
				return
			}
		}
		outer.statements(outer.behind(around[at:]))
		outer.over()
		f.isEnded = true
		return
	}
	f.isEnded = true
	f.say(s, "is put into "+short(name(s.Lhs[len(s.Lhs)-1]), 40))
}

// sent is an error that goes through a channel: what is made of it where that is received.
func (f *fates) sent(s *ast.SendStmt) {
	f.isEnded = true
	channel := root(s.Chan)
	if channel == nil || f.depth >= deepestFate {
		f.say(s, "is sent to "+short(last(name(s.Chan)), 40))
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
		return
	}
	*f.fate = *f.r.fateOf(from[0], f.depth+1)
	f.isEnded = true
}

// over is the end of the function.
func (f *fates) over() {
	if !f.isEnded {
		f.isEnded, f.rest = true, f.bare()
	}
	f.deferred()
	if f.rest == "ok" {
		f.notes = append(f.notes, f.kept...)
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
}

// deferred is what is done with a result that has a name as the function ends.
func (f *fates) deferred() {
	if f.rest != "" || f.wrap != "" || f.kind == nil || f.kind.Results == nil {
		return
	}
	names := map[string]bool{}
	for _, field := range f.kind.Results.List {
		for _, name := range field.Names {
			if f.r.isError(name) {
				names[key(name)] = true
			}
		}
	}
	for _, one := range f.body.(*ast.BlockStmt).List {
		if later, ok := one.(*ast.DeferStmt); ok && len(names) > 0 {
			code, ok := later.Call.Fun.(*ast.FuncLit)
			if !ok {
				continue
			}
			sub := &fates{r: f.r, fate: &fate{}, body: f.body, kind: f.kind, names: maps.Clone(names), depth: f.depth}
			if code.Body.Pos() <= f.from.Pos() && f.from.Pos() < code.Body.End() || !sub.has(code.Body) {
				continue
			}
			sub.statements(code.Body.List)
			f.notes = append(f.notes, sub.notes...)
			if sub.wrap != "" {
				f.wrap = sub.wrap
			}
			f.ok = append(f.ok, sub.ok...)
		}
	}
}
