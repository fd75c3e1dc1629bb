package main

var shapesOfErrors = []shapeCase{
	// Errors that aren't returned.
	{name: "an end of the context that is no error", code: `
		g.Go(func() error {
			if err := serve(ctx); err != nil && !errors.Is(err, context.Canceled) { return err }
			return nil
		})
		g.Go(func() error {
			if err := serve(ctx); err != nil && ctx.Err() == nil { return err }
			return nil
		})
		g.Go(func() error {
			err := serve(ctx)
			if errors.Is(err, context.Canceled) { return nil }
			return err
		})
		g.Go(func() error {
			if err := serve(ctx); err != nil {
				if err == context.Canceled { return nil }
				return fmt.Errorf("serve: %w", err)
			}
			return nil
		})`, shape: `
			group errgroup
				task serve, on-cancel ok: work ?
				task serve-2, on-cancel ok: work ?
				task serve-3, on-cancel ok: work ?
				task serve-4, on-cancel ok: work ?`},
	{name: "another error that is none", code: `
		g.Go(func() error {
			if err := serve(ctx); err != nil && err != io.EOF { return fmt.Errorf("serve: %w", err) }
			return nil
		})`, shape: `
			group errgroup
				task serve, on-cancel wrap serve: work ?`},
	{name: "an end of the context that is no error, and more to do", code: `
		g.Go(func() error {
			if err := serve(ctx); err != nil && !errors.Is(err, context.Canceled) { return err }
			time.Sleep(time.Second)
			return nil
		})`, shape: `
			group errgroup
				task serve: try (work ?), busy 1s`, notes: []string{`x.go:24: only the end of its context is no error`}},
	{name: "an error in a variable of the code around", code: `
		done := errors.New("key pressed")
		g.Go(func() error {
			if err := serve(ctx); err != nil { return err }
			return done
		})`, shape: `
			group errgroup
				task serve: work ?, fail "key pressed"`},
	{name: "an error that is only logged", code: `
		g.Go(func() error {
			if err := warm(ctx); err != nil { log.Println("no cache") }
			return serve(ctx)
		})`, shape: `
			group errgroup
				task warm: try (work ?) else (log), work ?`},
	{name: "an error after which the process ends", code: `
		g.Go(func() error {
			if err := warm(ctx); err != nil { log.Fatal("no cache") }
			return serve(ctx)
		})`, shape: `
			group errgroup
				task warm: try (work ?) else (exit "no cache"), work ?`},
	{name: "what is done where there is no error", code: `
		g.Go(func() error {
			if err := warm(ctx); err != nil { log.Println("no cache") } else { keep(ctx) }
			time.Sleep(time.Second)
			return nil
		})`, shape: `
			group errgroup
				task warm: try (work ?, work ?) else (log), busy 1s`},
	{name: "steps that return different things", code: `
		g.Go(func() error {
			if err := dial(ctx); err != nil { return nil }
			if err := login(ctx); err != nil { return errors.New("no login") }
			if err := read(ctx); err != nil { return fmt.Errorf("read: %w", err) }
			if err := write(ctx); err != nil { return fmt.Errorf("write: %w", err) }
			return nil
		})`, shape: `
			group errgroup
				task dial, on-cancel wrap read: try (work ?) else (return), try (work ?) else (fail "no login"), work ?, work ?`, notes: []string{`x.go:27: told here, it returns "wrap write"; here it is as at x.go:26.`}},
	{name: "a helper's errors", code: `
		g.Go(func() error {
			if err := load(ctx); err != nil { return fmt.Errorf("page: %w", err) }
			return nil
		})`, more: `func load(ctx context.Context) error {
			if err := fetch(ctx); err != nil { return fmt.Errorf("fetch: %w", err) }
			return nil
		}`, shape: `
			group errgroup
				task load, on-cancel wrap page: fetch: work ?`},
	{name: "a helper that has none", code: `
		g.Go(func() error {
			load(ctx)
			time.Sleep(time.Second)
			return nil
		})`, more: `func load(ctx context.Context) {
			if err := fetch(ctx); err != nil { return }
			store(ctx)
		}`, shape: `
			group errgroup
				task load: try (work ?, work ?), busy 1s`},
	{name: "a round that is skipped", code: `
		jobs := make(chan int, 3)
		g.Go(func() error { defer close(jobs); jobs <- 1; jobs <- 2; return nil })
		g.Go(func() error {
			for job := range jobs {
				data, err := fetch(ctx, job)
				if err != nil { continue }
				store(ctx, data)
			}
			return nil
		})`, shape: `
			group errgroup
				task send-jobs, closes jobs: send jobs blocking, send jobs blocking
				task fetch: range jobs blocking (try (work ?, work ?))`},
	{name: "a round that is skipped, and one that isn't", code: `
		jobs := make(chan int, 3)
		g.Go(func() error { defer close(jobs); jobs <- 1; jobs <- 2; return nil })
		g.Go(func() error {
			for job := range jobs {
				data, err := fetch(ctx, job)
				if err != nil { continue }
				if err := store(ctx, data); err != nil { return err }
			}
			return nil
		})`, shape: `
			group errgroup
				task send-jobs, closes jobs: send jobs blocking, send jobs blocking
				task fetch: range jobs blocking (try (work ?), work ?)`, notes: []string{`x.go:28: an error here skips what comes after it; here that is done.`}},
	{name: "a loop that an error leaves", code: `
		g.Go(func() error {
			for {
				if err := poll(ctx); err != nil { break }
			}
			time.Sleep(time.Second)
			return nil
		})`, shape: `
			group errgroup, cancel-at ?
				task poll: until told, busy 1s`, notes: []string{`x.go:24: a loop without an end`}},
	{name: "nil when told", code: `
		items := make(chan int)
		g.Go(func() error {
			defer close(items)
			for i := 0; i < 3; i++ {
				select {
				case items <- i:
				case <-ctx.Done():
					return nil
				}
			}
			return nil
		})
		g.Go(func() error { for range items { if err := handle(ctx); err != nil { return err } }; return nil })`, shape: `
			group errgroup
				task send-items, closes items, on-cancel ok: send items × 3
				task handle: range items blocking (work ?)`},
	{name: "told, it goes on", code: `
		items := make(chan int, 1)
		g.Go(func() error {
			select {
			case items <- 1:
			case <-ctx.Done():
			}
			time.Sleep(time.Second)
			return nil
		})
		g.Go(func() error { <-items; return nil })`, shape: `
			group errgroup
				task send-items: try (send items), busy 1s
				task task: receive items blocking`},
	{name: "the context's error, after something else", code: `
		g.Go(func() error {
			<-ctx.Done()
			time.Sleep(time.Second)
			return ctx.Err()
		})
		g.Go(func() error { return serve(ctx) })`, shape: `
			group errgroup, cancel-at ?
				task task: until told, busy 1s, fail "context canceled"
				task serve: work ?`},
	{name: "errors in values", code: `
		results := make(chan result, 3)
		g.Go(func() error {
			results <- result{fetch(ctx)}
			return nil
		})
		g.Go(func() error { <-results; return nil })`, shape: `
			group errgroup
				task fetch: try (work ?), send results blocking
				task task: receive results blocking`},
	{name: "errors put aside", code: `
		g.Go(func() error {
			var wg sync.WaitGroup
			errs := make(chan error, 2)
			for range 2 {
				wg.Add(1)
				go func() {
					defer wg.Done()
					if err := fetch(ctx); err != nil { errs <- fmt.Errorf("fetch: %w", err) }
				}()
			}
			wg.Wait()
			return nil
		})`, shape: `
			group errgroup
				task fetch: group
					group zero-errgroup
						task fetch, count 2, on-cancel wrap fetch: work ?`},
	{name: "errors that are kept, and returned later", code: `
		g.Go(func() error {
			err := fetch(ctx)
			if err != nil { err = fmt.Errorf("fetch: %w", err) }
			return err
		})
		g.Go(func() error {
			var first error
			if err := dial(ctx); err != nil { first = err }
			if err := login(ctx); err != nil { log.Println("never mind") }
			return first
		})
		g.Go(func() error {
			var errs []error
			for _, one := range []string{"x", "y"} {
				if err := store(ctx, one); err != nil { errs = append(errs, fmt.Errorf("store: %w", err)) }
			}
			return errors.Join(errs...)
		})
		g.Go(func() error {
			last := res{}
			if err := read(ctx); err != nil { last.err = err; log.Println("no") }
			time.Sleep(time.Second)
			return nil
		})`, shape: `
			group errgroup
				task fetch, on-cancel wrap fetch: work ?
				task dial: work ?, try (work ?) else (log)
				task store, on-cancel wrap store: work ?, work ?
				task read: try (work ?) else (log), busy 1s`, notes: []string{`x.go:30: it keeps the error and goes on; here the error ends the task.`, `x.go:37: it keeps the error and goes on`}},
	{name: "errors that are looked at after other steps", code: `
		g.Go(func() error {
			err1 := load(ctx)
			err2 := dial(ctx)
			err3 := login(ctx)
			if err1 != nil { log.Println("never mind") }
			if err2 != nil { return errors.New("no line") }
			return err3
		})
		g.Go(func() error {
			err1 := load(ctx)
			err2 := dial(ctx)
			if err2 != nil { log.Println("no line") }
			if err1 != nil { return fmt.Errorf("load: %w", err1) }
			time.Sleep(time.Second)
			return nil
		})`, more: `func load(ctx context.Context) error {
			if err := fetch(ctx); err != nil { return err }
			return read(ctx)
		}`, shape: `
			group errgroup
				task load: try (work ?, work ?) else (log), try (work ?) else (fail "no line"), work ?
				task load-2, on-cancel wrap load: work ?, work ?, try (work ?) else (log), busy 1s`},
	{name: "what is an error", code: `
		g.Go(func() error {
			v, e := fetch(ctx)
			if e != nil { return fmt.Errorf("x: %w", e) }
			time.Sleep(time.Second)
			return store(v)
		})
		g.Go(func() error {
			entry := lookup(ctx)
			if entry != nil { return nil }
			return store(ctx, entry)
		})
		g.Go(func() error {
			res := fetch(ctx)
			time.Sleep(time.Second)
			return res.Err
		})
		g.Go(func() error {
			failure := fetch(ctx)
			if failure != nil { return failure }
			time.Sleep(time.Second)
			return nil
		})
		g.Go(func() error {
			var problem error
			if problem = fetch(ctx); problem != nil { log.Println("never mind") }
			time.Sleep(time.Second)
			return nil
		})
		g.Go(func() error {
			stderr := open(ctx)
			if stderr != nil { show(ctx, stderr) }
			time.Sleep(time.Second)
			return nil
		})`, shape: `
			group errgroup
				task fetch, on-cancel wrap x: work ?, busy 1s
				task lookup: work ?, work ?
				task fetch-2: work ?, busy 1s
				task fetch-3: work ?, busy 1s
				task fetch-4: try (work ?) else (log), busy 1s
				task open: try (work ?), try (work ?), busy 1s`},
	{name: "an error that is put aside", code: `
		errs := make([]error, 9)
		results := make(chan result, 9)
		g.Go(func() error {
			value, err := fetch(ctx)
			results <- result{value, err}
			return nil
		})
		g.Go(func() error {
			errs[1] = fetch(ctx)
			return nil
		})
		g.Go(func() error {
			value, err := fetch(ctx)
			all.add(result{value, err})
			one := result{value, err}
			if one.err != nil { return one.err }
			return nil
		})
		g.Go(func() error {
			err := fetch(ctx)
			one := result{err: err}
			time.Sleep(time.Second)
			results <- one
			return nil
		})
		g.Go(func() error {
			_, err := fetch(ctx)
			log.Println(err)
			time.Sleep(time.Second)
			return nil
		})
		g.Go(func() error {
			done := make(chan error, 1)
			go func() {
				err := fetch(ctx)
				done <- err
			}()
			return <-done
		})
		g.Go(func() error {
			ended := make(chan error, 1)
			go func() { ended <- fetch(ctx) }()
			return <-ended
		})
		g.Go(func() error {
			err := fetch(ctx)
			once.Do(func() { first = err })
			return nil
		})
		g.Go(func() error {
			err := fetch(ctx)
			lastErr.Store(err)
			time.Sleep(time.Second)
			return nil
		})`, shape: `
			group errgroup
				task fetch, on-cancel ok: work ?
				task fetch-2, on-cancel ok: work ?
				task fetch-3: work ?
				task fetch-4: try (work ?), busy 1s
				task fetch-5: try (work ?), busy 1s
				task fetch-6: spawn, receive done blocking
					task fetch-7, on-cancel ok: try (work ?), send done blocking
				task fetch-8: spawn, receive ended blocking
					task fetch-9, on-cancel ok: try (work ?), send ended blocking
				task fetch-10, on-cancel ok: work ?
				task fetch-11: try (work ?), busy 1s`, notes: []string{`x.go:27: an error is put aside here`,
		`x.go:31: an error is put aside here`, `x.go:45: an error is put aside here`, `x.go:58: an error is put aside here`, `x.go:64: an error is put aside here`,
		`x.go:69: an error is put aside here`, `x.go:74: an error is put aside here`}},
	{name: "a loop that looks at its context", code: `
		g.Go(func() error { time.Sleep(time.Second); return errors.New("over") })
		g.Go(func() error {
			for ctx.Err() == nil {
				if err := poll(ctx); err != nil { time.Sleep(time.Second) }
			}
			return nil
		})`, shape: `
			group errgroup
				task task: busy 1s, fail "over"
				task poll, on-cancel ok: repeat (try (work ?) else (busy 1s))`},
	{name: "an error that is returned later", code: `
		g.Go(func() error {
			res, err := fetch(ctx)
			if err == nil { store(ctx, res) }
			return err
		})`, shape: `
			group errgroup
				task fetch: work ?, work ?`, notes: []string{`x.go:25: a branch that may not be taken; here it is.`}},
	{name: "a jump", code: `
		g.Go(func() error {
			var err error
			if err = fetch(ctx); err != nil { goto fail }
			return nil
		fail:
			return fmt.Errorf("fetch: %w", err)
		})`, shape: `
			group errgroup
				task fetch: work ?`, notes: []string{`x.go:25: it jumps to another place after an error; not read.`}},
	{name: "errors that others wrap", code: `
		g.Go(func() error { return errors.Wrap(serve(ctx), "serve") })
		g.Go(func() error { return fmt.Errorf("fetch: %w", fetch(ctx)) })
		g.Go(func() error {
			if err := store(ctx); err != nil { return log.Errorf("store: %w", err) }
			return nil
		})`, shape: `
			group errgroup
				task serve, on-cancel wrap serve: work ?
				task fetch, on-cancel wrap fetch: work ?
				task store, on-cancel wrap store: work ?`},
	{name: "some errors that are none", code: `
		g.Go(func() error {
			for i := 0; i < 2; i++ {
				if err := read(ctx); err != nil {
					if strings.HasSuffix(err.Error(), "EOF") { continue }
					return fmt.Errorf("read: %w", err)
				}
			}
			return nil
		})`, shape: `
			group errgroup
				task read, on-cancel wrap read: work ?, work ?`, notes: []string{`x.go:26: some errors are treated in another way; left out.`}},
	// Code that is called where it stands.
	{name: "code that may fail where it stands", code: `
		g.Go(func() error {
			if err := func() error {
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-ready:
					return nil
				default:
				}
				return errors.New("busy")
			}(); err != nil { return err }
			return serve(ctx)
		})
		g.Go(func() error {
			if err := func() error {
				if !ok() { return errors.New("bad") }
				return fetch(ctx)
			}(); err != nil { return fmt.Errorf("x: %w", err) }
			return store(ctx)
		})
		g.Go(func() error {
			if err := func() error {
				defer unlock()
				return errors.New("always")
			}(); err != nil { return err }
			return nil
		})
		g.Go(func() error {
			if err := func() error { return errors.New("always") }(); err != nil { log.Println("never mind") }
			return serve(ctx)
		})`, shape: `
			group errgroup
				task serve: work ?
				task fetch, on-cancel wrap x: work ?, work ?
				task task: busy ?, fail "always"
				task serve-2: try (fail "always") else (log), work ?`, notes: []string{`x.go:32: It may fail with "busy" here`, `It may fail with "bad" here`}},
}
