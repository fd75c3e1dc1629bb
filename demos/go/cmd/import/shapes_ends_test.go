package main

var shapesOfEnds = []shapeCase{
	{name: "the status with which the process ends", code: `
		g.Go(func() error {
			if err := warm(ctx); err != nil { os.Exit(0) }
			return serve(ctx)
		})
		g.Go(func() error {
			if err := load(ctx); err != nil { os.Exit(statusOf(err)) }
			return serve(ctx)
		})
		g.Go(func() error {
			time.Sleep(time.Second)
			os.Exit(3)
			return nil
		})`, shape: `
			group errgroup
				task warm: try (work ?) else (exit 0), work ?
				task load: try (work ?) else (exit ?), work ?
				task exit: busy 1s, exit 3`, notes: []string{`FILL IN, x.go:28: the status that os.Exit gets: which?`}},
	// Texts of errors.
	{name: "constants and errors with a name in a text", more: `
		var errClosed = errors.New("closed")`, code: `
		const op = "run"
		n := 3
		g.Go(func() error {
			if err := cut(ctx); err != nil { return fmt.Errorf("%s: %w", op, err) }
			return nil
		})
		g.Go(func() error {
			if err := move(ctx); err != nil { return fmt.Errorf("%s: %w", op, errClosed) }
			return nil
		})
		g.Go(func() error {
			<-ctx.Done()
			return fmt.Errorf("%s -> %w", op, errClosed)
		})
		g.Go(func() error {
			time.Sleep(time.Second)
			return fmt.Errorf("%d %q 100%%: %w", n, op, context.Canceled)
		})
		g.Go(func() error {
			var wg sync.WaitGroup
			wg.Go(func() { paste(ctx) })
			wg.Wait()
			return fmt.Errorf("%s: %w", op, errClosed)
		})`, shape: `
			group errgroup
				task cut, on-cancel wrap run: work ?
				task move, on-cancel fail run: closed: work ?
				task task: until told, fail "run -> closed"
				task task-2: busy 1s, fail "3 \"run\" 100%: context canceled"
				task paste: group, fail "run: closed"
					group waitgroup
						task paste: work ?`},
	{name: "texts that aren't in the code, or of another form", more: `
		func inner(ctx context.Context) error {
			g, ctx := errgroup.WithContext(ctx)
			g.Go(func() error { return fetch(ctx) })
			return fmt.Errorf("wait for %s: %w", id(), g.Wait())
		}`, code: `
		g.Go(func() error {
			if err := load(ctx); err != nil { return fmt.Errorf("load %s: %w", id(), err) }
			return nil
		})
		g.Go(func() error {
			if err := move(ctx); err != nil { return fmt.Errorf("run -> %w", err) }
			return nil
		})
		g.Go(func() error {
			if err := paste(ctx); err != nil { return fmt.Errorf("%w, so no paste", err) }
			return nil
		})
		g.Go(func() error { return inner(ctx) })`, shape: `
			group errgroup
				task load, on-cancel wrap load %%s: work ?
				task move, on-cancel wrap run -> %w: work ?
				task paste, on-cancel wrap %w, so no paste: work ?
				task inner: group
					group errgroup, wrap wait for %%s
						task fetch: work ?`, notes: []string{
		`on-cancel: "wrap load %%s"  # FILL IN, the text has a value that the code doesn't say: which?`,
		`wrap: "wait for %%s"  # FILL IN, `, `on-cancel: "wrap run -> %w"`}},
	// What is done only where there is no error.
	{name: "a step that is done only behind another that went well", code: `
		g.Go(func() error {
			if s, err := load(ctx); err == nil { set(s) }
			if s, err := find(ctx); err == nil && s != nil { save(ctx, s) }
			x, err := move(ctx)
			if err == nil { err = paste(ctx, x) }
			return err
		})
		g.Go(func() error {
			h, hctx := errgroup.WithContext(ctx)
			h.Go(func() error { return fetch(hctx) })
			if err := h.Wait(); err == nil && !isFull() { save(ctx) }
			return serve(ctx)
		})`, shape: `
			group errgroup
				task load: try (work ?), try (work ?, work ?), work ?, work ?
				task fetch: group ignored, work ?, work ?
					group errgroup
						task fetch: work ?`, notes: []string{`x.go:33: done only where Wait returned no error; here it is done after any.`}},
	{name: "several groups, each with what is done behind it", more: `
		func inner(ctx context.Context) {
			g, gctx := errgroup.WithContext(ctx)
			g.Go(func() error { return fetch(gctx) })
			if err := g.Wait(); err == nil { save() }
			if s, err := load(ctx); err == nil { set(s) }
			h, hctx := errgroup.WithContext(ctx)
			h.Go(func() error { return find(hctx) })
			if err := h.Wait(); err == nil { save() }
		}`, code: `
		g.Go(func() error { inner(ctx); return nil })`, shape: `
			group errgroup
				task inner: group ignored, try (work ?), group ignored
					group errgroup
						task fetch: work ?
					group errgroup
						task find: work ?`},
	// Requests and commands, which are made with a context and do something later.
	{name: "a request that is sent, and a command that is run", code: `
		g.Go(func() error {
			req, err := http.NewRequestWithContext(ctx, "GET", "/", nil)
			if err != nil { panic(err) }
			resp, err := http.DefaultClient.Do(req)
			if resp != nil { _ = resp.Body.Close() }
			return err
		})
		g.Go(func() error {
			req, err := http.NewRequest("GET", "/", nil)
			if err != nil { return err }
			resp, err := client.Do(req.WithContext(ctx))
			if err != nil { return fmt.Errorf("request: %w", err) }
			defer resp.Body.Close()
			return nil
		})
		g.Go(func() error {
			req, _ := http.NewRequestWithContext(ctx, "GET", "/", nil)
			req.Header.Set("a", "b")
			return send(req)
		})
		g.Go(func() error {
			cmd := exec.CommandContext(ctx, "ls")
			cmd.Dir = "/"
			out, err := cmd.Output()
			if err != nil { return err }
			return print(out)
		})
		g.Go(func() error {
			req, err := http.NewRequestWithContext(ctx, "GET", "/", nil)
			return queue.push(req, err)
		})`, shape: `
			group errgroup
				task request: work ?
				task request-2, on-cancel wrap request: work ?
				task send: work ?
				task command-context: work ?
				task push: work ?`},
	// What looks at its context in between.
	{name: "calls that don't listen, and a check before each", more: `
		func consume(ctx context.Context, wg *sync.WaitGroup) {
			for {
				select {
				case <-ctx.Done():
					wg.Done()
					return
				default:
				}
				late := context.WithoutCancel(ctx)
				receive(late)
				time.Sleep(time.Second)
			}
		}`, code: `
		g.Go(func() error {
			for {
				select {
				case <-ctx.Done(): return nil
				default:
				}
				call(context.WithoutCancel(ctx))
			}
		})
		g.Go(func() error {
			for ctx.Err() == nil {
				poll(context.Background())
				time.Sleep(time.Second)
			}
			return nil
		})
		g.Go(func() error {
			send(context.WithoutCancel(ctx))
			return save(ctx)
		})
		g.Go(func() error { return store(context.WithoutCancel(ctx)) })
		g.Go(func() error {
			wg := &sync.WaitGroup{}
			wg.Add(3)
			for range 3 { go consume(ctx, wg) }
			wg.Wait()
			return nil
		})`, shape: `
			group errgroup, cancel-at ?
				task call, on-cancel ok: repeat (busy ?)
				task poll, on-cancel ok: repeat (busy ?, busy 1s)
				task save: busy ?, work ?
				task store, detached: work ?
				task consume: group
					group waitgroup
						task consume, count 3: repeat (busy ?, busy 1s)`},
	{name: "a server with pages of its own", code: `
		g.Go(func() error {
			mux := http.NewServeMux()
			mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusOK) })
			server := &http.Server{Handler: mux}
			context.AfterFunc(ctx, func() { server.Close() })
			return server.ListenAndServe()
		})`, shape: `
			group errgroup, cancel-at ?, after (signal shutdown)
				task listen-and-serve, deaf: until shutdown, fail "http: Server closed"`},
	{name: "a panic after an error", code: `
		g.Go(func() error {
			if err := load(ctx); err != nil { panic(err) }
			return nil
		})`, shape: `
			group errgroup
				task load: work ?`, notes: []string{`x.go:24: it panics after an error`}},
	// What is asked of contexts behind Wait.
	{name: "a group's context that is always done", more: `
		func one(ctx context.Context) error {
			g, gctx := errgroup.WithContext(ctx)
			g.Go(func() error { return fetch(gctx) })
			if err := g.Wait(); err != nil && gctx.Err() == nil { return fmt.Errorf("one: %w", err) }
			return nil
		}
		func two(ctx context.Context) error {
			g, gctx := errgroup.WithContext(ctx)
			g.Go(func() error { return fetch(gctx) })
			err := g.Wait()
			if gctx.Err() == nil && err != nil { return fmt.Errorf("two: %w", err) }
			return err
		}
		func three(ctx context.Context) error {
			g, ctx := errgroup.WithContext(ctx)
			g.Go(func() error { return fetch(ctx) })
			if err := g.Wait(); err != nil {
				if ctx.Err() != nil { return nil }
				return fmt.Errorf("three: %w", err)
			}
			return nil
		}
		func four(ctx context.Context) error {
			g, ctx := errgroup.WithContext(ctx)
			g.Go(func() error { return fetch(ctx) })
			if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) && ctx.Err() == nil { log.Println(err) }
			return nil
		}`, code: `
		g.Go(one)
		g.Go(two)
		g.Go(three)
		g.Go(four)`, shape: `
			group errgroup
				task one: group ignored
					group errgroup
						task fetch: work ?
				task two: group
					group errgroup
						task fetch: work ?
				task three: group ignored
					group errgroup
						task fetch: work ?
				task four: group ignored
					group errgroup
						task fetch: work ?`, notes: []string{
		`x.go:23: the group's context is always done here, since Wait has returned: what is in this branch is never done.`}},
	{name: "a caller's context that may be done", more: `
		func one(ctx context.Context) error {
			g, gctx := errgroup.WithContext(ctx)
			g.Go(func() error { return fetch(gctx) })
			if err := g.Wait(); err != nil && ctx.Err() == nil { return fmt.Errorf("one: %w", err) }
			return nil
		}
		func two(ctx context.Context) error {
			g, gctx := errgroup.WithContext(ctx)
			g.Go(func() error { return fetch(gctx) })
			if err := g.Wait(); err != nil {
				if ctx.Err() != nil { return nil }
				return err
			}
			return nil
		}
		func three(ctx context.Context) error {
			ctx, stop := context.WithTimeout(ctx, time.Second)
			defer stop()
			g, gctx := errgroup.WithContext(ctx)
			g.Go(func() error { return fetch(gctx) })
			err := g.Wait()
			if ctx.Err() != nil { return nil }
			return err
		}`, code: `
		g.Go(one)
		g.Go(two)
		g.Go(three)`, shape: `
			group errgroup
				task one: group
					group errgroup, on-error: { ok: ["context canceled"], else: "wrap one" }
						task fetch: work ?
				task two: group
					group errgroup, on-error: { ok: ["context canceled"] }
						task fetch: work ?
				task three: group
					group errgroup, timeout 1s, on-error: { ok: ["context canceled", "context deadline exceeded"] }
						task fetch: work ?`, notes: []string{
		`x.go:23: the code asks whether the caller's context is done; here the error's text says so.`}},
}
