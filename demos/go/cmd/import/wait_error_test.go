package main

import (
	"io"
	"strings"
	"testing"
)

// TestWaitErrors are ways in which code treats what Wait returned. Each is the rest of a function behind the group's only task; what stands
// before the task comes first, apart from a line.
func TestWaitErrors(t *testing.T) {
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
		// Wrapped more than once.
		{name: "wrapped, and again where it is returned", code: "err := g.Wait()\nif err != nil { err = fmt.Errorf(\"read: %w\", err) }\n" +
			"if err != nil { return fmt.Errorf(\"run: %w\", err) }\nreturn nil", has: []string{`wrap: "run: read"`}},
		{name: "a wrap around a wrap", code: `return fmt.Errorf("run: %w", fmt.Errorf("read: %w", g.Wait()))`, has: []string{`wrap: "run: read"`}},
		{name: "a wrap around a wrap, of a variable", code: "err := g.Wait()\nif err != nil { return fmt.Errorf(\"run: %w\", fmt.Errorf(\"read: %w\", err)) }\nreturn nil",
			has: []string{`wrap: "run: read"`}},
		{name: "a wrap around the middle of one", code: `return fmt.Errorf("run %w (gave up)", fmt.Errorf("read: %w", g.Wait()))`,
			has: []string{`wrap: "run read: %w (gave up)"`}},
		{name: "by a function around another", code: "return outer(inner(g.Wait()))\n}\nfunc outer(err error) error { return fmt.Errorf(\"run: %w\", err) }\n" +
			"func inner(err error) error { return fmt.Errorf(\"read: %w\", err)", has: []string{`wrap: "run: read"`}},
		{name: "by two variables", code: "err := g.Wait()\nif err != nil {\nread := fmt.Errorf(\"read: %w\", err)\nreturn fmt.Errorf(\"run: %w\", read) }\nreturn nil",
			has: []string{`wrap: "run: read"`}},
		{name: "by other packages", code: `return errors.Wrap(errors.WithMessage(g.Wait(), "read"), "run")`, has: []string{`wrap: "run: read"`}},
		{name: "in a branch and in deferred code", results: "(err error)",
			before: `defer func() { if err != nil { err = fmt.Errorf("run: %w", err) } }()`,
			code:   "if err := g.Wait(); err != nil { return fmt.Errorf(\"read: %w\", err) }\nreturn nil", has: []string{`wrap: "run: read"`}},
		{name: "twice in deferred code, the last first", results: "(err error)",
			before: "defer func() { if err != nil { err = fmt.Errorf(\"run: %w\", err) } }()\ndefer func() { if err != nil { err = fmt.Errorf(\"read: %w\", err) } }()",
			code:   "return g.Wait()", has: []string{`wrap: "run: read"`}},
		{name: "twice in one piece of deferred code", results: "(err error)",
			before: `defer func() { if err != nil { err = fmt.Errorf("read: %w", err); err = fmt.Errorf("run: %w", err) } }()`,
			code:   "return g.Wait()", has: []string{`wrap: "run: read"`}},
		{name: "all but one, and in deferred code", results: "(err error)",
			before: `defer func() { if err != nil { err = fmt.Errorf("run: %w", err) } }()`,
			code:   "if err := g.Wait(); err != nil && !errors.Is(err, errFull) { return fmt.Errorf(\"read: %w\", err) }\nreturn nil",
			has:    []string{`on-error: { ok: ["page full"], else: "wrap run: read" }`}},
		{name: "another error, in deferred code", results: "(err error)",
			before: `defer func() { if err != nil { err = fmt.Errorf("run: %w", err) } }()`,
			code:   "if err := g.Wait(); err != nil { return errFull }\nreturn nil", has: []string{`on-error: "fail run: page full"`}},
		{name: "the cause, in deferred code", results: "(err error)",
			before: `defer func() { if err != nil { err = fmt.Errorf("run: %w", err) } }()`,
			code:   "if err := g.Wait(); err != nil { return context.Cause(ctx) }\nreturn nil",
			has:    []string{`on-error: "cause"`, "Wait's error is wrapped as the function ends, and is the context's cause here; here the caller returns it."}},
		{name: "a text that isn't here", code: "err := g.Wait()\nreturn fmt.Errorf(before+\": %w\", err)",
			has: []string{"# x.go:25: Wait's error is wrapped in a text that isn't here; here the caller returns it."}},
		{name: "no text", code: `return fmt.Errorf("%w", g.Wait())`, hasNot: []string{"wrap", "Wait's error"}},
		{name: "wrapped in some cases", code: "err := g.Wait()\nif isFull(err) { return fmt.Errorf(\"full: %w\", err) }\nreturn err",
			has: []string{"# x.go:25: Wait's error is treated otherwise in this branch: it is wrapped there; here the caller returns it."}},
		{name: "sent in a wrap, and received into one", code: "answers := make(chan error, 1)\ngo func() { answers <- fmt.Errorf(\"read: %w\", g.Wait()) }()\n" +
			"return fmt.Errorf(\"run: %w\", <-answers)", has: []string{`wrap: "run: read"`}},
		// Returned by a function within.
		{name: "by one that is called at once", code: "err := func() error { defer done(); return g.Wait() }()\nif err != nil { return fmt.Errorf(\"run: %w\", err) }\nreturn nil",
			has: []string{`wrap: "run"`}, hasNot: []string{"Wait's error"}},
		{name: "by one in a variable", code: "wait := func() error { return fmt.Errorf(\"read: %w\", g.Wait()) }\n" +
			"if err := wait(); err != nil { return fmt.Errorf(\"run: %w\", err) }\nreturn nil", has: []string{`wrap: "run: read"`}, hasNot: []string{"Wait's error"}},
		{name: "by one in a variable, called twice", code: "wait := func() error { return fmt.Errorf(\"read: %w\", g.Wait()) }\n" +
			"if err := wait(); err != nil { return fmt.Errorf(\"run: %w\", err) }\nreturn wait()", has: []string{`wrap: "read"`}},
		{name: "by one that other code gets", code: "return inTx(around, func() error { return g.Wait() })",
			has: []string{"# x.go:24: Wait's error is what a function returns that goes to inTx; here the caller returns it."}, hasNot: []string{"on-error"}},
		{name: "another, wrapped where the function is called", code: "wait := func() error {\nif g.Wait() != nil { return errFull }\nreturn nil\n}\n" +
			"if err := wait(); err != nil { return fmt.Errorf(\"run: %w\", err) }\nreturn nil", has: []string{`on-error: "fail run: page full"`}},
		{name: "by a function of the file, whose error is dropped", code: "if err := finish(g); err != nil { log.Println(err) }\nreturn nil\n}\n" +
			"func finish(g *errgroup.Group) error {\nif err := g.Wait(); err != nil { return fmt.Errorf(\"read: %w\", err) }\nreturn nil", has: []string{`on-error: "ok"`}},
		{name: "by a function of the file, wrapped again", code: "if err := finish(g); err != nil { return fmt.Errorf(\"run: %w\", err) }\nreturn nil\n}\n" +
			"func finish(g *errgroup.Group) error {\nif err := g.Wait(); err != nil { return fmt.Errorf(\"read: %w\", err) }\nreturn nil", has: []string{`wrap: "run: read"`}},
		{name: "sent once one counts as none", code: "answers := make(chan error, 1)\ngo func() {\nerr := g.Wait()\nif errors.Is(err, errFull) { err = nil }\nanswers <- err\n}()\n" +
			"return <-answers", has: []string{`on-error: { ok: ["page full"] }`}},
		// In loops and switches.
		{name: "returned in a loop without an end", code: "err := g.Wait()\nfor { if err != nil { return err }; again() }", hasNot: []string{"on-error", "Wait's error"}},
		{name: "wrapped in a loop without an end", code: "err := g.Wait()\nfor {\nif err != nil { return fmt.Errorf(\"run: %w\", err) }\nagain()\n}",
			has: []string{`wrap: "run"`}, hasNot: []string{"Wait's error"}},
		{name: "a loop that it leaves", code: "err := g.Wait()\nfor {\nif err != nil { break }\nerr = again()\n}\nreturn err", hasNot: []string{"on-error", "Wait's error"}},
		{name: "a loop that it leaves by its name", code: "err := g.Wait()\nall:\nfor {\nfor {\nif err != nil { break all }\nerr = again()\n}\n}\nreturn err",
			hasNot: []string{"on-error", "Wait's error"}},
		{name: "a loop while there is one", code: "err := g.Wait()\nfor err != nil { log.Println(err); err = again() }\nreturn nil", has: []string{`on-error: "ok"`}},
		{name: "a loop while there is none", code: "err := g.Wait()\nfor err == nil { err = again() }\nreturn err", hasNot: []string{"on-error", "Wait's error"}},
		{name: "only logged in a loop without an end", code: "err := g.Wait()\nfor {\nif err != nil { log.Println(err) }\nagain()\n}", has: []string{`on-error: "ok"`}},
		{name: "returned in a loop with a count", code: "err := g.Wait()\nfor range 3 { if err != nil { return err } }\nreturn nil",
			has: []string{"# x.go:25: Wait's error is returned only in this loop; here the caller returns it."}, hasNot: []string{"on-error"}},
		{name: "returned in a loop over items", code: "err := g.Wait()\nfor _, item := range items { if err != nil { return fmt.Errorf(\"run: %w\", err) }; use(item) }\nreturn nil",
			has: []string{`wrap: "run"`, "# x.go:25: Wait's error is returned only in this loop; here the caller returns it."}},
		{name: "returned in a case of a select", code: "err := g.Wait()\nselect {\ncase <-again:\nreturn err\ncase <-around.Done():\n}\nreturn nil",
			has: []string{"# x.go:26: Wait's error is returned only in this case; here the caller returns it."}, hasNot: []string{"on-error"}},
		{name: "returned in a branch that isn't about it", code: "err := g.Wait()\nif isStrict { return err }\nreturn nil",
			has: []string{"# x.go:25: Wait's error is returned only in this branch; here the caller returns it."}, hasNot: []string{"on-error"}},
		{name: "returned where other code says so", code: "err := g.Wait()\nif isBad(err) { return err }\nreturn nil",
			has: []string{"# x.go:25: Wait's error is returned only in this branch; here the caller returns it."}, hasNot: []string{"on-error"}},
		{name: "only one is returned", code: "err := g.Wait()\nif errors.Is(err, errFull) { return err }\nreturn nil",
			has: []string{"# x.go:25: Wait's error is returned only where it is \"page full\"; here the caller returns it."}, hasNot: []string{"on-error"}},
		{name: "a switch", code: "switch err := g.Wait(); {\ncase errors.Is(err, errFull):\nreturn nil\ncase err != nil:\nreturn fmt.Errorf(\"run: %w\", err)\n}\nreturn nil",
			has: []string{`on-error: { ok: ["page full"], else: "wrap run" }`}},
		{name: "a switch over it", code: "err := g.Wait()\nswitch err {\ncase nil:\nreturn nil\ncase errFull, context.Canceled:\nbreak\ndefault:\nreturn err\n}\nreturn nil",
			has: []string{`on-error: { ok: ["page full", "context canceled"] }`}},
		{name: "a switch over what it is", code: "err := g.Wait()\nswitch err.(type) {\ncase nil:\ncase *FullError:\nlog.Println(err)\ndefault:\nreturn err\n}\nreturn nil",
			has: []string{"# x.go:29: Wait's error is returned only in this branch; here the caller returns it."}, hasNot: []string{"on-error"}},
		{name: "a switch over something else", code: "err := g.Wait()\nswitch mode {\ncase 1:\nlog.Println(err)\ncase 2:\nreturn err\n}\nreturn nil",
			has: []string{"# x.go:28: Wait's error is returned only in this case; here the caller returns it."}, hasNot: []string{"on-error"}},
		{name: "one is only logged, the others are returned", code: "err := g.Wait()\nif errors.Is(err, errFull) { log.Println(err) } else { return err }\nreturn nil",
			has: []string{`on-error: { ok: ["page full"] }`}},
		{name: "Wait in a loop", code: "for {\nif err := g.Wait(); err != nil { log.Println(err); break }\nreturn nil\n}\nreturn errFull", has: []string{`on-error: "fail page full"`}},
		{name: "a loop over those that count as none", code: "err := g.Wait()\nfor _, one := range all { if errors.Is(err, one) { return nil } }\nreturn err",
			has: []string{"# x.go:25: Wait's error is treated otherwise in this loop: it may be no error there; here the caller returns it."}},
		{name: "a goto", code: "if err := g.Wait(); err != nil { goto fail }\nreturn nil\nfail:\nreturn errFull", has: []string{`on-error: "fail page full"`}},
		{name: "a goto back", code: "again:\nif err := g.Wait(); err != nil { goto again }\nreturn nil",
			has: []string{"# x.go:25: Wait's error goes where a goto leads; here the caller returns it."}},
		{name: "code that is called at once", code: "err := g.Wait()\nfunc() { if err != nil { err = fmt.Errorf(\"run: %w\", err) } }()\nreturn err", has: []string{`wrap: "run"`}},
		{name: "code that is called at once, and only logs", code: "err := g.Wait()\nfunc() { if err != nil { log.Println(err); return } }()\nreturn err",
			hasNot: []string{"on-error", "Wait's error"}},
		{name: "by its type, of which it is returned", code: "err := g.Wait()\nvar full *FullError\nif errors.As(err, &full) { return full }\nreturn err",
			hasNot: []string{"on-error", "Wait's error"}},
		// Some count as none.
		{name: "one is none", code: "err := g.Wait()\nif errors.Is(err, errFull) { err = nil }\nreturn err", has: []string{`on-error: { ok: ["page full"] }`}},
		{name: "one returns none", code: "if err := g.Wait(); errors.Is(err, errFull) { return nil } else { return err }",
			has: []string{`on-error: { ok: ["page full"] }`}},
		{name: "all but one are returned", code: "if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) { return err }\nreturn nil",
			has: []string{`on-error: { ok: ["context canceled"] }`}},
		{name: "all but one, where it may be none", code: "err := g.Wait()\nif err != errFull { return err }\nreturn nil", has: []string{`on-error: { ok: ["page full"] }`},
			hasNot: []string{"Wait's error"}},
		{name: "all but one, where it is wrapped", code: "if err := g.Wait(); err != errFull && err != nil { return fmt.Errorf(\"run: %w\", err) }\nreturn nil",
			has: []string{`on-error: { ok: ["page full"], else: "wrap run" }`}, hasNot: []string{"Wait returns none"}},
		{name: "all but one, where it is wrapped and may be none", code: "if err := g.Wait(); err != errFull { return fmt.Errorf(\"run: %w\", err) }\nreturn nil",
			has: []string{`on-error: { ok: ["page full"], else: "wrap run" }`, "# x.go:24: done where Wait returns none, too; here only where it returns one."}},
		{name: "all but one, of another package", code: "if err := g.Wait(); err != http.ErrServerClosed { return err }\nreturn nil",
			has: []string{`on-error: { ok: ["http: Server closed"] }`}},
		{name: "all but one, and the others end the process", results: "-", code: "if err := g.Wait(); err != http.ErrServerClosed { log.Fatal(err) }",
			has: []string{`on-error: { ok: ["http: Server closed"], else: "exit" }`, "# x.go:24: done where Wait returns none, too"}},
		{name: "all but one, in brackets, and an else", code: "if err := g.Wait(); (err != errFull) { return err } else { log.Println(err) }\nreturn nil",
			has: []string{`on-error: { ok: ["page full"] }`}},
		{name: "all but one of a function's own", before: "pressed := errors.New(\"key pressed\")", code: "if err := g.Wait(); err != nil && err != pressed { return err }\nreturn nil",
			has: []string{`on-error: { ok: ["key pressed"] }`}},
		{name: "one of a function's own, with a value", before: "pressed := fmt.Errorf(\"key %d pressed\", 3)", code: "err := g.Wait()\nif errors.Is(err, pressed) { return nil }\nreturn err",
			has: []string{`on-error: { ok: ["key 3 pressed"] }`}},
		{name: "one of a function's own that becomes another", before: "pressed := errors.New(\"key pressed\")\npressed = otherKey()",
			code: "err := g.Wait()\nif errors.Is(err, pressed) { return nil }\nreturn err", has: []string{`on-error: { ok: ["pressed"] }`}},
		{name: "all but one, and another's behind", code: "if err := g.Wait(); err != nil && !errors.Is(err, errFull) { return err }\nreturn other()",
			has: []string{`on-error: { ok: ["page full"] }`}, hasNot: []string{"Wait's error"}},
		{name: "all but one, in a branch", code: "if err := g.Wait(); err != nil { if !errors.Is(err, errFull) { return err } }\nreturn nil",
			has: []string{`on-error: { ok: ["page full"] }`}},
		{name: "two, by an or", code: "err := g.Wait()\nif errors.Is(err, errFull) || errors.Is(err, context.Canceled) { err = nil }\nreturn err",
			has: []string{`on-error: { ok: ["page full", "context canceled"] }`}},
		{name: "by a function that isn't here", code: "err := g.Wait()\nif pages.IsFull(err) { err = nil }\nreturn err",
			has: []string{"# x.go:25: Wait's error is treated otherwise in this branch: it is no error there; here the caller returns it."}},
		{name: "by its type", code: "var full *FullError\nif err := g.Wait(); errors.As(err, &full) { return nil } else if err != nil { return err }\nreturn nil",
			has: []string{"# x.go:25: Wait's error is treated otherwise in this branch: it is no error there; here the caller returns it."}},
		{name: "a branch that isn't about it", code: "err := g.Wait()\nif isQuiet { err = nil }\nreturn err",
			has: []string{"# x.go:25: Wait's error is treated otherwise in this branch: it is no error there; here the caller returns it."}},
		// Contexts are asked, too.
		{name: "the group's own, which is always done", code: "if err := g.Wait(); err != nil {\nif ctx.Err() != nil { return nil }\nreturn fmt.Errorf(\"run: %w\", err)\n}\nreturn nil",
			has: []string{`on-error: "ok"`}, hasNot: []string{"Wait's error"}},
		{name: "the group's own, and the error", code: "err := g.Wait()\nif err != nil && ctx.Err() != nil { return fmt.Errorf(\"run: %w\", err) }\nreturn nil",
			has: []string{`wrap: "run"`}, hasNot: []string{"Wait's error"}},
		{name: "the group's own, that isn't done", code: "err := g.Wait()\nif ctx.Err() == nil && err != nil { return fmt.Errorf(\"run: %w\", err) }\nreturn err",
			hasNot: []string{"on-error", "wrap:", "Wait's error"}},
		{name: "the caller's", code: "if err := g.Wait(); err != nil {\nif around.Err() != nil { return nil }\nreturn fmt.Errorf(\"run: %w\", err)\n}\nreturn nil",
			has: []string{`on-error: { ok: ["context canceled"], else: "wrap run" }`}},
		{name: "the caller's, whose error is returned", code: "err := g.Wait()\nif around.Err() != nil { return around.Err() }\nreturn err",
			hasNot: []string{"on-error", "Wait's error"}},
		{name: "the caller's, whose cause is returned", code: "if err := g.Wait(); err != nil {\nif around.Err() != nil { return context.Cause(around) }\nreturn err\n}\nreturn nil",
			has: []string{`on-error: { cause: ["context canceled"] }`}},
		{name: "the caller's, that isn't done", code: "if err := g.Wait(); err != nil && around.Err() == nil { return err }\nreturn nil",
			has: []string{`on-error: { ok: ["context canceled"] }`}, hasNot: []string{"Wait's error"}},
		{name: "the caller's, and an error that it may be", code: "if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) && around.Err() == nil { return err }\nreturn nil",
			has: []string{`on-error: { ok: ["context canceled"] }`}},
		// Another comes in its place.
		{name: "another, of other code", code: "if err := g.Wait(); err != nil { return other() }\nreturn nil",
			has: []string{"# x.go:24: Wait's error becomes another, that of other; here the caller returns it."}, hasNot: []string{"on-error"}},
		{name: "another in a wrap, of other code", code: "if err := g.Wait(); err != nil { return fmt.Errorf(\"run: %w\", other()) }\nreturn nil",
			has: []string{`wrap: "run"`, "# x.go:24: Wait's error becomes another, that of fmt.Errorf; here the caller returns it."}},
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
	readsAs(t, text, "run", has, hasNot)
}

// readsAs is reads of the function of a name, or of the one that comes first.
func readsAs(t *testing.T, text, name string, has, hasNot []string) {
	t.Helper()
	s, err := read([]source{{"x.go", []byte(text)}}, name, io.Discard)
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

// TestCallersOfMakers are functions called run, whose story is read, around one called pages, which makes a group and wraps its error.
func TestCallersOfMakers(t *testing.T) {
	const other = "here it is returned."
	for _, one := range []struct {
		name, code  string
		has, hasNot []string
	}{
		{name: "it returns the error", code: "return pages(ctx)", has: []string{`wrap: "pages"`}, hasNot: []string{other}},
		{name: "it returns the error behind a check", code: "if err := pages(ctx); err != nil { return err }\nreturn nil", has: []string{`wrap: "pages"`}, hasNot: []string{other}},
		{name: "it wraps it", code: "if err := pages(ctx); err != nil { return fmt.Errorf(\"run: %w\", err) }\nreturn nil", has: []string{`wrap: "run: pages"`}},
		{name: "it wraps it, and does more before and after", code: "if err := open(ctx); err != nil { return err }\nerr := pages(ctx)\n" +
			"if err != nil { return fmt.Errorf(\"run: %w\", err) }\nreturn shut(ctx)", has: []string{`wrap: "run: pages"`, "before-go:", "after-wait:"}},
		{name: "another function between wraps it", code: "return all(ctx)\n}\nfunc all(ctx context.Context) error {\nerr := pages(ctx)\n" +
			"if err != nil { return fmt.Errorf(\"all: %w\", err) }\nreturn nil", has: []string{`wrap: "all: pages"`}},
		{name: "both wrap it", code: "if err := all(ctx); err != nil { return fmt.Errorf(\"run: %w\", err) }\nreturn nil\n}\nfunc all(ctx context.Context) error {\n" +
			"err := pages(ctx)\nif err != nil { return fmt.Errorf(\"all: %w\", err) }\nreturn nil", has: []string{`wrap: "run: all: pages"`}},
		{name: "it excepts one", code: "err := pages(ctx)\nif errors.Is(err, errFull) { return nil }\nreturn err", has: []string{`on-error: { ok: ["page full"], else: "wrap pages" }`}},
		{name: "it drops it", code: "if err := pages(ctx); err != nil { log.Println(err) }\nreturn nil",
			has: []string{`wrap: "pages"`, "# x.go:22: what calls pages makes something else of its error; " + other}},
		{name: "it returns another", code: "if pages(ctx) != nil { return errFull }\nreturn nil",
			has: []string{`wrap: "pages"`, "# x.go:22: what calls pages makes something else of its error; " + other}},
		{name: "it ends the process", code: "if err := pages(ctx); err != nil { log.Fatal(err) }\nreturn nil",
			has: []string{`wrap: "pages"`, "log.Fatal"}, hasNot: []string{other}},
	} {
		t.Run(one.name, func(t *testing.T) {
			text := casesBefore + "\nvar errFull = errors.New(\"page full\")\nfunc run(ctx context.Context) error {\n" + one.code + "\n}\n" +
				"func pages(ctx context.Context) error {\n\tg, ctx := errgroup.WithContext(ctx)\n\tg.Go(func() error { return fetch(ctx) })\n" +
				"\tif err := g.Wait(); err != nil { return fmt.Errorf(\"pages: %w\", err) }\n\treturn nil\n}\n"
			readsAs(t, text, "", one.has, one.hasNot)
		})
	}
}
