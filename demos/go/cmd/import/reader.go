package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A reader walks the functions of a package as if it ran them, without their values.
type reader struct {
	files  *token.FileSet
	parsed []*ast.File
	// imports are the names of packages, for each file.
	imports map[*token.File]map[string]string
	funcs   map[string]*ast.FuncDecl
	methods map[string][]*ast.FuncDecl
	// fields are names of fields and parameters that hold groups, and of what kind.
	fields map[string]string
	// changed are variables that get another value than their first; errors are those of type error.
	changed, errors map[*ast.Object]bool
	// paused is the variable that the last pause had its length from.
	paused *ast.Object
	// waitsByHand says that goroutines of no group count as tasks.
	waitsByHand bool
	// takesLiterals says that groups in any literal count.
	takesLiterals bool
	// takesFirst lets a variable stand for its first value, though it gets others.
	takesFirst bool
	// closed are channels that are closed and never sent to: signals.
	closed map[*ast.Object]bool
	// servers are variables whose Shutdown is called, by their last names.
	servers map[string]bool
	// closedServers are those among them that are ended by Close or Stop.
	closedServers map[string]bool
	// otherNames are servers that a function gives back, by the name that its caller has for them.
	otherNames map[*ast.Object]string
	// stopped are those among them that are ended by GracefulStop, after which Serve returns nil.
	stopped map[string]bool
	// What variables stand for, at this place of the walk.
	ctxs map[*ast.Object]*ctx
	// heldBy are groups whose error a variable has, where they are waited for before another.
	heldBy map[*ast.Object]*group
	// waitedBy are the groups whose Wait's error comes through a channel, or that channel's end.
	waitedBy map[*ast.Object]*group
	// carriers are requests and commands, by their variables, with their contexts.
	carriers map[*ast.Object]*ctx
	cancels  map[*ast.Object]*ctx
	// ctxFields are contexts that are kept in fields; heldCancels are what cancel functions in fields end.
	ctxFields, heldCancels map[string]*ctx
	bound                  map[*ast.Object]ast.Expr
	groups                 map[string]*group
	// Channels and semaphores, by the variables that hold them.
	channels    map[string]*channel
	permits     map[string]*permits
	allChannels []*channel
	allPermits  []*permits
	// limiters are those of x/time, by the variables that hold them.
	limiters    map[string]*limiter
	allLimiters []*limiter
	sharedNames map[string]int
	permitNames map[string]bool
	stack       []ast.Node
	decl        *ast.FuncDecl // the function whose story is read
	budget      int
	namesDeep   int // how many names lead to the text that is read
	// Variables and fields that are known by their type.
	cancelNames                 map[*ast.Object]bool
	waitGroupNames, flightNames map[string]bool
	limiterNames                map[string]bool
	contextNames, cancelFields  map[string]bool
	// types are the types that the files declare; assigned are functions that variables get after their declaration.
	types    map[string]ast.Expr
	assigned map[*ast.Object]*ast.FuncLit
	// fieldCode are the values that fields of a name get.
	fieldCode map[string][]ast.Expr
	// doubles says that a pause was seen to be twice as long each time.
	doubles bool
	// returned is what the function that was walked last returned.
	returned []ast.Expr
	// spans are the steps that the errors in variables come from.
	spans map[*ast.Object]span
	// slept is until when code slept, counted from a time in a variable.
	slept map[*ast.Object]time.Duration
	// walked are the bodies that are part of tasks.
	walked map[*ast.BlockStmt]bool
	// goroutines are those that were started before a group was made.
	goroutines []goroutine
	// notified are channels through which signals of the system come.
	notified map[*ast.Object]bool
	// mainCalls are the answers of mainCall so far.
	mainCalls map[*ast.BlockStmt]string
	notes     []string
	// holders are contexts of which something in a variable was made.
	holders map[*ast.Object]*ctx
	// flown are the shared calls whose results come through channels.
	flown map[*ast.Object]step
	// acts are calls that do something, whatever they are called.
	acts map[*ast.CallExpr]bool
	// wanted is the function that is asked for; empty where none is.
	wanted string
}

const (
	deepest    = 12    // calls within calls
	deepGroups = 10    // groups within groups
	most       = 20000 // statements

	mostFunctions = 2000
)

func newReader(files *token.FileSet, parsed []*ast.File) *reader {
	r := &reader{files: files, parsed: parsed, imports: map[*token.File]map[string]string{},
		funcs: map[string]*ast.FuncDecl{}, methods: map[string][]*ast.FuncDecl{}, fields: map[string]string{},
		changed: map[*ast.Object]bool{}, closed: map[*ast.Object]bool{}, servers: map[string]bool{}, stopped: map[string]bool{},
		otherNames: map[*ast.Object]string{}, closedServers: map[string]bool{}, mainCalls: map[*ast.BlockStmt]string{}, notified: map[*ast.Object]bool{}}
	for _, file := range parsed {
		names := map[string]string{}
		for _, spec := range file.Imports {
			whole, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				continue
			}
			name := lastName(whole)
			if spec.Name != nil {
				name = spec.Name.Name
			}
			names[name] = whole
		}
		r.imports[files.File(file.Pos())] = names
		for _, declaration := range file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && f.Body != nil {
				if f.Recv == nil {
					r.funcs[f.Name.Name] = f
				} else {
					r.methods[f.Name.Name] = append(r.methods[f.Name.Name], f)
				}
			}
		}
	}
	r.learnNames()
	r.learnTypes()
	r.learnErrors()
	r.level()
	r.learnActs()
	r.learnPermits()
	sent := map[string]bool{}
	// What is handed on may be sent to by another name.
	handed := map[*ast.Object]bool{}
	for _, file := range parsed {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Field:
				if kind := r.kindOf(n.Type); kind != "" {
					for _, name := range n.Names {
						r.fields[name.Name] = kind
					}
				}
			case *ast.AssignStmt:
				for _, left := range n.Lhs {
					if name, ok := left.(*ast.Ident); ok && name.Obj != nil && (n.Tok != token.DEFINE || name.Obj.Decl != any(n)) {
						r.changed[name.Obj] = true
					}
				}
			case *ast.IncDecStmt:
				if name, ok := n.X.(*ast.Ident); ok && name.Obj != nil {
					r.changed[name.Obj] = true
				}
			case *ast.SendStmt:
				sent[last(name(n.Chan))] = true
			case *ast.CallExpr:
				if name, ok := n.Fun.(*ast.Ident); ok && name.Name == "close" && len(n.Args) == 1 {
					if channel, ok := n.Args[0].(*ast.Ident); ok && channel.Obj != nil {
						r.closed[channel.Obj] = true
					}
				}
				if called, ok := n.Fun.(*ast.Ident); !ok || !isBuiltin(called.Name) {
					for _, argument := range n.Args {
						if channel, ok := argument.(*ast.Ident); ok && channel.Obj != nil && !isEmptyChannel(channel.Obj) {
							handed[channel.Obj] = true
						}
					}
				}
				if r.isOf(n.Fun, "signal", "Notify") && len(n.Args) > 0 {
					if channel, ok := n.Args[0].(*ast.Ident); ok && channel.Obj != nil {
						r.notified[channel.Obj] = true
					}
				}
				if selector, ok := n.Fun.(*ast.SelectorExpr); ok && isShutdown(selector.Sel.Name) {
					owner := last(name(selector.X))
					r.servers[owner] = true
					r.stopped[owner] = r.stopped[owner] || selector.Sel.Name == "GracefulStop"
				}
			}
			return true
		})
	}
	r.learnClosed()
	r.learnServers()
	for channel := range r.closed {
		if sent[channel.Name] || handed[channel] {
			delete(r.closed, channel)
		}
	}
	return r
}

// importsAt are the imports of the file that a place is in.
func (r *reader) importsAt(p token.Pos) map[string]string { return r.imports[r.files.File(p)] }

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
	case r.isOf(e, "run", "Group"):
		return "errgroup"
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
	r.flown = map[*ast.Object]step{}
	r.waitedBy, r.holders = map[*ast.Object]*group{}, map[*ast.Object]*ctx{}
	r.heldCancels, r.carriers, r.heldBy = map[string]*ctx{}, map[*ast.Object]*ctx{}, map[*ast.Object]*group{}
	r.ctxs, r.cancels, r.ctxFields = map[*ast.Object]*ctx{}, map[*ast.Object]*ctx{}, map[string]*ctx{}
	r.bound, r.groups = map[*ast.Object]ast.Expr{}, map[string]*group{}
	r.stack, r.notes, r.budget = nil, nil, most
	r.channels, r.permits, r.sharedNames = map[string]*channel{}, map[string]*permits{}, map[string]int{}
	r.allChannels, r.allPermits = nil, nil
	r.limiters, r.allLimiters = map[string]*limiter{}, nil
	r.slept = map[*ast.Object]time.Duration{}
	r.spans, r.goroutines, r.walked = map[*ast.Object]span{}, nil, map[*ast.BlockStmt]bool{}
}

func (r *reader) where(n ast.Node) string {
	place := r.files.Position(n.Pos())
	return fmt.Sprintf("%s:%d", clean(filepath.Base(place.Filename)), place.Line)
}

// isPackage says whether an expression is the name of an imported package. Packages that stand in for the original are
// known by their last name.
func (r *reader) isPackage(e ast.Expr, name string) bool {
	identifier, ok := e.(*ast.Ident)
	if !ok || identifier.Obj != nil {
		return false
	}
	whole, ok := r.importsAt(identifier.Pos())[identifier.Name]
	return ok && lastName(whole) == path.Base(name)
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
		if e.Op != token.ARROW {
			return key(e.X)
		}
	case *ast.IndexExpr:
		return key(e.X) + "[]"
	}
	return ""
}

func isGroupMethod(name string) bool {
	switch name {
	case "Go", "TryGo", "Wait", "SetLimit", "Add", "Run":
		return true
	}
	return false
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
	case *ast.SelectorExpr:
		return r.ctxFields[e.Sel.Name]
	case *ast.CallExpr:
		selector, ok := e.Fun.(*ast.SelectorExpr)
		if !ok {
			return nil
		}
		if r.isPackage(selector.X, "context") {
			switch selector.Sel.Name {
			case "Background", "TODO":
				return &ctx{kind: given, isRoot: true}
			case "WithValue":
				if len(e.Args) > 0 {
					return r.context(e.Args[0])
				}
			case "WithoutCancel":
				if len(e.Args) > 0 {
					return &ctx{kind: detached, parent: r.context(e.Args[0]), src: []token.Pos{e.Pos()}}
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

// signal is a name for a channel that is only closed, and never sent to; empty for others.
func (r *reader) signal(e ast.Expr) string {
	identifier, ok := r.resolved(e).(*ast.Ident)
	if !ok || identifier.Obj == nil || !r.closed[identifier.Obj] {
		return ""
	}
	if name := kebab(identifier.Name); name != "told" && name != "" {
		return name
	}
	return "signal-" + strings.ToLower(identifier.Name)
}

// cancel is the context that a cancel function ends.
func (r *reader) cancel(e ast.Expr) *ctx {
	switch e := e.(type) {
	case *ast.Ident:
		if e.Obj != nil {
			return r.cancels[e.Obj]
		}
	case *ast.SelectorExpr:
		if r.cancelFields[e.Sel.Name] {
			return r.heldCancels[e.Sel.Name]
		}
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
			if _, isPackage := f.X.(*ast.Ident); !isPackage || !r.isImported(f.X) {
				if decl := r.methodOf(f); decl != nil {
					return decl.Type, decl.Body, f.Sel.Name
				}
				if held := r.heldCode(f); held != nil {
					e = held
					continue
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
			if literal := r.assigned[f.Obj]; literal != nil {
				return literal.Type, literal.Body, f.Name
			}
			return nil, nil, f.Name
		default:
			return nil, nil, ""
		}
	}
	return nil, nil, ""
}
