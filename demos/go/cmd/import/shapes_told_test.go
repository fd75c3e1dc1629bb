package main

// shapesOfTold are selects whose branch for the end of the context does what others wait for before it returns.
var shapesOfTold = []shapeCase{
	{name: "told, it ends a server, and waits for it", more: `
		func shut(srv *http.Server) error {
			late, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			if err := srv.Shutdown(late); err != nil { return fmt.Errorf("shut: %w", err) }
			return nil
		}`, code: `
		srv := &http.Server{}
		g.Go(func() error {
			errCh := make(chan error, 1)
			go func() { errCh <- srv.ListenAndServe() }()
			select {
			case <-ctx.Done():
				err := shut(srv)
				<-errCh
				return err
			case err := <-errCh:
				if err != nil { return fmt.Errorf("serve: %w", err) }
				return errors.New("ended")
			}
		})`, shape: `
			group errgroup, cancel-at ?
				task shut: spawn, try (receive err-ch) else (signal shutdown, busy ?, receive err-ch blocking, return), fail "ended"
					task listen-and-serve, deaf, on-cancel ok: until shutdown or 1m, send err-ch blocking`},
	{name: "told, it closes a channel, and waits for an item", code: `
		stop, last := make(chan struct{}), make(chan int, 1)
		g.Go(func() error { <-stop; last <- 1; return nil })
		g.Go(func() error {
			select {
			case <-ctx.Done():
				close(stop)
				<-last
				return ctx.Err()
			case <-last:
				return nil
			}
		})`, shape: `
			group errgroup, cancel-at ?
				task send-last, deaf: until stop or 1m, send last blocking
				task task: try (receive last) else (signal stop, receive last blocking, fail "context canceled")`},
	{name: "told, it sends, and returns a wrap of the context's error", code: `
		ends := make(chan int, 1)
		last := make(chan int, 1)
		g.Go(func() error { last <- <-ends; return nil })
		g.Go(func() error {
			select {
			case <-ctx.Done():
				ends <- 1
				return fmt.Errorf("told: %w", ctx.Err())
			case <-last:
				return nil
			}
		})`, shape: `
			group errgroup, cancel-at ?
				task send-last: receive ends blocking, send last blocking
				task send-ends: try (receive last) else (send ends blocking, fail "told: context canceled")`},
	{name: "told, it sends, and returns another error", code: `
		ends := make(chan int, 1)
		last := make(chan int, 1)
		g.Go(func() error { last <- <-ends; return nil })
		g.Go(func() error {
			select {
			case <-ctx.Done():
				ends <- 1
				return errors.New("told")
			case <-last:
				return nil
			}
		})`, shape: `
			group errgroup, cancel-at ?
				task send-last: receive ends blocking, send last blocking
				task send-ends: try (receive last) else (send ends blocking, fail "told")`},
	{name: "told, it ends a server beside a channel of other code", code: `
		srv := &http.Server{}
		g.Go(func() error { return srv.ListenAndServe() })
		g.Go(func() error {
			select {
			case <-ctx.Done():
				_ = srv.Shutdown(context.Background())
				return nil
			case <-reloads:
				return errors.New("reload")
			}
		})`, shape: `
			group errgroup
				task listen-and-serve, deaf: busy ?, fail "http: Server closed"
				task shutdown: try (work ?) else (busy ?, return), fail "reload"`},
	{name: "told, it only sleeps", code: `
		last := make(chan int)
		g.Go(func() error { last <- 1; return nil })
		g.Go(func() error {
			select {
			case <-ctx.Done():
				time.Sleep(time.Second)
				return ctx.Err()
			case <-last:
				return nil
			}
		})`, shape: `
			group errgroup
				task send-last: send last blocking
				task task, cleanup 1s: receive last`},
}
