package main

import (
	"go/token"
	"strings"
)

// closers makes a task of each group after whose Wait a goroutine closes a channel, while the code around it goes on: it closes that.
func (g *group) closers(s *story) {
	for _, t := range g.tasks {
		for i := range t.steps {
			if t.steps[i].kind == nested {
				t.steps[i].group.closers(s)
			}
		}
	}
	if len(g.closes) == 0 || g.caller == nil || g.caller.isAround {
		return
	}
	inner := *g
	g.tasks, g.notes, g.src = nil, nil, nil
	g.limit, g.limitGuess, g.timeout, g.cause, g.detached, g.cancelAt, g.after, g.caller, g.untilTold = -1, "", 0, "", false, 0, nil, nil, false
	g.names, g.beforeGo = map[string]int{}, nil
	if !inner.isWaitGroup && inner.kind == "" {
		g.kind = "zero-errgroup"
	}
	g.notes = []string{inner.closedAt + splitNote}
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
	if first := caller.dispatcher(&inner); first != nil {
		rest = append(rest, first)
	}
	inner.tasks, inner.caller = rest, nil
	t.steps = []step{{kind: nested, group: &inner}}
	g.call(t, "group")
	caller.group = g
	g.names["caller"] = 1
	g.tasks, g.caller = []*task{t, caller}, caller
	if len(caller.steps) == 0 {
		g.tasks, g.caller = g.tasks[:1], nil
	}
	g.isSplit = true
}

// joined is a group that was split by closers as one again: what the code around it does stands before its Wait, where it can.
func (g *group) joined() *group {
	for _, t := range g.tasks {
		nestedIn(t.steps, func(s *step) { s.group = s.group.joined() })
	}
	g.settleAround()
	if !g.isSplit || len(g.tasks) != 2 || len(g.tasks[0].steps) != 1 || g.tasks[0].steps[0].kind != nested || g.tasks[0].steps[0].isIgnored ||
		len(g.tasks[0].closes) == 0 || g.tasks[1].onCancel != "ok" || !areBeforeWait(g.tasks[1].steps) {
		return g
	}
	inner, caller := g.tasks[0].steps[0].group, g.tasks[1]
	inner.closes, inner.beforeWait = g.tasks[0].closes, caller.steps
	inner.wrap, inner.okErrors, inner.causeErrors, inner.onError, inner.isDropped = g.wrap, g.okErrors, g.causeErrors, g.onError, g.isDropped
	if !g.hasOwnWait {
		isToEnd := false
		for _, one := range caller.steps {
			isToEnd = isToEnd || one.kind == ranges
		}
		if !isToEnd {
			inner.note(g.closedAt + ": only this goroutine waits for the group, so that the code around it may return first; here it waits, too.")
		}
	}
	inner.afterWait, inner.deferred, inner.name, inner.caller = g.afterWait, g.deferred, g.name, nil
	if inner.cancelAt == 0 {
		inner.cancelAt, inner.cancelBy, inner.cancelGuess = g.cancelAt, g.cancelBy, g.cancelGuess
	}
	inner.src = append(append(append(inner.src, g.src...), g.tasks[0].src...), caller.src...)
	for _, note := range append(append(g.notes[:len(g.notes):len(g.notes)], g.tasks[0].notes...), caller.notes...) {
		if !strings.HasSuffix(note, splitNote) && !strings.HasSuffix(note, callerNote) {
			inner.note(note)
		}
	}
	return inner
}

// areBeforeWait says whether steps can be what a caller does before Wait.
func areBeforeWait(steps []step) bool {
	for _, one := range steps {
		switch one.kind {
		case nested, spawn, use, crash, tries, acquire, release, limits, repeat:
			return false
		case until:
			if one.d > 0 || len(one.outs) > 0 {
				return false
			}
		case work, busy, cancel, say, fail, back, signal, exit, send, receive, ranges, closing, loads, keep:
		}
		if !areBeforeWait(one.inner) {
			return false
		}
	}
	return true
}

const (
	splitNote  = ": a goroutine closes a channel after Wait. Here the group is a task's, which closes it, and the code around it another, which may return first."
	callerNote = ": the code around the group waits, sends or receives before its Wait; here it is a task of its own."
)

// homecoming gives back to their group what a caller hands over that doesn't wait for anything.
func (g *group) homecoming() {
	for _, t := range g.tasks {
		nestedIn(t.steps, func(s *step) { s.group.homecoming() })
	}
	c := g.caller
	if c == nil {
		return
	}
	waits := false
	for _, s := range c.steps {
		waits = waits || s.isShared() || s.kind == until || s.kind == repeat || s.kind == signal || s.kind == loads || s.kind == keep || s.kind == nested
	}
	if c.otherwise(); c.isAround {
		return
	}
	if waits {
		c.notes = append([]string{c.at + callerNote}, c.notes...)
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
	c := f.caller(s.src)
	if s.kind == until && s.note != "" && strings.HasSuffix(s.note, ".") {
		s.isGuess = true
	}
	if len(c.steps) < 200 {
		c.steps = append(c.steps, s)
	}
}

// caller is the task that stands for the code around the group that is open.
func (f *frame) caller(src []token.Pos) *task {
	g := f.open
	if g.caller == nil {
		place := f.r.place(src)
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
	return g.caller
}
