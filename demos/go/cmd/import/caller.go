package main

import "strings"

// closers makes a task of each group after whose Wait a goroutine closes a channel, while the code around it goes on: it closes that.
func (g *group) closers(s *story) {
	for _, t := range g.tasks {
		for i := range t.steps {
			if t.steps[i].kind == nested {
				t.steps[i].group.closers(s)
			}
		}
	}
	if len(g.closes) == 0 || g.caller == nil {
		return
	}
	inner := *g
	g.tasks, g.notes, g.src = nil, nil, nil
	g.limit, g.limitGuess, g.timeout, g.cause, g.detached, g.cancelAt, g.after, g.caller, g.untilTold = -1, "", 0, "", false, 0, nil, nil, false
	g.names = map[string]int{}
	if !inner.isWaitGroup && inner.kind == "" {
		g.kind = "zero-errgroup"
	}
	g.notes = []string{inner.closedAt + ": a goroutine closes a channel after Wait. Here the group is a task's, which closes it, and the code around it another, which may return first."}
	inner.wrap, inner.afterWait, inner.deferred, inner.closes = "", nil, nil, nil
	t := &task{at: inner.at, count: 1, group: g, closes: g.closes, src: inner.closeSrc, hasGroupContext: true}
	g.closes = nil
	var rest []*task
	for _, other := range inner.tasks {
		if other != inner.caller {
			rest = append(rest, other)
			other.group = &inner
		}
	}
	caller := inner.caller
	inner.tasks, inner.caller = rest, nil
	t.steps = []step{{kind: nested, group: &inner}}
	g.call(t, "group")
	caller.group = g
	g.names["caller"] = 1
	g.tasks = []*task{t, caller}
	g.caller = caller
}

// homecoming gives back to their group what a caller hands over that doesn't wait for anything.
func (g *group) homecoming() {
	for _, t := range g.tasks {
		for _, s := range t.steps {
			if s.kind == nested {
				s.group.homecoming()
			}
			for _, other := range s.tasks {
				for _, inner := range other.steps {
					if inner.kind == nested {
						inner.group.homecoming()
					}
				}
			}
		}
	}
	c := g.caller
	if c == nil {
		return
	}
	waits := false
	for _, s := range c.steps {
		waits = waits || s.isShared() || s.kind == until || s.kind == repeat || s.kind == signal || s.kind == loads || s.kind == keep || s.kind == nested
	}
	c.otherwise()
	if waits {
		c.notes = append([]string{c.at + ": the code around the group waits, sends or receives before its Wait; here it is a task of its own."}, c.notes...)
		if g.limit >= 0 {
			g.limit++
			g.notes = append(g.notes, c.at+": the limit is one higher than in the code, for the task that stands for the code around the group.")
		}
		return
	}
	var kept []*task
	for _, t := range g.tasks {
		if t != c {
			kept = append(kept, t)
			continue
		}
		for _, s := range c.steps {
			kept = append(kept, s.tasks...)
			if (s.kind == work || s.kind == busy) && s.note != "" {
				g.notes = append(g.notes, s.note+" It is between the tasks that are handed over; left out.")
			}
		}
		g.notes = append(g.notes, c.notes...)
	}
	g.tasks, g.caller = kept, nil
}

// besides is a step of the code around a group that is open: a step of a task that stands for that code.
func (f *frame) besides(s step) {
	g := f.open
	if g.caller == nil {
		place := f.r.place(s.src)
		if place == "" {
			place = g.at
		}
		g.caller = &task{at: place, group: g, count: 1, onCancel: "ok", hasGroupContext: true}
		g.call(g.caller, "caller")
		if f.delay > 0 {
			g.caller.steps = append(g.caller.steps, step{kind: busy, d: f.delay})
			f.delay = 0
		}
		g.tasks = append(g.tasks, g.caller)
	}
	if s.kind == until && s.note != "" && strings.HasSuffix(s.note, ".") {
		s.isGuess = true
	}
	if len(g.caller.steps) < 200 {
		g.caller.steps = append(g.caller.steps, s)
	}
}
