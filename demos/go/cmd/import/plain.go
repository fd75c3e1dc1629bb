package main

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// enter goes into a body whose statements are part of a task, and keeps it.
func (f *frame) enter(body *ast.BlockStmt) {
	f.r.stack = append(f.r.stack, body)
	if !f.isOuter {
		f.r.walked[body] = true
	}
}

// A place is a statement, or the head of one that has others in it.
type place struct {
	pos  token.Pos
	end  token.Pos
	from int // the lines of it
	to   int
	of   string // the function, and the file
	file string
	// isAround says that it is in the code around a group, between its beginning and its Wait.
	isAround bool
}

// places are the statements of all code that is part of tasks.
func (r *reader) places() []place {
	var all []place
	for _, declaration := range r.declarations() {
		of := ""
		if decl, ok := declaration.(*ast.FuncDecl); ok {
			of = short(decl.Name.Name, 40)
		}
		ast.Inspect(declaration, func(n ast.Node) bool {
			if body, ok := n.(*ast.BlockStmt); ok && r.walked[body] {
				all = append(all, r.placesIn(body, of)...)
			}
			return true
		})
	}
	return all
}

// placesIn are the statements in a body, without those of code in it that is walked on its own. A place reaches to the first block in it.
func (r *reader) placesIn(body *ast.BlockStmt, of string) []place {
	var all []place
	ast.Inspect(body, func(n ast.Node) bool {
		to := token.NoPos
		switch n := n.(type) {
		case *ast.FuncLit:
			return !r.walked[n.Body]
		case *ast.CommClause:
			to = n.Colon
		case *ast.CaseClause:
			to = n.Colon
		case *ast.BlockStmt, *ast.LabeledStmt, *ast.EmptyStmt:
		case ast.Stmt:
			to = headEnd(n)
		}
		if to != token.NoPos {
			from, end := r.files.Position(n.Pos()), r.files.Position(to)
			all = append(all, place{pos: n.Pos(), end: to, from: from.Line, to: max(from.Line, end.Line), of: of, file: fileOf(r.where(n))})
		}
		return true
	})
	return all
}

// placesAround are the statements between the beginning of a group and the last Wait in the same code which may take time, though no
// context says so.
func (r *reader) placesAround(decl *ast.FuncDecl, from token.Pos) []place {
	if from < decl.Pos() || from >= decl.End() || r.walked[decl.Body] {
		return nil
	}
	to := token.NoPos
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && last(name(call.Fun)) == "Wait" && call.Pos() > to {
			to = call.Pos()
		}
		_, isCode := n.(*ast.FuncLit)
		return !isCode
	})
	var all []place
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.GoStmt, *ast.DeferStmt:
			return false
		case *ast.ExprStmt, *ast.AssignStmt, *ast.ReturnStmt, *ast.SendStmt:
			if n.Pos() > from && n.Pos() < to && r.mayTakeTime(n) {
				one := place{pos: n.Pos(), end: headEnd(n), of: short(decl.Name.Name, 40), file: fileOf(r.where(n)), isAround: true}
				one.from = r.files.Position(n.Pos()).Line
				one.to = one.from
				all = append(all, one)
			}
		}
		return true
	})
	return all
}

// mayTakeTime says whether code calls what isn't in the files, and is neither known to be quick nor called so.
func (r *reader) mayTakeTime(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if _, isCode := n.(*ast.FuncLit); isCode {
			return false
		}
		call, ok := n.(*ast.CallExpr)
		if !ok || found {
			return !found
		}
		whole := name(call.Fun)
		called := last(whole)
		if _, body, _ := r.function(call.Fun); body != nil || whole == "" || isBuiltin(whole) || isPredeclared(whole) || isGroupMethod(called) || asks(called) ||
			isSetting(called) || isLogging(strings.ToLower(owner(whole)), called) || isShutdown(called) || r.siteAt(call) != "" {
			return true
		}
		if selector, isMethod := call.Fun.(*ast.SelectorExpr); isMethod && r.isImported(selector.X) {
			switch lastName(r.importsAt(call.Pos())[name(selector.X)]) {
			case "io", "os", "ioutil", "http", "net", "sql", "exec":
			default:
				// Most functions of packages make or compute something.
				return true
			}
		}
		for _, quick := range []string{"new", "make", "set", "add", "len", "string", "lock", "unlock", "rlock", "runlock", "close", "stop", "store", "load", "error", "err", "unwrap", "reset", "append", "put"} {
			if lower := strings.ToLower(called); lower == quick && quick != "put" || (quick == "new" || quick == "make") && strings.HasPrefix(lower, quick) {
				return true
			}
		}
		found = true
		return false
	})
	return found
}

// headEnd is where a statement ends, or the first block in it begins.
func headEnd(n ast.Node) token.Pos {
	end, isFound := n.End(), false
	ast.Inspect(n, func(inner ast.Node) bool {
		if block, ok := inner.(*ast.BlockStmt); ok && !isFound {
			end, isFound = block.Lbrace, true
		}
		return !isFound
	})
	return end
}

// plain are comments that name the statements in tasks' code that no step and no other comment stands for: in the skeleton they take no
// time.
func (s *story) plain(said map[token.Pos]bool, named map[string]bool) []string {
	sorted := make([]token.Pos, 0, len(said))
	for pos := range said {
		sorted = append(sorted, pos)
	}
	slices.Sort(sorted)
	type part struct {
		of, file string
		isAround bool
	}
	lines := map[part]map[int]bool{}
	var order []part
	for _, one := range s.places {
		isSaid := false
		for line := one.from; line <= one.to; line++ {
			isSaid = isSaid || named[one.file+":"+strconv.Itoa(line)]
		}
		if i, isThere := slices.BinarySearch(sorted, one.pos); isSaid || isThere || i < len(sorted) && sorted[i] <= one.end {
			continue
		}
		key := part{one.of, one.file, one.isAround}
		if lines[key] == nil {
			lines[key] = map[int]bool{}
			order = append(order, key)
		}
		for line := one.from; line <= one.to; line++ {
			lines[key][line] = true
		}
	}
	var notes []string
	for _, key := range order {
		before := "Without a step"
		if key.isAround {
			before = "Around the group, without a step"
		}
		if key.of != "" {
			before += ", of " + key.of
		}
		before += ": "
		notes = append(notes, rangesOf(key.file, lines[key], before)...)
	}
	return notes
}

// rangesOf are comments that name lines.
func rangesOf(at string, lines map[int]bool, before string) []string {
	var sorted []int
	for line := range lines {
		sorted = append(sorted, line)
	}
	slices.Sort(sorted)
	var notes []string
	text := ""
	for i := 0; i < len(sorted); {
		j := i
		for j+1 < len(sorted) && sorted[j+1] == sorted[j]+1 {
			j++
		}
		piece := strconv.Itoa(sorted[i])
		if j > i {
			piece += "-" + strconv.Itoa(sorted[j])
		}
		i = j + 1
		switch {
		case text == "":
			text = before + at + ":" + piece
		case len(text)+len(piece) > longestComment:
			notes = append(notes, text+".")
			text = before + at + ":" + piece
		default:
			text += ", " + piece
		}
	}
	return append(notes, text+".")
}

// fileOf is the file of a line.
func fileOf(line string) string {
	if at := strings.LastIndexByte(line, ':'); at >= 0 {
		return line[:at]
	}
	return line
}
