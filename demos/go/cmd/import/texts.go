package main

import (
	"go/ast"
	"regexp"
	"strconv"
	"strings"
)

// A message is the text of fmt.Errorf, with the values in it that the files say.
type message struct {
	whole string
	// before and after stand around the error that it wraps, where that isn't known.
	before, after string
	wrapped       ast.Expr
}

var verb = regexp.MustCompile(`%[-+#0-9.\[\]*]*[a-zA-Z%]`)

// verbPlace is which of its values a verb means: %[2]d.
var verbPlace = regexp.MustCompile(`\[(\d{1,4})\]`)

// message is the text that a call of fmt.Errorf makes.
func (r *reader) message(call *ast.CallExpr) message {
	var m message
	var b strings.Builder
	format := r.words(first(call))
	argument, from, at := 1, 0, -1
	for _, found := range verb.FindAllStringIndex(format, -1) {
		b.WriteString(format[from:found[0]])
		one := format[found[0]:found[1]]
		from = found[1]
		if strings.HasSuffix(one, "%") {
			b.WriteString("%")
			continue
		}
		if place := verbPlace.FindStringSubmatch(one); place != nil {
			// %[2]d
			argument, _ = strconv.Atoi(place[1])
			one = strings.Replace(one, place[0], "", 1)
		}
		var value ast.Expr
		if argument < len(call.Args) {
			value = call.Args[argument]
		}
		argument++
		switch text, ok := r.valueText(value); {
		case ok && one == "%q":
			b.WriteString(strconv.Quote(text))
		case ok:
			b.WriteString(text)
		case one == "%w" && m.wrapped == nil:
			m.wrapped, at = value, b.Len()
			b.WriteString(one)
		default:
			b.WriteString(one)
		}
	}
	b.WriteString(format[from:])
	if m.whole = b.String(); at >= 0 {
		m.before, m.after = m.whole[:at], m.whole[at+len("%w"):]
	}
	return m
}

// valueText is a constant, or an error with a name, as a text says it.
func (r *reader) valueText(e ast.Expr) (string, bool) {
	if e == nil {
		return "", false
	}
	e = r.resolved(e)
	if variable, ok := e.(*ast.Ident); ok && variable.Obj != nil {
		if r.changed[variable.Obj] {
			return "", false
		}
		if assign, ok := variable.Obj.Decl.(*ast.AssignStmt); ok && len(assign.Lhs) == len(assign.Rhs) {
			if i := index(assign.Lhs, variable.Name); i >= 0 {
				e = assign.Rhs[i]
			}
		}
	}
	if text := sentinels[name(e)]; text != "" {
		return text, true
	}
	if call, isCall := e.(*ast.CallExpr); isCall && !r.isOf(call.Fun, "errors", "New") {
		return "", false
	}
	if text := r.words(e); text != "" {
		return text, !strings.Contains(text, "%w")
	}
	n, ok := r.count(e)
	return strconv.Itoa(n), ok && !r.isTime(e)
}

// isTime says whether an expression has a length of time in it.
func (r *reader) isTime(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		found = found || ok && r.isPackage(selector.X, "time")
		return !found
	})
	return found
}

// wrapping is the text around the error that fmt.Errorf("text: %w", err) wraps, or errors.Wrap(err, "text") of others, as a
// scenario has it: with %w where the error stands, unless that is behind a colon.
func (r *reader) wrapping(e ast.Expr) (string, bool) {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) < 2 {
		return "", false
	}
	switch last(name(call.Fun)) {
	case "Errorf":
		m := r.message(call)
		if m.wrapped == nil {
			return "", false
		}
		before, after := literal(m.before), literal(m.after)
		if start, isUsual := strings.CutSuffix(before, ": "); isUsual && after == "" {
			return start, start != ""
		}
		return before + "%w" + after, strings.TrimSpace(before+after) != ""
	case "Wrap", "Wrapf", "WithMessage", "WithMessagef":
		text := literal(r.words(call.Args[1]))
		if _, isKnown := r.valueText(call.Args[0]); isKnown {
			return "", false
		}
		_, isCall := call.Args[0].(*ast.CallExpr)
		return text, text != "" && (isCall || r.isError(call.Args[0]))
	}
	return "", false
}

// literal is a text as a part of a wrap, which has no verb but %w.
func literal(text string) string { return strings.ReplaceAll(text, "%", "%%") }

// shortWrap is a text of wrap that is cut where it is too long, but keeps the error.
func shortWrap(text string, most int) string {
	text = clean(text)
	if len([]rune(text)) <= most {
		return text
	}
	cut := func(part string, most int) string {
		start, isCut := strings.CutSuffix(short(part, most), "…")
		if !isCut {
			return start
		}
		if signs := len(start) - len(strings.TrimRight(start, "%")); signs%2 == 1 {
			start = start[:len(start)-1]
		}
		return start + "…"
	}
	before, after, ok := strings.Cut(text, "%w")
	if !ok {
		return cut(text, most)
	}
	left := min(len([]rune(before)), max(most/2, most-len([]rune(after))-2))
	space := ""
	if strings.HasSuffix(before, " ") {
		space = " "
	}
	before = strings.TrimSuffix(cut(before, max(left-1, 2)), " ") + space
	if strings.HasPrefix(after, " ") {
		before, after = before+"%w ", after[1:]
	} else {
		before += "%w"
	}
	return before + cut(after, max(most-len([]rune(before)), 2))
}

// wrapAround is a text of wrap around another one.
func wrapAround(outer, inner string) string {
	before, after, ok := strings.Cut(outer, "%w")
	if !ok {
		return outer + ": " + inner
	}
	if !strings.Contains(inner, "%w") {
		inner += ": %w"
	}
	return before + inner + after
}

// failAround is a text of wrap around the text of an error.
func failAround(outer, text string) string {
	before, after, ok := strings.Cut(outer, "%w")
	if !ok {
		before += ": "
	}
	return strings.ReplaceAll(before, "%%", "%") + text + strings.ReplaceAll(after, "%%", "%")
}

// wrappedText is the text of errors.Wrap(ErrClosed, "text") where the error is known.
func (r *reader) wrappedText(e ast.Expr) string {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) < 2 {
		return ""
	}
	switch last(name(call.Fun)) {
	case "Wrap", "Wrapf", "WithMessage", "WithMessagef":
		if inner, isKnown := r.valueText(call.Args[0]); isKnown && r.words(call.Args[1]) != "" {
			return r.words(call.Args[1]) + ": " + inner
		}
	}
	return ""
}

// givenBefore is the wrap that a variable was given last in some statements, or where it is declared; the value itself where it is none.
func (r *reader) givenBefore(value ast.Expr, before []ast.Stmt) ast.Expr {
	variable, ok := value.(*ast.Ident)
	if !ok || variable.Obj == nil {
		return value
	}
	given := func(s ast.Stmt) ast.Expr {
		if assign, ok := s.(*ast.AssignStmt); ok && len(assign.Lhs) == len(assign.Rhs) {
			if i := index(assign.Lhs, variable.Name); i >= 0 {
				return assign.Rhs[i]
			}
		}
		return nil
	}
	for i := len(before) - 1; i >= 0; i-- {
		if found := given(before[i]); found != nil {
			return r.wrapOr(found, value)
		}
	}
	if made, ok := variable.Obj.Decl.(*ast.AssignStmt); ok && !r.changed[variable.Obj] {
		if found := given(made); found != nil {
			return r.wrapOr(found, value)
		}
	}
	return value
}

// wrapOr is an expression that makes another error of one, or else another.
func (r *reader) wrapOr(e, other ast.Expr) ast.Expr {
	switch r.verdictOf(e).kind {
	case wrapped, another:
		return e
	case asItCame, noError, asCause:
	}
	return other
}

// wrapper is the wrap of a function of the files that does nothing else: func wrap(err error) error { return fmt.Errorf("x: %w", err) }.
func (r *reader) wrapper(e ast.Expr) ast.Expr {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	kind, body, _ := r.function(call.Fun)
	if body == nil || len(body.List) != 1 || kind.Results == nil || len(kind.Results.List) != 1 {
		return nil
	}
	back, ok := body.List[0].(*ast.ReturnStmt)
	if !ok || len(back.Results) != 1 {
		return nil
	}
	if _, isWrap := r.wrapping(back.Results[0]); !isWrap {
		return nil
	}
	hasError := false
	for _, argument := range call.Args {
		_, isCall := argument.(*ast.CallExpr)
		hasError = hasError || r.isError(argument) || isCall
	}
	if !hasError {
		return nil
	}
	r.parameters(kind, call.Args, nil)
	return back.Results[0]
}

// unknownValues is what a text is a guess for that has values in it which aren't in the code.
func unknownValues(text string) string {
	errors := 0
	for _, one := range verb.FindAllString(strings.ReplaceAll(text, "%%", "%"), -1) {
		if one == "%w" {
			errors++
		}
		if one != "%%" && one != "%w" || errors > 1 {
			return "the text has a value that the code doesn't say: which?"
		}
	}
	return ""
}
