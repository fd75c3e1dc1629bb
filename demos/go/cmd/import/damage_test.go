package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// programs are all programs that tests know, with those of a folder that GO_PROGRAMS names.
func programs(t *testing.T) []string {
	t.Helper()
	all := sources(t)
	for _, pattern := range []string{"testdata/*/*.go", os.Getenv("GO_PROGRAMS") + "/*.go"} {
		more, _ := filepath.Glob(pattern)
		all = append(all, more...)
	}
	return all
}

// lists are the lists of statements in a file.
func lists(file *ast.File) []*[]ast.Stmt {
	var all []*[]ast.Stmt
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			if len(n.List) > 0 {
				if _, isCase := n.List[0].(*ast.CaseClause); isCase {
					break
				} else if _, isCase := n.List[0].(*ast.CommClause); isCase {
					break
				}
				all = append(all, &n.List)
			}
		case *ast.CaseClause:
			all = append(all, &n.Body)
		case *ast.CommClause:
			all = append(all, &n.Body)
		}
		return true
	})
	return all
}

// around is code with a hole, into which a statement is put.
var around = []string{
	"for range 3 { HOLE }",
	"for _, one := range all { HOLE }",
	"for { HOLE }",
	"for ctx.Err() == nil { HOLE }",
	"if ok { HOLE }",
	"if ok { return nil } else { HOLE }",
	"func() { HOLE }()",
	"go func() { HOLE }()",
	"defer func() { HOLE }()",
	"if err := func() error { HOLE; return nil }(); err != nil { return err }",
	"if err := func() error { HOLE; return errors.New(\"no\") }(); err != nil { log.Println(\"no\"); continue }",
	"for attempt := 0; attempt < 3; attempt++ { if err := func() error { HOLE; return nil }(); err == nil { break } }",
	"select { case <-ctx.Done(): return nil; case <-time.After(time.Second): HOLE }",
	"select { case <-ctx.Done(): default: HOLE }",
	"switch { case ok: HOLE; default: return errors.New(\"no\") }",
	"g.Go(func() error { HOLE; return nil })",
	"if err := run(ctx); err != nil { HOLE }",
	"if _, err := run(ctx); err != nil && !errors.Is(err, context.Canceled) { HOLE } else { return nil }",
	"{ HOLE; continue }",
	"{ HOLE; cancel() }",
}

// hole puts a statement into other code.
func hole(text string, statement ast.Stmt) ast.Stmt {
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p\nfunc f() { "+text+" }", parser.SkipObjectResolution)
	if err != nil {
		panic(err)
	}
	for _, list := range lists(file) {
		for i, one := range *list {
			if e, ok := one.(*ast.ExprStmt); ok && name(e.X) == "HOLE" {
				(*list)[i] = statement
			}
		}
	}
	return file.Decls[0].(*ast.FuncDecl).Body.List[0]
}

// damaged is a program with a few changes of its statements.
func damaged(data []byte, random *rand.Rand) []byte {
	for range 1 + random.IntN(3) {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, "x.go", data, parser.SkipObjectResolution)
		if err != nil {
			return nil
		}
		all := lists(file)
		if len(all) == 0 {
			return nil
		}
		list := all[random.IntN(len(all))]
		if len(*list) == 0 {
			continue
		}
		at := random.IntN(len(*list))
		switch random.IntN(5) {
		case 0:
			*list = append((*list)[:at:at], (*list)[at+1:]...)
		case 1:
			other := random.IntN(len(*list))
			(*list)[at], (*list)[other] = (*list)[other], (*list)[at]
		default:
			(*list)[at] = hole(around[random.IntN(len(around))], (*list)[at])
		}
		file.Comments = nil
		var b bytes.Buffer
		if err := format.Node(&b, files, file); err != nil {
			return nil
		}
		data = b.Bytes()
	}
	return data
}

// TestNothingIsLost looks for all statements in code of tasks, and for all goroutines: a step stands for each, or a comment names it.
func TestNothingIsLost(t *testing.T) {
	for _, path := range programs(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		s, err := read([]source{{"x.go", data}}, "", io.Discard)
		if err != nil {
			continue
		}
		if places := lost(t, data, s); len(places) > 0 {
			t.Errorf("%s: neither said nor named: %v\n%s", path, places, scenario(s))
		}
	}
}

// TestDamage changes statements of programs: what is written is a scenario that check takes, whatever the program.
func TestDamage(t *testing.T) {
	seed, _ := strconv.ParseUint(os.Getenv("CASCADE_DAMAGE"), 10, 64)
	effort, _ := strconv.Atoi(os.Getenv("CASCADE_EFFORT"))
	random := rand.New(rand.NewPCG(3+seed, 4))
	program := os.Getenv("CASCADE")
	folder := t.TempDir()
	all := programs(t)
	refused, checked, missing := 0, 0, 0
	var files []string
	flush := func() {
		if program == "" || len(files) == 0 {
			return
		}
		checked += len(files)
		if _, err := exec.Command(program, append([]string{"check"}, files...)...).CombinedOutput(); err != nil {
			for _, file := range files {
				if output, err := exec.Command(program, "check", file).CombinedOutput(); err != nil {
					refused++
					text, _ := os.ReadFile(file)
					source, _ := os.ReadFile(file + ".go")
					if refused <= 3 || os.Getenv("DAMAGE_ALL") != "" {
						t.Errorf("%s%s\n%s", output, text, source)
					}
				}
			}
		}
		files = nil
	}
	for i := range 300 * max(effort, 1) {
		path := all[random.IntN(len(all))]
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := damaged(data, random)
		if changed == nil {
			continue
		}
		s, err := read([]source{{"x.go", changed}}, "", io.Discard)
		if err != nil {
			continue
		}
		text := scenario(s)
		if places := lost(t, changed, s); len(places) > 0 && missing < 3 {
			missing++
			t.Errorf("neither said nor named: %v\n%s\n%s", places, text, changed)
		}
		file := filepath.Join(folder, fmt.Sprintf("%d.yaml", i))
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file+".go", changed, 0o644); err != nil {
			t.Fatal(err)
		}
		if files = append(files, file); len(files) == 50 {
			flush()
		}
	}
	flush()
	t.Logf("%d scenarios, %d refused", checked, refused)
}

// linesIn are the lines that comments of a scenario name, ranges included.
func linesIn(text string) map[string]bool {
	named := map[string]bool{}
	for _, line := range strings.Split(text, "\n") {
		at := strings.Index(line, "# ")
		if at < 0 {
			continue
		}
		for _, found := range regexp.MustCompile(`([^\s"',;()]+\.go:)(\d+(?:-\d+)?(?:, \d+(?:-\d+)?)*)`).FindAllStringSubmatch(line[at:], -1) {
			for _, piece := range strings.Split(found[2], ", ") {
				first, last, isRange := strings.Cut(piece, "-")
				if !isRange {
					last = first
				}
				from, _ := strconv.Atoi(first)
				to, _ := strconv.Atoi(last)
				for i := from; i <= to; i++ {
					named[found[1]+strconv.Itoa(i)] = true
				}
			}
		}
	}
	return named
}

// lost are the statements in code of tasks, and the go statements, that a story neither says nor names.
func lost(t *testing.T, data []byte, s *story) []string {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "x.go", data, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	text := scenario(s)
	if strings.Contains(text, "more than could be read") || strings.Contains(text, "more places") {
		return nil
	}
	named := linesIn(text)
	// Both have read nothing but this file, so that places are the same.
	said := s.said()
	var found []string
	look := func(n ast.Node, end token.Pos) {
		for pos := n.Pos(); pos <= end; pos++ {
			if said[pos] {
				return
			}
		}
		from, to := files.Position(n.Pos()).Line, files.Position(end).Line
		for line := from; line <= to; line++ {
			if named["x.go:"+strconv.Itoa(line)] {
				return
			}
		}
		found = append(found, fmt.Sprintf("x.go:%d", from))
	}
	var inTask func(n ast.Node) bool
	inTask = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt, *ast.LabeledStmt, *ast.CaseClause, *ast.CommClause, *ast.EmptyStmt:
		case ast.Stmt:
			look(n, headEnd(n))
		}
		return true
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			look(n, n.Pos())
		case *ast.CallExpr:
			if selector, ok := n.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "Go" && len(n.Args) == 1 && said[n.Pos()] {
				if literal, ok := n.Args[0].(*ast.FuncLit); ok {
					ast.Inspect(literal.Body, inTask)
				}
			}
		}
		return true
	})
	return found
}
