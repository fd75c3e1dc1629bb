package main

var shapesOfGroups = []shapeCase{
	// Goroutines beside the group.
	{name: "a feeder", code: `
		items := make(chan int)
		for range 2 { g.Go(func() error { for range items { if err := handle(ctx); err != nil { return err } }; return nil }) }
		go func() {
			defer close(items)
			for i := 0; i < 6; i++ {
				select {
				case <-ctx.Done():
					return
				case items <- i:
				}
			}
		}()`, shape: `
			group errgroup
				task handle, count 2: range items blocking (work ?)
				task send-items, closes items, on-cancel ok: send items × 6`, notes: []string{`x.go:25: a goroutine of no group; here it is a task, for which Wait waits.`}},
	{name: "a feeder before the group", more: `func all(ctx context.Context) error {
			items := make(chan int)
			go func() { for i := 0; i < 6; i++ { items <- i }; close(items) }()
			g, ctx := errgroup.WithContext(ctx)
			g.SetLimit(2)
			g.Go(func() error { for range items { handle() }; return nil })
			return g.Wait()
		}`, code: `
		g.Go(func() error { return all(ctx) })`, shape: `
			group errgroup
				task all: group
					group errgroup, limit 3
						task send-items, on-cancel ok: send items × 6 blocking, close items
						task handle: range items blocking (busy ?)`, notes: []string{`x.go:21: a goroutine of no group; here it is a task`, `x.go:21: the limit is one higher`}},
	{name: "a loop beside the group", code: `
		go func() {
			for {
				select {
				case <-ctx.Done():
					return
				case <-time.After(time.Second):
					ping(ctx)
				}
			}
		}()
		g.Go(func() error { return fetch(ctx) })`, shape: `
			group errgroup, cancel-at ?
				task ping, on-cancel ok: until told
				task fetch: work ?`, notes: []string{`x.go:21: nothing in the code ends it; from outside: when?`}},
	{name: "loops beside what tasks do", code: `
		g.Go(func() error {
			go func() { for { select { case <-ctx.Done(): return; case <-time.After(time.Second): ping(ctx) } } }()
			return read(ctx)
		})
		g.Go(func() error {
			inner, ctx := errgroup.WithContext(ctx)
			go func() { <-ctx.Done(); log.Println("over") }()
			inner.Go(func() error { return fetch(ctx) })
			return inner.Wait()
		})`, shape: `
			group errgroup, cancel-at ?
				task read: spawn, work ?
					task ping, on-cancel ok: until told
				task fetch: group
					group errgroup, after (log)
						task fetch: work ?`},
	{name: "a closer", code: `
		found := make(chan int)
		g.Go(func() error { found <- 1; return nil })
		go func() { g.Wait(); close(found) }()
		for range found {}`, shape: `
			group errgroup, closes found
				task send-found: send found blocking
				before: range found blocking ()`},
	{name: "a server that its context shuts down", code: `
		g.Go(func() error {
			srv := &http.Server{}
			go func() {
				<-ctx.Done()
				srv.Shutdown(context.Background())
			}()
			return srv.ListenAndServe()
		})
		g.Go(func() error { return serve(ctx) })`, shape: `
			group errgroup, cancel-at ?
				task listen-and-serve, deaf, after (signal shutdown, busy ?): until shutdown, fail "http: Server closed"
				task serve: work ?`},
	{name: "a server that is closed", code: `
		srv := &http.Server{}
		g.Go(func() error {
			if err := srv.ListenAndServe(); err != nil && !errors.Is(err, http.ErrServerClosed) { return fmt.Errorf("serve: %w", err) }
			return nil
		})
		g.Go(func() error {
			<-ctx.Done()
			return srv.Close()
		})
		g.Go(func() error { return fetch(ctx) })`, shape: `
			group errgroup, cancel-at ?
				task listen-and-serve, deaf: until shutdown
				task close-srv: until told, signal shutdown
				task fetch: work ?`},
	{name: "what is done once the group is told", code: `
		go func() {
			<-ctx.Done()
			log.Println("going down")
			time.Sleep(time.Second)
		}()
		g.Go(func() error { return serve(ctx) })`, shape: `
			group errgroup, after (log, busy 1s)
				task serve: work ?`},
	{name: "a signal", more: `func daemon() error {
			ctx, cancel := context.WithCancel(context.Background())
			quit := make(chan os.Signal, 1)
			signal.Notify(quit, os.Interrupt)
			go func() { <-quit; cancel() }()
			g, ctx := errgroup.WithContext(ctx)
			g.Go(func() error { <-ctx.Done(); return nil })
			return g.Wait()
		}`, code: `
		g.Go(func() error { return daemon() })`, shape: `
			group errgroup
				task daemon: group
					group errgroup, detached, cancel-at ?
						task task, on-cancel ok: until told`, notes: []string{`x.go:23: a signal ends it: when?`}},
	{name: "a goroutine of a task", code: `
		g.Go(func() error {
			done := make(chan error, 1)
			go func() { done <- fetch(ctx) }()
			select {
			case err := <-done:
				return err
			case <-ctx.Done():
				return ctx.Err()
			}
		})`, shape: `
			group errgroup
				task fetch: spawn, receive done
					task fetch-2, on-cancel ok: try (work ?), send done blocking`},
	{name: "a goroutine that has nothing to do with the group", code: `
		go metrics.Serve(9090)
		g.Go(func() error { return serve(ctx) })`, shape: `
			group errgroup
				task serve: work ?`, notes: []string{`x.go:23: a goroutine of no group; left out.`}},
	// Channels of helpers.
	{name: "a channel in loops without an end", code: `
		items := make(chan int, 9)
		g.Go(func() error { return feed(ctx, items) })
		g.Go(func() error { return drain(ctx, items) })`, more: `
		func feed(ctx context.Context, to chan<- int) error {
			for {
				item, err := fetch(ctx)
				if err != nil { return err }
				select {
				case <-ctx.Done():
				case to <- item:
				}
			}
		}
		func drain(ctx context.Context, from <-chan int) error {
			for {
				select {
				case <-ctx.Done():
				case item := <-from:
					if err := store(ctx, item); err != nil { return err }
				}
			}
		}`, shape: `
			group errgroup, cancel-at ?
				task feed: repeat (work ?, try (send items))
				task drain: range items (work ?)`, notes: []string{`x.go:33: told, the code goes on with its loop, and nothing ends that`}},
	{name: "a channel that code gets which isn't here", code: `
		items := make(chan int)
		g.Go(func() error { return source.Run(ctx, items) })
		g.Go(func() error { for range items {}; return nil })`, shape: `
			group errgroup
				task source: work ?
				task range-items: busy ?`, notes: []string{`x.go:24: gets the channel items; what is done with it isn't in this code.`, `x.go:23: what goes through the channel items can't be played`}},
	{name: "what is received into a variable", code: `
		results := make(chan int, 1)
		g.Go(func() error { results <- 1; return nil })
		first := <-results
		use(first)`, shape: `
			group errgroup
				task send-results: send results blocking
				task caller, on-cancel ok: receive results blocking`},
	{name: "a send that doesn't wait", code: `
		results := make(chan int, 1)
		for range 3 {
			g.Go(func() error {
				if err := fetch(ctx); err != nil { return err }
				select {
				case results <- 1:
				default:
					log.Println("too late")
				}
				return nil
			})
		}
		<-results`, shape: `
			group errgroup
				task fetch, count 3: work ?, send results else (log)
				task caller, on-cancel ok: receive results blocking`},
	{name: "permits that are asked for", code: `
		sem := semaphore.NewWeighted(2)
		for range 4 {
			g.Go(func() error {
				if !sem.TryAcquire(1) { return nil }
				defer sem.Release(1)
				return fetch(ctx)
			})
		}
		g.Go(func() error {
			if !sem.TryAcquire(1) { return errors.New("busy") }
			defer sem.Release(1)
			return fetch(ctx)
		})`, shape: `
			group errgroup
				task fetch, count 4: acquire sem of 2 else (return), work ?
				task fetch-5: acquire sem of 2 else (fail "busy"), work ?`},
	// Looks before a Go.
	{name: "a look in one loop of two", code: `
		for range 2 {
			if ctx.Err() != nil { break }
			g.Go(func() error { return fetch(ctx) })
		}
		for range 3 { g.Go(func() error { return store(ctx) }) }`, shape: `
			group errgroup
				task fetch, count 2: work ?
				task store, count 3: work ?`, notes: []string{`x.go:24: the caller looks at its context before some of the tasks`}},
	{name: "looks in all loops", code: `
		for range 2 {
			if ctx.Err() != nil { break }
			g.Go(func() error { return fetch(ctx) })
		}
	loop:
		for range 3 {
			select {
			case <-ctx.Done():
				break loop
			default:
			}
			g.Go(func() error { return store(ctx) })
		}
		for range 2 {
			if err := limiter.Wait(ctx); err != nil { break }
			g.Go(func() error { return send(ctx) })
		}`, shape: `
			group errgroup, until told
				task fetch, count 2: work ?
				task store, count 3: work ?
				before: repeat × 2 (limit limiter ?, spawn)
					task send: work ?`},
	{name: "a channel that one task sends to before it receives", code: `
		found := make(chan int, size)
		for range 6 {
			g.Go(func() error { found <- 1; return fetch(ctx) })
		}
		found <- 1
		for range 7 { <-found }`, shape: `
			group errgroup
				task fetch, count 6: send found blocking, work ?
				task caller, on-cancel ok: send found blocking, receive found × 7 blocking`, notes: []string{"  found: 7  # FILL IN, x.go:23: the capacity"}},
	{name: "a group that ends alone, whose tasks wait for each other", code: `
		g.Go(func() error {
			ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
			defer cancel()
			inner, ctx := errgroup.WithContext(ctx)
			items := make(chan int)
			inner.Go(func() error {
				defer close(items)
				for i := 0; i < 3; i++ { items <- i }
				return nil
			})
			inner.Go(func() error {
				for {
					select {
					case <-ctx.Done():
						return nil
					case _, ok := <-items:
						if !ok { return nil }
						time.Sleep(5 * time.Second)
					}
				}
			})
			return inner.Wait()
		})`, shape: `
			group errgroup
				task send-items: group
					group errgroup, timeout 2s
						task send-items, closes items: send items × 3
						task task, on-cancel ok: range items (busy 5s)`,
		notes: []string{`x.go:30: where the task at the other end is told first, nothing ends this wait; here it listens.`}},
	// What becomes of Wait's error.
	{name: "Wait's error is only logged", more: `func main() {
			g, ctx := errgroup.WithContext(context.Background())
			g.Go(func() error { return fetch(ctx) })
			if err := g.Wait(); err != nil && err != http.ErrServerClosed { log.Println(err) }
		}`, code: `
		g.Go(func() error { main(); return nil })`, shape: `
			group errgroup
				task main: group ignored
					group errgroup, detached
						task fetch: work ?`},
	{name: "Wait's errors are told apart", more: `
		func one() error {
			g, ctx := errgroup.WithContext(context.Background())
			g.Go(func() error { return fetch(ctx) })
			switch err := g.Wait(); {
			case err == nil: return nil
			case errors.Is(err, context.Canceled): return nil
			default: return fmt.Errorf("one: %w", err)
			}
		}
		func two() error {
			g, ctx := errgroup.WithContext(context.Background())
			g.Go(func() error { return fetch(ctx) })
			if err := g.Wait(); errors.Is(err, context.Canceled) {
				return nil
			} else if err != nil {
				return fmt.Errorf("two: %w", err)
			}
			return nil
		}
		func three() error {
			g, ctx := errgroup.WithContext(context.Background())
			g.Go(func() error { return fetch(ctx) })
			err := g.Wait()
			switch err {
			case nil, context.Canceled: return nil
			}
			return err
		}`, code: `
		g.Go(one)
		g.Go(two)
		g.Go(three)`, shape: `
			group errgroup
				task one: group
					group errgroup, detached, on-error: { ok: ["context canceled"], else: "wrap one" }
						task fetch: work ?
				task two: group
					group errgroup, detached, on-error: { ok: ["context canceled"], else: "wrap two" }
						task fetch: work ?
				task three: group
					group errgroup, detached, on-error: { ok: ["context canceled"] }
						task fetch: work ?`},
}
