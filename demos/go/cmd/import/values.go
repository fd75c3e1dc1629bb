package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"math"
	"path"
	"runtime"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Guesses where the file doesn't say.
const (
	guess      = 300 * time.Millisecond
	untilTold  = 3 * time.Second
	guessLimit = 4
	guessCount = 3
	guessAt    = 2 * time.Second
	// longestWait is how long a task waits at most for what may not come.
	longestWait = time.Minute
	longest     = 1000 * time.Hour
	mostTasks   = 1000
)

var units = map[string]time.Duration{
	"Nanosecond": 1, "Microsecond": time.Microsecond, "Millisecond": time.Millisecond, "Second": time.Second,
	"Minute": time.Minute, "Hour": time.Hour,
}

// parts are what methods of a time.Duration count.
var parts = map[string]time.Duration{"Hours": time.Hour, "Minutes": time.Minute, "Seconds": time.Second, "Milliseconds": time.Millisecond}

// number is the value of a constant expression of integers and durations, if it can be seen.
func (r *reader) number(e ast.Expr, depth int) (value float64, ok bool) {
	if depth > 20 {
		return 0, false
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		value, err := strconv.ParseFloat(strings.ReplaceAll(e.Value, "_", ""), 64)
		if err != nil {
			whole, err := strconv.ParseInt(e.Value, 0, 64)
			return float64(whole), err == nil
		}
		return value, e.Kind == token.INT || e.Kind == token.FLOAT
	case *ast.ParenExpr:
		return r.number(e.X, depth+1)
	case *ast.StarExpr:
		// What a flag is without being given.
		if name, ok := e.X.(*ast.Ident); ok && name.Obj != nil {
			if spec, ok := name.Obj.Decl.(*ast.ValueSpec); ok {
				for i, other := range spec.Names {
					if other.Name != name.Name || i >= len(spec.Values) {
						continue
					}
					if call, ok := spec.Values[i].(*ast.CallExpr); ok && len(call.Args) == 3 &&
						(r.isOf(call.Fun, "flag", "Duration") || r.isOf(call.Fun, "flag", "Int")) {
						return r.number(call.Args[1], depth+1)
					}
				}
			}
		}
	case *ast.SelectorExpr:
		if unit, known := units[e.Sel.Name]; known && r.isPackage(e.X, "time") {
			return float64(unit), true
		}
	case *ast.Ident:
		if e.Obj == nil || r.changed[e.Obj] && !r.takesFirst {
			return 0, false
		}
		if spec, isValue := e.Obj.Decl.(*ast.ValueSpec); isValue {
			for i, name := range spec.Names {
				if name.Name == e.Name && i < len(spec.Values) {
					return r.number(spec.Values[i], depth+1)
				}
			}
		}
		if assign, isAssign := e.Obj.Decl.(*ast.AssignStmt); isAssign && len(assign.Lhs) == len(assign.Rhs) {
			for i, left := range assign.Lhs {
				if name, isName := left.(*ast.Ident); isName && name.Name == e.Name {
					return r.number(assign.Rhs[i], depth+1)
				}
			}
		}
		if bound := r.bound[e.Obj]; bound != nil && bound != ast.Expr(e) {
			return r.number(bound, depth+1)
		}
	case *ast.CallExpr:
		if selector, ok := e.Fun.(*ast.SelectorExpr); ok && len(e.Args) == 0 && parts[selector.Sel.Name] > 0 {
			length, ok := r.number(selector.X, depth+1)
			return length / float64(parts[selector.Sel.Name]), ok
		}
		// time.Duration(5), int64(3)
		if len(e.Args) == 1 {
			switch f := e.Fun.(type) {
			case *ast.Ident:
				switch f.Name {
				case "int", "int64", "int32", "float64":
					return r.number(e.Args[0], depth+1)
				}
			case *ast.SelectorExpr:
				if f.Sel.Name == "Duration" && r.isPackage(f.X, "time") {
					return r.number(e.Args[0], depth+1)
				}
			}
		}
	case *ast.BinaryExpr:
		x, ok1 := r.number(e.X, depth+1)
		y, ok2 := r.number(e.Y, depth+1)
		if e.Op == token.SHL && ok1 && !ok2 && r.takesFirst {
			// Twice as long each time.
			r.doubles = true
			return x, true
		}
		if !ok1 || !ok2 {
			return 0, false
		}
		switch e.Op {
		case token.MUL:
			return x * y, true
		case token.ADD:
			return x + y, true
		case token.SUB:
			return x - y, true
		case token.SHL:
			return x * math.Pow(2, y), y >= 0 && y < 40
		case token.QUO:
			if y != 0 {
				return x / y, true
			}
		}
	}
	return 0, false
}

// duration is the value of an expression, if it can be seen.
func (r *reader) duration(e ast.Expr) (time.Duration, bool) {
	value, ok := r.number(e, 0)
	if !ok || math.IsNaN(value) || value < 0 {
		return 0, false
	}
	return time.Duration(min(value, float64(longest))), true
}

func (r *reader) count(e ast.Expr) (int, bool) {
	value, ok := r.number(e, 0)
	if !ok || value < 0 || value > 1e6 {
		return 0, false
	}
	return int(value), true
}

// words is the text of an expression: a literal, errors.New("…"), fmt.Errorf("…").
func (r *reader) words(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			text, _ := strconv.Unquote(e.Value)
			return text
		}
	case *ast.BinaryExpr:
		if left := r.words(e.X); e.Op == token.ADD && left != "" {
			if right := r.words(e.Y); right != "" {
				return left + right
			}
		}
	case *ast.Ident:
		if e.Obj != nil && r.namesDeep < deepest {
			r.namesDeep++
			defer func() { r.namesDeep-- }()
			if made := r.errorMadeIn(e); made != nil {
				return r.words(made)
			}
			if spec, ok := e.Obj.Decl.(*ast.ValueSpec); ok {
				for i, name := range spec.Names {
					if name.Name == e.Name && i < len(spec.Values) {
						if _, again := spec.Values[i].(*ast.Ident); !again {
							return r.words(spec.Values[i])
						}
					}
				}
			}
		}
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && len(e.Args) > 0 {
			if f.Sel.Name == "New" && r.isPackage(f.X, "errors") {
				return r.words(e.Args[0])
			}
			if f.Sel.Name == "Errorf" && r.isPackage(f.X, "fmt") {
				return r.message(e).whole
			}
		}
	}
	return ""
}

// errorMadeIn is the call that makes the only error which a variable of a function ever has, if that has a text of its own; nil of others.
func (r *reader) errorMadeIn(variable *ast.Ident) *ast.CallExpr {
	assign, ok := variable.Obj.Decl.(*ast.AssignStmt)
	if !ok || r.changed[variable.Obj] || len(assign.Lhs) != len(assign.Rhs) {
		return nil
	}
	i := index(assign.Lhs, variable.Name)
	if i < 0 {
		return nil
	}
	call, ok := assign.Rhs[i].(*ast.CallExpr)
	if !ok || !r.isOf(call.Fun, "errors", "New") && !(r.isOf(call.Fun, "fmt", "Errorf") && r.message(call).wrapped == nil) {
		return nil
	}
	return call
}

// signalCause is the cause that signal.NotifyContext gives in the Go that reads: since 1.27 one of its own.
func signalCause() string {
	var minor int
	if n, _ := fmt.Sscanf(runtime.Version(), "go1.%d", &minor); n == 1 && minor < 27 {
		return ""
	}
	return "interrupt signal received"
}

// lastName is the name of a package, from its path: that before a version.
func lastName(whole string) string {
	name := path.Base(whole)
	if len(name) > 1 && name[0] == 'v' && name[1] >= '0' && name[1] <= '9' && path.Dir(whole) != "." {
		name = path.Base(path.Dir(whole))
	}
	return strings.TrimPrefix(name, "go-")
}

// kebab is a name as scenarios write it: fetchUser becomes fetch-user.
func kebab(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, c := range runes {
		switch {
		case c >= 'A' && c <= 'Z':
			if i > 0 && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
				b.WriteByte('-')
			}
			b.WriteRune(unicode.ToLower(c))
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			b.WriteRune(c)
		default:
			b.WriteByte('-')
		}
	}
	text := strings.Trim(b.String(), "-")
	for strings.Contains(text, "--") {
		text = strings.ReplaceAll(text, "--", "-")
	}
	return text[:min(len(text), 40)]
}

// clean is a text without what could disturb a line or a terminal.
func clean(text string) string {
	text = strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) && c != ' ' {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(text, "\ufffd"))
	return strings.TrimSpace(text)
}

func short(text string, most int) string {
	runes := []rune(clean(text))
	if len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return string(runes)
}

// last is the last of names with points between them.
func last(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// index is where a name stands in a list; negative where it doesn't.
func index(list []ast.Expr, name string) int {
	for i, e := range list {
		if identifier, ok := e.(*ast.Ident); ok && identifier.Name == name {
			return i
		}
	}
	return -1
}

// duration is a length as scenarios write it.
func duration(d time.Duration) string {
	for _, unit := range []struct {
		size time.Duration
		name string
	}{{time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}, {time.Millisecond, "ms"}, {time.Microsecond, "us"}} {
		if d >= unit.size && d%unit.size == 0 {
			return strconv.FormatInt(int64(d/unit.size), 10) + unit.name
		}
	}
	return strconv.FormatInt(int64(d), 10) + "ns"
}
