package main

import (
	"go/ast"
	"sort"
	"strings"
)

// makesGroup says whether a group is made right in a function, and how many tasks are handed to groups there.
func (r *reader) makesGroup(f ast.Node) (makes bool, tasks int) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if r.isOf(n.Fun, "errgroup", "WithContext") || r.isOf(n.Fun, "rungroup", "New") {
				makes = true
			}
			if selector, ok := n.Fun.(*ast.SelectorExpr); ok && (selector.Sel.Name == "Go" || selector.Sel.Name == "TryGo" ||
				selector.Sel.Name == "Add" && r.hasActors(selector)) {
				tasks++
				makes = makes || r.elsewhere(selector.X) != ""
			} else if ok && selector.Sel.Name == "Done" && r.elsewhere(selector.X) == "waitgroup" {
				makes = true
			}
		case *ast.SelectorExpr:
			if r.isOf(n, "errgroup", "Group") || r.isOf(n, "sync", "WaitGroup") || r.isOf(n, "run", "Group") {
				makes = true
			}
		case *ast.GoStmt:
			tasks++
			makes = makes || r.waitsByHand
		}
		return true
	})
	return makes, tasks
}

// hasActors says whether the file of a place imports oklog's groups.
func (r *reader) hasActors(n ast.Node) bool {
	for _, whole := range r.importsAt(n.Pos()) {
		if strings.HasSuffix(whole, "oklog/run") {
			return true
		}
	}
	return false
}

// mostStories is how many functions are read, apart from the one that is asked for.
const mostStories = 20

// stories are the functions that have groups, those first that no other calls.
func (r *reader) stories() []*story {
	type candidate struct {
		decl  *ast.FuncDecl
		tasks int
		calls map[*ast.FuncDecl]bool
	}
	byDecl := map[*ast.FuncDecl]*candidate{}
	var all []*candidate
	declarations, inValues := r.declarations(), map[*ast.FuncDecl]bool{}
	for _, decl := range r.inValues() {
		declarations, inValues[decl] = append(declarations, decl), true
	}
	for _, declaration := range declarations {
		decl, ok := declaration.(*ast.FuncDecl)
		if !ok || decl.Body == nil || len(all) >= mostFunctions {
			continue
		}
		c := &candidate{decl: decl, calls: map[*ast.FuncDecl]bool{}}
		if makes, tasks := r.makesGroup(decl.Body); makes {
			c.tasks = tasks
		}
		ast.Inspect(decl.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				if f := r.funcs[n.Name]; f != nil && n.Obj != nil && n.Obj.Decl == any(f) {
					c.calls[f] = true
				}
			case *ast.SelectorExpr:
				if method := r.methodOf(n); method != nil && !isGroupMethod(n.Sel.Name) {
					c.calls[method] = true
				}
			}
			return true
		})
		byDecl[decl] = c
		all = append(all, c)
	}
	// Which have a group somewhere below.
	reaches := map[*candidate]int{}
	for _, c := range all {
		seen := map[*ast.FuncDecl]bool{}
		todo := []*ast.FuncDecl{c.decl}
		for len(todo) > 0 {
			decl := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if seen[decl] {
				continue
			}
			seen[decl] = true
			reaches[c] += byDecl[decl].tasks
			for f := range byDecl[decl].calls {
				if byDecl[f] != nil {
					todo = append(todo, f)
				}
			}
		}
	}
	isCalled := map[*ast.FuncDecl]bool{}
	for _, c := range all {
		for f := range c.calls {
			if f != c.decl && reaches[c] > 0 {
				isCalled[f] = true
			}
		}
	}
	rank := func(c *candidate) int {
		name := c.decl.Name.Name
		switch {
		case isCalled[c.decl]:
			return 3
		case inValues[c.decl]:
			return 2
		case name == "main" && c.decl.Recv == nil:
			return 0
		case strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Benchmark") || strings.HasPrefix(name, "Fuzz"):
			return 2
		}
		return 1
	}
	sort.SliceStable(all, func(i, j int) bool {
		if rank(all[i]) != rank(all[j]) {
			return rank(all[i]) < rank(all[j])
		}
		return reaches[all[i]] > reaches[all[j]]
	})
	var stories []*story
	for _, c := range all {
		if reaches[c] == 0 || len(stories) >= mostStories && c.decl.Name.Name != r.wanted {
			continue
		}
		if s := r.story(c.decl); s != nil {
			s.isCalled = isCalled[c.decl]
			stories = append(stories, s)
		}
	}
	switch {
	case len(stories) > 0 || r.takesLiterals:
	case !r.waitsByHand:
		// No group: perhaps goroutines that are waited for in another way.
		r.waitsByHand = true
		return r.stories()
	default:
		r.waitsByHand, r.takesLiterals = false, true
		return r.stories()
	}
	return stories
}

// declarations are those of all files.
func (r *reader) declarations() []ast.Decl {
	var all []ast.Decl
	for _, file := range r.parsed {
		all = append(all, file.Decls...)
	}
	return all
}

// story reads a function; nil where it has no group with a task.
func (r *reader) story(decl *ast.FuncDecl) *story {
	r.reset()
	r.decl = decl
	outer := &ctx{kind: given}
	around := &group{limit: -1, ctx: outer, names: map[string]int{}}
	t := &task{name: kebab(decl.Name.Name), count: 1, group: around}
	if t.name == "" {
		t.name = "story"
	}
	r.parameters(decl.Type, nil, outer)
	r.stack = append(r.stack, decl.Body)
	f := &frame{r: r, task: t, steps: &t.steps, count: 1, total: 1, isOuter: true, base: outer}
	if maker := r.maker(decl); maker != nil {
		// The function that makes the group comes first.
		r.parameters(maker.Type, nil, outer)
		r.stack = append(r.stack, maker)
		f.body(maker.Body)
		r.stack, f.isOver = r.stack[:len(r.stack)-1], false
	}
	f.body(decl.Body)
	f.closeOpen()
	s := &story{name: decl.Name.Name, title: decl.Name.Name, pos: decl.Pos(), about: "Read from " + r.where(decl) + "."}
	t.steps = prune(t.steps, 0)
	s.group = lift(t, s)
	inside := decl
	if s.group == nil {
		for _, code := range r.handedWithGroups(decl) {
			f, inside = r.walkHanded(code, t.name, outer), code
			if s.group = lift(f.task, s); s.group != nil {
				r.notes = append(r.notes, r.where(code.Type)+": this code is handed on; who calls it, and how often, isn't said here.")
				break
			}
		}
	}
	if s.group == nil {
		return nil
	}
	s.group.deferred = append(s.group.deferred, f.deferred...)
	s.group.settleBeforeGo()
	s.group.match()
	s.waitErrors(r)
	s.ownReleases(r)
	s.settle(r)
	s.group.each(func(t *task, steps []step) []step {
		if t != nil {
			t.timesOut()
			t.resolve()
			return t.steps
		}
		return steps
	})
	s.group.lawful()
	s.group.match()
	s.plays(r)
	s.group.fill()
	s.group.lawful()
	s.shares(r)
	s.group = s.group.joined()
	if len(s.group.tasks) == 0 && !has(s.group.beforeWait, spawn) {
		return nil
	}
	// The function that makes the group says more than the one that calls it.
	for _, declaration := range r.declarations() {
		if made, ok := declaration.(*ast.FuncDecl); ok && made != decl && inside == decl && made.Pos() <= s.group.pos && s.group.pos < made.End() {
			s.about = "Read from " + r.where(made) + "."
			s.title = made.Name.Name
			decl, inside = made, made
			break
		}
	}
	if text := strings.Join(strings.Fields(decl.Doc.Text()), " "); text != "" {
		s.about = text
	}
	s.notes = append(s.notes, r.notes...)
	s.sites, s.places = r.sites(), append(r.places(), r.placesAround(inside, s.group.pos)...)
	if r.budget <= 0 {
		s.notes = append(s.notes, "There is more in the file than could be read.")
	}
	return s
}

// maker is the function that makes a group which another gets from a field; nil where there is none.
func (r *reader) maker(user *ast.FuncDecl) *ast.FuncDecl {
	field := ""
	ast.Inspect(user.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if selector, ok := call.Fun.(*ast.SelectorExpr); ok && (selector.Sel.Name == "Go" || selector.Sel.Name == "TryGo") {
				if held, ok := selector.X.(*ast.SelectorExpr); ok && r.fields[held.Sel.Name] != "" {
					field = held.Sel.Name
				}
			}
		}
		return true
	})
	if field == "" {
		return nil
	}
	for _, declaration := range r.declarations() {
		decl, ok := declaration.(*ast.FuncDecl)
		if !ok || decl == user || decl.Body == nil {
			continue
		}
		makes, gives := false, false
		ast.Inspect(decl.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				makes = makes || r.isOf(n.Fun, "errgroup", "WithContext")
			case *ast.CompositeLit:
				makes = makes || r.kindOf(n.Type) != ""
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == field {
					gives = true
				}
			case *ast.AssignStmt:
				for _, left := range n.Lhs {
					if selector, ok := left.(*ast.SelectorExpr); ok && selector.Sel.Name == field {
						gives = true
					}
				}
			}
			return true
		})
		if makes && gives {
			return decl
		}
	}
	return nil
}

// match leaves out signals that no task waits for. What waits for one that nothing gives is a length to fill in.
func (g *group) match() {
	given, awaited := map[string]bool{}, map[string]bool{}
	var look func(steps []step)
	look = func(steps []step) {
		for _, s := range steps {
			switch s.kind {
			case signal:
				given[s.text] = true
			case until:
				awaited[s.text] = true
				for _, name := range strings.Split(s.text, " or ") {
					awaited[name] = true
				}
			case work, busy, nested, spawn, cancel, use, say, fail, crash, back, exit, send, receive, ranges, closing, acquire, release, limits, loads, repeat, keep, tries:
			}
			look(s.inner)
			look(s.otherwise)
		}
	}
	g.each(func(_ *task, steps []step) []step {
		look(steps)
		return steps
	})
	g.eachAfter(func(after *afterFunction) { look(after.steps) })
	var matched func(steps []step) []step
	matched = func(steps []step) []step {
		var kept []step
		for _, s := range steps {
			if s.kind == signal && !awaited[s.text] {
				continue
			}
			if s.kind == until && s.text != "told" && s.d == 0 && s.latch == nil && !given[s.text] {
				kind := busy
				if s.isGuess {
					kind = work
				}
				s = step{kind: kind, d: guess, isGuess: true, note: "waits for " + s.text + ", which nothing here gives: how long?",
					told: s.told, toldAt: s.toldAt}
			}
			if name, isLimited := strings.CutSuffix(s.text, " or "+duration(longestWait)); s.kind == until && isLimited && !given[name] {
				s = step{kind: busy, d: guess, isGuess: true, note: "waits for " + name + ", which nothing here gives: how long?"}
			}
			s.inner, s.otherwise = matched(s.inner), matched(s.otherwise)
			kept = append(kept, s)
		}
		return kept
	}
	g.each(func(_ *task, steps []step) []step { return matched(steps) })
	g.eachAfter(func(after *afterFunction) { after.steps = matched(after.steps) })
}

// doneWell says of what is done only where Wait returned no error what it is here. Where that is all that is done after Wait, it stays so.
func (g *group) doneWell() {
	for _, one := range g.afterWait {
		if one.wellAt == "" {
			for _, one := range g.afterWait {
				if one.wellAt != "" {
					g.note(one.wellAt + doneWell)
				}
			}
			return
		}
	}
	if len(g.afterWait) > 0 && g.isDropped && g.onError == "" && g.wrap == "" {
		g.isDropped, g.isSaidOtherwise = false, true
		g.note(g.afterWait[0].wellAt + ": where Wait returns an error, the code only leaves this out, and returns none; here that is the caller's error.")
	}
}

// flat are steps with what is in tries in their place.
func flat(steps []step) []step {
	var all []step
	for _, one := range steps {
		if one.kind == tries {
			all = append(all, flat(one.inner)...)
		} else {
			all = append(all, one)
		}
	}
	return all
}

// lift makes the function's only group the outermost one. A function with several becomes a task.
func lift(t *task, s *story) *group {
	var groups []int
	for i := range t.steps {
		if t.steps[i].kind == nested {
			groups = append(groups, i)
		}
	}
	if len(groups) == 0 {
		return nil
	}
	if len(groups) == 1 {
		g := t.steps[groups[0]].group
		t.doneBefore(g, t.steps[:groups[0]])
		for _, after := range t.steps[groups[0]+1:] {
			if has([]step{after}, limits) {
				// No token can be taken there.
				after.inner, after.otherwise = without(after.inner, limits), without(after.otherwise, limits)
			}
			if after.kind == tries && !after.isAlways && mayFail(after.inner) {
				g.afterWait = append(g.afterWait, after)
				continue
			}
			for _, after := range flat([]step{after}) {
				switch after.kind {
				case work, busy, say, use, signal, cancel:
					if !after.isAlways {
						g.afterWait = append(g.afterWait, after)
					} else if after.kind != use {
						if after.kind == work {
							after.kind = busy
						}
						g.deferred = append(g.deferred, after)
					}
				case fail, exit, send, receive, ranges, closing:
					if !after.isAlways {
						g.afterWait = append(g.afterWait, after)
					}
				case nested, spawn, crash, back, until, acquire, release, limits, loads, repeat, keep, tries:
				}
			}
		}
		g.notes = append(t.notes, g.notes...)
		g.doneWell()
		return g
	}
	for i := range t.steps {
		if t.steps[i].wellAt != "" {
			t.note(t.steps[i].wellAt + doneWell)
		}
		// What is done before the first group isn't all that may be told.
		t.steps[i].told, t.steps[i].within = "", nil
	}
	for _, i := range groups {
		t.steps[i].group.each(func(_ *task, steps []step) []step {
			for i := range steps {
				if steps[i].kind == until && steps[i].d > 0 {
					// A path in it would be another.
					steps[i].kind, steps[i].text = work, ""
				}
			}
			return steps
		})
	}
	isCutOff := func(g *group) bool {
		return g.ctx != nil && (g.ctx.kind == ofGroup && g.ctx.parent != nil && g.ctx.parent.isFromRoot() || g.ctx.kind != ofGroup && g.ctx.isFromRoot())
	}
	all := 0
	for _, i := range groups {
		if isCutOff(t.steps[i].group) {
			all++
		}
	}
	var beside []string
	for _, i := range groups {
		// Where only some are made of context.Background, what ends the others doesn't end them.
		t.steps[i].group.detached = t.steps[i].group.detached || all < len(groups) && isCutOff(t.steps[i].group)
		if g := t.steps[i].group; g.isSideBySide {
			beside = append(beside, g.at)
		}
	}
	s.notes = append(s.notes, "The function has several groups: here they come one after the other, as the steps of a task.")
	if len(beside) > 0 {
		s.notes = append(s.notes, "The code doesn't do so: at "+strings.Join(beside, ", ")+" a group begins while the one before it still runs.")
	}
	return &group{limit: -1, kind: "zero-errgroup", tasks: []*task{t}}
}
