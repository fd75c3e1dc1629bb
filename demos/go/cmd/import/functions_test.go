package main

import (
	"io"
	"slices"
	"strings"
	"testing"
)

type functionCase struct {
	name, code, shape string
	has, hasNot       []string
}

// TestFunctions are whole functions run, each of a kind that was read wrongly once, whose skeleton was looked at.
func TestFunctions(t *testing.T) {
	for _, one := range slices.Concat(functionsOfTexts, functionsBeforeGo, []functionCase{
		// What is done behind Wait.
		{name: "more behind Wait, whatever it returned", code: `
			func run(ctx context.Context) {
				g, gctx := errgroup.WithContext(ctx)
				g.Go(func() error { return fetch(gctx) })
				if err := g.Wait(); err == nil { save(ctx) }
				if s, err := load(ctx); err == nil { set(s) }
				if err := drop(ctx); err != nil { log.Println("not cleared") }
			}`, shape: `
			group errgroup, on-error: "ok"
				task fetch: work ?
				then: work ?, try (work ?), try (work ?) else (log)`,
			has: []string{"# x.go:23: done only where Wait returned no error; here it is done after any."}},
		{name: "nothing behind Wait but what is done where it went well", code: `
			func run(ctx context.Context) {
				g, gctx := errgroup.WithContext(ctx)
				g.Go(func() error { return fetch(gctx) })
				if err := g.Wait(); err == nil { save(ctx) }
			}`, shape: `
			group errgroup
				task fetch: work ?
				then: work ?`,
			has: []string{"# x.go:23: where Wait returns an error, the code only leaves this out, and returns none; here that is the caller's error."}},
		{name: "the end of the process behind an error behind Wait", code: `
			func run(ctx context.Context) {
				g, gctx := errgroup.WithContext(ctx)
				g.Go(func() error { return fetch(gctx) })
				if err := g.Wait(); err != nil {
					log.Println(err)
					os.Exit(0)
				}
				if err := save(ctx); err != nil { log.Fatal("not saved") }
			}`, shape: `
			group errgroup, on-error: "exit 0"
				task fetch: work ?
				then: try (work ?) else (exit "not saved")`},
		{name: "Wait's error, which a function returns", code: `
			func run(ctx context.Context) {
				err := all(ctx)
				fmt.Println("wait:", err)
				if err != nil { os.Exit(3) }
			}
			func all(ctx context.Context) error {
				g, gctx := errgroup.WithContext(ctx)
				g.Go(func() error { return fetch(gctx) })
				err := g.Wait()
				fmt.Println(err)
				return err
			}`, shape: `
			group errgroup, on-error: "exit 3"
				task fetch: work ?`},
		{name: "an error behind Wait that isn't Wait's", code: `
			func run(ctx context.Context) error {
				g, gctx := errgroup.WithContext(ctx)
				g.Go(func() error { return fetch(gctx) })
				err := g.Wait()
				if other := drop(ctx); other != nil { return nil }
				return err
			}`, shape: `
			group errgroup
				task fetch: work ?
				defer: busy ?`},
		// Loops that a select leaves, where it is told.
		{name: "a worker in a function, which says so and returns", code: `
			func run(ctx context.Context) {
				jobs := make(chan int, 2)
				var wg sync.WaitGroup
				for range 2 { wg.Go(func() { worker(ctx, jobs) }) }
				wg.Go(func() { worker(ctx, jobs); time.Sleep(time.Second) })
				for i := range 20 { jobs <- i }
				close(jobs)
				wg.Wait()
			}
			func worker(ctx context.Context, jobs chan int) {
				for {
					select {
					case job, ok := <-jobs:
						if !ok { return }
						time.Sleep(20 * time.Millisecond)
						log.Println(job)
					case <-ctx.Done():
						fmt.Printf("stopped: %v\n", ctx.Err())
						return
					}
				}
			}`, shape: `
			group waitgroup
				task worker, count 2, on-cancel ok: range jobs (busy 20ms)
				task worker-3, on-cancel ok: range jobs (busy 20ms), busy 1s
				task caller, on-cancel ok: send jobs × 20 blocking, close jobs`,
			has: []string{"# x.go:36: told here, it goes on with what comes next; here it returns."}, hasNot: []string{"it goes on after an error"}},
		{name: "the caller's context, in a group within a task", code: `
			var outer context.Context
			func run(ctx context.Context) error {
				var stop context.CancelFunc
				outer, stop = context.WithCancel(ctx)
				defer stop()
				g, _ := errgroup.WithContext(outer)
				g.Go(func() error {
					var wg sync.WaitGroup
					wg.Go(func() { load(outer) })
					wg.Wait()
					return nil
				})
				g.Go(func() error { return save(outer) })
				return g.Wait()
			}`, shape: `
			group errgroup
				task load, parent: group
					group waitgroup
						task load: work ?
				task save, parent: work ?`},
		// What the code around a group does between two Go's.
		{name: "tokens, reads and a clean-up around a group", code: `
			func run(ctx context.Context, w *writer, in reader) (err error) {
				tokens := newDispenser(2)
				g, gctx := errgroup.WithContext(ctx)
				defer onError(&err, func() {
					if e := w.Abort(ctx); e != nil { log.Println(e) }
				})()
				ok := false
				defer func() {
					if !ok { w.Drop(ctx) }
				}()
				for {
					tokens.Get()
					if gctx.Err() != nil {
						tokens.Put()
						break
					}
					n, err := in.Read()
					if err != nil { return err }
					g.Go(func() error {
						defer tokens.Put()
						return w.Write(gctx, n)
					})
				}
				if err := g.Wait(); err != nil { return err }
				ok = true
				return w.Close(ctx)
			}`, shape: `
			group errgroup, until told
				task write, count ?: work ?
				then: work ?
				defer: busy ?, busy ?`, has: []string{
			"# Around the group, without a step, of run: x.go:31, 33, 36.",
			"# x.go:23: onError gets what is deferred, and may not call it; here it is always done.",
			"# x.go:28: deferred, and done only in this branch; here it is always done.",
			"# x.go:37: the code around the group may return here, without Wait; left out."}},
		// Goroutines of no group that answer through channels of their own.
		{name: "a select between two answers", code: `
			func run(ctx context.Context) error {
				a, b := make(chan error, 1), make(chan error, 1)
				go func() { a <- first(ctx) }()
				go func() { b <- second(ctx) }()
				select {
				case err := <-a: return err
				case err := <-b: return err
				case <-ctx.Done(): return nil
				}
			}`, shape: `
			group zero-errgroup, leave with first or second or told
				task first: work ?
				task second: work ?`,
			has: []string{"leave: told or first out or second out", "# x.go:24: goroutines of no group; the caller leaves with the first of these answers"}},
		{name: "a select between two answers and a timer", code: `
			func run(ctx context.Context) error {
				a, b := make(chan error, 1), make(chan error, 1)
				go func() { a <- first(ctx) }()
				go func() { b <- second(ctx) }()
				select {
				case err := <-a: return err
				case err := <-b: return err
				case <-time.After(3 * time.Second): return errors.New("late")
				}
			}`, shape: `
			group zero-errgroup, leave with first or second or 3s
				task first: work ?
				task second: work ?`, has: []string{"leave: first out or second out or 3s"}},
		{name: "one answer, then the other", code: `
			func run(ctx context.Context) error {
				a, b := make(chan error, 1), make(chan error, 1)
				go func() { a <- first(ctx) }()
				go func() { b <- second(ctx) }()
				if err := <-a; err != nil { return err }
				return <-b
			}`, shape: `
			group waitgroup
				task first: work ?
				task second: work ?`},
		// Groups side by side.
		{name: "consumers that outlive the producers", code: `
			func run(parent context.Context) error {
				cctx, stop := context.WithCancel(context.Background())
				defer stop()
				consumers, _ := errgroup.WithContext(cctx)
				consumers.Go(func() error { return deliver(cctx) })
				consumers.Go(func() error { <-cctx.Done(); return nil })
				producers, pctx := errgroup.WithContext(parent)
				producers.Go(func() error { return schedule(pctx) })
				producers.Go(func() error { <-pctx.Done(); return pctx.Err() })
				perr := producers.Wait()
				if perr != nil && !errors.Is(perr, context.Canceled) { log.Println(perr) }
				stop()
				cerr := consumers.Wait()
				if perr != nil && !errors.Is(perr, context.Canceled) { return perr }
				if cerr != nil && !errors.Is(cerr, context.Canceled) { return cerr }
				return nil
			}`, shape: `
			group zero-errgroup, detached, on-error: { ok: ["context canceled"] }
				task deliver: work ?
				task task, on-cancel ok: until told
				task caller, on-cancel ok: group tried else (cancel, fail "failed"), cancel
					group errgroup, cancel-at ?, on-error: { ok: ["context canceled"] }
						task schedule: work ?
						task task: until told`, has: []string{
			"- try:\n            - group:\n", `- fail: "failed"  # FILL IN, x.go:26: the error of this group, which is returned later: which?`}},
		{name: "a group waited for while a WaitGroup still runs", code: `
			func run(ctx context.Context) error {
				var wg sync.WaitGroup
				items := make(chan int)
				wg.Go(func() { for range items { time.Sleep(time.Second) } })
				g, gctx := errgroup.WithContext(ctx)
				g.Go(func() error { items <- 1; return schedule(gctx) })
				err := g.Wait()
				close(items)
				wg.Wait()
				return err
			}`, shape: `
			group zero-errgroup
				task range-items, on-cancel ok: range items blocking (busy 1s)
				task caller, on-cancel ok: group tried else (close items, fail "failed"), close items
					group errgroup
						task schedule: send items blocking, work ?`},
		{name: "two groups of one context, of which the second is waited for first", code: `
			func run(ctx context.Context) error {
				one, octx := errgroup.WithContext(ctx)
				two, tctx := errgroup.WithContext(ctx)
				one.Go(func() error { return deliver(octx) })
				two.Go(func() error { return schedule(tctx) })
				if err := two.Wait(); err != nil { log.Println(err) }
				return one.Wait()
			}`, shape: `
			group errgroup
				task caller, on-cancel ok: group ignored
					group errgroup
						task schedule: work ?
				task deliver: work ?`, has: []string{"# x.go:22: here the end of the group around it ends this one, too, which it doesn't in the code."}},
		{name: "two groups of which the first is waited for first", code: `
			func run(ctx context.Context) error {
				one, octx := errgroup.WithContext(ctx)
				one.Go(func() error { return deliver(octx) })
				two, tctx := errgroup.WithContext(ctx)
				two.Go(func() error { return schedule(tctx) })
				if err := one.Wait(); err != nil { return err }
				return two.Wait()
			}`, shape: `
			group zero-errgroup
				task run: group, group
					group errgroup
						task deliver: work ?
					group errgroup
						task schedule: work ?`,
			has: []string{"# The code doesn't do so: at x.go:23 a group begins while the one before it still runs."}},
		{name: "groups side by side in a task", code: `
			func run(ctx context.Context) error {
				g, gctx := errgroup.WithContext(ctx)
				g.Go(func() error {
					cctx, stop := context.WithCancel(context.Background())
					consumers, _ := errgroup.WithContext(cctx)
					consumers.Go(func() error { return deliver(cctx) })
					producers, pctx := errgroup.WithContext(gctx)
					producers.Go(func() error { return schedule(pctx) })
					err := producers.Wait()
					stop()
					_ = consumers.Wait()
					return err
				})
				return g.Wait()
			}`, shape: `
			group errgroup
				task deliver: group
					group zero-errgroup, detached
						task deliver: work ?
						task caller, on-cancel ok: group tried else (cancel, fail "failed"), cancel
							group errgroup
								task schedule: work ?`},
		{name: "two groups, of which one has a context of its own", code: `
			func run(ctx context.Context) error {
				one, octx := errgroup.WithContext(ctx)
				one.Go(func() error { return deliver(octx) })
				if err := one.Wait(); err != nil { return err }
				two, tctx := errgroup.WithContext(context.Background())
				two.Go(func() error { return flush(tctx) })
				return two.Wait()
			}`, shape: `
			group zero-errgroup
				task run: group, group
					group errgroup
						task deliver: work ?
					group errgroup, detached
						task flush: work ?`, hasNot: []string{"doesn't do so"}},
		// A channel that is closed behind Wait.
		{name: "results that the caller takes, and the end of the process", code: `
			func run(ctx context.Context) {
				results := make(chan int)
				var wg sync.WaitGroup
				for range 2 {
					wg.Go(func() { results <- 1 })
				}
				go func() { wg.Wait(); close(results) }()
				for r := range results { fmt.Println(r) }
				os.Exit(0)
			}`, shape: `
			group waitgroup, closes results
				task send-results, count 2: send results blocking
				before: range results blocking ()
				then: exit 0`, hasNot: []string{"caller"}},
		{name: "a caller that takes one result, and leaves the rest to a goroutine", code: `
			func run(ctx context.Context) {
				results := make(chan int, 1)
				g, ctx := errgroup.WithContext(ctx)
				for range 2 {
					g.Go(func() error { results <- 1; return load(ctx) })
				}
				go func() { g.Wait(); close(results) }()
				<-results
			}`, shape: `
			group errgroup, on-error: "ok", closes results
				task load, count 2: send results blocking, work ?
				before: receive results blocking`, has: []string{
			"# x.go:26: only this goroutine waits for the group, so that the code around it may return first; here it waits, too."}},
		// Errors that are wrapped before they are returned.
		{name: "a wrap in a variable, and in a function", code: `
			func wrap(op string, err error) error { return fmt.Errorf("%s: %w", op, err) }
			func run(ctx context.Context) error {
				g, ctx := errgroup.WithContext(ctx)
				g.Go(func() error {
					if err := cut(ctx); err != nil {
						err = fmt.Errorf("cut: %w", err)
						return err
					}
					return nil
				})
				g.Go(func() error {
					if err := move(ctx); err != nil {
						later := wrap("move", err)
						return later
					}
					return nil
				})
				g.Go(func() error { return wrap("paste", paste(ctx)) })
				if err := g.Wait(); err != nil {
					err = wrap("wait", err)
					return err
				}
				return nil
			}`, shape: `
			group errgroup, wrap wait
				task cut, on-cancel wrap cut: work ?
				task move, on-cancel wrap move: work ?
				task paste, on-cancel wrap paste: work ?`},
		// Where nothing ends what works until it is told.
		{name: "services that nothing ends", code: `
			func run(ctx context.Context) error {
				g, ctx := errgroup.WithContext(ctx)
				g.Go(func() error {
					var wg sync.WaitGroup
					for range 3 {
						wg.Go(func() { <-ctx.Done() })
					}
					wg.Wait()
					return errors.New("closed")
				})
				g.Go(func() error { <-ctx.Done(); return ctx.Err() })
				return g.Wait()
			}`, shape: `
			group errgroup, cancel-at ?
				task task: group, fail "closed"
					group waitgroup
						task task, count 3: until told
				task task-2: until told`, has: []string{"cancel-at: 2s  # FILL IN, x.go:21: nothing in the code ends it; from outside: when?"}},
	}) {
		t.Run(one.name, func(t *testing.T) {
			text := casesBefore + one.code + "\n"
			standsEmpty(t, text)
			s, err := read([]source{{"x.go", []byte(text)}}, "run", io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			file := scenario(s)
			if wanted, got := shaped(one.shape), strings.TrimSpace(strings.ReplaceAll(shape(s), "  ", "\t")); got != wanted {
				t.Errorf("wanted\n%s\ngot\n%s\n%s", wanted, got, file)
			}
			for _, piece := range one.has {
				if !strings.Contains(file, piece) {
					t.Errorf("there is no %q in\n%s", piece, file)
				}
			}
			for _, piece := range one.hasNot {
				if strings.Contains(file, piece) {
					t.Errorf("there is %q in\n%s", piece, file)
				}
			}
			if places := lost(t, []byte(text), s); len(places) > 0 {
				t.Errorf("neither said nor named: %v\n%s", places, file)
			}
			if twice := namedTwice(file); len(twice) > 0 {
				t.Errorf("named twice: %v\n%s", twice, file)
			}
			taken(t, file)
		})
	}
}

// shaped is a shape as a table has it.
func shaped(text string) string {
	var lines []string
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		lines = append(lines, strings.TrimRight(strings.Replace(line, "\t\t\t", "", 1), " "))
	}
	return strings.Join(lines, "\n")
}
