package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// foreign stands for a type of another package that isn't written here.
var foreign = &ast.InterfaceType{}

// typeOf is the name of an expression's type.
func (r *reader) typeOf(e ast.Expr, depth int) string { return r.typeName(r.typeAt(e, depth)) }

// typeAt is the type of an expression as the files write it; nil where they don't.
func (r *reader) typeAt(e ast.Expr, depth int) ast.Expr {
	if depth > deepest {
		return nil
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.typeAt(e.X, depth+1)
	case *ast.StarExpr:
		return r.typeAt(e.X, depth+1)
	case *ast.UnaryExpr:
		if e.Op == token.ARROW {
			return r.elementOf(r.typeAt(e.X, depth+1), false)
		}
		return r.typeAt(e.X, depth+1)
	case *ast.IndexExpr:
		return r.elementOf(r.typeAt(e.X, depth+1), false)
	case *ast.SliceExpr:
		return r.typeAt(e.X, depth+1)
	case *ast.TypeAssertExpr:
		return e.Type
	case *ast.CompositeLit:
		return e.Type
	case *ast.CallExpr:
		return r.resultOf(e, 0, depth+1)
	case *ast.Ident:
		return r.typeOfName(e, depth)
	case *ast.SelectorExpr:
		if r.isImported(e.X) {
			return foreign
		}
		owner := r.typeAt(e.X, depth+1)
		if kind, isKnown := r.fieldType(owner, e.Sel.Name, 0); isKnown {
			return kind
		}
		if r.typeName(owner) == foreignType {
			return foreign
		}
	}
	return nil
}

// typeOfName is the type of a variable, as it is declared or as its first value says.
func (r *reader) typeOfName(e *ast.Ident, depth int) ast.Expr {
	if e.Obj == nil {
		return nil
	}
	values := func(values []ast.Expr, i int) ast.Expr {
		switch {
		case i < len(values) && (i == 0 || len(values) > 1):
			return r.typeAt(values[i], depth+1)
		case len(values) == 1:
			if call, ok := values[0].(*ast.CallExpr); ok {
				return r.resultOf(call, i, depth+1)
			}
		}
		return nil
	}
	switch decl := e.Obj.Decl.(type) {
	case *ast.Field:
		return decl.Type
	case *ast.ValueSpec:
		if decl.Type != nil {
			return decl.Type
		}
		for i, name := range decl.Names {
			if name.Name == e.Name {
				return values(decl.Values, i)
			}
		}
	case *ast.AssignStmt:
		i := index(decl.Lhs, e.Name)
		if i < 0 {
			return nil
		}
		if ranged, ok := decl.Rhs[0].(*ast.UnaryExpr); ok && ranged.Op == token.RANGE {
			return r.elementOf(r.typeAt(ranged.X, depth+1), i == 0)
		}
		return values(decl.Rhs, i)
	}
	return nil
}

// elementOf is the type of what a channel, a list or a map holds, or of its key; nil where that isn't written.
func (r *reader) elementOf(kind ast.Expr, isKey bool) ast.Expr {
	if named, ok := kind.(*ast.Ident); ok && r.types[named.Name] != nil {
		kind = r.types[named.Name]
	}
	switch kind := kind.(type) {
	case *ast.ChanType:
		return kind.Value
	case *ast.MapType:
		if isKey {
			return kind.Key
		}
		return kind.Value
	case *ast.ArrayType:
		if isKey {
			return foreign
		}
		return kind.Elt
	case *ast.Ellipsis:
		if isKey {
			return foreign
		}
		return kind.Elt
	}
	if kind == foreign {
		return foreign
	}
	return nil
}

// fieldType is the type of a field of a type, or of what is embedded in that.
func (r *reader) fieldType(owner ast.Expr, name string, depth int) (kind ast.Expr, isKnown bool) {
	structure, ok := owner.(*ast.StructType)
	if !ok {
		structure, ok = r.types[r.typeName(owner)].(*ast.StructType)
	}
	if !ok || depth > deepest {
		return nil, false
	}
	if kind := fieldOf(structure, name); kind != nil {
		return kind, true
	}
	for _, field := range structure.Fields.List {
		if len(field.Names) > 0 {
			continue
		}
		if embedded := field.Type; typeEnd(embedded) == name {
			return embedded, true
		}
		if kind, isKnown := r.fieldType(field.Type, name, depth+1); isKnown {
			return kind, true
		}
	}
	return nil, false
}

// typeEnd is the last name of a type, by which it is embedded.
func typeEnd(kind ast.Expr) string {
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	return last(name(kind))
}

// resultOf is the type of a call's result; nil where the files don't say it.
func (r *reader) resultOf(call *ast.CallExpr, i, depth int) ast.Expr {
	if depth > deepest {
		return nil
	}
	result := func(kind *ast.FuncType) ast.Expr {
		if kind.Results == nil {
			return nil
		}
		at := i
		for _, field := range kind.Results.List {
			if at -= max(1, len(field.Names)); at < 0 {
				return field.Type
			}
		}
		return nil
	}
	fun := call.Fun
	if generic, ok := fun.(*ast.IndexExpr); ok {
		fun = generic.X
	}
	switch fun := fun.(type) {
	case *ast.FuncLit:
		return result(fun.Type)
	case *ast.ParenExpr:
		return fun.X // (*T)(x)
	case *ast.Ident:
		switch f := r.funcs[fun.Name]; {
		case f != nil:
			return result(f.Type)
		case (fun.Name == "new" || fun.Name == "make") && fun.Obj == nil:
			return first(call)
		case fun.Name == "append" && fun.Obj == nil && len(call.Args) > 0:
			return r.typeAt(call.Args[0], depth+1)
		case r.types[fun.Name] != nil || fun.Obj == nil && isPredeclared(fun.Name):
			return fun
		}
	case *ast.SelectorExpr:
		if r.isImported(fun.X) {
			if call.Fun == ast.Expr(fun) && !r.hasOwn(call.Args, depth) {
				return foreign
			}
			return nil
		}
		owner := r.typeAt(fun.X, depth+1)
		if decl := r.methodAt(fun, depth+1); decl != nil {
			return result(decl.Type)
		}
		if generic, ok := owner.(*ast.IndexExpr); r.typeName(owner) == foreignType && !(ok && r.types[r.typeName(generic.Index)] != nil) {
			return foreign
		}
	}
	return nil
}

// hasOwn says whether one of some values is of a type of the files, or code: what gets it may give it back.
func (r *reader) hasOwn(values []ast.Expr, depth int) bool {
	for _, value := range values {
		kind := r.typeOf(value, depth+1)
		if _, isCode := value.(*ast.FuncLit); isCode || kind != unknownType && kind != foreignType {
			return true
		}
	}
	return false
}

// methodOf is the method that a call means, where the files say which; nil where it may be of other code.
func (r *reader) methodOf(selector *ast.SelectorExpr) *ast.FuncDecl { return r.methodAt(selector, 0) }

func (r *reader) methodAt(selector *ast.SelectorExpr, depth int) *ast.FuncDecl {
	list := r.methods[selector.Sel.Name]
	if len(list) == 0 || depth > deepest {
		return nil
	}
	owner := r.typeOf(selector.X, depth)
	if owner == foreignType {
		return nil
	}
	if _, isInterface := r.types[owner].(*ast.InterfaceType); !isInterface && owner != unknownType {
		return r.ofType(owner, selector.Sel.Name, 0)
	} else if held := heldIn(selector.X); isInterface && held != nil && len(list) == 1 && r.receiver(list[0]) == r.typeOf(held.X, depth) {
		// What a value holds in a field is another one.
		return nil
	} else if len(list) != 1 || !isInterface && !r.mayBe(selector.X, r.receiver(list[0]), depth) {
		return nil
	}
	return list[0]
}

// heldIn is the field that holds a value, itself or in a list; nil where none does.
func heldIn(e ast.Expr) *ast.SelectorExpr {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return e
	case *ast.IndexExpr:
		return heldIn(e.X)
	case *ast.Ident:
		if e.Obj == nil {
			return nil
		}
		if assign, ok := e.Obj.Decl.(*ast.AssignStmt); ok {
			if ranged, ok := assign.Rhs[0].(*ast.UnaryExpr); ok && ranged.Op == token.RANGE {
				return heldIn(ranged.X)
			}
		}
	}
	return nil
}

// ofType is the method of a name that a type has, itself or by what is embedded in it.
func (r *reader) ofType(owner, name string, depth int) *ast.FuncDecl {
	list := r.methods[name]
	for _, decl := range list {
		if r.receiver(decl) == owner {
			return decl
		}
	}
	switch kind := r.types[owner].(type) {
	case *ast.StructType:
		isOther := false
		for _, field := range kind.Fields.List {
			if len(field.Names) > 0 || depth > deepest {
				continue
			}
			embedded := r.typeName(field.Type)
			if embedded == foreignType {
				continue
			}
			if decl := r.ofType(embedded, name, depth+1); decl != nil {
				return decl
			}
			isOther = isOther || r.types[embedded] == nil
		}
		if !isOther {
			return nil
		}
	case *ast.Ident:
		return r.ofType(kind.Name, name, depth+1)
	case nil:
		// A type's parameter, or a type of another file.
	default:
		return nil
	}
	if len(list) == 1 && depth == 0 {
		return list[0]
	}
	return nil
}

// mayBe says whether an expression of a type that isn't written may be of a type, as far as what makes it says. What a field of something
// unknown holds, or what a method of that returns, isn't.
func (r *reader) mayBe(e ast.Expr, kind string, depth int) bool {
	if depth > deepest {
		return false
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.mayBe(e.X, kind, depth+1)
	case *ast.StarExpr:
		return r.mayBe(e.X, kind, depth+1)
	case *ast.UnaryExpr:
		return r.mayBe(e.X, kind, depth+1)
	case *ast.IndexExpr:
		return r.mayBe(e.X, kind, depth+1)
	case *ast.TypeAssertExpr:
		return true
	case *ast.Ident:
		if e.Obj == nil {
			return true
		}
		assign, ok := e.Obj.Decl.(*ast.AssignStmt)
		if !ok {
			return true
		}
		value := assign.Rhs[0]
		if i := index(assign.Lhs, e.Name); i >= 0 && len(assign.Lhs) == len(assign.Rhs) {
			value = assign.Rhs[i]
		}
		return r.mayBe(value, kind, depth+1)
	case *ast.CallExpr:
		switch fun := e.Fun.(type) {
		case *ast.Ident:
			return strings.Contains(strings.ToLower(fun.Name), strings.ToLower(kind))
		case *ast.SelectorExpr:
			if r.isImported(fun.X) {
				return r.hasOwn(e.Args, depth)
			}
			owner := r.typeOf(fun.X, depth+1)
			return owner != unknownType
		case *ast.IndexExpr, *ast.IndexListExpr:
			return true
		}
	}
	return false
}
