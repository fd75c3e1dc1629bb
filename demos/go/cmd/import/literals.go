package main

import (
	"go/ast"
	"go/token"
	"slices"
)

// handedWithGroups is the code in a function that other code gets, or that a field does, and in which groups are made: handlers, commands.
func (r *reader) handedWithGroups(decl *ast.FuncDecl) []*ast.FuncDecl {
	if r.waitsByHand {
		return nil
	}
	return r.literalsWithGroups(decl.Body, decl.Name)
}

// isHandedOn says whether a literal with some nodes around it is something that only other code can call: what that gets, what a field gets,
// or what is returned.
func (r *reader) isHandedOn(literal *ast.FuncLit, around []ast.Node) bool {
	switch n := around[len(around)-1].(type) {
	case *ast.CallExpr:
		_, body, _ := r.function(n.Fun)
		return n.Fun != ast.Expr(literal) && body == nil && !isHandedOver(n, nil)
	case *ast.KeyValueExpr, *ast.CompositeLit, *ast.ReturnStmt:
		return true
	case *ast.AssignStmt:
		if i := slices.Index(n.Rhs, ast.Expr(literal)); i >= 0 && i < len(n.Lhs) {
			_, isField := n.Lhs[i].(*ast.SelectorExpr)
			return isField
		}
	}
	return false
}

// literalsWithGroups are the literals in a piece of code in which groups are made, those around others first, as functions of a name.
func (r *reader) literalsWithGroups(n ast.Node, name *ast.Ident) []*ast.FuncDecl {
	var all []*ast.FuncDecl
	var path []ast.Node
	ast.Inspect(n, func(n ast.Node) bool {
		if n == nil {
			path = path[:len(path)-1]
			return true
		}
		if literal, ok := n.(*ast.FuncLit); ok && r.makesIn(literal.Body) && (r.takesLiterals || len(path) == 0 || r.isHandedOn(literal, path)) {
			if _, tasks := r.makesGroup(literal.Body); tasks > 0 {
				all = append(all, &ast.FuncDecl{Name: name, Type: literal.Type, Body: literal.Body})
			}
		}
		path = append(path, n)
		return true
	})
	return all
}

// walkHanded walks through the code of a literal whose function was walked before, and is none of its story.
func (r *reader) walkHanded(code *ast.FuncDecl, name string, outer *ctx) *frame {
	t := &task{name: name, count: 1, group: &group{limit: -1, ctx: outer, names: map[string]int{}}}
	f := &frame{r: r, task: t, steps: &t.steps, count: 1, total: 1, isOuter: true, base: outer}
	r.parameters(code.Type, nil, outer)
	r.stack = []ast.Node{code.Body}
	f.body(code.Body)
	f.closeOpen()
	t.steps = prune(t.steps, 0)
	return f
}

// inValues are literals with groups that stand in variables of the package, such as commands, as functions named after those.
func (r *reader) inValues() []*ast.FuncDecl {
	var all []*ast.FuncDecl
	for _, declaration := range r.declarations() {
		values, ok := declaration.(*ast.GenDecl)
		if !ok || values.Tok != token.VAR {
			continue
		}
		for _, spec := range values.Specs {
			spec := spec.(*ast.ValueSpec)
			for i, value := range spec.Values {
				found := r.literalsWithGroups(value, spec.Names[min(i, len(spec.Names)-1)])
				all = append(all, found[:min(1, len(found))]...)
			}
		}
	}
	return all
}
