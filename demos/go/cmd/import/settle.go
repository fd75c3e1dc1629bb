package main

import (
	"slices"
	"strings"
)

// settle leaves out channels and semaphores with which the skeleton would stand still.
func (s *story) settle(r *reader) {
	s.group.around()
	s.group.closers(s)
	s.latches()
	s.oneSided(r)
	s.roomy()
	s.group.drop()
	s.plays(r)
	s.group.homecoming()
	s.group.fill()
}

// plays leaves out what stands still in a dry run, and gives waits an end that nothing else gives one.
func (s *story) plays(r *reader) {
	end := s.ender()
	for range 20 {
		lost := s.group.standsStill()
		if still := s.group.awaitsForGood(); len(lost) > 0 && end.cancelAt == 0 && (s.group.servesEach() || s.group.givesWhenTold() || still > 0) {
			// Rounds that pass items on end only with their context, and what is done then comes only then.
			end.endLate()
			if better := s.group.standsStill(); len(better) < len(lost) || s.group.awaitsForGood() < still {
				lost = better
			} else {
				end.cancelAt, end.cancelGuess = 0, ""
			}
		}
		if len(lost) == 0 {
			break
		}
		for _, one := range lost {
			switch one.kind {
			case acquire, release:
				one.permits.isLost = true
			case repeat:
				one.isEndless = true
			default:
				one.channel.isLost = true
			}
		}
		s.group.drop()
	}
	if still := s.group.awaitsForGood(); still > 0 && end.cancelAt == 0 {
		end.endLate()
		if s.group.awaitsForGood() >= still {
			end.cancelAt, end.cancelGuess = 0, ""
		}
	}
	if still := s.group.awaitsEnd(); still > 0 && end.cancelAt == 0 {
		end.endLate()
		if s.group.awaitsEnd() >= still {
			end.cancelAt, end.cancelGuess = 0, ""
		}
	}
	for range 10 {
		if !s.group.goesOnAnyway() {
			break
		}
	}
	for range 10 {
		if !s.group.limits(r) {
			break
		}
	}
	s.group.limitsDeaf()
}

// fill gives tasks something to do that have nothing left.
func (g *group) fill() {
	g.each(func(t *task, steps []step) []step {
		var kept []step
		for _, one := range steps {
			if one.kind != nested || len(one.group.tasks) > 0 {
				kept = append(kept, one)
			}
		}
		if t != nil && len(kept) == 0 {
			one := step{kind: busy, d: guess, isGuess: true, note: t.at + ": what it did with a channel is left out: how long?"}
			if t.hasGroupContext || t.hasOtherContext {
				one.kind = work
			}
			kept = []step{one}
		}
		return kept
	})
}

// shares are the channels and semaphores of the skeleton.
func (s *story) shares(r *reader) {
	used := map[any]bool{}
	s.group.each(func(t *task, steps []step) []step {
		if t != nil {
			for _, c := range t.closes {
				used[c] = true
			}
		}
		return noteUsed(steps, used)
	})
	// Code that is walked twice makes its channels twice.
	told := map[string]bool{}
	say := func(at, text string) {
		if !told[at] {
			told[at] = true
			s.notes = append(s.notes, at+text)
		}
	}
	for _, c := range r.allChannels {
		switch {
		case used[c] && !c.isLost:
			s.channels, s.notes = append(s.channels, c), append(s.notes, c.listNote()...)
			s.src = append(s.src, c.src...)
			told[c.at] = true
		case c.isMany && c.isLost:
			say(c.at, ": each of several tasks makes its own channel "+short(c.name, 40)+"; it is left out.")
		case c.isLost:
			say(c.at, ": what goes through the channel "+short(c.name, 40)+" can't be played from this code alone; it is left out.")
		}
	}
	s.limitersOf(r, used)
	for _, p := range r.allPermits {
		switch {
		case used[p] && !p.isLost:
			s.permits = append(s.permits, p)
			s.src = append(s.src, p.src...)
		case p.isLost:
			say(p.at, ": the semaphore "+short(p.name, 40)+" can't be played from this code alone; it is left out.")
		}
	}
}

// limits gives a longest time to waits for a signal that isn't given where the task that gives it is told first.
func (g *group) limits(r *reader) bool {
	var ending []*group
	if g.canEnd() {
		ending = append(ending, g)
	}
	g.each(func(t *task, steps []step) []step {
		// One in it may end alone.
		if t != nil && t.group != nil && t.group != g && (t.group.cancelAt > 0 || t.group.timeout > 0) && !slices.Contains(ending, t.group) {
			ending = append(ending, t.group)
		}
		return steps
	})
	found := false
	for _, told := range ending {
		for _, a := range g.dryFrom(told).actors {
			s := a.stuck
			if a.isDone || s == nil || told != g && !a.group.told() {
				continue
			}
			if s.isShared() && s.isBlocking && !a.task.deaf {
				a.task.note(r.place(s.src) + ": where the task at the other end is told first, nothing ends this wait; here it listens.")
				s.isBlocking = false
				found = true
			}
			found = s.limit() || found
		}
	}
	return found
}

// limit gives a longest time to a wait for a signal; false where it is another step.
func (s *step) limit() bool {
	if s.kind != until || s.text == "told" || s.d > 0 || len(s.outs) > 0 || s.latch != nil {
		return false
	}
	s.note = "where the task that gives " + s.text + " ends first, nothing ends this wait: how long at most?"
	s.text, s.d = s.text+" or "+duration(longestWait), longestWait
	return true
}

// isNeverTold says whether nothing of a group's own tells its tasks.
func (g *group) isNeverTold() bool {
	switch g.kind {
	case "zero-errgroup", "waitgroup", "collect-all":
		return g.cancelAt == 0 && g.timeout == 0
	}
	return false
}

// limitsDeaf limits the waits of tasks that don't listen for signals that another may not come to.
func (g *group) limitsDeaf() {
	sure := map[string]bool{}
	given := func(steps []step) {
		for _, s := range steps {
			switch s.kind {
			case signal:
				sure[s.text] = true
			case until:
				if s.text != "told" {
					return
				}
			case busy, spawn, cancel, use, say, closing, release, keep:
			case work, nested, fail, crash, back, exit, send, receive, ranges, acquire, limits, loads, repeat, tries:
				return
			}
		}
	}
	g.each(func(t *task, steps []step) []step {
		given(steps)
		return steps
	})
	g.eachAfter(func(after *afterFunction) { given(after.steps) })
	var limit func(steps []step)
	limit = func(steps []step) {
		for i := range steps {
			if !sure[steps[i].text] {
				steps[i].limit()
			}
			if steps[i].kind == tries {
				limit(steps[i].inner)
			}
		}
	}
	g.each(func(t *task, steps []step) []step {
		if t != nil && (t.deaf || t.group.isNeverTold()) {
			limit(steps)
		}
		return steps
	})
}

// canEnd says whether the context of a group can end before its tasks have returned.
func (g *group) canEnd() bool {
	found := g.cancelAt > 0 || g.timeout > 0
	g.each(func(_ *task, steps []step) []step {
		found = found || has(steps, fail) || has(steps, crash) || has(steps, cancel)
		return steps
	})
	return found
}

// awaitsForGood counts the tasks of it that wait for a signal that nothing gives any more, or for a slot. A goroutine of no group that
// waits until it is told is one where only such are left: in the code Wait doesn't wait for it.
func (g *group) awaitsForGood() int {
	n, beside := 0, 0
	onlyBeside := true
	for _, a := range g.dry().actors {
		switch {
		case a.isDone || a.waits != nil:
		case !a.isBegun:
			n++
		case a.stuck == nil || a.stuck.kind != until:
			onlyBeside = false
		case a.stuck.text != "told":
			n++
		case a.task.isBeside:
			beside++
		default:
			onlyBeside = false
		}
	}
	if onlyBeside {
		n += beside
	}
	return n
}

// awaitsEnd counts the tasks of it that work until they are told, where nothing tells them.
func (g *group) awaitsEnd() int {
	n := 0
	for _, a := range g.dry().actors {
		if !a.isDone && a.isBegun && a.stuck != nil && a.waits == nil && a.stuck.kind == until && a.stuck.text == "told" {
			n++
		}
	}
	return n
}

// goesOnAnyway puts a length to fill in where a task waits for a signal that nothing gives. It says whether there was one.
func (g *group) goesOnAnyway() bool {
	found := false
	for _, a := range g.dry().actors {
		if s := a.stuck; !a.isDone && s != nil && s.kind == until && s.text != "told" {
			what := "waits for " + s.text + ", which nothing here gives in time: how long?"
			if len(s.outs) > 0 {
				what = "waits for tasks that don't return: how long?"
			}
			*s = step{kind: busy, d: guess, isGuess: true, src: s.src, note: what}
			found = true
		}
	}
	return found
}

// endLate lets a group be ended from outside.
func (g *group) endLate() {
	g.cancelAt, g.cancelGuess = guessAt, strings.TrimPrefix(g.at+": ", ": ")+"nothing in the code ends it; from outside: when?"
}

// servesEach says whether a task of a group works at each tick, sends or receives in rounds without an end, or does in them what doesn't listen.
func (g *group) servesEach() bool {
	found := false
	g.each(func(_ *task, steps []step) []step {
		for _, one := range steps {
			found = found || one.kind == repeat && one.n == 0 && (one.every > 0 || one.hasShared() || isDeafly(one.inner))
		}
		return steps
	})
	return found
}

// oneSided leaves out channels that nothing in the skeleton sends on or closes, or nothing receives from.
func (s *story) oneSided(r *reader) {
	gives, takes := map[*channel]bool{}, map[*channel]bool{}
	var look func(steps []step)
	look = func(steps []step) {
		for _, one := range steps {
			switch one.kind {
			case send, closing:
				gives[one.channel] = true
			case receive, ranges:
				takes[one.channel] = true
			}
			look(one.inner)
			look(one.otherwise)
		}
	}
	s.group.each(func(t *task, steps []step) []step {
		if t != nil {
			for _, c := range t.closes {
				gives[c] = true
			}
		}
		look(steps)
		return steps
	})
	for _, c := range r.allChannels {
		c.isLost = c.isLost || c.isMany || (gives[c] || takes[c]) && gives[c] != takes[c]
	}
}

// each visits all lists of steps of a group, from the inside; those of its caller without a task.
func (g *group) each(visit func(*task, []step) []step) {
	var ofTask func(t *task)
	var inside func(steps []step)
	inside = func(steps []step) {
		for _, s := range steps {
			if s.kind == nested {
				s.group.each(visit)
			}
			for _, t := range s.tasks {
				ofTask(t)
			}
			inside(s.inner)
		}
	}
	ofTask = func(t *task) {
		inside(t.steps)
		t.steps = visit(t, t.steps)
	}
	for _, t := range g.tasks {
		ofTask(t)
	}
	inside(g.beforeGo)
	g.beforeGo = visit(nil, g.beforeGo)
	g.afterWait = visit(nil, g.afterWait)
	g.deferred = visit(nil, g.deferred)
}

// eachAfter visits all after-functions of a group, and of those in it.
func (g *group) eachAfter(visit func(*afterFunction)) {
	for i := range g.after {
		visit(&g.after[i])
	}
	var inside func(steps []step)
	ofTask := func(t *task) {
		for i := range t.after {
			visit(&t.after[i])
		}
		inside(t.steps)
	}
	inside = func(steps []step) {
		for _, s := range steps {
			if s.kind == nested {
				s.group.eachAfter(visit)
			}
			for _, t := range s.tasks {
				ofTask(t)
			}
			inside(s.inner)
		}
	}
	for _, t := range g.tasks {
		ofTask(t)
	}
}

// drop puts in place of what is lost what stands for it.
func (g *group) drop() {
	g.each(func(t *task, steps []step) []step {
		if t != nil {
			var kept []*channel
			for _, c := range t.closes {
				if !c.isLost {
					kept = append(kept, c)
				}
			}
			t.closes = kept
		}
		return withoutLost(t, steps)
	})
}

func (s step) isLost() bool {
	return s.channel != nil && s.channel.isLost || s.permits != nil && s.permits.isLost
}

func withoutLost(t *task, steps []step) []step {
	var kept []step
	for _, s := range steps {
		replaced := s.isLost() || s.isEndless
		if s.kind == repeat && s.n > 0 {
			for _, inner := range s.inner {
				replaced = replaced || inner.isLost() && !inner.isQuiet()
			}
		}
		if !replaced {
			s.inner = withoutLost(t, s.inner)
			if s.kind == loads && len(s.inner) == 0 {
				s.inner = []step{{kind: busy, d: guess, isGuess: true, note: "the shared call: how long?"}}
			}
			s.otherwise = withoutLost(t, s.otherwise)
			if s.kind == tries && !mayFail(s.inner) {
				kept = append(kept, s.inner...)
				continue
			}
			kept = append(kept, s)
			continue
		}
		for _, other := range withoutLost(t, s.fallback) {
			if other.lost != "" && t != nil {
				t.notes = append(t.notes, other.lost)
				other.lost = ""
			}
			kept = append(kept, other)
		}
	}
	return kept
}

// isQuiet says whether a step can be left out of a round without more.
func (s step) isQuiet() bool { return s.kind == release || s.kind == acquire }

// latches finds the tasks that a WaitGroup of none of its own waits for: those that call its Done.
func (s *story) latches() {
	calls := func(t *task, latch *group) bool {
		for _, one := range t.latches {
			if one == latch {
				return true
			}
		}
		return false
	}
	// A path has to be sure: that of a group whose tasks are there once.
	places := map[*group]bool{s.group: true}
	if only := s.group.tasks[0]; len(s.group.tasks) == 1 && only.count == 1 {
		for _, one := range only.steps {
			if one.kind == nested {
				places[one.group] = true
			}
		}
	}
	s.group.each(func(t *task, steps []step) []step {
		var kept []step
		for _, one := range steps {
			if one.latch == nil {
				kept = append(kept, one)
				continue
			}
			count := 0
			var around []*task
			if t != nil && places[t.group] {
				around = t.group.tasks
			}
			for _, other := range around {
				if calls(other, one.latch) && other != t {
					one.outs = append(one.outs, other)
					count += other.count
				}
			}
			if count == 0 || count > 50 {
				one = step{kind: busy, d: guess, isGuess: true, src: one.src, note: "waits for a WaitGroup: how long?"}
			} else {
				one.src = append(one.src, one.latch.src...)
			}
			kept = append(kept, one)
		}
		return kept
	})
}
