package main

import "slices"

// A dry run plays a skeleton without time, as far as tasks wait for each other: for items, permits, signals, limits and the end
// of contexts. It finds what would stand still.
type dryRun struct {
	actors  []*actor
	items   map[*channel]int
	closed  map[*channel]bool
	free    map[*permits]int
	signals map[string]bool
	// handed counts what unbuffered channels pass on in this round.
	left int
	// told is the group whose tasks are told before they do anything; nil where none is.
	told *group
}

// An actor is a task of it: what it still has to do, innermost last.
type actor struct {
	task    *task
	todo    [][]step
	group   *dryGroup
	waits   *dryGroup // whose tasks it waits for
	isBegun bool
	isDone  bool
	// isFirst says that its group's tasks come only behind it.
	isFirst bool
	// hasHeard says that it waited until it was told.
	hasHeard bool
	// errs says that it returns an error, having been told; ignores that it drops that of the group that it waits for.
	errs, ignores bool
	held          map[*permits]int
	// stuck is the step that it waits in.
	stuck *step
	// left is how much of a step with a count is still to be done.
	left             int
	failures, rounds int
	// guards are the tries around what it does: how deep each lies, and what is done where it fails.
	guards []guard
}

type guard struct {
	depth     int
	otherwise []step
}

type dryGroup struct {
	plan    *group
	parent  *dryGroup
	running int
	open    int
	isTold  bool
	// hasFailed says that a task of it returned an error.
	hasFailed bool
}

func (g *dryGroup) told() bool {
	for m := g; m != nil; m = m.parent {
		if m.isTold {
			return true
		}
		if m.plan.detached {
			return false
		}
	}
	return false
}

// dry plays a group to where nothing moves any more.
func (g *group) dry() *dryRun { return g.dryFrom(nil) }

// dryFrom plays it; where it or a group in it is told first, what can be cut short is.
func (g *group) dryFrom(told *group) *dryRun {
	d := &dryRun{items: map[*channel]int{}, closed: map[*channel]bool{}, free: map[*permits]int{}, signals: map[string]bool{}, left: 200_000}
	d.told = told
	outer := d.enter(g, nil)
	d.play()
	if outer.open == 0 && len(g.afterWait) > 0 {
		// What the caller does then.
		d.add(&task{steps: g.afterWait}, &dryGroup{plan: &group{limit: -1}})
		d.play()
	}
	return d
}

// standsStill are the steps with channels and permits at which a group's skeleton stands still.
func (g *group) standsStill() []*step {
	d := g.dry()
	var lost []*step
	for _, a := range d.actors {
		if !a.isDone && a.stuck != nil && a.stuck.kind == repeat && a.stuck.n == 0 {
			// It would go on for good.
			lost = append(lost, a.stuck)
		}
		if !a.isDone && a.stuck != nil && a.stuck.isShared() {
			lost = append(lost, a.stuck)
		}
	}
	return lost
}

func (d *dryRun) enter(g *group, parent *dryGroup) *dryGroup {
	inside := &dryGroup{plan: g, parent: parent, isTold: g == d.told}
	if len(g.beforeGo) > 0 {
		d.add(&task{steps: g.beforeGo, isAround: true}, inside)
		d.actors[len(d.actors)-1].isFirst = true
		return inside
	}
	d.spawns(inside)
	return inside
}

// spawns hands over a group's tasks.
func (d *dryRun) spawns(g *dryGroup) {
	for _, t := range g.plan.tasks {
		d.add(t, g)
	}
}

func (d *dryRun) add(t *task, g *dryGroup) {
	for range max(t.count, 1) {
		if len(d.actors) > 3000 {
			return
		}
		g.open++
		d.actors = append(d.actors, &actor{task: t, todo: [][]step{t.steps}, group: g, held: map[*permits]int{}})
	}
}

// play goes on until nothing moves any more.
func (d *dryRun) play() {
	for d.left > 0 {
		if !d.pass() && !d.starts() && !d.interrupt() {
			return
		}
	}
}

// pass lets each actor go as far as it gets, and says whether any got further.
func (d *dryRun) pass() bool {
	moved := false
	for i := 0; i < len(d.actors); i++ {
		a := d.actors[i]
		if a.isDone {
			continue
		}
		if !a.isBegun {
			if limit := a.group.plan.limit; limit >= 0 && a.group.running >= limit && !a.task.isTry && !a.task.isAround {
				continue
			}
			if a.isBegun = true; !a.task.isAround {
				a.group.running++
			}
			moved = true
		}
		for d.left > 0 && !a.isDone && d.move(a) {
			d.left--
			moved = true
		}
	}
	return moved
}

// starts lets after-functions begin whose context is done, and says whether there was any.
func (d *dryRun) starts() bool {
	found := false
	begin := func(after afterFunction) {
		for _, s := range after.steps {
			if s.kind == signal && !d.signals[s.text] {
				d.signals[s.text] = true
				found = true
			}
			if s.kind == closing && !d.closed[s.channel] {
				d.closed[s.channel] = true
				found = true
			}
		}
	}
	for _, a := range d.actors {
		if a.isDone || !a.group.told() {
			continue
		}
		for _, after := range a.task.after {
			begin(after)
		}
		for g := a.group; g != nil; g = g.parent {
			if g.told() {
				for _, after := range g.plan.after {
					begin(after)
				}
			}
		}
	}
	return found
}

// interrupt is what time does: an outside cancel, a timeout. It says whether there was any.
func (d *dryRun) interrupt() bool {
	for _, a := range d.actors {
		for g := a.group; g != nil; g = g.parent {
			if !g.isTold && (g.plan.cancelAt > 0 || g.plan.timeout > 0 || len(g.plan.leave) > 0) && !a.isDone {
				g.isTold = true
				return true
			}
		}
	}
	return false
}

func (a *actor) tells() bool {
	return a.group.told() && !a.task.detached && !a.task.deaf
}

// move does one thing, and says whether it could.
func (d *dryRun) move(a *actor) bool {
	if a.waits != nil {
		if a.waits.open > 0 {
			return false
		}
		failed := a.waits.hasFailed && !a.ignores && a.waits.plan.returnsError()
		if a.waits = nil; failed && !a.caught() {
			d.end(a, true)
		}
		return true
	}
	for len(a.todo) > 0 && len(a.todo[len(a.todo)-1]) == 0 {
		a.todo = a.todo[:len(a.todo)-1]
	}
	for n := len(a.guards); n > 0 && len(a.todo) <= a.guards[n-1].depth; n-- {
		a.guards = a.guards[:n-1]
	}
	if len(a.todo) == 0 {
		d.end(a, a.errs)
		return true
	}
	top := len(a.todo) - 1
	s := &a.todo[top][0]
	next := func() bool {
		a.todo[top] = a.todo[top][1:]
		a.stuck, a.left = nil, 0
		return true
	}
	a.stuck = s
	listens := !s.isBlocking
	switch s.kind {
	case busy, cancel, use, say, keep, back:
		if s.kind == cancel {
			a.group.isTold = true
		}
		if s.kind == back {
			d.end(a, false)
			return true
		}
		return next()
	case work, limits:
		if !a.hasHeard && d.told == nil || !a.tells() {
			return next()
		}
	case exit:
		for _, other := range d.actors {
			other.isDone = true
		}
		return true
	case tries:
		next()
		a.guards = append(a.guards, guard{len(a.todo), s.otherwise})
		a.todo = append(a.todo, s.inner)
		return true
	case fail, crash:
		if a.caught() {
			return true
		}
		if a.failures++; a.failures < a.task.attempts {
			// What it holds it keeps.
			a.todo, a.guards = [][]step{a.task.steps}, nil
			a.stuck, a.left = nil, 0
			return true
		}
		d.end(a, true)
		return true
	case signal:
		d.signals[s.text] = true
		return next()
	case until:
		if len(s.outs) > 0 {
			isOut := true
			for _, other := range d.actors {
				isOut = isOut && (other.isDone || !slices.Contains(s.outs, other.task))
			}
			if isOut {
				return next()
			}
			break
		}
		if s.d > 0 || d.signals[s.text] {
			return next()
		}
		if s.text == "told" && a.tells() {
			a.hasHeard = true
			a.errs = s.told != "ok" && a.task.onCancel != "ok" && len(a.todo) == 1 && len(a.todo[0]) == 1
			return next()
		}
		listens = s.text != "told"
	case nested:
		next()
		a.ignores = s.isIgnored || s.isTried
		a.waits = d.enter(s.group, a.group)
		return true
	case spawn:
		for _, t := range s.tasks {
			d.add(t, a.group)
		}
		return next()
	case loads:
		next()
		a.todo = append(a.todo, s.inner)
		return true
	case repeat:
		if s.n == 0 {
			// What is told first is so in the middle of a round.
			if a.tells() && (d.told == nil || a.rounds > 0) {
				return next()
			}
			if a.rounds++; a.rounds > 3 {
				return false
			}
			a.todo = append(a.todo, s.inner)
			return len(s.inner) > 0
		}
		rounds := s.n
		inner := s.inner
		next()
		for range min(rounds, 1000) {
			a.todo = append(a.todo, inner)
		}
		return true
	case acquire, send, receive:
		if !s.hasElse {
			break
		}
		if !d.isReady(a, s) {
			otherwise := s.otherwise
			next()
			a.todo = append(a.todo, otherwise)
			return true
		}
	}
	switch s.kind {
	case acquire:
		if _, known := d.free[s.permits]; !known {
			d.free[s.permits] = s.permits.n
		}
		if d.free[s.permits] >= s.n {
			d.free[s.permits] -= s.n
			a.held[s.permits] += s.n
			return next()
		}
	case release:
		d.free[s.permits] += s.n
		a.held[s.permits] -= s.n
		return next()
	case closing:
		d.closed[s.channel] = true
		return next()
	case send:
		for a.left < s.n {
			if d.items[s.channel] < s.channel.capacity+d.ready(s.channel) {
				d.items[s.channel]++
				a.left++
				if a.left < s.n {
					return true
				}
				return next()
			}
			break
		}
	case receive:
		if d.items[s.channel] > 0 {
			d.items[s.channel]--
			if a.left++; a.left < s.n {
				return true
			}
			return next()
		}
		if d.closed[s.channel] {
			return next()
		}
	case ranges:
		if d.items[s.channel] > 0 {
			d.items[s.channel]--
			a.todo = append(a.todo, s.inner)
			a.stuck = nil
			return true
		}
		if d.closed[s.channel] {
			return next()
		}
	}
	if listens && a.tells() {
		if !a.caught() {
			d.end(a, true)
		}
		return true
	}
	return false
}

// caught goes on where the innermost try says; false where there is none.
func (a *actor) caught() bool {
	n := len(a.guards)
	if n == 0 {
		return false
	}
	last := a.guards[n-1]
	a.guards = a.guards[:n-1]
	a.todo = append(a.todo[:last.depth:last.depth], last.otherwise)
	a.stuck, a.left = nil, 0
	return true
}

// returnsError says whether Wait's error goes on to the code around the group.
func (g *group) returnsError() bool {
	if g.kind == "waitgroup" || g.kind == "first-success" || g.isDropped || g.onError == "ok" {
		return false
	}
	for _, text := range g.okErrors {
		if text == ofContext {
			return false
		}
	}
	return true
}

// isReady says whether a send, receive or acquire doesn't have to wait.
func (d *dryRun) isReady(a *actor, s *step) bool {
	switch s.kind {
	case send:
		return d.items[s.channel] < s.channel.capacity+d.ready(s.channel)
	case receive:
		return d.items[s.channel] > 0 || d.closed[s.channel]
	}
	if _, known := d.free[s.permits]; !known {
		d.free[s.permits] = s.permits.n
	}
	return d.free[s.permits] >= s.n
}

// ready is how many actors wait for an item of a channel.
func (d *dryRun) ready(c *channel) int {
	n := 0
	for _, a := range d.actors {
		if !a.isDone && a.stuck != nil && (a.stuck.kind == receive || a.stuck.kind == ranges) && a.stuck.channel == c {
			n++
		}
	}
	return n
}

func (d *dryRun) end(a *actor, failed bool) {
	a.isDone = true
	if a.isFirst && !failed {
		d.spawns(a.group)
	}
	a.group.hasFailed = a.group.hasFailed || failed
	if a.group.open--; !a.task.isAround {
		a.group.running--
	}
	for _, c := range a.task.closes {
		d.closed[c] = true
	}
	for p, n := range a.held {
		d.free[p] += n
	}
	if kind := a.group.plan.kind; failed && (kind == "" || kind == "errgroup") || a.group.plan.anyEnds {
		a.group.isTold = true
	}
}
