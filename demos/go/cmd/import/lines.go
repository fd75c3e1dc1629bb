package main

import (
	"strconv"
	"strings"
)

// shared are the lines of what tasks share.
func (w *writer) shared(s *story) {
	if len(s.channels) > 0 {
		w.line(0, "channels:")
		for _, c := range s.channels {
			w.guessed(1, c.name+": "+strconv.Itoa(c.capacity), c.guess)
		}
	}
	if len(s.permits) > 0 {
		w.line(0, "semaphores:")
		for _, p := range s.permits {
			w.guessed(1, p.name+": "+strconv.Itoa(p.n), p.guess)
		}
	}
	if len(s.limiters) > 0 {
		w.line(0, "limiters:")
	}
	for _, l := range s.limiters {
		text := duration(l.every)
		if l.burst > 1 {
			text = "{ every: " + text + ", burst: " + strconv.Itoa(l.burst) + " }"
		}
		w.guessed(1, l.name+": "+text, l.guess)
	}
}

// leaves is when the caller leaves.
func (w *writer) leaves(indent int, g *group) {
	if len(g.leave) == 0 && !g.leavesTold && g.leavesAfter == 0 {
		return
	}
	var parts []string
	if g.leavesTold {
		parts = append(parts, "told")
	}
	for _, t := range g.leave {
		parts = append(parts, w.prefix+t.name+" out")
	}
	if g.leavesAfter > 0 {
		parts = append(parts, duration(g.leavesAfter))
	}
	when := strings.Join(parts, " or ")
	if g.leaveError != "" {
		when = "{ when: " + when + ", error: " + quoted(short(g.leaveError, 120)) + " }"
	}
	w.guessed(indent, "leave: "+when, g.leaveGuess)
}

// becomes is the line that says what becomes of Wait's error; empty where it is returned as it is.
func (g *group) becomes() string {
	rest := g.onError
	if rest == "" && g.isDropped && len(g.okErrors)+len(g.causeErrors) > 0 {
		rest = "ok"
	}
	if g.wrap != "" {
		rest = "wrap " + shortWrap(g.wrap, 110)
	}
	if len(g.okErrors) == 0 && len(g.causeErrors) == 0 {
		switch {
		case g.wrap != "":
			return "wrap: " + quoted(shortWrap(g.wrap, 120))
		case rest != "":
			return "on-error: " + quoted(short(rest, 120))
		}
		return ""
	}
	var parts []string
	list := func(key string, texts []string) {
		if len(texts) == 0 {
			return
		}
		said := make([]string, len(texts))
		for i, text := range texts {
			said[i] = quoted(short(text, 80))
		}
		parts = append(parts, key+": ["+strings.Join(said, ", ")+"]")
	}
	list("ok", g.okErrors)
	list("cause", g.causeErrors)
	if rest != "" {
		parts = append(parts, "else: "+quoted(rest))
	}
	return "on-error: { " + strings.Join(parts, ", ") + " }"
}
