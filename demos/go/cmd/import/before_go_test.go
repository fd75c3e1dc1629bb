package main

// functionsBeforeGo are functions that do something before they hand over the first task.
var functionsBeforeGo = []functionCase{
	{name: "calls whose errors are returned, before the group and behind it", code: `
			func run(ctx context.Context) error {
				db, err := connect(ctx)
				if err != nil { return err }
				metrics.Setup(ctx)
				g, gctx := errgroup.WithContext(ctx)
				g.SetLimit(3)
				if err := migrate(gctx, db); err != nil { return fmt.Errorf("migrate: %w", err) }
				if err := warm(gctx); err != nil { return nil }
				if err := check(gctx); err != nil { return errors.New("not ready") }
				if err := notify(gctx); err != nil { log.Println("not notified") }
				time.Sleep(2 * time.Second)
				log.Println("started")
				g.Go(func() error { return serve(gctx) })
				return g.Wait()
			}`, shape: `
			group errgroup, limit 3
				first: work ?, work ?, try (work ?) else (return), try (work ?) else (fail "not ready"), try (work ?) else (log), busy 2s, log
				task serve: work ?`,
		has: []string{"    - work: 100ms  # FILL IN, x.go:21: connect: how long?\n", "# x.go:23: metrics.Setup: before the group; left out.",
			"# x.go:26: the caller wraps the error of what it does before the first task; here it returns it as it is."}},
	{name: "what may not be done before the group", code: `
			func run(ctx context.Context) error {
				if warm {
					if err := fill(ctx); err != nil { return err }
				}
				for _, host := range hosts {
					if err := ping(ctx, host); err != nil { return err }
				}
				var err error
				for attempt := 0; attempt < 5; attempt++ {
					if err = connect(ctx); err == nil { break }
					time.Sleep(time.Second)
				}
				if err != nil { return err }
				g, gctx := errgroup.WithContext(ctx)
				g.Go(func() error { return serve(gctx) })
				return g.Wait()
			}`, shape: `
			group errgroup
				first: work ?, work ?
				task serve: work ?`,
		has: []string{"# x.go:22: fill: before the group, in a branch; left out.", "x.go:24: a loop; its body stands here once.",
			"x.go:28: it tries again before the first task, which can't be said there; here it does so once."}},
	{name: "the end of the process before the group", code: `
			func main() {
				ctx := context.Background()
				run(ctx)
			}
			func run(ctx context.Context) error {
				db, err := connect(ctx)
				if err != nil { log.Fatal("no database") }
				if err := ping(ctx, db); err != nil {
					log.Println(err)
					os.Exit(2)
				}
				g, ctx := errgroup.WithContext(ctx)
				g.Go(func() error { return serve(ctx) })
				return g.Wait()
			}`, shape: `
			group errgroup
				first: try (work ?) else (exit "no database"), try (work ?) else (exit 2)
				task serve: work ?`},
	{name: "channels, semaphores and limiters before the first Go", code: `
			func run(ctx context.Context) error {
				jobs := make(chan int, 3)
				sem := semaphore.NewWeighted(2)
				lim := rate.NewLimiter(5, 1)
				for i := range 3 { jobs <- i }
				close(jobs)
				g, ctx := errgroup.WithContext(ctx)
				if err := sem.Acquire(ctx, 1); err != nil { return err }
				defer sem.Release(1)
				if err := lim.Wait(ctx); err != nil { return err }
				for range 2 {
					g.Go(func() error { for job := range jobs { if err := do(ctx, job); err != nil { return err } }; return nil })
				}
				g.Go(func() error { if err := sem.Acquire(ctx, 1); err != nil { return err }; return tidy(ctx) })
				return g.Wait()
			}`, shape: `
			group errgroup
				first: send jobs × 3 blocking, close jobs, acquire sem of 2, limit lim of 200ms
				task range-jobs, count 2: range jobs blocking (work ?)
				task tidy: acquire sem of 2, work ?`},
	{name: "a timeout that begins behind what is done before the group", code: `
			func run(ctx context.Context) error {
				if err := connect(ctx); err != nil { return err }
				ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
				defer cancel()
				g, ctx := errgroup.WithContext(ctx)
				g.Go(func() error { return serve(ctx) })
				return g.Wait()
			}`, shape: `
			group errgroup, timeout 5s
				first: work ?
				task serve: work ?`,
		has: []string{"# x.go:24: its timeout begins only behind what is done before the group; here that is part of it."}},
	{name: "steps before the first Go of a group in a task, which a function makes", code: `
			func run(ctx context.Context) error {
				g, ctx := errgroup.WithContext(ctx)
				g.Go(func() error {
					if err := ask(ctx); err != nil { return err }
					return page(ctx)
				})
				return g.Wait()
			}
			func page(ctx context.Context) error {
				g, ctx := errgroup.WithContext(ctx)
				if err := open(ctx); err != nil { return err }
				if err := lock(ctx); err != nil { return nil }
				g.Go(func() error { return fetch(ctx) })
				return g.Wait()
			}`, shape: `
			group errgroup
				task ask: work ?, group
					group errgroup
						first: work ?, try (work ?) else (return)
						task fetch: work ?`},
	{name: "a function that isn't written yet", code: `
			func run(ctx context.Context) error {
				db, err := connect(ctx)
				if err != nil { return err }
				g, ctx := errgroup.WithContext(ctx)
				g.Go(func() error { return serve(ctx, db) })
				return g.Wait()
			}
			func connect(ctx context.Context) (*DB, error) { return nil, errors.New("not implemented") }`, shape: `
			group errgroup
				first: work ?
				task serve: work ?`,
		has: []string{"FILL IN, x.go:27: in this code it only fails; here it works: how long?"}},
	{name: "results with names, an error or something else, and an error that ends well", code: `
			func run(ctx context.Context) (err error) {
				if err = open(ctx); err != nil { return }
				if ok, err := lock(ctx); err != nil || !ok { return err }
				rows, err := query(ctx)
				switch {
				case errors.Is(err, errNone): return nil
				case err != nil: return err
				}
				var g errgroup.Group
				if err := func() error {
					if err := one(ctx); err != nil { return err }
					return two(ctx)
				}(); err != nil { return err }
				g.Go(func() error { return serve(ctx, rows) })
				return g.Wait()
			}`, shape: `
			group zero-errgroup
				first: work ?, work ?, work ?, work ?, work ?
				task serve: work ?`,
		has: []string{"x.go:21: open: how long?", "x.go:22: lock: how long?", "x.go:23: query: how long?", "x.go:30: one: how long?", "x.go:31: two: how long?"}},
	{name: "tokens and attempts behind Wait", code: `
			func run(ctx context.Context) error {
				lim := rate.NewLimiter(4, 1)
				g, gctx := errgroup.WithContext(ctx)
				g.Go(func() error { if err := lim.Wait(gctx); err != nil { return err }; return fetch(gctx) })
				if err := g.Wait(); err != nil { return err }
				for attempt := 0; attempt < 3; attempt++ {
					if err := lim.Wait(ctx); err == nil { break }
				}
				if err := lim.Wait(ctx); err != nil { log.Println("no token") }
				if err := send(ctx); err != nil { log.Println("not sent") }
				return nil
			}`, shape: `
			group errgroup
				task fetch: limit lim of 250ms, work ?
				then: try (work ?) else (log)`, has: []string{"x.go:26 lim.Wait", "x.go:28 lim.Wait"}, hasNot: []string{"it tries again before the first task"}},
	{name: "only sleeps before the first Go", code: `
			func run(ctx context.Context) error {
				g, ctx := errgroup.WithContext(ctx)
				time.Sleep(100 * time.Millisecond)
				g.Go(func() error { return serve(ctx) })
				return g.Wait()
			}`, shape: `
			group errgroup
				task serve, delay 100ms: work ?`},
	{name: "a goroutine and a WaitGroup between a group and its first Go", code: `
			func run(ctx context.Context) error {
				g, ctx := errgroup.WithContext(ctx)
				var wg sync.WaitGroup
				go func() { <-ctx.Done(); log.Println("over") }()
				if err := open(ctx); err != nil { return err }
				wg.Add(1)
				g.Go(func() error { defer wg.Done(); return fetch(ctx) })
				return g.Wait()
			}`, shape: `
			group errgroup, after (log)
				first: work ?
				task fetch: work ?`},
	{name: "a caller that leaves, and did something before", code: `
			func run(ctx context.Context) error {
				if err := open(ctx); err != nil { return err }
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
				first: work ?
				task first: work ?
				task second: work ?`},
	{name: "two groups, with something before each", code: `
			func run(ctx context.Context) error {
				db, err := connect(ctx)
				if err != nil { return fmt.Errorf("connect: %w", err) }
				g, gctx := errgroup.WithContext(ctx)
				if err := open(gctx); err != nil { return nil }
				g.Go(func() error { return fetch(gctx, db) })
				if err := g.Wait(); err != nil { return err }
				h, hctx := errgroup.WithContext(ctx)
				if err := again(hctx); err != nil { return err }
				h.Go(func() error { return store(hctx, db) })
				return h.Wait()
			}`, shape: `
			group zero-errgroup
				task run: work ?, group, group
					group errgroup
						first: try (work ?) else (return)
						task fetch: work ?
					group errgroup
						first: work ?
						task store: work ?`},
	{name: "a WaitGroup made by hand, with a token before each goroutine", code: `
			func run(ctx context.Context) error {
				lim := rate.NewLimiter(4, 1)
				var wg sync.WaitGroup
				if err := open(ctx); err != nil { return err }
				errs := make(chan error, 4)
				for i := range 4 {
					lim.Wait(ctx)
					wg.Add(1)
					go func() { defer wg.Done(); errs <- do(ctx, i) }()
				}
				wg.Wait()
				close(errs)
				for err := range errs { if err != nil { return err } }
				return nil
			}`, shape: `
			group zero-errgroup
				first: work ?
				before: repeat × 4 (limit lim of 250ms, spawn)
					task send-errs: work ?, send errs blocking
				then: close errs, range errs blocking ()`},
}
