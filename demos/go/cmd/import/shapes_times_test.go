package main

var shapesOfTimes = []shapeCase{
	{name: "a timeout of all that a task does", code: `
		g.Go(func() error {
			ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
			defer cancel()
			if err := fetch(ctx); err != nil { return err }
			return store(ctx)
		})`, shape: `
			group errgroup
				task fetch, timeout 2s: work ?, work ?`},
	{name: "a timeout of one call", code: `
		g.Go(func() error {
			if err := fetch(ctx); err != nil { return err }
			short, cancel := context.WithTimeout(ctx, 2*time.Second)
			defer cancel()
			return store(short)
		})`, shape: `
			group errgroup
				task fetch: work ?, work ? within 2s`},
	{name: "a timeout before a step that doesn't look at it", code: `
		g.Go(func() error {
			short, cancel := context.WithTimeout(ctx, 2*time.Second)
			defer cancel()
			if err := fetch(short); err != nil { return err }
			return store(ctx)
		})`, shape: `
			group errgroup
				task store: work ? within 2s, work ?`},
	{name: "a timeout in each round", code: `
		g.Go(func() error {
			for i := 0; i < 3; i++ {
				short, cancel := context.WithTimeout(ctx, 2*time.Second)
				err := fetch(short)
				cancel()
				if err != nil { return err }
			}
			return nil
		})`, shape: `
			group errgroup
				task fetch: work ? within 2s, work ? within 2s, work ? within 2s`},
	{name: "a timeout for each tick", code: `
		g.Go(func() error { return work(ctx) })
		g.Go(func() error {
			ticker := time.NewTicker(time.Second)
			for {
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-ticker.C:
					short, cancel := context.WithTimeout(ctx, limit)
					if err := poll(short); err != nil { log.Println(err) }
					cancel()
				}
			}
		})
		g.Go(func() error { return errors.New("over") })`, shape: `
			group errgroup
				task work: work ?
				task poll: repeat every 1s (try (work ? within ?))
				task task: busy ?, fail "over"`},
	{name: "one timeout of some calls", code: `
		g.Go(func() error {
			if err := fetch(ctx); err != nil { return err }
			short, cancel := context.WithTimeoutCause(ctx, 2*time.Second, errors.New("too slow"))
			defer cancel()
			if err := login(short); err != nil { return err }
			return store(short)
		})`, shape: `
			group errgroup
				task fetch: work ?, work ? within 2s, work ? within 2s`, notes: []string{`x.go:25: one timeout for several steps; here each of them has it.`, `x.go:25: its cause is "too slow"; left out.`}},
	{name: "one timeout of calls that are tried", code: `
		g.Go(func() error {
			short, cancel := context.WithTimeout(ctx, 2*time.Second)
			defer cancel()
			if err := all(short); err != nil { log.Println("never mind") }
			return store(ctx)
		})`, more: `func all(ctx context.Context) error {
			if err := fetch(ctx); err != nil { return err }
			return login(ctx)
		}`, shape: `
			group errgroup
				task store: try (work ?, work ?) within 2s else (log), work ?`},
	{name: "a timeout of its own that no code looks at", code: `
		g.Go(func() error {
			short, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			warm(short)
			return serve(ctx)
		})
		g.Go(func() error {
			for i := 0; i < 2; i++ {
				short, cancel := context.WithTimeout(ctx, time.Second)
				_ = poll(short)
				cancel()
			}
			return nil
		})
		g.Go(func() error {
			ticker := time.NewTicker(time.Second)
			for {
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-ticker.C:
					short, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
					poll(short)
					cancel()
				}
			}
		})
		g.Go(func() error { return errors.New("over") })
		g.Go(func() error { both(ctx); return nil })`, more: `func both(ctx context.Context) {
			var wg sync.WaitGroup
			wg.Go(func() {
				short, cancel := context.WithTimeout(ctx, time.Second)
				defer cancel()
				warm(short)
				store(ctx)
			})
			wg.Wait()
		}`, shape: `
			group errgroup
				task serve: try (work ? within 1s), work ?
				task poll: try (work ? within 1s), try (work ? within 1s)
				task poll-2: repeat every 1s (try (work ? within 300ms))
				task task: busy ?, fail "over"
				task both: group
					group waitgroup
						task store: try (work ? within 1s), work ?`},
	{name: "a timeout of its own after which nil or another error is returned", code: `
		g.Go(func() error {
			if err := fetch(ctx); err != nil { return nil }
			short, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			if err := warm(short); err != nil { return nil }
			return store(ctx)
		})
		g.Go(func() error {
			if err := fetch(ctx); err != nil { return err }
			short, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			if err := warm(short); err != nil { return errors.New("cold") }
			return nil
		})
		g.Go(func() error {
			short, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			if err := warm(short); err != nil { return nil }
			return nil
		})`, shape: `
			group errgroup
				task fetch: try (work ?) else (return), try (work ? within 1s) else (return), work ?
				task fetch-2: work ?, try (work ? within 1s) else (fail "cold")
				task warm, timeout 1s, on-cancel ok: work ?`},
}
