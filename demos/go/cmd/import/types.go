package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// What the type of an expression may be, as far as declarations of the files say it.
const (
	unknownType = ""
	foreignType = "?" // of another package, or built in
)

// learnTypes keeps the types that the files declare, and functions that are given to a variable after its declaration.
func (r *reader) learnTypes() {
	r.types, r.assigned, r.fieldCode = map[string]ast.Expr{}, map[*ast.Object]*ast.FuncLit{}, map[string][]ast.Expr{}
	for _, file := range r.parsed {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				r.types[n.Name.Name] = n.Type
			case *ast.KeyValueExpr:
				if field, ok := n.Key.(*ast.Ident); ok {
					r.fieldCode[field.Name] = append(r.fieldCode[field.Name], n.Value)
				}
			case *ast.AssignStmt:
				for i, left := range n.Lhs {
					if field, ok := left.(*ast.SelectorExpr); ok && len(n.Lhs) == len(n.Rhs) {
						r.fieldCode[field.Sel.Name] = append(r.fieldCode[field.Sel.Name], n.Rhs[i])
					}
					name, isName := left.(*ast.Ident)
					if !isName || name.Obj == nil || len(n.Lhs) != len(n.Rhs) {
						continue
					}
					if literal, ok := n.Rhs[i].(*ast.FuncLit); ok {
						r.assigned[name.Obj] = literal
					}
				}
			}
			return true
		})
	}
}

// typeName is the name of a type that the files declare.
func (r *reader) typeName(kind ast.Expr) string {
	switch kind := kind.(type) {
	case *ast.StarExpr:
		return r.typeName(kind.X)
	case *ast.ParenExpr:
		return r.typeName(kind.X)
	case *ast.IndexExpr:
		return r.typeName(kind.X)
	case *ast.IndexListExpr:
		return r.typeName(kind.X)
	case *ast.Ident:
		if r.types[kind.Name] != nil {
			return kind.Name
		}
		if isPredeclared(kind.Name) {
			return foreignType
		}
		// Declared in another file of the package.
		return kind.Name
	case *ast.SelectorExpr:
		if r.isImported(kind.X) {
			return foreignType
		}
	case *ast.InterfaceType, *ast.FuncType, *ast.ChanType, *ast.MapType, *ast.ArrayType:
		return foreignType
	}
	return unknownType
}

func isPredeclared(name string) bool {
	switch name {
	case "any", "bool", "byte", "comparable", "complex64", "complex128", "error", "float32", "float64", "int", "int8", "int16", "int32", "int64",
		"rune", "string", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr":
		return true
	}
	return false
}

// fieldOf is the type of a struct's field; nil where it has none of this name itself.
func fieldOf(structure *ast.StructType, name string) ast.Expr {
	for _, field := range structure.Fields.List {
		for _, one := range field.Names {
			if one.Name == name {
				return field.Type
			}
		}
	}
	return nil
}

// heldCode is the code that a field of a function's type gets, where the files have it; nil where it is another field.
func (r *reader) heldCode(selector *ast.SelectorExpr) ast.Expr {
	structure, ok := r.types[r.typeOf(selector.X, 0)].(*ast.StructType)
	if !ok {
		return nil
	}
	kind := fieldOf(structure, selector.Sel.Name)
	if named, ok := kind.(*ast.Ident); ok {
		kind = r.types[named.Name]
	}
	if _, isCode := kind.(*ast.FuncType); !isCode {
		return nil
	}
	for _, value := range r.fieldCode[selector.Sel.Name] {
		switch value := value.(type) {
		case *ast.FuncLit:
			return value
		case *ast.SelectorExpr:
			if r.typeOf(value.X, 0) != unknownType && r.methodOf(value) != nil {
				return value
			}
		case *ast.Ident:
			if r.funcs[value.Name] != nil {
				return value
			}
		}
	}
	return nil
}

// fieldAt is the name of a struct's field by its place; empty where that isn't known.
func (r *reader) fieldAt(kind ast.Expr, i int) string {
	structure, ok := r.types[r.typeName(kind)].(*ast.StructType)
	if !ok {
		return ""
	}
	for _, field := range structure.Fields.List {
		for _, name := range field.Names {
			if i == 0 {
				return name.Name
			}
			i--
		}
	}
	return ""
}

// keep remembers what a field is given: a group, a context, a channel or a semaphore.
func (r *reader) keep(field string, value ast.Expr) {
	if g := r.groupAt(value); g != nil {
		r.groups["field "+field] = g
	}
	if c := r.context(value); c != nil {
		r.ctxFields[field] = c
	}
	if c := r.cancel(value); c != nil {
		r.heldCancels[field] = c
	}
	if c := r.channelAt(value); c != nil && key(value) != "" {
		r.channels["field "+field] = c
	}
	if p := r.permitsAt(value); p != nil && key(value) != "" {
		r.permits["field "+field] = p
	}
	if l := r.limiters[key(r.resolved(value))]; l != nil {
		r.limiters["field "+field] = l
	}
	name := &ast.Ident{Name: field}
	r.made(&ast.SelectorExpr{X: name, Sel: name}, value)
}

// receiver is the name of the type that a method is of.
func (r *reader) receiver(decl *ast.FuncDecl) string {
	if decl.Recv == nil || len(decl.Recv.List) == 0 {
		return unknownType
	}
	return r.typeName(decl.Recv.List[0].Type)
}

// isErrorCheck says whether a condition is err != nil, perhaps with more.
func (r *reader) isErrorCheck(e ast.Expr) bool {
	binary, ok := e.(*ast.BinaryExpr)
	if ok && binary.Op == token.LAND {
		return r.isErrorCheck(binary.X)
	}
	return ok && binary.Op == token.NEQ && r.isError(binary.X) && name(binary.Y) == "nil"
}

// isWellCheck says whether a condition is err == nil, perhaps with more.
func (r *reader) isWellCheck(e ast.Expr) bool {
	if binary, ok := e.(*ast.BinaryExpr); ok && binary.Op == token.LAND {
		return r.isWellCheck(binary.X) || r.isWellCheck(binary.Y)
	}
	return r.isSuccessCheck(e)
}

func (r *reader) isSuccessCheck(e ast.Expr) bool {
	binary, ok := e.(*ast.BinaryExpr)
	return ok && binary.Op == token.EQL && r.isError(binary.X) && name(binary.Y) == "nil"
}

// isError says whether an expression is a variable, a field or an element for errors: by its type, by what a function returns, or by its
// name, such as err, errs[i], r.Err, firstErr.
func (r *reader) isError(e ast.Expr) bool {
	if variable, ok := e.(*ast.Ident); ok && variable.Obj != nil && r.errors[variable.Obj] {
		return true
	}
	called := last(name(e))
	lower := strings.ToLower(called)
	if lower == "e" || strings.HasPrefix(lower, "err") || strings.HasSuffix(lower, "err") && lower != "stderr" {
		return true
	}
	for _, end := range []string{"Errs", "Error", "Errors", "ErrCh", "ErrChan"} {
		if strings.HasSuffix(called, end) {
			return true
		}
	}
	return false
}

// learnErrors finds variables of type error: those that are declared so, and those that are returned as one.
func (r *reader) learnErrors() {
	r.errors = map[*ast.Object]bool{}
	isType := func(e ast.Expr) bool {
		kind, ok := e.(*ast.Ident)
		return ok && kind.Name == "error"
	}
	keep := func(e ast.Expr) {
		if variable, ok := e.(*ast.Ident); ok && variable.Obj != nil && variable.Obj.Kind == ast.Var {
			r.errors[variable.Obj] = true
		}
	}
	returned := func(kind *ast.FuncType, body *ast.BlockStmt) {
		if kind.Results == nil || body == nil || !isType(kind.Results.List[len(kind.Results.List)-1].Type) {
			return
		}
		ast.Inspect(body, func(n ast.Node) bool {
			if back, ok := n.(*ast.ReturnStmt); ok && len(back.Results) > 0 {
				keep(back.Results[len(back.Results)-1])
			}
			_, isOther := n.(*ast.FuncLit)
			return !isOther
		})
	}
	for _, file := range r.parsed {
		ast.Inspect(file, func(n ast.Node) bool {
			var names []*ast.Ident
			switch n := n.(type) {
			case *ast.FuncDecl:
				returned(n.Type, n.Body)
			case *ast.FuncLit:
				returned(n.Type, n.Body)
			case *ast.Field:
				if isType(n.Type) {
					names = n.Names
				}
			case *ast.ValueSpec:
				if isType(n.Type) {
					names = n.Names
				}
			}
			for _, one := range names {
				keep(one)
			}
			return true
		})
	}
}

// root is the variable that an expression begins with: res of res.Err, errs of errs[i].
func root(e ast.Expr) *ast.Ident {
	for {
		switch inner := e.(type) {
		case *ast.Ident:
			if inner.Obj == nil {
				return nil
			}
			return inner
		case *ast.SelectorExpr:
			e = inner.X
		case *ast.IndexExpr:
			e = inner.X
		case *ast.ParenExpr:
			e = inner.X
		default:
			return nil
		}
	}
}

// mentions says whether code has one of some variables in it.
func mentions(code ast.Node, variables map[*ast.Object]bool) bool {
	found := false
	ast.Inspect(code, func(n ast.Node) bool {
		name, ok := n.(*ast.Ident)
		found = found || ok && name.Obj != nil && variables[name.Obj]
		return !found
	})
	return found
}

func (r *reader) isImported(e ast.Expr) bool {
	identifier, ok := e.(*ast.Ident)
	if !ok || identifier.Obj != nil {
		return false
	}
	_, known := r.importsAt(identifier.Pos())[identifier.Name]
	return known
}
