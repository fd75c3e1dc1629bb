package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"sort"
	"strconv"
	"strings"
)

// A reader walks a file's functions as if it ran them, without their values.
type reader struct {
	files   *token.FileSet
	file    *ast.File
	base    string
	imports map[string]string
	funcs   map[string]*ast.FuncDecl
	methods map[string][]*ast.FuncDecl
	// fields are names of fields and parameters that hold groups, and of what kind.
	fields map[string]string
	// What variables stand for, at this place of the walk.
	ctxs    map[*ast.Object]*ctx
	cancels map[*ast.Object]*ctx
	bound   map[*ast.Object]ast.Expr
	groups  map[string]*group
	stack   []ast.Node
	budget  int
	notes   []string
}

const (
	deepest    = 12    // calls within calls
	deepGroups = 10    // groups within groups
	most       = 20000 // statements

	mostFunctions = 2000
)

func newReader(files *token.FileSet, file *ast.File, base string) *reader {
	r := &reader{files: files, file: file, base: base, imports: map[string]string{},
		funcs: map[string]*ast.FuncDecl{}, methods: map[string][]*ast.FuncDecl{}, fields: map[string]string{}}
	for _, spec := range file.Imports {
		whole, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(whole)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		r.imports[name] = whole
	}
	for _, declaration := range file.Decls {
		if f, ok := declaration.(*ast.FuncDecl); ok && f.Body != nil {
			if f.Recv == nil {
				r.funcs[f.Name.Name] = f
			} else {
				r.methods[f.Name.Name] = append(r.methods[f.Name.Name], f)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if field, ok := n.(*ast.Field); ok {
			if kind := r.kindOf(field.Type); kind != "" {
				for _, name := range field.Names {
					r.fields[name.Name] = kind
				}
			}
		}
		return true
	})
	return r
}

// kindOf is what kind of group a type is; empty where it is none.
func (r *reader) kindOf(e ast.Expr) string {
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	switch {
	case r.isOf(e, "errgroup", "Group"):
		return "errgroup"
	case r.isOf(e, "sync", "WaitGroup"):
		return "waitgroup"
	}
	return ""
}

// elsewhere is what kind of group a field or parameter holds that was made in other code.
func (r *reader) elsewhere(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return r.fields[e.Sel.Name]
	case *ast.Ident:
		if e.Obj != nil {
			if _, isField := e.Obj.Decl.(*ast.Field); isField {
				return r.fields[e.Name]
			}
		}
	case *ast.ParenExpr:
		return r.elsewhere(e.X)
	}
	return ""
}

func (r *reader) reset() {
	r.ctxs, r.cancels = map[*ast.Object]*ctx{}, map[*ast.Object]*ctx{}
	r.bound, r.groups = map[*ast.Object]ast.Expr{}, map[string]*group{}
	r.stack, r.notes, r.budget = nil, nil, most
}

func (r *reader) where(n ast.Node) string {
	return fmt.Sprintf("%s:%d", clean(r.base), r.files.Position(n.Pos()).Line)
}

// isPackage says whether an expression is the name of an imported package. Packages that stand in for the original are
// known by their last name.
func (r *reader) isPackage(e ast.Expr, name string) bool {
	identifier, ok := e.(*ast.Ident)
	if !ok || identifier.Obj != nil {
		return false
	}
	whole, ok := r.imports[identifier.Name]
	return ok && path.Base(whole) == path.Base(name)
}

// isOf says whether an expression is a name of a package: errgroup.Group.
func (r *reader) isOf(e ast.Expr, pkg, name string) bool {
	selector, ok := e.(*ast.SelectorExpr)
	return ok && selector.Sel.Name == name && r.isPackage(selector.X, pkg)
}

// key tells variables apart that hold groups.
func key(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		if e.Obj != nil {
			return fmt.Sprintf("%p", e.Obj)
		}
		return e.Name
	case *ast.SelectorExpr:
		return key(e.X) + "." + e.Sel.Name
	case *ast.ParenExpr:
		return key(e.X)
	case *ast.StarExpr:
		return key(e.X)
	case *ast.UnaryExpr:
		return key(e.X)
	case *ast.IndexExpr:
		return key(e.X) + "[]"
	}
	return ""
}

func isGroupMethod(name string) bool {
	return name == "Go" || name == "TryGo" || name == "Wait" || name == "SetLimit"
}

// makesGroup says whether a group is made right in a function, and how many tasks are handed to groups there.
func (r *reader) makesGroup(f ast.Node) (makes bool, tasks int) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if r.isOf(n.Fun, "errgroup", "WithContext") {
				makes = true
			}
			if selector, ok := n.Fun.(*ast.SelectorExpr); ok && (selector.Sel.Name == "Go" || selector.Sel.Name == "TryGo") {
				tasks++
				makes = makes || r.elsewhere(selector.X) != ""
			} else if ok && selector.Sel.Name == "Done" && r.elsewhere(selector.X) == "waitgroup" {
				makes = true
			}
		case *ast.SelectorExpr:
			if r.isOf(n, "errgroup", "Group") || r.isOf(n, "sync", "WaitGroup") {
				makes = true
			}
		case *ast.GoStmt:
			tasks++
		}
		return true
	})
	return makes, tasks
}

// stories are the functions that have groups, those first that no other calls.
func (r *reader) stories() []*story {
	type candidate struct {
		decl  *ast.FuncDecl
		tasks int
		calls map[*ast.FuncDecl]bool
	}
	byDecl := map[*ast.FuncDecl]*candidate{}
	var all []*candidate
	for _, declaration := range r.file.Decls {
		decl, ok := declaration.(*ast.FuncDecl)
		if !ok || decl.Body == nil || len(all) >= mostFunctions {
			continue
		}
		c := &candidate{decl: decl, calls: map[*ast.FuncDecl]bool{}}
		if makes, tasks := r.makesGroup(decl.Body); makes {
			c.tasks = tasks
		}
		ast.Inspect(decl.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				if f := r.funcs[n.Name]; f != nil && n.Obj != nil && n.Obj.Decl == any(f) {
					c.calls[f] = true
				}
			case *ast.SelectorExpr:
				if list := r.methods[n.Sel.Name]; len(list) == 1 && !isGroupMethod(n.Sel.Name) {
					c.calls[list[0]] = true
				}
			}
			return true
		})
		byDecl[decl] = c
		all = append(all, c)
	}
	// Which have a group somewhere below.
	reaches := map[*candidate]int{}
	for _, c := range all {
		seen := map[*ast.FuncDecl]bool{}
		todo := []*ast.FuncDecl{c.decl}
		for len(todo) > 0 {
			decl := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if seen[decl] {
				continue
			}
			seen[decl] = true
			reaches[c] += byDecl[decl].tasks
			for f := range byDecl[decl].calls {
				if byDecl[f] != nil {
					todo = append(todo, f)
				}
			}
		}
	}
	isCalled := map[*ast.FuncDecl]bool{}
	for _, c := range all {
		for f := range c.calls {
			if f != c.decl && reaches[c] > 0 {
				isCalled[f] = true
			}
		}
	}
	rank := func(c *candidate) int {
		name := c.decl.Name.Name
		switch {
		case isCalled[c.decl]:
			return 3
		case name == "main" && c.decl.Recv == nil:
			return 0
		case strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Benchmark") || strings.HasPrefix(name, "Fuzz"):
			return 2
		}
		return 1
	}
	sort.SliceStable(all, func(i, j int) bool {
		if rank(all[i]) != rank(all[j]) {
			return rank(all[i]) < rank(all[j])
		}
		return reaches[all[i]] > reaches[all[j]]
	})
	var stories []*story
	for _, c := range all {
		if reaches[c] == 0 {
			continue
		}
		if s := r.story(c.decl); s != nil {
			s.isCalled = isCalled[c.decl]
			stories = append(stories, s)
		}
		if len(stories) == 20 {
			break
		}
	}
	return stories
}

// story reads a function; nil where it has no group with a task.
func (r *reader) story(decl *ast.FuncDecl) *story {
	r.reset()
	outer := &ctx{kind: given}
	around := &group{limit: -1, ctx: outer, names: map[string]int{}}
	t := &task{name: kebab(decl.Name.Name), count: 1, group: around}
	if t.name == "" {
		t.name = "story"
	}
	r.parameters(decl.Type, nil, outer)
	r.stack = append(r.stack, decl)
	f := &frame{r: r, task: t, steps: &t.steps, count: 1, total: 1, isOuter: true, base: outer}
	f.body(decl.Body)
	f.closeOpen()
	s := &story{name: decl.Name.Name, title: decl.Name.Name, pos: decl.Pos(), about: "Read from " + r.where(decl) + "."}
	t.steps = prune(t.steps, 0)
	s.group = lift(t, s)
	if s.group == nil {
		return nil
	}
	// The function that makes the group says more than the one that calls it.
	for _, declaration := range r.file.Decls {
		if made, ok := declaration.(*ast.FuncDecl); ok && made != decl && made.Pos() <= s.group.pos && s.group.pos < made.End() {
			s.about = "Read from " + r.where(made) + "."
			s.title = made.Name.Name
			decl = made
			break
		}
	}
	if text := strings.Join(strings.Fields(decl.Doc.Text()), " "); text != "" {
		s.about = text
	}
	s.notes = append(s.notes, r.notes...)
	if r.budget <= 0 {
		s.notes = append(s.notes, "There is more in the file than could be read.")
	}
	return s
}

// lift makes the function's only group the outermost one. A function with several becomes a task.
func lift(t *task, s *story) *group {
	var groups []int
	for i := range t.steps {
		if t.steps[i].kind == nested {
			groups = append(groups, i)
		}
	}
	if len(groups) == 0 {
		return nil
	}
	if len(groups) == 1 {
		g := t.steps[groups[0]].group
		for _, after := range t.steps[groups[0]+1:] {
			switch after.kind {
			case work, busy, say, use:
				g.afterWait = append(g.afterWait, after)
			case nested, spawn, cancel, fail, crash, back:
			}
		}
		g.notes = append(t.notes, g.notes...)
		return g
	}
	s.notes = append(s.notes, "The function has several groups: here they come one after the other, as the steps of a task.")
	return &group{limit: -1, kind: "zero-errgroup", tasks: []*task{t}}
}

// parameters binds a function's parameters to what it is called with; contexts without a known one are the caller's.
func (r *reader) parameters(f *ast.FuncType, arguments []ast.Expr, outer *ctx) {
	if f.Params == nil {
		return
	}
	n := 0
	type binding struct {
		object *ast.Object
		name   *ast.Ident
		c      *ctx
		g      *group
		cancel *ctx
		e      ast.Expr
	}
	var bindings []binding
	for _, field := range f.Params.List {
		for _, name := range field.Names {
			b := binding{object: name.Obj, name: name}
			if n < len(arguments) {
				argument := arguments[n]
				b.c, b.g, b.cancel = r.context(argument), r.groups[key(argument)], r.cancel(argument)
				b.e = r.resolved(argument)
			}
			if b.c == nil && r.isOf(field.Type, "context", "Context") {
				b.c = outer
			}
			n++
			if b.object != nil {
				bindings = append(bindings, b)
			}
		}
		if len(field.Names) == 0 {
			n++
		}
	}
	for _, b := range bindings {
		r.ctxs[b.object], r.cancels[b.object] = b.c, b.cancel
		if b.g != nil {
			r.groups[key(b.name)] = b.g
		}
		if b.e != nil {
			r.bound[b.object] = b.e
		} else {
			delete(r.bound, b.object)
		}
	}
}

// resolved is what a parameter was bound to, or the expression itself.
func (r *reader) resolved(e ast.Expr) ast.Expr {
	for range deepest {
		identifier, ok := e.(*ast.Ident)
		if !ok || identifier.Obj == nil || r.bound[identifier.Obj] == nil {
			return e
		}
		e = r.bound[identifier.Obj]
	}
	return e
}

// context is the context that an expression stands for; nil where it is none.
func (r *reader) context(e ast.Expr) *ctx {
	switch e := e.(type) {
	case *ast.Ident:
		if e.Obj != nil {
			return r.ctxs[e.Obj]
		}
	case *ast.ParenExpr:
		return r.context(e.X)
	case *ast.CallExpr:
		selector, ok := e.Fun.(*ast.SelectorExpr)
		if !ok {
			return nil
		}
		if r.isPackage(selector.X, "context") {
			switch selector.Sel.Name {
			case "Background", "TODO":
				return &ctx{kind: given}
			case "WithValue":
				if len(e.Args) > 0 {
					return r.context(e.Args[0])
				}
			case "WithoutCancel":
				if len(e.Args) > 0 {
					return &ctx{kind: detached, parent: r.context(e.Args[0])}
				}
			}
		}
		// r.Context() of a request.
		if selector.Sel.Name == "Context" && len(e.Args) == 0 {
			return &ctx{kind: given}
		}
	}
	return nil
}

// cancel is the context that a cancel function ends.
func (r *reader) cancel(e ast.Expr) *ctx {
	if identifier, ok := e.(*ast.Ident); ok && identifier.Obj != nil {
		return r.cancels[identifier.Obj]
	}
	return nil
}

// function finds the code of an expression: its type, its body, and a name for it.
func (r *reader) function(e ast.Expr) (*ast.FuncType, *ast.BlockStmt, string) {
	for range deepest {
		switch f := e.(type) {
		case *ast.FuncLit:
			return f.Type, f.Body, ""
		case *ast.ParenExpr:
			e = f.X
			continue
		case *ast.SelectorExpr:
			if list := r.methods[f.Sel.Name]; len(list) == 1 {
				if _, isPackage := f.X.(*ast.Ident); !isPackage || !r.isImported(f.X) {
					return list[0].Type, list[0].Body, f.Sel.Name
				}
			}
			return nil, nil, f.Sel.Name
		case *ast.IndexExpr:
			e = f.X
			continue
		case *ast.Ident:
			if f.Obj == nil {
				return nil, nil, f.Name
			}
			if bound := r.bound[f.Obj]; bound != nil {
				e = bound
				continue
			}
			switch decl := f.Obj.Decl.(type) {
			case *ast.FuncDecl:
				return decl.Type, decl.Body, f.Name
			case *ast.AssignStmt:
				if i := index(decl.Lhs, f.Name); i >= 0 && len(decl.Lhs) == len(decl.Rhs) {
					if literal, ok := decl.Rhs[i].(*ast.FuncLit); ok {
						return literal.Type, literal.Body, f.Name
					}
				}
			case *ast.ValueSpec:
				for i, name := range decl.Names {
					if name.Name == f.Name && i < len(decl.Values) {
						if literal, ok := decl.Values[i].(*ast.FuncLit); ok {
							return literal.Type, literal.Body, f.Name
						}
					}
				}
			}
			return nil, nil, f.Name
		default:
			return nil, nil, ""
		}
	}
	return nil, nil, ""
}

func (r *reader) isImported(e ast.Expr) bool {
	identifier, ok := e.(*ast.Ident)
	if !ok || identifier.Obj != nil {
		return false
	}
	_, known := r.imports[identifier.Name]
	return known
}

func index(list []ast.Expr, name string) int {
	for i, e := range list {
		if identifier, ok := e.(*ast.Ident); ok && identifier.Name == name {
			return i
		}
	}
	return -1
}
