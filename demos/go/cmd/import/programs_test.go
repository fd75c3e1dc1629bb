package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"
)

// shape is a story in words: its tree, limits, contexts and waits, a question mark for each value that the code doesn't say.
func shape(s *story) string {
	var b strings.Builder
	shapeGroup(&b, 0, s.group)
	return b.String()
}

func shapeGroup(b *strings.Builder, indent int, g *group) {
	line := func(indent int, text string) { b.WriteString(strings.Repeat("  ", indent) + text + "\n") }
	kind := g.kind
	if kind == "" {
		kind = "errgroup"
	}
	parts := []string{"group " + kind}
	if g.limit >= 0 {
		parts = append(parts, "limit "+or(g.limitGuess, strconv.Itoa(g.limit)))
	}
	if g.timeout > 0 {
		parts = append(parts, caused("timeout "+length(g.timeout, g.timeoutGuess), g.cause))
	}
	if g.detached {
		parts = append(parts, "detached")
	}
	if g.cancelAt > 0 {
		cause := g.cancelBy
		if cause == signalCause() {
			cause = "interrupt"
		}
		parts = append(parts, caused("cancel-at "+length(g.cancelAt, g.cancelGuess), cause))
	}
	if len(g.leave) > 0 || g.leavesTold || g.leavesAfter > 0 {
		var names []string
		for _, t := range g.leave {
			names = append(names, t.name)
		}
		if g.leavesTold {
			names = append(names, "told")
		}
		if g.leavesAfter > 0 {
			names = append(names, length(g.leavesAfter, g.leaveGuess))
		}
		parts = append(parts, "leave with "+strings.Join(names, " or "))
	}
	if g.untilTold {
		parts = append(parts, "until told")
	}
	if text := g.becomes(); strings.HasPrefix(text, "wrap: ") {
		parts = append(parts, "wrap "+g.wrap)
	} else if text != "" {
		parts = append(parts, text)
	}
	if len(g.beforeWait) > 0 {
		for _, c := range g.closes {
			parts = append(parts, "closes "+c.name)
		}
	}
	for _, after := range g.after {
		parts = append(parts, shapeAfter(after))
	}
	line(indent, strings.Join(parts, ", "))
	if len(g.beforeGo) > 0 {
		line(indent+1, "first: "+shapeSteps(g.beforeGo))
	}
	for _, t := range g.tasks {
		shapeTask(b, indent+1, t)
	}
	if len(g.beforeWait) > 0 {
		line(indent+1, "before: "+shapeSteps(g.beforeWait))
		shapeSpawned(b, indent+2, g.beforeWait)
	}
	if len(g.afterWait) > 0 {
		line(indent+1, "then: "+shapeSteps(g.afterWait))
	}
	if len(g.deferred) > 0 {
		line(indent+1, "defer: "+shapeSteps(g.deferred))
	}
}

func shapeTask(b *strings.Builder, indent int, t *task) {
	parts := []string{"task " + t.name}
	add := func(condition bool, text string) {
		if condition {
			parts = append(parts, text)
		}
	}
	add(t.count > 1, "count "+or(t.countGuess, strconv.Itoa(t.count)))
	add(t.isTry, "try-go")
	add(t.delay > 0, "delay "+duration(t.delay))
	add(t.isParent, "parent")
	add(t.detached, "detached")
	add(t.deaf, "deaf")
	add(t.timeout > 0, caused("timeout "+length(t.timeout, t.timeoutGuess), t.cause))
	add(t.cleanup > 0, "cleanup "+length(t.cleanup, t.cleanupGuess))
	for _, c := range t.closes {
		add(true, "closes "+c.name)
	}
	add(t.onCancel != "", "on-cancel "+t.onCancel)
	for _, after := range t.after {
		add(true, shapeAfter(after))
	}
	add(t.attempts > 1, "attempts "+or(t.attemptsGuess, strconv.Itoa(t.attempts))+pauses(t))
	b.WriteString(strings.Repeat("  ", indent) + strings.Join(parts, ", ") + ": " + shapeSteps(t.steps) + "\n")
	shapeSpawned(b, indent+1, t.steps)
}

// shapeSpawned are the groups and tasks that steps open and spawn.
func shapeSpawned(b *strings.Builder, indent int, steps []step) {
	for _, s := range steps {
		switch s.kind {
		case nested:
			shapeGroup(b, indent, s.group)
		case spawn:
			for _, other := range s.tasks {
				shapeTask(b, indent, other)
			}
		case repeat, ranges:
			shapeSpawned(b, indent, s.inner)
		}
	}
}

// shapeAfter is an after-function.
func shapeAfter(after afterFunction) string {
	if len(after.steps) == 0 {
		return "after"
	}
	return "after (" + shapeSteps(after.steps) + ")"
}

// pauses are those between attempts.
func pauses(t *task) string {
	if t.pause == 0 {
		return ""
	}
	text := " delay " + length(t.pause, t.pauseGuess)
	if t.factor > 1 {
		text += " × " + strconv.Itoa(t.factor)
		if t.longest > t.pause {
			text += " at most " + duration(t.longest)
		}
	}
	return text
}

func shapeSteps(steps []step) string {
	var parts []string
	for _, s := range steps {
		switch s.kind {
		case work:
			parts = append(parts, "work "+length(s.d, s.guess())+limited(s))
		case busy:
			parts = append(parts, "busy "+length(s.d, s.guess()))
		case nested:
			parts = append(parts, "group"+ignored(s))
		case spawn:
			parts = append(parts, "spawn")
		case cancel:
			parts = append(parts, caused("cancel", s.text))
		case use:
			parts = append(parts, "use")
		case say:
			parts = append(parts, "log")
		case fail:
			parts = append(parts, caused("fail", s.text))
		case crash:
			parts = append(parts, caused("panic", s.text))
		case back:
			parts = append(parts, "return")
		case until:
			parts = append(parts, "until "+s.text)
		case signal:
			parts = append(parts, "signal "+s.text)
		case exit:
			word := caused("exit", s.text)
			if s.text == "" && (s.n != 1 || s.nGuess != "") {
				word += " " + or(s.nGuess, strconv.Itoa(s.n))
			}
			parts = append(parts, word)
		case send, receive:
			word := map[stepKind]string{send: "send ", receive: "receive "}[s.kind] + s.channel.name
			if s.n > 1 || s.nGuess != "" {
				word += " × " + or(s.nGuess, strconv.Itoa(s.n))
			}
			parts = append(parts, word+blocks(s)+elses(s)+limited(s))
		case closing:
			parts = append(parts, "close "+s.channel.name)
		case ranges:
			parts = append(parts, "range "+s.channel.name+blocks(s)+" ("+shapeSteps(s.inner)+")")
		case acquire, release:
			word := map[stepKind]string{acquire: "acquire ", release: "release "}[s.kind] + s.permits.name
			if s.n > 1 || s.nGuess != "" {
				word += " × " + or(s.nGuess, strconv.Itoa(s.n))
			}
			parts = append(parts, word+" of "+or(s.permits.guess, strconv.Itoa(s.permits.n))+blocks(s)+elses(s)+limited(s))
		case limits:
			parts = append(parts, "limit "+s.limiter.name+" "+s.limiter.shape())
		case loads:
			parts = append(parts, "load"+blocks(s)+" ("+shapeSteps(s.inner)+")"+limited(s))
		case repeat:
			word := "repeat"
			if s.every > 0 {
				word += " every " + length(s.every, s.everyGuess)
			}
			if s.n > 0 {
				word += " × " + or(s.nGuess, strconv.Itoa(s.n))
			}
			parts = append(parts, word+" ("+shapeSteps(s.inner)+")")
		case keep:
			parts = append(parts, caused("keep", s.text))
		case tries:
			word := "try (" + shapeSteps(s.inner) + ")" + limited(s)
			if len(s.otherwise) > 0 {
				word += " else (" + shapeSteps(s.otherwise) + ")"
			}
			parts = append(parts, word)
		}
	}
	return strings.Join(parts, ", ")
}

func limited(s step) string {
	if s.timeout > 0 {
		return " within " + length(s.timeout, s.timeoutGuess)
	}
	return ""
}

func ignored(s step) string {
	if s.isTried {
		return " tried else (" + shapeSteps(s.otherwise) + ")"
	}
	if s.isIgnored {
		return " ignored"
	}
	return ""
}

func elses(s step) string {
	if s.hasElse {
		return " else (" + shapeSteps(s.otherwise) + ")"
	}
	return ""
}

func blocks(s step) string {
	if s.isBlocking && s.kind != release {
		return " blocking"
	}
	return ""
}

func or(guess, value string) string {
	if guess != "" {
		return "?"
	}
	return value
}

func length(d time.Duration, guess string) string { return or(guess, duration(d)) }

func caused(text, cause string) string {
	if cause == "" {
		return text
	}
	return text + " " + strconv.Quote(cause)
}

// anonymous is a shape without the names of tasks, which are a matter of taste.
func anonymous(text string) []string {
	text = regexp.MustCompile(`(?m)^( *task) [^,:\n]+`).ReplaceAllString(text, "$1")
	text = regexp.MustCompile(`, after [a-z-]+`).ReplaceAllString(text, ", after")
	return strings.Split(strings.TrimRight(text, "\n"), "\n")
}

// judge says how right a skeleton is: right, partly (at least half of the lines that are wanted, and no more others than
// that) or not.
func judge(wanted, got string) string {
	w, g := anonymous(wanted), anonymous(got)
	if slices.Equal(w, g) {
		return "right"
	}
	found := 0
	rest := slices.Clone(g)
	for _, line := range w {
		if i := slices.Index(rest, line); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
			found++
		}
	}
	if 2*found >= len(w) && len(rest) <= len(w) {
		return "partly"
	}
	return "not"
}

// program is one of testdata: a file, or a folder of files.
func program(t *testing.T, want string) []source {
	t.Helper()
	path := strings.TrimSuffix(want, ".want")
	if _, err := os.Stat(path); err != nil {
		path += ".go"
	}
	sources, err := collect([]string{path})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

// TestPrograms holds the skeletons of programs to what a reader wrote down of them, beside each. Those in programs were
// there while the importer was written; those in others weren't looked at before.
func TestPrograms(t *testing.T) {
	for folder, least := range map[string]int{"programs": 34, "others": 10} {
		wants, _ := filepath.Glob("testdata/" + folder + "/*.want")
		tally := map[string]int{}
		var table []string
		for _, want := range wants {
			wanted, err := os.ReadFile(want)
			if err != nil {
				t.Fatal(err)
			}
			name := strings.TrimSuffix(filepath.Base(want), ".want")
			s, err := read(program(t, want), "", io.Discard)
			verdict, got := "not", ""
			if err != nil {
				got = err.Error()
			} else {
				got = shape(s)
				verdict = judge(string(wanted), got)
			}
			tally[verdict]++
			table = append(table, fmt.Sprintf("%-24s %s", name, verdict))
			if verdict != "right" && testing.Verbose() {
				t.Logf("%s is %s:\nwanted\n%s\ngot\n%s", name, verdict, wanted, got)
			}
		}
		sort.Strings(table)
		t.Logf("%s: %d right, %d partly, %d not, of %d\n%s", folder, tally["right"], tally["partly"], tally["not"], len(wants),
			strings.Join(table, "\n"))
		if tally["right"] < least {
			t.Errorf("%s: only %d are right", folder, tally["right"])
		}
	}
}

// places are the lines of a file on which something waits, ends, starts or joins, found by their words.
var places = regexp.MustCompile(`\.(Go|TryGo|Wait|SetLimit|Acquire|TryAcquire|DoChan)\(|\.Release\([^)]|(?i:ctx|context|wg)\.Done\(\)|<-|(?:^|[^.\w])close\(|\bselect \{|` +
	`make\(chan |\bgo func\(|time\.(Sleep|After|AfterFunc)\(|(context|errgroup|signal)\.(With(Cancel|Timeout|Deadline|Context|out)|AfterFunc|Notify)|` +
	`log\.Fatal|os\.Exit\(|(c|C)ancel\(\)|semaphore\.NewWeighted`)

// TestNothingVanishes looks for everything that waits, ends, starts or joins, by other means than the importer: it is in the
// skeleton, or named in a comment with its line.
func TestNothingVanishes(t *testing.T) {
	paths := sources(t)
	for _, folder := range []string{"programs", "others", "cases"} {
		more, _ := filepath.Glob("testdata/" + folder + "/*.go")
		paths = append(paths, more...)
	}
	if folder := os.Getenv("GO_PROGRAMS"); folder != "" {
		more, _ := filepath.Glob(folder + "/*.go")
		paths = append(paths, more...)
	}
	found, named := 0, 0
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		s, err := read([]source{{path, data}}, "", io.Discard)
		if err != nil {
			continue
		}
		text := scenario(s)
		inSkeleton := map[string]bool{}
		said := s.said()
		for _, one := range s.sites {
			if said[one.pos] {
				inSkeleton[one.line] = true
			}
		}
		for i, line := range strings.Split(string(data), "\n") {
			code, _, _ := strings.Cut(line, "//")
			if strings.HasPrefix(code, "func (") {
				_, code, _ = strings.Cut(code, ")")
				_, code, _ = strings.Cut(code, "(")
			}
			code = strings.NewReplacer("<-chan", "", "chan<-", "").Replace(code)
			if !places.MatchString(code) {
				continue
			}
			found++
			place := fmt.Sprintf("%s:%d", filepath.Base(path), i+1)
			if inSkeleton[place] {
				continue
			}
			named++
			if !regexp.MustCompile(`# .*` + regexp.QuoteMeta(place) + `\b`).MatchString(text) {
				t.Errorf("%s: neither in the skeleton nor in a comment: %s\n", place, strings.TrimSpace(line))
			}
		}
	}
	t.Logf("%d places, %d of them in comments", found, named)
}

// shape is a limiter in words.
func (l *limiter) shape() string {
	text := duration(l.every)
	if l.burst > 1 {
		text += " × " + strconv.Itoa(l.burst)
	}
	return or(l.guess, "of "+text)
}
