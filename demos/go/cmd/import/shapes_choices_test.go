package main

var shapesOfChoices = []shapeCase{
	{name: "a switch over an error", code: `
		g.Go(func() error {
			err := serve(ctx)
			switch {
			case err == nil:
				return nil
			case errors.Is(err, context.Canceled):
				return nil
			default:
				return fmt.Errorf("serve: %w", err)
			}
		})
		g.Go(func() error {
			switch err := serve(ctx); err {
			case nil, http.ErrServerClosed:
				return nil
			default:
				return fmt.Errorf("serve: %w", err)
			}
		})`, shape: `
			group errgroup
				task serve, on-cancel ok: work ?
				task serve-2, on-cancel wrap serve: work ?`},
	{name: "errors that are told apart", code: `
		g.Go(func() error {
			err := fetch(ctx)
			switch {
			case err == nil:
			case errors.Is(err, context.Canceled):
				return nil
			default:
				return fmt.Errorf("a: %w", err)
			}
			return store(ctx)
		})
		g.Go(func() error {
			switch err := fetch(ctx); err {
			case nil:
				return store(ctx)
			case context.Canceled:
				return nil
			}
			return nil
		})
		g.Go(func() error {
			switch result := call(ctx).(type) {
			case int:
				log.Println(result)
			}
			return nil
		})
		g.Go(func() error {
			if err := fetch(ctx); err == nil {
				return store(ctx)
			} else {
				return fmt.Errorf("c: %w", err)
			}
		})
		g.Go(func() error {
			if err := fetch(ctx); err != nil {
				switch {
				case errors.Is(err, context.Canceled):
					return nil
				default:
					return fmt.Errorf("d: %w", err)
				}
			}
			return store(ctx)
		})
		g.Go(func() error {
			err := fetch(ctx)
			if errors.Is(err, context.Canceled) {
				return nil
			} else if err != nil {
				return fmt.Errorf("e: %w", err)
			}
			return store(ctx)
		})
		g.Go(func() error {
			if err := fetch(ctx); err != nil {
				if errors.Is(err, io.EOF) { log.Println("over") } else { return fmt.Errorf("f: %w", err) }
			}
			return store(ctx)
		})
		g.Go(func() error {
			err := fetch(ctx)
			switch e := err.(type) {
			case nil:
				return nil
			case *os.PathError:
				log.Println(e.Path)
				return nil
			}
			return fmt.Errorf("h: %w", err)
		})
		g.Go(func() error {
			err := fetch(ctx)
			switch {
			case ctx.Err() != nil:
				return nil
			case err != nil:
				return fmt.Errorf("i: %w", err)
			}
			return store(ctx)
		})
		g.Go(func() error {
			if err := fetch(ctx); err == nil { store(ctx) } else { log.Println("none") }
			return send(ctx)
		})
		g.Go(func() error { time.Sleep(time.Second); return errors.New("over") })
		g.Go(func() error {
			for {
				err := fetch(ctx)
				switch {
				case errors.Is(err, context.Canceled):
					return nil
				case err != nil:
					log.Println("again")
					continue
				}
				time.Sleep(time.Second)
			}
		})`, shape: `
			group errgroup
				task fetch: try (work ?) else (return), work ?
				task fetch-2: try (work ?) else (return), work ?
				task call, on-cancel ok: work ?
				task fetch-3, on-cancel wrap c: work ?, work ?
				task fetch-4: try (work ?) else (return), work ?
				task fetch-5: try (work ?) else (return), work ?
				task fetch-6, on-cancel wrap f: work ?, work ?
				task fetch-7, on-cancel wrap h: work ?
				task fetch-8: try (work ?) else (return), work ?
				task fetch-9: try (work ?, work ?) else (log), work ?
				task task: busy 1s, fail "over"
				task fetch-10, on-cancel ok: repeat (try (work ?, busy 1s) else (log))`},
	{name: "what isn't read of an error is named", code: `
		g.Go(func() error {
			if err := fetch(ctx); err != nil {
				if isGone(err) {
					return errors.New("gone")
				}
				for _, other := range others {
					if other.takes(err) {
						return nil
					}
				}
				if errors.Is(err, io.EOF) {
					return nil
				}
				return fmt.Errorf("fetch: %w", err)
			}
			return nil
		})`, shape: `
			group errgroup
				task fetch, on-cancel wrap fetch: work ?`, notes: []string{`x.go:25: some errors are treated in another way; left out.`,
		`Without a step, of run: x.go:28-30, 33-34.`}},
	{name: "a line with two things that are left out", code: `
		g.Go(func() error { return fetch(ctx) })`, more: `
		func other() { time.Sleep(time.Second); time.Sleep(pause) }`, shape: `
			group errgroup
				task fetch: work ?`, notes: []string{`# Not in the skeleton, of other: x.go:20 time.Sleep and time.Sleep.`}},
	{name: "errors through a channel, of a group made by hand", code: `
		g.Go(func() error {
			var wg sync.WaitGroup
			errs := make(chan error, 3)
			for range 3 {
				wg.Add(1)
				go func() {
					defer wg.Done()
					errs <- fetch(ctx)
				}()
			}
			wg.Wait()
			close(errs)
			return <-errs
		})`, shape: `
			group errgroup
				task fetch: group, close errs, receive errs blocking
					group zero-errgroup
						task fetch, count 3: work ?, send errs blocking`},
}
