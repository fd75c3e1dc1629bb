package main

import (
	"io"
	"strings"
	"testing"
)

// TestCases are small pieces of code, each of a kind that was read wrongly once. The code stands in func run(ctx context.Context) error
// with a group g, whose context ctx is, and before its Wait.
func TestCases(t *testing.T) {
	for _, one := range []struct {
		name, code, more string
		has, hasNot      []string
	}{
		// What is handed on.
		{name: "a closure by its name", code: `
			work := func(ctx context.Context) {
				inner, ctx := errgroup.WithContext(ctx)
				inner.Go(func() error { return fetch(ctx) })
				inner.Wait()
			}
			g.Go(func() error { return lead(work) })`,
			has: []string{"    lead:\n      group:\n        on-error: \"ok\"\n        tasks:\n          fetch: \"------|\""}},
		{name: "a closure in a field", code: `
			config := elect.Config{Callbacks: elect.Callbacks{Started: func(ctx context.Context) {
				inner, ctx := errgroup.WithContext(ctx)
				inner.Go(func() error { return fetch(ctx) })
				inner.Wait()
			}}}
			g.Go(func() error { elect.Run(ctx, config); return nil })`,
			has: []string{"          fetch: \"------|\""}},
		{name: "a call of what a call returns", code: `
			g.Go(func() error { return wrap("x", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })(ctx) })`,
			has: []string{`">"`}},
		{name: "a method's value", code: `
			w := &worker{}
			g.Go(func() error { return lead(w.work) })`,
			more: `type worker struct{}
			func (w *worker) work(ctx context.Context) { <-ctx.Done() }`,
			has: []string{`lead: ">"`}},
		{name: "a group in a loop without an end", code: `
			g.Go(func() error {
				for {
					inner, ctx := errgroup.WithContext(ctx)
					inner.Go(func() error { return fetch(ctx) })
					if err := inner.Wait(); err != nil { return err }
				}
			})`,
			has: []string{"fetch: ", "- until: told"}},
		// After-functions.
		{name: "an after-function that sleeps", code: `
			context.AfterFunc(ctx, func() { time.Sleep(5 * time.Second); flush() })
			g.Go(func() error { return fetch(ctx) })`,
			has: []string{"- name: flush\n      steps:\n        - busy: 5s"}},
		{name: "an after-function that ends the process", code: `
			context.AfterFunc(ctx, func() {
				late, stop := context.WithTimeout(context.Background(), 3 * time.Second)
				defer stop()
				<-late.Done()
				log.Fatal("too slow")
			})
			g.Go(func() error { return fetch(ctx) })`,
			has: []string{"- busy: 3s", "the after-function ends the process"}, hasNot: []string{"late:", "stop"}},
		// Whose method it is.
		{name: "a field's Close isn't the type's own", code: `
			s := &server{}
			g.Go(func() error { return fetch(ctx) })
			s.stop()`,
			more: `type server struct{ c io.Closer }
			func (s *server) Close() error { time.Sleep(7 * time.Second); return nil }
			func (s *server) stop() { s.c.Close() }`,
			hasNot: []string{"- busy: 7s"}},
		{name: "an interface's field isn't the type that has it", code: `
			s := &server{}
			g.Go(func() error { return s.c.Close() })`,
			more: `type conn interface{ Close() error }
			type server struct{ c conn }
			func (s *server) Close() error { time.Sleep(7 * time.Second); return nil }`,
			hasNot: []string{"- busy: 7s", "========"}},
		{name: "one of two methods of a name", code: `
			a := &first{}
			g.Go(func() error { return a.run(ctx) })`,
			more: `type first struct{}
			type second struct{}
			func (*first) run(ctx context.Context) error { time.Sleep(100 * time.Millisecond); return nil }
			func (*second) run(ctx context.Context) error { time.Sleep(200 * time.Millisecond); return nil }`,
			has: []string{`"==|"`}},
		{name: "a function in a field", code: `
			s := &server{}
			s.handle = s.one
			g.Go(func() error { return s.handle(ctx) })`,
			more: `type server struct{ handle func(context.Context) error }
			func (s *server) one(ctx context.Context) error {
				inner, ctx := errgroup.WithContext(ctx)
				inner.Go(func() error { return fetch(ctx) })
				return inner.Wait()
			}`,
			has: []string{"group:\n        tasks:\n          fetch:"}},
		{name: "a group of its own context", code: `
			g.Go(func() error {
				inner, ctx := errgroup.WithContext(context.Background())
				inner.Go(func() error { return fetch(ctx) })
				return inner.Wait()
			})`,
			has: []string{"detached: true"}},
		// What calls itself.
		{name: "a walk with TryGo", code: `
			var walk func(dir string) error
			walk = func(dir string) error {
				if err := ctx.Err(); err != nil { return err }
				for _, e := range list(dir) {
					if !g.TryGo(func() error { return walk(e) }) {
						if err := walk(e); err != nil { return err }
					}
				}
				return nil
			}
			g.Go(func() error { return walk("/") })`,
			has: []string{"spawn: try-go", "calls itself", "looks at its context in passing"}, hasNot: []string{"nothing here looks at a context: how long?\n      - spawn"}},
		// What only may be.
		{name: "a failure after a return", code: `
			g.Go(func() error {
				for i := 0; i < 3; i++ { if ok(i) { return nil } }
				return errors.New("none was right")
			})`,
			has: []string{`It may fail with "none was right"`}, hasNot: []string{`- fail`, "^ none"}},
		{name: "two ways", code: `
			g.Go(func() error {
				if short { return quick(ctx) }
				return slow(ctx)
			})`,
			has: []string{": slow: how long?", "another way, which returns"}, hasNot: []string{": quick: how long?"}},
		{name: "guesses in rounds are marked", code: `
			g.Go(func() error {
				for i := 0; i < 3; i++ { if err := fetch(ctx); err != nil { return err } }
				return nil
			})`,
			has: []string{"another round: how long?"}},
		// Trying again.
		{name: "a retry after a step", code: `
			g.Go(func() error {
				if err := prepare(ctx); err != nil { return err }
				var err error
				for attempt := 0; attempt < 4; attempt++ {
					if attempt > 0 { if err := backoff(ctx, 2*time.Second<<uint(attempt-1)); err != nil { return err } }
					if err = put(ctx); err == nil { return nil }
				}
				return err
			})`,
			has: []string{"kind: zero-errgroup", "attempts: 4", "delay: 2s", "factor: 2"}},
		{name: "a retry that goes on", code: `
			g.Go(func() error {
				var last error
				for range maxRetries {
					if err := put(ctx); err != nil { last = err; continue }
					return nil
				}
				return last
			})`,
			has: []string{"attempts: 3  # FILL IN"}},
		{name: "no retry", code: `
			g.Go(func() error {
				for _, item := range items {
					if err := put(ctx, item); err == nil { continue }
				}
				return nil
			})`,
			hasNot: []string{"retry:"}},
		// Semaphores and shared calls.
		{name: "a semaphore in a task", code: `
			sem := semaphore.NewWeighted(4)
			g.Go(func() error {
				if err := sem.Acquire(ctx, 2); err != nil { return err }
				defer sem.Release(2)
				return fetch(ctx)
			})`,
			has: []string{"semaphores:\n  sem: 4", "- acquire: sem\n          count: 2"}},
		{name: "a semaphore around a task", code: `
			sem := semaphore.NewWeighted(4)
			for i := 0; i < 9; i++ {
				if err := sem.Acquire(ctx, 1); err != nil { break }
				g.Go(func() error { defer sem.Release(1); return fetch(ctx) })
			}`,
			has: []string{"limit: 4", "count: 9"}, hasNot: []string{"semaphores:"}},
		{name: "a channel as a semaphore around a task", code: `
			sem := make(chan struct{}, 5)
			for i := 0; i < 9; i++ {
				sem <- struct{}{}
				g.Go(func() error { defer func() { <-sem }(); return fetch(ctx) })
			}`,
			has: []string{"limit: 5", "count: 9"}, hasNot: []string{"channels:", "semaphores:"}},
		{name: "a channel as a semaphore in a task", code: `
			sem := make(chan struct{}, 5)
			g.Go(func() error { sem <- struct{}{}; defer func() { <-sem }(); return fetch(ctx) })`,
			has: []string{"semaphores:\n  sem: 5", "- acquire: sem"}, hasNot: []string{"channels:"}},
		{name: "a shared call", code: `
			g.Go(func() error {
				_, err, _ := flights.Do("rates", func() (any, error) { return nil, fetch(ctx) })
				return err
			})`,
			has: []string{"- load: \"rates\"\n          blocking: true\n          call:\n            - work: 300ms"}},
		// The end of the process.
		{name: "exit", code: `
			g.Go(func() error { time.Sleep(time.Second); log.Fatal("no disk"); return nil })
			g.Go(func() error { if bad() { os.Exit(3) }; return fetch(ctx) })`,
			has: []string{`- exit: "no disk"`, "It may end the process here."}},
		// Channels.
		{name: "jobs", code: `
			jobs := make(chan int)
			g.Go(func() error {
				defer close(jobs)
				for i := 0; i < 6; i++ {
					select {
					case jobs <- i:
					case <-ctx.Done():
						return ctx.Err()
					}
				}
				return nil
			})
			for i := 0; i < 2; i++ {
				g.Go(func() error {
					for job := range jobs { if err := do(ctx, job); err != nil { return err } }
					return nil
				})
			}`,
			has: []string{"channels:\n  jobs: 0", "closes: [jobs]", "- send: jobs\n          count: 6\n", "- range: jobs\n          blocking: true"}},
		{name: "a worker's select", code: `
			jobs := make(chan int, 3)
			g.Go(func() error { defer close(jobs); jobs <- 1; jobs <- 2; return nil })
			g.Go(func() error {
				for {
					select {
					case <-ctx.Done():
						return ctx.Err()
					case job, ok := <-jobs:
						if !ok { return nil }
						if err := do(ctx, job); err != nil { return err }
					}
				}
			})`,
			has: []string{"channels:\n  jobs: 3", "- range: jobs\n          each:"}},
		{name: "the caller sends", code: `
			jobs := make(chan int)
			g.Go(func() error { for job := range jobs { if err := do(ctx, job); err != nil { return err } }; return nil })
			for i := 0; i < 6; i++ { jobs <- i }
			close(jobs)`,
			has: []string{"    caller:\n", "- send: jobs\n          count: 6\n          blocking: true\n        - close: jobs"}},
		{name: "the caller receives until the group has returned", code: `
			found := make(chan int)
			for i := 0; i < 2; i++ { g.Go(func() error { found <- i; return nil }) }
			go func() { g.Wait(); close(found) }()
			for x := range found { use(x) }`,
			has: []string{"closes: [found]", "  before-wait:\n", "- range: found"}},
		{name: "a channel by another name", code: `
			sums := make(chan int)
			g.Go(func() error { return produce(ctx, sums) })
			g.Go(func() error { for range sums {}; return nil })`,
			more: `func produce(ctx context.Context, out chan<- int) error { defer close(out); out <- 1; return nil }`,
			has:  []string{"channels:\n  sums: 0", "closes: [sums]", "- send: sums", "- range: sums"}},
		{name: "an item for each task", code: `
			jobs := make(chan int, 9)
			g.Go(func() error { defer close(jobs); for i := 0; i < 3; i++ { jobs <- i }; return nil })
			g.Go(func() error {
				inner, ctx := errgroup.WithContext(ctx)
				for job := range jobs { inner.Go(func() error { return do(ctx, job) }) }
				return inner.Wait()
			})`,
			has: []string{"- receive: jobs"}},
		{name: "a channel that no task can be waited for with", code: `
			events := make(chan int)
			g.Go(func() error { for range events {}; return nil })
			select {
			case events <- 1:
			default:
			}`,
			has: []string{"what goes through the channel events can't be played"}, hasNot: []string{"channels:"}},
		{name: "a channel for each of many tasks", code: `
			for i := 0; i < 3; i++ {
				g.Go(func() error {
					jobs := make(chan int)
					inner, ctx := errgroup.WithContext(ctx)
					inner.Go(func() error { for range jobs { if err := fetch(ctx); err != nil { return err } }; return nil })
					jobs <- 1
					close(jobs)
					return inner.Wait()
				})
			}`,
			has: []string{"each of several tasks makes its own channel"}, hasNot: []string{"channels:"}},
		// The code around the group waits.
		{name: "until it is told", code: `
			g.Go(func() error { return serve(ctx) })
			<-ctx.Done()
			g.Go(func() error { return tidy() })`,
			has: []string{"    caller:\n", "- until: told\n        - spawn:"}},
		{name: "until a signal", code: `
			ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
			defer stop()
			g.Go(func() error { return srv.ListenAndServe() })
			<-ctx.Done()
			g.Go(func() error { return srv.Shutdown(context.Background()) })`,
			has: []string{"- until: listen-and-serve fails or 2s  # FILL IN", "- spawn:\n              shutdown:"}},
		{name: "a signal of the caller", code: `
			ready := make(chan struct{})
			g.Go(func() error { <-ready; return fetch(ctx) })
			prepare()
			close(ready)`,
			has: []string{"- until: ready", "    caller:\n", "- signal: ready"}},
		{name: "an error of the caller's own", code: `
			g.Go(func() error { return fetch(ctx) })
			return errors.Join(errors.New("half"), g.Wait())`,
			has: []string{`- keep: "half"`}},
		{name: "with a limit", code: `
			g.SetLimit(3)
			g.Go(func() error { return serve(ctx) })
			<-ctx.Done()`,
			has: []string{"limit: 4", "the limit is one higher"}},
		{name: "a WaitGroup that only counts tasks of another group", code: `
			var loaders sync.WaitGroup
			loaded := make(chan int)
			for i := 0; i < 2; i++ {
				loaders.Add(1)
				g.Go(func() error { defer loaders.Done(); loaded <- i; return nil })
			}
			g.Go(func() error { loaders.Wait(); close(loaded); return nil })
			for x := range loaded { use(x) }`,
			has: []string{"- until: send-loaded-1 out\n        - until: send-loaded-2 out\n        - close: loaded", "- range: loaded"}, hasNot: []string{"kind: waitgroup"}},
		{name: "a worker's select, and work after it", code: `
			jobs := make(chan int, 3)
			g.Go(func() error { defer close(jobs); jobs <- 1; jobs <- 2; return nil })
			g.Go(func() error {
				for {
					var job int
					var ok bool
					select {
					case <-ctx.Done():
						return ctx.Err()
					case job, ok = <-jobs:
						if !ok { return nil }
					}
					if err := do(ctx, job); err != nil { return err }
				}
			})`,
			has: []string{"- range: jobs\n          each:\n            - work: 300ms"}},
		{name: "a retry in a loop", code: `
			g.Go(func() error {
				for _, item := range items {
					for attempt := 0; attempt < 4; attempt++ { if err := put(ctx, item); err == nil { break } }
				}
				return nil
			})`,
			has: []string{"it tries again within a loop"}, hasNot: []string{"retry:"}},
		{name: "a channel in a field", code: `
			p := &pool{ctx, make(chan int, 2)}
			g.Go(func() error { defer close(p.jobs); p.jobs <- 1; return nil })
			g.Go(func() error { for range p.jobs { if err := do(ctx); err != nil { return err } }; return nil })`,
			more: `type pool struct { ctx context.Context; jobs chan int }`,
			has:  []string{"channels:\n  jobs: 2", "closes: [jobs]", "- range: jobs"}},
		// Tickers.
		{name: "a ticker", code: `
			g.Go(func() error { return fetch(ctx) })
			g.Go(func() error {
				ticker := time.NewTicker(30 * time.Second)
				defer ticker.Stop()
				for {
					select {
					case <-ctx.Done():
						return nil
					case <-ticker.C:
						poll(ctx)
					}
				}
			})
			g.Go(func() error { time.Sleep(time.Second); return errors.New("over") })`,
			has: []string{"- repeat:\n              every: 30s\n              steps:\n                - work: 300ms", `on-cancel: "ok"`}},
		{name: "a ticker that nothing ends", code: `
			g.Go(func() error {
				for {
					select {
					case <-ctx.Done():
						return nil
					case <-time.Tick(time.Second):
						poll(ctx)
					}
				}
			})`,
			has: []string{`poll:`, `">"`}, hasNot: []string{"repeat:"}},
		// Wait.
		{name: "a deferred Wait", code: `
			run := func() {
				inner, ctx := errgroup.WithContext(ctx)
				defer inner.Wait()
				inner.Go(func() error { return fetch(ctx) })
			}
			g.Go(func() error { run(); return nil })`,
			hasNot: []string{"isn't near"}},
		{name: "a group that a function gives back", code: `
			g.Go(func() error { inner := start(ctx); return inner.Wait() })
			g.Go(func() error { return start(ctx).Wait() })`,
			more: `func start(ctx context.Context) *errgroup.Group {
				inner, ctx := errgroup.WithContext(ctx)
				inner.Go(func() error { return fetch(ctx) })
				return inner
			}`,
			has: []string{"fetch: "}, hasNot: []string{"isn't near"}},
		// What becomes of Wait's error.
		{name: "an error that is none", code: `
			g.Go(func() error { return fetch(ctx) })
			if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) { return err }`,
			has: []string{`on-error: { ok: ["context canceled"] }`}},
		{name: "two errors that are none, and a cause", code: `
			g.Go(func() error { return fetch(ctx) })
			if err := g.Wait(); err != nil {
				if errors.Is(err, errStop) || err == context.DeadlineExceeded { return nil }
				if errors.Is(err, context.Canceled) { return context.Cause(ctx) }
				return fmt.Errorf("serve: %w", err)
			}`,
			more: `var errStop = errors.New("stop")`,
			has: []string{
				`on-error: { ok: ["stop", "context deadline exceeded"], cause: ["context canceled"], else: "wrap serve" }`}},
		{name: "another error, the cause, none", code: `
			g.Go(func() error {
				inner, ctx := errgroup.WithContext(ctx)
				inner.Go(func() error { return fetch(ctx) })
				if err := inner.Wait(); err != nil { return errors.New("no page") }
				return nil
			})
			g.Go(func() error {
				inner, ctx := errgroup.WithContext(ctx)
				inner.Go(func() error { return fetch(ctx) })
				if err := inner.Wait(); err != nil { return context.Cause(ctx) }
				return nil
			})
			if err := g.Wait(); err != nil { return nil }`,
			has: []string{`on-error: "fail no page"`, "on-error: \"cause\"", "  on-error: \"ok\""}},
		{name: "a look before each Go", code: `
			for range 4 {
				if ctx.Err() != nil { break }
				g.Go(func() error { return fetch(ctx) })
			}`,
			has: []string{"spawn-until-told: true"}, hasNot: []string{"ctx.Err()"}},
		{name: "an error that is none, or else none", code: `
			g.Go(func() error { return fetch(ctx) })
			if err := g.Wait(); err != nil {
				if errors.Is(err, context.Canceled) { return context.Cause(ctx) }
				return nil
			}`,
			has: []string{`on-error: { cause: ["context canceled"], else: "ok" }`}},
		{name: "an error that is only said", code: `
			g.Go(func() error { return fetch(ctx) })
			if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) { log.Println(err) }`,
			hasNot: []string{"ok: ["}},
		{name: "a look at something else before a Go", code: `
			for range 4 {
				if rows.Err() != nil { break }
				g.Go(func() error { return fetch(ctx) })
			}`,
			hasNot: []string{"spawn-until-told"}},
		{name: "a look that isn't before a Go", code: `
			for range 4 { g.Go(func() error { return fetch(ctx) }) }
			for range 2 { if ctx.Err() != nil { break }; fetch(ctx) }`,
			hasNot: []string{"spawn-until-told"}},
		// Names.
		{name: "names", code: `
			g.Go(func() error { logger.Info("x"); mu.Lock(); defer mu.Unlock(); return fetchUser(ctx) })
			g.Go(func() error { defer log.Println("over"); <-ctx.Done(); db.Close(); return nil })
			g.Go(func() error { return store.NewWriter(pool).Run(ctx) })`,
			has: []string{"    fetch-user:", "    close-db:", "    writer:"}, hasNot: []string{"info", "    lock", "println"}},
	} {
		t.Run(one.name, func(t *testing.T) {
			text := casesBefore + one.more + "\nfunc run(ctx context.Context) error {\n\tg, ctx := errgroup.WithContext(ctx)\n" + one.code +
				"\n\treturn g.Wait()\n}\n"
			standsEmpty(t, text)
			s, err := read([]source{{"case.go", []byte(text)}}, "run", io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			text = scenario(s)
			for _, piece := range one.has {
				if !strings.Contains(text, piece) {
					t.Errorf("there is no %q in\n%s", piece, text)
				}
			}
			for _, piece := range one.hasNot {
				if strings.Contains(text, piece) {
					t.Errorf("there is %q in\n%s", piece, text)
				}
			}
			if !isNearWait(text) {
				t.Errorf("Wait isn't found:\n%s", text)
			}
			taken(t, text)
		})
	}
}

func isNearWait(text string) bool { return !strings.Contains(text, "its Wait isn't near") }
