package main

// What has to do with tokens of limiters.
var shapesOfLimiters = []shapeCase{
	{name: "limiters of all forms, in tasks", code: `
		lim := rate.NewLimiter(rate.Every(250*time.Millisecond), 3)
		per := rate.NewLimiter(rate.Limit(10), 1)
		plain := rate.NewLimiter(10, 1)
		slow := rate.NewLimiter(rate.Every(time.Minute/perMinute), 1)
		free := rate.NewLimiter(rate.Inf, 0)
		c := &client{limiter: rate.NewLimiter(limit/window.Seconds(), burst)}
		g.Go(func() error { if err := lim.Wait(ctx); err != nil { return err }; return fetch(ctx) })
		g.Go(func() error { if err := per.Wait(ctx); err != nil { return fmt.Errorf("wait: %w", err) }; return fetch(ctx) })
		g.Go(func() error { if err := plain.WaitN(ctx, 1); err != nil { return nil }; return fetch(ctx) })
		g.Go(func() error { if err := slow.Wait(ctx); err != nil { return err }; return fetch(ctx) })
		g.Go(func() error { if err := free.Wait(ctx); err != nil { return err }; return fetch(ctx) })
		g.Go(func() error { return c.get(ctx, shared) })`, more: `
		const (perMinute = 40; limit = 5; burst = 2; window = 500 * time.Millisecond)
		var shared = rate.NewLimiter(4, 4)
		type client struct { limiter *rate.Limiter }
		func (c *client) get(ctx context.Context, other *rate.Limiter) error {
			if err := c.limiter.Wait(ctx); err != nil { return err }
			if err := other.Wait(ctx); err != nil { return err }
			return fetch(ctx)
		}`, shape: `
			group errgroup
				task fetch: limit lim of 250ms × 3, work ?
				task fetch-2, on-cancel wrap wait: limit per of 100ms, work ?
				task fetch-3: try (limit plain of 100ms) else (return), work ?
				task fetch-4: limit slow of 1500ms, work ?
				task fetch-5: work ?
				task get: limit limiter of 100ms × 2, limit shared of 250ms × 4, work ?`,
		notes: []string{"limiters:\n  lim: { every: 250ms, burst: 3 }\n  per: 100ms\n", "free has no limit, so that nothing waits here; left out."}},
	{name: "limiters that other code makes", code: `
		s := &server{}
		g.Go(func() error { if err := s.pace.Wait(ctx); err != nil { return err }; return fetch(ctx) })
		g.Go(func() error { if err := given().Wait(ctx); err != nil { return err }; return fetch(ctx) })
		g.Go(func() error { if err := made(50).Wait(ctx); err != nil { return err }; return fetch(ctx) })
		g.Go(func() error { if err := s.apiLimiter.Wait(ctx); err != nil { return err }; return fetch(ctx) })`, more: `
		type server struct { parts; pace *rate.Limiter }
		func made(n int) *rate.Limiter { return rate.NewLimiter(rate.Limit(n), n) }
		`, shape: `
			group errgroup
				task fetch: limit pace ?, work ?
				task fetch-2: work ?, work ?
				task fetch-3: limit made of 20ms × 50, work ?
				task fetch-4: limit api-limiter ?, work ?`,
		notes: []string{"pace: 100ms  # FILL IN, x.go:27: a limiter that is made elsewhere: how often is there a token, and how many does it keep?"}},
	{name: "several tokens at once, and none that are waited for", code: `
		lim := rate.NewLimiter(5, 4)
		g.Go(func() error { if err := lim.WaitN(ctx, 3); err != nil { return err }; return fetch(ctx) })
		g.Go(func() error { if err := lim.WaitN(ctx, len(items)); err != nil { return err }; return fetch(ctx) })
		g.Go(func() error { if err := lim.WaitN(ctx, 9); err != nil { return err }; return fetch(ctx) })
		g.Go(func() error { if !lim.Allow() { return errors.New("too many") }; return fetch(ctx) })
		g.Go(func() error { r := lim.Reserve(); time.Sleep(r.Delay()); return fetch(ctx) })
		g.Go(func() error { lim.SetLimit(7); return fetch(ctx) })
		g.Go(func() error { lim.Wait(context.WithoutCancel(ctx)); return nil })`, shape: `
			group errgroup
				task fetch: limit lim of 200ms × 4, limit lim of 200ms × 4, limit lim of 200ms × 4, work ?
				task fetch-2: limit lim of 200ms × 4, work ?
				task fetch-3: limit lim of 200ms × 4, work ?
				task fetch-4: work ?
				task fetch-5: busy ?, work ?
				task fetch-6: work ?
				task task, deaf, on-cancel ok: limit lim of 200ms × 4`,
		notes: []string{"x.go:25: takes several tokens of lim at once; here one. FILL IN, how many?",
			"x.go:26: takes 9 tokens of lim, which keeps no more than 4: it fails at once; here it waits for one.",
			"x.go:27: asks whether lim has a token, and doesn't wait for one, which a scenario can't; left out.",
			"x.go:28: reserves a token of lim, which a scenario can't; left out.", "x.go:29: changes the limiter lim; left out."}},
	{name: "tokens in rounds, tries and timeouts", code: `
		lim := rate.NewLimiter(5, 1)
		jobs := make(chan int, 3)
		g.Go(func() error { defer close(jobs); for i := range 3 { jobs <- i }; return nil })
		g.Go(func() error {
			for job := range jobs {
				if err := lim.Wait(ctx); err != nil { return err }
				handle(job)
			}
			return nil
		})
		g.Go(func() error {
			for {
				if err := lim.Wait(ctx); err != nil { return nil }
				poll(ctx)
			}
		})
		g.Go(func() error {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			return lim.Wait(ctx)
		})
		g.Go(func() error {
			if err := lim.Wait(ctx); err != nil { log.Println("no token") }
			time.Sleep(time.Second)
			return errors.New("over")
		})`, shape: `
			group errgroup
				task send-jobs, closes jobs: send jobs × 3 blocking
				task handle: range jobs blocking (limit lim of 200ms, busy ?)
				task poll, on-cancel ok: repeat (limit lim of 200ms, work ?)
				task task, timeout 1s: limit lim of 200ms
				task task-2: try (limit lim of 200ms) else (log), busy 1s, fail "over"`},
	{name: "a token before each task", code: `
		lim := rate.NewLimiter(5, 1)
		g.SetLimit(4)
		g.Go(func() error { return list(ctx) })
		for _, item := range items {
			if err := lim.Wait(ctx); err != nil { return err }
			g.Go(func() error { return fetch(ctx, item) })
		}
		log.Println("all are on their way")
		if err := lim.Wait(ctx); err != nil { return err }
		g.Go(func() error { return last(ctx) })`, shape: `
			group errgroup, limit 4
				task list: work ?
				before: repeat × ? (limit lim of 200ms, spawn), log, limit lim of 200ms, spawn
					task fetch: work ?
					task last: work ?`,
		notes: []string{"times: 3  # FILL IN, x.go:26: a loop: how many rounds?", "x.go:27: the code around the group may return here, without Wait; left out."}},
	{name: "a token before a task for each item", code: `
		lim := rate.NewLimiter(5, 1)
		jobs := make(chan int)
		more := make(chan int)
		g.Go(func() error { defer close(jobs); for i := range 3 { jobs <- i }; return nil })
		g.Go(func() error { defer close(more); more <- 1; return nil })
		for job := range jobs {
			if err := lim.Wait(ctx); err != nil { break }
			g.Go(func() error { return fetch(ctx, job) })
		}
	loop:
		for {
			select {
			case <-ctx.Done():
				break loop
			case one, ok := <-more:
				if !ok { break loop }
				if err := lim.Wait(ctx); err != nil { break loop }
				g.Go(func() error { return store(ctx, one) })
			}
		}`, shape: `
			group errgroup
				task send-jobs, closes jobs: send jobs × 3 blocking
				task send-more, closes more: send more blocking
				before: range jobs blocking (limit lim of 200ms, spawn), range more (limit lim of 200ms, spawn)
					task fetch: work ?
					task store: work ?`},
	{name: "a task that hands over others, with a token for each", code: `
		lim := rate.NewLimiter(5, 1)
		g.Go(func() error {
			for i := 0; i < 7; i++ {
				if err := lim.Wait(ctx); err != nil { return err }
				g.Go(func() error { return fetch(ctx, i) })
			}
			return nil
		})`, shape: `
			group errgroup
				task fetch: repeat × 7 (limit lim of 200ms, spawn)
					task fetch-2: work ?`},
	{name: "tokens before goroutines whose results are taken", code: `
		g.Go(func() error { return all(ctx) })`, more: `
		func all(ctx context.Context) error {
			lim := rate.NewLimiter(5, 1)
			found := make(chan int)
			var wg sync.WaitGroup
			for i := 0; i < 5; i++ {
				if err := pause(ctx, lim); err != nil { break }
				wg.Add(1)
				go func() { defer wg.Done(); found <- i }()
			}
			go func() { wg.Wait(); close(found) }()
			for f := range found { use(f) }
			return nil
		}
		func pause(ctx context.Context, lim *rate.Limiter) error { return lim.Wait(ctx) }`, shape: `
			group errgroup
				task all: group
					group waitgroup, closes found
						task caller, on-cancel ok: repeat × 5 (limit lim of 200ms, spawn)
							task send-found: send found blocking
						before: range found blocking (busy ?)`,
		notes: []string{"x.go:24: the code around the group hands over tasks one by one; here that is a task of its own."}},
	{name: "loops with tokens in each other", code: `
		lim := rate.NewLimiter(5, 1)
		for _, host := range hosts {
			for _, path := range paths {
				if err := lim.Wait(ctx); err != nil { break }
				g.Go(func() error { return fetch(ctx, host, path) })
			}
		}`, shape: `
			group errgroup
				before: repeat × ? (limit lim of 200ms, spawn)
					task fetch: work ?`, notes: []string{"x.go:25: a loop within this loop stands here once."}},
	{name: "a token before a task at each tick", code: `
		lim := rate.NewLimiter(5, 1)
		ticker := time.NewTicker(time.Second)
		for {
			select {
			case <-ctx.Done():
				return g.Wait()
			case <-ticker.C:
				if err := lim.Wait(ctx); err != nil { return err }
				g.Go(func() error { return poll(ctx) })
			}
		}`, shape: `
			group errgroup
				before: repeat every 1s × ? (limit lim of 200ms, spawn)
					task poll: work ?`},
	{name: "tokens before the first task, behind the last, and work between", code: `
		lim := rate.NewLimiter(5, 1)
		if err := lim.Wait(ctx); err != nil { return err }
		for range 3 {
			if err := lim.Wait(ctx); err != nil { return err }
			if err := prepare(ctx); err != nil { return err }
		}
		g.Go(func() error { return list(ctx) })
		for i := 0; i < 2; i++ {
			if err := lim.Wait(ctx); err != nil { break }
			page, err := read(ctx, i)
			if err != nil { return err }
			for _, p := range page { g.Go(func() error { return store(ctx, p) }) }
		}
		if err := g.Wait(); err != nil { return err }
		lim.Wait(ctx)`, shape: `
			group errgroup
				first: limit lim of 200ms, repeat × 3 (limit lim of 200ms, work ?)
				task list: work ?
				before: repeat × 2 (limit lim of 200ms, work ?, spawn)
					task store, count ?: work ?`, notes: []string{"x.go:37 lim.Wait"}},
	{name: "limiters of several hosts, and one that each task makes", code: `
		lims := map[string]*rate.Limiter{}
		for _, host := range hosts { lims[host] = rate.NewLimiter(5, 1) }
		for _, host := range hosts {
			lim := lims[host]
			g.Go(func() error { if err := lim.Wait(ctx); err != nil { return err }; return fetch(ctx) })
		}
		for range 2 {
			g.Go(func() error {
				own := rate.NewLimiter(7, 1)
				for range 3 { if err := own.Wait(ctx); err != nil { return err } }
				return nil
			})
		}`, shape: `
			group errgroup
				task fetch, count ?: limit lims of 200ms, work ?
				task task, count 2: repeat × 3 (limit own of 142857143ns)`,
		notes: []string{"x.go:24: one of several limiters in the code; here all share lims.", "x.go:31: each of several tasks makes its own limiter own; here they share one."}},
	{name: "limiters that are given later, embedded and handed on, and with a retry", code: `
		a := newAPI(50)
		g.Go(func() error {
			var err error
			for attempt := 0; attempt < 3; attempt++ {
				if err := lim.Wait(ctx); err != nil { return err }
				if err = a.do(ctx); err == nil { return nil }
				time.Sleep(time.Second)
			}
			return err
		})
		g.Go(func() error { return a.c.Limiter.Wait(ctx) })
		g.Go(func() error { return a.c.Wait(ctx) })
		g.Go(func() error { return worker(ctx, rate.NewLimiter(4, 9)) })
		g.Go(func() error { _ = a.own.Wait(ctx); return fetch(ctx) })`, more: `
		var lim *rate.Limiter
		func init() { lim = rate.NewLimiter(rate.Every(200*time.Millisecond), 5) }
		type client struct { *rate.Limiter }
		type api struct { c *client; own *rate.Limiter }
		func newAPI(rps float64) *api {
			a := &api{}
			a.own = rate.NewLimiter(rate.Limit(rps), 1)
			a.c = &client{Limiter: rate.NewLimiter(2, 2)}
			return a
		}
		func worker(ctx context.Context, l *rate.Limiter) error {
			for range 3 {
				if err := l.Wait(ctx); err != nil { return err }
				if err := one(ctx); err != nil { return err }
			}
			return nil
		}`, shape: `
			group errgroup
				task task, attempts 3 delay 1s: limit lim of 200ms × 5, work ?
				task task-2: limit limiter of 500ms × 2
				task task-3: limit limiter of 500ms × 2
				task worker: repeat × 3 (limit limiter-2 of 250ms × 9, work ?)
				task fetch: limit own of 20ms, work ?`},
	{name: "a task of a round that hands over another", code: `
		lim := rate.NewLimiter(5, 1)
		for range 3 {
			if err := lim.Wait(ctx); err != nil { break }
			g.Go(func() error {
				if err := fetch(ctx); err != nil { return err }
				g.Go(func() error { return store(ctx) })
				return nil
			})
		}`, shape: `
			group errgroup
				before: repeat × 3 (limit lim of 200ms, spawn)
					task fetch: work ?`, notes: []string{"x.go:26: what is handed over in rounds can't hand over more; left out.", "x.go:28 g.Go"}},
	{name: "a token whose error nothing comes of", code: `
		lim := rate.NewLimiter(5, 1)
		for range 3 {
			if err := lim.Wait(ctx); err != nil {
			}
			g.Go(func() error { return fetch(ctx) })
		}`, shape: `
			group errgroup
				before: repeat × 3 (try (limit lim of 200ms), spawn)
					task fetch: work ?`},
	{name: "a token whose error only some code looks at", code: `
		lim := rate.NewLimiter(5, 1)
		for range 3 {
			if err := lim.Wait(ctx); err != nil {
				if ctx.Err() == nil {
				}
			}
			g.Go(func() error { return fetch(ctx) })
		}`, shape: `
			group errgroup
				before: repeat × 3 (try (limit lim of 200ms), spawn)
					task fetch: work ?`},
}
