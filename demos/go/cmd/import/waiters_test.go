package main

import "testing"

// TestWaiters are goroutines of no group that wait for one. Each is the code of a function with results of its own.
func TestWaiters(t *testing.T) {
	const tasks = `
		out := make(chan int, 1); answers := make(chan error, 1)
		g, ctx := errgroup.WithContext(around)
		for range 2 {
			g.Go(func() error {
				if err := work(ctx); err != nil { return err }
				out <- 1
				return nil
			})
		}
		`
	const rounds = "\nfor v := range out { use(v) }\n"
	beside := []string{"goroutine of no group", "answers", "receive", "close:"}
	closes := []string{"  closes: [out]\n", "  before-wait:\n    - range: out\n"}
	only := func(more ...string) []string { return append(closes[:len(closes):len(closes)], more...) }
	for _, one := range []struct {
		name, results, code string
		has, hasNot         []string
	}{
		{"it closes a channel, and sends Wait's error", "error", tasks + `go func() { err := g.Wait(); close(out); answers <- err }()` + rounds + `return <-answers`,
			closes, append(beside, "on-error", "Wait's error")},
		{"it sends Wait's error first", "error", tasks + `go func() { answers <- g.Wait(); close(out) }()` + rounds + `if err := <-answers; err != nil { return fmt.Errorf("run: %w", err) }
			return nil`, only(`wrap: "run"`), beside},
		{"what is deferred closes, and a log comes between", "error", tasks + `go func() { defer close(out); err := g.Wait(); log.Println("done", err); answers <- err }()` + rounds +
			`return <-answers`, closes, append(beside, "on-error")},
		{"a select sends", "error", tasks + `go func() {
				defer close(out)
				err := g.Wait()
				select {
				case answers <- err:
				case <-ctx.Done():
				}
			}()` + rounds + `return <-answers`, closes, []string{"goroutine of no group;", "on-error"}},
		{"two channels are closed, one for an error", "error", tasks + `go func() {
				defer close(out)
				defer close(answers)
				if err := g.Wait(); err != nil { answers <- err }
			}()` + rounds + `if err, ok := <-answers; ok { return err }
			return nil`, closes, append(beside, "on-error")},
		{"the error is in a variable", "error", tasks + `var err error
			go func() { err = g.Wait(); close(out) }()` + rounds + `return err`, closes, []string{"on-error"}},
		{"a variable that isn't returned", "error", tasks + `var err error
			go func() { err = g.Wait(); close(out) }()` + rounds + `log.Println(err)
			return nil`, only(`on-error: "ok"`), nil},
		{"a function that has a name", "error", tasks + `go closeBehind(g, out)` + rounds + `return g.Wait()`, closes, []string{"on-error", "goroutine of no group"}},
		{"it cancels, too", "error", `around, cancel := context.WithCancel(around)` + tasks + `go func() { defer cancel(); g.Wait(); close(out) }()` + rounds + `return g.Wait()`,
			only("done behind Wait, in a goroutine; left out."), []string{"on-error", "goroutine of no group;"}},
		{"a WaitGroup's", "error", `out := make(chan int, 1)
			var wg sync.WaitGroup
			for range 2 { wg.Go(func() { work(around); out <- 1 }) }
			go func() { wg.Wait(); log.Println("closing"); close(out) }()` + rounds + `return nil`, only("kind: waitgroup"), beside[:1]},
		{"a WaitGroup's, with what is deferred", "error", `out := make(chan int, 1)
			var wg sync.WaitGroup
			for range 2 { wg.Go(func() { work(around); out <- 1 }) }
			go func() { defer close(out); wg.Wait() }()` + rounds + `return nil`, only("kind: waitgroup"), beside[:1]},
		{"only the end of a channel", "error", `g, ctx := errgroup.WithContext(around)
			g.Go(func() error { return fetch(ctx) })
			var err error
			done := make(chan struct{})
			go func() { defer close(done); err = g.Wait() }()
			<-done
			return err`, []string{"fetch: "}, []string{"on-error", "until", "goroutine", "done"}},
		{"the caller leaves where it is told", "error", `g, ctx := errgroup.WithContext(around)
			g.Go(func() error { return fetch(ctx) })
			answers := make(chan error, 1)
			go func() { answers <- g.Wait() }()
			select {
			case err := <-answers:
				return err
			case <-ctx.Done():
				return ctx.Err()
			}`, []string{"  leave: told\n"}, beside},
		{"the caller leaves when it is late", "error", `g, ctx := errgroup.WithContext(around)
			g.Go(func() error { return fetch(ctx) })
			answers := make(chan error, 1)
			go func() { answers <- g.Wait() }()
			select {
			case err := <-answers:
				if err != nil { return fmt.Errorf("run: %w", err) }
				return nil
			case <-time.After(3 * time.Second):
				return errors.New("too late")
			}`, []string{`leave: { when: 3s, error: "too late" }`, `wrap: "run"`}, beside},
		{"a channel that tasks send to, too", "error", tasks + `g.Go(func() error { answers <- load(ctx); return nil })
			go func() { g.Wait(); close(answers); close(out) }()` + rounds + `for err := range answers { log.Println(err) }
			return nil`, nil, []string{"goroutine of no group"}},
	} {
		t.Run(one.name, func(t *testing.T) {
			reads(t, casesBefore+"\nfunc run(around context.Context) "+one.results+" {\n"+one.code+"\n}\nfunc closeBehind(g *errgroup.Group, out chan int) { g.Wait(); close(out) }\n",
				one.has, one.hasNot)
		})
	}
}
