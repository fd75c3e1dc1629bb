package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"strings"
	"testing"
)

// emptied are the programs that a program is where one of its bodies has nothing in it: a function's, a branch's, a loop's, a case's, or
// the cases of a choice. So are the arguments of a call, and what a return gives back.
func emptied(t *testing.T, text string) []string {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "x.go", text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	seen := map[string]bool{}
	empty := func(from, to token.Pos) {
		start, end := files.Position(from).Offset, files.Position(to).Offset
		if one := text[:start] + strings.Repeat("\n", strings.Count(text[start:end], "\n")) + text[end:]; start < end && !seen[one] {
			seen[one] = true
			all = append(all, one)
		}
	}
	inside := func(list []ast.Stmt) {
		if len(list) > 0 {
			empty(list[0].Pos(), list[len(list)-1].End())
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			inside(n.List)
		case *ast.CaseClause:
			inside(n.Body)
		case *ast.CommClause:
			inside(n.Body)
		case *ast.CallExpr:
			empty(n.Lparen+1, n.Rparen)
		case *ast.ReturnStmt:
			empty(n.Pos()+token.Pos(len("return")), n.End())
		}
		return true
	})
	return all
}

// standsEmpty says so where a program can't be read once a body in it is empty.
func standsEmpty(t *testing.T, text string) {
	t.Helper()
	for _, one := range emptied(t, text) {
		s, err := read([]source{{"x.go", []byte(one)}}, "", io.Discard)
		if err != nil && strings.Contains(err.Error(), "this can't be read") {
			t.Errorf("%v\n%s", err, one)
		} else if err == nil {
			scenario(s)
		}
	}
}

// TestEmpty reads the real programs that tests know with each of their bodies empty.
func TestEmpty(t *testing.T) {
	for _, path := range programs(t) {
		if !strings.HasPrefix(path, "testdata") && !strings.HasPrefix(path, os.Getenv("GO_PROGRAMS")+"/") {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		standsEmpty(t, string(data))
	}
}
