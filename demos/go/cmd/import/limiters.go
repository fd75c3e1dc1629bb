package main

import (
	"go/ast"
	"go/token"
	"math"
	"strings"
	"time"
)

// A limiter is one of golang.org/x/time/rate as a scenario knows it.
type limiter struct {
	name  string
	every time.Duration
	burst int
	guess string
	at    string
	// isFree says that it never lets anything wait: rate.Inf.
	isFree bool
	pos    token.Pos
}

// most that a limiter may keep.
const mostTokens = 100_000

// isNewLimiter says whether a call is rate.NewLimiter(…).
func (r *reader) isNewLimiter(call *ast.CallExpr) bool {
	return r.isOf(call.Fun, "rate", "NewLimiter") && len(call.Args) == 2
}

// makesLimiter keeps the limiter that a call makes; false where it makes none.
func (r *reader) makesLimiter(left ast.Expr, call *ast.CallExpr) bool {
	if !r.isNewLimiter(call) {
		return false
	}
	l := r.newLimiter(last(name(left)), call)
	r.limiters[key(left)] = l
	if field, ok := left.(*ast.SelectorExpr); ok {
		r.limiters["field "+field.Sel.Name] = l
	}
	if _, isElement := left.(*ast.IndexExpr); isElement {
		r.notes = appendNew(r.notes, l.at+": one of several limiters in the code; here all share "+short(l.name, 40)+".")
	}
	return true
}

// newLimiter is the limiter that rate.NewLimiter(…) makes. Code that is walked twice makes the same one.
func (r *reader) newLimiter(name string, call *ast.CallExpr) *limiter {
	for _, l := range r.allLimiters {
		if l.pos == call.Pos() {
			return l
		}
	}
	l := r.addLimiter(name, call)
	every, known := r.everyOf(call.Args[0])
	l.isFree = known && every == 0
	burst, isCounted := r.count(call.Args[1])
	isCounted = isCounted && burst > 0
	if l.every = every; !known || every == 0 {
		l.every = tokenEvery
	}
	if l.burst = min(burst, mostTokens); !isCounted {
		l.burst = 1
	}
	switch {
	case !known && !isCounted:
		l.guess = l.at + ": how often is there a token, and how many does it keep?"
	case !known:
		l.guess = l.at + ": how often is there a token?"
	case !isCounted:
		l.guess = l.at + ": how many tokens does it keep?"
	}
	return l
}

// tokenEvery is how often there is a token where the code doesn't say.
const tokenEvery = 100 * time.Millisecond

// addLimiter is a limiter whose keys aren't known yet.
func (r *reader) addLimiter(name string, at ast.Node) *limiter {
	if name == "" {
		name = "limiter"
	}
	l := &limiter{name: r.unique(name), at: r.where(at), pos: at.Pos(), every: tokenEvery, burst: 1}
	r.allLimiters = append(r.allLimiters, l)
	return l
}

// everyOf is how long it takes until there is another token, for a rate.Limit; zero where there always is one.
func (r *reader) everyOf(e ast.Expr) (time.Duration, bool) {
	e = r.resolved(e)
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.everyOf(e.X)
	case *ast.SelectorExpr:
		if r.isOf(e, "rate", "Inf") {
			return 0, true
		}
	case *ast.CallExpr:
		switch {
		case r.isOf(e.Fun, "rate", "Every") && len(e.Args) == 1:
			return r.duration(e.Args[0])
		case r.isOf(e.Fun, "rate", "Limit") && len(e.Args) == 1:
			return r.everyOf(e.Args[0])
		}
	case *ast.Ident:
		if given := r.given(e); given != nil {
			return r.everyOf(given)
		}
	}
	perSecond, ok := r.number(e, 0)
	if !ok || math.IsNaN(perSecond) || perSecond <= 0 {
		return 0, false
	}
	return max(1, time.Duration(min(math.Round(float64(time.Second)/perSecond), float64(longest)))), true
}

// given is what a variable that gets no other value is declared with; nil where that isn't said.
func (r *reader) given(variable *ast.Ident) ast.Expr {
	if variable.Obj == nil || r.changed[variable.Obj] {
		return nil
	}
	switch decl := variable.Obj.Decl.(type) {
	case *ast.AssignStmt:
		if i := index(decl.Lhs, variable.Name); i >= 0 && len(decl.Lhs) == len(decl.Rhs) {
			return decl.Rhs[i]
		}
	case *ast.ValueSpec:
		for i, name := range decl.Names {
			if name.Name == variable.Name && i < len(decl.Values) {
				return decl.Values[i]
			}
		}
	}
	return nil
}

// limiterAt is the limiter that an expression holds: a variable, a parameter or a field; nil where it holds another thing.
func (r *reader) limiterAt(e ast.Expr) *limiter {
	e = r.resolved(e)
	if l := r.limiters[key(e)]; l != nil {
		return l
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.limiterAt(e.X)
	case *ast.CallExpr:
		return r.limiterFrom(e, "")
	case *ast.SelectorExpr:
		if l := r.limiters["field "+e.Sel.Name]; l != nil {
			return l
		}
		for _, value := range r.fieldCode[e.Sel.Name] {
			if l := r.limiterFrom(value, e.Sel.Name); l != nil && !r.isImported(e.X) {
				r.limiters["field "+e.Sel.Name] = l
				return l
			}
		}
		kind := r.typeOf(e, 0)
		isTyped := r.limiterNames[e.Sel.Name] && (kind == unknownType || kind == foreignType)
		if !r.isImported(e.X) && (isTyped || kind == unknownType && isLimiterName(e.Sel.Name)) {
			return r.unknownLimiter("field "+e.Sel.Name, e.Sel.Name, e)
		}
	case *ast.Ident:
		if e.Obj == nil {
			// A variable of another file.
			if isLimiterName(e.Name) && !r.isImported(e) {
				return r.unknownLimiter(key(e), e.Name, e)
			}
			return nil
		}
		if value := r.given(e); value != nil {
			if l := r.limiterFrom(value, e.Name); l != nil {
				r.limiters[key(e)] = l
				return l
			}
			switch value.(type) {
			case *ast.SelectorExpr, *ast.IndexExpr:
				// lim := c.limiter
				return r.limiterAt(value)
			}
		}
		switch decl := e.Obj.Decl.(type) {
		case *ast.Field:
			if r.isLimiterType(decl.Type) {
				return r.unknownLimiter(key(e), e.Name, e)
			}
		case *ast.ValueSpec:
			if decl.Type != nil && r.isLimiterType(decl.Type) {
				if l := r.limiterGiven(e); l != nil {
					r.limiters[key(e)] = l
					return l
				}
				return r.unknownLimiter(key(e), e.Name, e)
			}
		}
	}
	return nil
}

// isLimiterName says whether a name is one for a limiter.
func isLimiterName(name string) bool { return strings.HasSuffix(strings.ToLower(name), "limiter") }

// limiterGiven is the limiter that a variable is given somewhere in the files, behind its declaration.
func (r *reader) limiterGiven(variable *ast.Ident) *limiter {
	var found *limiter
	for _, file := range r.parsed {
		ast.Inspect(file, func(n ast.Node) bool {
			if assign, ok := n.(*ast.AssignStmt); ok && len(assign.Lhs) == len(assign.Rhs) {
				for i, left := range assign.Lhs {
					if name, ok := left.(*ast.Ident); ok && name.Obj == variable.Obj && found == nil {
						found = r.limiterFrom(assign.Rhs[i], variable.Name)
					}
				}
			}
			return found == nil
		})
	}
	return found
}

func (r *reader) isLimiterType(kind ast.Expr) bool {
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	return r.isOf(kind, "rate", "Limiter")
}

// limiterFrom is the limiter that a call makes, itself or in a function of the files that returns one.
func (r *reader) limiterFrom(value ast.Expr, label string) *limiter {
	call, ok := value.(*ast.CallExpr)
	if !ok {
		return nil
	}
	if r.isNewLimiter(call) {
		return r.newLimiter(label, call)
	}
	kind, body, called := r.function(call.Fun)
	if body == nil || kind.Results == nil || len(kind.Results.List) == 0 || !r.isLimiterType(kind.Results.List[0].Type) {
		return nil
	}
	if label == "" {
		label = called
	}
	var found *limiter
	ast.Inspect(body, func(n ast.Node) bool {
		if made, ok := n.(*ast.CallExpr); ok && found == nil && r.isNewLimiter(made) {
			r.parameters(kind, call.Args, nil)
			found = r.newLimiter(label, made)
		}
		return found == nil
	})
	return found
}

// unknownLimiter is one that other code makes.
func (r *reader) unknownLimiter(key, name string, at ast.Node) *limiter {
	l := r.addLimiter(name, at)
	l.guess = l.at + ": a limiter that is made elsewhere: how often is there a token, and how many does it keep?"
	r.limiters[key] = l
	return l
}

// takesToken says whether a call waits for a token of a limiter, as far as names and types say.
func (r *reader) takesToken(call *ast.CallExpr) bool {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	return ok && (selector.Sel.Name == "Wait" && len(call.Args) == 1 || selector.Sel.Name == "WaitN" && len(call.Args) == 2) &&
		!r.isImported(selector.X) && r.limiterOf(selector) != nil
}

// limiterOf is the limiter whose method is called, also where a struct is one by what it embeds.
func (r *reader) limiterOf(method *ast.SelectorExpr) *limiter {
	if l := r.limiterAt(method.X); l != nil {
		return l
	}
	owner := r.typeOf(method.X, 0)
	structure, ok := r.types[owner].(*ast.StructType)
	for _, decl := range r.methods[method.Sel.Name] {
		ok = ok && r.receiver(decl) != owner
	}
	if !ok {
		return nil
	}
	for _, field := range structure.Fields.List {
		if len(field.Names) == 0 && r.isLimiterType(field.Type) {
			return r.limiterAt(&ast.SelectorExpr{X: method.X, Sel: &ast.Ident{NamePos: method.Pos(), Name: "Limiter"}})
		}
	}
	return nil
}

// mostAtOnce is how many steps stand for tokens that are taken at once.
const mostAtOnce = 20

// limiter is a method of a limiter.
func (f *frame) limiter(call *ast.CallExpr, selector *ast.SelectorExpr) bool {
	r := f.r
	switch selector.Sel.Name {
	case "Wait", "WaitN", "Allow", "AllowN", "Reserve", "ReserveN", "SetLimit", "SetLimitAt", "SetBurst", "SetBurstAt":
	default:
		return false
	}
	if r.isImported(selector.X) {
		return false
	}
	l := r.limiterOf(selector)
	if l == nil {
		return false
	}
	n := 1
	switch called := selector.Sel.Name; {
	case called == "Wait" && len(call.Args) == 1:
	case called == "WaitN" && len(call.Args) == 2:
		count, known := r.count(call.Args[1])
		switch {
		case !known:
			f.fault(call, "takes several tokens of %s at once; here one. FILL IN, how many?", short(l.name, 40))
		case count > l.burst && l.guess == "" && !l.isFree:
			f.fault(call, "takes %d tokens of %s, which keeps no more than %d: it fails at once; here it waits for one.", count, short(l.name, 40), l.burst)
		case count > mostAtOnce:
			f.fault(call, "takes %d tokens of %s at once; here %d.", count, short(l.name, 40), mostAtOnce)
			n = mostAtOnce
		default:
			n = count
		}
	case called == "Wait" || called == "WaitN":
		return false
	case called == "Allow" || called == "AllowN":
		f.fault(call, "asks whether %s has a token, and doesn't wait for one, which a scenario can't; left out.", short(l.name, 40))
		return true
	case called == "Reserve" || called == "ReserveN":
		f.fault(call, "reserves a token of %s, which a scenario can't; left out.", short(l.name, 40))
		return true
	default:
		f.fault(call, "changes the limiter %s; left out.", short(l.name, 40))
		return true
	}
	src := []token.Pos{call.Pos()}
	if l.isFree {
		f.task.src = append(f.task.src, src...)
		f.fault(call, "%s has no limit, so that nothing waits here; left out.", short(l.name, 40))
		return true
	}
	c, listens := r.context(call.Args[0]), f.listens
	_, isMade := call.Args[0].(*ast.CallExpr)
	isDeaf := c != nil && (c.kind == detached || c.isRoot && isMade)
	if !isDeaf {
		f.uses(c)
	}
	using := f.using
	for range n {
		f.using = using
		f.add(step{kind: limits, limiter: l, n: 1, src: src})
	}
	if isDeaf {
		f.task.src = append(f.task.src, c.src...)
		// Nothing ends this wait.
		f.deafWaits, f.listens = f.deafWaits+1, listens
	}
	if n == 0 {
		f.task.src = append(f.task.src, src...)
	}
	return true
}

// sharesLimiter says so where each of several tasks makes a limiter of its own.
func (f *frame) sharesLimiter(left ast.Expr) {
	if l := f.r.limiters[key(left)]; l != nil && f.total > 1 {
		f.note(l.at + ": each of several tasks makes its own limiter " + short(l.name, 40) + "; here they share one.")
	}
}

// limitersOf are the limiters of the skeleton.
func (s *story) limitersOf(r *reader, used map[any]bool) {
	for _, l := range r.allLimiters {
		if used[l] {
			s.limiters = append(s.limiters, l)
			s.src = append(s.src, l.pos)
		}
	}
}
