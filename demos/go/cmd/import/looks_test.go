package main

import (
	"strings"
	"testing"
)

// TestLooks are ways in which code hands its context to other code. Each is a task's code: no word is said against its looking at that.
func TestLooks(t *testing.T) {
	for _, one := range []struct{ name, code, has string }{
		{"a call called as if it only set something", `return retry.WithBackoff(ctx, "metrics", r.metrics.Run)`, "retry.WithBackoff: how long?"},
		{"such a call's error in a variable", "err := stream.WithRetry(ctx, 3)\nreturn err", "stream.WithRetry: how long?"},
		{"such a call alone", "tx.WithLock(ctx)\nreturn nil", "tx.WithLock: how long?"},
		{"what is asked of a call's result", `return errors.Annotate(q.dispatch(ctx), "dispatch").Err()`, "q.dispatch: how long?"},
		{"an argument of an argument", `return wrap(report(q.dispatch(ctx)))`, "q.dispatch: how long?"},
		{"a literal's field", `return do(Config{Ctx: ctx, N: 1})`, "do: may look at its context: how long?"},
		{"a literal without names of fields, by its address", `return do(&Config{ctx, 1})`, "do: may look at its context: how long?"},
		{"a literal in a literal", `return do(Config{Inner: &Inner{Ctx: ctx}})`, "do: may look at its context: how long?"},
		{"a literal's own method", `return (&Worker{ctx: ctx}).Run()`, "Run: may look at its context: how long?"},
		{"a method of what a variable holds", "w := Worker{ctx: ctx}\nreturn w.Run()", "w.Run: may look at its context: how long?"},
		{"a chain", `return client.WithContext(ctx).Get("x")`, "Get: may look at its context: how long?"},
		{"a chain whose error is a field", `return db.WithContext(ctx).Find(&x).Error`, "Find: may look at its context: how long?"},
		{"a chain in which it comes late", `return builder.New().Context(ctx).Do()`, "Do: may look at its context: how long?"},
		{"a closure", `return retry.Do(func() error { return x.call(ctx) })`, "x.call: how long?"},
		{"a closure by its name", "run := func() error { return x.call(ctx) }\nreturn try(run)", "try: may look at its context: how long?"},
		{"many arguments", `return send(1, []any{ctx}...)`, "send: may look at its context: how long?"},
		{"code that a call returns", `return loop(ctx)()`, "may look at its context: how long?"},
		{"an element", `return q.all[key(ctx)].Do()`, "may look at its context: how long?"},
		{"a channel that a call returns", `return <-q.async(ctx)`, "q.async: may look at its context: how long?"},
		{"what is deferred", "defer func() { q.close(ctx) }()\nreturn nil", "may look at its context: how long?"},
		{"a loop over what has it", "for q.Next() { if err := q.handle(wrapper{ctx}); err != nil { return err } }\nreturn nil", "q.handle: may look at its context: how long?"},
		{"a loop without an end", "for { q.handle(wrapper{ctx}) }", ""},
		{"what was made of it", "w := other.New(ctx)\nreturn w.Run()", "other.New: how long?"},
		// None reaches it.
		{"none", `return plain(3)`, "nothing here looks at a context: how long?"},
		{"only its value is looked up, and it is logged", "slog.InfoContext(ctx, \"x\")\nplain(ctx.Value(id))\nreturn plain(3)", "nothing here looks at a context: how long?"},
		{"one that nothing ends", "return do(Config{Ctx: context.Background()})", "nothing here looks at a context: how long?"},
	} {
		t.Run(one.name, func(t *testing.T) {
			var hasNot []string
			if !strings.Contains(one.has, "nothing") {
				hasNot = []string{"nothing here looks", "nothing in it looks", `="`, "===", "busy"}
			}
			reads(t, casesBefore+"\nfunc run(around context.Context) error {\n\tg, ctx := errgroup.WithContext(around)\n\tg.Go(func() error {\n"+one.code+
				"\n})\n\tg.Go(func() error { return fetch(ctx) })\nreturn g.Wait()\n}\n", []string{one.has}, hasNot)
		})
	}
	t.Run("made before", func(t *testing.T) {
		reads(t, casesBefore+`
			func run(around context.Context) error {
				g, ctx := errgroup.WithContext(around)
				w := other.New(ctx)
				g.Go(func() error { return w.Run() })
				return g.Wait()
			}
			`, []string{"x.go:23: may look at its context: how long?"}, []string{"nothing here looks", "==="})
	})
}
