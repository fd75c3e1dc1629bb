package main

import (
	"io"
	"strings"
	"testing"
)

// TestFates are ways in which code treats what Wait returned. Each is the rest of a function behind the group's only task; what stands
// before the task comes first, apart from a line.
func TestFates(t *testing.T) {
	for _, one := range []struct {
		name, results, before, code string
		has                         []string
		hasNot                      []string
	}{
		// Dropped.
		{name: "given to nothing", code: `_ = g.Wait(); return nil`, has: []string{`on-error: "ok"`}},
		{name: "a call alone", code: `g.Wait(); return nil`, has: []string{`on-error: "ok"`}},
		{name: "a function without results", results: "-", code: `_ = g.Wait()`, has: []string{`on-error: "ok"`}},
		{name: "a deferred call", before: `defer g.Wait()`, code: `return nil`, has: []string{`on-error: "ok"`}},
		{name: "deferred code", before: `defer func() { _ = g.Wait() }()`, code: `return nil`, has: []string{`on-error: "ok"`}},
		{name: "logged", code: "err := g.Wait(); log.Println(err)\nreturn nil", has: []string{`on-error: "ok"`}},
		{name: "logged at once", code: "log.Println(g.Wait())\nreturn nil", has: []string{`on-error: "ok"`}},
		{name: "logged where it is one", code: "if err := g.Wait(); err != nil { log.Println(err) }\nreturn nil", has: []string{`on-error: "ok"`}},
		{name: "another comes in its place", code: "err := g.Wait()\nerr = other()\nreturn err",
			has: []string{`on-error: "ok"`, "# x.go:26: Wait's error isn't what the caller returns, which is that of err; here the caller drops it."}},
		{name: "another is returned", code: "_ = g.Wait()\nreturn around.Err()",
			has: []string{`on-error: "ok"`, "# x.go:25: Wait's error isn't what the caller returns, which is that of around.Err; here the caller drops it."}},
		{name: "the cause is returned", code: "_ = g.Wait()\nreturn context.Cause(ctx)", has: []string{`on-error: "cause"`}},
		// Returned.
		{name: "through a variable", code: "err := g.Wait()\nreturn err", hasNot: []string{"on-error", "wrap:", "Wait's error"}},
		{name: "through a result that has a name", results: "(err error)", code: "err = g.Wait()\nreturn", hasNot: []string{"on-error", "Wait's error"}},
		{name: "through deferred code", results: "(err error)", before: `defer func() { err = g.Wait() }()`, code: `return nil`,
			hasNot: []string{"on-error", "Wait's error"}},
		{name: "through a branch in deferred code", results: "(err error)",
			before: `defer func() { if late := g.Wait(); late != nil && err == nil { err = late } }()`, code: `return nil`,
			hasNot: []string{"on-error", "Wait's error"}},
		{name: "wrapped in a branch", code: "err := g.Wait()\nif err != nil { err = fmt.Errorf(\"run: %w\", err) }\nreturn err", has: []string{`wrap: "run"`}},
		{name: "wrapped in deferred code", results: "(err error)", before: `defer func() { if err != nil { err = fmt.Errorf("run: %w", err) } }()`,
			code: "return g.Wait()", has: []string{`wrap: "run"`}},
		// Some count as none.
		{name: "one is none", code: "err := g.Wait()\nif errors.Is(err, errFull) { err = nil }\nreturn err", has: []string{`on-error: { ok: ["page full"] }`}},
		{name: "one returns none", code: "if err := g.Wait(); errors.Is(err, errFull) { return nil } else { return err }",
			has: []string{`on-error: { ok: ["page full"] }`}},
		{name: "all but one are returned", code: "if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) { return err }\nreturn nil",
			has: []string{`on-error: { ok: ["context canceled"] }`}},
		{name: "all but one, in a branch", code: "if err := g.Wait(); err != nil { if !errors.Is(err, errFull) { return err } }\nreturn nil",
			has: []string{`on-error: { ok: ["page full"] }`}},
		{name: "two, by an or", code: "err := g.Wait()\nif errors.Is(err, errFull) || errors.Is(err, context.Canceled) { err = nil }\nreturn err",
			has: []string{`on-error: { ok: ["page full", "context canceled"] }`}},
		{name: "by a function that isn't here", code: "err := g.Wait()\nif pages.IsFull(err) { err = nil }\nreturn err",
			has: []string{"# x.go:25: Wait's error is treated otherwise in this branch: it is no error there; here the caller returns it."}},
		{name: "by its type", code: "var full *FullError\nif err := g.Wait(); errors.As(err, &full) { return nil } else if err != nil { return err }\nreturn nil",
			has: []string{"# x.go:25: Wait's error is treated otherwise in this branch: it is no error there; here the caller returns it."}},
		// It goes elsewhere.
		{name: "sent", results: "-", code: "answers <- g.Wait()", has: []string{"# x.go:24: Wait's error is sent to answers; "}},
		{name: "kept in a field", results: "-", code: "s.err = g.Wait()", has: []string{"# x.go:24: Wait's error is kept in s.err; here the caller drops it."}},
		{name: "joined", code: "err := g.Wait()\nreturn errors.Join(err, closeAll())", has: []string{"# x.go:25: Wait's error is joined with others; here the caller returns it."}},
		{name: "wrapped by other code", code: "return wrapped(g.Wait())", has: []string{"# x.go:24: Wait's error goes to wrapped; here the caller returns it."}},
		{name: "given to other code", code: "err := g.Wait()\nreport(err)\nreturn nil",
			has: []string{"# x.go:25: Wait's error goes to report; here the caller drops it.", `on-error: "ok"`}},
		{name: "given to a callback at once", results: "-", code: "done(g.Wait())", has: []string{"# x.go:24: Wait's error goes to done; here the caller drops it."}},
		{name: "a part of what is returned", results: "Result", code: "err := g.Wait()\nreturn Result{Err: err}", has: []string{"# x.go:25: Wait's error is a part of what the caller returns; "}},
		{name: "only compared", results: "bool", code: "return g.Wait() == nil", has: []string{"# x.go:24: Wait's error is only compared; "}},
		{name: "the process ends", results: "-", code: "log.Fatal(g.Wait())", has: []string{`on-error: "exit"`}},
		{name: "asked without a variable", code: "if g.Wait() != nil { return errFull }\nreturn nil", has: []string{`on-error: "fail page full"`}},
	} {
		t.Run(one.name, func(t *testing.T) {
			results := map[string]string{"": " error", "-": ""}[one.results]
			if results == "" && one.results != "-" {
				results = " " + one.results
			}
			text := casesBefore + "\nvar errFull = errors.New(\"page full\")\nfunc run(around context.Context)" + results + " {\n\tg, ctx := errgroup.WithContext(around)\n" +
				one.before + "; g.Go(func() error { return fetch(ctx) })\n" + one.code + "\n}\n"
			text = strings.Replace(text, "\n; g.Go", "\ng.Go", 1)
			reads(t, text, one.has, one.hasNot)
		})
	}
}

// reads says so where lines are missing in the skeleton of a function called run, or stand there that shouldn't.
func reads(t *testing.T, text string, has, hasNot []string) {
	t.Helper()
	standsEmpty(t, text)
	s, err := read([]source{{"x.go", []byte(text)}}, "run", io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	file := scenario(s)
	for _, line := range has {
		if !strings.Contains(file, line) {
			t.Errorf("there is no %q in\n%s\n%s", line, file, text)
		}
	}
	for _, line := range hasNot {
		if strings.Contains(file, line) {
			t.Errorf("there is %q in\n%s", line, file)
		}
	}
	if places := lost(t, []byte(text), s); len(places) > 0 {
		t.Errorf("neither said nor named: %v\n%s", places, file)
	}
	taken(t, file)
}
