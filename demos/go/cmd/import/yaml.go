package main

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

const tick = 50 * time.Millisecond

// scenario is the text of a scenario.
func scenario(s *story) string {
	text := written(s, nil)
	return written(s, s.unsaid(text))
}

func written(s *story, unsaid []string) string {
	w := &writer{}
	w.line(0, "# A skeleton. What is marked FILL IN isn't said in the code: its value is a stand-in. Other comments say what")
	w.line(0, "# couldn't be read, or what is only like it.")
	for _, note := range append(s.notes[:len(s.notes):len(s.notes)], unsaid...) {
		w.note(0, note)
	}
	w.line(0, "title: "+quoted(short(s.title, 60)))
	w.line(0, "about: "+quoted(short(s.about, 200)))
	w.line(0, "tick: 50ms")
	w.shared(s)
	w.line(0, "group:")
	if g := s.group; g.isDropped && g.becomes() == "" {
		g.onError = "ok"
	}
	w.group(1, s.group, false)
	return w.String()
}

type writer struct {
	strings.Builder
	// prefix is the path of the group that is written.
	prefix string
}

func (w *writer) line(indent int, text string) {
	w.WriteString(strings.Repeat("  ", indent))
	w.WriteString(text)
	w.WriteByte('\n')
}

func (w *writer) note(indent int, text string) { w.line(indent, "# "+short(text, 200)) }

// guessed is a line whose value stands for one that isn't said.
func (w *writer) guessed(indent int, text, guess string) { w.line(indent, text+fillIn(guess)) }

func fillIn(guess string) string {
	if guess == "" {
		return ""
	}
	return "  # FILL IN, " + short(guess, 200)
}

func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range clean(text) {
		if c == '"' || c == '\\' {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String() + `"`
}

func (w *writer) group(indent int, g *group, isNested bool) {
	for _, note := range g.notes {
		w.note(indent, note)
	}
	if g.name != "" {
		w.line(indent, "name: "+g.name)
	}
	if g.kind != "" {
		w.line(indent, "kind: "+g.kind)
	}
	if g.limit >= 0 {
		w.guessed(indent, "limit: "+strconv.Itoa(g.limit), g.limitGuess)
	}
	if g.timeout > 0 {
		w.guessed(indent, "timeout: "+duration(g.timeout), g.timeoutGuess)
		if g.cause != "" {
			w.line(indent, "cause: "+quoted(g.cause))
		}
	}
	if g.detached {
		w.line(indent, "detached: true")
	}
	if g.cancelAt > 0 {
		w.guessed(indent, "cancel-at: "+duration(g.cancelAt), g.cancelGuess)
		if g.cancelBy != "" {
			w.line(indent, "cancel-cause: "+quoted(g.cancelBy))
		}
	}
	w.afters(indent, g.after)
	w.leaves(indent, g)
	if g.untilTold {
		w.line(indent, "spawn-until-told: true")
	}
	if len(g.beforeWait) > 0 && len(g.closes) > 0 {
		w.line(indent, closed(g.closes))
	}
	if text := g.becomes(); text != "" {
		w.guessed(indent, text, unknownValues(text))
	}
	if len(g.beforeGo) > 0 {
		w.line(indent, "before-go:")
		w.callersSteps(indent+1, g.beforeGo)
	}
	if len(g.tasks) > 0 {
		w.line(indent, "tasks:")
	} else {
		w.line(indent, "tasks: {}")
	}
	// A line says when its task is spawned by dots, counted from the group's start.
	var sinceStart time.Duration
	for _, t := range g.tasks {
		sinceStart += t.delay * time.Duration(max(t.count, 1))
		w.task(indent+1, t, sinceStart)
	}
	if len(g.beforeWait) > 0 {
		w.line(indent, "before-wait:")
		w.callersSteps(indent+1, g.beforeWait)
	}
	if len(g.afterWait) > 0 {
		w.line(indent, "after-wait:")
		w.steps(indent+1, g.afterWait)
	}
	if len(g.deferred) > 0 {
		w.line(indent, "defer:")
		w.steps(indent+1, g.deferred)
	}
}

func (w *writer) task(indent int, t *task, sinceStart time.Duration) {
	for _, note := range t.notes {
		w.note(indent, note)
	}
	guesses := 0
	guess := ""
	for _, s := range t.steps {
		if s.kind == acquire || s.kind == loads {
			guesses += 2 // more than a line can say
		}
		if (s.kind == until && s.d == 0 || s.kind == repeat) && s.note != "" {
			w.note(indent, s.note)
		}
		if (s.kind == work || s.kind == busy) && s.isGuess {
			guesses++
			guess = s.note
		}
	}
	marks := marks(t.steps)
	if guesses > 1 {
		marks = ""
	}
	if dots := int(sinceStart / tick); sinceStart > 0 && marks != "" {
		if sinceStart%tick == 0 && dots <= 60 {
			marks = strings.Repeat(".", dots) + marks
		} else {
			marks = ""
		}
	}
	options := w.options(t, marks == "")
	if marks != "" && len(options) == 0 && t.attempts < 2 && len(t.after) == 0 {
		w.guessed(indent, t.name+": "+quoted(marks), guess)
		return
	}
	prefix := w.prefix
	w.prefix += t.name + "/"
	defer func() { w.prefix = prefix }()
	w.line(indent, t.name+":")
	for _, option := range options {
		w.line(indent+1, option)
	}
	w.afters(indent+1, t.after)
	switch {
	case marks != "" && t.attempts > 1:
		// A line for each attempt is for those that differ.
		fallthrough
	default:
		w.line(indent+1, "steps:")
		w.steps(indent+2, t.steps)
	case marks != "":
		w.guessed(indent+1, "line: "+quoted(marks), guess)
	case len(t.steps) == 1 && t.steps[0].kind == nested && !t.steps[0].isIgnored && len(t.steps[0].group.tasks) > 0:
		w.line(indent+1, "group:")
		w.group(indent+2, t.steps[0].group, true)
	}
	if t.attempts > 1 {
		w.line(indent+1, "retry:")
		w.guessed(indent+2, "attempts: "+strconv.Itoa(t.attempts), t.attemptsGuess)
		if t.pause > 0 {
			w.guessed(indent+2, "delay: "+duration(t.pause), t.pauseGuess)
			if t.factor > 1 {
				w.line(indent+2, "factor: "+strconv.Itoa(t.factor))
				if t.longest > t.pause {
					w.line(indent+2, "longest: "+duration(t.longest))
				}
			}
		}
	}
}

// afters are after-functions.
func (w *writer) afters(indent int, all []afterFunction) {
	if len(all) > 0 {
		w.line(indent, "after:")
	}
	for _, after := range all {
		if len(after.steps) == 0 {
			w.line(indent+1, "- "+after.name)
			continue
		}
		w.line(indent+1, "- name: "+after.name)
		w.line(indent+2, "steps:")
		w.steps(indent+3, after.steps)
	}
}

func (w *writer) options(t *task, hasSteps bool) []string {
	var options []string
	add := func(condition bool, text string) {
		if condition {
			options = append(options, text)
		}
	}
	add(t.count > 1, "count: "+strconv.Itoa(t.count)+fillIn(t.countGuess))
	add(t.delay > 0 && hasSteps, "delay: "+duration(t.delay))
	add(t.isTry, "spawn: try-go")
	add(t.isParent, "context: parent")
	add(t.detached, "detached: true")
	add(t.deaf, "deaf: true")
	add(t.timeout > 0, "timeout: "+duration(t.timeout)+fillIn(t.timeoutGuess))
	add(t.timeout > 0 && t.cause != "", "timeout-cause: "+quoted(t.cause))
	add(t.cleanup > 0, "cleanup: "+duration(t.cleanup)+fillIn(t.cleanupGuess))
	if len(t.closes) > 0 {
		options = append(options, closed(t.closes))
	}
	add(t.onCancel != "", "on-cancel: "+quoted(t.onCancel)+fillIn(unknownValues(t.onCancel)))
	return options
}

// closed is the line of the channels that something closes.
func closed(channels []*channel) string {
	names := make([]string, len(channels))
	for i, c := range channels {
		names[i] = c.name
	}
	return "closes: [" + strings.Join(names, ", ") + "]"
}

// marks is a task as a line of marks, where that says everything in at most 60 of them.
func marks(steps []step) string {
	var b strings.Builder
	for i, s := range steps {
		isLast := i == len(steps)-1
		if s.timeout > 0 {
			return ""
		}
		switch s.kind {
		case work, busy:
			n := int(s.d / tick)
			if s.d%tick != 0 || n == 0 || n > 60 || b.Len()+n > 60 {
				return ""
			}
			mark := "-"
			if s.kind == busy {
				mark = "="
			}
			b.WriteString(strings.Repeat(mark, n))
		case fail, crash:
			if !isLast || s.text == "" || unknownValues(s.text) != "" {
				return ""
			}
			sign := "^ "
			if s.kind == crash {
				sign = "! "
			}
			return b.String() + sign + short(s.text, 80)
		case back:
			if !isLast {
				return ""
			}
		case cancel:
			if s.text != "" {
				return ""
			}
			b.WriteByte(';')
		case until:
			if !isLast || s.text != "told" {
				return ""
			}
			return b.String() + ">"
		case nested, spawn, say, use, signal, exit, send, receive, ranges, closing, acquire, release, limits, loads, repeat, keep, tries:
			return ""
		}
	}
	return b.String() + "|"
}

// guess is what a length stands in for.
func (s step) guess() string {
	if s.isGuess {
		return s.note
	}
	return ""
}

// around is the path of the group around the task that is written.
func (w *writer) around() string {
	path := strings.TrimSuffix(w.prefix, "/")
	return path[:strings.LastIndexByte(path, '/')+1]
}

// untilGuess is what the time of a wait stands in for.
func (s step) untilGuess() string {
	if s.d > 0 {
		return s.note
	}
	return ""
}

// limited is the timeout of a step.
func (w *writer) limited(indent int, s step) {
	if s.timeout > 0 {
		w.guessed(indent+1, "timeout: "+duration(s.timeout), s.timeoutGuess)
	}
}

func (w *writer) steps(indent int, steps []step) {
	groups := 0
	for _, s := range steps {
		if s.kind == nested {
			groups++
			if groups > 1 {
				s.group.name = "group-" + strconv.Itoa(groups)
			}
		}
		switch s.kind {
		case work:
			w.guessed(indent, "- work: "+duration(s.d), s.guess())
			w.limited(indent, s)
		case busy:
			w.guessed(indent, "- busy: "+duration(s.d), s.guess())
		case until:
			for _, t := range s.outs {
				for i := range t.count {
					name := t.name
					if t.count > 1 {
						name += "-" + strconv.Itoa(i+1)
					}
					w.line(indent, "- until: "+w.around()+name+" out")
				}
			}
			if len(s.outs) > 0 {
				continue
			}
			w.guessed(indent, "- until: "+s.text, s.untilGuess())
		case signal:
			w.line(indent, "- signal: "+s.text)
		case nested:
			if s.isTried {
				w.line(indent, "- try:")
				one := s
				one.isTried, one.otherwise = false, nil
				w.steps(indent+2, []step{one})
				w.line(indent+1, "else:")
				w.steps(indent+2, s.otherwise)
				continue
			}
			w.line(indent, "- group:")
			before := w.prefix
			if s.group.name != "" {
				w.prefix += s.group.name + "/"
			}
			w.group(indent+3, s.group, true)
			w.prefix = before
			if s.isIgnored {
				w.line(indent+1, "ignore-error: true")
			}
		case spawn:
			w.line(indent, "- spawn:")
			before := w.prefix
			w.prefix = w.around()
			for _, t := range s.tasks {
				w.task(indent+3, t, 0)
			}
			w.prefix = before
		case cancel:
			if s.text == "" {
				w.line(indent, "- cancel")
			} else {
				w.line(indent, "- cancel: "+quoted(s.text))
			}
		case use:
			w.line(indent, "- use: group-context")
		case say:
			w.line(indent, "- log: "+quoted(short(s.text, 120)))
		case fail:
			w.guessed(indent, "- fail: "+quoted(short(s.text, 200)), cmp.Or(s.guess(), unknownValues(s.text)))
		case crash:
			w.line(indent, "- panic: "+quoted(short(s.text, 200)))
		case back:
			w.line(indent, "- return")
		case exit:
			switch {
			case s.text == "" && s.n == 1:
				w.guessed(indent, "- exit", s.nGuess)
			case s.text == "":
				w.line(indent, "- exit: "+strconv.Itoa(s.n))
			default:
				w.line(indent, "- exit: "+quoted(short(s.text, 200)))
			}
		case send, receive, acquire, release:
			key := map[stepKind]string{send: "send", receive: "receive", acquire: "acquire", release: "release"}[s.kind]
			if s.channel != nil {
				w.line(indent, "- "+key+": "+s.channel.name)
			} else {
				w.line(indent, "- "+key+": "+s.permits.name)
			}
			if s.n > 1 || s.nGuess != "" {
				w.guessed(indent+1, "count: "+strconv.Itoa(s.n), s.nGuess)
			}
			if s.isBlocking && s.kind != release {
				w.line(indent+1, "blocking: true")
			}
			if s.hasElse && len(s.otherwise) > 0 {
				w.line(indent+1, "else:")
				w.steps(indent+2, s.otherwise)
			} else if s.hasElse {
				w.line(indent+1, "else: []")
			}
			w.limited(indent, s)
		case closing:
			w.line(indent, "- close: "+s.channel.name)
		case limits:
			w.line(indent, "- limit: "+s.limiter.name)
		case ranges:
			w.line(indent, "- range: "+s.channel.name)
			if s.isBlocking {
				w.line(indent+1, "blocking: true")
			}
			if len(s.inner) > 0 {
				w.line(indent+1, "each:")
				w.steps(indent+2, s.inner)
			}
		case loads:
			w.guessed(indent, "- load: "+quoted(s.text), s.guess())
			if s.isBlocking {
				w.line(indent+1, "blocking: true")
			}
			w.line(indent+1, "call:")
			w.steps(indent+2, s.inner)
			w.limited(indent, s)
		case repeat:
			w.line(indent, "- repeat:")
			if s.every > 0 {
				w.guessed(indent+3, "every: "+duration(s.every), s.everyGuess)
			}
			if s.n > 0 {
				w.guessed(indent+3, "times: "+strconv.Itoa(s.n), s.nGuess)
			}
			w.line(indent+3, "steps:")
			w.steps(indent+4, s.inner)
		case tries:
			w.line(indent, "- try:")
			w.steps(indent+2, s.inner)
			w.limited(indent, s)
			if len(s.otherwise) > 0 {
				w.line(indent+1, "else:")
				w.steps(indent+2, s.otherwise)
			}
		case keep:
			w.line(indent, "- keep: "+quoted(short(s.text, 200)))
		default:
			panic(fmt.Sprint("a step of no kind: ", s.kind))
		}
	}
}
