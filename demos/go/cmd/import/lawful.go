package main

import "strconv"

// lawful changes what no scenario can have, and says so.
func (g *group) lawful() {
	g.each(func(t *task, steps []step) []step {
		steps = reached(t, steps)
		if t == nil {
			return steps
		}
		inRounds(t, steps)
		if t.deaf && endsTold(steps) {
			t.note(t.at + ": nothing in the code tells it; here it listens, so that it ends.")
			t.deaf = false
		}
		if t.count > 1 && has(steps, spawn) {
			t.note(t.at + ": there are several of it; what spawns can't be counted, so it is here once.")
			t.count, t.countGuess = 1, ""
		}
		if t.attempts > 1 && (has(steps, spawn) || has(steps, nested)) {
			t.note(t.at + ": it tries again; what opens a group or spawns can't, so its steps stand here once.")
			t.attempts, t.pause, t.factor, t.longest = 0, 0, 0, 0
		}
		if len(steps) == 0 {
			steps = []step{{kind: busy, d: guess, isGuess: true, note: t.at + ": how long?"}}
		}
		return steps
	})
	g.endBeforeGo()
	g.unique()
}

// unique gives tasks of a group another name where one has it already, those that tasks add included.
func (g *group) unique() {
	names := map[string]bool{}
	for _, after := range g.after {
		names[after.name] = true
	}
	var inside func(steps []step)
	ofTask := func(t *task) {
		base := t.name
		for n := 2; !t.isFree(names); n++ {
			t.name = base + "-" + strconv.Itoa(n)
		}
		names[t.name] = true
		for i := range max(t.count, t.rounds) {
			names[t.name+"-"+strconv.Itoa(i+1)] = max(t.count, t.rounds) > 1 || names[t.name+"-"+strconv.Itoa(i+1)]
		}
		inside(t.steps)
	}
	inside = func(steps []step) {
		for _, s := range steps {
			if s.kind == nested {
				s.group.unique()
			}
			for _, t := range s.tasks {
				ofTask(t)
			}
			inside(s.inner)
			inside(s.otherwise)
		}
	}
	for _, t := range g.tasks {
		ofTask(t)
	}
}

// isFree says whether nothing has the names that a task needs.
func (t *task) isFree(names map[string]bool) bool {
	for i := range max(t.count, t.rounds) {
		if max(t.count, t.rounds) > 1 && names[t.name+"-"+strconv.Itoa(i+1)] {
			return false
		}
	}
	return !names[t.name]
}

func (t *task) note(text string) {
	for _, note := range t.notes {
		if note == text {
			return
		}
	}
	t.notes = append(t.notes, text)
}

// endsTold says whether one of the steps goes on until its task is told.
func endsTold(steps []step) bool {
	for _, s := range steps {
		if s.kind == until && s.text == "told" || s.kind == repeat && s.n == 0 || endsTold(s.inner) || endsTold(s.otherwise) {
			return true
		}
	}
	return false
}

// has says whether a step of a kind is among steps, or in one of them.
func has(steps []step, kind stepKind) bool {
	for _, s := range steps {
		if s.kind == kind || has(s.inner, kind) || has(s.otherwise, kind) {
			return true
		}
	}
	return false
}

// reached are the steps that can be reached, each in a place where it can stand.
func reached(t *task, steps []step) []step {
	var kept []step
	isTold := false
	for i, s := range steps {
		s.inner, s.otherwise = reached(t, s.inner), reached(t, s.otherwise)
		isLast := i == len(steps)-1
		switch s.kind {
		case tries:
			isDeaf := t != nil && t.deaf && !has(s.inner, fail)
			if mayFail(s.inner) && canTry(s.inner) && !isDeaf {
				break
			}
			if mayFail(s.inner) && t != nil && !isDeaf && s.toldAt != "" {
				t.note(s.toldAt + ": it goes on after an error here, which can't be said of what is done before it; left out.")
			}
			kept = append(kept, reached(t, append(s.inner[:len(s.inner):len(s.inner)], steps[i+1:]...))...)
			return kept
		case repeat:
			if len(s.inner) > 0 && (s.n > 0 || isLast && (s.every > 0 || lasts(s.inner))) {
				break
			}
			rest := withoutLost(t, s.fallback)
			if len(rest) == 0 && s.n == 0 {
				rest = []step{{kind: until, text: "told", isGuess: true, src: s.src}}
			}
			kept = append(kept, reached(t, append(rest[:len(rest):len(rest)], steps[i+1:]...))...)
			return kept
		case fail, crash, back, exit:
			if !isLast && t != nil && s.kind != back {
				t.note(t.at + ": an error " + quoted(short(s.text, 80)) + " on the way ends it here.")
			}
			return append(kept, s)
		case until:
			isTold = isTold || s.text == "told"
			if s.latch != nil && len(s.outs) == 0 {
				s = step{kind: busy, d: guess, isGuess: true, src: s.src, note: "waits for a WaitGroup: how long?"}
			}
		case work, busy, nested, spawn, cancel, use, say, signal, send, receive, ranges, closing, acquire, release, limits, loads, keep:
		}
		if isTold && s.listens() && s.text != "told" && s.told == "" {
			// Told already, it is cut short at once, and the code goes on.
			if !canTry([]step{s}) {
				continue
			}
			s = step{kind: tries, inner: []step{s}}
		}
		kept = append(kept, s)
	}
	return kept
}
